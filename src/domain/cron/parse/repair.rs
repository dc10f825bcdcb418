//! Corrections of expressions that are not accepted.

use super::dialect::{Fault, LONG_HYPHENS, is_utc, names, read, words};
use super::error::{CronRule, nearest_name};
use super::field::CronField;

/// The expression with every error corrected; `None` if one has no correction.
pub(super) fn repaired(text: &str) -> Option<String> {
    // A correction may uncover the next error of the same element, hence several rounds.
    let mut now = text.to_owned();
    for _ in 0..5 {
        let (first, rest) = match read(&now) {
            Ok(_) => return Some(now),
            Err(faults) => faults,
        };
        now = match first.field {
            None => reshaped(&now, &first)?,
            Some(_) => with_elements(&now, std::iter::once(&first).chain(&rest))?,
        };
    }
    None
}

fn with_elements<'f>(text: &str, faults: impl Iterator<Item = &'f Fault>) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for fault in faults {
        result.push_str(text.get(from..fault.element.start)?);
        result.push_str(&instead(text, fault.field?, fault)?);
        from = fault.element.end;
    }
    result.push_str(text.get(from..)?);
    Some(result)
}

/// A wrong number of fields, a macro or a zone, turned into five fields.
fn reshaped(text: &str, fault: &Fault) -> Option<String> {
    let words: Vec<&str> = words(text).iter().map(|word| word.text).collect();
    match fault.rule {
        CronRule::Macro => spelled_out(&words),
        CronRule::Zone => {
            let (zone, fields) = words.split_first()?;
            let (_, zone) = zone.split_once('=')?;
            is_utc(zone).then(|| fields.join(" "))
        }
        CronRule::TooFew(count) => Some([words.join(" "), " *".repeat(5_usize.checked_sub(count)?)].concat()),
        CronRule::TooMany(_) => {
            // Either a seconds field comes first, or a year or the command of a crontab line comes last.
            let (with_seconds, with_rest) = (words.get(1..6)?.join(" "), words.get(..5)?.join(" "));
            let has_year = words.get(5)?.bytes().take_while(u8::is_ascii_digit).count() == 4;
            if read(&with_seconds).is_ok() {
                return Some(with_seconds);
            }
            Some(with_seconds).filter(|_| !has_year).and_then(|text| repaired(&text)).or_else(|| repaired(&with_rest))
        }
        _ => None,
    }
}

/// The five fields of a macro.
fn spelled_out(words: &[&str]) -> Option<String> {
    let five = match words.first()?.to_ascii_lowercase().as_str() {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        "@every" => return every(words.get(1)?),
        _ => return None,
    };
    Some(five.to_owned())
}

/// The five fields of `@every 90m`, if they can express it: minutes that divide the hour, or hours that divide the day.
fn every(duration: &str) -> Option<String> {
    let duration = duration.strip_suffix("0s").filter(|rest| rest.ends_with('m')).unwrap_or(duration);
    let (hours, minutes) = match duration.split_once('h') {
        Some((hours, "")) => (hours, "0"),
        Some((hours, minutes)) => (hours, minutes.strip_suffix('m')?),
        None => ("0", duration.strip_suffix('m')?),
    };
    let minutes = hours.parse::<u16>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
    match (minutes, minutes / 60) {
        (0, _) => None,
        (1, _) => Some("* * * * *".to_owned()),
        (60, _) => Some("0 * * * *".to_owned()),
        (1_440, _) => Some("0 0 * * *".to_owned()),
        (2..60, _) if 60 % minutes == 0 => Some(["*/", &minutes.to_string(), " * * * *"].concat()),
        (_, hours @ 2..24) if minutes % 60 == 0 && 24 % hours == 0 => Some(["0 */", &hours.to_string(), " * * *"].concat()),
        _ => None,
    }
}

/// Correction of the list element that contains a fault.
pub(super) fn instead(text: &str, field: CronField, fault: &Fault) -> Option<String> {
    let element = text.get(fault.element.clone())?;
    let token = text.get(fault.bytes.clone())?;
    if element.contains(is_full_width) {
        return Some(element.chars().map(narrow).collect());
    }
    let swap = |new: &str| {
        let before = text.get(fault.element.start..fault.bytes.start)?;
        let after = text.get(fault.bytes.end..fault.element.end)?;
        Some([before, new, after].concat())
    };
    match fault.rule {
        CronRule::OutOfRange => match number(token) {
            Some(7) if field == CronField::Weekday => Some(with_sunday(element)),
            Some(60) if field == CronField::Minute && !element.contains('-') => swap("0"),
            Some(24) if field == CronField::Hour && !element.contains('-') => swap("0"),
            Some(value) if value < u32::from(field.min()) => swap(&field.min().to_string()),
            _ => swap(&field.max().to_string()),
        },
        CronRule::Backwards => unwrapped(field, element),
        CronRule::ZeroStep | CronRule::NoStep => element.split('/').next().map(str::to_owned),
        CronRule::NotAStep => swap(token.strip_prefix('-').filter(|step| number(step).is_some())?),
        CronRule::NoValue => Some(["*", element].concat()),
        CronRule::NoEnd => Some(element.replacen('-', &["-", &field.max().to_string()].concat(), 1)),
        CronRule::LongHyphen => Some(element.replace(LONG_HYPHENS, "-")),
        CronRule::UnknownName => swap(nearest_name(field, token)?),
        _ => None,
    }
}

/// True for the forms of ASCII characters as wide as ideographs, which an input method writes.
fn is_full_width(c: char) -> bool {
    ('\u{FF01}'..='\u{FF5E}').contains(&c)
}

fn narrow(c: char) -> char {
    if is_full_width(c) { u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c) } else { c }
}

fn number(token: &str) -> Option<u32> {
    token.strip_prefix('+').unwrap_or(token).parse().ok()
}

/// The number of a field's value, given as a name or in digits.
fn value(field: CronField, token: &str) -> Option<u8> {
    match names(field).iter().position(|name| name.eq_ignore_ascii_case(token)) {
        Some(at) => u8::try_from(at).ok().map(|at| at + field.min()),
        None => number(token).and_then(|number| u8::try_from(number).ok()),
    }
}

/// Parts of a range with its step: `low-high/step`.
fn parts(element: &str) -> (&str, Option<&str>, Option<&str>) {
    let (base, step) = element.split_once('/').map_or((element, None), |(base, step)| (base, Some(step)));
    base.split_once('-').map_or((base, None, step), |(low, high)| (low, Some(high), step))
}

/// Replaces 7 for Sunday; a range up to 7 is cut at Saturday.
fn with_sunday(element: &str) -> String {
    let (low, high, _) = parts(element);
    let is_seven = |token: &str| number(token) == Some(7);
    match high {
        Some(high) if is_seven(high) && is_seven(low) => "0".to_owned(),
        // From Sunday to Sunday means every day.
        Some(high) if is_seven(high) && value(CronField::Weekday, low) == Some(0) => element.replacen(high, "6", 1),
        Some(high) if is_seven(high) => {
            let sunday = [low, "-0", element.split_once('/').map_or("", |_| "/"), parts(element).2.unwrap_or("")].concat();
            unwrapped(CronField::Weekday, &sunday).unwrap_or(sunday)
        }
        _ => element.replacen(low, "0", 1),
    }
}

/// Splits a range that wraps around the field's end in two: `FRI-MON` becomes `FRI-SAT,SUN-MON`. A range with a step becomes its
/// values one by one.
fn unwrapped(field: CronField, element: &str) -> Option<String> {
    let (low, high, step) = parts(element);
    let high = high?;
    let (start, end) = (value(field, low)?, value(field, high)?);
    let step = step.map_or(Some(1), |step| step.parse::<usize>().ok().filter(|step| *step > 0))?;
    if step > 1 {
        let around = (start..=field.max()).chain(field.min()..=end).step_by(step);
        return Some(around.map(|value| value.to_string()).collect::<Vec<_>>().join(","));
    }
    let named = number(low).is_none();
    let spelled = |value: u8| match names(field).get(usize::from(value - field.min())) {
        Some(name) if named => (*name).to_owned(),
        _ => value.to_string(),
    };
    let range = |start: u8, end: u8, low: &str, high: &str| if start == end { low.to_owned() } else { [low, "-", high].concat() };
    let before = range(start, field.max(), low, &spelled(field.max()));
    let after = range(field.min(), end, &spelled(field.min()), high);
    Some([before.as_str(), ",", &after].concat())
}
