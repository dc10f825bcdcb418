//! A schedule's expression, parsed once for everything that a screen derives from it.

use super::dialect::parse;
use super::error::{CronErrors, CronRule};
use super::expression::Expression;
use crate::domain::cron::firing::preview::{Active, next_firing};
use crate::domain::cron::firing::timetable::Timetable;
use crate::domain::cron::{Sentence, sentence};
use crate::domain::time::Instant;
use crate::domain::time::zone::UtcOffsets;

/// A parsed expression, or its errors.
#[derive(Clone, Debug)]
pub struct ParsedCron(Result<(Expression, Timetable), CronErrors>);

impl ParsedCron {
    /// Parses an expression in its stored form.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self(parse(text).map(|expression| (expression, Timetable::of(&expression))))
    }

    /// Gives the expression and its timetable; fails with the errors.
    pub fn understood(&self) -> Result<(&Expression, &Timetable), &CronErrors> {
        self.0.as_ref().map(|(expression, timetable)| (expression, timetable))
    }

    /// Gives the expression; `None` if it has errors.
    #[must_use]
    pub fn expression(&self) -> Option<&Expression> {
        self.understood().ok().map(|(expression, _)| expression)
    }

    /// Gives the timetable; `None` if the expression has errors.
    #[must_use]
    pub fn timetable(&self) -> Option<&Timetable> {
        self.understood().ok().map(|(_, timetable)| timetable)
    }

    /// Gives the errors; `None` if the expression is valid.
    #[must_use]
    pub fn errors(&self) -> Option<&CronErrors> {
        self.understood().err()
    }

    /// Gives the expression's sentence. It is not cached, since most rows are never scrolled into view.
    #[must_use]
    pub fn sentence(&self) -> Option<Sentence> {
        self.expression().map(sentence)
    }

    /// Gives the next firing by the appliance's clocks; [`next_firing`] gives the reason for `None`.
    #[must_use]
    pub fn next(&self, active: Active, appliance: &dyn UtcOffsets, now: Instant) -> Option<Instant> {
        self.timetable().and_then(|timetable| next_firing(timetable, active, appliance, now).ok())
    }
}

impl CronErrors {
    /// Gives the first error for use outside the editor: "Cron expression, hour: 24 is not accepted …".
    #[must_use]
    pub fn reason(&self) -> String {
        let first = self.first();
        match (first.rule, first.field) {
            (CronRule::Nothing, _) => "There is no cron expression.".to_owned(),
            (_, Some(field)) => ["Cron expression, ", field.name(), ": ", &first.message()].concat(),
            (_, None) => ["Cron expression: ", &first.message()].concat(),
        }
    }
}
