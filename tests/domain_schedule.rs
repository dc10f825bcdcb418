//! Effective states, verdicts, headlines, clouds and times.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use keysync::domain::cloud::Cloud;
use keysync::domain::cluster::Node;
use keysync::domain::id::{NodeId, RunId, ScheduleId};
use keysync::domain::run::{Outcome, Run, RunStatus, TargetResult, TargetState};
use keysync::domain::schedule::{EffectiveState, Operation, Parameters, RunOn, Schedule, effective_state};
use keysync::domain::sync::{AzureItem, AzureItems, Containers, Selection, SyncParams, SyncParamsError};
use keysync::domain::time::{Instant, Stamp, duration_text, parse_instant, relative, write_instant};
use keysync::domain::verdict::{Verdict, first_cause, headline, verdict};

fn at(text: &str) -> Instant {
    parse_instant(text).unwrap()
}

fn everything(cloud: Cloud) -> Parameters {
    let items = (cloud == Cloud::Azure).then_some(AzureItems::ALL);
    Parameters::Sync(SyncParams::new(cloud, Selection::Everything, items, false).unwrap())
}

fn schedule(change: impl FnOnce(&mut Schedule)) -> Schedule {
    let mut schedule = Schedule {
        id: ScheduleId::from("s"),
        name: "n".to_owned(),
        description: String::new(),
        operation: Operation::Synchronization,
        run_at: "0 1 * * *".to_owned(),
        run_on: RunOn::Any,
        disabled: false,
        start: None,
        end: None,
        created: None,
        updated: None,
        parameters: everything(Cloud::Aws),
        raw: Arc::from("{}"),
    };
    change(&mut schedule);
    schedule
}

fn run(status: &str, cloud: Cloud, targets: &[TargetState]) -> Run {
    let result = |(n, state): (usize, &TargetState)| TargetResult {
        target: format!("t{n}"),
        text: if *state == TargetState::Ok { "vault synchronized successfully" } else { "AccessDenied" }.to_owned(),
        state: *state,
    };
    Run {
        id: RunId::from("r"),
        schedule: None,
        schedule_in_details: None,
        name: String::new(),
        description: String::new(),
        operation: Operation::Synchronization,
        parameters: everything(cloud),
        status: RunStatus::from_wire(status),
        status_as_given: status.to_owned(),
        enqueued: Stamp::read("2026-11-23T08:00:00.1Z"),
        created: None,
        updated: Stamp::read("2026-11-23T08:00:26.7Z"),
        node: None,
        outcome: if targets.is_empty() {
            Outcome::Nothing
        } else {
            Outcome::Targets(targets.iter().enumerate().map(result).collect())
        },
        note: None,
        raw: Arc::from("{}"),
    }
}

#[test]
fn what_hinders_a_schedule_is_said_in_order() {
    let now = at("2026-11-23T08:00:00Z");
    let (past, future) = (at("2026-11-22T08:00:00Z"), at("2026-11-24T08:00:00Z"));
    let nodes = [Node { id: NodeId::from("n1"), host: "10.0.0.5".to_owned(), label: "cm1".to_owned(), is_this: true }];
    let state = |change: fn(&mut Schedule)| effective_state(&schedule(change), Some(&nodes), now);
    assert_eq!(state(|_| {}), EffectiveState::Scheduled);
    assert_eq!(state(|s| s.start = Stamp::read("2026-11-24T08:00:00Z")), EffectiveState::StartsLater(future));
    assert_eq!(state(|s| s.start = Stamp::read("2026-11-23T08:00:00Z")), EffectiveState::Scheduled);
    assert_eq!(state(|s| s.end = Stamp::read("2026-11-22T08:00:00Z")), EffectiveState::Expired(past));
    assert_eq!(state(|s| (s.disabled, s.end) = (true, Stamp::read("2026-11-22T08:00:00Z"))), EffectiveState::Disabled);
    assert_eq!(state(|s| s.run_on = RunOn::Node("gone".to_owned())), EffectiveState::NodeMissing("gone".to_owned()));
    for known in ["n1", "10.0.0.5", "local-node"] {
        let pinned = schedule(|s| s.run_on = RunOn::Node(known.to_owned()));
        assert_eq!(effective_state(&pinned, Some(&nodes), now), EffectiveState::Scheduled, "{known}");
    }
    assert!(matches!(state(|s| s.end = Stamp::read("never")), EffectiveState::Invalid(why) if why.contains("never")));
    assert!(matches!(state(|s| s.run_at = "@daily".to_owned()), EffectiveState::Invalid(_)));
    let pinned = schedule(|s| s.run_on = RunOn::Node("gone".to_owned()));
    assert_eq!(effective_state(&pinned, None, now), EffectiveState::Scheduled, "nodes not known");
    assert!(matches!(effective_state(&pinned, Some(&[]), now), EffectiveState::NodeMissing(_)), "not clustered");
}

/// API.md §5.8 and the documented contradiction.
#[test]
fn verdicts_and_headlines_follow_status_and_targets() {
    use TargetState::{NotOk, Ok, Running};
    let cases: [(&str, Cloud, &[TargetState], Verdict, &str); 20] = [
        ("completed", Cloud::Azure, &[Ok, Ok], Verdict::Succeeded, "All 2 vaults were synchronized."),
        ("completed", Cloud::Aws, &[Ok], Verdict::Succeeded, "The region was synchronized."),
        ("completed", Cloud::Aws, &[], Verdict::Succeeded, "Completed; the appliance gives no result per target."),
        (
            "completed",
            Cloud::Azure,
            &[NotOk, NotOk, NotOk, Ok, Ok],
            Verdict::Partly { ok: 2, total: 5 },
            "3 of 5 vaults failed; 2 were synchronized.",
        ),
        (
            "completed",
            Cloud::Azure,
            &[NotOk, Running, Ok],
            Verdict::Partly { ok: 1, total: 3 },
            "1 of 3 vaults failed, 1 did not finish; 1 was synchronized.",
        ),
        (
            "completed",
            Cloud::Gcp,
            &[NotOk, NotOk],
            Verdict::Contradiction,
            "The appliance says completed, yet each of 2 key rings reports no success.",
        ),
        (
            "completed",
            Cloud::Gcp,
            &[Running, Ok],
            Verdict::Contradiction,
            "The appliance says completed, yet 1 of 2 key rings did not finish.",
        ),
        (
            "failed",
            Cloud::Azure,
            &[Ok, Ok],
            Verdict::Contradiction,
            "The appliance says failed, yet each of 2 vaults reports success.",
        ),
        ("failed", Cloud::Azure, &[Ok], Verdict::Contradiction, "The appliance says failed, yet the one vault reports success."),
        ("failed", Cloud::Azure, &[NotOk, Ok], Verdict::Partly { ok: 1, total: 2 }, "1 of 2 vaults failed; 1 was synchronized."),
        ("failed", Cloud::Sap, &[NotOk], Verdict::Failed, "The group was not synchronized."),
        ("failed", Cloud::Sap, &[NotOk, NotOk], Verdict::Failed, "None of 2 groups was synchronized."),
        ("failed", Cloud::Sap, &[], Verdict::Failed, "Failed; the appliance gives no result per target."),
        ("in progress", Cloud::Dsm, &[Ok, Running], Verdict::Running, "Running; 1 domain done so far."),
        ("in_progress", Cloud::Dsm, &[], Verdict::Running, "Running; no result yet."),
        ("scheduled", Cloud::Dsm, &[], Verdict::Queued, "Queued; it has not begun."),
        ("aborted", Cloud::Luna, &[Ok, NotOk], Verdict::Cancelled, "Stopped before its end; 1 of 2 partitions done."),
        ("canceled", Cloud::Luna, &[], Verdict::Cancelled, "Stopped before its end."),
        (
            "thawing",
            Cloud::Oci,
            &[Ok],
            Verdict::Unknown("thawing".to_owned()),
            "The appliance gives a status that this console does not know: thawing",
        ),
        ("", Cloud::Oci, &[], Verdict::Unknown(String::new()), "The appliance gives no status."),
    ];
    let now = at("2026-11-23T08:30:00Z");
    for (status, cloud, targets, expected, sentence) in cases {
        let run = run(status, cloud, targets);
        let found = verdict(&run, now);
        assert_eq!((headline(&run, &found).as_str(), found), (sentence, expected), "{status} {targets:?}");
    }
}

#[test]
fn a_run_is_stuck_after_half_an_hour_and_has_a_first_cause() {
    let late = at("2026-11-23T08:30:01Z");
    assert_eq!(verdict(&run("in_progress", Cloud::Aws, &[]), late), Verdict::Stuck);
    assert_eq!(verdict(&run("scheduled", Cloud::Aws, &[]), late), Verdict::Stuck);
    assert_eq!(verdict(&run("completed", Cloud::Aws, &[]), late), Verdict::Succeeded);
    let mut failed = run("failed", Cloud::Aws, &[TargetState::Ok, TargetState::NotOk]);
    assert_eq!(first_cause(&failed), Some("AccessDenied"));
    failed.outcome = Outcome::Text("node restarted".to_owned());
    assert_eq!(first_cause(&failed), Some("node restarted"));
    assert_eq!(failed.took_ms(), Some(26_600));
    failed.updated = Stamp::read("2026-11-23T07:00:00Z");
    assert_eq!(failed.took_ms(), None, "an end before the beginning is no duration");
}

/// API.md §3.3: only Azure has items and backups, and has at least one item.
#[test]
fn parts_that_do_not_go_together_are_refused() {
    let items = AzureItems::new([AzureItem::Key, AzureItem::Key]);
    assert_eq!(AzureItems::new([]), None);
    assert_eq!(Containers::new(["".to_owned()]), None);
    let new = |cloud, items, backup| SyncParams::new(cloud, Selection::Everything, items, backup).map(|params| params.cloud());
    assert_eq!(new(Cloud::Azure, None, false), Err(SyncParamsError::AzureWithoutItems));
    assert_eq!(new(Cloud::Aws, items, false), Err(SyncParamsError::ItemsWithoutAzure));
    assert_eq!(new(Cloud::Aws, None, true), Err(SyncParamsError::BackupWithoutAzure));
    for cloud in Cloud::ALL {
        assert_eq!(new(cloud, items.filter(|_| cloud == Cloud::Azure), false), Ok(cloud));
        assert_eq!(Cloud::from_wire(cloud.cloud_name()), Some(cloud));
    }
    for (alias, cloud) in
        [("GoogleCloud", Cloud::Gcp), ("google", Cloud::Gcp), ("luna", Cloud::Luna), ("azurecloud", Cloud::Azure)]
    {
        assert_eq!(Cloud::from_wire(alias), Some(cloud));
    }
    let all = SyncParams::new(Cloud::Azure, Selection::Everything, Some(AzureItems::ALL), true).unwrap();
    let expected = serde_json::json!({"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": ["all"], "take_cloud_key_backup": true});
    assert_eq!(all.to_json(), expected);
}

/// API.md §0.5: 0 to 9 fraction digits.
#[test]
fn times_of_any_precision_are_read() {
    for fraction in ["", ".5", ".29", ".553", ".5517", ".55173", ".551730", ".2538561", ".12345678", ".723320516"] {
        let read = parse_instant(&format!("2020-07-14T11:39:36{fraction}Z")).unwrap();
        assert_eq!(write_instant(read), "2020-07-14T11:39:36Z", "{fraction}");
    }
    assert_eq!(parse_instant("2020-07-14T13:39:36+02:00"), parse_instant("2020-07-14T11:39:36Z"));
    assert_eq!((parse_instant("2020-07-14"), parse_instant("yesterday")), (None, None));
}

#[test]
fn distances_and_durations_read_well() {
    let now = at("2026-11-23T08:00:00Z");
    for (text, expected) in [
        ("2026-11-23T08:00:09Z", "just now"),
        ("2026-11-23T07:59:50Z", "10 s ago"),
        ("2026-11-23T08:00:45Z", "in 45 s"),
        ("2026-11-23T07:37:00Z", "23 min ago"),
        ("2026-11-23T19:07:00Z", "in 11 h 7 min"),
        ("2026-11-23T19:00:30Z", "in 11 h"),
        ("2026-11-24T19:00:00Z", "in 1 d 11 h"),
        ("2026-11-21T08:00:00Z", "2 d ago"),
    ] {
        assert_eq!(relative(at(text), now), expected, "{text}");
    }
    for (ms, expected) in [
        (-5, "0 s"),
        (340, "340 ms"),
        (2_000, "2 s"),
        (26_640, "26.6 s"),
        (59_999, "59.9 s"),
        (72_000, "1 min 12 s"),
        (7_500_000, "2 h 5 min"),
    ] {
        assert_eq!(duration_text(ms), expected, "{ms}");
    }
}
