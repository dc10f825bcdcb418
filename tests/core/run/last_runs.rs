//! The last run of each schedule, from the newest runs and from single requests.

use std::sync::Arc;

use crate::support::builders::at;
use crate::support::decode::{self, list_of};
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::list::row::Row;
use keysync::domain::run::Run;
use keysync::domain::run::last_runs::{LastRun, LastRuns, NEWEST_RUNS_READ, ReadDepth, ReadProgress};
use keysync::domain::time::{after, write_instant};
use serde_json::{Value, json};

pub fn runs(rows: Vec<Value>) -> Vec<Row<Run>> {
    decode::runs(list_of(&rows)).unwrap().items
}

/// A run `minutes` after the beginning of the day.
pub fn run(id: &str, schedule: &str, minutes: i64, status: &str) -> Value {
    let made = write_instant(after(at("2026-11-23T00:00:00Z"), minutes * 60_000));
    json!({"id": id, "job_config_id": schedule, "createdAt": made, "enqueued_at": made, "status": status})
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
        let more = if n < 9 { ReadProgress::More { skip: (n + 1) * 100 } } else { ReadProgress::Done };
        assert_eq!(last.absorb(&page(1_000 - i64::try_from(n).unwrap() * 100), n * 100, 2_000, ReadDepth::UntilKnown), more);
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
    last.answer(&rare, Some(old));
    assert_eq!(newest(&last, &rare), "old");
    // Later, one page that meets known runs is enough.
    assert_eq!(last.absorb(&page(1_010), 0, 2_010, ReadDepth::UntilKnown), ReadProgress::Done);
    assert_eq!((newest(&last, &even), newest(&last, &rare)), ("r1010".to_owned(), "old".to_owned()));
    assert_eq!(last.reach(), Some(reach));
    // 1,000 runs that do not touch what was known: nothing older is sure any more.
    for n in 0..10 {
        last.absorb(&page(3_000 - n * 100), u64::try_from(n).unwrap() * 100, 4_000, ReadDepth::UntilKnown);
    }
    assert!(matches!(last.of(&rare), LastRun::Before(at) if at > reach));
    // All runs read: what has none has none.
    let mut all = LastRuns::default();
    assert_eq!(all.absorb(&runs(vec![run("r", "even", 1, "completed")]), 0, 1, ReadDepth::UntilKnown), ReadProgress::Done);
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
        last.absorb(&page(1_000 - n * 100, status), u64::try_from(n).unwrap() * 100, 1_500, ReadDepth::UntilKnown);
    }
    let ids = |last: &LastRuns| {
        let runs = last.recent();
        (runs.len(), runs.first().unwrap().id.to_string(), runs.last().unwrap().id.to_string())
    };
    assert_eq!(ids(&last), (1_000, "r1000".to_owned(), "r1".to_owned()));
    assert_eq!(last.recent_since(), Some(at("2026-11-23T00:01:00Z")));
    // New ones push out old ones, and the window begins later; a refresh that changes nothing keeps the very same runs.
    let before = last.clone();
    last.absorb(&page(1_000, "completed"), 0, 1_500, ReadDepth::UntilKnown);
    assert!(before.recent().iter().zip(last.recent()).all(|(one, other)| Arc::ptr_eq(one, other)));
    last.absorb(&page(1_050, "completed"), 0, 1_550, ReadDepth::UntilKnown);
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
        match last.absorb(&page(from, "completed"), skip, 1_550, ReadDepth::UntilFinished) {
            ReadProgress::More { skip: next } => skip = next,
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
            let more = last.absorb(&runs(page(n * 100)), u64::try_from(n).unwrap() * 100, 2_000, ReadDepth::UntilKnown);
            assert_eq!(more == ReadProgress::Done, n == 9, "known runs end no reading of such a list");
        }
        assert!(last.is_unordered());
        assert_eq!((last.of(&even), last.of(&rare)), (LastRun::Unordered, LastRun::Unordered));
        assert_eq!((last.reach(), last.recent().len()), (None, 1_000));
        // One page is enough to see that it is still so.
        assert_eq!(last.absorb(&runs(page(0)), 0, 2_000, ReadDepth::UntilKnown), ReadProgress::Done);
        assert!(last.is_unordered());
        // Where all runs come, their order does not matter.
        let mut all = LastRuns::default();
        assert_eq!(all.absorb(&runs(page(0)), 0, 100, ReadDepth::UntilKnown), ReadProgress::Done);
        let LastRun::Run(newest) = all.of(&even) else { panic!("all came") };
        assert_eq!((newest.id.as_str(), all.of(&rare), all.is_unordered()), ("r98", LastRun::None, false));
        // And an appliance that lists newest first again is believed again.
        for n in 0..10 {
            let rows = (0..100).map(|at| run(&format!("n{}", 5_000 - n * 100 - at), "even", 5_000 - n * 100 - at, "completed"));
            last.absorb(&runs(rows.collect()), u64::try_from(n).unwrap() * 100, 4_000, ReadDepth::UntilKnown);
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
        last.absorb(&page(2_000 - n * 98), u64::try_from(n).unwrap() * 100, 3_000, ReadDepth::UntilKnown);
    }
    assert!(!last.is_unordered() && last.reach().is_some());
}
