//! What went wrong and what to do about it, in one sentence each.

use std::fmt;

/// A command could not go on.
#[derive(Debug)]
pub struct Failure {
    what: String,
    remedy: String,
    log: String,
}

/// What a fallible step gives.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// `what` happened, and `remedy` is what the person can do; both without a full stop.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), log: String::new() }
    }

    /// A file or folder that could not be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("{}: {error}", path.display()),
            "check that it exists, that the disk has room and that you may write there",
        )
    }

    /// The same failure with a better remedy.
    pub fn advise(self, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    /// The same failure with all that the failed program said.
    pub fn with_log(self, log: String) -> Self {
        Self { log, ..self }
    }

    /// All that the failed program said; nothing if it was no program that failed.
    pub fn log(&self) -> &str {
        &self.log
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.\nWhat to do: {}.", self.what, self.remedy)
    }
}
