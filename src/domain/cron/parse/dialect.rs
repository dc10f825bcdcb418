//! Parser of the appliance's dialect: five fields as robfig/cron v3 accepts them, recorded in `tests/fixtures/cron.jsonl`.

use std::ops::Range;

use super::error::{CronErrors, CronRule};
use super::expression::{DayRule, Expression};
use super::field::{CronField, FieldValues};

/// Parses an expression: five fields between blanks of any kind, each a list of `*`, `?`, values, ranges and steps.
///
/// The parser accepts everything that the engine accepts: names in any case, empty list elements, any step from 1 on, `N/step`
/// for `N-max/step`, and anything behind `*-` and `?-`, which is ignored. Only a zone in front (`TZ=…`) is refused, since times
/// here are UTC. Fails with all errors of all five fields at once.
pub fn parse(text: &str) -> Result<Expression, CronErrors> {
    read(text).map_err(|(first, rest)| CronErrors::new(text, &first, &rest))
}

/// An error at a place of the text; [`CronErrors::new`] turns it into a message.
#[derive(Clone)]
pub(super) struct Fault {
    /// `None` if no single field is at fault.
    pub field: Option<CronField>,
    /// Position of the wrong token.
    pub bytes: Range<usize>,
    /// Position of the list element around the token.
    pub element: Range<usize>,
    pub rule: CronRule,
}

/// Like [`parse`], with the bare faults: the first, and the others.
pub(super) fn read(text: &str) -> Result<Expression, (Fault, Vec<Fault>)> {
    let words = words(text);
    if let Some(fault) = wrong_shape(&words) {
        return Err((fault, Vec::new()));
    }
    let mut faults = Vec::new();
    let mut words = words.into_iter();
    let mut next = |field| words.next().map_or(Meaning::NOTHING, |word| read_field(field, &word, &mut faults));
    let minutes = next(CronField::Minute);
    let hours = next(CronField::Hour);
    let days = next(CronField::Day);
    let months = next(CronField::Month);
    let weekdays = next(CronField::Weekday);
    let mut faults = faults.into_iter();
    match faults.next() {
        Some(first) => Err((first, faults.collect())),
        None => Ok(Expression {
            minutes: minutes.values,
            hours: hours.values,
            days: days.values,
            months: months.values,
            weekdays: weekdays.values,
            day_rule: if days.has_star || weekdays.has_star { DayRule::Both } else { DayRule::Either },
        }),
    }
}

/// Names of UTC in the tz database. A region whose clocks agree with UTC today is no such name.
const UTC_NAMES: [&str; 9] = ["UTC", "UCT", "GMT", "Zulu", "Universal", "Greenwich", "GMT0", "GMT+0", "GMT-0"];

/// The zone in front of a word of the engine, `TZ=…` or `CRON_TZ=…`.
fn zone_in(word: &str) -> Option<&str> {
    word.strip_prefix("CRON_TZ=").or_else(|| word.strip_prefix("TZ="))
}

/// True for the name of a zone that is UTC, the empty one too.
pub(super) fn is_utc(zone: &str) -> bool {
    zone.is_empty() || UTC_NAMES.contains(&zone.strip_prefix("Etc/").unwrap_or(zone))
}

/// Gives the five fields behind a zone in front that is UTC; `None` without such a zone. The engine takes the zone up to the first
/// space.
pub(super) fn behind_utc(text: &str) -> Option<&str> {
    let (zone, fields) = text.split_once(' ')?;
    zone_in(zone).filter(|zone| is_utc(zone)).map(|_| fields)
}

/// A stretch of text without blanks.
#[derive(Clone, Copy)]
pub(in crate::domain::cron) struct Word<'t> {
    /// Byte offset in the whole text.
    pub start: usize,
    pub text: &'t str,
}

impl Word<'_> {
    /// Range in the whole text.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// Splits a text at the engine's blanks: all of Unicode's white space.
pub(in crate::domain::cron) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        let start = text.len() - trimmed.len();
        let word = trimmed.split(char::is_whitespace).next().unwrap_or_default();
        if word.is_empty() {
            return words;
        }
        words.push(Word { start, text: word });
        rest = trimmed.get(word.len()..).unwrap_or_default();
    }
}

/// Errors in the shape of the text, found before any field is parsed.
fn wrong_shape(words: &[Word<'_>]) -> Option<Fault> {
    let shape = |bytes: Range<usize>, rule| Some(Fault { field: None, element: bytes.clone(), bytes, rule });
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return shape(0..0, CronRule::Nothing);
    };
    if first.text.starts_with('@') {
        return shape(first.start..last.bytes().end, CronRule::Macro);
    }
    if zone_in(first.text).is_some() {
        return shape(first.bytes(), CronRule::Zone);
    }
    match words.len() {
        5 => None,
        count => shape(first.start..last.bytes().end, if count < 5 { CronRule::TooFew(count) } else { CronRule::TooMany(count) }),
    }
}

/// Values of a field or of one list element.
struct Meaning {
    values: FieldValues,
    /// True for a `*` or `?` that no step above 1 clears.
    has_star: bool,
}

impl Meaning {
    const NOTHING: Self = Self { values: FieldValues::NONE, has_star: false };
}

fn read_field(field: CronField, word: &Word<'_>, faults: &mut Vec<Fault>) -> Meaning {
    let mut sum = Meaning::NOTHING;
    let mut start = word.start;
    for element in word.text.split(',').map(|text| {
        let element = Word { start, text };
        start += text.len() + 1;
        element
    }) {
        // The engine ignores empty elements.
        if element.text.is_empty() {
            continue;
        }
        match read_element(field, &element) {
            Ok(one) => {
                sum = Meaning { values: sum.values.or(one.values), has_star: sum.has_star || one.has_star };
            }
            Err((bytes, rule)) => faults.push(Fault { field: Some(field), bytes, element: element.bytes(), rule }),
        }
    }
    sum
}

/// Position in the whole text, and the rule that is broken there.
type Wrong = (Range<usize>, CronRule);

fn read_element(field: CronField, element: &Word<'_>) -> Result<Meaning, Wrong> {
    let whole = |rule| (element.bytes(), rule);
    let (base, step) = match element.text.split_once('/') {
        Some((base, step)) => (base, Some(Word { start: element.start + base.len() + 1, text: step })),
        None => (element.text, None),
    };
    let (low, high) = match base.split_once('-') {
        Some((low, high)) => (low, Some(Word { start: element.start + low.len() + 1, text: high })),
        None => (base, None),
    };
    let is_star = low == "*" || low == "?";
    let low = Word { start: element.start, text: low };
    let (start, end) = match high {
        _ if is_star => (field.min(), field.max()),
        Some(high) if high.text.contains('-') => return Err(whole(CronRule::TooManyHyphens)),
        Some(_) if low.text.is_empty() => return Err(whole(CronRule::NoStart)),
        Some(high) if high.text.is_empty() => return Err(whole(CronRule::NoEnd)),
        Some(high) => (read_value(field, &low)?, read_value(field, &high)?),
        None if low.text.is_empty() => return Err(whole(CronRule::NoValue)),
        None => {
            let value = read_value(field, &low)?;
            // With a step, a single value is the start of a range to the field's end.
            (value, if step.is_some() { field.max() } else { value })
        }
    };
    if start > end {
        return Err((element.start..element.start + base.len(), CronRule::Backwards));
    }
    let step = match step {
        Some(step) if step.text.contains('/') => return Err(whole(CronRule::TooManySlashes)),
        Some(step) if step.text.is_empty() => return Err(whole(CronRule::NoStep)),
        Some(step) => read_step(step.text).map_err(|rule| (step.bytes(), rule))?,
        None => 1,
    };
    let values = (start..=end).step_by(step).collect();
    Ok(Meaning { values, has_star: is_star && step == 1 })
}

/// A step, capped where a larger one makes no difference.
fn read_step(text: &str) -> Result<usize, CronRule> {
    match text.parse::<i64>() {
        Ok(0) => Err(CronRule::ZeroStep),
        Ok(1..) => Ok(text.parse::<usize>().map_or(64, |step| step.min(64))),
        _ => Err(CronRule::NotAStep),
    }
}

fn read_value(field: CronField, word: &Word<'_>) -> Result<u8, Wrong> {
    let text = word.text;
    if let Some(at) = names(field).iter().position(|name| name.eq_ignore_ascii_case(text)) {
        return u8::try_from(at).map(|at| at + field.min()).map_err(|_| (word.bytes(), CronRule::UnknownName));
    }
    let digits = text.strip_prefix('+').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = digits.parse::<u8>().ok().filter(|value| (field.min()..=field.max()).contains(value));
        return value.ok_or((word.bytes(), CronRule::OutOfRange));
    }
    Err((word.bytes(), foreign(field, text)))
}

/// The rule that a word breaks which is neither a number nor a name of the field.
fn foreign(field: CronField, text: &str) -> CronRule {
    let is_name = |text: &str| {
        [CronField::Month, CronField::Weekday]
            .into_iter()
            .any(|field| names(field).iter().any(|name| name.eq_ignore_ascii_case(text)))
    };
    let is_value = |text: &str| text.is_empty() || text.bytes().all(|byte| byte.is_ascii_digit()) || is_name(text);
    let before = |letters: [char; 2]| text.strip_suffix(letters).is_some_and(is_value);
    if text.contains('#') {
        CronRule::Nth
    } else if text.eq_ignore_ascii_case("LW") || before(['W', 'w']) {
        CronRule::NearestWorkingDay
    } else if before(['L', 'l']) {
        CronRule::Last
    } else if text.eq_ignore_ascii_case("H") || text.starts_with("H(") {
        CronRule::Hash
    } else if text.contains(LONG_HYPHENS) {
        CronRule::LongHyphen
    } else if is_name(text) {
        CronRule::NameOfOther
    } else if !names(field).is_empty() && text.chars().all(char::is_alphabetic) {
        CronRule::UnknownName
    } else {
        CronRule::NotAValue
    }
}

/// Dashes that word processors put in place of a hyphen.
pub(super) const LONG_HYPHENS: [char; 5] = ['\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'];

/// Names of a field's values, ascending; empty for fields without names.
pub(super) fn names(field: CronField) -> &'static [&'static str] {
    match field {
        CronField::Month => &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        CronField::Weekday => &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
        _ => &[],
    }
}
