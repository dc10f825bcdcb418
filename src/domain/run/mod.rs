//! Runs: single executions of a schedule, with a snapshot of what it was at the time (API.md §4).

pub mod comparison;
pub mod durations;
pub mod failure_cause;
pub mod last_runs;
pub mod missed_runs;
pub mod report;
pub mod retry_failed;
pub mod summary;
pub mod verdict;

use std::sync::Arc;

use self::report::Report;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Identified;
use crate::domain::schedule::{Operation, Parameters};
use crate::domain::time::Stamp;

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
    /// When it was put on the queue.
    pub enqueued: Option<Stamp>,
    /// When it was made.
    pub created: Option<Stamp>,
    /// The node that works on it: `local-node`, an id, or an address.
    pub node: Option<String>,
    /// What the appliance says of it.
    pub report: Report,
    /// The answer it was read from, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for Run {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}
