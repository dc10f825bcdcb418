//! Effective states, next runs, verdicts, headlines, clouds and times.

use std::sync::Arc;

use crate::support::clocks::Counting;
use crate::support::rng::Dice;
use chrono::{TimeDelta, Utc};
use chrono_tz::Tz;
use keysync::domain::appliance::cluster::Node;
use keysync::domain::appliance::id::{NodeId, ScheduleId};
use keysync::domain::cron::firing::preview::NoFiringReason;
use keysync::domain::cron::{Active, ParsedCron};
use keysync::domain::schedule::{
    EffectiveState, NeverFiresReason, NextFiring, Operation, Parameters, RunOn, Schedule, ScheduleStatus,
};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::{AzureItem, AzureItems, Containers, Selection, SyncParams, SyncParamsError};
use keysync::domain::time::zone::{CachedOffsets, UtcOffsets};
use keysync::domain::time::{Instant, Stamp, duration_text, parse_instant, relative, write_instant};

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

fn schedule_status(schedule: &Schedule, nodes: Option<&[Node]>, appliance: &dyn UtcOffsets, now: Instant) -> ScheduleStatus {
    ScheduleStatus::of(schedule, &ParsedCron::read(&schedule.run_at), nodes, appliance, now)
}

fn effective_state(schedule: &Schedule, nodes: Option<&[Node]>, now: Instant) -> EffectiveState {
    schedule_status(schedule, nodes, &Utc, now).state
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
    let gone = |s: &mut Schedule| s.run_on = RunOn::Node("gone".to_owned());
    let pinned = schedule(gone);
    assert_eq!(effective_state(&pinned, None, now), EffectiveState::Scheduled, "nodes not known");
    assert!(matches!(effective_state(&pinned, Some(&[]), now), EffectiveState::NodeMissing(_)), "not clustered");
    // Of two hindrances the one that needs a look first; what is switched off or over is nobody's concern.
    let never = |s: &mut Schedule| s.run_at = "0 0 31 2 *".to_owned();
    let ended = |s: &mut Schedule| s.end = Stamp::read("2026-11-22T08:00:00Z");
    let both = |a: &dyn Fn(&mut Schedule), b: &dyn Fn(&mut Schedule)| {
        let schedule = schedule(|s| {
            a(s);
            b(s);
        });
        effective_state(&schedule, Some(&nodes), now)
    };
    assert_eq!(both(&never, &gone), EffectiveState::NodeMissing("gone".to_owned()));
    assert_eq!(both(&never, &ended), EffectiveState::Expired(past));
    assert_eq!(both(&never, &|s| s.disabled = true), EffectiveState::Disabled);
    assert_eq!(both(&|s| s.run_at = "@daily".to_owned(), &|s| s.disabled = true), EffectiveState::Disabled);
    assert!(matches!(both(&|s| s.run_at = "@daily".to_owned(), &ended), EffectiveState::Invalid(_)));
    assert_eq!(
        both(&never, &|s| s.start = Stamp::read("2026-11-24T08:00:00Z")),
        EffectiveState::NeverFires(NeverFiresReason::NoMatch)
    );
}

#[test]
fn a_schedule_that_never_fires_is_found() {
    let state = |run_at: &str, start: &str, end: &str, now: &str| {
        let read = |text| Stamp::read(text);
        let schedule = schedule(|s| (s.run_at, s.start, s.end) = (run_at.to_owned(), read(start), read(end)));
        effective_state(&schedule, None, at(now))
    };
    let never = EffectiveState::NeverFires(NeverFiresReason::NoMatch);
    assert_eq!(state("0 0 31 2 *", "", "", "2026-11-23T08:00:00Z"), never);
    assert_eq!(state(", * * * *", "", "", "2026-11-23T08:00:00Z"), never);
    // 2100 is no leap year: the appliance gives up before 2104, and finds it when the search begins in 2099.
    assert_eq!(state("0 0 29 2 *", "", "", "2097-01-01T00:00:00Z"), never);
    assert_eq!(state("0 0 29 2 *", "", "", "2099-01-01T00:00:00Z"), EffectiveState::Scheduled);
    // It ends before its next time, at it, or after it.
    let ends_first =
        |end| EffectiveState::NeverFires(NeverFiresReason::EndsFirst { end: at(end), next: at("2026-11-24T01:00:00Z") });
    let (now, next) = ("2026-11-23T08:00:00Z", "2026-11-24T01:00:00Z");
    assert_eq!(state("0 1 * * *", "", "2026-11-23T12:00:00Z", now), ends_first("2026-11-23T12:00:00Z"));
    assert_eq!(state("0 1 * * *", "", next, now), ends_first(next));
    assert_eq!(state("0 1 * * *", "", "2026-11-24T01:00:01Z", now), EffectiveState::Scheduled);
    // So does one whose start is still to come.
    let starts = "2026-11-23T20:00:00Z";
    assert_eq!(state("0 1 * * *", starts, "2026-11-24T00:59:00Z", now), ends_first("2026-11-24T00:59:00Z"));
    assert_eq!(state("0 1 * * *", starts, "2026-11-25T00:00:00Z", now), EffectiveState::StartsLater(at(starts)));
}

/// Every operation fires by cron, so every one is judged alike.
#[test]
fn foreign_operations_are_judged_alike() {
    let now = at("2026-11-23T08:00:00Z");
    let of = |run_at: &str| {
        let backup = schedule(|s| {
            s.operation = Operation::from_wire("database_backup");
            s.parameters = Parameters::Foreign { pairs: Vec::new() };
            s.run_at = run_at.to_owned();
        });
        schedule_status(&backup, None, &Utc, now)
    };
    assert_eq!(of("0 0 31 2 *"), ScheduleStatus { state: EffectiveState::NeverFires(NeverFiresReason::NoMatch), next: None });
    assert!(matches!(of("0 0 31 2").state, EffectiveState::Invalid(_)));
    let next = Some(at("2026-11-23T08:15:00Z"));
    assert_eq!(of("*/15 * * * *"), ScheduleStatus { state: EffectiveState::Scheduled, next });
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let now = at("2026-11-23T08:00:00Z");
    let why = |change: &dyn Fn(&mut Schedule)| match schedule_status(&schedule(change), None, &Utc, now) {
        ScheduleStatus { state: EffectiveState::Invalid(why), next: None } => why,
        other => panic!("{other:?}"),
    };
    let cron = |text: &str| why(&|s| s.run_at = text.to_owned());
    for (text, expected) in [
        ("", "It has no cron expression."),
        (" \t", "It has no cron expression."),
        ("60 0 * * *", "Cron expression, minute: 60 is not accepted here; the minute is 0 to 59."),
        ("0 0 * * 7", "Cron expression, day of the week: 7 is not accepted here; use 0 or SUN for Sunday."),
        (
            "0 0 L * 7",
            "Cron expression, day of the month: L for the last day is not accepted here, as in L; write the days as numbers.",
        ),
        ("@daily", "Cron expression: @daily is not accepted here; write the five fields."),
        (
            "0 1 * *",
            "Cron expression: There are 4 fields of five; write minute, hour, day of the month, month and day of the week.",
        ),
    ] {
        assert_eq!(cron(text), expected, "{text}");
    }
    assert_eq!(why(&|s| s.start = Stamp::read("soon")), "The start date cannot be read: soon");
    assert_eq!(why(&|s| s.end = Stamp::read("2027-13-01")), "The end date cannot be read: 2027-13-01");
    // The dates come first, and all that is wrong with the expression is kept.
    let dates = |s: &mut Schedule| (s.run_at, s.end) = ("60 24 * * *".to_owned(), Stamp::read("never"));
    assert_eq!(why(&dates), "The end date cannot be read: never");
    let read = ParsedCron::read("60 24 * * 7");
    assert_eq!(read.errors().map(|errors| errors.iter().count()), Some(3));
    assert_eq!((read.sentence(), read.expression(), read.timetable().is_some()), (None, None, false));
}

/// The appliance fires what it has stored, whatever its parameters say.
#[test]
fn odd_parameters_are_invalid_and_fire() {
    let odd = |end: &'static str| {
        schedule(move |s| {
            s.parameters = Parameters::Odd { cloud: None, why: "It says both.".to_owned(), pairs: Vec::new() };
            s.end = Stamp::read(end);
        })
    };
    let now = at("2026-11-23T08:00:00Z");
    let invalid = EffectiveState::Invalid("It says both.".to_owned());
    let next = Some(at("2026-11-24T01:00:00Z"));
    assert_eq!(schedule_status(&odd(""), None, &Utc, now), ScheduleStatus { state: invalid.clone(), next });
    assert_eq!(schedule_status(&odd("2026-11-23T08:00:00Z"), None, &Utc, now), ScheduleStatus { state: invalid, next: None });
}

#[test]
fn the_next_run_is_by_the_clocks_of_the_appliance() {
    let next = |change: &dyn Fn(&mut Schedule), appliance: &dyn UtcOffsets, now: &str| {
        schedule_status(&schedule(change), None, appliance, at(now)).next.map(write_instant)
    };
    let same: &dyn Fn(&mut Schedule) = &|_| {};
    assert_eq!(next(same, &Utc, "2026-11-23T08:00:00Z").as_deref(), Some("2026-11-24T01:00:00Z"));
    assert_eq!(next(same, &Utc, "2026-11-24T00:59:59Z").as_deref(), Some("2026-11-24T01:00:00Z"));
    assert_eq!(next(same, &Utc, "2026-11-24T01:00:00Z").as_deref(), Some("2026-11-25T01:00:00Z"), "the one now is no next one");
    let berlin = Counting::new(Tz::Europe__Berlin);
    assert_eq!(next(same, &berlin, "2026-11-23T08:00:00Z").as_deref(), Some("2026-11-24T00:00:00Z"));
    let half_past_two: &dyn Fn(&mut Schedule) = &|s| s.run_at = "30 2 * * *".to_owned();
    assert_eq!(next(half_past_two, &berlin, "2027-03-28T00:00:00Z").as_deref(), Some("2027-03-29T00:30:00Z"), "left out");
    let starts: &dyn Fn(&mut Schedule) = &|s| s.start = Stamp::read("2026-12-01T01:00:00Z");
    assert_eq!(next(starts, &Utc, "2026-11-23T08:00:00Z").as_deref(), Some("2026-12-01T01:00:00Z"), "the start itself counts");
    let gone = schedule(|s| s.run_on = RunOn::Node("gone".to_owned()));
    assert_eq!(schedule_status(&gone, Some(&[]), &Utc, at("2026-11-23T08:00:00Z")).next, None, "no node to run on");
    // A single schedule is asked without a table.
    let schedule = schedule(|s| s.run_at = "0 1 * * 1-5".to_owned());
    let cron = ParsedCron::read(&schedule.run_at);
    assert_eq!(cron.sentence().map(|sentence| sentence.text()).as_deref(), Some("At 01:00, Monday to Friday"));
    let friday = at("2026-11-27T08:00:00Z");
    assert_eq!(cron.next(schedule.active().unwrap(), &Utc, friday), Some(at("2026-11-30T01:00:00Z")));
    assert_eq!(cron.next(Active::Off, &Utc, friday), None);
    assert_eq!(ParsedCron::read("0 1 * * 7").next(schedule.active().unwrap(), &Utc, friday), None);
}

#[test]
fn a_state_has_the_detail_that_its_word_lacks() {
    let (early, late) = (at("2026-11-23T12:00:00Z"), at("2026-11-24T01:00:00Z"));
    for (state, detail) in [
        (EffectiveState::Scheduled, ""),
        (EffectiveState::Disabled, ""),
        (EffectiveState::StartsLater(late), "from 24 Nov 01:00"),
        (EffectiveState::Expired(early), "since 23 Nov 12:00"),
        (
            EffectiveState::NeverFires(NeverFiresReason::NoMatch),
            "its expression matches no time within the five years that the appliance looks ahead",
        ),
        (
            EffectiveState::NeverFires(NeverFiresReason::EndsFirst { end: early, next: late }),
            "ends 23 Nov 12:00, before its next time, 24 Nov 01:00",
        ),
        (EffectiveState::NodeMissing("n7".to_owned()), "n7 is not in the cluster"),
        (EffectiveState::Invalid("It has no cron expression.".to_owned()), "It has no cron expression."),
    ] {
        assert_eq!(state.detail(|at| at.format("%d %b %H:%M").to_string()), detail, "{state:?}");
    }
}

/// What is kept must be what would be found anew, for as long as it says that it holds.
#[test]
fn what_comes_is_so_as_long_as_it_holds() {
    let expressions = ["*/7 * * * *", "0 1 * * *", "30 2 * * SUN", "0 0 29 2 *", "0 0 31 2 *", "59 23 31 12 *", "0 1 * * 7"];
    let begin = at("2095-06-01T00:00:00Z");
    let mut dice = Dice::new();
    let (mut kept, mut renewed) = (0, 0);
    for tz in [Tz::UTC, Tz::Europe__Berlin, Tz::Australia__Lord_Howe] {
        let clocks = CachedOffsets::new(Counting::new(tz));
        for _ in 0..2_000 {
            let mut some = |days: usize| TimeDelta::seconds(i64::try_from(dice.below(days * 86_400)).unwrap());
            let (start, end, then) = (begin + some(900), begin + some(900), begin + some(900));
            let later = then + some(3);
            let schedule = schedule(|s| {
                s.run_at = dice.one_of(&expressions).to_owned();
                s.disabled = dice.below(20) == 0;
                s.start = dice.flag().then_some(Stamp::Known(start));
                s.end = dice.flag().then_some(Stamp::Known(end));
            });
            let cron = ParsedCron::read(&schedule.run_at);
            let coming = NextFiring::of(&schedule, &cron, &clocks, then);
            let anew = NextFiring::of(&schedule, &cron, &clocks, later);
            if let NextFiring::Fires(until) | NextFiring::Silent(NoFiringReason::EndsFirst { end: until, .. }) = coming {
                assert!(coming.holds(until - TimeDelta::milliseconds(1)) && !coming.holds(until), "{schedule:?} at {then}");
            }
            if coming.holds(later) {
                kept += 1;
                assert_eq!(coming, anew, "{schedule:?} at {then}, {later} in {tz}");
            } else {
                renewed += 1;
                assert!(
                    coming != anew || coming == NextFiring::Silent(NoFiringReason::Never),
                    "{schedule:?} at {then}, {later} in {tz}"
                );
            }
        }
    }
    assert!(kept > 1_000 && renewed > 1_000, "{kept} {renewed}");
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
        ("2026-11-23T08:00:15Z", "just now"),
        ("2026-11-23T08:00:16Z", "in 16 s"),
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
