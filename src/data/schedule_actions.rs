//! Actions on schedules, requested from any page: one at a time. Their dialogs are in a chunk that loads after the table.

use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::reactive::*;

/// Kind of an action on schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleAction {
    Run,
    Enable,
    Disable,
    Delete,
    /// Creating deleted schedules with the settings that they had.
    MakeAgain,
}

impl ScheduleAction {
    /// Gives the action that takes this one back; `None` where nothing does.
    #[must_use]
    pub const fn undo(self) -> Option<(&'static str, Self)> {
        match self {
            Self::Enable => Some(("Undo", Self::Disable)),
            Self::Disable => Some(("Undo", Self::Enable)),
            Self::Delete => Some(("Make again", Self::MakeAgain)),
            Self::Run | Self::MakeAgain => None,
        }
    }
}

/// An action and its schedules.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleRequest {
    /// Several schedules count as one request.
    Do(ScheduleAction, Vec<Schedule>),
    /// Write these schedules into a file.
    Export(Vec<Schedule>),
    /// Read schedules from a file.
    Import,
}

/// The current request. Dropped at sign-out.
#[derive(Clone, Copy)]
pub struct ScheduleActions {
    /// The request with an open dialog.
    pub request: RwSignal<Option<ScheduleRequest>>,
    /// Schedules with a write in progress.
    pub busy: RwSignal<Vec<ScheduleId>>,
    /// Ids of the selected rows of the table.
    pub selected: RwSignal<Vec<String>>,
}

impl ScheduleActions {
    /// Creates the state: no request, nothing selected.
    #[must_use]
    pub fn empty() -> Self {
        Self { request: RwSignal::new(None), busy: RwSignal::new(Vec::new()), selected: RwSignal::new(Vec::new()) }
    }

    /// Starts a request, unless another one is open or it covers no schedule.
    pub fn ask(self, request: ScheduleRequest) {
        if matches!(&request, ScheduleRequest::Do(_, list) | ScheduleRequest::Export(list) if list.is_empty()) {
            return;
        }
        if self.request.try_with_untracked(Option::is_none).unwrap_or(false) {
            let _ = self.request.try_set(Some(request));
        }
    }

    /// Starts a request for one schedule; `None` is ignored.
    pub fn ask_one(self, verb: ScheduleAction, schedule: Option<Schedule>) {
        if let Some(schedule) = schedule {
            self.ask(ScheduleRequest::Do(verb, vec![schedule]));
        }
    }

    /// True while a write to this schedule is in progress.
    #[must_use]
    pub fn is_busy(self, id: &ScheduleId) -> bool {
        self.busy.with(|list| list.contains(id))
    }

    /// Marks a schedule as busy.
    pub fn begin(self, id: &ScheduleId) {
        let _ = self.busy.try_update(|list| list.push(id.clone()));
    }

    /// Removes the mark, after success or failure.
    pub fn end(self, id: &ScheduleId) {
        let _ = self.busy.try_update(|list| list.retain(|other| other != id));
    }
}
