//! Common part of a run and a sync job: a status, and a result per target (API.md §4, §5.7). This type contains the appliance's
//! values; [`crate::domain::run::verdict`] derives the console's reading.

use super::failure_cause::{FailureCause, causes};
use crate::domain::sync::cloud::Cloud;
use crate::domain::time::{Instant, Stamp, ms_between};

/// The appliance's status of a run or a sync job.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunStatus {
    Queued,
    Running,
    /// Ended; the verdict decides whether successfully.
    Completed,
    /// The appliance reports a failure.
    Failed,
    /// Stopped before the end.
    Aborted,
    /// An unknown word, verbatim; treated as not ended (API.md §9 Q4).
    Unknown(String),
}

impl RunStatus {
    /// Reads any spelling of API.md §10.2.
    pub fn from_wire(text: &str) -> RunStatus {
        let word: String = text.trim().chars().map(|c| if c == ' ' || c == '-' { '_' } else { c.to_ascii_lowercase() }).collect();
        match word.as_str() {
            "scheduled" | "queued" | "pending" | "enqueued" => RunStatus::Queued,
            "in_progress" | "running" | "started" => RunStatus::Running,
            "completed" | "success" | "succeeded" => RunStatus::Completed,
            "failed" | "failure" | "error" => RunStatus::Failed,
            "aborted" | "cancelled" | "canceled" => RunStatus::Aborted,
            _ => RunStatus::Unknown(text.to_owned()),
        }
    }

    /// Gives the text on the screen.
    pub fn label(&self) -> &str {
        match self {
            RunStatus::Queued => "Queued",
            RunStatus::Running => "Running",
            RunStatus::Completed => "Completed",
            RunStatus::Failed => "Failed",
            RunStatus::Aborted => "Aborted",
            RunStatus::Unknown(word) if word.is_empty() => "No status",
            RunStatus::Unknown(word) => word,
        }
    }

    /// True if the status is final.
    pub fn is_terminal(&self) -> bool {
        matches!(self, RunStatus::Completed | RunStatus::Failed | RunStatus::Aborted)
    }
}

/// Result of one target (API.md §5.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetState {
    /// Any text that does not report success.
    NotOk,
    /// Not ended.
    Running,
    /// A text that reports success.
    Ok,
}

impl TargetState {
    /// All states, the most urgent first.
    pub const ALL: [TargetState; 3] = [TargetState::NotOk, TargetState::Running, TargetState::Ok];

    /// Gives the word in a URL.
    pub fn as_param(self) -> &'static str {
        match self {
            TargetState::NotOk => "failed",
            TargetState::Running => "open",
            TargetState::Ok => "ok",
        }
    }

    /// Reads the word of a URL; `None` for an unknown word.
    pub fn from_param(text: &str) -> Option<TargetState> {
        TargetState::ALL.into_iter().find(|state| state.as_param() == text)
    }
}

/// Known whole texts, in lower case. Any other text counts as success only if it is a sentence of success.
const TEXTS: [(&str, TargetState); 5] = [
    ("success", TargetState::Ok),
    ("in_progress", TargetState::Running),
    ("in progress", TargetState::Running),
    ("in-progress", TargetState::Running),
    ("pending", TargetState::Running),
];
/// End of a sentence of success: "key ring synchronized successfully".
const SUCCESS: &str = "synchronized successfully";
/// Most words before [`SUCCESS`]; a longer text is another sentence.
const NAMED_BY: usize = 4;
/// Words that negate a success.
const DENIALS: [&str; 16] = [
    "no",
    "not",
    "none",
    "never",
    "nothing",
    "cannot",
    "only",
    "partially",
    "partly",
    "hardly",
    "whether",
    "unable",
    "if",
    "of",
    "0",
    "zero",
];
/// Parts of words that negate a success.
const DENYING_PARTS: [&str; 4] = ["n't", "fail", "error", "denied"];

impl TargetState {
    /// Classifies a target's text. An unknown text never counts as success: API.md §5.7 calls any text that contains the words a
    /// success, but so does "0 of 12 keys synchronized successfully".
    pub fn of_text(text: &str) -> TargetState {
        let lower = text.trim().to_lowercase();
        let known = TEXTS.iter().find(|(whole, _)| lower == *whole).map(|(_, state)| *state);
        known.unwrap_or(if says_success(&lower) { TargetState::Ok } else { TargetState::NotOk })
    }
}

fn says_success(lower: &str) -> bool {
    let Some(named) = lower.trim_end_matches(['.', '!']).strip_suffix(SUCCESS) else { return false };
    let mut words = named.split_whitespace();
    let is_denied = |word: &str| DENIALS.contains(&word) || DENYING_PARTS.iter().any(|part| word.contains(part));
    named.split_whitespace().count() <= NAMED_BY
        && !words.any(is_denied)
        && (named.is_empty() || named.ends_with(char::is_whitespace))
}

/// The result of one target: a region, a vault, a key ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetResult {
    /// The target's name in the appliance's words.
    pub target: String,
    /// Verbatim; empty before there is a result.
    pub text: String,
    /// The console's reading of `text`.
    pub state: TargetState,
}

/// Number of texts per state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub ok: usize,
    pub running: usize,
    pub not_ok: usize,
}

impl Counts {
    /// Counts states.
    pub fn of(states: impl Iterator<Item = TargetState>) -> Counts {
        let mut counts = Counts::default();
        for state in states {
            match state {
                TargetState::Ok => counts.ok += 1,
                TargetState::Running => counts.running += 1,
                TargetState::NotOk => counts.not_ok += 1,
            }
        }
        counts
    }

    /// Gives the sum of all states.
    pub fn total(self) -> usize {
        self.ok + self.running + self.not_ok
    }

    /// True if there is at least one text, and all report success.
    pub fn all_ok(self) -> bool {
        self.ok > 0 && self.ok == self.total()
    }
}

/// Milliseconds without a change after which an unfinished run is stuck: forty times the slowest documented run (API.md §5.9). An
/// unknown status is no longer polled after this time (§9 Q4).
pub(super) const SILENT_MS: i64 = 30 * 60 * 1_000;

/// The appliance's data about a run or a sync job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub status: RunStatus,
    /// The status verbatim.
    pub status_as_given: String,
    /// True if an abort was requested: sync jobs only (API.md §5.6).
    pub abort: bool,
    pub cloud: Option<Cloud>,
    /// Time of enqueueing, or else of creation.
    pub began: Option<Stamp>,
    /// Time of the last change.
    pub updated: Option<Stamp>,
    /// Time of the end, if the appliance gives one; a run has none (API.md §4).
    pub completed: Option<Stamp>,
    /// Not successful first, then running, then successful, each by name.
    pub targets: Vec<TargetResult>,
    /// Texts without a target: an error, a message, details that are a text.
    pub said: Vec<String>,
    /// Other members as names and values, for display only.
    pub rest: Vec<(String, String)>,
}

impl Report {
    /// Gives the time of the end, or else of the last change; `None` while the run has not ended.
    pub fn ended(&self) -> Option<&Stamp> {
        self.status.is_terminal().then(|| self.completed.as_ref().or(self.updated.as_ref())).flatten()
    }

    /// True if polling can stop: the run has ended, or its status is unknown and has not changed for 30 minutes (API.md §9 Q4).
    pub fn is_over(&self, now: Instant) -> bool {
        let is_silent = || self.changed().is_some_and(|at| ms_between(at, now) > SILENT_MS);
        self.status.is_terminal() || matches!(self.status, RunStatus::Unknown(_)) && is_silent()
    }

    /// Gives the milliseconds from enqueueing to the end, since the API has no start time (API.md §4). `None` while the run has
    /// not ended, or if its times contradict each other.
    pub fn took_ms(&self) -> Option<i64> {
        let from = self.began.as_ref().and_then(Stamp::instant)?;
        let to = self.ended().and_then(Stamp::instant)?;
        Some(ms_between(from, to)).filter(|ms| *ms >= 0)
    }

    /// Gives the latest known time of a change.
    pub fn changed(&self) -> Option<Instant> {
        [&self.updated, &self.began].into_iter().flatten().filter_map(Stamp::instant).max()
    }

    /// Counts the targets by state.
    pub fn counts(&self) -> Counts {
        Counts::of(self.targets.iter().map(|target| target.state))
    }

    /// Counts the texts without a target by state.
    pub fn said_counts(&self) -> Counts {
        Counts::of(self.said.iter().map(|text| TargetState::of_text(text)))
    }

    /// Gives the causes of the failed targets, most frequent first, ties by name; if no target has a text, the causes of the
    /// whole.
    pub fn causes(&self) -> Vec<FailureCause> {
        let of_targets =
            causes(self.targets.iter().filter(|target| target.state == TargetState::NotOk).map(|target| &*target.text));
        if !of_targets.is_empty() {
            return of_targets;
        }
        causes(self.said.iter().map(String::as_str).filter(|text| TargetState::of_text(text) == TargetState::NotOk))
    }

    /// Gives the most frequent cause.
    pub fn first_cause(&self) -> Option<FailureCause> {
        self.causes().into_iter().next()
    }
}
