//! Runs: single executions of a schedule, with a snapshot of its settings at the time (API.md §4).

pub mod comparison;
pub mod durations;
pub mod failure_cause;
pub mod last_run_requests;
pub mod last_runs;
pub mod missed_runs;
pub mod reading;
pub mod report;
pub mod retry_failed;
pub mod summary;
pub mod verdict;

use std::sync::Arc;

use self::report::Report;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Identified;
use crate::domain::name::Name;
use crate::domain::schedule::{Operation, Parameters};
use crate::domain::time::Stamp;

/// One execution of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub id: RunId,
    /// The schedule may have been deleted since.
    pub schedule: Option<ScheduleId>,
    /// The schedule in the run's details, if different (API.md §4): a second link to try if the first one fails.
    pub schedule_in_details: Option<ScheduleId>,
    /// The schedule's name at the time of the run.
    pub name: Name,
    /// The schedule's description at the time of the run.
    pub description: String,
    pub operation: Operation,
    /// The schedule's parameters at the time of the run.
    pub parameters: Parameters,
    pub enqueued: Option<Stamp>,
    pub created: Option<Stamp>,
    /// The executing node: `local-node`, an id, or an address.
    pub node: Option<String>,
    pub report: Report,
    /// The answer's JSON, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for Run {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}
