//! The outcome of a write that was sent at most once and read back.

use crate::api::error::ApiError;

/// The outcome of a write of a `T`. No write is sent a second time to learn its outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum WriteOutcome<T> {
    /// Applied, and read back with the requested values.
    Applied(T),
    /// Applied, but the appliance stored this other value.
    AppliedDifferently(T),
    /// Accepted, but the read failed with this error; includes the answer to the write, if it had one.
    NotReadBack(Option<T>, ApiError),
    /// Not sent, because another client had changed the stored value to this one.
    Conflict(T),
    /// The answer was lost, and the stored value is neither the former nor the wanted one.
    ChangedConcurrently(T),
    /// The answer was lost; these items appeared since, and their origin is unknown.
    Possibly(Vec<T>),
    /// Not applied, because the item no longer exists.
    Gone,
    /// Refused by the appliance without effect.
    Refused(ApiError),
    /// The answer was lost, and the write had no effect.
    NotApplied,
    /// The answer was lost, and this error prevented a look-up of the outcome.
    Unknown(ApiError),
}

impl<T> WriteOutcome<T> {
    /// Converts the value of the outcome.
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

    /// Gives the error of a refusal, from which the console learns the permissions of an account.
    pub fn refusal(&self) -> Option<&ApiError> {
        match self {
            Self::Refused(error) => Some(error),
            _ => None,
        }
    }

    /// True if the appliance took the write, whatever it stored.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Applied(_) | Self::AppliedDifferently(_) | Self::NotReadBack(..))
    }

    /// True if a sign-out or another account aborted the request; the screen then shows nothing about it.
    pub fn is_abandoned(&self) -> bool {
        matches!(self.refusal(), Some(ApiError::Aborted))
    }
}
