//! One form for all expressions that fire at the same minutes, so that they read alike.

use super::expression::{DayRule, Expression};
use super::field::{CronField, FieldValues};

/// The canonical form of an expression that never fires: no value in any field.
pub const NEVER: Expression = Expression {
    minutes: FieldValues::NONE,
    hours: FieldValues::NONE,
    days: FieldValues::NONE,
    months: FieldValues::NONE,
    weekdays: FieldValues::NONE,
    day_rule: DayRule::Both,
};

/// Gives the most days that a month can have: 29 for February.
#[must_use]
pub const fn longest(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Takes any expression and gives the one form of all that fire at the same minutes; never fails.
///
/// Two expressions fire at the same minutes exactly when their forms are equal. In the form, the rule is `Either` only where each
/// day field alone contributes dates; months without a firing and days that no remaining month has are removed; a field that
/// restricts nothing contains all its values.
#[must_use]
pub fn canonical(expression: &Expression) -> Expression {
    let within = |field| expression.values(field).and(FieldValues::all(field));
    let [minutes, hours, days, months, weekdays] = CronField::ALL.map(within);
    let day_rule = expression.day_rule;
    if minutes.is_empty() || hours.is_empty() || months.is_empty() {
        return NEVER;
    }
    let all_days = FieldValues::all(CronField::Day);
    let all_weekdays = FieldValues::all(CronField::Weekday);
    let reached = reachable(days, months);
    match day_rule {
        DayRule::Either => {
            let possible = reachable(all_days, months);
            let (days, weekdays, day_rule) = if weekdays == all_weekdays || reached == possible {
                (all_days, all_weekdays, DayRule::Both)
            } else if weekdays.is_empty() {
                // The days alone decide, so a month without any of them never fires.
                return canonical(&Expression { weekdays: all_weekdays, day_rule: DayRule::Both, ..*expression });
            } else if reached.is_empty() {
                (all_days, weekdays, DayRule::Both)
            } else {
                (reached, weekdays, DayRule::Either)
            };
            Expression { minutes, hours, days, months, weekdays, day_rule }
        }
        DayRule::Both => {
            if weekdays.is_empty() || reached.is_empty() {
                return NEVER;
            }
            let months = months.iter().filter(|month| !reachable(days, FieldValues::NONE.with(*month)).is_empty()).collect();
            let days = if reached == reachable(all_days, months) { all_days } else { reached };
            Expression { minutes, hours, days, months, weekdays, day_rule }
        }
    }
}

/// The days of `days` that at least one of `months` has.
fn reachable(days: FieldValues, months: FieldValues) -> FieldValues {
    let most = months.iter().map(longest).max().unwrap_or(0);
    days.iter().filter(|day| *day <= most).collect()
}
