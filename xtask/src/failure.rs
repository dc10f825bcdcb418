//! The error of a command: what happened and what to do about it, in one sentence each.

use std::fmt;

/// An error that ends a command.
#[derive(Debug)]
pub struct Failure {
    what: String,
    remedy: String,
    log: String,
}

/// The result of a fallible step.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// Creates a failure: `what` happened, and `remedy` is the action for the person; both without a full stop.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), log: String::new() }
    }

    /// The failure of a file or folder that could not be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("{}: {error}", path.display()),
            "check that it exists, that the disk has room and that you may write there",
        )
    }

    /// Replaces the remedy by a better one.
    pub fn advise(self, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    /// Adds the whole output of the failed program.
    pub fn with_log(self, log: String) -> Self {
        Self { log, ..self }
    }

    /// The whole output of the failed program; empty if the failure is no program's.
    pub fn log(&self) -> &str {
        &self.log
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.\nWhat to do: {}.", self.what, self.remedy)
    }
}
