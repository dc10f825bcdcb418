//! The outcome of a write that was sent at most once and read back.

use crate::api::error::ApiError;

/// The outcome of a write of a `T`. Nothing is ever sent a second time to find it out.
#[derive(Clone, Debug, PartialEq)]
pub enum WriteOutcome<T> {
    /// Done, and read back as asked for.
    Applied(T),
    /// Done, but the appliance stored something else: this.
    AppliedDifferently(T),
    /// Accepted, but not read back for this reason; the answer to the write, if it had one.
    NotReadBack(Option<T>, ApiError),
    /// Not sent, because somebody else changed it meanwhile to this.
    Conflict(T),
    /// The answer was lost, and the stored value is neither the former nor the wanted one.
    ChangedConcurrently(T),
    /// The answer was lost; these have appeared since, and nothing in them tells whose they are.
    Possibly(Vec<T>),
    /// Not applied, because it does not exist any more.
    Gone,
    /// Refused: nothing was done.
    Refused(ApiError),
    /// The answer was lost, and nothing was done.
    NotApplied,
    /// The answer was lost, and the outcome could not be found out for this reason.
    Unknown(ApiError),
}

impl<T> WriteOutcome<T> {
    /// The same outcome of another value.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> WriteOutcome<U> {
        match self {
            Self::Applied(value) => WriteOutcome::Applied(change(value)),
            Self::AppliedDifferently(value) => WriteOutcome::AppliedDifferently(change(value)),
            Self::NotReadBack(value, error) => WriteOutcome::NotReadBack(value.map(change), error),
            Self::Conflict(value) => WriteOutcome::Conflict(change(value)),
            Self::ChangedConcurrently(value) => WriteOutcome::ChangedConcurrently(change(value)),
            Self::Possibly(values) => WriteOutcome::Possibly(values.into_iter().map(change).collect()),
            Self::Gone => WriteOutcome::Gone,
            Self::Refused(error) => WriteOutcome::Refused(error),
            Self::NotApplied => WriteOutcome::NotApplied,
            Self::Unknown(error) => WriteOutcome::Unknown(error),
        }
    }

    /// The error of a refusal, from which the console learns what an account may not do.
    pub fn refusal(&self) -> Option<&ApiError> {
        match self {
            Self::Refused(error) => Some(error),
            _ => None,
        }
    }

    /// True when the request was given up because the person signed out or another one came: nothing may be shown of it.
    pub fn is_abandoned(&self) -> bool {
        matches!(self.refusal(), Some(ApiError::Aborted))
    }
}
