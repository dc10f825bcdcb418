//! The canonical text of each simple schedule, and a lenient reader whose result the caller compares with that text byte by byte.

use super::{ClockTime, CronBuilder, Minute, MinuteInterval, MonthDays, Spelling, Weekdays};
use crate::domain::cron::parse::field::{CronField, FieldValues};

const UPPER: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const LOWER: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DIGITS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// `* * * * *` or `*/15 * * * *`.
pub(super) fn every_minutes(interval: MinuteInterval) -> String {
    let mut out = "*".to_owned();
    if interval.get() > 1 {
        out.push('/');
        push_number(&mut out, interval.get());
    }
    out.push_str(" * * * *");
    out
}

/// `5 * * * *`.
pub(super) fn hourly(minute: Minute) -> String {
    let mut out = String::new();
    push_number(&mut out, minute.get());
    out.push_str(" * * * *");
    out
}

/// `30 9 ` and the three fields of the date.
pub(super) fn at(time: ClockTime, date: &str) -> String {
    let mut out = String::new();
    push_number(&mut out, time.minute().get());
    out.push(' ');
    push_number(&mut out, time.hour());
    out.push(' ');
    out.push_str(date);
    out
}

/// `30 9 * * MON-FRI`.
pub(super) fn weekly(weekdays: Weekdays, time: ClockTime) -> String {
    let mut out = at(time, "* * ");
    let names = spelled(weekdays.spelling());
    push_list(&mut out, weekdays.values(), &|out, day| out.push_str(names.get(usize::from(day)).copied().unwrap_or("")));
    out
}

/// `30 9 1,15 * *`.
pub(super) fn monthly(days: MonthDays, time: ClockTime) -> String {
    let mut out = at(time, "");
    push_list(&mut out, days.values(), &push_number);
    out.push_str(" * *");
    out
}

/// Reads the simple schedule that a text may be; the caller must compare what that schedule writes with the text.
pub(super) fn simple(text: &str) -> Option<CronBuilder> {
    let mut fields = text.split(' ');
    let mut next = || fields.next();
    let (minute, hour, day, month, weekday) = (next()?, next()?, next()?, next()?, next()?);
    if month != "*" {
        return None;
    }
    if hour == "*" {
        return Some(match number(minute) {
            Some(minute) => CronBuilder::Hourly(Minute::new(minute)?),
            None => CronBuilder::EveryMinutes(MinuteInterval::new(minute.strip_prefix("*/").map_or(Some(1), number)?)?),
        });
    }
    let time = ClockTime::new(number(hour)?, number(minute)?)?;
    Some(match (day, weekday) {
        ("*", "*") => CronBuilder::Daily(time),
        (_, "*") => CronBuilder::Monthly(MonthDays::new(values(day, CronField::Day, &number)?)?, time),
        _ => CronBuilder::Weekly(weekdays(weekday)?, time),
    })
}

fn weekdays(text: &str) -> Option<Weekdays> {
    let spelling = match text.chars().next()? {
        '0'..='9' => Spelling::Digits,
        'a'..='z' => Spelling::Lower,
        _ => Spelling::Upper,
    };
    let names = spelled(spelling);
    let day = |name: &str| names.iter().position(|known| *known == name).and_then(|day| u8::try_from(day).ok());
    Weekdays::new(values(text, CronField::Weekday, &day)?, spelling)
}

/// Reads a list of values and ranges.
fn values(text: &str, field: CronField, value: &dyn Fn(&str) -> Option<u8>) -> Option<FieldValues> {
    let mut found = FieldValues::NONE;
    for part in text.split(',') {
        let (first, last) = match part.split_once('-') {
            Some((first, last)) => (value(first)?, value(last)?),
            None => (value(part)?, value(part)?),
        };
        if first < field.min() || last > field.max() {
            return None;
        }
        found = found.or((first..=last).collect());
    }
    Some(found)
}

/// Digits as a number; unlike `str::parse` without a sign.
fn number(text: &str) -> Option<u8> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn spelled(spelling: Spelling) -> &'static [&'static str; 7] {
    match spelling {
        Spelling::Upper => &UPPER,
        Spelling::Lower => &LOWER,
        Spelling::Digits => &DIGITS,
    }
}

/// Appends ascending values, three or more neighbours as a range: `1,2`, `1-3`, `SUN,TUE-THU`.
fn push_list(out: &mut String, values: FieldValues, push: &dyn Fn(&mut String, u8)) {
    let mut rest = values.iter().peekable();
    let mut is_first = true;
    while let Some(first) = rest.next() {
        let mut last = first;
        while let Some(next) = rest.next_if_eq(&(last + 1)) {
            last = next;
        }
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        push(out, first);
        if last > first {
            out.push(if last - first > 1 { '-' } else { ',' });
            push(out, last);
        }
    }
}

fn push_number(out: &mut String, number: u8) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + number % 10));
}
