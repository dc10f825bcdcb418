//! Effective states and next firings.

use crate::support::builders::{self, at};
use crate::support::clocks::Counting;
use crate::support::rng::Rng;
use chrono::{TimeDelta, Utc};
use chrono_tz::Tz;
use keysync::domain::appliance::cluster::Node;
use keysync::domain::appliance::id::NodeId;
use keysync::domain::cron::firing::preview::NoFiringReason;
use keysync::domain::cron::{Active, ParsedCron, StoredExpression};
use keysync::domain::schedule::status::StateKind;
use keysync::domain::schedule::{
    EffectiveState, NeverFiresReason, NextFiring, Operation, Parameters, RunOn, Schedule, ScheduleStatus,
};
use keysync::domain::time::zone::{CachedOffsets, UtcOffsets};
use keysync::domain::time::{Instant, Stamp, write_instant};

fn schedule(change: impl FnOnce(&mut Schedule)) -> Schedule {
    let mut schedule = builders::schedule("0 1 * * *");
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
fn of_several_hindrances_the_most_urgent_is_the_state() {
    let now = at("2026-11-23T08:00:00Z");
    let (past, future) = (at("2026-11-22T08:00:00Z"), at("2026-11-24T08:00:00Z"));
    let nodes = [Node { id: NodeId::from("n1"), host: "10.0.0.5".to_owned(), label: "cm1".into(), is_this: true }];
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
    // Of two hindrances the urgent one is shown first; a disabled or ended schedule needs no attention.
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
    assert!(matches!(both(&|s| s.run_at = "0 9 * * 7".to_owned(), &ended), EffectiveState::Invalid(_)));
    assert_eq!(
        both(&never, &|s| s.start = Stamp::read("2026-11-24T08:00:00Z")),
        EffectiveState::NeverFires(NeverFiresReason::NoMatch)
    );
}

/// Expressions of other clients: what this console does not understand may fire, and UTC in front is what it is, whatever the zone
/// by which the appliance reads others.
#[test]
fn what_is_not_understood_is_not_invalid() {
    let now = at("2026-11-23T02:00:00Z");
    let status = |run_at: &str, appliance: &dyn UtcOffsets| {
        schedule_status(&schedule(|s| s.run_at = run_at.to_owned()), None, appliance, now)
    };
    for utc in ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "UCT", "Universal", "Greenwich", "GMT0", "Etc/GMT+0"] {
        for before in ["TZ", "CRON_TZ"] {
            let run_at = format!("{before}={utc} 0 3 * * *");
            for zone in [&Utc as &dyn UtcOffsets, &Counting::new(Tz::Europe__Berlin)] {
                let ScheduleStatus { state, next } = status(&run_at, zone);
                assert_eq!((state, next), (EffectiveState::Scheduled, Some(at("2026-11-23T03:00:00Z"))), "{run_at}");
            }
            // A preview reads this, whatever the zone of the appliance.
            assert_eq!(StoredExpression::read(&run_at).map(|stored| stored.names_utc), Some(true), "{run_at}");
            assert_eq!(ParsedCron::read(&run_at).words("in Berlin").as_deref(), Some("At 03:00 UTC, every day"));
        }
    }
    let foreign = [
        "TZ=Asia/Tokyo 0 3 * * *",
        "CRON_TZ=Europe/London 0 3 * * *",
        "TZ=Etc/GMT+3 0 3 * * *",
        "TZ=Nowhere 0 3 * * *",
        "@every 1h30m",
        "@daily",
        "@hourly",
        "@reboot",
    ];
    for run_at in foreign {
        let ScheduleStatus { state, next } = status(run_at, &Utc);
        assert!(matches!(&state, EffectiveState::NotUnderstood(why) if why.contains("cannot say when")), "{run_at}: {state:?}");
        assert_eq!(next, None);
    }
    for run_at in ["0 9 * * 7", "61 * * * *", "0 0 L * *", "TZ=UTC 61 * * * *"] {
        assert_eq!(status(run_at, &Utc).state.kind(), StateKind::Invalid, "{run_at}");
    }
}

#[test]
fn a_schedule_that_never_fires_has_that_state() {
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
fn foreign_operations_have_the_same_states() {
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
fn an_unreadable_schedule_is_invalid_with_the_place() {
    let now = at("2026-11-23T08:00:00Z");
    let why = |change: &dyn Fn(&mut Schedule)| match schedule_status(&schedule(change), None, &Utc, now) {
        ScheduleStatus { state: EffectiveState::Invalid(why) | EffectiveState::NotUnderstood(why), next: None } => why,
        other => panic!("{other:?}"),
    };
    let cron = |text: &str| why(&|s| s.run_at = text.to_owned());
    for (text, expected) in [
        ("", "There is no cron expression."),
        (" \t", "There is no cron expression."),
        ("60 0 * * *", "Cron expression, minute: 60 is not accepted here; the minute is 0 to 59."),
        ("0 0 * * 7", "Cron expression, day of the week: 7 is not accepted here; use 0 or SUN for Sunday."),
        (
            "0 0 L * 7",
            "Cron expression, day of the month: L for the last day is not accepted here, as in L; write the days as numbers.",
        ),
        ("@daily", "The cron expression is @daily; this console cannot say when the appliance fires it."),
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
    assert_eq!((read.words("UTC"), read.expression(), read.timetable().is_some()), (None, None, false));
}

/// The appliance fires what it has stored, whatever its parameters say.
#[test]
fn d1_a_schedule_that_is_not_understood_is_not_called_invalid_and_fires() {
    let odd = |end: &'static str| {
        schedule(move |s| {
            s.parameters = Parameters::Odd { cloud: None, why: "It says both.".to_owned(), pairs: Vec::new() };
            s.end = Stamp::read(end);
        })
    };
    let now = at("2026-11-23T08:00:00Z");
    let odd_state = EffectiveState::NotUnderstood("It says both.".to_owned());
    let next = Some(at("2026-11-24T01:00:00Z"));
    assert_eq!(schedule_status(&odd(""), None, &Utc, now), ScheduleStatus { state: odd_state.clone(), next });
    assert_eq!(schedule_status(&odd("2026-11-23T08:00:00Z"), None, &Utc, now), ScheduleStatus { state: odd_state, next: None });
    let date = schedule(|s| s.start = Stamp::read("soon"));
    assert_eq!(schedule_status(&date, None, &Utc, now).state.kind(), StateKind::NotUnderstood, "nor is a date");
}

#[test]
fn the_next_firing_follows_the_clocks_of_the_appliance() {
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
    assert_eq!(cron.words("UTC").as_deref(), Some("At 01:00 UTC, Monday to Friday"));
    let friday = at("2026-11-27T08:00:00Z");
    assert_eq!(cron.next(schedule.active().unwrap(), &Utc, friday), Some(at("2026-11-30T01:00:00Z")));
    assert_eq!(cron.next(Active::Off, &Utc, friday), None);
    assert_eq!(ParsedCron::read("0 1 * * 7").next(schedule.active().unwrap(), &Utc, friday), None);
}

#[test]
fn each_state_has_its_detail() {
    let (early, late) = (at("2026-11-23T12:00:00Z"), at("2026-11-24T01:00:00Z"));
    for (state, detail) in [
        (EffectiveState::Scheduled, ""),
        (EffectiveState::Disabled, ""),
        (EffectiveState::StartsLater(late), "starts 24 Nov 01:00"),
        (EffectiveState::Expired(early), "ended 23 Nov 12:00"),
        (
            EffectiveState::NeverFires(NeverFiresReason::NoMatch),
            "its expression matches no time within the five years that the appliance looks ahead",
        ),
        (
            EffectiveState::NeverFires(NeverFiresReason::EndsFirst { end: early, next: late }),
            "ends 23 Nov 12:00, before it is next due, 24 Nov 01:00",
        ),
        (EffectiveState::NodeMissing("n7".to_owned()), "n7 is not in the cluster"),
        (EffectiveState::Invalid("There is no cron expression.".to_owned()), "There is no cron expression."),
    ] {
        assert_eq!(state.detail(|at| at.format("%d %b %H:%M").to_string()), detail, "{state:?}");
    }
}

/// A cached firing equals a new search for as long as it claims to hold.
#[test]
fn a_next_firing_is_right_for_as_long_as_it_holds() {
    let expressions = ["*/7 * * * *", "0 1 * * *", "30 2 * * SUN", "0 0 29 2 *", "0 0 31 2 *", "59 23 31 12 *", "0 1 * * 7"];
    let begin = at("2095-06-01T00:00:00Z");
    let mut rng = Rng::new();
    let (mut kept, mut renewed) = (0, 0);
    for tz in [Tz::UTC, Tz::Europe__Berlin, Tz::Australia__Lord_Howe] {
        let clocks = CachedOffsets::new(Counting::new(tz));
        for _ in 0..2_000 {
            let mut some = |days: usize| TimeDelta::seconds(i64::try_from(rng.below(days * 86_400)).unwrap());
            let (start, end, then) = (begin + some(900), begin + some(900), begin + some(900));
            let later = then + some(3);
            let schedule = schedule(|s| {
                s.run_at = rng.one_of(&expressions).to_owned();
                s.disabled = rng.below(20) == 0;
                s.start = rng.flag().then_some(Stamp::Known(start));
                s.end = rng.flag().then_some(Stamp::Known(end));
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
