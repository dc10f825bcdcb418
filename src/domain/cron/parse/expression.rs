//! What an expression means: five sets and how the two day fields go together.

use super::field::{CronField, FieldValues};

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
    pub minutes: FieldValues,
    /// Hours of the day.
    pub hours: FieldValues,
    /// Days of the month.
    pub days: FieldValues,
    /// Months of the year.
    pub months: FieldValues,
    /// Days of the week, 0 is Sunday.
    pub weekdays: FieldValues,
    /// How `days` and `weekdays` go together.
    pub day_rule: DayRule,
}

impl Expression {
    /// The values of one field.
    #[must_use]
    pub const fn values(&self, field: CronField) -> FieldValues {
        match field {
            CronField::Minute => self.minutes,
            CronField::Hour => self.hours,
            CronField::Day => self.days,
            CronField::Month => self.months,
            CronField::Weekday => self.weekdays,
        }
    }
}
