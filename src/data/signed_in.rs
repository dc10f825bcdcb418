//! The data of the signed-in person. One context holds it; a sign-out drops it.

use super::containers::ContainerLists;
use super::context::AppContext;
use super::schedule_actions::ScheduleActions;
use super::schedules::Schedules;
use super::write_mismatches::WriteMismatches;
use crate::reactive::*;
use crate::state::permissions::Permissions;

/// The lists, open actions and learned permissions of one person in one domain, each `Copy`.
#[derive(Clone, Copy)]
pub struct SignedInContext {
    pub schedules: Schedules,
    pub actions: ScheduleActions,
    pub permissions: Permissions,
    pub write_mismatches: WriteMismatches,
    pub containers: ContainerLists,
}

impl SignedInContext {
    /// Provides the context, empty: nothing is requested until a page needs it.
    pub fn start() -> Self {
        let app = AppContext::expect();
        let context = Self {
            schedules: Schedules::new(app),
            actions: ScheduleActions::empty(),
            permissions: Permissions::new(app.session),
            write_mismatches: WriteMismatches::empty(),
            containers: ContainerLists::new(app.session),
        };
        provide_context(context);
        context
    }

    /// Gives the context of the signed-in person. Called while a component is built.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::start)
    }
}
