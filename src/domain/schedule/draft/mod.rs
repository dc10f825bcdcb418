//! The form of a schedule: what was typed, what is wrong with it, and the request that follows when nothing is.

mod check;
mod errors;
mod form_time;
mod stored;

pub use check::NewSchedule;
pub use errors::{FieldErrors, ScheduleField};
pub use form_time::{parse_form_time, write_form_time};
pub use stored::carry_over;

use super::spec::Spec;
use crate::domain::cron::Active;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{AzureItem, Selection, SyncParams};

/// The longest description the vendor's console takes (API.md §3.1).
pub const LONGEST_DESCRIPTION: usize = 250;

/// What the form holds. It mirrors the form, so it can be wrong; [`ScheduleDraft::validate`] says how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleDraft {
    /// The cloud chosen; change it by [`ScheduleDraft::choose_cloud`] to keep what was chosen for the former one.
    pub cloud: Option<Cloud>,
    /// Whether everything of the cloud is synchronized.
    pub everything: bool,
    /// The containers picked or typed, names or ids; kept while `everything` is chosen.
    pub containers: Vec<String>,
    /// Text that stands in the picker of containers and was not added.
    pub typed: String,
    /// Azure's items; kept while `all_items` is chosen.
    pub items: Vec<AzureItem>,
    /// Azure's word `all`, which a later appliance may read as more than today's three.
    pub all_items: bool,
    /// Azure's key backup.
    pub take_key_backup: bool,
    /// The cron expression.
    pub run_at: String,
    /// Not before; empty for at once. See [`parse_form_time`] for what is understood.
    pub start: String,
    /// Not after; not looked at while `never_ends`.
    pub end: String,
    /// Whether there is no end.
    pub never_ends: bool,
    /// `any` or a node's id.
    pub run_on: String,
    /// The name, blanks and all.
    pub name: String,
    /// The description.
    pub description: String,
    /// Whether it is on from the start.
    pub enabled: bool,
    /// What was chosen for the other clouds.
    kept: Vec<(Cloud, bool, Vec<String>)>,
}

impl Default for ScheduleDraft {
    fn default() -> Self {
        ScheduleDraft {
            cloud: None,
            everything: false,
            containers: Vec::new(),
            typed: String::new(),
            items: vec![AzureItem::Key],
            all_items: false,
            take_key_backup: false,
            run_at: "0 1 * * *".to_owned(),
            start: String::new(),
            end: String::new(),
            never_ends: true,
            run_on: "any".to_owned(),
            name: String::new(),
            description: String::new(),
            enabled: true,
            kept: Vec::new(),
        }
    }
}

impl ScheduleDraft {
    /// The form that shows stored settings.
    pub fn of(spec: &Spec) -> ScheduleDraft {
        let items = spec.parameters.items();
        let mut draft = ScheduleDraft {
            cloud: Some(spec.parameters.cloud()),
            all_items: items.is_some_and(|items| items.is_all()),
            take_key_backup: matches!(spec.parameters, SyncParams::Azure { take_key_backup: true, .. }),
            run_at: spec.run_at.clone(),
            start: spec.start.map(write_form_time).unwrap_or_default(),
            end: spec.end.map(write_form_time).unwrap_or_default(),
            never_ends: spec.end.is_none(),
            run_on: spec.run_on.as_wire().to_owned(),
            name: spec.name.clone(),
            description: spec.description.clone(),
            enabled: spec.enabled,
            ..ScheduleDraft::default()
        };
        if let Some(items) = items {
            draft.items = items.iter().collect();
        }
        match spec.parameters.selection() {
            Selection::Everything => draft.everything = true,
            Selection::These(list) => draft.containers = list.as_slice().to_vec(),
        }
        draft
    }

    /// The form that makes another schedule of stored settings: switched off, under a name that is not taken yet.
    pub fn copy_of(spec: &Spec, is_taken: impl Fn(&str) -> bool) -> ScheduleDraft {
        let mut draft = ScheduleDraft::of(spec);
        draft.name = free_name(&spec.name, "copy", is_taken);
        draft.enabled = false;
        draft
    }

    /// Changes the cloud, puts what was chosen for the former one aside, and brings back what was chosen for this one.
    pub fn choose_cloud(&mut self, cloud: Cloud) {
        if self.cloud == Some(cloud) {
            return;
        }
        let (everything, containers) = (std::mem::take(&mut self.everything), std::mem::take(&mut self.containers));
        if let Some(former) = self.cloud {
            self.kept.push((former, everything, containers));
        }
        if let Some(place) = self.kept.iter().position(|(kept, ..)| *kept == cloud) {
            (_, self.everything, self.containers) = self.kept.remove(place);
        }
        self.cloud = Some(cloud);
    }

    /// When it would be on, as far as the form says already; whether it is enabled is left out, so that a preview shows what
    /// enabling it would do.
    pub fn active(&self) -> Active {
        let end = if self.never_ends { None } else { parse_form_time(&self.end) };
        Active::On { start: parse_form_time(&self.start), end }
    }

    fn is_azure(&self) -> bool {
        self.cloud == Some(Cloud::Azure)
    }
}

/// `name (word)`, or `name (word 2)` and so on where that is taken.
pub fn free_name(name: &str, word: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let base = name.trim_end();
    let first = format!("{base} ({word})");
    if !is_taken(&first) {
        return first;
    }
    (2..1_000).map(|n| format!("{base} ({word} {n})")).find(|name| !is_taken(name)).unwrap_or(first)
}
