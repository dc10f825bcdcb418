//! Reading an expression and finding its next ten firings, for every expression that the appliance's engine accepts; and the
//! warnings beside 5,000 other schedules: `cargo bench --no-default-features --bench cron`. Fails if a bar is missed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "a bench talks by printing")]
#![allow(clippy::disallowed_types, reason = "the clock is forbidden in the console, not here")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant as Clock};

use criterion::{BatchSize, Criterion};
use keysync::domain::cron::{Circumstances, Timetable, parse, warnings};
use keysync::domain::time::{Instant, parse_instant};

const MEDIAN_BAR: Duration = Duration::from_micros(20);
const WORST_BAR: Duration = Duration::from_millis(1);
/// A fifth of what a task in the browser may take.
const CROWD_BAR: Duration = Duration::from_millis(10);

/// Fires rarely, never, late in a dense day, or is long to read: where a search could lose itself.
const HARD: [&str; 8] = [
    "0 0 29 2 *",
    "0 0 29 2 MON",
    "59 23 29 2 *",
    "0 0 31 2,4,6,9,11 *",
    "0 0 31 2 SAT",
    "* * * * *",
    ", , , , ,",
    "1-57/2,2-58/2 0-22/2,1-23/2 1-29/2,2-30/2 1-11/2,2-12/2 MON,tue,WED,thu,FRI",
];

fn ten_firings(text: &str, from: Instant) -> usize {
    parse(black_box(text)).map_or(0, |expression| Timetable::of(&expression).after(from).take(10).count())
}

fn cases() -> Vec<(String, Instant)> {
    let mut cases = Vec::new();
    for line in include_str!("../fixtures/cron.jsonl").lines() {
        let vector: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = vector["expr"].as_str().unwrap();
        if vector["valid"] == true && parse(text).is_ok() {
            cases.push((text.to_owned(), parse_instant(vector["from"].as_str().unwrap()).unwrap()));
        }
    }
    for from in ["2026-11-22T23:59:59Z", "2096-03-01T00:00:00Z"] {
        cases.extend(HARD.map(|text| (text.to_owned(), parse_instant(from).unwrap())));
    }
    cases
}

/// How long something takes: the median of some rounds, so that what else this machine does is left out.
fn time(work: impl Fn() -> usize) -> Duration {
    const TIMES: u32 = 10;
    let mut rounds: Vec<Duration> = (0..15)
        .map(|_| {
            let began = Clock::now();
            for _ in 0..TIMES {
                black_box(work());
            }
            began.elapsed() / TIMES
        })
        .collect();
    rounds.sort();
    rounds[rounds.len() / 2]
}

/// A month beside 5,000 others, each of which fires at `theirs`.
fn crowd(own: &str, theirs: &str) -> Duration {
    let others = vec![parse(theirs).unwrap(); 5_000];
    let from = parse_instant("2026-11-22T13:53:27Z").unwrap();
    let around = Circumstances { most_per_day: 24, usual_ms: None, others: &others, from, days: 31 };
    time(|| warnings(black_box(own), &around).len())
}

fn main() -> ExitCode {
    let cases = cases();
    let mut criterion = Criterion::default().configure_from_args();
    let mut turn = cases.iter().cycle();
    criterion.bench_function("parse and ten firings", |bencher| {
        let next = || turn.next().unwrap();
        bencher.iter_batched(next, |(text, from)| ten_firings(text, *from), BatchSize::SmallInput);
    });
    criterion.final_summary();

    let mut times: Vec<(Duration, &str)> =
        cases.iter().map(|(text, from)| (time(|| ten_firings(text, *from)), text.as_str())).collect();
    times.sort();
    let (median, _) = times[times.len() / 2];
    let (worst, slowest) = times[times.len() - 1];
    println!("{} expressions, each read and fired ten times", times.len());
    println!("median {median:?} (bar {MEDIAN_BAR:?})");
    println!("worst  {worst:?} (bar {WORST_BAR:?}): {slowest}");
    let crowds = [crowd("0 1 * * *", "0 1 * * *"), crowd("0 1 1 1 *", "* * 29 2 *"), crowd("* * * * *", "*/2 * * * *")];
    println!(
        "warnings beside 5,000 schedules: at one minute {:?}, never {:?}, always {:?} (bar {CROWD_BAR:?})",
        crowds[0], crowds[1], crowds[2]
    );
    if median <= MEDIAN_BAR && worst <= WORST_BAR && crowds.iter().all(|crowd| *crowd <= CROWD_BAR) {
        ExitCode::SUCCESS
    } else {
        println!("FAILED: slower than the bar");
        ExitCode::FAILURE
    }
}
