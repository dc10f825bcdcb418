//! The expression of a schedule, read once and kept for all that a screen asks of it.

use super::dialect::parse;
use super::error::{CronErrors, CronRule};
use super::expression::Expression;
use crate::domain::cron::firing::preview::{Active, next_firing};
use crate::domain::cron::firing::timetable::Timetable;
use crate::domain::cron::{Sentence, sentence};
use crate::domain::time::Instant;
use crate::domain::time::zone::UtcOffsets;

/// An expression that was read: what it means, or what is wrong with it.
#[derive(Clone, Debug)]
pub struct ParsedCron(Result<(Expression, Timetable), CronErrors>);

impl ParsedCron {
    /// Reads an expression as it is stored.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self(parse(text).map(|expression| (expression, Timetable::of(&expression))))
    }

    /// What it means, and when it fires; fails with all that is wrong with it.
    pub fn understood(&self) -> Result<(&Expression, &Timetable), &CronErrors> {
        self.0.as_ref().map(|(expression, timetable)| (expression, timetable))
    }

    /// What it means.
    #[must_use]
    pub fn expression(&self) -> Option<&Expression> {
        self.understood().ok().map(|(expression, _)| expression)
    }

    /// When it fires.
    #[must_use]
    pub fn timetable(&self) -> Option<&Timetable> {
        self.understood().ok().map(|(_, timetable)| timetable)
    }

    /// What is wrong with it.
    #[must_use]
    pub fn errors(&self) -> Option<&CronErrors> {
        self.understood().err()
    }

    /// Its sentence; made anew each time, since most rows are never looked at.
    #[must_use]
    pub fn sentence(&self) -> Option<Sentence> {
        self.expression().map(sentence)
    }

    /// Its next firing by the clocks of the appliance; [`next_firing`] says why there is none.
    #[must_use]
    pub fn next(&self, active: Active, appliance: &dyn UtcOffsets, now: Instant) -> Option<Instant> {
        self.timetable().and_then(|timetable| next_firing(timetable, active, appliance, now).ok())
    }
}

impl CronErrors {
    /// The first of them as it is told where the expression stands among other things: "Cron expression, hour: 24 is not accepted …".
    #[must_use]
    pub fn reason(&self) -> String {
        let first = self.first();
        match (first.rule, first.field) {
            (CronRule::Nothing, _) => "It has no cron expression.".to_owned(),
            (_, Some(field)) => ["Cron expression, ", field.name(), ": ", &first.message()].concat(),
            (_, None) => ["Cron expression: ", &first.message()].concat(),
        }
    }
}
