//! A simple schedule by the clocks of a place, and the same schedule by the appliance's.

use super::{ClockTime, CronBuilder, MonthDays};

/// Whole minutes by which the clocks of a place are ahead of the appliance's: less than a day, negative behind them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Lead(i32);

impl Lead {
    /// The appliance's own clocks.
    pub const NONE: Self = Self(0);

    /// Takes seconds; `None` unless they are whole minutes and less than a day.
    #[must_use]
    pub const fn from_seconds(seconds: i32) -> Option<Self> {
        if seconds % 60 == 0 && seconds.abs() < 86_400 { Some(Self(seconds / 60)) } else { None }
    }

    /// Gives the minutes.
    #[must_use]
    pub const fn minutes(self) -> i32 {
        self.0
    }
}

/// Reason why no expression says an entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoConversion {
    /// No day is selected.
    NoDay,
    /// For the appliance the day is the day before, and the day before the 1st differs by month.
    DayBefore,
    /// For the appliance the day is the day after, and the day after the last of a month is the 1st.
    DayAfter,
}

impl NoConversion {
    /// Gives the reason as a text for the screen.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NoDay => "Choose at least one day.",
            Self::DayBefore => {
                "For the appliance this is the day before, and the day before the 1st differs from month to month, so one \
                 expression cannot express it. Choose other days or a later time."
            }
            Self::DayAfter => {
                "For the appliance this is the day after, and the day after the last of a month is the 1st, so one \
                 expression cannot express it. Choose other days or an earlier time."
            }
        }
    }
}

impl CronBuilder {
    /// Takes this schedule as the clocks of a place show it and gives the one that fires at the same instants by the appliance's
    /// clocks, for as long as the lead stays. Intervals and custom texts have no time of day and stay. Fails if dates of the
    /// month fall on dates that no expression has.
    pub fn on_appliance(&self, lead: Lead) -> Result<Self, NoConversion> {
        let refusal = if lead.0 > 0 { NoConversion::DayBefore } else { NoConversion::DayAfter };
        self.moved(-lead.0).ok_or(refusal)
    }

    /// The inverse of [`Self::on_appliance`]; `None` if the clocks of the place show dates that no simple schedule has.
    #[must_use]
    pub fn in_place(&self, lead: Lead) -> Option<Self> {
        self.moved(lead.0)
    }

    fn moved(&self, minutes: i32) -> Option<Self> {
        Some(match self {
            Self::EveryMinutes(_) | Self::Custom(_) => self.clone(),
            Self::Hourly(minute) => Self::Hourly(ClockTime::MIDNIGHT.at_minute(*minute).moved(minutes).0.minute()),
            Self::Daily(time) => Self::Daily(time.moved(minutes).0),
            Self::Weekly(weekdays, time) => {
                let (time, days) = time.moved(minutes);
                Self::Weekly(weekdays.moved(days), time)
            }
            Self::Monthly(dates, time) => {
                let (time, days) = time.moved(minutes);
                Self::Monthly(dates.moved(days)?, time)
            }
        })
    }

    /// Gives schedules that [`Self::on_appliance`] converts, for one that it refuses: the nearest time at these dates, and the
    /// nearest dates at this time.
    #[must_use]
    pub fn nearest(&self, lead: Lead) -> Vec<Self> {
        let Self::Monthly(dates, time) = self else { return Vec::new() };
        if self.on_appliance(lead).is_ok() {
            return Vec::new();
        }
        // The first minute of the place's day that lies on the same day of the appliance, or the last one.
        let (edge, _) = ClockTime::MIDNIGHT.moved(if lead.0 > 0 { lead.0 } else { lead.0 - 1 });
        let (first, last) = if lead.0 > 0 { (2, 28) } else { (1, 27) };
        let within = MonthDays::new(dates.values().iter().map(|date| date.clamp(first, last)).collect());
        let others = within.map(|dates| Self::Monthly(dates, *time));
        std::iter::once(Self::Monthly(*dates, edge)).chain(others).collect()
    }
}
