//! The simple editor's model: six kinds of schedule, each with the values that a person picks, and the cron text of each.
//!
//! The editor never rewrites a text: a text belongs to a simple kind only if writing that kind gives the very same bytes. Any
//! other text is [`CronBuilder::Custom`] and is kept unchanged, valid or not.

use super::parse::canonical::canonical;
use super::parse::expression::{DayRule, Expression};
use super::parse::field::{CronField, FieldValues};

mod format;
mod lead;
mod values;
mod when;

pub use lead::{Lead, NoConversion};
pub use when::WhenForm;

pub use values::{BuilderKind, ClockTime, LastChoices, Minute, MinuteInterval, MonthDays, Spelling, Weekdays};

/// A schedule as the editor draws it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CronBuilder {
    /// Evenly, around the clock.
    EveryMinutes(MinuteInterval),
    Hourly(Minute),
    Daily(ClockTime),
    /// At one time on some days of the week.
    Weekly(Weekdays, ClockTime),
    /// At one time on some days of every month.
    Monthly(MonthDays, ClockTime),
    /// Any text. [`CronBuilder::read`] gives this kind only for a text that no other kind writes; a person can also choose it to
    /// edit the text.
    Custom(String),
}

impl CronBuilder {
    /// Takes any text and gives the kind that writes exactly it, or else `Custom`. `read(text).write()` is always `text`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match format::simple(text) {
            Some(simple) if simple.write() == text => simple,
            _ => Self::Custom(text.to_owned()),
        }
    }

    /// Gives the cron expression; for a custom text the text itself.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::EveryMinutes(interval) => format::every_minutes(*interval),
            Self::Hourly(minute) => format::hourly(*minute),
            Self::Daily(time) => format::at(*time, "* * *"),
            Self::Weekly(weekdays, time) => format::weekly(*weekdays, *time),
            Self::Monthly(days, time) => format::monthly(*days, *time),
            Self::Custom(text) => text.clone(),
        }
    }

    /// Gives the kind of the schedule.
    #[must_use]
    pub const fn kind(&self) -> BuilderKind {
        match self {
            Self::EveryMinutes(_) => BuilderKind::EveryMinutes,
            Self::Hourly(_) => BuilderKind::Hourly,
            Self::Daily(_) => BuilderKind::Daily,
            Self::Weekly(..) => BuilderKind::Weekly,
            Self::Monthly(..) => BuilderKind::Monthly,
            Self::Custom(_) => BuilderKind::Custom,
        }
    }

    /// Gives the parsed expression. `None` for a custom text, which needs parsing.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        let all = Expression {
            minutes: FieldValues::all(CronField::Minute),
            hours: FieldValues::all(CronField::Hour),
            days: FieldValues::all(CronField::Day),
            months: FieldValues::all(CronField::Month),
            weekdays: FieldValues::all(CronField::Weekday),
            day_rule: DayRule::Both,
        };
        let at = |time: ClockTime| Expression {
            minutes: FieldValues::NONE.with(time.minute().get()),
            hours: FieldValues::NONE.with(time.hour()),
            ..all
        };
        Some(match self {
            Self::EveryMinutes(interval) => Expression { minutes: interval.minutes(), ..all },
            Self::Hourly(minute) => Expression { minutes: FieldValues::NONE.with(minute.get()), ..all },
            Self::Daily(time) => at(*time),
            Self::Weekly(weekdays, time) => Expression { weekdays: weekdays.values(), ..at(*time) },
            Self::Monthly(days, time) => Expression { days: days.values(), ..at(*time) },
            Self::Custom(_) => return None,
        })
    }

    /// Takes the meaning of a custom text and gives the simple kind that fires at the same minutes, as a suggestion: `00 1 * * ?`
    /// could be Daily at 01:00. `None` if there is none.
    #[must_use]
    pub fn suggest(expression: &Expression) -> Option<Self> {
        let meant = canonical(expression);
        let time = ClockTime::new(only(meant.hours).unwrap_or(0), only(meant.minutes).unwrap_or(0))?;
        let interval = u8::try_from(60 / meant.minutes.len().max(1)).ok().and_then(MinuteInterval::new);
        let simple = [
            interval.map(Self::EveryMinutes),
            Some(Self::Hourly(time.minute())),
            Some(Self::Daily(time)),
            Weekdays::new(meant.weekdays, Spelling::Upper).map(|weekdays| Self::Weekly(weekdays, time)),
            MonthDays::new(meant.days).map(|days| Self::Monthly(days, time)),
        ];
        simple.into_iter().flatten().find(|simple| simple.expression().is_some_and(|one| canonical(&one) == meant))
    }
}

/// The value of a set with exactly one.
fn only(values: FieldValues) -> Option<u8> {
    let mut values = values.iter();
    values.next().filter(|_| values.next().is_none())
}
