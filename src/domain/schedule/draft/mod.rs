//! The form of a schedule: its values, their errors, and the request of a valid form.

mod check;
mod errors;
mod form_time;
mod stored;

pub use check::NewSchedule;
pub use errors::{FieldErrors, ScheduleField};
pub use form_time::{parse_form_time, write_form_time};
pub use stored::carry_over;

use super::spec::Spec;
use crate::domain::cron::{self, Active};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{AzureItem, Selection, SyncParams};

/// Most characters that the vendor's console accepts in a description (API.md §3.1).
pub const LONGEST_DESCRIPTION: usize = 250;

/// Values of the form. They mirror the input, so they can be invalid; [`ScheduleDraft::validate`] gives the errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleDraft {
    /// Changed by [`ScheduleDraft::choose_cloud`], which keeps the selection of the former cloud.
    pub cloud: Option<Cloud>,
    /// True for everything of the cloud.
    pub everything: bool,
    /// Names or ids, picked or typed; kept while `everything` is true.
    pub containers: Vec<String>,
    /// Text in the container picker that was not added.
    pub typed: String,
    /// Azure's items; kept while `all_items` is true.
    pub items: Vec<AzureItem>,
    /// Azure's word `all`, which a later appliance may read as more than today's three items.
    pub all_items: bool,
    /// True for stored settings of Azure without items: none chosen then leaves them to the appliance, as they were.
    pub may_leave_items: bool,
    pub take_key_backup: bool,
    pub run_at: String,
    /// The expression as the appliance stored it; sent as it is, whatever this console understands of it. `None` for a new one.
    pub stored_run_at: Option<String>,
    /// Empty for an immediate start. See [`parse_form_time`] for the format.
    pub start: String,
    /// Ignored while `never_ends` is true.
    pub end: String,
    pub never_ends: bool,
    /// `any` or a node's id.
    pub run_on: String,
    /// Blanks included.
    pub name: String,
    pub description: String,
    pub enabled: bool,
    /// Selections of the other clouds: cloud, everything, containers.
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
            may_leave_items: false,
            take_key_backup: false,
            run_at: "0 1 * * *".to_owned(),
            stored_run_at: None,
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
    /// Fills the form with stored settings.
    pub fn of(spec: &Spec) -> ScheduleDraft {
        let items = spec.parameters.items();
        let mut draft = ScheduleDraft {
            cloud: Some(spec.parameters.cloud()),
            all_items: items.is_some_and(|items| items.is_all()),
            take_key_backup: matches!(spec.parameters, SyncParams::Azure { take_key_backup: true, .. }),
            run_at: spec.run_at.clone(),
            stored_run_at: Some(spec.run_at.clone()).filter(|text| !text.trim().is_empty()),
            start: spec.start.map(write_form_time).unwrap_or_default(),
            end: spec.end.map(write_form_time).unwrap_or_default(),
            never_ends: spec.end.is_none(),
            run_on: spec.run_on.as_wire().to_owned(),
            name: spec.name.as_sent().to_owned(),
            description: spec.description.clone(),
            enabled: spec.enabled,
            ..ScheduleDraft::default()
        };
        if draft.is_azure() {
            draft.may_leave_items = items.is_none();
            draft.items = items.map(|items| items.iter().collect()).unwrap_or_default();
        }
        match spec.parameters.selection() {
            Selection::Everything => draft.everything = true,
            Selection::These(list) => draft.containers = list.as_slice().to_vec(),
        }
        draft
    }

    /// Fills the form with settings from a file, which anybody may have written: an expression that breaks the appliance's dialect
    /// is an error, and one that only this console does not understand is none.
    pub fn of_file(spec: &Spec) -> ScheduleDraft {
        let is_refused = cron::parse_stored(&spec.run_at).is_err_and(|errors| !errors.is_foreign());
        let mut draft = ScheduleDraft::of(spec);
        draft.stored_run_at = draft.stored_run_at.filter(|_| !is_refused);
        draft
    }

    /// Fills the form for a copy of stored settings: switched off, under a free name.
    pub fn copy_of(spec: &Spec, is_taken: impl Fn(&str) -> bool) -> ScheduleDraft {
        let mut draft = ScheduleDraft::of(spec);
        draft.name = free_name(spec.name.as_sent(), "copy", is_taken);
        draft.enabled = false;
        draft
    }

    /// Changes the cloud: stores the selection of the former cloud, and restores the one of the new cloud.
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

    /// Gives the active period of the form as far as it can be read. Ignores `enabled`, so that a preview shows the effect of
    /// enabling the schedule.
    pub fn active(&self) -> Active {
        let end = if self.never_ends { None } else { parse_form_time(&self.end) };
        Active::On { start: parse_form_time(&self.start), end }
    }

    /// True if the form leaves Azure's items to the appliance.
    pub fn leaves_items(&self) -> bool {
        self.may_leave_items && !self.all_items && self.items.is_empty()
    }

    fn is_azure(&self) -> bool {
        self.cloud == Some(Cloud::Azure)
    }
}

/// Gives `name (word)`, or `name (word 2)` and so on if that name is taken.
pub fn free_name(name: &str, word: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let first = format!("{name} ({word})");
    if !is_taken(&first) {
        return first;
    }
    (2..1_000).map(|n| format!("{name} ({word} {n})")).find(|name| !is_taken(name)).unwrap_or(first)
}
