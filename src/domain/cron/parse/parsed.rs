//! A schedule's expression, parsed once for everything that a screen derives from it.

use super::dialect::{behind_utc, parse};
use super::error::{CronErrors, CronRule};
use super::expression::Expression;
use crate::domain::cron::firing::preview::{Active, next_firing};
use crate::domain::cron::firing::timetable::Timetable;
use crate::domain::cron::sentence;
use crate::domain::time::Instant;
use crate::domain::time::zone::UtcOffsets;
use chrono::Utc;

/// Parses an expression as a client stored it. The engine also takes a zone in front, which the editor does not write: UTC in
/// front is read as what it is. Fails with the errors, which do not make the expression invalid (see [`CronErrors::is_foreign`]).
pub fn parse_stored(text: &str) -> Result<Expression, CronErrors> {
    parse(behind_utc(text).unwrap_or(text))
}

/// A valid expression in its stored form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredExpression {
    pub expression: Expression,
    /// True for UTC in front, whatever the zone of the appliance.
    pub names_utc: bool,
}

impl StoredExpression {
    /// Parses an expression as [`parse_stored`] does; `None` if it has errors.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        parse_stored(text).ok().map(|expression| Self { expression, names_utc: behind_utc(text).is_some() })
    }
}

impl From<Expression> for StoredExpression {
    /// An expression without a zone in front.
    fn from(expression: Expression) -> Self {
        Self { expression, names_utc: false }
    }
}

/// A parsed expression, or its errors.
#[derive(Clone, Debug)]
pub struct ParsedCron {
    outcome: Result<(Expression, Timetable), CronErrors>,
    /// True for UTC in front, whatever the zone of the appliance.
    names_utc: bool,
}

impl ParsedCron {
    /// Parses an expression in its stored form.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let outcome = parse_stored(text).map(|expression| (expression, Timetable::of(&expression)));
        Self { outcome, names_utc: behind_utc(text).is_some() }
    }

    /// Gives the clocks by which the appliance reads this expression, from those by which it reads most.
    #[must_use]
    pub fn clocks<'a>(&self, appliance: &'a dyn UtcOffsets) -> &'a dyn UtcOffsets {
        if self.names_utc { &Utc } else { appliance }
    }

    /// Gives the expression and its timetable; fails with the errors.
    pub fn understood(&self) -> Result<(&Expression, &Timetable), &CronErrors> {
        self.outcome.as_ref().map(|(expression, timetable)| (expression, timetable))
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

    /// Gives the expression in words; `place` is the appliance's zone. They are not cached, since most rows are never scrolled into
    /// view.
    #[must_use]
    pub fn words(&self, place: &str) -> Option<String> {
        self.expression().map(|expression| sentence(expression).text_in(if self.names_utc { "UTC" } else { place }))
    }

    /// Gives the next firing by the appliance's clocks; [`next_firing`] gives the reason for `None`.
    #[must_use]
    pub fn next(&self, active: Active, appliance: &dyn UtcOffsets, now: Instant) -> Option<Instant> {
        self.timetable().and_then(|timetable| next_firing(timetable, active, self.clocks(appliance), now).ok())
    }
}

impl CronErrors {
    /// True for an expression that this console does not understand and an engine may: a zone in front, or a word for the whole.
    /// Other clients can have stored it, and it fires.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        matches!(self.first().rule, CronRule::Zone | CronRule::Macro)
    }

    /// Gives the first error for use outside the editor: "Cron expression, hour: 24 is not accepted …".
    #[must_use]
    pub fn reason(&self) -> String {
        let first = self.first();
        match (first.rule, first.field) {
            (CronRule::Nothing, _) => "There is no cron expression.".to_owned(),
            (CronRule::Zone, _) => {
                ["The cron expression has a zone of its own, ", &first.token, "; this console cannot say when it fires."].concat()
            }
            (CronRule::Macro, _) => {
                ["The cron expression is ", &first.token, "; this console cannot say when the appliance fires it."].concat()
            }
            (_, Some(field)) => ["Cron expression, ", field.name(), ": ", &first.message()].concat(),
            (_, None) => ["Cron expression: ", &first.message()].concat(),
        }
    }
}
