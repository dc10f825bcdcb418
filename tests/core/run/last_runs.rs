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
