//! Schedules that the appliance stored otherwise than they were asked for, until that is repaired or accepted.

use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::spec::{ScheduleChange, Spec};
use crate::reactive::*;

/// What is stored and what was wanted, by schedule. A context; it goes with the person who is signed in.
#[derive(Clone, Copy)]
pub struct WriteMismatches(RwSignal<Vec<(ScheduleId, ScheduleChange)>>);

impl WriteMismatches {
    /// None yet.
    pub fn start() {
        provide_context(Self(RwSignal::new(Vec::new())));
    }

    /// Those of the app.
    #[must_use]
    pub fn expect() -> Self {
        if use_context::<Self>().is_none() {
            Self::start();
        }
        expect_context()
    }

    /// Holds what is stored against what was wanted; whether they differ.
    pub fn hold(self, id: &ScheduleId, stored: Spec, wanted: Spec) -> bool {
        let differs = stored.differing(&wanted).next().is_some();
        let _ = self.0.try_update(|list| {
            list.retain(|(other, _)| other != id);
            if differs {
                list.push((id.clone(), ScheduleChange { from: stored, to: wanted }));
            }
        });
        differs
    }

    /// The difference of this schedule, if there is one.
    #[must_use]
    pub fn of(self, id: &ScheduleId) -> Option<ScheduleChange> {
        self.0.with(|list| list.iter().find(|(other, _)| other == id).map(|(_, change)| change.clone()))
    }

    /// It is repaired, or accepted as it is.
    pub fn forget(self, id: &ScheduleId) {
        let _ = self.0.try_update(|list| list.retain(|(other, _)| other != id));
    }
}
