//! Durations of the last runs of a schedule, and containers that they keep busy.

use std::sync::Arc;

use crate::support::builders::{now, schedule, sync_parameters};
use crate::support::rng::Rng;
use keysync::domain::appliance::id::RunId;
use keysync::domain::run::Run;
use keysync::domain::run::durations::{Bar, Durations, bars, busy_containers};
use keysync::domain::run::report::{Report, RunStatus, TargetResult, TargetState};
use keysync::domain::run::verdict::VerdictKind;
use keysync::domain::schedule::{Operation, Parameters, Schedule};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::time::{Stamp, after};

fn foreign() -> Parameters {
    Parameters::Foreign { pairs: Vec::new() }
}

fn run(id: &str, status: &str, took_ms: i64) -> Run {
    Run {
        id: RunId::from(id),
        schedule: None,
        schedule_in_details: None,
        name: "".into(),
        description: String::new(),
        operation: Operation::Synchronization,
        parameters: sync_parameters(Cloud::Aws, &[]),
        enqueued: Some(Stamp::Known(now())),
        created: None,
        node: None,
        report: Report {
            status: RunStatus::from_wire(status),
            status_as_given: status.to_owned(),
            abort: false,
            cloud: Some(Cloud::Aws),
            began: Some(Stamp::Known(now())),
            updated: Some(Stamp::Known(after(now(), took_ms))),
            completed: None,
            targets: Vec::new(),
            said: Vec::new(),
            rest: Vec::new(),
        },
        raw: Arc::from("{}"),
    }
}

fn took(list: &[i64]) -> Vec<Run> {
    list.iter().map(|ms| run("r", "completed", *ms)).collect()
}

fn numbers(list: &[i64]) -> (Option<i64>, Option<i64>, usize) {
    let Durations { median_ms, p95_ms, counted } = Durations::of(&took(list));
    (median_ms, p95_ms, counted)
}

#[test]
fn median_and_percentile_are_durations_of_runs() {
    assert_eq!(numbers(&[]), (None, None, 0));
    assert_eq!(numbers(&[7]), (Some(7), Some(7), 1));
    assert_eq!(numbers(&[20, 10]), (Some(10), Some(20), 2), "the lower of the two in the middle");
    assert_eq!(numbers(&[30, 10, 20]), (Some(20), Some(30), 3));
    assert_eq!(numbers(&[0, 0, 0, 5]), (Some(0), Some(5), 4));
    let twenty: Vec<i64> = (1..=20).rev().collect();
    assert_eq!(numbers(&twenty), (Some(10), Some(19), 20));
    let hundred: Vec<i64> = (1..=100).collect();
    assert_eq!(numbers(&hundred), (Some(50), Some(95), 100));
    let more: Vec<i64> = (1..=101).collect();
    assert_eq!(numbers(&more), (Some(51), Some(96), 101));
}

#[test]
fn only_ended_runs_with_a_known_duration_count() {
    let mut no_end = run("r", "completed", 5);
    no_end.report.updated = None;
    let mut odd = run("r", "completed", 5);
    odd.report.began = Some(Stamp::Odd("yesterday".to_owned()));
    let runs = [
        run("r", "in_progress", 1_000),
        run("r", "scheduled", 1_000),
        run("r", "some_new_word", 1_000),
        run("r", "completed", -1),
        no_end,
        odd,
        run("r", "failed", 30),
        run("r", "aborted", 10),
        run("r", "completed", 20),
    ];
    assert_eq!(Durations::of(&runs), Durations { median_ms: Some(20), p95_ms: Some(30), counted: 3 });
}

/// The definition, counted out: the least of the values that so many of a hundred are not above.
#[test]
fn median_and_percentile_have_the_defined_ranks() {
    let mut rng = Rng::new();
    for _ in 0..2_000 {
        let list: Vec<i64> = (0..=rng.below(30)).map(|_| rng.below(20) as i64).collect();
        let least = |percent: usize| {
            let enough = |ms: &&i64| list.iter().filter(|other| other <= ms).count() * 100 >= percent * list.len();
            list.iter().filter(enough).min().copied()
        };
        assert_eq!(numbers(&list), (least(50), least(95), list.len()), "{list:?}");
    }
}

#[test]
fn bars_go_from_the_oldest_to_the_newest() {
    let mut partly = run("partly", "failed", 500);
    let target = |name: &str, state| TargetResult { target: name.to_owned(), text: String::new(), state };
    partly.report.targets = vec![target("a", TargetState::NotOk), target("b", TargetState::Ok)];
    let runs = [
        run("new", "in_progress", 0),
        partly,
        run("long", "completed", 1_000),
        run("short", "failed", 1),
        run("cut off", "completed", 99_000),
    ];
    let bar = |id: &str, verdict, took_ms, height| Bar { run: RunId::from(id), verdict, took_ms, height };
    let expected = [
        bar("short", VerdictKind::Failed, Some(1), 4),
        bar("long", VerdictKind::Succeeded, Some(1_000), 100),
        bar("partly", VerdictKind::Partly, Some(500), 50),
        bar("new", VerdictKind::Running, None, 4),
    ];
    assert_eq!(bars(&runs, 4, now()), expected, "the longest of those shown is the measure");
    assert_eq!(bars(&runs, 9, now()).len(), 5);
    assert_eq!(bars(&runs, 0, now()), []);
    assert_eq!(bars(&[], 4, now()), []);
    let late = after(now(), 31 * 60 * 1_000);
    assert_eq!(bars(&runs, 1, late), [bar("new", VerdictKind::Stuck, None, 4)]);
}

#[test]
fn bar_heights_are_within_bounds() {
    for bar in bars(&took(&[0, 0]), 2, now()) {
        assert_eq!((bar.took_ms, bar.height), (Some(0), 4), "nothing took any time");
    }
    let ages = [i64::MAX / 2_000, 1, 40_000_000_000];
    let heights: Vec<u8> = bars(&took(&ages), 3, now()).iter().map(|bar| bar.height).collect();
    assert!(heights.iter().all(|height| (4..=100).contains(height)), "{heights:?}");
    assert!(heights.contains(&100), "{heights:?}");
}

/// The containers that a schedule shares with runs in progress on these.
fn shared(own: Parameters, theirs: impl IntoIterator<Item = Parameters>) -> Vec<String> {
    let at_work = |parameters| Run { parameters, ..run("r", "in_progress", 0) };
    let runs: Vec<Run> = theirs.into_iter().map(at_work).collect();
    busy_containers(&Schedule { parameters: own, ..schedule("0 1 * * *") }, &runs)
}

#[test]
fn busy_containers_are_those_that_schedule_and_run_both_list() {
    let own = || sync_parameters(Cloud::Aws, &["a", "b", "c"]);
    assert_eq!(shared(own(), []), [""; 0]);
    assert_eq!(shared(own(), [sync_parameters(Cloud::Aws, &["x"])]), [""; 0]);
    assert_eq!(shared(own(), [sync_parameters(Cloud::Aws, &["c", "x", "a"])]), ["a", "c"], "in the schedule's order");
    assert_eq!(
        shared(own(), [sync_parameters(Cloud::Aws, &["b"]), sync_parameters(Cloud::Aws, &["b", "a"])]),
        ["b", "a"],
        "each once"
    );
    assert_eq!(shared(own(), [sync_parameters(Cloud::Aws, &["A", "b "])]), [""; 0], "a blank or a capital makes another name");
    assert_eq!(shared(own(), [sync_parameters(Cloud::Gcp, &["a"]), sync_parameters(Cloud::Azure, &[]), foreign()]), [""; 0]);
}

#[test]
fn a_run_of_everything_uses_each_container_of_its_cloud() {
    assert_eq!(shared(sync_parameters(Cloud::Aws, &["a", "b"]), [sync_parameters(Cloud::Aws, &[])]), ["a", "b"]);
    assert_eq!(
        shared(sync_parameters(Cloud::Aws, &[]), [sync_parameters(Cloud::Aws, &["a"]), sync_parameters(Cloud::Aws, &["b", "a"])]),
        ["a", "b"]
    );
    assert_eq!(shared(sync_parameters(Cloud::Azure, &[]), [sync_parameters(Cloud::Azure, &[])]), ["everything"]);
    let listed = || sync_parameters(Cloud::Sap, &["a"]);
    let all = || sync_parameters(Cloud::Sap, &[]);
    assert_eq!(shared(all(), [listed(), all(), listed()]), ["everything"], "there is no more to say then");
    assert_eq!(shared(all(), [sync_parameters(Cloud::Dsm, &[])]), [""; 0]);
}

#[test]
fn only_unfinished_synchronizations_make_containers_busy() {
    let own = Schedule { parameters: sync_parameters(Cloud::Aws, &["a"]), ..schedule("0 1 * * *") };
    for (status, is_busy) in [
        ("scheduled", true),
        ("in_progress", true),
        ("some_new_word", true),
        ("completed", false),
        ("failed", false),
        ("aborted", false),
    ] {
        let runs = [run("r", status, 0)];
        assert_eq!(!busy_containers(&own, &runs).is_empty(), is_busy, "{status}");
    }
    let odd = Parameters::Odd { cloud: Some(Cloud::Aws), why: String::new(), pairs: Vec::new() };
    for parameters in [foreign(), odd] {
        assert_eq!(shared(sync_parameters(Cloud::Aws, &[]), [parameters.clone()]), [""; 0]);
        assert_eq!(shared(parameters, [sync_parameters(Cloud::Aws, &[])]), [""; 0]);
    }
}
