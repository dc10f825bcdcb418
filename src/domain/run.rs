//! Runs: single executions of a schedule, with a snapshot of what it was at the time (API.md §4).

use std::sync::Arc;

use super::id::{RunId, ScheduleId};
use super::report::Report;
use super::row::Identified;
use super::schedule::{Operation, Parameters};
use super::time::Stamp;

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
