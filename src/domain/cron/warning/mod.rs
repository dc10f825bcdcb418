//! Effects of a valid expression that were probably not intended.

mod collisions;

use self::collisions::{Collision, crowd};
use super::firing::frequency::{Frequency, LONGEST_GAP_MINUTES};
use super::parse::dialect::{Word, parse, words};
use super::parse::error::CronFix;
use super::parse::expression::{DayRule, Expression};
use super::parse::field::{CronField, FieldValues};
use crate::domain::time::{Instant, duration_text};

/// Facts about the schedule and its surroundings that warnings depend on.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// Limit of firings per day.
    pub most_per_day: u32,
    /// The usual duration of a run in milliseconds; `None` if unknown.
    pub usual_ms: Option<i64>,
    /// The expressions of all other schedules that are switched on.
    pub others: &'a [Expression],
    /// The first date on which firings are compared with those of the others.
    pub from: Instant,
    /// Number of dates to compare.
    pub days: u16,
}

/// An effect of a valid expression that was probably not intended.
#[derive(Clone, PartialEq, Debug)]
pub enum CronWarning {
    /// A spelling that the appliance accepts but does not document.
    Undocumented {
        /// The token as typed.
        token: String,
        /// The documented spelling.
        fix: CronFix,
    },
    /// Both day fields are restricted, so a date that matches one of them is enough.
    EitherDay,
    /// A step on a day field beside another restricted day field.
    EnginesDiffer {
        /// The step as typed.
        token: String,
        /// The days one by one, which all engines read alike.
        fix: CronFix,
    },
    /// More firings per day than [`Circumstances::most_per_day`].
    TooFrequent {
        per_day: u32,
        /// The limit.
        most: u32,
    },
    /// The schedule fires again before the usual run has ended.
    Overlap {
        /// Shortest time between two firings, in milliseconds.
        gap_ms: i64,
        /// The usual duration of a run, in milliseconds.
        usual_ms: i64,
    },
    /// Other schedules fire at the same minute.
    Crowded {
        /// Hour of the minute at which most others fire.
        hour: u8,
        /// Minute within `hour`.
        minute: u8,
        others: u32,
        /// Number of dates that were compared.
        days: u16,
        /// The nearest free minutes in the same hours: the first of them, and the expression with all of them.
        free: Option<(u8, CronFix)>,
    },
}

impl CronWarning {
    /// Gives the effect and its reason in one or two sentences.
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
                "Cron engines differ on ",
                token,
                " beside another restricted day field: this one fires when either matches, others only when both do.",
            ]
            .concat(),
            Self::TooFrequent { per_day, most } => {
                [&per_day.to_string(), " firings a day; more than ", &most.to_string(), " may use up what the cloud allows."]
                    .concat()
            }
            Self::Overlap { gap_ms, usual_ms } => [
                "The next firing comes after ",
                &duration_text(*gap_ms),
                ", but a run usually takes ",
                &duration_text(*usual_ms),
                ": runs will overlap.",
            ]
            .concat(),
            Self::Crowded { hour, minute, others, days, free } => {
                let schedules =
                    if *others == 1 { " other schedule also fires within " } else { " other schedules also fire within " };
                let span = if *days == 1 { "a day".to_owned() } else { [&days.to_string(), " days"].concat() };
                let advice = match free {
                    Some((minute, _)) => [&clock(*hour, *minute), " is free."].concat(),
                    None => "no minute of that hour is free.".to_owned(),
                };
                ["At ", &clock(*hour, *minute), " UTC ", &others.to_string(), schedules, &span, "; ", &advice].concat()
            }
        }
    }

    /// Gives an expression without this effect, if one was probably meant.
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

/// Takes an expression and gives its warnings; empty if the expression is invalid.
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

/// The text with one word replaced.
fn replaced(text: &str, word: &Word<'_>, new: &str) -> Option<String> {
    Some([text.get(..word.start)?, new, text.get(word.bytes().end..)?].concat())
}

/// The first spelling outside the documented table: a sign, a `?` outside the day fields, a suffix of `*-`, an empty list
/// element.
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
