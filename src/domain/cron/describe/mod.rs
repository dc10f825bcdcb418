//! An expression as one sentence.
//!
//! The words come from the sets and from the day rule that the evaluator uses, never from the text. So two expressions read alike
//! exactly when they fire at the same minutes, and "or" appears exactly where either day field is enough.

mod block;
mod clock;
mod dates;
mod local;
mod times;
mod words;

use self::clock::Clock;
use super::parse::canonical::{NEVER, canonical};
use super::parse::expression::Expression;

pub use self::local::{LocalFiring, describe_at_offset, local_firings};

/// A sentence in two parts, so that a narrow table can stack them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// "At 01:00", "Every 15 minutes", "Never fires".
    pub times: String,
    /// "every day", "Monday to Friday"; empty if `times` already implies it.
    pub dates: String,
    /// True if `times` names clock times, which need a zone.
    pub names_times: bool,
}

impl Sentence {
    /// Gives the whole sentence: "At 01:00, every day".
    #[must_use]
    pub fn text(&self) -> String {
        self.text_in("")
    }

    /// Gives the whole sentence with a zone, "UTC" or "in Berlin": "At 01:00 UTC, every day". "Every 15 minutes" needs no zone;
    /// if only the dates depend on the zone, it follows them: "Every 15 minutes, Monday to Friday UTC".
    #[must_use]
    pub fn text_in(&self, zone: &str) -> String {
        let mut out = self.times.clone();
        let with_zone = |out: &mut String| {
            if !zone.is_empty() {
                out.push(' ');
                out.push_str(zone);
            }
        };
        if self.names_times {
            with_zone(&mut out);
        }
        if !self.dates.is_empty() {
            out.push_str(", ");
            out.push_str(&self.dates);
            if !self.names_times {
                with_zone(&mut out);
            }
        }
        out
    }
}

/// Takes any expression and gives one sentence without a zone: "At 01:00, on the 13th or on any Friday". Never fails.
#[must_use]
pub fn describe(expression: &Expression) -> String {
    sentence(expression).text()
}

/// Takes any expression and gives its sentence in parts. Never fails; an expression that cannot fire reads "Never fires".
#[must_use]
pub fn sentence(expression: &Expression) -> Sentence {
    let canonical = canonical(expression);
    if canonical == NEVER {
        return never();
    }
    let day = Clock::of(canonical.minutes, canonical.hours);
    said(&day, dates::is_every_day(&canonical), dates::on_dates(&canonical))
}

fn never() -> Sentence {
    Sentence { times: "Never fires".to_owned(), dates: String::new(), names_times: false }
}

/// Leaves out "every day" if the times go around the clock.
fn said(day: &Clock, every_day: bool, dates: String) -> Sentence {
    let times = times::times(day, every_day);
    let dates = if every_day && times.around_the_clock { String::new() } else { dates };
    Sentence { times: times.text, dates, names_times: times.names_times }
}
