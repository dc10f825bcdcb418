//! What an accepted expression may do that nobody meant.

mod collisions;

use self::collisions::{Collision, crowd};
use super::firing::frequency::{Frequency, LONGEST_GAP_MINUTES};
use super::parse::dialect::{Word, parse, words};
use super::parse::error::CronFix;
use super::parse::expression::{DayRule, Expression};
use super::parse::field::{CronField, FieldValues};
use crate::domain::time::{Instant, duration_text};

/// What a schedule meets, as far as warnings depend on it.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// More firings a day than this are too many.
    pub most_per_day: u32,
    /// How long a run takes usually, in milliseconds; none if that is not known.
    pub usual_ms: Option<i64>,
    /// The expressions of all other schedules that are switched on.
    pub others: &'a [Expression],
    /// The first of the dates on which firings are compared with those of the others.
    pub from: Instant,
    /// How many dates.
    pub days: u16,
}

/// Something that an accepted expression may do that nobody meant.
#[derive(Clone, PartialEq, Debug)]
pub enum CronWarning {
    /// A spelling that the appliance takes but does not document.
    Undocumented {
        /// As it is written.
        token: String,
        /// The documented spelling.
        fix: CronFix,
    },
    /// Both day fields are restricted, so a date that matches one of them is enough.
    EitherDay,
    /// A step on a day field beside another restricted day field.
    EnginesDiffer {
        /// The step as it is written.
        token: String,
        /// The days one by one, which all engines read alike.
        fix: CronFix,
    },
    /// More firings a day than asked for.
    TooFrequent {
        /// How many.
        per_day: u32,
        /// How many are enough.
        most: u32,
    },
    /// It fires again before the usual run has ended.
    Overlap {
        /// The shortest time between two firings, in milliseconds.
        gap_ms: i64,
        /// How long a run takes usually, in milliseconds.
        usual_ms: i64,
    },
    /// Other schedules fire at the same minute.
    Crowded {
        /// The minute at which most others fire: the hour,
        hour: u8,
        /// and the minute.
        minute: u8,
        /// How many others.
        others: u32,
        /// For how many dates that was looked at.
        days: u16,
        /// The nearest minutes of the same hours at which no other fires: the first of them and the expression with all of them.
        free: Option<(u8, CronFix)>,
    },
}

impl CronWarning {
    /// What happens and why, in a sentence or two.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Undocumented { token, .. } => {
                [token, " is accepted, but not documented; a later version of the appliance may refuse it."].concat()
            }
            Self::EitherDay => "Both the day of the month and the day of the week are restricted: it fires on every date that \
                                matches either, not only on dates that match both."
                .to_owned(),
            Self::EnginesDiffer { token, .. } => [
                "Engines differ on ",
                token,
                " beside another restricted day field: this one fires when either matches, others only when both do.",
            ]
            .concat(),
            Self::TooFrequent { per_day, most } => {
                [&per_day.to_string(), " firings a day; more than ", &most.to_string(), " may use up what the cloud allows."]
                    .concat()
            }
            Self::Overlap { gap_ms, usual_ms } => [
                "It fires again after ",
                &duration_text(*gap_ms),
                ", but a run usually takes ",
                &duration_text(*usual_ms),
                ": runs will overlap.",
            ]
            .concat(),
            Self::Crowded { hour, minute, others, days, free } => {
                let schedules =
                    if *others == 1 { " other schedule fires, too, within " } else { " other schedules fire, too, within " };
                let span = if *days == 1 { "a day".to_owned() } else { [&days.to_string(), " days"].concat() };
                let advice = match free {
                    Some((minute, _)) => [&clock(*hour, *minute), " is free."].concat(),
                    None => "no minute of that hour is free.".to_owned(),
                };
                ["At ", &clock(*hour, *minute), " UTC ", &others.to_string(), schedules, &span, "; ", &advice].concat()
            }
        }
    }

    /// Another expression without this, if there is one that says what was probably meant.
    #[must_use]
    pub fn fix(&self) -> Option<&CronFix> {
        match self {
            Self::Undocumented { fix, .. } | Self::EnginesDiffer { fix, .. } | Self::Crowded { free: Some((_, fix)), .. } => {
                Some(fix)
            }
            _ => None,
        }
    }
}

fn clock(hour: u8, minute: u8) -> String {
    let two = |number: u8| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    [two(hour), two(minute)].join(":")
}

/// The warnings about an expression; none if it is not accepted at all.
#[must_use]
pub fn warnings(text: &str, circumstances: &Circumstances<'_>) -> Vec<CronWarning> {
    let Ok(expression) = parse(text) else { return Vec::new() };
    let mut found: Vec<CronWarning> = Vec::new();
    found.extend(undocumented(text));
    if expression.day_rule == DayRule::Either {
        found.push(CronWarning::EitherDay);
        found.extend(stepped_days(text, &expression));
    }
    let frequency = Frequency::of(&expression);
    if frequency.most_per_day > circumstances.most_per_day {
        found.push(CronWarning::TooFrequent { per_day: frequency.most_per_day, most: circumstances.most_per_day });
    }
    if let (Some(gap), Some(usual_ms)) = (frequency.shortest_gap, circumstances.usual_ms) {
        let gap_ms = i64::from(gap) * 60_000;
        if gap < LONGEST_GAP_MINUTES && gap_ms < usual_ms {
            found.push(CronWarning::Overlap { gap_ms, usual_ms });
        }
    }
    let from = circumstances.from.date_naive();
    if let Some(Collision { hour, minute, others, free }) = crowd(&expression, circumstances.others, from, circumstances.days) {
        let free = free
            .and_then(|(minute, minutes)| Some((minute, CronFix::using(replaced(text, words(text).first()?, &list(minutes))?))));
        found.push(CronWarning::Crowded { hour, minute, others, days: circumstances.days, free });
    }
    found
}

/// The text with another word in the place of one.
fn replaced(text: &str, word: &Word<'_>, new: &str) -> Option<String> {
    Some([text.get(..word.start)?, new, text.get(word.bytes().end..)?].concat())
}

/// The first spelling outside the documented table: a sign, a `?` outside the day fields, something behind `*-`, an empty list element.
fn undocumented(text: &str) -> Option<CronWarning> {
    let mut plain = Vec::new();
    let mut token = None;
    for (word, field) in words(text).iter().zip(CronField::ALL) {
        let elements: Vec<String> =
            word.text.split(',').map(|element| documented(field, element)).filter(|one| !one.is_empty()).collect();
        // A field of nothing but commas has no other spelling.
        let documented = if elements.is_empty() { word.text.to_owned() } else { elements.join(",") };
        if documented != word.text {
            token.get_or_insert_with(|| word.text.to_owned());
        }
        plain.push(documented);
    }
    Some(CronWarning::Undocumented { token: token?, fix: CronFix::using(plain.join(" ")) })
}

fn documented(field: CronField, element: &str) -> String {
    let (base, step) =
        element.split_once('/').map_or((element, ""), |(base, _)| (base, element.get(base.len()..).unwrap_or_default()));
    let is_day = matches!(field, CronField::Day | CronField::Weekday);
    let base = match base.split('-').next() {
        Some("?") if !is_day => "*",
        Some(star @ ("*" | "?")) => star,
        _ => base,
    };
    [base, step].concat().replace('+', "")
}

/// A day field with a step that clears its star. Older engines keep the star, and then both day fields must match.
fn stepped_days(text: &str, expression: &Expression) -> Option<CronWarning> {
    let mut token = None;
    let mut plain = Vec::new();
    for (word, field) in words(text).iter().zip(CronField::ALL) {
        let is_day = matches!(field, CronField::Day | CronField::Weekday);
        let stepped = word.text.split(',').find(|element| is_day && element.starts_with(['*', '?']));
        plain.push(if stepped.is_some() { list(expression.values(field)) } else { word.text.to_owned() });
        token = token.or(stepped);
    }
    Some(CronWarning::EnginesDiffer { token: token?.to_owned(), fix: CronFix::using(plain.join(" ")) })
}

fn list(values: FieldValues) -> String {
    values.iter().map(|value| value.to_string()).collect::<Vec<_>>().join(",")
}
