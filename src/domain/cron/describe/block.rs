//! Words for minutes of the hour in some hours, where neither a list of times nor stretches will do.

use super::clock::Block;
use super::times::{at_times, every, every_starting, from_to, lower};
use super::words::{HOUR_MINUTES, circle_runs, clock, even_step, items, largest, list, number, ordinal, runs, smallest};
use crate::domain::cron::parse::field::FieldValues;

/// Words for a block that is neither a few times nor a few stretches.
pub(super) fn of_block(block: &Block, wraps: bool) -> String {
    let Block { minutes, hours } = *block;
    if minutes.len() == 1 {
        return single_minute(smallest(minutes), hours, wraps);
    }
    let scope = Scope::of(minutes, hours, wraps);
    let first = smallest(minutes);
    match (cycle(minutes), &scope) {
        (Some(step), Scope::Step(..)) if minutes.len() > 2 => {
            let mut out = every(step);
            out.push_str(" in ");
            scope.push(&mut out);
            out
        }
        (Some(step), Scope::Few(_) | Scope::Many(_)) if minutes.len() > 2 => {
            let mut out = if first == 0 { every(step) } else { every_starting(step, first) };
            out.push_str(if first == 0 { " " } else { ", " });
            push_in_hours(&mut out, hours);
            out
        }
        _ => match minutes_past(minutes) {
            Some(mut out) => {
                scope.push(&mut out);
                out
            }
            None => {
                let mut out = stretch_of_hour(minutes);
                // "of 01:00 and 03:00" is not English, so a few hours are written like many.
                if matches!(scope, Scope::Few(_)) { Scope::Many(hours) } else { scope }.push(&mut out);
                out
            }
        },
    }
}

/// One minute in several hours: stretches of three hours and more first, then the remaining hours.
fn single_minute(minute: u8, hours: FieldValues, wraps: bool) -> String {
    let at = |hour: u8| u16::from(hour) * HOUR_MINUTES + u16::from(minute);
    let runs = hour_runs(hours, wraps);
    let long = |run: &&(u8, u8)| (run.1 + if run.1 < run.0 { 24 } else { 0 }) - run.0 > 1;
    let stretches: Vec<String> = runs.iter().filter(long).map(|run| from_to(at(run.0), at(run.1))).collect();
    let in_long = |hour: &u8| runs.iter().filter(long).any(|run| is_within(*hour, *run));
    let alone: Vec<u16> = hours.iter().filter(|hour| !in_long(hour)).map(at).collect();
    if stretches.is_empty() {
        return at_times(&alone);
    }
    let mut out = "Every hour ".to_owned();
    out.push_str(&list(&stretches, " and "));
    if !alone.is_empty() {
        out.push_str(", and ");
        out.push_str(&lower(at_times(&alone)));
    }
    out
}

/// Runs of hours. A run crosses midnight only if at least three hours of the day have no firing.
fn hour_runs(hours: FieldValues, wraps: bool) -> Vec<(u8, u8)> {
    if wraps && hours.len() < 22 { circle_runs(hours, 0, 23) } else { runs(hours) }
}

fn is_within(hour: u8, (first, last): (u8, u8)) -> bool {
    if first <= last { (first..=last).contains(&hour) } else { hour >= first || hour <= last }
}

/// Hours in the words that follow "past" or "of".
enum Scope {
    /// Hours without a gap: first and last time.
    Run(u16, u16),
    /// Evenly spaced hours: step, first and last time.
    Step(u8, u16, u16),
    /// A few hours, named by their beginning.
    Few(FieldValues),
    Many(FieldValues),
}

impl Scope {
    fn of(minutes: FieldValues, hours: FieldValues, wraps: bool) -> Self {
        let from = |hour: u8| u16::from(hour) * HOUR_MINUTES + u16::from(smallest(minutes));
        let to = |hour: u8| u16::from(hour) * HOUR_MINUTES + u16::from(largest(minutes));
        let runs = hour_runs(hours, wraps);
        match (runs.as_slice(), even_step(hours)) {
            ([(first, last)], _) if hours.len() > 2 => Self::Run(from(*first), to(*last)),
            (_, Some(step)) if hours.len() > 4 => Self::Step(step, from(smallest(hours)), to(largest(hours))),
            _ if hours.len() <= 6 => Self::Few(hours),
            _ => Self::Many(hours),
        }
    }

    fn push(&self, out: &mut String) {
        match self {
            Self::Run(from, to) => {
                out.push_str("every hour, ");
                out.push_str(&from_to(*from, *to));
            }
            Self::Step(step, from, to) => {
                out.push_str("every ");
                out.push_str(&ordinal(*step));
                out.push_str(" hour, ");
                out.push_str(&from_to(*from, *to));
            }
            Self::Few(hours) => {
                let begins: Vec<String> = hours.iter().map(|hour| clock(u16::from(hour) * HOUR_MINUTES)).collect();
                out.push_str(&list(&begins, " and "));
            }
            Self::Many(hours) => {
                out.push_str("the hour, ");
                push_in_hours(out, *hours);
            }
        }
    }
}

fn push_in_hours(out: &mut String, hours: FieldValues) {
    out.push_str(if hours.len() == 1 { "in hour " } else { "in hours " });
    out.push_str(&list(&items(&runs(hours), 24, number), " and "));
}

/// The step, if it continues evenly from one hour into the next.
pub(super) fn cycle(minutes: FieldValues) -> Option<u16> {
    let count = u16::try_from(minutes.len()).unwrap_or(0);
    match even_step(minutes) {
        Some(step) => (u16::from(step) * count == HOUR_MINUTES).then_some(u16::from(step)),
        None => (count == 1).then_some(HOUR_MINUTES),
    }
}

/// "At 5 and 20 minutes past "; `None` for minutes that read better as a stretch.
pub(super) fn minutes_past(minutes: FieldValues) -> Option<String> {
    if even_step(minutes).is_some_and(|step| minutes.len() > 4 || (step == 1 && minutes.len() > 2)) {
        return None;
    }
    let mut out = "At ".to_owned();
    out.push_str(&list(&items(&runs(minutes), 60, number), " and "));
    out.push_str(if minutes == FieldValues::NONE.with(1) { " minute past " } else { " minutes past " });
    Some(out)
}

/// "Every 7 minutes from minute 0 to minute 56 of ".
pub(super) fn stretch_of_hour(minutes: FieldValues) -> String {
    let mut out = every(even_step(minutes).map_or(1, u16::from));
    out.push_str(" from minute ");
    out.push_str(&number(smallest(minutes)));
    out.push_str(" to minute ");
    out.push_str(&number(largest(minutes)));
    out.push_str(" of ");
    out
}
