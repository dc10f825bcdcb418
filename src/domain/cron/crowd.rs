//! Schedules that fire at the same minute, and minutes at which none does.

use chrono::{Datelike, NaiveDate};

use super::expression::{DayRule, Expression};
use super::field::Values;

/// The minute that a schedule shares with most others.
pub(super) struct Crowd {
    pub hour: u8,
    pub minute: u8,
    /// How many others.
    pub others: u32,
    /// The nearest minutes of the same hours that are free: what becomes of `minute`, and all of them.
    pub free: Option<(u8, Values)>,
}

/// The minute that `own` shares with most of `others` on its dates among the `days` dates from `from` on; none if it shares none.
///
/// Days and times of day are compared apart, as sets: two schedules meet if they share a date and a time of day.
pub(super) fn crowd(own: &Expression, others: &[Expression], from: NaiveDate, days: u16) -> Option<Crowd> {
    let dates: Vec<Date> = from.iter_days().take(usize::from(days)).map(Date::of).filter(|date| date.is_in(own)).collect();
    let mut busy = [Values::NONE; 24];
    let mut counts = vec![[0_u32; 60]; 24];
    let neighbours = others.iter().filter(|other| !other.hours.and(own.hours).is_empty());
    for other in neighbours.filter(|other| dates.iter().any(|date| date.is_in(other))) {
        let shared = other.minutes.and(own.minutes);
        for hour in other.hours.and(own.hours).iter().map(usize::from) {
            if let Some(busy) = busy.get_mut(hour) {
                *busy = busy.or(other.minutes);
            }
            for minute in shared.iter().map(usize::from) {
                if let Some(count) = counts.get_mut(hour).and_then(|hour| hour.get_mut(minute)) {
                    *count += 1;
                }
            }
        }
    }
    let most = counts.iter().flatten().copied().max().filter(|count| *count > 0)?;
    let hour = counts.iter().position(|hour| hour.contains(&most))?;
    let minute = counts.get(hour)?.iter().position(|count| *count == most)?;
    let (hour, minute) = (u8::try_from(hour).ok()?, u8::try_from(minute).ok()?);
    let taken = busy.iter().fold(Values::NONE, |sum, hour| sum.or(*hour));
    Some(Crowd { hour, minute, others: most, free: free(own.minutes, taken, minute) })
}

/// `minutes` moved together by as little as possible so that none is taken and all stay within the hour; and what becomes of `minute`.
fn free(minutes: Values, taken: Values, minute: u8) -> Option<(u8, Values)> {
    let moved = |by: i8| {
        let moved: Option<Values> =
            minutes.iter().map(|minute| minute.checked_add_signed(by).filter(|minute| *minute < 60)).collect();
        let moved = moved.filter(|moved| moved.and(taken).is_empty())?;
        Some((minute.checked_add_signed(by)?, moved))
    };
    (1..60).flat_map(|distance| [distance, -distance]).find_map(moved)
}

/// A date as expressions see it.
struct Date {
    month: u8,
    day: u8,
    weekday: u8,
}

impl Date {
    fn of(date: NaiveDate) -> Self {
        let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
        Self { month: small(date.month()), day: small(date.day()), weekday: small(date.weekday().num_days_from_sunday()) }
    }

    fn is_in(&self, expression: &Expression) -> bool {
        let day = expression.days.has(self.day);
        let weekday = expression.weekdays.has(self.weekday);
        expression.months.has(self.month)
            && match expression.day_rule {
                DayRule::Both => day && weekday,
                DayRule::Either => day || weekday,
            }
    }
}
