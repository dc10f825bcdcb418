//! A run at a glance: what a row of a table shows and a number counts, without its thousand targets.

use super::Run;
use super::verdict::{Verdict, VerdictInputs};
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Identified;
use crate::domain::schedule::Operation;
use crate::domain::time::{Instant, Stamp};

/// What is kept of a run where many are held.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// Its id.
    pub id: RunId,
    /// The schedule that it names.
    pub schedule: Option<ScheduleId>,
    /// The schedule's name at the time.
    pub name: String,
    /// What it was about: "aws · 3 KMS", or the operation.
    pub about: String,
    /// What it did.
    pub operation: Operation,
    /// When it took its place in the list, which is sorted by it: its creation, or else when it was put on the queue.
    pub made: Option<Instant>,
    /// When it was put on the queue, or else made.
    pub began: Option<Stamp>,
    /// When it ended, if it has.
    pub ended: Option<Stamp>,
    /// How long it took, once it has ended.
    pub took_ms: Option<i64>,
    /// The node.
    pub node: Option<String>,
    /// The appliance's status, in its letters.
    pub status: String,
    /// Whether nothing more will happen.
    pub is_over: bool,
    /// Where it stands, for the verdict.
    pub standing: VerdictInputs,
    /// The most frequent cause of failure, by name.
    pub cause: Option<String>,
}

impl Identified for RunSummary {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}

impl RunSummary {
    /// Of a run.
    #[must_use]
    pub fn of(run: &Run) -> RunSummary {
        let about = match run.parameters.cloud() {
            Some(cloud) => format!("{} · {}", cloud.cloud_name(), run.parameters.selection_text()),
            None => run.operation.label().to_owned(),
        };
        RunSummary {
            id: run.id.clone(),
            schedule: run.schedule.clone(),
            name: run.name.clone(),
            about,
            operation: run.operation.clone(),
            made: run.created.as_ref().or(run.enqueued.as_ref()).and_then(Stamp::instant),
            began: run.report.began.clone(),
            ended: run.report.ended().cloned(),
            took_ms: run.report.took_ms(),
            node: run.node.clone(),
            status: run.report.status_as_given.clone(),
            is_over: run.report.status.is_terminal(),
            standing: VerdictInputs::of(&run.report),
            cause: run.report.first_cause().map(|cause| cause.name),
        }
    }

    /// What it came to, as of `now`.
    #[must_use]
    pub fn verdict(&self, now: Instant) -> Verdict {
        self.standing.verdict(now)
    }

    /// When it was put on the queue, if that can be read.
    #[must_use]
    pub fn at(&self) -> Option<Instant> {
        self.began.as_ref().and_then(Stamp::instant)
    }
}
