//! Errors of an expression: position, broken rule, and correction.

use std::ops::Range;

use super::dialect::{Fault, names};
use super::field::CronField;
use super::repair::{instead, repaired};

/// A rule of the dialect that an expression breaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CronRule {
    Nothing,
    /// The number of fields.
    TooFew(usize),
    /// The number of fields.
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
    /// Any other text that is no value.
    NotAValue,
}

/// A valid expression that was probably meant. The editor offers it and never applies it unasked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CronFix {
    /// Label of the button: "Use 0 0 * * 0".
    pub label: String,
    /// The whole expression with every error corrected; it parses.
    pub expression: String,
}

impl CronFix {
    /// An offer to use `expression`.
    pub(in crate::domain::cron) fn using(expression: String) -> Self {
        Self { label: ["Use ", &expression].concat(), expression }
    }
}

/// One error of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CronError {
    /// `None` for an error of the whole expression.
    pub field: Option<CronField>,
    /// Position of the wrong token in the whole text, in bytes.
    pub bytes: Range<usize>,
    /// The same position in UTF-16 units, as the browser counts.
    pub utf16: Range<u32>,
    pub token: String,
    pub rule: CronRule,
    /// Correction of the list element with the token, if there is a clear one.
    pub instead: Option<String>,
    /// Correction of the whole expression, if every error has one.
    pub fix: Option<CronFix>,
}

/// All errors of an expression, in the order of the text; at least one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CronErrors {
    first: Box<CronError>,
    rest: Vec<CronError>,
}

/// Most errors that are kept: each carries a corrected expression, and more would not be read.
const MOST: usize = 20;

impl CronErrors {
    /// Builds messages and corrections for faults found in `text`.
    pub(super) fn new(text: &str, first: &Fault, rest: &[Fault]) -> Self {
        let fix = repaired(text).map(CronFix::using);
        let error = |fault: &Fault| CronError::new(text, fault, fix.clone());
        Self { first: Box::new(error(first)), rest: rest.iter().take(MOST - 1).map(error).collect() }
    }

    /// Gives the first error.
    #[must_use]
    pub fn first(&self) -> &CronError {
        &self.first
    }

    /// Gives all errors in the order of the text.
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

    /// Gives the error and the rule as a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let count = |count: usize, after: &str| ["There are ", &count.to_string(), after, FIVE].concat();
        let (before, after) = match self.rule {
            CronRule::Nothing => return ["There is no expression yet; ", FIVE].concat(),
            CronRule::TooFew(1) => return ["There is 1 field of five; ", FIVE].concat(),
            CronRule::TooFew(fields) => return count(fields, " fields of five; "),
            CronRule::TooMany(fields) => return count(fields, " fields and not five: no seconds, no years; "),
            CronRule::Macro => ("", " is not accepted here; write the five fields."),
            CronRule::Zone => ("This console does not offer a zone in front, as in ", "; write the five fields."),
            CronRule::OutOfRange if self.is_seven() => ("", " is not accepted here; use 0 or SUN for Sunday."),
            CronRule::OutOfRange => ("", " is not accepted here; "),
            CronRule::Backwards => ("", " runs backwards; a range goes from the smaller to the larger value."),
            CronRule::ZeroStep => ("A step of ", " is not accepted; the smallest step is 1."),
            CronRule::NotAStep => ("", " is not a step; a step is a whole number from 1 on."),
            CronRule::NoStep => ("The step after the slash is missing in ", "."),
            CronRule::NoValue => ("The value before the slash is missing in ", "."),
            CronRule::NoStart => ("The value before the hyphen is missing in ", "; there are no negative numbers."),
            CronRule::NoEnd => ("The value after the hyphen is missing in ", "."),
            CronRule::TooManyHyphens => ("", " has more than one hyphen; a range has two ends."),
            CronRule::TooManySlashes => ("", " has more than one slash; a range has one step."),
            CronRule::LongHyphen => ("", " holds a dash; a range is written with a hyphen."),
            CronRule::UnknownName if self.field == Some(CronField::Month) => ("", " is not the name of a month; "),
            CronRule::UnknownName => ("", " is not the name of a weekday; "),
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

    /// True for the error of 7 for Sunday.
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

/// A token cut to 40 characters.
fn shortened(token: &str) -> String {
    match token.char_indices().nth(40) {
        Some((cut, _)) => [token.get(..cut).unwrap_or_default(), "…"].concat(),
        None => token.to_owned(),
    }
}

/// The name that a misspelt word probably means: one is a prefix of the other, or they differ in one letter.
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
