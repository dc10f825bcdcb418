//! What the appliance has refused this person so far. The console cannot ask beforehand what an account may do (groups in a token
//! decide nothing, tests/appliance/API.md §9 Q29), so it learns from the first 403 and then says why a control does nothing.

use super::session::SessionContext;
use crate::api::error::ApiError;
use crate::domain::sync::source::Source;
use crate::reactive::*;

/// A kind of write that a person may be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Creating schedules.
    Create,
    /// Changing, enabling and disabling them.
    Change,
    /// Running them by hand.
    Run,
    /// Deleting them.
    Delete,
    /// Deleting runs.
    DeleteRun,
    /// Starting and cancelling sync jobs of a source.
    Sync(Source),
}

/// What was refused, with the appliance's words. A context; it goes with the person who is signed in.
#[derive(Clone, Copy)]
pub struct Permissions {
    refused: RwSignal<Vec<(Permission, String)>>,
    session: SessionContext,
}

impl Permissions {
    /// Nothing refused yet.
    pub fn start() {
        provide_context(Self { refused: RwSignal::new(Vec::new()), session: SessionContext::expect() });
    }

    /// Those of the app.
    #[must_use]
    pub fn expect() -> Self {
        if use_context::<Self>().is_none() {
            Self::start();
        }
        expect_context()
    }

    /// Takes note of an answer: a 403 holds until this person signs out, or enters another domain.
    pub fn learn(self, permission: Permission, error: &ApiError) {
        if let ApiError::Forbidden(text) = error {
            let _ = self.refused.try_update(|list| {
                list.retain(|(other, _)| *other != permission);
                list.push((permission, text.clone()));
            });
        }
    }

    /// Why a control for the deed does nothing, if the appliance has refused it.
    #[must_use]
    pub fn why_not(self, permission: Permission) -> Option<String> {
        let user = self.session.identity().map(|who| who.user).unwrap_or_default();
        self.refused.with(|list| {
            let (_, text) = list.iter().find(|(other, _)| *other == permission)?;
            Some(format!("The appliance refused this to {user}: {text}"))
        })
    }
}
