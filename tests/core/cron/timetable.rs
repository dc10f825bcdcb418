//! Firings and their frequency, against a plain walk through the calendar.

use crate::support::builders::at;
use crate::support::expressions::near_expression;
use chrono::{DateTime, Datelike, TimeDelta, Timelike};
use keysync::domain::cron::firing::frequency::LONGEST_GAP_MINUTES;
use keysync::domain::cron::{DayRule, Expression, FieldValues, Frequency, Timetable, parse};
use keysync::domain::time::Instant;
use proptest::prelude::*;

fn expression(text: &str) -> Expression {
    parse(text).unwrap_or_else(|errors| panic!("{text}: {}", errors.first().message()))
}

/// The next firings, `n` at most, as the vectors write them.
fn next(text: &str, from: &str, n: usize) -> Vec<String> {
    let timetable = Timetable::of(&expression(text));
    timetable.after(at(from)).take(n).map(|at| at.format("%Y-%m-%dT%H:%MZ").to_string()).collect()
}

#[test]
fn a_firing_is_later_than_the_time_asked_for_and_at_a_full_minute() {
    for (from, first) in [
        ("2026-11-22T12:59:59.999999999Z", "2026-11-22T13:00Z"),
        ("2026-11-22T13:00:00Z", "2026-11-22T14:00Z"),
        ("2026-11-22T13:00:00.000000001Z", "2026-11-22T14:00Z"),
        ("2026-11-22T23:59:59.5Z", "2026-11-23T00:00Z"),
        ("2026-12-31T23:00:00Z", "2027-01-01T00:00Z"),
    ] {
        assert_eq!(next("0 * * * *", from, 1), [first], "{from}");
    }
    assert_eq!(next("* * * * *", "1969-12-31T23:58:30Z", 2), ["1969-12-31T23:59Z", "1970-01-01T00:00Z"]);
}

#[test]
fn two_day_fields_match_either_or_both() {
    let either = ["2026-11-27T00:00Z", "2026-12-04T00:00Z", "2026-12-11T00:00Z", "2026-12-13T00:00Z"];
    assert_eq!(next("0 0 13 * FRI", "2026-11-22T13:53:27Z", 4), either);
    // One of the two day fields may be impossible.
    assert_eq!(next("0 0 31 2 MON", "2026-02-20T00:00:00Z", 2), ["2026-02-23T00:00Z", "2027-02-01T00:00Z"]);
    assert_eq!(next("0 0 , * MON", "2026-11-22T00:00:00Z", 1), ["2026-11-23T00:00Z"]);
    // A date that matches both fires once.
    assert_eq!(next("0 0 1 * SUN", "2026-10-31T00:00:00Z", 2), ["2026-11-01T00:00Z", "2026-11-08T00:00Z"]);
}

#[test]
fn firings_are_searched_to_the_end_of_the_fifth_year() {
    assert_eq!(next("0 0 29 2 *", "2095-12-31T23:59:58Z", 3), ["2096-02-29T00:00Z"], "then 2104 is too far");
    assert_eq!(next("0 0 29 2 *", "2098-12-31T23:59:58Z", 1), [""; 0]);
    assert_eq!(next("0 0 29 2 *", "2098-12-31T23:59:59Z", 1), ["2104-02-29T00:00Z"], "the search begins in 2099");
    assert!(!Timetable::of(&expression("0 0 29 2 *")).never_fires());
}

#[test]
fn a_date_that_no_calendar_has_never_fires() {
    for text in
        ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", ", * * * *", "0 , * * *", "0 0 , * *", "0 0 * , *", "0 0 * * ,", "0 0 31 4 ,"]
    {
        let expression = expression(text);
        let timetable = Timetable::of(&expression);
        assert!(timetable.never_fires(), "{text}");
        assert_eq!(timetable.next_after(at("2026-01-01T00:00:00Z")), None, "{text}");
        let none = Frequency { most_per_day: 0, per_day: 0.0, shortest_gap: None };
        assert_eq!(Frequency::of(&expression), none, "{text}");
    }
}

#[test]
fn firings_near_the_ends_of_the_calendar_do_not_panic() {
    for text in ["* * * * *", "0 0 29 2 *", "0 0 30 2 *", "59 23 31 12 *", "0 0 1 * MON"] {
        let timetable = Timetable::of(&expression(text));
        for seconds in [0, 1, 59, 60, 3_600, 86_400, 40_000_000] {
            let _ = timetable.next_after(DateTime::UNIX_EPOCH.max(Instant::MAX_UTC - TimeDelta::seconds(seconds)));
            let _ = timetable.next_after(Instant::MIN_UTC + TimeDelta::seconds(seconds));
        }
    }
}

#[test]
fn the_frequency_follows_from_the_sizes_of_the_fields() {
    let day = 1_440;
    for (text, most_per_day, per_day, gap) in [
        ("* * * * *", 1_440, 1_440.0, 1),
        ("*/15 * * * *", 96, 96.0, 15),
        ("0 1 * * *", 1, 1.0, day),
        ("5,50 1-3 * * *", 6, 6.0, 15),
        ("0 23,1 * * *", 2, 2.0, 120),
        ("0 23,1 * * MON", 2, 2.0 / 7.0, 22 * 60),
        ("0 0 * * 1-5", 1, 5.0 / 7.0, day),
        ("0 0 * * SUN,SAT", 1, 2.0 / 7.0, day),
        ("0 0 * * 1,4", 1, 2.0 / 7.0, 3 * day),
        ("0 0 1,16 * *", 1, 24.0 / 365.2425, 13 * day),
        ("0 0 1,31 * *", 1, 19.0 / 365.2425, day),
        ("0 0 29 2 *", 1, 0.2425 / 365.2425, LONGEST_GAP_MINUTES),
        ("0 0 31 7,8 *", 1, 2.0 / 365.2425, LONGEST_GAP_MINUTES),
        ("0 0 13 * FRI", 1, 1.0 / 7.0 + 12.0 / 365.2425 * 6.0 / 7.0, day),
        ("0 0 31 2 FRI", 1, 28.2425 / 365.2425 / 7.0, 7 * day),
        ("0 0 13 * ,", 1, 12.0 / 365.2425, LONGEST_GAP_MINUTES),
    ] {
        let frequency = Frequency::of(&expression(text));
        assert_eq!((frequency.most_per_day, frequency.shortest_gap), (most_per_day, Some(gap)), "{text}");
        assert!((frequency.per_day - per_day).abs() < 1e-9, "{text}: {} and not {per_day}", frequency.per_day);
    }
    // Values that no field has, which no text can say, change nothing.
    let odd = Expression {
        hours: FieldValues::NONE.with(1).with(63),
        weekdays: FieldValues::all(keysync::domain::cron::CronField::Minute),
        ..expression("0 1 * * *")
    };
    assert_eq!(Frequency::of(&odd), Frequency::of(&expression("0 1 * * *")));
    assert!(Timetable::of(&odd).next_after(at("2026-01-01T00:00:00Z")).is_some());
}

/// The engine's search, as plainly as it can be written: every date until the end of the fifth year, every minute of it.
fn plainly(expression: &Expression, after: Instant) -> Option<Instant> {
    let start = DateTime::from_timestamp(after.timestamp() + 1, 0).unwrap();
    let has = |values: FieldValues, value: u32| values.has(u8::try_from(value).unwrap());
    for date in start.date_naive().iter_days().take_while(|date| date.year() <= start.year() + 5) {
        let day = has(expression.days, date.day());
        let weekday = has(expression.weekdays, date.weekday().num_days_from_sunday());
        let is_day = if expression.day_rule == DayRule::Both { day && weekday } else { day || weekday };
        if !is_day || !has(expression.months, date.month()) {
            continue;
        }
        let midnight = date.and_hms_opt(0, 0, 0).unwrap().and_utc();
        for minute in 0..1_440 {
            let at = midnight + TimeDelta::minutes(minute);
            if at >= start && has(expression.hours, at.hour()) && has(expression.minutes, at.minute()) {
                return Some(at);
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn firings_are_those_of_a_plain_search(text in near_expression(), seconds in -2_000_000_000..5_000_000_000_i64, nanos in 0..1_000_000_000_u32) {
        let Ok(expression) = parse(&text) else { return Ok(()) };
        let timetable = Timetable::of(&expression);
        let mut after = DateTime::from_timestamp(seconds, nanos).unwrap();
        for _ in 0..4 {
            let next = timetable.next_after(after);
            prop_assert_eq!(next, plainly(&expression, after), "{} after {}", text, after);
            let Some(next) = next else { break };
            after = next;
        }
    }

    #[test]
    fn no_two_firings_lie_closer_than_the_shortest_gap(text in near_expression(), seconds in 0..4_000_000_000_i64) {
        let Ok(expression) = parse(&text) else { return Ok(()) };
        let timetable = Timetable::of(&expression);
        let frequency = Frequency::of(&expression);
        prop_assert_eq!(timetable.never_fires(), frequency.shortest_gap.is_none());
        let firings: Vec<Instant> = timetable.after(DateTime::from_timestamp(seconds, 0).unwrap()).take(300).collect();
        let closest = firings.windows(2).map(|pair| (pair[1] - pair[0]).num_minutes()).min();
        if let (Some(closest), Some(gap)) = (closest, frequency.shortest_gap) {
            prop_assert!(closest >= i64::from(gap), "{}: {} after {}", text, closest, gap);
        }
        for day in firings.chunk_by(|one, next| one.date_naive() == next.date_naive()) {
            prop_assert!(day.len() <= frequency.most_per_day as usize);
        }
    }
}

/// The average and the shortest gap are reached, not only bounds: over 28 years, in which all weekdays fall on all dates.
#[test]
fn the_average_and_the_shortest_gap_are_reached() {
    for text in
        ["0 1 * * *", "0 1,23 * * MON,TUE", "0 0 13 * FRI", "0 6 1-7 3,4 *", "30 2 31 * *", "0 0 */10 * 3", "0 0 28,29 2,3 *"]
    {
        let expression = expression(text);
        let timetable = Timetable::of(&expression);
        let (from, to) = (at("2000-12-31T23:59:59Z"), at("2028-12-31T23:59:59Z"));
        let firings: Vec<Instant> = timetable.after(from).take_while(|at| *at <= to).collect();
        let frequency = Frequency::of(&expression);
        let average = firings.len() as f64 / (to - from).num_days() as f64;
        assert!((average / frequency.per_day - 1.0).abs() < 0.01, "{text}: {average} and not {}", frequency.per_day);
        let closest = firings.windows(2).map(|pair| (pair[1] - pair[0]).num_minutes()).min();
        assert_eq!(closest.map(|gap| gap.min(i64::from(LONGEST_GAP_MINUTES))), frequency.shortest_gap.map(i64::from), "{text}");
    }
}
