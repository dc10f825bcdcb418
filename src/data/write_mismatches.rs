//! Schedules that the appliance stored with other values than requested, until a person repairs or accepts them.

use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::Spec;
use crate::reactive::*;

/// Stored and wanted settings by schedule. Dropped at sign-out.
#[derive(Clone, Copy)]
pub struct WriteMismatches(RwSignal<Vec<(ScheduleId, ScheduleChange)>>);

impl WriteMismatches {
    /// Creates the list, empty.
    #[must_use]
    pub fn empty() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Compares stored with wanted settings and keeps a difference. Gives true if they differ.
    pub fn hold(self, id: &ScheduleId, stored: Spec, wanted: Spec) -> bool {
        let differs = !wanted.is_met_by(&stored);
        let _ = self.0.try_update(|list| {
            list.retain(|(other, _)| other != id);
            if differs {
                list.push((id.clone(), ScheduleChange { from: stored, to: wanted }));
            }
        });
        differs
    }

    /// Gives the difference of this schedule, if there is one.
    #[must_use]
    pub fn of(self, id: &ScheduleId) -> Option<ScheduleChange> {
        self.0.with(|list| list.iter().find(|(other, _)| other == id).map(|(_, change)| change.clone()))
    }

    /// Drops the difference, once it is repaired or accepted.
    pub fn forget(self, id: &ScheduleId) {
        let _ = self.0.try_update(|list| list.retain(|(other, _)| other != id));
    }
}
