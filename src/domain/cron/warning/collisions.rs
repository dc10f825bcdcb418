//! Schedules that fire at the same minute, and minutes at which none fires.

use chrono::{Datelike, NaiveDate};

use crate::domain::cron::parse::expression::{DayRule, Expression};
use crate::domain::cron::parse::field::FieldValues;

/// The minute that a schedule shares with most others.
pub(super) struct Collision {
    pub hour: u8,
    pub minute: u8,
    /// Number of other schedules.
    pub others: u32,
    /// The nearest free minutes in the same hours: the replacement of `minute`, and of all minutes.
    pub free: Option<(u8, FieldValues)>,
}

/// The minute that `own` shares with most of `others` on its dates among the `days` dates from `from` on; `None` if it shares
/// none.
///
/// Dates and times of day are compared separately: two schedules collide if they share a date and a time of day.
pub(super) fn crowd(own: &Expression, others: &[Expression], from: NaiveDate, days: u16) -> Option<Collision> {
    let dates: Vec<Date> = from.iter_days().take(usize::from(days)).map(Date::of).filter(|date| date.is_in(own)).collect();
    let own_hours = bits(own.hours);
    let mut hours = [Tally::default(); 24];
    let mut taken = FieldValues::NONE;
    let neighbours = others.iter().filter(|other| !other.hours.and(own.hours).is_empty());
    for other in neighbours.filter(|other| dates.iter().any(|date| date.is_in(other))) {
        taken = taken.or(other.minutes);
        let (shared_hours, shared_minutes) = (bits(other.hours) & own_hours, bits(other.minutes.and(own.minutes)));
        for (hour, tally) in (0_u8..).zip(&mut hours) {
            if shared_hours & 1 << hour != 0 {
                tally.add(shared_minutes);
            }
        }
    }
    let all = (0_u8..).zip(&hours).flat_map(|(hour, tally)| (0..60).map(move |minute| (tally.of(minute), hour, minute)));
    // The earliest minute among those with most others.
    let (most, hour, minute) = all.reduce(|best, one| if one.0 > best.0 { one } else { best }).filter(|best| best.0 > 0)?;
    Some(Collision { hour, minute, others: most, free: free(own.minutes, taken, minute) })
}

fn bits(values: FieldValues) -> u64 {
    values.iter().fold(0, |bits, value| bits | 1 << value)
}

/// One counter per minute of the hour, bit-sliced: the first word contains the lowest bit of all counters, the next word the
/// second lowest, and so on. Adding to all 60 costs as much as adding to one, which matters with thousands of schedules that fire
/// every minute.
#[derive(Clone, Copy, Default)]
struct Tally([u64; 20]);

impl Tally {
    /// Adds 1 to the counters of these minutes.
    fn add(&mut self, minutes: u64) {
        let mut carry = minutes;
        for word in &mut self.0 {
            if carry == 0 {
                return;
            }
            (*word, carry) = (*word ^ carry, *word & carry);
        }
    }

    /// Reads the counter of a minute.
    fn of(&self, minute: u8) -> u32 {
        (0..).zip(self.0).map(|(power, word)| u32::from(word & 1 << minute != 0) << power).sum()
    }
}

/// `minutes` shifted together by as little as possible, so that none is taken and all stay within the hour, and the new value of
/// `minute`.
fn free(minutes: FieldValues, taken: FieldValues, minute: u8) -> Option<(u8, FieldValues)> {
    let moved = |by: i8| {
        let moved: Option<FieldValues> =
            minutes.iter().map(|minute| minute.checked_add_signed(by).filter(|minute| *minute < 60)).collect();
        let moved = moved.filter(|moved| moved.and(taken).is_empty())?;
        Some((minute.checked_add_signed(by)?, moved))
    };
    (1..60).flat_map(|distance| [distance, -distance]).find_map(moved)
}

/// The parts of a date that an expression matches.
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
