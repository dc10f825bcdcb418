//! Two runs of one schedule, target by target: an example of each kind, and what holds for any two.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::builders::at;
use crate::support::decode::{self, list_of};
use crate::support::rng::Rng;
use keysync::domain::run::comparison::{Comparison, TargetChange, compare};
use keysync::domain::run::report::{Report, RunStatus, TargetResult, TargetState};
use keysync::domain::time::{Stamp, after};
use serde_json::{Value, json};

const KINDS: [TargetChange; 5] = [
    TargetChange::NewlyFailing,
    TargetChange::Appeared,
    TargetChange::Vanished,
    TargetChange::Recovered,
    TargetChange::StillFailing,
];

/// The reports of two runs with these targets, as the appliance would give them.
fn read(earlier: &Value, later: &Value) -> (Report, Report) {
    let body = |id: &str, seconds: u32, details: &Value| {
        json!({"id": id, "operation": "cckm_synchronization", "status": "completed", "job_config_params": {"cloud_name": "aws", "kms": ["k"]},
               "enqueued_at": "2026-11-23T01:00:00Z", "updatedAt": format!("2026-11-23T01:00:{seconds:02}Z"), "details": {"details": details}})
    };
    let page = decode::runs(list_of(&[body("a", 10, earlier), body("b", 14, later)])).unwrap();
    let mut reports = page.good().map(|run| run.report.clone());
    (reports.next().unwrap(), reports.next().unwrap())
}

type Line<'a> = (TargetChange, &'a str, Option<&'a str>, Option<&'a str>);

fn lines(found: &Comparison) -> Vec<Line<'_>> {
    found
        .targets
        .iter()
        .map(|target| (target.change, &*target.target, target.before.as_deref(), target.after.as_deref()))
        .collect()
}

#[test]
fn each_kind_of_change_shows_both_texts() {
    let (earlier, later) = read(
        &json!({"same": "success", "breaks": "region synchronized successfully", "mends": "AccessDenied", "bad": "Rate exceeded", "gone-well": "success",
                "gone-bad": "boom", "slow": "in_progress"}),
        &json!({"same": "region synchronized successfully", "breaks": "AccessDenied", "mends": "success", "bad": "AccessDenied", "new-well": "success",
                "new-bad": "boom", "slow": "success"}),
    );
    let found = compare(&earlier, &later);
    let (good, denied) = (Some("success"), Some("AccessDenied"));
    assert_eq!(
        lines(&found),
        [
            (TargetChange::NewlyFailing, "breaks", Some("region synchronized successfully"), denied),
            (TargetChange::Appeared, "new-bad", None, Some("boom")),
            (TargetChange::Appeared, "new-well", None, good),
            (TargetChange::Vanished, "gone-bad", Some("boom"), None),
            (TargetChange::Vanished, "gone-well", good, None),
            (TargetChange::Recovered, "mends", denied, good),
            (TargetChange::Recovered, "slow", Some("in_progress"), good),
            (TargetChange::StillFailing, "bad", Some("Rate exceeded"), denied),
        ]
    );
    assert_eq!(KINDS.map(|kind| found.count(kind)), [1, 2, 2, 2, 1]);
    assert_eq!((found.unchanged, found.took_longer_ms), (1, Some(4_000)));
    assert_eq!(compare(&later, &earlier).took_longer_ms, Some(-4_000));
}

#[test]
fn runs_without_targets_are_compared() {
    let (none, some) = read(&json!({}), &json!({"a": "success", "b": "boom"}));
    assert_eq!(lines(&compare(&none, &none)), []);
    assert_eq!(
        lines(&compare(&none, &some)),
        [(TargetChange::Appeared, "a", None, Some("success")), (TargetChange::Appeared, "b", None, Some("boom"))]
    );
    assert_eq!(KINDS.map(|kind| compare(&some, &none).count(kind)), [0, 0, 2, 0, 0]);
}

#[test]
fn target_names_are_compared_letter_by_letter() {
    let (earlier, later) = read(&json!({"a": "success", "b ": "success"}), &json!({"A": "success", "b": "success"}));
    assert_eq!(KINDS.map(|kind| compare(&earlier, &later).count(kind)), [0, 2, 2, 0, 0], "a blank at the end is another name");
}

#[test]
fn unknown_durations_are_not_compared() {
    let (earlier, later) = read(&json!({}), &json!({}));
    for change in [
        (|report: &mut Report| report.status = RunStatus::Running) as fn(&mut Report),
        |report| report.began = None,
        |report| report.updated = Some(Stamp::Odd("soon".to_owned())),
        |report| report.updated = Some(Stamp::Known(at("2026-11-23T00:00:00Z"))),
    ] {
        let mut odd = later.clone();
        change(&mut odd);
        assert_eq!(compare(&earlier, &odd).took_longer_ms, None);
        assert_eq!(compare(&odd, &earlier).took_longer_ms, None);
    }
}

#[test]
fn each_kind_of_change_has_its_own_name() {
    let labels: BTreeSet<&str> = KINDS.into_iter().map(TargetChange::label).collect();
    assert_eq!(labels.len(), KINDS.len());
}

/// A report of up to nine of twelve targets.
fn a_report(rng: &mut Rng) -> Report {
    let texts = ["success", "region synchronized successfully", "in_progress", "AccessDenied", "", "boom", "success"];
    let targets: BTreeMap<String, &str> =
        (0..rng.below(10)).map(|_| (format!("t{}", rng.below(12)), rng.one_of(&texts))).collect();
    let result =
        |(target, text): (String, &str)| TargetResult { target, text: text.to_owned(), state: TargetState::of_text(text) };
    let status = rng.one_of(&["completed", "failed", "aborted"]);
    let stamp = |rng: &mut Rng| {
        let ms = i64::try_from(rng.below(100_000)).unwrap();
        (rng.below(5) > 0).then(|| Stamp::Known(after(at("2026-11-23T01:00:00Z"), ms)))
    };
    Report {
        status: RunStatus::from_wire(status),
        status_as_given: status.to_owned(),
        abort: false,
        cloud: None,
        began: stamp(rng),
        updated: stamp(rng),
        completed: None,
        targets: targets.into_iter().map(result).collect(),
        said: Vec::new(),
        rest: Vec::new(),
    }
}

#[test]
fn a_run_compared_with_itself_has_no_differences() {
    let mut rng = Rng::new();
    for case in 0..5_000 {
        let report = a_report(&mut rng);
        let found = compare(&report, &report);
        assert_eq!(KINDS[..4].iter().map(|kind| found.count(*kind)).sum::<usize>(), 0, "case {case}");
        assert_eq!(found.unchanged, report.counts().ok, "case {case}");
        assert_eq!(found.count(TargetChange::StillFailing), report.counts().total() - report.counts().ok, "case {case}");
        assert!(found.targets.iter().all(|target| target.before == target.after), "case {case}");
        assert_eq!(found.took_longer_ms, report.took_ms().map(|_| 0), "case {case}");
    }
}

/// A target in progress may still succeed, so it is neither failing nor recovered; one without a result has not vanished.
#[test]
fn targets_in_progress_are_not_compared() {
    let mut rng = Rng::new();
    for case in 0..2_000 {
        let (earlier, ended) = (a_report(&mut rng), a_report(&mut rng));
        let later = Report { status: RunStatus::Running, ..ended.clone() };
        let is_open = |target: &str| later.targets.iter().any(|one| one.target == target && one.state == TargetState::Running);
        let expected: Vec<_> = compare(&earlier, &ended)
            .targets
            .into_iter()
            .filter(|line| line.change != TargetChange::Vanished && !is_open(&line.target))
            .collect();
        assert_eq!(compare(&earlier, &later).targets, expected, "case {case}");
    }
}

#[test]
fn comparisons_of_any_two_runs_add_up_and_mirror_each_other() {
    let mut rng = Rng::new();
    for case in 0..20_000 {
        let (earlier, later) = (a_report(&mut rng), a_report(&mut rng));
        let (found, back) = (compare(&earlier, &later), compare(&later, &earlier));
        let [newly, appeared, vanished, recovered, still] = KINDS.map(|kind| found.count(kind));
        assert_eq!(found.unchanged + newly + appeared + recovered + still, later.targets.len(), "case {case}");
        assert_eq!(found.unchanged + newly + vanished + recovered + still, earlier.targets.len(), "case {case}");
        assert_eq!(KINDS.map(|kind| back.count(kind)), [recovered, vanished, appeared, newly, still], "case {case}");
        assert_eq!(back.unchanged, found.unchanged, "case {case}");
        assert_eq!(back.took_longer_ms, found.took_longer_ms.map(|ms| -ms), "case {case}");

        // Each line, from the two texts alone.
        let text = |report: &Report, name: &str| {
            report.targets.iter().find(|target| target.target == name).map(|target| target.text.clone())
        };
        let is_good = |text: &Option<String>| text.as_deref().is_some_and(|text| text.contains("success"));
        for line in &found.targets {
            assert_eq!(line.before, text(&earlier, &line.target), "case {case}");
            assert_eq!(line.after, text(&later, &line.target), "case {case}");
            let expected = match (&line.before, &line.after) {
                (None, _) => TargetChange::Appeared,
                (_, None) => TargetChange::Vanished,
                (before, after) => match (is_good(before), is_good(after)) {
                    (true, _) => TargetChange::NewlyFailing,
                    (false, true) => TargetChange::Recovered,
                    (false, false) => TargetChange::StillFailing,
                },
            };
            assert_eq!(line.change, expected, "case {case}");
            assert!(!(is_good(&line.before) && is_good(&line.after)), "case {case}: no line for what went well both times");
        }
        let named: BTreeSet<&str> = found.targets.iter().map(|line| &*line.target).collect();
        assert_eq!(named.len(), found.targets.len(), "case {case}: no target twice");
        let place = |line: &keysync::domain::run::comparison::ChangedTarget| {
            (KINDS.iter().position(|kind| *kind == line.change), line.target.clone())
        };
        assert!(found.targets.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])), "case {case}: by kind, then by name");
    }
}
