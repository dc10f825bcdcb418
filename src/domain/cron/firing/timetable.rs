//! Firing times of an expression. The crate `cron-parser` finds the dates, the sets give the times of day.

use chrono::{DateTime, Datelike, NaiveTime, Timelike};
use cron_parser::Schedule as Dates;

use crate::domain::cron::parse::canonical::longest;
use crate::domain::cron::parse::expression::{DayRule, Expression};
use crate::domain::cron::parse::field::{CronField, FieldValues};
use crate::domain::time::Instant;

/// The firings of an expression, in UTC.
#[derive(Clone, Debug)]
pub struct Timetable {
    minutes: FieldValues,
    hours: FieldValues,
    /// A matching date is in one of these, each of which fires at midnight: one if both day fields must match, else up to two,
    /// since `cron-parser` combines the day fields with "and" only. Empty if there is no such date.
    dates: Vec<Dates>,
}

impl Timetable {
    /// Takes an expression and gives its firing times.
    #[must_use]
    pub fn of(expression: &Expression) -> Self {
        let [minutes, hours, days, months, weekdays] =
            CronField::ALL.map(|field| expression.values(field).and(FieldValues::all(field)));
        let parts = match expression.day_rule {
            DayRule::Both => [Some((days, weekdays)), None],
            DayRule::Either => {
                [Some((days, FieldValues::all(CronField::Weekday))), Some((FieldValues::all(CronField::Day), weekdays))]
            }
        };
        let has_times = !minutes.is_empty() && !hours.is_empty();
        let dates = parts.into_iter().flatten().filter(|_| has_times);
        let dates = dates.filter_map(|(days, weekdays)| lowered(days, months, weekdays)).collect();
        Self { minutes, hours, dates }
    }

    /// True if no date of the calendar matches. Matching dates may also be so rare that the engine gives up: then
    /// [`Timetable::next_after`] gives `None`.
    #[must_use]
    pub fn never_fires(&self) -> bool {
        self.dates.is_empty()
    }

    /// Gives the first firing later than `after`. `None` if there is none by the end of the fifth year after that of `after`,
    /// where the engine stops looking.
    #[must_use]
    pub fn next_after(&self, after: Instant) -> Option<Instant> {
        // The engine begins at the next full second and counts the years from there.
        let last_year = DateTime::from_timestamp(after.timestamp().checked_add(1)?, 0)?.year().checked_add(5)?;
        let start = DateTime::from_timestamp((after.timestamp().div_euclid(60) + 1).checked_mul(60)?, 0)?;
        let today = start.date_naive().and_time(NaiveTime::MIN).and_utc();
        if self.dates.iter().any(|dates| dates.includes(&today))
            && let Some(seconds) = self.seconds_from(start.hour(), start.minute())
        {
            return DateTime::from_timestamp(today.timestamp() + seconds, 0);
        }
        let date = self.dates.iter().filter_map(|dates| dates.next_after(&today)).min()?;
        let seconds = self.seconds_from(0, 0)?;
        if date.year() > last_year { None } else { DateTime::from_timestamp(date.timestamp() + seconds, 0) }
    }

    /// Gives all firings later than `after`, until the engine would give up.
    pub fn after(&self, after: Instant) -> impl Iterator<Item = Instant> + '_ {
        std::iter::successors(self.next_after(after), |at| self.next_after(*at))
    }

    /// The first time of day at or after a minute, in seconds since midnight.
    fn seconds_from(&self, hour: u32, minute: u32) -> Option<i64> {
        let at = |hour: u8, minute: u8| i64::from(hour) * 3_600 + i64::from(minute) * 60;
        let (hour, minute) = (u8::try_from(hour).ok()?, u8::try_from(minute).ok()?);
        if self.hours.has(hour)
            && let Some(minute) = first_from(self.minutes, minute)
        {
            return Some(at(hour, minute));
        }
        Some(at(first_from(self.hours, hour + 1)?, first_from(self.minutes, 0)?))
    }
}

fn first_from(values: FieldValues, start: u8) -> Option<u8> {
    (start..64).find(|value| values.has(*value))
}

/// The dates that match all three sets, in `cron-parser`'s terms; `None` if the calendar has none.
fn lowered(days: FieldValues, months: FieldValues, weekdays: FieldValues) -> Option<Dates> {
    // `cron-parser` detects this too, but only after searching 400 years.
    let first = first_from(days, 0)?;
    if months.iter().all(|month| first > longest(month)) {
        return None;
    }
    let mut text = String::from("0 0");
    for (field, values) in [(CronField::Day, days), (CronField::Month, months), (CronField::Weekday, weekdays)] {
        let mut separator = ' ';
        if values == FieldValues::all(field) {
            text.push_str(" *");
            continue;
        }
        for value in values.iter() {
            text.push(separator);
            text.push_str(&value.to_string());
            separator = ',';
        }
    }
    Dates::parse(&text).ok()
}
