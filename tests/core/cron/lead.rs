//! A time by the clocks of a place: its expression fires exactly then, and only what no expression says is refused.

use super::editor::simple;
use crate::support::builders::at;
use crate::support::clocks::{Counting, ZONES, offset};
use crate::support::rng::Rng;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, TimeZone};
use keysync::domain::cron::editor::{ClockTime, Lead, MonthDays, NoConversion};
use keysync::domain::cron::{CronBuilder, Expression, FieldValues, Timetable};
use keysync::domain::time::zone::{LOOKAHEAD_MS, next_change};
use keysync::domain::time::{Instant, after};
use proptest::prelude::*;

/// Leads in minutes: whole hours, half and quarter hours, and the farthest.
pub const LEADS: [i32; 12] = [0, 60, 120, 330, 345, 765, 840, -60, -210, -300, -660, 1_439];

pub fn lead(minutes: i32) -> Lead {
    Lead::from_seconds(minutes * 60).unwrap()
}

fn converted(text: &str, minutes: i32) -> Result<String, NoConversion> {
    CronBuilder::read(text).on_appliance(lead(minutes)).map(|simple| simple.write())
}

#[test]
fn a_lead_is_whole_minutes_and_less_than_a_day() {
    assert_eq!(Lead::from_seconds(0), Some(Lead::NONE));
    assert_eq!(Lead::from_seconds(-86_340).map(Lead::minutes), Some(-1_439));
    // Amsterdam's clocks, once.
    assert_eq!(Lead::from_seconds(1_172), None);
    assert_eq!((Lead::from_seconds(86_400), Lead::from_seconds(-86_400)), (None, None));
}

#[test]
fn days_move_with_the_date_and_keep_their_spelling() {
    let table = [
        ("0 9 * * MON-FRI", 60, "0 8 * * MON-FRI"),
        ("0 9 * * MON-FRI", -300, "0 14 * * MON-FRI"),
        ("30 0 * * sun", 60, "30 23 * * sat"),
        ("30 20 * * 0", -300, "30 1 * * 1"),
        ("0 23 * * 6", -300, "0 4 * * 0"),
        ("30 5 * * SUN", 330, "0 0 * * SUN"),
        ("30 4 * * SUN", 345, "45 22 * * SAT"),
        ("0 9 * * *", 330, "30 3 * * *"),
        ("0 * * * *", 345, "15 * * * *"),
        ("*/15 * * * *", 345, "*/15 * * * *"),
        ("0 1,2 13 * FRI", 60, "0 1,2 13 * FRI"),
    ];
    for (text, minutes, expected) in table {
        assert_eq!(converted(text, minutes).as_deref(), Ok(expected), "{text} at {minutes}");
    }
}

#[test]
fn dates_that_differ_by_month_on_the_appliance_are_refused_with_the_nearest_choices() {
    let nearest = |text: &str, minutes| -> Vec<String> {
        CronBuilder::read(text).nearest(lead(minutes)).iter().map(CronBuilder::write).collect()
    };
    // The 1st at 0:30 in Berlin is the last day of a month in UTC.
    assert_eq!(converted("30 0 1 * *", 60), Err(NoConversion::DayBefore));
    assert_eq!(nearest("30 0 1 * *", 60), ["0 1 1 * *", "30 0 2 * *"]);
    assert_eq!(converted("30 0 31 * *", 60), Err(NoConversion::DayBefore));
    assert_eq!(nearest("30 0 15,31 * *", 60), ["0 1 15,31 * *", "30 0 15,28 * *"]);
    assert_eq!(converted("30 0 2,28 * *", 60).as_deref(), Ok("30 23 1,27 * *"));
    assert_eq!(converted("30 0 1,29-31 * *", 60).as_deref(), Ok("30 23 28-31 * *"));
    assert_eq!(converted("30 1 1 * *", 60).as_deref(), Ok("30 0 1 * *"));
    assert_eq!(converted("0 20 28 * *", -300), Err(NoConversion::DayAfter));
    assert_eq!(nearest("0 20 28 * *", -300), ["59 18 28 * *", "0 20 27 * *"]);
    assert_eq!(converted("0 20 1,27 * *", -300).as_deref(), Ok("0 1 2,28 * *"));
    assert_eq!(converted("0 20 28-31 * *", -300).as_deref(), Ok("0 1 1,29-31 * *"));
    assert!(nearest("0 9 1 * *", 60).is_empty(), "nothing to mend");
    for refusal in [NoConversion::DayBefore, NoConversion::DayAfter] {
        assert!(refusal.text().ends_with("time.") && !refusal.text().contains("  "), "{}", refusal.text());
    }
}

/// True if a builder fires on a date.
fn means(builder: &CronBuilder, date: NaiveDate) -> bool {
    match builder {
        CronBuilder::Weekly(weekdays, _) => weekdays.values().has(date.weekday().num_days_from_sunday().try_into().unwrap()),
        CronBuilder::Monthly(days, _) => days.values().has(date.day().try_into().unwrap()),
        _ => true,
    }
}

/// The instants between two others, both excluded, at which clocks show the times of a builder.
fn shown_at<Z: TimeZone>(builder: &CronBuilder, zone: &Z, from: Instant, until: Instant) -> Vec<Instant> {
    let meant = builder.expression().unwrap();
    let mut found = Vec::new();
    let mut date = from.date_naive() - TimeDelta::days(2);
    while date <= until.date_naive() + TimeDelta::days(2) {
        for hour in meant.hours.iter().filter(|_| means(builder, date)) {
            for minute in meant.minutes.iter() {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The schedule of a place and the appliance's are each other's inverse, and a nearest choice always converts.
    #[test]
    fn conversions_go_there_and_back(builder in simple(), at in 0..LEADS.len()) {
        let lead = lead(LEADS[at]);
        if let Some(shown) = builder.in_place(lead) {
            prop_assert_eq!(shown.on_appliance(lead), Ok(builder.clone()));
        }
        match builder.on_appliance(lead) {
            Ok(sent) => {
                prop_assert_eq!(sent.in_place(lead), Some(builder.clone()));
                prop_assert!(builder.nearest(lead).is_empty());
            }
            Err(_) => {
                let nearest = builder.nearest(lead);
                prop_assert!(!nearest.is_empty());
                for choice in nearest {
                    prop_assert!(choice.on_appliance(lead).is_ok(), "{} for {}", choice.write(), builder.write());
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// In every zone, until its clocks change, firings are exactly the times that the clocks show.
    #[test]
    fn a_converted_schedule_fires_exactly_at_the_times_of_the_place(builder in simple(), zone in 0..ZONES.len(), day in 0..1_200_i64) {
        let tz = ZONES[zone];
        let now = at("2025-01-01T10:07:00Z") + TimeDelta::days(day);
        let lead = Lead::from_seconds(offset(tz, now)).unwrap();
        let change = next_change(&Counting::new(tz), now, after(now, LOOKAHEAD_MS));
        let until = change.map_or(now + TimeDelta::days(120), |change| change.at).min(now + TimeDelta::days(120));
        // An interval has no time of day.
        if let Ok(sent) = builder.on_appliance(lead).as_ref() && !matches!(sent, CronBuilder::EveryMinutes(_)) {
            let expression = sent.expression().unwrap();
            prop_assert_eq!(fired(&expression, now, until), shown_at(&builder, &tz, now, until), "{} in {}", sent.write(), tz);
        }
    }
}

/// Dates are refused exactly where no expression has them: at a fixed offset, over eight years, at the times entered.
#[test]
fn dates_without_an_expression_are_the_only_ones_refused() {
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
        let Some(days) = MonthDays::new(dates) else { continue };
        let entry = CronBuilder::Monthly(days, ClockTime::new(if hours > 0 { 0 } else { 22 }, 30).unwrap());
        let zone = FixedOffset::east_opt(hours * 3_600).unwrap();
        let wanted = shown_at(&entry, &zone, from, until);
        // The only expression that there could be: the days of the month on which it would have to fire.
        let days: FieldValues = wanted.iter().map(|at: &DateTime<_>| u8::try_from(at.day()).unwrap()).collect();
        let utc = ClockTime::new(if hours > 0 { 22 } else { 3 }, 30).unwrap();
        let likely = CronBuilder::Monthly(MonthDays::new(days).unwrap(), utc).expression().unwrap();
        let can_be_said = fired(&likely, from, until) == wanted;
        match entry.on_appliance(lead(hours * 60)) {
            Ok(sent) => {
                assert_eq!(fired(&sent.expression().unwrap(), from, until), wanted);
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
