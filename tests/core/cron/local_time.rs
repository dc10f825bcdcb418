//! Entry by local time: a conversion fires exactly at the times entered, and only times without an expression are refused.

use crate::support::builders::at;
use crate::support::clocks::{Counting, ZONES};
use crate::support::rng::Rng;
use chrono::{Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use keysync::domain::cron::editor::local_time::{
    LocalDays, LocalTimes, NextConversion, NoConversion, UtcConversion, UtcConversions,
};
use keysync::domain::cron::{CronField, Expression, FieldValues, Timetable, parse};
use keysync::domain::time::zone::{DayLength, LOOKAHEAD_MS, next_change};
use keysync::domain::time::{Instant, after};
use proptest::prelude::*;

fn values<const N: usize>(values: [u8; N]) -> FieldValues {
    values.into_iter().collect()
}

fn once(hour: u8, minute: u8, days: LocalDays) -> LocalTimes {
    LocalTimes { minutes: values([minute]), hours: values([hour]), days }
}

const WORKDAYS: [u8; 5] = [1, 2, 3, 4, 5];

fn november() -> Instant {
    at("2026-11-25T16:00:00Z")
}

fn offers(entry: LocalTimes, tz: Tz) -> UtcConversions {
    entry.offers(&Counting::new(tz), november())
}

fn expression(entry: LocalTimes, tz: Tz) -> Result<String, NoConversion> {
    offers(entry, tz).now.map(|offer| offer.expression)
}

#[test]
fn nine_in_berlin_on_workdays_is_eight_in_utc_and_seven_after_the_change() {
    let entry = once(9, 0, LocalDays::Weekdays(values(WORKDAYS)));
    let offers = offers(entry, Tz::Europe__Berlin);
    let from = at("2027-03-29T08:00:00Z");
    assert_eq!(
        offers.now,
        Ok(UtcConversion { expression: "0 8 * * MON-FRI".to_owned(), late: 0, then: Some(NextConversion { from, late: 3_600 }) })
    );
    let from = at("2027-03-29T07:00:00Z");
    assert_eq!(
        offers.changed,
        Some(Ok(UtcConversion {
            expression: "0 7 * * MON-FRI".to_owned(),
            late: -3_600,
            then: Some(NextConversion { from, late: 0 })
        }))
    );
    assert_eq!(entry.shown(3_600), Some((NaiveTime::from_hms_opt(10, 0, 0).unwrap(), DayLength::Same)));
    assert_eq!(once(23, 30, LocalDays::Every).shown(3_600), Some((NaiveTime::from_hms_opt(0, 30, 0).unwrap(), DayLength::After)));
    assert_eq!(
        once(0, 15, LocalDays::Every).shown(-1_800),
        Some((NaiveTime::from_hms_opt(23, 45, 0).unwrap(), DayLength::Before))
    );
    assert_eq!(LocalTimes { minutes: values([0, 30]), ..entry }.shown(0), None);
}

/// At the very change the clocks show the new time already.
#[test]
fn a_firing_at_a_clock_change_counts_as_after_it() {
    let offers = offers(once(2, 0, LocalDays::Every), Tz::Europe__Berlin);
    assert_eq!(offers.now.unwrap().then, Some(NextConversion { from: at("2027-03-28T01:00:00Z"), late: 3_600 }));
}

#[test]
fn weekdays_move_with_the_date_in_utc() {
    let sunday = |hour, tz| expression(once(hour, 30, LocalDays::Weekdays(values([0]))), tz);
    assert_eq!(sunday(0, Tz::Europe__Berlin), Ok("30 23 * * SAT".to_owned()));
    assert_eq!(sunday(1, Tz::Europe__Berlin), Ok("30 0 * * SUN".to_owned()));
    assert_eq!(sunday(20, Tz::America__New_York), Ok("30 1 * * MON".to_owned()));
    assert_eq!(sunday(5, Tz::Asia__Kolkata), Ok("0 0 * * SUN".to_owned()));
    assert_eq!(sunday(4, Tz::Asia__Kathmandu), Ok("45 22 * * SAT".to_owned()));
    let saturday = once(23, 0, LocalDays::Weekdays(values([6])));
    assert_eq!(expression(saturday, Tz::America__New_York), Ok("0 4 * * SUN".to_owned()));
}

#[test]
fn without_a_clock_change_ahead_there_is_one_conversion() {
    let offers = offers(once(9, 0, LocalDays::Every), Tz::Asia__Kolkata);
    assert_eq!(offers.now, Ok(UtcConversion { expression: "30 3 * * *".to_owned(), late: 0, then: None }));
    assert_eq!(offers.changed, None);
}

#[test]
fn each_reason_for_no_conversion_has_its_case() {
    let berlin = |entry| expression(entry, Tz::Europe__Berlin);
    let kolkata = |entry| expression(entry, Tz::Asia__Kolkata);
    let new_york = |entry| expression(entry, Tz::America__New_York);
    let dates = |list: &[u8]| LocalDays::Dates(list.iter().copied().collect());
    assert_eq!(berlin(LocalTimes { minutes: FieldValues::NONE, ..once(0, 0, LocalDays::Every) }), Err(NoConversion::NoTime));
    assert_eq!(berlin(LocalTimes { hours: values([24, 25]), ..once(0, 0, LocalDays::Every) }), Err(NoConversion::NoTime));
    assert_eq!(berlin(once(9, 0, LocalDays::Weekdays(FieldValues::NONE))), Err(NoConversion::NoDay));
    assert_eq!(berlin(once(9, 0, dates(&[0, 32]))), Err(NoConversion::NoDay));
    // 9:00 and 9:45 are 3:30 and 4:15.
    let quarter_and_full = LocalTimes { minutes: values([0, 45]), ..once(9, 0, LocalDays::Every) };
    assert_eq!(kolkata(quarter_and_full), Err(NoConversion::Minutes));
    assert_eq!(kolkata(LocalTimes { minutes: values([0, 15]), ..quarter_and_full }), Ok("30,45 3 * * *".to_owned()));
    assert_eq!(kolkata(LocalTimes { hours: values([9, 17]), ..once(0, 0, LocalDays::Every) }), Ok("30 3,11 * * *".to_owned()));
    // Midnight in UTC lies between 0:00 and 9:00 in Berlin, which does not matter if it is every day.
    let night_and_day = |days| LocalTimes { hours: values([0, 9]), ..once(0, 0, days) };
    assert_eq!(berlin(night_and_day(LocalDays::Weekdays(values([1])))), Err(NoConversion::Midnight));
    assert_eq!(berlin(night_and_day(dates(&[5]))), Err(NoConversion::Midnight));
    assert_eq!(berlin(night_and_day(LocalDays::Every)), Ok("0 8,23 * * *".to_owned()));
    assert_eq!(berlin(night_and_day(LocalDays::Weekdays(FieldValues::all(CronField::Weekday)))), Ok("0 8,23 * * *".to_owned()));
    // The 1st at 0:30 in Berlin is the last day of a month in UTC.
    assert_eq!(berlin(once(0, 30, dates(&[1]))), Err(NoConversion::DayBefore));
    assert_eq!(berlin(once(0, 30, dates(&[31]))), Err(NoConversion::DayBefore));
    // The form offers the 1st and no other date, so the refusal names none.
    for refusal in [NoConversion::DayBefore, NoConversion::DayAfter] {
        assert!(!refusal.text().contains("th") || !refusal.text().contains("leave out"), "{}", refusal.text());
        assert!(refusal.text().contains("Choose other days"));
    }
    assert_eq!(berlin(once(0, 30, dates(&[2, 28]))), Ok("30 23 1,27 * *".to_owned()));
    assert_eq!(berlin(once(0, 30, dates(&[1, 29, 30, 31]))), Ok("30 23 28-31 * *".to_owned()));
    assert_eq!(berlin(once(1, 30, dates(&[1]))), Ok("30 0 1 * *".to_owned()));
    assert_eq!(new_york(once(20, 0, dates(&[28]))), Err(NoConversion::DayAfter));
    assert_eq!(new_york(once(20, 0, dates(&[1, 27]))), Ok("0 1 2,28 * *".to_owned()));
    assert_eq!(new_york(once(20, 0, dates(&[28, 29, 30, 31]))), Ok("0 1 1,29-31 * *".to_owned()));
    // Amsterdam's clocks, once.
    assert_eq!(once(9, 0, LocalDays::Every).in_utc(1_172), Err(NoConversion::OddOffset));
    // An entry may have an expression before the change and none after it, and the other way round.
    let first_at_half_past_one = offers(once(1, 30, dates(&[1])), Tz::Europe__Berlin);
    assert!(first_at_half_past_one.now.is_ok());
    assert_eq!(first_at_half_past_one.changed, Some(Err(NoConversion::DayBefore)));
    for refusal in [
        NoConversion::NoTime,
        NoConversion::NoDay,
        NoConversion::OddOffset,
        NoConversion::Minutes,
        NoConversion::Midnight,
        NoConversion::DayBefore,
        NoConversion::DayAfter,
    ] {
        assert!(refusal.text().ends_with('.') && !refusal.text().contains("  "), "{}", refusal.text());
    }
}

/// True if the entry includes a date.
fn means(days: LocalDays, date: NaiveDate) -> bool {
    match days {
        LocalDays::Every => true,
        LocalDays::Weekdays(set) => set.has(date.weekday().num_days_from_sunday().try_into().unwrap()),
        LocalDays::Dates(set) => set.has(date.day().try_into().unwrap()),
    }
}

/// The instants between two others, both excluded, at which clocks of a zone show the entered times.
fn entered<Z: TimeZone>(entry: LocalTimes, zone: &Z, from: Instant, until: Instant) -> Vec<Instant> {
    let mut found = Vec::new();
    let mut date = from.date_naive() - TimeDelta::days(2);
    while date <= until.date_naive() + TimeDelta::days(2) {
        for hour in entry.hours.iter().filter(|_| means(entry.days, date)) {
            for minute in entry.minutes.iter() {
                let time = date.and_hms_opt(hour.into(), minute.into(), 0).unwrap();
                found.extend(zone.from_local_datetime(&time).earliest().map(|at| at.to_utc()));
            }
        }
        date += TimeDelta::days(1);
    }
    found.retain(|at| from < *at && *at < until);
    found.sort_unstable();
    found
}

fn fired(expression: &Expression, from: Instant, until: Instant) -> Vec<Instant> {
    Timetable::of(expression).after(from).take_while(|at| *at < until).collect()
}

fn some(most: u8, first: u8, last: u8) -> impl Strategy<Value = FieldValues> {
    proptest::collection::vec(first..=last, 1..=usize::from(most)).prop_map(|list| list.into_iter().collect())
}

fn any_entry() -> impl Strategy<Value = LocalTimes> {
    let days = prop_oneof![
        Just(LocalDays::Every),
        some(4, 0, 6).prop_map(LocalDays::Weekdays),
        some(6, 1, 31).prop_map(LocalDays::Dates),
        some(2, 2, 27).prop_map(LocalDays::Dates),
    ];
    (some(2, 0, 59), prop_oneof![some(1, 0, 23), some(3, 0, 23), Just(FieldValues::all(CronField::Hour))], days)
        .prop_map(|(minutes, hours, days)| LocalTimes { minutes, hours, days })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// In every zone, firings equal the entry until the next clock change, and until the one after it with the next conversion.
    #[test]
    fn a_conversion_fires_exactly_at_the_local_times_entered(entry in any_entry(), zone in 0..ZONES.len(), day in 0..1_200_i64) {
        let tz = ZONES[zone];
        let now = at("2025-01-01T10:07:00Z") + TimeDelta::days(day);
        let clocks = Counting::new(tz);
        let UtcConversions { now: present, changed } = entry.offers(&clocks, now);
        let change = next_change(&clocks, now, after(now, LOOKAHEAD_MS));
        let until = change.map_or(now + TimeDelta::days(400), |change| change.at);
        if let Ok(offer) = &present {
            let expression = parse(&offer.expression).unwrap();
            prop_assert_eq!(offer.late, 0);
            prop_assert_eq!(fired(&expression, now, until), entered(entry, &tz, now, until), "{} in {}", offer.expression, tz);
        }
        let Some(change) = change else {
            prop_assert!(changed.is_none());
            return Ok(());
        };
        let afterwards = change.at + TimeDelta::minutes(200);
        let later = afterwards + TimeDelta::days(200);
        let until = next_change(&clocks, change.at, later).map_or(later, |change| change.at);
        if let Ok(offer) = changed.unwrap() {
            let expression = parse(&offer.expression).unwrap();
            prop_assert_eq!(
                fired(&expression, afterwards, until), entered(entry, &tz, afterwards, until), "{} in {}", offer.expression, tz
            );
            prop_assert!(offer.then.unwrap().from >= change.at);
            prop_assert_eq!((offer.late, offer.then.unwrap().late), (change.before - change.after, 0));
        }
        if let Ok(offer) = present {
            let then = offer.then.unwrap();
            prop_assert_eq!(then.late, change.after - change.before);
            // After the change the same expression fires later by the shift.
            let shown = then.from.with_timezone(&tz).naive_local() - TimeDelta::seconds(then.late.into());
            prop_assert!(entry.minutes.has(u8::try_from(shown.minute()).unwrap()));
            prop_assert!(means(entry.days, shown.date()));
        }
    }
}

/// Dates are refused exactly where no expression has them: at a fixed offset, over eight years, at the times entered.
#[test]
fn dates_without_an_expression_in_utc_are_the_only_ones_refused() {
    let mut rng = Rng::new();
    let (from, until) = (at("2024-01-10T00:00:00Z"), at("2032-01-10T00:00:00Z"));
    let (mut offered, mut refused) = (0, 0);
    for _ in 0..150 {
        let hours = if rng.flag() { 2 } else { -5 };
        let mut dates: FieldValues = (1..=31).filter(|date| (2..28).contains(date) && rng.below(3) == 0).collect();
        // The ends of the months decide, so all of their combinations come.
        let ends = rng.below(32);
        for (bit, date) in [1, 28, 29, 30, 31].into_iter().enumerate() {
            if ends >> bit & 1 == 1 {
                dates = dates.with(date);
            }
        }
        if dates.is_empty() {
            continue;
        }
        let entry = once(if hours > 0 { 0 } else { 22 }, 30, LocalDays::Dates(dates));
        let zone = FixedOffset::east_opt(hours * 3_600).unwrap();
        let wanted = entered(entry, &zone, from, until);
        // The only expression that there could be: the days of the month on which it would have to fire.
        let days: FieldValues = wanted.iter().map(|at| u8::try_from(at.day()).unwrap()).collect();
        let likely =
            Expression { days, ..once(22, 30, LocalDays::Every).in_utc(if hours > 0 { 0 } else { -5 * 3_600 }).unwrap() };
        let can_be_said = fired(&likely, from, until) == wanted;
        match entry.in_utc(hours * 3_600) {
            Ok(expression) => {
                assert_eq!(fired(&expression, from, until), wanted);
                offered += 1;
            }
            Err(refusal) => {
                assert!(!can_be_said, "{:?} at {hours}", dates.iter().collect::<Vec<_>>());
                assert_eq!(refusal, if hours > 0 { NoConversion::DayBefore } else { NoConversion::DayAfter });
                refused += 1;
            }
        }
    }
    assert!(offered > 10 && refused > 80, "{offered} {refused}");
}

/// Times of day: one expression says those of a day exactly when one is offered.
#[test]
fn times_of_day_without_an_expression_in_utc_are_the_only_ones_refused() {
    let mut rng = Rng::new();
    let (mut offered, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let mut set = |limit: u8, most| (0..=rng.below(most)).map(|_| u8::try_from(rng.below(limit.into())).unwrap()).collect();
        let entry = LocalTimes { minutes: set(60, 3), hours: set(24, 4), days: LocalDays::Every };
        let minutes_east = [0, 60, 330, 345, -210, 630, 765][rng.below(7)];
        let mut utc: Vec<i32> = entry
            .hours
            .iter()
            .flat_map(|hour| entry.minutes.iter().map(move |minute| i32::from(hour) * 60 + i32::from(minute)))
            .map(|minute| (minute - minutes_east).rem_euclid(1_440))
            .collect();
        utc.sort_unstable();
        let small = |number: i32| u8::try_from(number).unwrap();
        let minutes: FieldValues = utc.iter().map(|time| small(time % 60)).collect();
        let hours: FieldValues = utc.iter().map(|time| small(time / 60)).collect();
        let said: Vec<i32> =
            hours.iter().flat_map(|hour| minutes.iter().map(move |minute| i32::from(hour) * 60 + i32::from(minute))).collect();
        match entry.in_utc(minutes_east * 60) {
            Ok(expression) => {
                assert_eq!((said, expression.minutes, expression.hours), (utc, minutes, hours));
                offered += 1;
            }
            Err(refusal) => {
                assert_eq!(refusal, NoConversion::Minutes);
                assert_ne!(said, utc);
                refused += 1;
            }
        }
    }
    assert!(offered > 5_000 && refused > 3_000, "{offered} {refused}");
}

/// The text is the expression.
#[test]
fn a_written_entry_reads_back_as_the_same_entry() {
    let mut rng = Rng::new();
    for _ in 0..5_000 {
        let mut set = |first: u8, last: u8| {
            let share = rng.below(5) + 1;
            (first..=last).filter(|_| rng.below(share) == 0).collect::<FieldValues>()
        };
        let (minutes, hours) = (set(0, 59), set(0, 23));
        let days = if minutes.has(0) { LocalDays::Weekdays(set(0, 6)) } else { LocalDays::Dates(set(1, 31)) };
        let entry = LocalTimes { minutes, hours, days };
        if let Ok(expression) = entry.in_utc(0) {
            let text = entry.offers(&Utc, november()).now.unwrap().expression;
            assert_eq!(parse(&text).unwrap(), expression, "{text}");
        }
    }
    let all = LocalTimes {
        minutes: FieldValues::all(CronField::Minute),
        hours: FieldValues::all(CronField::Hour),
        days: LocalDays::Every,
    };
    assert_eq!(expression(all, Tz::Asia__Kathmandu), Ok("* * * * *".to_owned()));
    assert_eq!(
        expression(LocalTimes { minutes: values([0, 1, 3, 4, 5, 7]), ..all }, Tz::UTC),
        Ok("0,1,3-5,7 * * * *".to_owned())
    );
}
