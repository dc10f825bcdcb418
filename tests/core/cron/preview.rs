//! Firings on the clocks of a zone, against cron-parser's own reading of zones and the tz database.

use crate::support::builders::at;
use crate::support::clocks::{Counting, ZONES};
use crate::support::rng::Rng;
use chrono::{Datelike, MappedLocalTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use keysync::domain::cron::firing::iter::{ClockChange, FiringEvent, FiringIter};
use keysync::domain::cron::firing::preview::{
    Active, Clocks, Firing, Firings, LocalReading, NoFiringReason, Preview, PreviewRow, Then, preview, reading,
};
use keysync::domain::cron::{Timetable, next_firing, parse};
use keysync::domain::time::Instant;
use keysync::domain::time::zone::{CachedOffsets, DayLength, UtcOffsets};

/// Expressions that mean the same in the appliance's dialect and in cron-parser's.
const EXPRESSIONS: [&str; 14] = [
    "0 1 * * *",
    "30 2 * * *",
    "15 2 * * SUN",
    "0 0 * * *",
    "59 23 * * 6",
    "*/15 1-3 * * *",
    "0 0-6,23 * * *",
    "20,40 */4 * * 1-5",
    "30 3 1,15,31 * *",
    "5 0 28-31 * *",
    "0 12 * 3,10,11 0,6",
    "30 1 25-31 10 *",
    "0 0 29 2 *",
    "45 1,2 * 4,9 SUN",
];

fn local(text: &str) -> NaiveDateTime {
    at(&format!("{text}:00Z")).naive_utc()
}

fn timetable(expression: &str) -> Timetable {
    Timetable::of(&parse(expression).unwrap())
}

const ALWAYS: Active = Active::On { start: None, end: None };

fn utc_and(shown: &dyn UtcOffsets) -> Clocks<'_> {
    Clocks { appliance: &Utc, shown }
}

fn fires(preview: &Preview) -> &Firings {
    match preview {
        Preview::Fires(firings) => firings,
        Preview::Silent(why) => panic!("{why:?}"),
    }
}

fn firings(preview: &Preview) -> Vec<Firing> {
    fires(preview)
        .rows()
        .iter()
        .filter_map(|row| if let PreviewRow::Fires(firing) = row { Some(*firing) } else { None })
        .collect()
}

/// What our walk over the clocks gives until an instant.
fn walked(expression: &str, tz: Tz, from: Instant, until: Instant) -> (Vec<Instant>, Vec<NaiveDateTime>) {
    let zone = CachedOffsets::new(Counting::new(tz));
    let (mut fired, mut skipped) = (Vec::new(), Vec::new());
    for step in FiringIter::new(&timetable(expression), &zone, from).take_while(|step| step.instant() <= until) {
        match step {
            FiringEvent::Fires { at, wall, turn } => {
                assert_eq!(at.with_timezone(&tz).naive_local(), wall.time, "{at} in {tz}");
                let theirs = match tz.from_local_datetime(&wall.time) {
                    MappedLocalTime::Ambiguous(first, _) if first == at => Some(ClockChange::First),
                    MappedLocalTime::Ambiguous(..) => Some(ClockChange::Second),
                    _ => None,
                };
                assert_eq!(turn, theirs, "{at} in {tz}");
                fired.push(at);
            }
            FiringEvent::Skips { time, change } => {
                assert_eq!(tz.from_local_datetime(&time), MappedLocalTime::None, "{time} in {tz}");
                let before = (change.at - TimeDelta::seconds(1)).with_timezone(&tz).naive_local();
                assert!(before < time && time < change.at.with_timezone(&tz).naive_local(), "{change:?} leaves out {time}");
                skipped.push(time);
            }
        }
    }
    (fired, skipped)
}

#[test]
fn firings_in_a_zone_equal_those_of_cron_parser() {
    let mut total = 0;
    for tz in ZONES {
        for (from, until) in [("2025-06-01T00:00:00Z", "2028-06-01T00:00:00Z"), ("2011-12-01T00:00:00Z", "2012-02-01T00:00:00Z")]
        {
            let (from, until) = (at(from), at(until));
            for expression in EXPRESSIONS {
                let (ours, _) = walked(expression, tz, from, until);
                let parsed = cron_parser::Schedule::parse(expression).unwrap();
                let theirs: Vec<Instant> =
                    parsed.after(&from.with_timezone(&tz)).map(|at| at.to_utc()).take_while(|at| *at <= until).collect();
                total += ours.len();
                assert_eq!(ours, theirs, "{expression} in {tz}");
            }
        }
    }
    assert!(total > 400_000, "{total}");
}

/// Wherever the walk begins, be it between the two turns of an hour that comes twice.
#[test]
fn firings_are_the_same_wherever_the_iterator_begins() {
    let mut rng = Rng::new();
    for tz in ZONES {
        let zone = Counting::new(tz);
        for expression in EXPRESSIONS {
            let timetable = timetable(expression);
            let parsed = cron_parser::Schedule::parse(expression).unwrap();
            for around in ["2026-10-25T01:00:00Z", "2026-11-01T06:00:00Z", "2027-04-03T15:00:00Z", "2011-12-30T10:00:00Z"] {
                let from = at(around) + TimeDelta::seconds(i64::try_from(rng.below(8 * 3_600)).unwrap() - 4 * 3_600);
                let ours: Vec<Instant> = FiringIter::new(&timetable, &zone, from)
                    .filter(|step| matches!(step, FiringEvent::Fires { .. }))
                    .map(|step| step.instant())
                    .take(8)
                    .collect();
                let theirs: Vec<Instant> = parsed.after(&from.with_timezone(&tz)).map(|at| at.to_utc()).take(8).collect();
                assert_eq!(ours[..], theirs[..ours.len()], "{expression} in {tz} after {from}");
                assert!(ours.len() == 8 || expression == "0 0 29 2 *");
            }
        }
    }
}

#[test]
fn every_local_time_that_a_clock_change_skips_is_listed() {
    let (from, until) = (at("2011-06-01T00:00:00Z"), at("2013-06-01T00:00:00Z"));
    let mut total = 0;
    for tz in ZONES {
        for expression in EXPRESSIONS {
            let (_, ours) = walked(expression, tz, from, until);
            let shown = |at: Instant| at.with_timezone(&tz).naive_local().and_utc();
            let theirs: Vec<NaiveDateTime> = timetable(expression)
                .after(shown(from))
                .take_while(|time| *time < shown(until))
                .map(|time| time.naive_utc())
                .filter(|time| tz.from_local_datetime(time) == MappedLocalTime::None)
                .collect();
            total += ours.len();
            assert_eq!(ours, theirs, "{expression} in {tz}");
        }
    }
    assert!(total > 150, "{total}");
}

/// The sketch of the editor: ten rows, the local time beside them, and the change of the clocks where it falls.
#[test]
fn rows_mark_a_change_of_the_local_time() {
    let berlin = Counting::new(Tz::Europe__Berlin);
    let now = at("2027-03-25T16:00:00Z");
    let found = preview(&timetable("0 1 * * *"), ALWAYS, utc_and(&berlin), now, 4);
    let rows: Vec<_> =
        firings(&found).iter().map(|row| (row.at, row.shown.time.to_string(), row.moved, row.day(), row.turn)).collect();
    assert_eq!(
        rows,
        [
            (at("2027-03-26T01:00:00Z"), "2027-03-26 02:00:00".to_owned(), 0, DayLength::Same, None),
            (at("2027-03-27T01:00:00Z"), "2027-03-27 02:00:00".to_owned(), 0, DayLength::Same, None),
            (at("2027-03-28T01:00:00Z"), "2027-03-28 03:00:00".to_owned(), 3_600, DayLength::Same, None),
            (at("2027-03-29T01:00:00Z"), "2027-03-29 03:00:00".to_owned(), 0, DayLength::Same, None),
        ]
    );
    assert_eq!((fires(&found).then(), fires(&found).starts()), (Then::More, None));
    // The first row is compared with now.
    let monthly = preview(&timetable("0 1 1 * *"), ALWAYS, utc_and(&berlin), now, 8);
    assert_eq!(firings(&monthly).iter().map(|row| row.moved).collect::<Vec<_>>(), [3_600, 0, 0, 0, 0, 0, 0, -3_600]);
    // A schedule that starts in summer is compared with summer time.
    let active = Active::On { start: Some(at("2027-06-30T00:00:00Z")), end: None };
    let later = preview(&timetable("0 1 1 * *"), active, utc_and(&berlin), now, 2);
    assert_eq!(firings(&later).iter().map(|row| row.moved).collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn rows_mark_a_local_weekday_that_differs_from_utc() {
    let now = at("2026-11-25T16:00:00Z");
    let day =
        |expression: &str, tz| firings(&preview(&timetable(expression), ALWAYS, utc_and(&Counting::new(tz)), now, 1))[0].day();
    assert_eq!(day("30 23 * * SUN", Tz::Europe__Berlin), DayLength::After);
    assert_eq!(day("30 22 * * SUN", Tz::Europe__Berlin), DayLength::Same);
    assert_eq!(day("0 4 * * SUN", Tz::America__New_York), DayLength::Before);
    assert_eq!(day("0 5 * * SUN", Tz::America__New_York), DayLength::Same);
}

#[test]
fn a_start_is_inclusive_and_an_end_is_exclusive() {
    let now = at("2026-11-25T16:00:00Z");
    let seen = |start: Option<&str>, end: Option<&str>, count| {
        let active = Active::On { start: start.map(at), end: end.map(at) };
        let found = preview(&timetable("0 1 * * *"), active, utc_and(&Utc), now, count);
        let found = fires(&found);
        (found.rows().len(), found.rows()[0], found.then(), found.starts())
    };
    let (count, PreviewRow::Fires(first), then, starts) = seen(Some("2027-01-01T01:00:00Z"), Some("2027-01-04T01:00:00Z"), 10)
    else {
        panic!("skipped in UTC");
    };
    assert_eq!(
        (count, first.at, then, starts),
        (3, at("2027-01-01T01:00:00Z"), Then::Ends(at("2027-01-04T01:00:00Z")), Some(at("2027-01-01T01:00:00Z")))
    );
    let (count, _, then, _) = seen(None, Some("2026-11-28T01:00:01Z"), 10);
    assert_eq!((count, then), (3, Then::Ends(at("2026-11-28T01:00:01Z"))));
    // Exactly as many as requested and none after: the preview says so too.
    assert_eq!(seen(None, Some("2026-11-28T01:00:01Z"), 3).2, Then::Ends(at("2026-11-28T01:00:01Z")));
    assert_eq!(seen(None, Some("2026-11-28T01:00:01Z"), 2).2, Then::More);
    assert_eq!(seen(Some("2020-01-01T00:00:00Z"), None, 2).3, None, "a start that has passed");
    assert_eq!(seen(Some("2027-01-01T01:00:00.5Z"), None, 1).0, 1);
}

#[test]
fn a_preview_without_firings_has_a_reason() {
    let now = at("2026-11-25T16:00:00Z");
    let why = |expression: &str, active| match preview(&timetable(expression), active, utc_and(&Utc), now, 10) {
        Preview::Silent(why) => why,
        Preview::Fires(firings) => panic!("{firings:?}"),
    };
    let on = |start: Option<&str>, end: Option<&str>| Active::On { start: start.map(at), end: end.map(at) };
    assert_eq!(why("0 1 * * *", Active::Off), NoFiringReason::Off);
    assert_eq!(why("0 1 * * *", on(None, Some("2026-11-25T16:00:00Z"))), NoFiringReason::Over(now));
    assert_eq!(why("0 0 31 2 *", on(None, Some("2020-01-01T00:00:00Z"))), NoFiringReason::Over(at("2020-01-01T00:00:00Z")));
    assert_eq!(
        why("0 1 * * *", on(None, Some("2026-11-26T01:00:00Z"))),
        NoFiringReason::EndsFirst { end: at("2026-11-26T01:00:00Z"), first: at("2026-11-26T01:00:00Z") }
    );
    assert_eq!(
        why("0 1 * * *", on(Some("2027-02-01T00:00:00Z"), Some("2027-01-01T00:00:00Z"))),
        NoFiringReason::EndsFirst { end: at("2027-01-01T00:00:00Z"), first: at("2027-02-01T01:00:00Z") },
        "an end before the start"
    );
    assert_eq!(why("0 0 31 2 *", on(None, None)), NoFiringReason::Never);
    assert_eq!(why("0 0 31 2 *", on(Some("2027-01-01T00:00:00Z"), None)), NoFiringReason::Never);
    // Leap years are eight years apart around 2100.
    assert_eq!(why("0 0 29 2 *", on(Some("2096-03-01T00:00:00Z"), None)), NoFiringReason::Never);
    let found = preview(&timetable("0 0 29 2 *"), on(Some("2090-03-01T00:00:00Z"), None), utc_and(&Utc), now, 10);
    assert_eq!((fires(&found).rows().len(), fires(&found).then()), (2, Then::Nothing));
}

/// A table asks for the next firing alone and must agree with the page of the schedule.
#[test]
fn the_next_firing_is_the_first_of_the_preview() {
    let begin = at("2026-01-01T00:00:00Z");
    let mut rng = Rng::new();
    let mut silent = 0;
    for tz in ZONES {
        let zone = CachedOffsets::new(Counting::new(tz));
        for text in EXPRESSIONS.into_iter().chain(["0 0 31 2 *", "0 3 29 3 *"]) {
            let timetable = timetable(text);
            for _ in 0..40 {
                let mut some = || begin + TimeDelta::minutes(i64::try_from(rng.below(1_000_000)).unwrap());
                let (start, end, now) = (some(), some(), some());
                let (start, end) = (rng.flag().then_some(start), rng.flag().then_some(end));
                let active = if rng.below(10) == 0 { Active::Off } else { Active::On { start, end } };
                let next = next_firing(&timetable, active, &zone, now);
                silent += usize::from(next.is_err());
                let first = match preview(&timetable, active, Clocks { appliance: &zone, shown: &Utc }, now, 1) {
                    Preview::Silent(why) => Err(why),
                    some => Ok(firings(&some)[0].at),
                };
                assert_eq!(next, first, "{text} in {tz}, {active:?} at {now}");
            }
        }
    }
    assert!(silent > 1_000, "{silent}");
}

#[test]
fn clock_changes_of_the_appliance_skip_and_repeat_firings() {
    let berlin = Counting::new(Tz::Europe__Berlin);
    let clocks = Clocks { appliance: &berlin, shown: &berlin };
    let rows = |expression: &str, now: &str, count| {
        fires(&preview(&timetable(expression), ALWAYS, clocks, at(now), count)).rows().to_vec()
    };
    let spring = rows("*/20 2 * * *", "2027-03-27T02:00:00Z", 2);
    let PreviewRow::Skipped { first, last, count, change } = spring[0] else { panic!("{spring:?}") };
    assert_eq!((first, last, count), (local("2027-03-28T02:00"), local("2027-03-28T02:40"), 3));
    assert_eq!((change.at, change.before, change.after), (at("2027-03-28T01:00:00Z"), 3_600, 7_200));
    assert!(matches!(spring[1], PreviewRow::Fires(Firing { at: fires, moved: 0, .. }) if fires == at("2027-03-29T00:00:00Z")));
    // After the change, skipped firings are no longer listed.
    assert!(matches!(rows("*/20 2 * * *", "2027-03-28T01:00:00Z", 2)[0], PreviewRow::Fires(_)));
    assert!(matches!(rows("*/20 2 * * *", "2027-03-28T00:59:59Z", 2)[0], PreviewRow::Skipped { .. }));

    let autumn: Vec<_> = rows("*/30 2 * * *", "2026-10-24T12:00:00Z", 5)
        .into_iter()
        .filter_map(|row| if let PreviewRow::Fires(firing) = row { Some((firing.at.to_rfc3339(), firing.turn)) } else { None })
        .collect();
    let expected = [
        ("2026-10-25T00:00:00+00:00", Some(ClockChange::First)),
        ("2026-10-25T00:30:00+00:00", Some(ClockChange::First)),
        ("2026-10-25T01:00:00+00:00", Some(ClockChange::Second)),
        ("2026-10-25T01:30:00+00:00", Some(ClockChange::Second)),
        ("2026-10-26T01:00:00+00:00", None),
    ];
    assert_eq!(autumn, expected.map(|(at, turn)| (at.to_owned(), turn)));
}

/// Tehran set its clocks forward at the start of 22 March in common years of its calendar; a yearly schedule falls into the gap.
#[test]
fn a_gap_of_several_years_is_one_row_per_skipped_time() {
    let tehran = Counting::new(Tz::Asia__Tehran);
    let clocks = Clocks { appliance: &tehran, shown: &Utc };
    let found = preview(&timetable("30 0 22 3 *"), ALWAYS, clocks, at("2016-06-01T00:00:00Z"), 2);
    let years: Vec<(bool, i32)> = fires(&found)
        .rows()
        .iter()
        .map(|row| match row {
            PreviewRow::Fires(firing) => (true, firing.at.year()),
            PreviewRow::Skipped { first, last, count, .. } => {
                assert_eq!((first, *count), (last, 1));
                (false, first.year())
            }
        })
        .collect();
    assert_eq!(years, [(false, 2017), (false, 2018), (false, 2019), (true, 2020), (false, 2021), (false, 2022), (true, 2023)]);
}

/// Clocks that go forward at the start of every 22 March before a year.
struct Forward(i32);

impl UtcOffsets for Forward {
    fn offset_at(&self, at: Instant) -> i32 {
        let summer = (3, 22)..(9, 22);
        if at.year() < self.0 && summer.contains(&(at.month(), at.day())) { 3_600 } else { 0 }
    }
}

/// The appliance looks five years ahead and not on from what it skips.
#[test]
fn a_firing_skipped_in_every_year_never_happens() {
    let found = |year| {
        let zone = Forward(year);
        let clocks = Clocks { appliance: &zone, shown: &Utc };
        preview(&timetable("30 0 22 3 *"), ALWAYS, clocks, at("2026-06-01T00:00:00Z"), 1)
    };
    assert_eq!(firings(&found(2031))[0].at, at("2031-03-22T00:30:00Z"));
    assert_eq!(found(2032), Preview::Silent(NoFiringReason::Never));
    assert_eq!(found(9999), Preview::Silent(NoFiringReason::Never));
}

#[test]
fn one_time_of_day_is_converted_to_other_clocks() {
    let now = at("2026-11-25T16:00:00Z");
    let read = |expression: &str, clocks| reading(&parse(expression).unwrap(), clocks, now);
    let text = |reading: LocalReading| {
        (reading.first.shown.time.to_string(), reading.then.map(|then| (then.shown.time.to_string(), then.day())))
    };
    let berlin = Counting::new(Tz::Europe__Berlin);
    let new_york = Counting::new(Tz::America__New_York);
    let paris = Counting::new(Tz::Europe__Paris);
    assert_eq!(
        text(read("0 1 * * *", utc_and(&berlin)).unwrap()),
        ("2026-11-26 02:00:00".to_owned(), Some(("2027-03-28 03:00:00".to_owned(), DayLength::Same)))
    );
    // A weekly schedule: the first firing after the change, not the change.
    assert_eq!(
        text(read("30 22 * * WED", utc_and(&berlin)).unwrap()),
        ("2026-11-25 23:30:00".to_owned(), Some(("2027-04-01 00:30:00".to_owned(), DayLength::After)))
    );
    assert_eq!(text(read("0 1 * * *", utc_and(&Utc)).unwrap()).1, None);
    assert_eq!(text(read("0 1 * * *", Clocks { appliance: &berlin, shown: &paris }).unwrap()).1, None);
    // New York changes two weeks before Berlin does.
    assert_eq!(
        text(read("0 9 * * *", Clocks { appliance: &new_york, shown: &berlin }).unwrap()),
        ("2026-11-26 15:00:00".to_owned(), Some(("2027-03-14 14:00:00".to_owned(), DayLength::Same)))
    );
    // Morocco's clocks change and change back between two firings.
    let casablanca = Counting::new(Tz::Africa__Casablanca);
    assert_eq!(text(read("0 12 1 6 *", utc_and(&casablanca)).unwrap()), ("2027-06-01 13:00:00".to_owned(), None));
    assert_eq!(read("0 1,2 * * *", utc_and(&berlin)), None);
    assert_eq!(read("*/5 1 * * *", utc_and(&berlin)), None);
    assert_eq!(read("0 0 31 2 *", utc_and(&berlin)), None);
}

/// An entry is by the clocks of today, so a first firing behind the change is the change itself.
#[test]
fn a_change_of_the_time_is_the_first_firing_at_another_time_than_today() {
    let berlin = Counting::new(Tz::Europe__Berlin);
    let change = |expression: &str, now| {
        let read = reading(&parse(expression).unwrap(), utc_and(&berlin), at(now)).unwrap();
        read.change().map(|firing| (firing.shown.time.to_string(), firing.moved, firing.moved_day()))
    };
    let daily = |time: &str, moved, day| Some((time.to_owned(), moved, day));
    assert_eq!(change("0 8 * * *", "2027-03-20T12:00:00Z"), daily("2027-03-28 10:00:00", 3_600, DayLength::Same));
    assert_eq!(change("30 22 * * *", "2027-03-20T12:00:00Z"), daily("2027-03-29 00:30:00", 3_600, DayLength::After));
    assert_eq!(change("15 22 * * *", "2027-07-20T12:00:00Z"), daily("2027-10-31 23:15:00", -3_600, DayLength::Before));
    assert_eq!(change("0 8 1 * *", "2027-03-20T12:00:00Z"), daily("2027-04-01 10:00:00", 3_600, DayLength::Same));
}

/// Each question to the browser takes some microseconds, so ten rows must not need many.
#[test]
fn a_preview_asks_for_few_offsets() {
    let now = at("2026-11-25T16:00:00Z");
    for tz in ZONES {
        let counting = Counting::new(tz);
        let zone = CachedOffsets::new(&counting);
        let asked = |expression: &str, clocks| {
            counting.asked.set(0);
            let _ = preview(&timetable(expression), ALWAYS, clocks, now, 10);
            counting.asked.get()
        };
        assert!(asked("0 1 * * *", utc_and(&zone)) <= 4);
        assert_eq!(asked("*/5 1 * * *", utc_and(&zone)), 0);
        assert!(asked("0 1 1 * *", utc_and(&zone)) <= 26);
        assert!(asked("0 1 1 1 *", Clocks { appliance: &zone, shown: &zone }) <= 60);
    }
}

#[test]
fn a_longer_preview_begins_with_the_shorter_one() {
    let berlin = CachedOffsets::new(Counting::new(Tz::Europe__Berlin));
    let clocks = Clocks { appliance: &berlin, shown: &berlin };
    for expression in EXPRESSIONS {
        let rows =
            |count| fires(&preview(&timetable(expression), ALWAYS, clocks, at("2026-10-20T00:00:00Z"), count)).rows().to_vec();
        let (ten, hundred) = (rows(10), rows(100));
        assert_eq!(ten[..], hundred[..ten.len()], "{expression}");
    }
}
