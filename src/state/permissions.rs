//! Writes that the appliance has refused this person; the controls of these and of like writes show the reason.

pub use crate::domain::appliance::refusals::Permission;

use super::session::SessionContext;
use crate::api::error::ApiError;
use crate::domain::appliance::refusals::Refusals;
use crate::reactive::*;

/// The refusals. Dropped at sign-out and at a change of the domain.
#[derive(Clone, Copy)]
pub struct Permissions {
    refusals: RwSignal<Refusals>,
    session: SessionContext,
}

impl Permissions {
    /// Creates the list: nothing refused yet.
    #[must_use]
    pub fn new(session: SessionContext) -> Self {
        Self { refusals: RwSignal::new(Refusals::default()), session }
    }

    /// Records a refusal; errors other than a 403 say nothing about permissions.
    pub fn learn(self, permission: Permission, error: &ApiError) {
        if let ApiError::Forbidden(text) = error {
            let _ = self.refusals.try_update(|refusals| refusals.refuse(permission, text.clone()));
        }
    }

    /// Records a write that went through.
    pub fn allow(self, permission: Permission) {
        let _ = self.refusals.try_update(|refusals| refusals.allow(permission));
    }

    /// Forgets the refusals, as after an administrator has changed the account.
    pub fn forget(self) {
        self.refusals.set(Refusals::default());
    }

    /// Gives the reason not to offer a write, if there is one.
    #[must_use]
    pub fn why_not(self, permission: Permission) -> Option<String> {
        let user = self.session.identity().map(|who| who.user.marked()).unwrap_or_default();
        self.refusals.with(|refusals| refusals.why_not(permission, &user))
    }

    /// True if this person may only read schedules, as far as known.
    #[must_use]
    pub fn is_read_only(self) -> bool {
        self.refusals.with(Refusals::is_read_only)
    }

    /// True once a write was refused.
    #[must_use]
    pub fn is_any_refused(self) -> bool {
        self.refusals.with(Refusals::is_any)
    }
}
