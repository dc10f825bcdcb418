//! Words for the dates: days of the month, months, days of the week, and the rule between the day fields.

use super::words::{circle_runs, even_step, items, largest, list, month, ordinal, runs, smallest, weekday};
use crate::domain::cron::parse::canonical::longest;
use crate::domain::cron::parse::expression::{DayRule, Expression};
use crate::domain::cron::parse::field::{CronField, FieldValues};

/// Fewest dates that are written as a range rather than a list.
const LONG: u32 = 5;

/// The date fields that restrict anything.
struct Shape {
    day: bool,
    month: bool,
    weekday: bool,
}

impl Shape {
    fn of(expression: &Expression) -> Self {
        let restricts = |field| expression.values(field) != FieldValues::all(field);
        Self { day: restricts(CronField::Day), month: restricts(CronField::Month), weekday: restricts(CronField::Weekday) }
    }
}

/// True if every date fires.
pub(super) fn is_every_day(canonical: &Expression) -> bool {
    let shape = Shape::of(canonical);
    !shape.day && !shape.month && !shape.weekday
}

/// The dates of a canonical expression as the end of a sentence: "every day", "Monday to Friday", "on the 13th or on any Friday".
pub(super) fn on_dates(canonical: &Expression) -> String {
    let shape = Shape::of(canonical);
    let mut out = String::new();
    if canonical.day_rule == DayRule::Either {
        if shape.month {
            out.push_str(&in_months(canonical.months));
            out.push_str(", ");
        }
        out.push_str(&on_days(canonical.days));
        out.push_str(" or on ");
        out.push_str(&any_weekday(canonical.weekdays));
    } else if shape.day {
        out.push_str(&on_days(canonical.days));
        push_of_months(&mut out, canonical);
        push_where_it_falls(&mut out, canonical, &shape);
    } else {
        let range = shape.weekday.then(|| weekday_range(canonical.weekdays)).flatten();
        let alone = range.is_none() && canonical.weekdays.len() != 6;
        out.push_str(&range.unwrap_or_else(|| on_weekdays(canonical.weekdays)));
        if shape.month {
            out.push_str(if alone { " " } else { ", " });
            out.push_str(&in_months(canonical.months));
        }
    }
    out
}

/// The dates as a noun, for "the day after …": "the 31st of every month that has one", "every Friday in January". The flag is
/// true for several days of the month, which need "the days after".
pub(super) fn noun(canonical: &Expression) -> (String, bool) {
    let shape = Shape::of(canonical);
    let mut out = String::new();
    let mut several = false;
    if shape.day {
        let days = on_days(canonical.days);
        match days.strip_prefix("on ") {
            Some(named) => {
                several = canonical.days.len() > 1;
                out.push_str(named);
            }
            None => {
                if days.starts_with("from") {
                    out.push_str("each day ");
                }
                out.push_str(&days);
            }
        }
        if canonical.day_rule == DayRule::Either {
            out.push_str(" or ");
            out.push_str(&any_weekday(canonical.weekdays));
        } else {
            push_of_months(&mut out, canonical);
            push_where_it_falls(&mut out, canonical, &shape);
            return (out, several);
        }
    } else {
        let range = shape.weekday.then(|| weekday_range(canonical.weekdays)).flatten();
        if let Some(range) = range {
            out.push_str("each day from ");
            out.push_str(&range);
        } else if shape.weekday {
            out.push_str(&every_weekday(canonical.weekdays));
        } else {
            out.push_str("each day");
        }
    }
    if shape.month {
        out.push(' ');
        out.push_str(&in_months(canonical.months));
    }
    (out, several)
}

/// "on the 1st", "on the 1st, 15th and 20th to 25th", "from the 1st to the 7th", "every 2nd day from the 1st to the 31st".
fn on_days(days: FieldValues) -> String {
    let mut out = String::new();
    match even_step(days) {
        Some(step) if (step == 1 && days.len() > 2) || days.len() >= LONG => {
            if step > 1 {
                out.push_str("every ");
                out.push_str(&ordinal(step));
                out.push_str(" day ");
            }
            out.push_str("from the ");
            out.push_str(&ordinal(smallest(days)));
            out.push_str(" to the ");
            out.push_str(&ordinal(largest(days)));
        }
        _ => {
            out.push_str("on the ");
            out.push_str(&list(&items(&runs(days), 31, ordinal), " and "));
        }
    }
    out
}

/// " of every month", " of every month that has one", " of January and July".
fn push_of_months(out: &mut String, canonical: &Expression) {
    let rarest = smallest(canonical.days);
    let having: FieldValues = (1..=12).filter(|month| longest(*month) >= rarest).collect();
    out.push_str(" of ");
    if rarest > 28 && canonical.months == having {
        out.push_str("every month that has ");
        out.push_str(if canonical.days.len() == 1 { "one" } else { "them" });
    } else {
        out.push_str(&of_months(canonical.months));
    }
    if rarest == 29 && canonical.days.len() == 1 && canonical.months == FieldValues::NONE.with(2) {
        out.push_str(", in leap years");
    }
}

/// ", where it falls on Friday", if both day fields restrict and a date must match both.
fn push_where_it_falls(out: &mut String, canonical: &Expression, shape: &Shape) {
    if shape.weekday {
        out.push_str(", where it falls on ");
        out.push_str(&list(&weekday_items(canonical.weekdays), " and "));
    }
}

/// "every month", "January, April and June to August", "every month from June to August", "every month except May".
fn of_months(months: FieldValues) -> String {
    let runs = circle_runs(months, 1, 12);
    let mut out = String::new();
    if months.len() >= 11 || (runs.len() == 1 && months.len() > 2) {
        out.push_str("every month");
        if months.len() == 11 {
            out.push_str(" except ");
            let missing = (1..=12).find(|value| !months.has(*value)).unwrap_or(0);
            out.push_str(&month(missing));
        } else if months.len() < 11 {
            out.push_str(" from ");
            out.push_str(&list(&items(&runs, 12, month), ""));
        }
    } else {
        out.push_str(&list(&items(&runs, 12, month), " and "));
    }
    out
}

/// "in January and July", "from June to August", "except in May".
fn in_months(months: FieldValues) -> String {
    let of = of_months(months);
    if let Some(missing) = of.strip_prefix("every month except ") {
        let mut out = "except in ".to_owned();
        out.push_str(missing);
        return out;
    }
    match of.strip_prefix("every month from") {
        Some(range) => {
            let mut out = "from".to_owned();
            out.push_str(range);
            out
        }
        None => {
            let mut out = "in ".to_owned();
            out.push_str(&of);
            out
        }
    }
}

/// Days of the week counted from Monday, as people write a week.
fn from_monday(weekdays: FieldValues) -> FieldValues {
    weekdays.iter().map(|day| (day + 6) % 7).collect()
}

/// "Monday to Wednesday", "Friday": from Monday on; a run across the end of the week comes last.
fn weekday_items(weekdays: FieldValues) -> Vec<String> {
    items(&circle_runs(from_monday(weekdays), 0, 6), 7, weekday)
}

/// A set with a stretch of three or more days: "Monday to Friday", "Monday to Wednesday and Friday". Six days are written this
/// way only if the missing day begins or ends the week.
fn weekday_range(weekdays: FieldValues) -> Option<String> {
    let items = weekday_items(weekdays);
    let named_alone = u32::try_from(items.len()).is_ok_and(|count| count == weekdays.len());
    let edge = !weekdays.has(0) || !weekdays.has(6);
    (!named_alone && (weekdays.len() < 6 || edge)).then(|| list(&items, " and "))
}

/// "every day", "on Fridays", "on Mondays and Thursdays", "every day except Thursday".
fn on_weekdays(weekdays: FieldValues) -> String {
    if weekdays.len() > 5 {
        return every_weekday(weekdays);
    }
    let plural: Vec<String> = weekday_items(weekdays).into_iter().map(|item| item + "s").collect();
    let mut out = "on ".to_owned();
    out.push_str(&list(&plural, " and "));
    out
}

/// "every day", "every Friday", "every Monday and Thursday", "every day except Thursday".
fn every_weekday(weekdays: FieldValues) -> String {
    let mut out = "every ".to_owned();
    match weekdays.len() {
        7 => out.push_str("day"),
        6 => push_day_except(&mut out, weekdays),
        _ => out.push_str(&list(&weekday_items(weekdays), " and ")),
    }
    out
}

/// "any Friday", "any Saturday or Sunday", "any day from Monday to Friday", "any day except Thursday".
fn any_weekday(weekdays: FieldValues) -> String {
    let mut out = "any ".to_owned();
    let items = weekday_items(weekdays);
    let range = weekday_range(weekdays).filter(|_| items.len() == 1);
    if let Some(range) = range {
        out.push_str("day from ");
        out.push_str(&range);
    } else if weekdays.len() == 6 {
        push_day_except(&mut out, weekdays);
    } else {
        let alone: Vec<String> = from_monday(weekdays).iter().map(weekday).collect();
        out.push_str(&list(&alone, " or "));
    }
    out
}

fn push_day_except(out: &mut String, weekdays: FieldValues) {
    let missing = (0..7).find(|value| !weekdays.has(*value)).unwrap_or(0);
    out.push_str("day except ");
    out.push_str(&weekday((missing + 6) % 7));
}
