//! What a run and a sync job have in common: a status, and what each target came to (API.md §4, §5.7). The members that the
//! appliance gives are kept apart from what is made of them: see [`crate::domain::run::verdict`].

use super::failure_cause::{FailureCause, causes};
use crate::domain::sync::cloud::Cloud;
use crate::domain::time::{Instant, Stamp, ms_between};

/// The appliance's status of a run or a sync job.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunStatus {
    /// Waiting.
    Queued,
    /// At work.
    Running,
    /// Ended; whether well is the verdict's question.
    Completed,
    /// Ended badly, says the appliance.
    Failed,
    /// Stopped before its end.
    Aborted,
    /// A word we do not know, as given; treated as not ended (API.md §9 Q4).
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

    /// What people read.
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

    /// Whether nothing more will happen.
    pub fn is_terminal(&self) -> bool {
        matches!(self, RunStatus::Completed | RunStatus::Failed | RunStatus::Aborted)
    }
}

/// What one target came to (API.md §5.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetState {
    /// Anything that does not say it went well.
    NotOk,
    /// Not ended.
    Running,
    /// The text says it went well.
    Ok,
}

/// What a whole text says that is known, in lower case; a text that is not here and is no sentence of success is no success.
const TEXTS: [(&str, TargetState); 5] = [
    ("success", TargetState::Ok),
    ("in_progress", TargetState::Running),
    ("in progress", TargetState::Running),
    ("in-progress", TargetState::Running),
    ("pending", TargetState::Running),
];
/// How a sentence of success ends, after what was synchronized: "key ring synchronized successfully".
const SUCCESS: &str = "synchronized successfully";
/// How many words name what was synchronized at most; more make another sentence.
const NAMED_BY: usize = 4;
/// Words that take a success back.
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
/// Parts of words that do.
const DENYING_PARTS: [&str; 4] = ["n't", "fail", "error", "denied"];

impl TargetState {
    /// Classifies a target's text. An unknown text never counts as success: API.md §5.7 calls any text a success that contains the
    /// words, but "0 of 12 keys synchronized successfully" contains them, too.
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
    /// The target, as the appliance names it.
    pub target: String,
    /// Its text, verbatim; empty when there is none yet.
    pub text: String,
    /// Our reading of the text.
    pub state: TargetState,
}

/// How many texts say what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Went well.
    pub ok: usize,
    /// Not ended.
    pub running: usize,
    /// All others.
    pub not_ok: usize,
}

impl Counts {
    /// Of these states.
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

    /// All of them.
    pub fn total(self) -> usize {
        self.ok + self.running + self.not_ok
    }

    /// Whether there are some, and all went well.
    pub fn all_ok(self) -> bool {
        self.ok > 0 && self.ok == self.total()
    }
}

/// What has not ended and shows no change for this long is called stuck: forty times the slowest documented run (API.md §5.9), and
/// the time after which an unknown status is no longer polled (§9 Q4).
pub(super) const SILENT_MS: i64 = 30 * 60 * 1_000;

/// What the appliance says of a run or a sync job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its status.
    pub status: RunStatus,
    /// Its status in its own letters.
    pub status_as_given: String,
    /// Whether it was asked to stop: sync jobs only (API.md §5.6).
    pub abort: bool,
    /// The cloud that it is about.
    pub cloud: Option<Cloud>,
    /// When it was put on the queue, or else made.
    pub began: Option<Stamp>,
    /// When it last changed.
    pub updated: Option<Stamp>,
    /// When it ended, where the appliance says so; a run has no such time (API.md §4).
    pub completed: Option<Stamp>,
    /// Target by target: not successful first, then running, then successful, each by name.
    pub targets: Vec<TargetResult>,
    /// Texts that belong to no target: an error, a message, details that are a text.
    pub said: Vec<String>,
    /// What else came with it, as names and values; shown, not read.
    pub rest: Vec<(String, String)>,
}

impl Report {
    /// When it ended: as the appliance says, else when it last changed, once it has ended.
    pub fn ended(&self) -> Option<&Stamp> {
        self.status.is_terminal().then(|| self.completed.as_ref().or(self.updated.as_ref())).flatten()
    }

    /// Whether nothing is to be waited for: it has ended, or its status is a word that we do not know and it has been silent for so long
    /// that it is not asked for any more (API.md §9 Q4).
    pub fn is_over(&self, now: Instant) -> bool {
        let is_silent = || self.changed().is_some_and(|at| ms_between(at, now) > SILENT_MS);
        self.status.is_terminal() || matches!(self.status, RunStatus::Unknown(_)) && is_silent()
    }

    /// How long it took from queue to end; the API gives no start (API.md §4). `None` while it has not ended, or when its times
    /// contradict each other.
    pub fn took_ms(&self) -> Option<i64> {
        let from = self.began.as_ref().and_then(Stamp::instant)?;
        let to = self.ended().and_then(Stamp::instant)?;
        Some(ms_between(from, to)).filter(|ms| *ms >= 0)
    }

    /// The last time known at which it changed.
    pub fn changed(&self) -> Option<Instant> {
        [&self.updated, &self.began].into_iter().flatten().filter_map(Stamp::instant).max()
    }

    /// How many targets came to what.
    pub fn counts(&self) -> Counts {
        Counts::of(self.targets.iter().map(|target| target.state))
    }

    /// What the texts say that belong to no target.
    pub fn said_counts(&self) -> Counts {
        Counts::of(self.said.iter().map(|text| TargetState::of_text(text)))
    }

    /// Why targets failed, the most frequent first, those as frequent by name; where no target has a text, why the whole did.
    pub fn causes(&self) -> Vec<FailureCause> {
        let of_targets =
            causes(self.targets.iter().filter(|target| target.state == TargetState::NotOk).map(|target| &*target.text));
        if !of_targets.is_empty() {
            return of_targets;
        }
        causes(self.said.iter().map(String::as_str).filter(|text| TargetState::of_text(text) == TargetState::NotOk))
    }

    /// The most frequent cause.
    pub fn first_cause(&self) -> Option<FailureCause> {
        self.causes().into_iter().next()
    }
}
