//! What is wrong with an expression: where, which rule, and what to write instead.

use std::ops::Range;

use super::dialect::{Fault, names};
use super::field::CronField;
use super::repair::{instead, repaired};

/// A rule of the dialect that an expression breaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CronRule {
    /// There is no expression.
    Nothing,
    /// There are fewer than five fields; how many.
    TooFew(usize),
    /// There are more than five fields; how many.
    TooMany(usize),
    /// A word for a whole expression, such as `@daily`.
    Macro,
    /// A zone in front, such as `TZ=Asia/Tokyo`.
    Zone,
    /// A number that the field does not have.
    OutOfRange,
    /// A range from the larger to the smaller value.
    Backwards,
    /// A step of 0.
    ZeroStep,
    /// A step that is no number from 1 on.
    NotAStep,
    /// A slash with nothing behind it.
    NoStep,
    /// A slash with nothing before it.
    NoValue,
    /// A hyphen with nothing before it.
    NoStart,
    /// A hyphen with nothing behind it.
    NoEnd,
    /// A range with more than two ends.
    TooManyHyphens,
    /// A range with more than one step.
    TooManySlashes,
    /// A dash as word processors make it where a hyphen should be.
    LongHyphen,
    /// A word that is no name of the field.
    UnknownName,
    /// A name of a month or a weekday in another field.
    NameOfOther,
    /// `L`, the last day.
    Last,
    /// `W`, the nearest working day.
    NearestWorkingDay,
    /// `#`, the nth weekday of a month.
    Nth,
    /// `H`, a value that the engine chooses.
    Hash,
    /// Anything else that is no value.
    NotAValue,
}

/// Another expression that is accepted and says what was probably meant. It is offered, never applied without being asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CronFix {
    /// What a button says: "Use 0 0 * * 0".
    pub label: String,
    /// The whole expression with everything corrected; it parses.
    pub expression: String,
}

impl CronFix {
    /// An offer to use `expression`.
    pub(in crate::domain::cron) fn using(expression: String) -> Self {
        Self { label: ["Use ", &expression].concat(), expression }
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CronError {
    /// The field it is in; none if it is about the whole.
    pub field: Option<CronField>,
    /// Where the wrong token stands in the whole text, in bytes.
    pub bytes: Range<usize>,
    /// The same in UTF-16 units, as the browser counts.
    pub utf16: Range<u32>,
    /// The wrong token as it is written.
    pub token: String,
    /// The rule it breaks.
    pub rule: CronRule,
    /// What to write instead of the list element that holds the token, if that is clear.
    pub instead: Option<String>,
    /// The whole expression corrected, if everything wrong in it can be.
    pub fix: Option<CronFix>,
}

/// All that is wrong with an expression, in the order of the text; at least one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CronErrors {
    first: Box<CronError>,
    rest: Vec<CronError>,
}

/// More errors than this in one expression are not told apart: nobody reads them, and each carries a corrected expression.
const MOST: usize = 20;

impl CronErrors {
    /// Words for faults found in `text`.
    pub(super) fn new(text: &str, first: &Fault, rest: &[Fault]) -> Self {
        let fix = repaired(text).map(CronFix::using);
        let error = |fault: &Fault| CronError::new(text, fault, fix.clone());
        Self { first: Box::new(error(first)), rest: rest.iter().take(MOST - 1).map(error).collect() }
    }

    /// The first of them.
    #[must_use]
    pub fn first(&self) -> &CronError {
        &self.first
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &CronError> {
        std::iter::once(&*self.first).chain(&self.rest)
    }
}

impl CronError {
    fn new(text: &str, fault: &Fault, fix: Option<CronFix>) -> Self {
        let slice = |bytes: Range<usize>| text.get(bytes).unwrap_or_default();
        let utf16 = |bytes: Range<usize>| u32::try_from(slice(bytes).encode_utf16().count()).unwrap_or(u32::MAX);
        let start = utf16(0..fault.bytes.start);
        Self {
            field: fault.field,
            utf16: start..start.saturating_add(utf16(fault.bytes.clone())),
            token: slice(fault.bytes.clone()).to_owned(),
            rule: fault.rule,
            instead: fault.field.and_then(|field| instead(text, field, fault)),
            fix,
            bytes: fault.bytes.clone(),
        }
    }

    /// What is wrong and which rule says so, in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let count = |count: usize, after: &str| ["There are ", &count.to_string(), after, FIVE].concat();
        let (before, after) = match self.rule {
            CronRule::Nothing => return ["There is no expression yet; ", FIVE].concat(),
            CronRule::TooFew(1) => return ["There is 1 field of five; ", FIVE].concat(),
            CronRule::TooFew(fields) => return count(fields, " fields of five; "),
            CronRule::TooMany(fields) => return count(fields, " fields and not five: no seconds, no years; "),
            CronRule::Macro => ("", " is not accepted here; write the five fields."),
            CronRule::Zone => ("", " is not accepted here; the times of an expression are UTC."),
            CronRule::OutOfRange if self.is_seven() => ("", " is not accepted here; use 0 or SUN for Sunday."),
            CronRule::OutOfRange => ("", " is not accepted here; "),
            CronRule::Backwards => ("", " runs backwards; a range goes from the smaller to the larger value."),
            CronRule::ZeroStep => ("A step of ", " is not accepted; the smallest step is 1."),
            CronRule::NotAStep => ("", " is not a step; a step is a whole number from 1 on."),
            CronRule::NoStep => ("The step behind the slash is missing in ", "."),
            CronRule::NoValue => ("The value before the slash is missing in ", "."),
            CronRule::NoStart => ("The value before the hyphen is missing in ", "; there are no negative numbers."),
            CronRule::NoEnd => ("The value behind the hyphen is missing in ", "."),
            CronRule::TooManyHyphens => ("", " has more than one hyphen; a range has two ends."),
            CronRule::TooManySlashes => ("", " has more than one slash; a range has one step."),
            CronRule::LongHyphen => ("", " holds a dash; a range is written with a hyphen."),
            CronRule::UnknownName if self.field == Some(CronField::Month) => ("", " is no name of a month; "),
            CronRule::UnknownName => ("", " is no name of a weekday; "),
            CronRule::NameOfOther => ("", " is a name of another field; "),
            CronRule::Last => ("L for the last day is not accepted here, as in ", "; write the days as numbers."),
            CronRule::NearestWorkingDay => {
                ("W for the nearest working day is not accepted here, as in ", "; write the days as numbers.")
            }
            CronRule::Nth => ("# for the nth weekday of a month is not accepted here, as in ", "."),
            CronRule::Hash => ("H for a value of the server's choice is not accepted here; ", ""),
            CronRule::NotAValue => ("", " is not a value; "),
        };
        let token = if self.rule == CronRule::Hash { String::new() } else { shortened(&self.token) };
        let range = if after.ends_with('.') { "" } else { self.field.map_or("", range_text) };
        let instead =
            self.instead.as_deref().filter(|instead| *instead != "0" && (self.rule != CronRule::OutOfRange || self.is_seven()));
        match instead {
            Some(instead) => [before, &token, after, range, " Write ", &shortened(instead), "."].concat(),
            None => [before, &token, after, range].concat(),
        }
    }

    /// Whether it is about 7 for Sunday.
    fn is_seven(&self) -> bool {
        self.field == Some(CronField::Weekday) && self.token.trim_start_matches(['+', '0']) == "7"
    }
}

const FIVE: &str = "write minute, hour, day of the month, month and day of the week.";

fn range_text(field: CronField) -> &'static str {
    match field {
        CronField::Minute => "the minute is 0 to 59.",
        CronField::Hour => "the hour is 0 to 23.",
        CronField::Day => "the day of the month is 1 to 31.",
        CronField::Month => "the month is 1 to 12 or JAN to DEC.",
        CronField::Weekday => "the day of the week is 0 to 6 or SUN to SAT.",
    }
}

/// A token as it fits into a sentence.
fn shortened(token: &str) -> String {
    match token.char_indices().nth(40) {
        Some((cut, _)) => [token.get(..cut).unwrap_or_default(), "…"].concat(),
        None => token.to_owned(),
    }
}

/// The name of a field's value that a misspelt name probably stands for: it begins with it, is its beginning, or differs in one letter.
pub(super) fn nearest_name(field: CronField, word: &str) -> Option<&'static str> {
    let word = word.to_ascii_uppercase();
    let mut close = names(field).iter().copied().filter(|name| {
        word.starts_with(name)
            || (word.len() == 2 && name.starts_with(&word))
            || (word.len() == 3 && word.bytes().zip(name.bytes()).filter(|(a, b)| a != b).count() == 1)
    });
    let first = close.next()?;
    close.next().is_none().then_some(first)
}
