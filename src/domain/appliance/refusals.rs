//! Writes that the appliance has refused a person, and the writes of which it is expected to refuse the rest. The console cannot
//! ask which writes an account may make (groups in a token decide nothing, tests/appliance/API.md §9 Q29).

use crate::domain::sync::source::Source;

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

impl Permission {
    /// Gives the kind of resource, in the plural, with a source for each whose licence may be missing alone.
    const fn resource(self) -> (&'static str, Option<Source>) {
        match self {
            Self::Create | Self::Change | Self::Run | Self::Delete => ("schedules", None),
            Self::DeleteRun => ("runs", None),
            Self::Sync(source) => ("sync jobs", Some(source)),
        }
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Run => "run",
            Self::Delete | Self::DeleteRun => "delete",
            Self::Sync(_) => "start",
        }
    }
}

/// The answers to the writes of one person in one domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    /// Refused writes with the appliance's texts, oldest first.
    refused: Vec<(Permission, String)>,
    /// Writes that went through.
    allowed: Vec<Permission>,
}

impl Refusals {
    /// Records a refusal with the appliance's text.
    pub fn refuse(&mut self, permission: Permission, text: String) {
        self.forget(permission);
        self.refused.push((permission, text));
    }

    /// Records a write that went through.
    pub fn allow(&mut self, permission: Permission) {
        self.forget(permission);
        self.allowed.push(permission);
    }

    fn forget(&mut self, permission: Permission) {
        self.refused.retain(|(other, _)| *other != permission);
        self.allowed.retain(|other| *other != permission);
    }

    /// The first refusal that counts for all writes of this kind of resource. A missing licence is one of a feature, and says
    /// nothing about the account (API.md §2.2).
    fn of_resource(&self, permission: Permission) -> Option<Permission> {
        let is_of_account = |text: &str| !text.to_ascii_lowercase().contains("licen");
        let counts = |(other, text): &&(Permission, String)| other.resource() == permission.resource() && is_of_account(text);
        self.refused.iter().find(counts).map(|(other, _)| *other)
    }

    /// Gives the reason not to offer a write to `user`: its own refusal, or the first refusal of another write of the same kind of
    /// resource, unless the write itself went through before.
    #[must_use]
    pub fn why_not(&self, permission: Permission, user: &str) -> Option<String> {
        if let Some((_, text)) = self.refused.iter().find(|(other, _)| *other == permission) {
            return Some(format!("The appliance refused this to {user}: {text}"));
        }
        let other = self.of_resource(permission)?;
        (!self.allowed.contains(&permission)).then(|| {
            let (verb, things) = (other.verb(), other.resource().0);
            format!(
                "The appliance refused to let {user} {verb} {things}, so this account is taken for one that may only read them. \
                 “Offer everything again” in the menu of your name lifts this."
            )
        })
    }

    /// True if schedules are taken for what this person may only read: a write was refused, and none went through.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        let is_of_schedules = |permission: &Permission| permission.resource() == Permission::Change.resource();
        self.of_resource(Permission::Change).is_some() && !self.allowed.iter().any(is_of_schedules)
    }

    /// True if a write was refused.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.refused.is_empty()
    }
}
