//! Numbers, names and lists in the form that sentences use.

use crate::domain::cron::parse::field::FieldValues;

pub(super) const HOUR_MINUTES: u16 = 60;
pub(super) const DAY_MINUTES: u16 = 1_440;

pub(super) fn push_number(out: &mut String, number: u16) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

pub(super) fn number(value: u8) -> String {
    let mut out = String::new();
    push_number(&mut out, u16::from(value));
    out
}

/// A minute of the day as "09:05"; minutes of the next day wrap around.
pub(super) fn clock(minute: u16) -> String {
    let mut out = String::new();
    for (at, part) in [minute % DAY_MINUTES / HOUR_MINUTES, minute % HOUR_MINUTES].into_iter().enumerate() {
        if at == 1 {
            out.push(':');
        }
        if part < 10 {
            out.push('0');
        }
        push_number(&mut out, part);
    }
    out
}

/// "1st", "2nd", "3rd", "4th", "11th".
pub(super) fn ordinal(value: u8) -> String {
    let mut out = number(value);
    out.push_str(match (value / 10, value % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    });
    out
}

/// The English name of a month; 1 is January.
pub(super) fn month(value: u8) -> String {
    name(
        value.wrapping_sub(1),
        &[
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    )
}

/// The English name of a day of the week; 0 is Monday.
pub(super) fn weekday(from_monday: u8) -> String {
    name(from_monday, &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
}

fn name(at: u8, names: &[&str]) -> String {
    names.get(usize::from(at)).copied().unwrap_or("").to_owned()
}

/// "a", "a and b", "a, b and c", with any word for "and".
pub(super) fn list(items: &[String], last: &str) -> String {
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(if at + 1 == items.len() { last } else { ", " });
        }
        out.push_str(item);
    }
    out
}

/// Unbroken runs of the values as first and last value, ascending.
pub(super) fn runs(values: FieldValues) -> Vec<(u8, u8)> {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for value in values.iter() {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == value => *last = value,
            _ => runs.push((value, value)),
        }
    }
    runs
}

/// Like [`runs`] on a circle from `min` to `max`, where `min` follows `max`. A run across the end comes last, and its end is
/// below its start.
pub(super) fn circle_runs(values: FieldValues, min: u8, max: u8) -> Vec<(u8, u8)> {
    let mut runs = runs(values);
    if runs.len() > 1
        && let (Some((first, end)), Some((_, last))) = (runs.first().copied(), runs.last_mut())
        && first == min
        && *last == max
    {
        *last = end;
        runs.remove(0);
    }
    runs
}

/// Items of a list: each run of three or more as "a to b", other values alone. `size` is the length of the circle.
pub(super) fn items(runs: &[(u8, u8)], size: u8, write: fn(u8) -> String) -> Vec<String> {
    let mut items = Vec::new();
    for (first, last) in runs.iter().copied() {
        let more = if first <= last { last - first } else { last + size - first };
        if more == 1 {
            items.push(write(first));
            items.push(write(last));
            continue;
        }
        let mut item = write(first);
        if more > 1 {
            item.push_str(" to ");
            item.push_str(&write(last));
        }
        items.push(item);
    }
    items
}

/// The common step between neighbours; `None` for fewer than two values or unequal steps.
pub(super) fn even_step(values: FieldValues) -> Option<u8> {
    let mut neighbours = values.iter().zip(values.iter().skip(1)).map(|(a, b)| b - a);
    let step = neighbours.next()?;
    neighbours.all(|other| other == step).then_some(step)
}

/// The smallest value; 0 for none.
pub(super) fn smallest(values: FieldValues) -> u8 {
    values.iter().next().unwrap_or(0)
}

/// The largest value; 0 for none.
pub(super) fn largest(values: FieldValues) -> u8 {
    values.iter().last().unwrap_or(0)
}
