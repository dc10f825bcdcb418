//! Words for the times of a day: "Every 15 minutes from 09:00 to 17:45", "At 5 and 20 minutes past every hour".

use super::block::{cycle, minutes_past, of_block, stretch_of_hour};
use super::clock::DayMinutes;
use super::words::{DAY_MINUTES, HOUR_MINUTES, clock, list, number, push_number, smallest};
use crate::domain::cron::parse::field::{CronField, FieldValues};

/// Words for the times of a day.
pub(super) struct Times {
    pub text: String,
    /// True if the times go around the clock, so that "every day" adds nothing.
    pub around_the_clock: bool,
    /// True if the words name clock times, which need a zone.
    pub names_times: bool,
}

/// Most times that are listed one by one, whatever their shape.
const LISTED: usize = 6;
/// Most times that are listed if minutes and hours do not combine, since the alternative is several clauses.
const LISTED_OF_ODD: usize = 12;

/// `wraps` is true if every day fires; then a stretch may cross midnight: "from 22:00 to 03:45".
pub(super) fn times(day: &DayMinutes, wraps: bool) -> Times {
    let all = day.minutes();
    let blocks = day.blocks();
    if let [block] = blocks.as_slice()
        && block.hours == FieldValues::all(CronField::Hour)
    {
        return every_hour(block.minutes);
    }
    if let Some(times) = around_the_clock(all) {
        return times;
    }
    let text = few_or_stretches(all, wraps).unwrap_or_else(|| match blocks.as_slice() {
        [block] => of_block(block, wraps),
        _ if all.len() <= LISTED_OF_ODD => at_times(all),
        _ => {
            let mut out = String::new();
            for block in &blocks {
                let alone = DayMinutes::of(block.minutes, block.hours);
                let part = few_or_stretches(alone.minutes(), wraps).unwrap_or_else(|| of_block(block, wraps));
                if out.is_empty() {
                    out.push_str(&part);
                } else {
                    out.push_str(", and ");
                    out.push_str(&lower(part));
                }
            }
            out
        }
    });
    Times { text, around_the_clock: false, names_times: true }
}

/// One stretch across midnight, in minutes since the first day's midnight: "Every 15 minutes from 18:00 to 02:45 the next day".
pub(super) fn over_midnight(minutes: &[u16]) -> Option<String> {
    let (step, found) = stretches(minutes)?;
    let [(first, last)] = found.as_slice() else { return None };
    if minutes.len() < fewest(step) {
        return None;
    }
    let mut out = every(step);
    push_from_to(&mut out, *first, *last);
    out.push_str(" the next day");
    Some(out)
}

/// Lower-cases the first letter, for the middle of a sentence.
pub(super) fn lower(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// The given minutes in every hour of the day.
fn every_hour(minutes: FieldValues) -> Times {
    let first = smallest(minutes);
    let cycle = cycle(minutes);
    let mut names_times = true;
    let text = match cycle {
        Some(step) if first == 0 => {
            names_times = false;
            every(step)
        }
        Some(step) if minutes.len() >= 5 => every_starting(step, first),
        _ => {
            let mut out = minutes_past(minutes).unwrap_or_else(|| stretch_of_hour(minutes));
            out.push_str("every hour");
            out
        }
    };
    Times { text, around_the_clock: true, names_times }
}

/// "Every 6 hours", "Every 2 hours, starting at 00:30".
fn around_the_clock(all: &[u16]) -> Option<Times> {
    let (first, second) = (*all.first()?, *all.get(1)?);
    let step = second - first;
    let even = all.iter().zip(all.iter().skip(1)).all(|(a, b)| b - a == step);
    let whole = usize::from(step) * all.len() == usize::from(DAY_MINUTES);
    let wanted = if first == 0 { all.len() > 2 } else { all.len() > 4 };
    if !even || !whole || !wanted || !step.is_multiple_of(HOUR_MINUTES) {
        return None;
    }
    let mut text = every(step);
    if first > 0 {
        text.push_str(", starting at ");
        text.push_str(&clock(first));
    }
    Some(Times { text, around_the_clock: true, names_times: first > 0 })
}

/// Up to six times one by one, or up to three stretches of the same step.
fn few_or_stretches(all: &[u16], wraps: bool) -> Option<String> {
    let found = stretches(all).map(|(step, found)| (step, if wraps { joined_at_midnight(found, step) } else { found }));
    let (step, found) = found.unwrap_or((0, Vec::new()));
    let single = found.len() == 1 && all.len() >= fewest(step);
    if all.len() <= LISTED && !single {
        return Some(at_times(all));
    }
    let long = found.iter().all(|(first, last)| (last - first) / step >= 2);
    if !long || found.is_empty() || found.len() > 3 {
        return None;
    }
    let mut out = every(step);
    let mut left = found.len();
    for (first, last) in found.iter().copied() {
        push_from_to(&mut out, first, last);
        left -= 1;
        out.push_str(match left {
            0 => "",
            1 => " and",
            _ => ",",
        });
    }
    Some(out)
}

/// Fewest times that are written as a stretch rather than a list.
const fn fewest(step: u16) -> usize {
    if step > HOUR_MINUTES { 5 } else { 4 }
}

/// The smallest step between neighbours, in minutes below an hour or in whole hours, and the stretches with that step.
fn stretches(all: &[u16]) -> Option<(u16, Vec<(u16, u16)>)> {
    let step = all.iter().zip(all.iter().skip(1)).map(|(a, b)| b - a).min()?;
    if step > HOUR_MINUTES && !step.is_multiple_of(HOUR_MINUTES) {
        return None;
    }
    let mut found: Vec<(u16, u16)> = Vec::new();
    for at in all.iter().copied() {
        match found.last_mut() {
            Some((_, last)) if *last + step == at => *last = at,
            _ => found.push((at, at)),
        }
    }
    Some((step, found))
}

/// Joins the day's last stretch with its first if the step continues across midnight. A gap below three hours between the
/// stretch's end and its beginning would read like the whole day, so such stretches stay apart.
fn joined_at_midnight(mut found: Vec<(u16, u16)>, step: u16) -> Vec<(u16, u16)> {
    if let (Some((first, end)), Some((begin, last))) = (found.first().copied(), found.last().copied())
        && found.len() > 1
        && last + step == first + DAY_MINUTES
        && begin - end >= 3 * HOUR_MINUTES
    {
        found.remove(0);
        if let Some((_, last)) = found.last_mut() {
            *last = end + DAY_MINUTES;
        }
    }
    found
}

/// "Every minute", "Every 15 minutes", "Every hour", "Every 2 hours".
pub(super) fn every(step: u16) -> String {
    let (count, unit) = if step >= HOUR_MINUTES { (step / HOUR_MINUTES, "hour") } else { (step, "minute") };
    let mut out = "Every ".to_owned();
    if count > 1 {
        push_number(&mut out, count);
        out.push(' ');
    }
    out.push_str(unit);
    if count > 1 {
        out.push('s');
    }
    out
}

/// "Every 10 minutes, starting at 5 minutes past the hour".
pub(super) fn every_starting(step: u16, first: u8) -> String {
    let mut out = every(step);
    out.push_str(", starting at ");
    out.push_str(&number(first));
    out.push_str(if first == 1 { " minute past the hour" } else { " minutes past the hour" });
    out
}

/// "At 09:00, 12:00 and 15:00".
pub(super) fn at_times(all: &[u16]) -> String {
    let times: Vec<String> = all.iter().copied().map(clock).collect();
    let mut out = "At ".to_owned();
    out.push_str(&list(&times, " and "));
    out
}

pub(super) fn from_to(first: u16, last: u16) -> String {
    let mut out = "from ".to_owned();
    out.push_str(&clock(first));
    out.push_str(" to ");
    out.push_str(&clock(last));
    out
}

fn push_from_to(out: &mut String, first: u16, last: u16) {
    out.push(' ');
    out.push_str(&from_to(first, last));
}
