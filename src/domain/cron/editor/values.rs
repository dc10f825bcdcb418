//! The values that a person picks. Constructors reject invalid values, so a value of these types is always valid.

use super::{CronBuilder, Lead, only};
use crate::domain::cron::parse::canonical::canonical;
use crate::domain::cron::parse::dialect::parse;
use crate::domain::cron::parse::expression::Expression;
use crate::domain::cron::parse::field::{CronField, FieldValues};

/// The kinds of schedule that the editor offers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BuilderKind {
    EveryMinutes,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Custom,
}

impl BuilderKind {
    /// All kinds, in the order of the menu.
    pub const ALL: [Self; 6] = [Self::EveryMinutes, Self::Hourly, Self::Daily, Self::Weekly, Self::Monthly, Self::Custom];

    /// Gives the name on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::EveryMinutes => "Minutes",
            Self::Hourly => "Hourly",
            Self::Daily => "Daily",
            Self::Weekly => "Weekly",
            Self::Monthly => "Monthly",
            Self::Custom => "Custom",
        }
    }
}

/// A number of minutes that divides the hour. Others would not fire evenly: `*/7` fires at 56 and again 4 minutes later.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MinuteInterval(u8);

impl MinuteInterval {
    /// All intervals, for a menu. Sixty minutes are [`CronBuilder::Hourly`].
    pub const ALL: [Self; 11] =
        [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6), Self(10), Self(12), Self(15), Self(20), Self(30)];

    /// Takes minutes; `None` unless they divide the hour into two parts or more.
    #[must_use]
    pub fn new(minutes: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|interval| interval.0 == minutes)
    }

    /// Gives the number of minutes.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Minutes of the hour at which the interval fires.
    pub(super) fn minutes(self) -> FieldValues {
        (0..60).filter(|minute| minute % self.0 == 0).collect()
    }
}

/// A minute of the hour.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Minute(u8);

impl Minute {
    /// Takes 0 to 59; `None` for others.
    #[must_use]
    pub fn new(minute: u8) -> Option<Self> {
        (minute < 60).then_some(Self(minute))
    }

    /// 0 to 59.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A time of the day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ClockTime {
    hour: u8,
    minute: Minute,
}

impl ClockTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self { hour: 0, minute: Minute(0) };

    /// Takes 0 to 23 and 0 to 59; `None` for others.
    #[must_use]
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        Some(Self { hour: (hour < 24).then_some(hour)?, minute: Minute::new(minute)? })
    }

    /// 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// Gives the minute of the hour.
    #[must_use]
    pub const fn minute(self) -> Minute {
        self.minute
    }

    /// Gives the same hour at another minute.
    #[must_use]
    pub const fn at_minute(self, minute: Minute) -> Self {
        Self { hour: self.hour, minute }
    }

    /// Gives the time so many minutes later, less than a day, and the days that lie between: -1, 0 or 1.
    pub(super) fn moved(self, minutes: i32) -> (Self, i32) {
        let at = i32::from(self.hour) * 60 + i32::from(self.minute.0) + minutes;
        let minute = at.rem_euclid(1_440);
        (Self { hour: small(minute / 60), minute: Minute(small(minute % 60)) }, at.div_euclid(1_440))
    }
}

/// Spelling of weekdays. The appliance treats all three alike, so the editor keeps the one that it found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum Spelling {
    /// `MON`
    #[default]
    Upper,
    /// `mon`
    Lower,
    /// `1`
    Digits,
}

/// Days of the week, at least one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Weekdays {
    values: FieldValues,
    spelling: Spelling,
}

impl Weekdays {
    /// Takes days, 0 is Sunday; `None` for an empty set and for values outside 0 to 6.
    #[must_use]
    pub fn new(values: FieldValues, spelling: Spelling) -> Option<Self> {
        picked(values, CronField::Weekday).map(|values| Self { values, spelling })
    }

    /// Gives the days; 0 is Sunday.
    #[must_use]
    pub const fn values(self) -> FieldValues {
        self.values
    }

    /// Gives the spelling to write.
    #[must_use]
    pub const fn spelling(self) -> Spelling {
        self.spelling
    }

    /// Gives the days so many days later.
    pub(super) fn moved(self, days: i32) -> Self {
        let values = self.values.iter().map(|day| small((i32::from(day) + days).rem_euclid(7))).collect();
        Self { values, ..self }
    }
}

/// Days of the month, at least one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MonthDays(FieldValues);

impl MonthDays {
    /// Takes days 1 to 31; `None` for an empty set and for values outside 1 to 31.
    #[must_use]
    pub fn new(values: FieldValues) -> Option<Self> {
        picked(values, CronField::Day).map(Self)
    }

    /// Gives the days, 1 to 31.
    #[must_use]
    pub const fn values(self) -> FieldValues {
        self.0
    }

    /// Gives the days one day earlier or later, in every month; `None` if no set has them. The days that some months lack, and
    /// the days that they move to, must be selected all or none.
    pub(super) fn moved(self, days: i32) -> Option<Self> {
        let ends: [u8; 4] = match days {
            0 => return Some(self),
            ..0 => [29, 30, 31, 1],
            1.. => [28, 29, 30, 31],
        };
        let moved = |date: u8| match (date, days < 0) {
            (1, true) => 31,
            (31, false) => 1,
            (_, true) => date - 1,
            (_, false) => date + 1,
        };
        let selected = ends.into_iter().filter(|date| self.0.has(*date)).count();
        matches!(selected, 0 | 4).then(|| Self(self.0.iter().map(moved).collect()))
    }
}

/// A number known to be small and not negative.
fn small(number: i32) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

fn picked(values: FieldValues, field: CronField) -> Option<FieldValues> {
    (!values.is_empty() && values.and(FieldValues::all(field)) == values).then_some(values)
}

/// The last value of each kind, so that trying another kind loses nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastChoices {
    /// For [`CronBuilder::EveryMinutes`].
    pub interval: MinuteInterval,
    /// For all kinds with a time; [`CronBuilder::Hourly`] uses the minute alone.
    pub time: ClockTime,
    /// For [`CronBuilder::Weekly`].
    pub weekdays: Weekdays,
    /// For [`CronBuilder::Monthly`].
    pub days: MonthDays,
}

impl Default for LastChoices {
    /// The values of a new schedule: every 15 minutes, 01:00, Monday, the 1st.
    fn default() -> Self {
        Self {
            interval: MinuteInterval(15),
            time: ClockTime { hour: 1, minute: Minute(0) },
            weekdays: Weekdays { values: FieldValues::NONE.with(1), spelling: Spelling::Upper },
            days: MonthDays(FieldValues::NONE.with(1)),
        }
    }
}

impl LastChoices {
    /// Stores the values of a builder; values that its kind lacks are unchanged. A custom text is by the appliance's clocks and
    /// contributes what a simple kind could have by those of the place: from `30 5 13 * FRI` the time 05:30, the 13th and Friday.
    pub fn keep(&mut self, builder: &CronBuilder, lead: Lead) {
        match builder {
            CronBuilder::EveryMinutes(interval) => self.interval = *interval,
            CronBuilder::Hourly(minute) => self.time = self.time.at_minute(*minute),
            CronBuilder::Daily(time) => self.time = *time,
            CronBuilder::Weekly(weekdays, time) => (self.weekdays, self.time) = (*weekdays, *time),
            CronBuilder::Monthly(days, time) => (self.days, self.time) = (*days, *time),
            CronBuilder::Custom(text) => {
                if let Ok(expression) = parse(text) {
                    self.keep_parts(&canonical(&expression), lead);
                }
            }
        }
    }

    fn keep_parts(&mut self, meant: &Expression, lead: Lead) {
        let (hour, minute) = (only(meant.hours), only(meant.minutes));
        let time = ClockTime::new(hour.unwrap_or(0), minute.unwrap_or(0)).unwrap_or(self.time);
        let (time, days_away) = time.moved(lead.minutes());
        if minute.is_some() {
            self.time.minute = time.minute;
        }
        if hour.is_some() {
            self.time.hour = time.hour;
        }
        let days_away = if hour.is_some() { days_away } else { 0 };
        if meant.weekdays != FieldValues::all(CronField::Weekday) {
            let weekdays = Weekdays::new(meant.weekdays, Spelling::Upper);
            self.weekdays = weekdays.map_or(self.weekdays, |weekdays| weekdays.moved(days_away));
        }
        if meant.days != FieldValues::all(CronField::Day) {
            self.days = MonthDays::new(meant.days).and_then(|days| days.moved(days_away)).unwrap_or(self.days);
        }
        let interval = MinuteInterval::ALL.into_iter().find(|interval| interval.minutes() == meant.minutes);
        self.interval = interval.unwrap_or(self.interval);
    }

    /// Gives a builder with the last values of its kind; `None` for Custom.
    #[must_use]
    pub const fn builder(&self, kind: BuilderKind) -> Option<CronBuilder> {
        Some(match kind {
            BuilderKind::EveryMinutes => CronBuilder::EveryMinutes(self.interval),
            BuilderKind::Hourly => CronBuilder::Hourly(self.time.minute()),
            BuilderKind::Daily => CronBuilder::Daily(self.time),
            BuilderKind::Weekly => CronBuilder::Weekly(self.weekdays, self.time),
            BuilderKind::Monthly => CronBuilder::Monthly(self.days, self.time),
            BuilderKind::Custom => return None,
        })
    }
}
