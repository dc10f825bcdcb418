//! Firings by a clock with a fixed offset from UTC.

use super::clock::DayMinutes;
use super::words::{DAY_MINUTES, ordinal};
use super::{Sentence, dates, never, said, times};
use crate::domain::cron::parse::canonical::{NEVER, canonical, longest};
use crate::domain::cron::parse::expression::{DayRule, Expression};
use crate::domain::cron::parse::field::{CronField, FieldValues};

/// Firings of a schedule that fall on the same dates of the local calendar.
#[derive(Clone, PartialEq, Eq)]
pub struct LocalFiring {
    clock: DayMinutes,
    dates: Expression,
    days_later: i8,
}

impl LocalFiring {
    /// The local minutes of the day, 0 to 1439, in order.
    #[must_use]
    pub fn minutes_of_day(&self) -> &[u16] {
        self.clock.minutes()
    }

    /// Gives the restricting date fields in canonical form; minutes and hours in this expression carry no meaning.
    #[must_use]
    pub const fn dates(&self) -> &Expression {
        &self.dates
    }

    /// Days from the date that `dates` matches to the local date: 0 where the fields could be moved to local dates, else -1 or 1.
    #[must_use]
    pub const fn days_later(&self) -> i8 {
        self.days_later
    }

    /// Gives these firings as a sentence in parts.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        said(&self.clock, self.is_every_day(), on_local_dates(&self.dates, self.days_later))
    }

    fn is_every_day(&self) -> bool {
        dates::is_every_day(&self.dates)
    }
}

/// Takes an expression in UTC and minutes east of UTC. Gives the firings by that clock: one group, or two if midnight falls
/// between them, the earlier local date first; an empty list for an expression that never fires. `None` for an offset of a day or
/// more.
#[must_use]
pub fn local_firings(expression: &Expression, offset_minutes: i32) -> Option<Vec<LocalFiring>> {
    let canonical = canonical(expression);
    let at = moved_times(&canonical, offset_minutes)?;
    if dates::is_every_day(&canonical) {
        let clock = DayMinutes::turned(at.into_iter().map(|(minute, _)| minute).collect());
        return Some(vec![LocalFiring { clock, dates: canonical, days_later: 0 }]);
    }
    let mut firings = Vec::new();
    for later in [-1, 0, 1] {
        let clock = DayMinutes::turned(at.iter().filter(|(_, days)| *days == later).map(|(minute, _)| *minute).collect());
        if !clock.minutes().is_empty() {
            let (dates, days_later) = moved_dates(&canonical, later);
            firings.push(LocalFiring { clock, dates, days_later });
        }
    }
    Some(firings)
}

/// Takes an expression in UTC, minutes east of UTC, and words for the zone as they follow a time ("in Berlin", "CET"). Gives the
/// schedule by that clock: "At 02:00 in Berlin, Tuesday to Saturday". The sentence is correct as long as the offset holds. `None`
/// for an offset of a day or more.
#[must_use]
pub fn describe_at_offset(expression: &Expression, offset_minutes: i32, zone: &str) -> Option<String> {
    let firings = local_firings(expression, offset_minutes)?;
    match firings.as_slice() {
        [] => Some(never().text()),
        [all] => Some(all.sentence().text_in(zone)),
        [earlier, later] => Some(one_stretch(earlier, later, zone).unwrap_or_else(|| {
            let mut out = earlier.sentence().text_in(zone);
            out.push_str("; ");
            out.push_str(&times::lower(later.sentence().text()));
            out
        })),
        _ => None,
    }
}

/// A single stretch across midnight, dated by the day on which it begins.
fn one_stretch(earlier: &LocalFiring, later: &LocalFiring, zone: &str) -> Option<String> {
    let on_next_day = later.clock.minutes().iter().map(|minute| minute + DAY_MINUTES);
    let all: Vec<u16> = earlier.clock.minutes().iter().copied().chain(on_next_day).collect();
    let times = times::over_midnight(&all)?;
    Some(Sentence { times, dates: earlier.sentence().dates, names_times: true }.text_in(zone))
}

/// The times by the local clock, each with the days from its UTC date to its local date.
fn moved_times(canonical: &Expression, offset_minutes: i32) -> Option<Vec<(u16, i8)>> {
    let day = i32::from(DAY_MINUTES);
    if offset_minutes <= -day || offset_minutes >= day {
        return None;
    }
    let mut moved = Vec::new();
    if *canonical != NEVER {
        for minute in DayMinutes::of(canonical.minutes, canonical.hours).minutes() {
            let local = i32::from(*minute) + offset_minutes;
            let minute = u16::try_from(local.rem_euclid(day)).ok()?;
            moved.push((minute, i8::try_from(local.div_euclid(day)).ok()?));
        }
    }
    Some(moved)
}

/// The date fields for local dates, if fields can express them; otherwise the unmoved fields and the shift in days.
fn moved_dates(canonical: &Expression, days_later: i8) -> (Expression, i8) {
    let restricts = |field| canonical.values(field) != FieldValues::all(field);
    if days_later == 0 {
        return (*canonical, 0);
    }
    // The 27th and the next day always share a month. So do the 2nd and the day before, unless the month lacks the day itself
    // while the day before exists. Weekdays move with every date, but not across the edge of a chosen month.
    let day_stays_in_month = |day| {
        if days_later > 0 { day <= 27 } else { day >= 2 && canonical.months.iter().all(|month| day <= shortest(month)) }
    };
    let moves_days = restricts(CronField::Day) && canonical.days.iter().all(day_stays_in_month);
    let keeps_month = moves_days && (canonical.day_rule == DayRule::Both || !restricts(CronField::Month));
    let moves = if restricts(CronField::Day) { keeps_month } else { !restricts(CronField::Month) };
    if !moves {
        return (*canonical, days_later);
    }
    let day = |day: u8| day.saturating_add_signed(days_later);
    let weekday = |weekday: u8| (weekday + 7).saturating_add_signed(days_later) % 7;
    let days = if restricts(CronField::Day) { canonical.days.iter().map(day).collect() } else { canonical.days };
    (Expression { days, weekdays: canonical.weekdays.iter().map(weekday).collect(), ..*canonical }, 0)
}

/// Fewest days of a month.
const fn shortest(month: u8) -> u8 {
    if month == 2 { 28 } else { longest(month) }
}

fn on_local_dates(dates: &Expression, days_later: i8) -> String {
    if days_later == 0 {
        return dates::on_dates(dates);
    }
    if let Some(last_day) = last_day_of_month(dates, days_later) {
        return last_day;
    }
    let (noun, several) = dates::noun(dates);
    let mut out = if several { "on the days " } else { "on the day " }.to_owned();
    out.push_str(if days_later > 0 { "after " } else { "before " });
    out.push_str(&noun);
    out
}

/// The day before the 1st: "on the last day of every month", "on the last day of March".
fn last_day_of_month(dates: &Expression, days_later: i8) -> Option<String> {
    let all = FieldValues::all(CronField::Weekday);
    let first = FieldValues::NONE.with(1);
    if days_later != -1 || dates.days != first || dates.weekdays != all || dates.day_rule == DayRule::Either {
        return None;
    }
    let before = |month: u8| if month == 1 { 12 } else { month - 1 };
    let months = dates.months.iter().map(before).collect();
    let on_first = dates::on_dates(&Expression { months, ..*dates });
    let mut out = "on the last day".to_owned();
    out.push_str(on_first.strip_prefix("on the ")?.strip_prefix(ordinal(1).as_str())?);
    Some(out)
}
