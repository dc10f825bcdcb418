//! Drafts of the wizard, kept in the tab for the person who typed them: through a reload, a crash and the end of a session, for a
//! day at most. Sending the request and signing out delete them. A draft never contains a secret.

use serde_json::{Value, json};

use super::session::{DRAFTS, SessionContext};
use crate::domain::schedule::draft::{ScheduleDraft, carry_over};
use crate::domain::schedule::wizard::WizardMode;
use crate::domain::time::{Instant, ms_between, parse_instant, write_instant};
use crate::platform::clock;
use crate::platform::storage::Area;

const LONGEST_MS: i64 = 24 * 60 * 60 * 1_000;

/// Drafts of the signed-in person in the current domain.
#[derive(Clone, Debug)]
pub struct Drafts {
    prefix: String,
}

impl Drafts {
    /// Gives the drafts of the current session; `None` without a signed-in person.
    #[must_use]
    pub fn of(session: SessionContext) -> Option<Self> {
        Some(Self { prefix: format!("{DRAFTS}{}", session.identity_key()?) })
    }

    fn key(&self, mode: &WizardMode) -> String {
        let prefix = &self.prefix;
        match mode {
            WizardMode::Create => format!("{prefix}:new"),
            WizardMode::Edit(id) => format!("{prefix}:edit:{}", id.as_str()),
            WizardMode::Copy(id) => format!("{prefix}:copy:{}", id.as_str()),
        }
    }

    /// Gives the stored draft, applied to the form as it begins today, and the time of storing.
    #[must_use]
    pub fn read(&self, mode: &WizardMode, today: &ScheduleDraft) -> Option<(ScheduleDraft, Instant)> {
        let value: Value = serde_json::from_str(&Area::Session.read(&self.key(mode))?).ok()?;
        let at = parse_instant(value.get("at")?.as_str()?)?;
        let is_fresh = ms_between(at, clock::now()) < LONGEST_MS;
        if !is_fresh {
            self.drop(mode);
        }
        is_fresh.then(|| Some((carry_over(value.get("draft")?, value.get("origin")?, today), at))).flatten()
    }

    /// Stores a draft. Gives false if the browser refuses.
    pub fn write(&self, mode: &WizardMode, draft: &ScheduleDraft, origin: &ScheduleDraft) -> bool {
        let value = json!({ "at": write_instant(clock::now()), "draft": draft.to_json(), "origin": origin.to_json() });
        Area::Session.write(&self.key(mode), &value.to_string())
    }

    /// Deletes a draft.
    pub fn drop(&self, mode: &WizardMode) {
        Area::Session.remove(&self.key(mode));
    }
}
