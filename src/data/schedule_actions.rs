//! What a person wants done to schedules, from wherever it was asked: one at a time, with its dialogs in the piece of the program
//! that comes behind the table.

use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::reactive::*;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleAction {
    /// Run now.
    Run,
    /// Switch on.
    Enable,
    /// Switch off.
    Disable,
    /// Delete.
    Delete,
}

/// A task: what, and to which.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleRequest {
    /// To these; several of them count as one task.
    Do(ScheduleAction, Vec<Schedule>),
    /// Write these into a file.
    Export(Vec<Schedule>),
    /// Read schedules from a file.
    Import,
}

/// The task in hand. A context; it goes with the person who is signed in.
#[derive(Clone, Copy)]
pub struct ScheduleActions {
    /// The task whose dialog is open.
    pub task: RwSignal<Option<ScheduleRequest>>,
    /// The schedules that something is being done to.
    pub busy: RwSignal<Vec<ScheduleId>>,
    /// The ids of the schedules that are ticked in the table.
    pub selected: RwSignal<Vec<String>>,
}

impl ScheduleActions {
    /// Nothing to do yet.
    pub fn start() {
        provide_context(Self { task: RwSignal::new(None), busy: RwSignal::new(Vec::new()), selected: RwSignal::new(Vec::new()) });
    }

    /// Those of the app.
    #[must_use]
    pub fn expect() -> Self {
        if use_context::<Self>().is_none() {
            Self::start();
        }
        expect_context()
    }

    /// Asks for a task, unless one is in hand, or it is about nothing.
    pub fn ask(self, task: ScheduleRequest) {
        if matches!(&task, ScheduleRequest::Do(_, list) | ScheduleRequest::Export(list) if list.is_empty()) {
            return;
        }
        if self.task.try_with_untracked(Option::is_none).unwrap_or(false) {
            let _ = self.task.try_set(Some(task));
        }
    }

    /// Asks for one schedule.
    pub fn ask_one(self, verb: ScheduleAction, schedule: Option<Schedule>) {
        if let Some(schedule) = schedule {
            self.ask(ScheduleRequest::Do(verb, vec![schedule]));
        }
    }

    /// Whether something is being done to this schedule.
    #[must_use]
    pub fn is_busy(self, id: &ScheduleId) -> bool {
        self.busy.with(|list| list.contains(id))
    }

    /// Something begins to be done to it.
    pub fn begin(self, id: &ScheduleId) {
        let _ = self.busy.try_update(|list| list.push(id.clone()));
    }

    /// It is done, or failed.
    pub fn end(self, id: &ScheduleId) {
        let _ = self.busy.try_update(|list| list.retain(|other| other != id));
    }
}
