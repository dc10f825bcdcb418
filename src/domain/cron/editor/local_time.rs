//! Entry by local time: finds the five UTC fields that fire when the reader's clocks show the wanted times. The offset changes
//! and the expression does not, so a conversion is right only until the next change; [`NextConversion`] describes that change.

use chrono::{NaiveTime, TimeDelta};

use crate::domain::cron::firing::timetable::Timetable;
use crate::domain::cron::parse::expression::{DayRule, Expression};
use crate::domain::cron::parse::field::{CronField, FieldValues};
use crate::domain::time::zone::{DayLength, LOOKAHEAD_MS, UtcOffsets, next_change};
use crate::domain::time::{self, Instant};

/// Times by the reader's clocks: each of the minutes in each of the hours on each of the days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocalTimes {
    pub minutes: FieldValues,
    pub hours: FieldValues,
    pub days: LocalDays,
}

/// The days of an entry by local time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LocalDays {
    Every,
    /// 0 is Sunday.
    Weekdays(FieldValues),
    Dates(FieldValues),
}

/// Reason why five UTC fields cannot express the entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoConversion {
    NoTime,
    NoDay,
    /// The offset from UTC is not a whole number of minutes.
    OddOffset,
    /// In UTC the minutes differ between hours.
    Minutes,
    /// In UTC the times fall on different days.
    Midnight,
    /// In UTC the day is the day before, and the day before the 1st differs by month.
    DayBefore,
    /// In UTC the day is the day after, and the day after the last of a month is the 1st.
    DayAfter,
}

impl NoConversion {
    /// Gives the reason as a text for the screen.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NoTime => "Choose a time.",
            Self::NoDay => "Choose a day.",
            Self::OddOffset => "The clocks of this zone are not whole minutes ahead of UTC.",
            Self::Minutes => "In UTC the minutes of these times differ from hour to hour, so one expression cannot express them.",
            Self::Midnight => "In UTC some of these times fall on another day, so one expression cannot express them.",
            Self::DayBefore => {
                "In UTC this is the day before, and the day before the 1st differs from month to month, so one expression cannot \
                 express it. Choose other days, or a later time."
            }
            Self::DayAfter => {
                "In UTC this is the day after, and the day after the last of a month is the 1st, so one expression cannot \
                 express it. Choose other days, or an earlier time."
            }
        }
    }
}

/// An expression for the entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UtcConversion {
    pub expression: String,
    /// Seconds from the entered time to the firing under the present offset; negative for earlier.
    pub late: i32,
    /// Effect of the next offset change; `None` if no change is foreseen.
    pub then: Option<NextConversion>,
}

/// Effect of an offset change on an expression.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NextConversion {
    /// The first firing after the change.
    pub from: Instant,
    /// Seconds from the entered time to the firing after the change; negative for earlier.
    pub late: i32,
}

/// The expressions for the entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UtcConversions {
    /// For the present offset.
    pub now: Result<UtcConversion, NoConversion>,
    /// For the offset after the next change; `None` if no change is foreseen.
    pub changed: Option<Result<UtcConversion, NoConversion>>,
}

impl LocalTimes {
    /// Takes the reader's zone and gives the expressions for the present offset and for the one after the next change.
    #[must_use]
    pub fn offers(&self, zone: &dyn UtcOffsets, now: Instant) -> UtcConversions {
        let present = zone.offset_at(now);
        let change = next_change(zone, now, time::after(now, LOOKAHEAD_MS));
        let offer = |offset: i32| {
            let expression = self.in_utc(offset)?;
            let then = change.and_then(|change| {
                let from = Timetable::of(&expression).next_after(time::after(change.at, -1))?;
                Some(NextConversion { from, late: change.after - offset })
            });
            Ok(UtcConversion { expression: written(&expression), late: present - offset, then })
        };
        UtcConversions { now: offer(present), changed: change.map(|change| offer(change.after)) }
    }

    /// Takes seconds ahead of UTC and gives the expression that fires at exactly these times. Fails if there is none.
    pub fn in_utc(&self, offset: i32) -> Result<Expression, NoConversion> {
        if offset % 60 != 0 {
            return Err(NoConversion::OddOffset);
        }
        let (mut minutes, mut hours, mut days_away) = (FieldValues::NONE, FieldValues::NONE, FieldValues::NONE);
        let mut count = 0;
        for hour in self.hours.and(FieldValues::all(CronField::Hour)).iter() {
            for minute in self.minutes.and(FieldValues::all(CronField::Minute)).iter() {
                let utc = i32::from(hour) * 60 + i32::from(minute) - offset / 60;
                let minute_of_day = utc.rem_euclid(1_440);
                minutes = minutes.with(small(minute_of_day % 60));
                hours = hours.with(small(minute_of_day / 60));
                days_away = days_away.with(small(utc.div_euclid(1_440) + 1));
                count += 1;
            }
        }
        if count == 0 {
            return Err(NoConversion::NoTime);
        }
        if minutes.len() * hours.len() != count {
            return Err(NoConversion::Minutes);
        }
        let (days, weekdays) = self.days.in_utc(days_away)?;
        Ok(Expression { minutes, hours, days, months: FieldValues::all(CronField::Month), weekdays, day_rule: DayRule::Both })
    }

    /// Takes seconds from the entered time to the firing; gives the clock time of the firing and its day relative to the entry.
    /// `None` if several times were entered.
    #[must_use]
    pub fn shown(&self, late: i32) -> Option<(NaiveTime, DayLength)> {
        let only = |values: FieldValues| values.iter().next().filter(|_| values.len() == 1);
        let entered = NaiveTime::from_hms_opt(only(self.hours)?.into(), only(self.minutes)?.into(), 0)?;
        let (shown, days_away) = entered.overflowing_add_signed(TimeDelta::seconds(late.into()));
        let day = match days_away {
            ..0 => DayLength::Before,
            0 => DayLength::Same,
            1.. => DayLength::After,
        };
        Some((shown, day))
    }
}

/// Values of `days_away`: the day before, the same day, the day after.
const BEFORE: u8 = 0;
const SAME: u8 = 1;

impl LocalDays {
    /// Days of the month and of the week in UTC, shifted by `days_away`.
    fn in_utc(self, days_away: FieldValues) -> Result<(FieldValues, FieldValues), NoConversion> {
        let (all_dates, all_weekdays) = (FieldValues::all(CronField::Day), FieldValues::all(CronField::Weekday));
        let (dates, weekdays) = match self {
            Self::Every => (all_dates, all_weekdays),
            Self::Weekdays(weekdays) => (all_dates, weekdays.and(all_weekdays)),
            Self::Dates(dates) => (dates.and(all_dates), all_weekdays),
        };
        if dates.is_empty() || weekdays.is_empty() {
            return Err(NoConversion::NoDay);
        }
        if dates == all_dates && weekdays == all_weekdays {
            return Ok((dates, weekdays));
        }
        if days_away.len() != 1 {
            return Err(NoConversion::Midnight);
        }
        if days_away.has(SAME) {
            return Ok((dates, weekdays));
        }
        let before = days_away.has(BEFORE);
        let weekdays = weekdays.iter().map(|weekday| (weekday + if before { 6 } else { 1 }) % 7).collect();
        // The days that some months lack, and the days that they shift to, must be selected all or none.
        let ends: [u8; 4] = if before { [29, 30, 31, 1] } else { [28, 29, 30, 31] };
        let refusal = if before { NoConversion::DayBefore } else { NoConversion::DayAfter };
        match ends.into_iter().filter(|date| dates.has(*date)).count() {
            0 | 4 => {}
            _ => return Err(refusal),
        }
        let moved = |date: u8| match (date, before) {
            (1, true) => 31,
            (31, false) => 1,
            (_, true) => date - 1,
            (_, false) => date + 1,
        };
        Ok((dates.iter().map(moved).collect(), weekdays))
    }
}

/// A number known to be small and not negative.
fn small(number: i32) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

fn written(expression: &Expression) -> String {
    CronField::ALL.map(|field| written_field(field, expression.values(field))).join(" ")
}

/// A star, or the values with three or more neighbours as a range.
fn written_field(field: CronField, values: FieldValues) -> String {
    if values == FieldValues::all(field) {
        return "*".to_owned();
    }
    let name = |value: u8| match field {
        CronField::Weekday => WEEKDAYS.get(usize::from(value)).map_or_else(String::new, |name| (*name).to_owned()),
        _ => value.to_string(),
    };
    let mut text = String::new();
    let mut rest = values.iter().peekable();
    while let Some(first) = rest.next() {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&name(first));
        let row = (first + 1..64).take_while(|value| values.has(*value)).count();
        if row >= 2 {
            let last = rest.nth(row - 1).unwrap_or(first);
            text.push('-');
            text.push_str(&name(last));
        }
    }
    text
}
