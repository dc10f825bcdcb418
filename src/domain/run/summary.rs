//! Summary of a run for table rows and counts, without its possibly thousand targets.

use super::Run;
use super::verdict::{Verdict, VerdictInputs};
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Identified;
use crate::domain::name::Name;
use crate::domain::schedule::Operation;
use crate::domain::time::{Instant, Stamp};

/// The part of a run that lists keep.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    pub id: RunId,
    /// The schedule that the run names.
    pub schedule: Option<ScheduleId>,
    /// The schedule's name at the time of the run.
    pub name: Name,
    /// Subject of the run: "aws · 3 KMS", or the operation.
    pub about: String,
    pub operation: Operation,
    /// Sort key of the list: time of creation, or else of enqueueing.
    pub made: Option<Instant>,
    /// Time of enqueueing, or else of creation.
    pub began: Option<Stamp>,
    /// `None` while the run has not ended.
    pub ended: Option<Stamp>,
    /// `None` while the run has not ended.
    pub took_ms: Option<i64>,
    pub node: Option<String>,
    /// The appliance's status, verbatim.
    pub status: String,
    /// True if the status is final.
    pub is_over: bool,
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
    /// Summarizes a run.
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

    /// Gives the verdict as of `now`.
    #[must_use]
    pub fn verdict(&self, now: Instant) -> Verdict {
        self.standing.verdict(now)
    }

    /// Gives the time of enqueueing, if it can be read.
    #[must_use]
    pub fn at(&self) -> Option<Instant> {
        self.began.as_ref().and_then(Stamp::instant)
    }
}
