//! What was typed into the wizard, kept in the tab for the person who typed it: through a reload, a crash and an ended session,
//! for a day at most, and gone when it is sent or the person signs out. No secret is ever part of it.

use serde_json::{Value, json};

use super::session::{DRAFTS, SessionContext};
use crate::domain::schedule::draft::{ScheduleDraft, carry_over};
use crate::domain::schedule::wizard::WizardMode;
use crate::domain::time::{Instant, ms_between, parse_instant, write_instant};
use crate::platform::clock;
use crate::platform::storage::Area;

const LONGEST_MS: i64 = 24 * 60 * 60 * 1_000;

/// The drafts of the person who is signed in, in the present domain.
#[derive(Clone, Debug)]
pub struct Drafts {
    prefix: String,
}

impl Drafts {
    /// Those of the present session; `None` when nobody is signed in.
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

    /// What was typed, on top of what the form begins with today, and when.
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

    /// Keeps what was typed. False if the browser would not.
    pub fn write(&self, mode: &WizardMode, draft: &ScheduleDraft, origin: &ScheduleDraft) -> bool {
        let value = json!({ "at": write_instant(clock::now()), "draft": draft.to_json(), "origin": origin.to_json() });
        Area::Session.write(&self.key(mode), &value.to_string())
    }

    /// Forgets it.
    pub fn drop(&self, mode: &WizardMode) {
        Area::Session.remove(&self.key(mode));
    }
}
