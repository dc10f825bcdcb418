//! Writes that the appliance has refused this person. The console cannot ask beforehand which writes an account may make (groups
//! in a token decide nothing, tests/appliance/API.md §9 Q29), so it remembers each 403 and then shows the reason at the control.

use super::session::SessionContext;
use crate::api::error::ApiError;
use crate::domain::sync::source::Source;
use crate::reactive::*;

/// Kind of write that the appliance may refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    Create,
    /// Changing, enabling and disabling schedules.
    Change,
    Run,
    Delete,
    DeleteRun,
    /// Starting and cancelling sync jobs of a source.
    Sync(Source),
}

/// Refused permissions with the appliance's texts. Dropped at sign-out.
#[derive(Clone, Copy)]
pub struct Permissions {
    refused: RwSignal<Vec<(Permission, String)>>,
    session: SessionContext,
}

impl Permissions {
    /// Creates the list: nothing refused yet.
    #[must_use]
    pub fn new(session: SessionContext) -> Self {
        Self { refused: RwSignal::new(Vec::new()), session }
    }

    /// Records a refusal: a 403 counts until this person signs out or enters another domain.
    pub fn learn(self, permission: Permission, error: &ApiError) {
        if let ApiError::Forbidden(text) = error {
            let _ = self.refused.try_update(|list| {
                list.retain(|(other, _)| *other != permission);
                list.push((permission, text.clone()));
            });
        }
    }

    /// Gives the reason to disable a control, if the appliance has refused its permission.
    #[must_use]
    pub fn why_not(self, permission: Permission) -> Option<String> {
        let user = self.session.identity().map(|who| who.user.marked()).unwrap_or_default();
        self.refused.with(|list| {
            let (_, text) = list.iter().find(|(other, _)| *other == permission)?;
            Some(format!("The appliance refused this to {user}: {text}"))
        })
    }
}
