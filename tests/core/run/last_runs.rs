//! The last run of each schedule, from the newest runs and from single requests.

use std::sync::Arc;

use crate::support::builders::at;
use crate::support::decode::{self, list_of};
use crate::support::rng::Rng;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::list::collector::PageRange;
use keysync::domain::list::row::Row;
use keysync::domain::run::Run;
use keysync::domain::run::last_runs::{LastRun, LastRuns};
use keysync::domain::run::reading::{NEWEST_RUNS_READ, ReadDepth, ReadExtent, ReadGoal, ReadProgress};
use keysync::domain::run::summary::RunSummary;
use keysync::domain::time::{after, write_instant};
use serde_json::{Value, json};

/// All of the newest runs, up to a known one.
pub const ALL: ReadGoal = ReadGoal { depth: ReadDepth::UntilKnown, extent: ReadExtent::Window };

/// A page of them.
pub const NEWEST: ReadGoal = ReadGoal { depth: ReadDepth::UntilKnown, extent: ReadExtent::Newest };

pub fn runs(rows: Vec<Value>) -> Vec<Row<Run>> {
    decode::runs(list_of(&rows)).unwrap().items
}

/// A run `minutes` after the beginning of the day.
pub fn run(id: &str, schedule: &str, minutes: i64, status: &str) -> Value {
    let made = write_instant(after(at("2026-11-23T00:00:00Z"), minutes * 60_000));
    json!({"id": id, "job_config_id": schedule, "createdAt": made, "enqueued_at": made, "status": status})
}

fn more(skip: u64) -> ReadProgress {
    ReadProgress::More(PageRange { skip, limit: (NEWEST_RUNS_READ as u64 - skip).min(250) })
}

/// The newest 1,000 runs, then only newer ones; "before …" and never "no run" until it is known.
#[test]
fn a_last_run_is_known_or_older_than_the_runs_read() {
    let page = |from: i64| {
        runs(
            (0..100)
                .map(|n| run(&format!("r{}", from - n), if (from - n) % 2 == 0 { "even" } else { "odd" }, from - n, "completed"))
                .collect(),
        )
    };
    let (even, odd, rare) = (ScheduleId::from("even"), ScheduleId::from("odd"), ScheduleId::from("rare"));
    let mut last = LastRuns::default();
    assert_eq!(last.of(&rare), LastRun::NotRead);
    for n in 0..10 {
        let more = if n < 9 { more((n + 1) * 100) } else { ReadProgress::Done };
        assert_eq!(last.absorb(&page(1_000 - i64::try_from(n).unwrap() * 100), n * 100, 2_000, ALL), more);
    }
    let newest = |last: &LastRuns, id: &ScheduleId| match last.of(id) {
        LastRun::Run(run) => run.id.as_str().to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!((newest(&last, &even), newest(&last, &odd)), ("r1000".to_owned(), "r999".to_owned()));
    let reach = at("2026-11-23T00:01:00Z");
    assert_eq!(last.of(&rare), LastRun::Before(reach));
    // Asked for by itself, it is known for good.
    let Row::Good(old) = &runs(vec![run("old", "elsewhere", 1, "failed")])[0] else { panic!("a run") };
    last.answer(&rare, Some(RunSummary::of(old)));
    assert_eq!(newest(&last, &rare), "old");
    // Later, one page that meets known runs is enough.
    assert_eq!(last.absorb(&page(1_010), 0, 2_010, ALL), ReadProgress::Done);
    assert_eq!((newest(&last, &even), newest(&last, &rare)), ("r1010".to_owned(), "old".to_owned()));
    assert_eq!(last.reach(), Some(reach));
    // 1,000 runs that do not touch what was known: nothing older is sure any more.
    for n in 0..10 {
        last.absorb(&page(3_000 - n * 100), u64::try_from(n).unwrap() * 100, 4_000, ALL);
    }
    assert!(matches!(last.of(&rare), LastRun::Before(at) if at > reach));
    // All runs read: what has none has none.
    let mut all = LastRuns::default();
    assert_eq!(all.absorb(&runs(vec![run("r", "even", 1, "completed")]), 0, 1, ALL), ReadProgress::Done);
    assert_eq!((all.of(&rare), all.reach()), (LastRun::None, None));
}

/// Counts cover the newest 1,000 runs and carry the time of the oldest one.
#[test]
fn the_newest_thousand_runs_are_kept() {
    let page = |from: i64, status: &str| runs((0..100).map(|n| run(&format!("r{}", from - n), "s", from - n, status)).collect());
    let mut last = LastRuns::default();
    assert_eq!((last.recent().len(), last.recent_since()), (0, None));
    for n in 0..10 {
        // One of them, far back, has not ended.
        let status = if n == 8 { "in_progress" } else { "completed" };
        last.absorb(&page(1_000 - n * 100, status), u64::try_from(n).unwrap() * 100, 1_500, ALL);
    }
    let ids = |last: &LastRuns| {
        let runs = last.recent();
        (runs.len(), runs.first().unwrap().id.to_string(), runs.last().unwrap().id.to_string())
    };
    assert_eq!(ids(&last), (1_000, "r1000".to_owned(), "r1".to_owned()));
    assert_eq!(last.recent_since(), Some(at("2026-11-23T00:01:00Z")));
    // New ones push out old ones, and the window begins later; a refresh that changes nothing keeps the very same runs.
    let before = last.clone();
    last.absorb(&page(1_000, "completed"), 0, 1_500, ALL);
    assert!(before.recent().iter().zip(last.recent()).all(|(one, other)| Arc::ptr_eq(one, other)));
    last.absorb(&page(1_050, "completed"), 0, 1_550, ALL);
    assert_eq!(ids(&last), (1_000, "r1050".to_owned(), "r51".to_owned()));
    assert_eq!(last.recent_since(), Some(at("2026-11-23T00:51:00Z")));
    // Now and then it is looked whether those that had not ended have: from page to page as far back as they are.
    let unfinished = |last: &LastRuns| last.recent().iter().filter(|run| !run.is_over).count();
    assert_eq!(unfinished(&last), 100);
    let mut skip = 0;
    let mut pages = 0;
    loop {
        let from = 1_050 - i64::try_from(skip).unwrap();
        pages += 1;
        match last.absorb(&page(from, "completed"), skip, 1_550, ReadGoal { depth: ReadDepth::UntilFinished, ..ALL }) {
            ReadProgress::More(next) => skip = next.skip,
            ReadProgress::Done => break,
        }
    }
    assert_eq!((unfinished(&last), pages), (0, 10));
    assert_eq!(last.recent().len(), NEWEST_RUNS_READ);
}

/// Pages of runs that come oldest first, or in no order: what did not come may be newer than all that did.
#[test]
fn runs_in_another_order_than_newest_first_support_no_claim() {
    let oldest_first = |from: i64| -> Vec<Value> {
        (from..from + 100).map(|n| run(&format!("r{n}"), if n % 2 == 0 { "even" } else { "odd" }, n, "completed")).collect()
    };
    let mixed = |from: i64| -> Vec<Value> {
        let mut rows = oldest_first(from);
        rows.sort_by_key(|row| row["id"].as_str().unwrap().chars().rev().collect::<String>());
        rows
    };
    let (even, rare) = (ScheduleId::from("even"), ScheduleId::from("rare"));
    for page in [&oldest_first as &dyn Fn(i64) -> Vec<Value>, &mixed] {
        let mut last = LastRuns::default();
        for n in 0..10 {
            let more = last.absorb(&runs(page(n * 100)), u64::try_from(n).unwrap() * 100, 2_000, ALL);
            assert_eq!(more == ReadProgress::Done, n == 9, "known runs end no reading of such a list");
        }
        assert!(last.is_unordered());
        assert_eq!((last.of(&even), last.of(&rare)), (LastRun::Unordered, LastRun::Unordered));
        assert_eq!((last.reach(), last.recent().len()), (None, 1_000));
        // One page is enough to see that it is still so.
        assert_eq!(last.absorb(&runs(page(0)), 0, 2_000, ALL), ReadProgress::Done);
        assert!(last.is_unordered());
        // Where all runs come, their order does not matter.
        let mut all = LastRuns::default();
        assert_eq!(all.absorb(&runs(page(0)), 0, 100, ALL), ReadProgress::Done);
        let LastRun::Run(newest) = all.of(&even) else { panic!("all came") };
        assert_eq!((newest.id.as_str(), all.of(&rare), all.is_unordered()), ("r98", LastRun::None, false));
        // And an appliance that lists newest first again is believed again.
        for n in 0..10 {
            let rows = (0..100).map(|at| run(&format!("n{}", 5_000 - n * 100 - at), "even", 5_000 - n * 100 - at, "completed"));
            last.absorb(&runs(rows.collect()), u64::try_from(n).unwrap() * 100, 4_000, ALL);
        }
        assert!(!last.is_unordered() && matches!(last.of(&rare), LastRun::Before(_)));
    }
}

/// Runs that begin while the pages are read push known ones onto the next page.
#[test]
fn runs_that_come_meanwhile_do_not_disorder_a_list() {
    let page = |from: i64| runs((0..100).map(|n| run(&format!("r{}", from - n), "s", from - n, "completed")).collect());
    let mut last = LastRuns::default();
    for n in 0..10 {
        last.absorb(&page(2_000 - n * 98), u64::try_from(n).unwrap() * 100, 3_000, ALL);
    }
    assert!(!last.is_unordered() && last.reach().is_some());
}

/// A table needs one page; counts need a thousand runs, and what has come is not requested again but for a few that overlap.
#[test]
fn a_reading_goes_on_where_the_one_before_ended() {
    let newest = 5_000;
    let page = |range: PageRange, newest: i64| {
        let (skip, limit) = (i64::try_from(range.skip).unwrap(), i64::try_from(range.limit).unwrap());
        let rows = (0..limit).map(|at| newest - skip - at);
        runs(rows.map(|n| run(&format!("r{n}"), if n % 2 == 0 { "even" } else { "odd" }, n, "completed")).collect())
    };
    let mut last = LastRuns::default();
    let first = last.begin(ReadExtent::Newest, false).unwrap();
    assert_eq!(first, PageRange { skip: 0, limit: 25 });
    assert_eq!(last.absorb(&page(first, newest), 0, 5_000, NEWEST), ReadProgress::Done);
    assert_eq!(last.begin(ReadExtent::Newest, true), None, "fresh and enough");
    assert!(!last.has_window() && matches!(last.of(&ScheduleId::from("rare")), LastRun::Before(_)));
    // The counts need more; three runs have begun meanwhile.
    let mut asked = Vec::new();
    let mut next = last.begin(ReadExtent::Window, true);
    while let Some(range) = next {
        asked.push((range.skip, range.limit));
        next = match last.absorb(&page(range, newest + 3), range.skip, 5_003, ALL) {
            ReadProgress::More(range) => Some(range),
            ReadProgress::Done => None,
        };
    }
    assert_eq!(asked, [(20, 250), (270, 250), (520, 250), (770, 230)]);
    assert!(last.has_window() && last.begin(ReadExtent::Window, true).is_none());
    // Not fresh any more: a page from the beginning, which finds the three.
    let first = last.begin(ReadExtent::Window, false).unwrap();
    assert_eq!(last.absorb(&page(first, newest + 3), first.skip, 5_003, ALL), ReadProgress::Done);
    assert_eq!((first.limit, last.recent().len(), last.recent()[0].id.as_str()), (25, 1_000, "r5003"));
}

/// Runs that were deleted meanwhile leave a gap where the reading would go on; then it begins again.
#[test]
fn a_gap_makes_a_reading_begin_again() {
    let page =
        |from: i64, count: i64| runs((0..count).map(|n| run(&format!("r{}", from - n), "s", from - n, "completed")).collect());
    let mut last = LastRuns::default();
    last.absorb(&page(2_000, 25), 0, 2_000, NEWEST);
    let next = last.begin(ReadExtent::Window, true).unwrap();
    assert_eq!(next.skip, 20);
    // Thirty of the newest were deleted.
    assert_eq!(last.absorb(&page(1_950, 250), 20, 1_970, ALL), more(0));
    assert!(!last.has_window());
}

/// The first page reaches down to unfinished runs among the newest hundred, so that their ends are seen.
#[test]
fn a_page_of_the_newest_includes_the_unfinished() {
    let rows = |status: &'static str| {
        runs((0..100).map(|n| run(&format!("r{n}"), "s", 1_000 - n, if n == 40 { status } else { "completed" })).collect())
    };
    let mut last = LastRuns::default();
    last.absorb(&rows("in_progress"), 0, 5_000, NEWEST);
    assert_eq!(last.begin(ReadExtent::Newest, false), Some(PageRange { skip: 0, limit: 51 }));
    last.absorb(&rows("completed"), 0, 5_000, NEWEST);
    assert_eq!(last.begin(ReadExtent::Newest, false), Some(PageRange { skip: 0, limit: 25 }));
}

/// An appliance whose runs begin, end and are deleted between any two requests.
struct Scheduler {
    /// Oldest first: number, schedule, and whether it has ended.
    runs: Vec<(i64, u8, bool)>,
    made: i64,
}

impl Scheduler {
    fn begin(&mut self, count: usize, rng: &mut Rng) {
        for _ in 0..count {
            self.made += 1;
            // Schedules of very different frequency; the last never runs.
            let schedule = u8::try_from((0..6).take_while(|_| rng.below(4) == 0).count()).unwrap();
            self.runs.push((self.made, schedule, rng.below(3) > 0));
        }
    }

    fn page(&self, range: PageRange, cap: usize) -> Vec<Row<Run>> {
        let limit = usize::try_from(range.limit).unwrap().min(cap);
        let rows = self.runs.iter().rev().skip(usize::try_from(range.skip).unwrap()).take(limit);
        let status = |is_over: bool| if is_over { "completed" } else { "in_progress" };
        runs(rows.map(|(n, schedule, is_over)| run(&format!("r{n}"), &format!("s{schedule}"), *n, status(*is_over))).collect())
    }
}

/// Against brute force: each claim about a last run is true at the end of each reading, counts rest on exactly the newest
/// thousand, and a reading takes no more pages than its runs need.
#[test]
fn every_claim_about_last_runs_is_true_however_readings_follow_each_other() {
    let mut rng = Rng::new();
    for seed in 0..30 {
        let mut appliance = Scheduler { runs: Vec::new(), made: 0 };
        let held = rng.below(4_000);
        appliance.begin(held, &mut rng);
        let cap = [60, 100, 1_000][rng.below(3)];
        let mut is_quiet = false;
        let mut last = LastRuns::default();
        for reading in 0..12 {
            let extent = if rng.flag() { ReadExtent::Window } else { ReadExtent::Newest };
            let depth = if rng.below(3) == 0 { ReadDepth::UntilFinished } else { ReadDepth::UntilKnown };
            let (mut pages, mut rows) = (0, 0);
            let before = appliance.made;
            let known = last.recent().first().map_or(0, |run| number(run.id.as_str()));
            let mut next = last.begin(extent, is_quiet && rng.flag());
            // A reading that does not begin at the newest run says nothing about those since.
            let since = if next.is_some_and(|range| range.skip == 0) { before } else { known };
            while let Some(range) = next {
                let page = appliance.page(range, cap);
                pages += 1;
                rows += page.len();
                next = match last.absorb(&page, range.skip, appliance.runs.len() as u64, ReadGoal { depth, extent }) {
                    ReadProgress::More(range) => Some(range),
                    ReadProgress::Done => None,
                };
                let begun = rng.below(4);
                appliance.begin(if next.is_some() { begun } else { 0 }, &mut rng);
            }
            assert!(rows <= 1_300 && pages <= 25, "{rows} runs in {pages} pages");
            for schedule in 0..8_u8 {
                let truth = appliance.runs.iter().rev().find(|(n, of, _)| *of == schedule && *n <= since).map(|run| run.0);
                let claim = last.of(&ScheduleId::from(format!("s{schedule}").as_str()));
                let minutes = |n: i64| after(at("2026-11-23T00:00:00Z"), n * 60_000);
                match claim {
                    LastRun::Run(run) => {
                        assert!(Some(number(run.id.as_str())) >= truth, "seed {seed}, reading {reading}: {run:?} {truth:?}")
                    }
                    LastRun::Before(reach) => {
                        assert!(truth.is_none_or(|n| minutes(n) < reach), "seed {seed}: before {reach}, {truth:?}")
                    }
                    LastRun::None => assert_eq!(truth, None, "seed {seed}, reading {reading}"),
                    LastRun::NotRead => assert_eq!(appliance.runs.len(), 0),
                    LastRun::Unordered => panic!("in order"),
                }
            }
            if extent == ReadExtent::Window {
                assert!(last.has_window());
                let all: Vec<i64> = last.recent().iter().map(|run| number(run.id.as_str())).collect();
                let newest = all.first().copied().unwrap_or(0);
                let up_to: Vec<i64> = appliance.runs.iter().rev().map(|run| run.0).filter(|n| *n <= newest).collect();
                assert_eq!(all, up_to[..all.len()], "seed {seed}: without a gap");
                // Runs that began meanwhile take places of the thousand.
                assert!(all.len() >= up_to.len().min(900), "seed {seed}: {} of {}", all.len(), up_to.len());
            }
            is_quiet = rng.below(8) > 0;
            let begun = rng.below(if is_quiet { 40 } else { 1_500 });
            appliance.begin(begun, &mut rng);
            for run in &mut appliance.runs {
                run.2 |= rng.flag();
            }
        }
    }
}

fn number(id: &str) -> i64 {
    id.trim_start_matches('r').parse().unwrap()
}
