//! The engine's evaluator of `run_at` (API.md §3.4): five sets of numbers, tested minute by minute, in UTC.

use crate::clock::{DAY, MINUTE, Moment};

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

struct Field {
    name: &'static str,
    low: u64,
    high: u64,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", low: 0, high: 59, names: &[] },
    Field { name: "hour", low: 0, high: 23, names: &[] },
    Field { name: "day of month", low: 1, high: 31, names: &[] },
    Field { name: "month", low: 1, high: 12, names: MONTHS },
    Field { name: "day of week", low: 0, high: 6, names: DAYS },
];
/// A bit beside the numbers of an unrestricted field; it decides how the two day fields combine.
const STAR: u64 = 1 << 63;

/// Zones that an expression may name in front, with their hours east of UTC: a few without clock changes. The appliance's engine
/// seems to accept any zone; this stand-in refuses the others.
const ZONES: [(&str, i64); 4] = [("UTC", 0), ("Asia/Tokyo", 9), ("Asia/Singapore", 8), ("Asia/Dubai", 4)];

/// A valid expression as five sets of numbers, one bit each, and how far its zone is ahead of UTC.
#[derive(Debug)]
pub struct Cron {
    sets: [u64; 5],
    ahead: i64,
}

impl Cron {
    /// Reads five fields separated by blanks. Fails with the field at fault, if one is, and a sentence.
    pub fn parse(text: &str) -> Result<Cron, (Option<&'static str>, String)> {
        let mut parts: Vec<&str> = text.split_whitespace().collect();
        let mut ahead = 0;
        if let Some(zone) = parts.first().and_then(|part| part.strip_prefix("CRON_TZ=").or(part.strip_prefix("TZ="))) {
            let known = ZONES.iter().find(|(name, _)| *name == zone);
            ahead = known.ok_or_else(|| (None, format!("time zone \"{zone}\" is not known here")))?.1 * 60 * MINUTE;
            parts.remove(0);
        }
        if parts.len() != 5 {
            return Err((None, format!("expected exactly 5 fields, found {}", parts.len())));
        }
        let mut sets = [0; 5];
        for ((set, field), part) in sets.iter_mut().zip(&FIELDS).zip(parts) {
            for item in part.split(',').filter(|item| !item.is_empty()) {
                *set |= range(field, item).map_err(|why| (Some(field.name), why))?;
            }
        }
        Ok(Cron { sets, ahead })
    }

    /// Whether the expression fires in the minute of `moment`.
    #[must_use]
    pub fn fires(&self, moment: Moment) -> bool {
        let (fields, _) = moment.plus(self.ahead).fields();
        self.day(&fields) && self.has(0, fields[0]) && self.has(1, fields[1])
    }

    /// The first firing after `after`, within five years.
    #[must_use]
    pub fn next(&self, after: Moment) -> Option<Moment> {
        let mut at = after.minute().plus(MINUTE + self.ahead);
        let last_year = at.fields().1 + 5;
        loop {
            let (fields, year) = at.fields();
            if year > last_year {
                return None;
            }
            if !self.day(&fields) {
                at = Moment(at.0.div_euclid(DAY) * DAY + DAY);
            } else if self.has(0, fields[0]) && self.has(1, fields[1]) {
                return Some(at.plus(-self.ahead));
            } else {
                at = at.plus(MINUTE);
            }
        }
    }

    fn has(&self, field: usize, value: u32) -> bool {
        self.sets[field] & (1 << value) != 0
    }

    /// Classic cron: with a star in either day field both must match, otherwise either suffices.
    fn day(&self, fields: &[u32; 5]) -> bool {
        let (dom, dow) = (self.has(2, fields[2]), self.has(4, fields[4]));
        let starred = (self.sets[2] | self.sets[4]) & STAR != 0;
        self.has(3, fields[3]) && if starred { dom && dow } else { dom || dow }
    }
}

fn range(field: &Field, item: &str) -> Result<u64, String> {
    let (span, step) = match item.split('/').collect::<Vec<_>>()[..] {
        [span] => (span, None),
        [span, step] => (span, Some(number(step)?)),
        _ => return Err(format!("too many slashes: {item}")),
    };
    let ends: Vec<&str> = span.split('-').collect();
    let mut star = 0;
    let (low, mut high) = match ends[..] {
        ["*" | "?", ..] => {
            star = STAR;
            (field.low, field.high)
        }
        [one] => (value(field, one)?, value(field, one)?),
        [low, high] => (value(field, low)?, value(field, high)?),
        _ => return Err(format!("too many hyphens: {item}")),
    };
    if step.is_some() && ends.len() == 1 {
        high = field.high;
    }
    let step = step.unwrap_or(1);
    if step > 1 {
        star = 0;
    }
    if low < field.low || high > field.high {
        return Err(format!("{item} is outside {} to {}", field.low, field.high));
    }
    if low > high {
        return Err(format!("{item} begins after its end"));
    }
    if step == 0 {
        return Err(format!("the step of {item} must be positive"));
    }
    let steps = (low..=high).step_by(usize::try_from(step).unwrap_or(usize::MAX));
    Ok(steps.fold(star, |set, value| set | 1 << value))
}

fn value(field: &Field, text: &str) -> Result<u64, String> {
    let lower = text.to_lowercase();
    match field.names.iter().position(|name| *name == lower) {
        Some(at) => Ok(field.low + at as u64),
        None => number(text),
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse::<i32>().ok().and_then(|number| u64::try_from(number).ok()).ok_or_else(|| format!("\"{text}\" is not a number"))
}
