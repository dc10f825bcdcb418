//! Frequency of an expression, computed from its sets without enumerating firings.

use crate::domain::cron::parse::canonical::longest;
use crate::domain::cron::parse::expression::{DayRule, Expression};
use crate::domain::cron::parse::field::{CronField, FieldValues};

/// Frequency of an expression.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frequency {
    /// Firings on one matching date.
    pub most_per_day: u32,
    /// Average firings per day over all years.
    pub per_day: f64,
    /// Smallest distance between two firings in minutes, capped at [`LONGEST_GAP_MINUTES`]; `None` if it never fires.
    pub shortest_gap: Option<u32>,
}

/// Days in 400 years, after which the calendar repeats.
const DAYS: u32 = 146_097;

const DAY_MINUTES: u32 = 1_440;

/// Cap of [`Frequency::shortest_gap`]: 28 days.
pub const LONGEST_GAP_MINUTES: u32 = 28 * DAY_MINUTES;

impl Frequency {
    /// Takes an expression and gives its frequency.
    #[must_use]
    pub fn of(expression: &Expression) -> Self {
        let [minutes, hours, days, months, weekdays] =
            CronField::ALL.map(|field| expression.values(field).and(FieldValues::all(field)));
        let day_rule = expression.day_rule;
        let times = minutes.len() * hours.len();
        let by_day = f64::from(dates(days, months)) / f64::from(DAYS);
        let by_weekday = f64::from(weekdays.len()) / 7.0;
        let share = match day_rule {
            DayRule::Both => by_day * by_weekday,
            DayRule::Either => {
                let by_month = f64::from(dates(FieldValues::all(CronField::Day), months)) / f64::from(DAYS);
                by_day + (by_month - by_day) * by_weekday
            }
        };
        let fires = times > 0 && share > 0.0;
        Self {
            most_per_day: if fires { times } else { 0 },
            per_day: f64::from(times) * share,
            shortest_gap: if fires {
                shortest_gap(&Expression { minutes, hours, days, months, weekdays, day_rule })
            } else {
                None
            },
        }
    }
}

/// Dates in 400 years with one of these days and months.
fn dates(days: FieldValues, months: FieldValues) -> u32 {
    let of_month = |month| {
        let of_day = |day| match (month, day) {
            (2, 29) => 97,
            _ if day <= longest(month) => 400,
            _ => 0,
        };
        days.iter().map(of_day).sum::<u32>()
    };
    months.iter().map(of_month).sum()
}

fn shortest_gap(expression: &Expression) -> Option<u32> {
    let (minutes, hours) = (expression.minutes, expression.hours);
    let (first_minute, last_minute) = ends(minutes)?;
    let (first_hour, last_hour) = ends(hours)?;
    let first = first_hour * 60 + first_minute;
    let last = last_hour * 60 + last_minute;
    let between_hours = steps(hours).map(|hours| hours * 60 + first_minute - last_minute);
    let overnight = days_between(expression) * DAY_MINUTES + first - last;
    steps(minutes).chain(between_hours).chain([overnight, LONGEST_GAP_MINUTES]).min()
}

/// Days between the closest two firing dates, capped at 28.
fn days_between(expression: &Expression) -> u32 {
    let Expression { days, months, weekdays, day_rule, .. } = *expression;
    let has_days = dates(days, months) > 0;
    match day_rule {
        // Over the years a day of the month falls on every weekday, and so next to every weekday.
        DayRule::Either if has_days && !weekdays.is_empty() => 1,
        DayRule::Either if has_days => between_days(days, months),
        DayRule::Either => between_weekdays(weekdays),
        DayRule::Both => between_weekdays(weekdays).max(between_days(days, months)),
    }
}

fn between_weekdays(weekdays: FieldValues) -> u32 {
    let around_the_week = ends(weekdays).map(|(first, last)| first + 7 - last);
    steps(weekdays).chain(around_the_week).min().unwrap_or(28)
}

fn between_days(days: FieldValues, months: FieldValues) -> u32 {
    let mut shortest = 28;
    for month in months.iter() {
        let lengths: &[u8] = if month == 2 { &[28, 29] } else { &[longest(month)] };
        for length in lengths {
            let days: FieldValues = days.iter().filter(|day| day <= length).collect();
            let next = if month == 12 { 1 } else { month + 1 };
            let into_next = ends(days).map(|(first, last)| u32::from(*length) + first - last).filter(|_| months.has(next));
            shortest = steps(days).chain(into_next).fold(shortest, u32::min);
        }
    }
    shortest
}

/// Smallest and largest value.
fn ends(values: FieldValues) -> Option<(u32, u32)> {
    let first = values.iter().next()?;
    Some((first.into(), values.iter().last()?.into()))
}

/// Distances between neighbouring values.
fn steps(values: FieldValues) -> impl Iterator<Item = u32> {
    values.iter().zip(values.iter().skip(1)).map(|(one, next)| u32::from(next - one))
}
