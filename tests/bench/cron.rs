//! Parsing an expression and finding its next ten firings, for every expression that the engine accepts; warnings beside 5,000 other
//! schedules; a table of 5,000 rows. `cargo bench --no-default-features --bench cron` fails if a bar is missed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "a bench talks by printing")]
#![allow(clippy::disallowed_types, reason = "the clock is forbidden in the console, not here")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../support/builders.rs"]
mod builders;
#[path = "../support/clocks.rs"]
mod clocks;

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use chrono::Utc;
use chrono_tz::Tz;
use clocks::Counting;
use criterion::{BatchSize, Criterion};
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::cron::{Circumstances, Timetable, parse, warnings};
use keysync::domain::list::row::Row;
use keysync::domain::run::last_runs::LastRuns;
use keysync::domain::schedule::next_firings::NextFiringCache;
use keysync::domain::schedule::search::{ContainerNames, TableSearch};
use keysync::domain::schedule::status::StateKind;
use keysync::domain::schedule::table::{Column, ScheduleFilter, Sort, TableContext, TableRow, filter_rows, sort_order};
use keysync::domain::schedule::{Operation, Parameters, Schedule};
use keysync::domain::time::zone::{CachedOffsets, UtcOffsets};
use keysync::domain::time::{Instant, parse_instant};

const MEDIAN_BAR: Duration = Duration::from_micros(20);
const WORST_BAR: Duration = Duration::from_millis(1);
/// A fifth of what a task in the browser may take.
const CROWD_BAR: Duration = Duration::from_millis(10);
/// For 5,000 schedules: reading the rows, which come by the hundred; looking what comes, once and then only for what has come to
/// pass; sorting, and filtering at each keystroke.
const TABLE_BARS: [Duration; 4] =
    [Duration::from_millis(50), Duration::from_millis(10), Duration::from_millis(5), Duration::from_millis(5)];

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

/// The same for work that takes long: the quickest of some rounds, since other programs come between in most of them.
fn quickest(work: impl Fn() -> usize) -> Duration {
    let rounds = (0..40).map(|_| {
        let began = Clock::now();
        black_box(work());
        began.elapsed()
    });
    rounds.min().unwrap()
}

/// A month beside 5,000 others, each of which fires at `theirs`.
fn crowd(own: &str, theirs: &str) -> Duration {
    let others = vec![parse(theirs).unwrap(); 5_000];
    let from = parse_instant("2026-11-22T13:53:27Z").unwrap();
    let around = Circumstances { most_per_day: 24, usual_ms: None, others: &others, from, days: 31 };
    time(|| warnings(black_box(own), &around).len())
}

/// 5,000 schedules with these expressions, one after the other.
fn schedules(expressions: &[&str]) -> Vec<Arc<Row<Schedule>>> {
    let schedule = |(n, run_at): (usize, &&str)| {
        Arc::new(Row::Good(Schedule {
            id: ScheduleId::from(n.to_string().as_str()),
            name: format!("schedule {n}").into(),
            operation: Operation::from_wire("database_backup"),
            parameters: Parameters::Foreign { pairs: Vec::new() },
            ..builders::schedule(run_at)
        }))
    };
    expressions.iter().cycle().take(5_000).enumerate().map(schedule).collect()
}

fn rows(schedules: &[Arc<Row<Schedule>>]) -> Vec<TableRow> {
    schedules.iter().map(|schedule| TableRow::new(Arc::clone(schedule), str::to_owned)).collect()
}

/// Costs of the table: reading the rows, finding next firings, sorting by them, and filtering rows that never fire.
fn table(expressions: &[&str], appliance: &dyn UtcOffsets) -> [Duration; 4] {
    let schedules = schedules(expressions);
    let rows_held = rows(&schedules);
    let (now, last_runs) = (parse_instant("2026-11-22T13:53:27Z").unwrap(), LastRuns::default());
    let ahead = NextFiringCache::default().renewed(&rows_held, appliance, now);
    let table_context =
        TableContext { now, appliance, ahead: &ahead, nodes: None, last_runs: &last_runs, compose: str::to_owned };
    let sort = Sort { column: Column::NextRun, descending: false };
    let never = ScheduleFilter { state: Some(StateKind::NeverFires), ..ScheduleFilter::default() };
    let never = TableSearch::new(never, ContainerNames::default(), str::to_owned);
    let in_order = sort_order(&rows_held, sort, table_context);
    [
        quickest(|| rows(&schedules).len()),
        quickest(|| usize::from(NextFiringCache::default().renewed(&rows_held, appliance, now) == ahead)),
        quickest(|| sort_order(&rows_held, sort, table_context).len()),
        quickest(|| filter_rows(&rows_held, &in_order, &never, sort, table_context).order.len()),
    ]
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
    let usual: Vec<&str> = cases.iter().map(|(text, _)| text.as_str()).collect();
    let berlin = CachedOffsets::new(Counting::new(Tz::Europe__Berlin));
    let wrong = ["0 25 * * 7", "1-5-9 */0 L FEX 8", "@daily", "0 0 0 1 * *"];
    let mut tables = Vec::new();
    for (what, expressions, appliance) in [
        ("of the vectors, UTC", usual.as_slice(), &Utc as &dyn UtcOffsets),
        ("of the vectors, Berlin", usual.as_slice(), &berlin),
        ("that are hard, UTC", HARD.as_slice(), &Utc),
        ("that are hard, Berlin", HARD.as_slice(), &berlin),
        ("that are wrong", wrong.as_slice(), &Utc),
    ] {
        let figures = table(expressions, appliance);
        let [read, ahead, sorted, filtered] = figures;
        println!("5,000 schedules {what}: read {read:?}, looked ahead {ahead:?}, sorted {sorted:?}, filtered {filtered:?}");
        tables.push(figures);
    }
    println!("bars of the table: {TABLE_BARS:?}");
    let has_good_tables = tables.iter().all(|figures| figures.iter().zip(TABLE_BARS).all(|(figure, bar)| *figure <= bar));
    if median <= MEDIAN_BAR && worst <= WORST_BAR && crowds.iter().all(|crowd| *crowd <= CROWD_BAR) && has_good_tables {
        ExitCode::SUCCESS
    } else {
        println!("FAILED: slower than the bar");
        ExitCode::FAILURE
    }
}
