//! Runs: single executions of a schedule, with a snapshot of what it was at the time (API.md §4).

use std::sync::Arc;

use super::id::{RunId, ScheduleId};
use super::row::Identified;
use super::schedule::{Operation, Parameters};
use super::time::{Stamp, ms_between};

/// The appliance's status of a run.
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

impl TargetState {
    /// Classifies a target's text. An unknown text never counts as success (API.md §5.7).
    pub fn of_text(text: &str) -> TargetState {
        let lower = text.trim().to_lowercase();
        match lower.as_str() {
            "success" => TargetState::Ok,
            "in_progress" | "in progress" | "in-progress" | "pending" => TargetState::Running,
            _ if lower.contains("synchronized successfully") && !lower.contains("not synchronized") => TargetState::Ok,
            _ => TargetState::NotOk,
        }
    }
}

/// The result of one target: a region, a vault, a key ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetResult {
    /// The target, as the appliance names it.
    pub target: String,
    /// Its text, verbatim.
    pub text: String,
    /// Our reading of the text.
    pub state: TargetState,
}

/// What a run reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet, or nothing at all.
    Nothing,
    /// Target by target: not successful first, then running, then successful, each by name.
    Targets(Vec<TargetResult>),
    /// A text.
    Text(String),
    /// Something else, shown generically.
    Other(Vec<(String, String)>),
}

/// How many targets came to what.
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
    /// All targets.
    pub fn total(self) -> usize {
        self.ok + self.running + self.not_ok
    }
}

/// One execution of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The schedule that it names, which may be gone by now.
    pub schedule: Option<ScheduleId>,
    /// The schedule that its details name, if that is another one (API.md §4): a link to try when the first leads nowhere.
    pub schedule_in_details: Option<ScheduleId>,
    /// The schedule's name at the time.
    pub name: String,
    /// The schedule's description at the time.
    pub description: String,
    /// What it does.
    pub operation: Operation,
    /// The schedule's parameters at the time.
    pub parameters: Parameters,
    /// The appliance's status.
    pub status: RunStatus,
    /// The appliance's status in its own letters.
    pub status_as_given: String,
    /// When it was put on the queue.
    pub enqueued: Option<Stamp>,
    /// When it was made.
    pub created: Option<Stamp>,
    /// When it last changed; its end, once it has ended.
    pub updated: Option<Stamp>,
    /// The node that works on it: `local-node`, an id, or an address.
    pub node: Option<String>,
    /// What it reports.
    pub outcome: Outcome,
    /// A text that came beside the targets.
    pub note: Option<String>,
    /// The answer it was read from, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for Run {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}

impl Run {
    /// How long it took from queue to end; the API gives no start (API.md §4). `None` while it has not ended, or when its times
    /// contradict each other.
    pub fn took_ms(&self) -> Option<i64> {
        if !self.status.is_terminal() {
            return None;
        }
        let from = self.enqueued.as_ref().or(self.created.as_ref()).and_then(Stamp::instant)?;
        let to = self.updated.as_ref().and_then(Stamp::instant)?;
        Some(ms_between(from, to)).filter(|ms| *ms >= 0)
    }

    /// How many targets came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for target in self.targets() {
            match target.state {
                TargetState::Ok => counts.ok += 1,
                TargetState::Running => counts.running += 1,
                TargetState::NotOk => counts.not_ok += 1,
            }
        }
        counts
    }

    /// The targets reported; empty when there are none.
    pub fn targets(&self) -> &[TargetResult] {
        match &self.outcome {
            Outcome::Targets(targets) => targets,
            Outcome::Nothing | Outcome::Text(_) | Outcome::Other(_) => &[],
        }
    }
}
