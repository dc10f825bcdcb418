//! Meaning of an expression: five sets, and how the two day fields combine.

use super::field::{CronField, FieldValues};

/// How the two day fields combine.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DayRule {
    /// A date must match both fields, since at least one of them contains a star.
    Both,
    /// A date that matches one field is enough, since both are restricted.
    Either,
}

/// A parsed expression. Two expressions with equal sets and an equal rule fire at the same minutes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Expression {
    pub minutes: FieldValues,
    pub hours: FieldValues,
    pub days: FieldValues,
    pub months: FieldValues,
    /// 0 is Sunday.
    pub weekdays: FieldValues,
    /// How `days` and `weekdays` combine.
    pub day_rule: DayRule,
}

impl Expression {
    /// Gives the values of one field.
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
