//! What an expression means: five sets and how the two day fields go together.

use super::field::{Field, Values};

/// How the two day fields decide together on which dates an expression fires.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DayRule {
    /// A date must match both, since a star stands in at least one of them.
    Both,
    /// A date that matches either is enough, since both are restricted.
    Either,
}

/// An expression of the appliance's dialect, understood. Two expressions with equal sets and an equal rule fire at the same minutes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Expression {
    /// Minutes of the hour.
    pub minutes: Values,
    /// Hours of the day.
    pub hours: Values,
    /// Days of the month.
    pub days: Values,
    /// Months of the year.
    pub months: Values,
    /// Days of the week, 0 is Sunday.
    pub weekdays: Values,
    /// How `days` and `weekdays` go together.
    pub day_rule: DayRule,
}

impl Expression {
    /// The values of one field.
    #[must_use]
    pub const fn values(&self, field: Field) -> Values {
        match field {
            Field::Minute => self.minutes,
            Field::Hour => self.hours,
            Field::Day => self.days,
            Field::Month => self.months,
            Field::Weekday => self.weekdays,
        }
    }
}
