//! Signals of the form controls; [`Form::draft`] converts them into a draft.

use crate::components::cron_editor::CronForm;
use crate::domain::schedule::draft::ScheduleDraft;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::AzureItem;
use crate::reactive::*;

/// The value of the check box for every kind of item, including kinds of a later appliance.
pub const ALL_ITEMS: &str = "all";
/// The value of the radio button for selected containers.
pub const THESE: &str = "these";
/// The value of the radio button for all containers.
pub const EVERYTHING: &str = "everything";

/// The values of the controls of all steps.
#[derive(Clone, Copy)]
pub struct Form {
    pub cloud: RwSignal<String>,
    pub selection: RwSignal<String>,
    pub containers: RwSignal<Vec<String>>,
    /// Text in the container picker that is not added to the list yet.
    pub typed: RwSignal<String>,
    pub items: RwSignal<Vec<String>>,
    pub backup: RwSignal<bool>,
    pub when: CronForm,
    pub start: RwSignal<String>,
    pub never_ends: RwSignal<bool>,
    pub end: RwSignal<String>,
    pub run_on: RwSignal<String>,
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub enabled: RwSignal<bool>,
    // Keeps the selections made for other clouds.
    kept: StoredValue<ScheduleDraft>,
}

impl Form {
    /// Creates the controls with the values of a draft.
    pub fn new(draft: &ScheduleDraft) -> Self {
        let form = Self {
            cloud: RwSignal::new(String::new()),
            selection: RwSignal::new(String::new()),
            containers: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            items: RwSignal::new(Vec::new()),
            backup: RwSignal::new(false),
            when: CronForm::new(RwSignal::new(draft.run_at.clone())),
            start: RwSignal::new(String::new()),
            never_ends: RwSignal::new(true),
            end: RwSignal::new(String::new()),
            run_on: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            enabled: RwSignal::new(true),
            kept: StoredValue::new(ScheduleDraft::default()),
        };
        form.fill(draft);
        effect(move || form.keep_by_cloud());
        form
    }

    /// Sets the controls to the values of a draft.
    pub fn fill(self, draft: &ScheduleDraft) {
        self.kept.set_value(draft.clone());
        self.cloud.set(draft.cloud.map(|cloud| cloud.cloud_name().to_owned()).unwrap_or_default());
        self.show_selection(draft);
        self.typed.set(draft.typed.clone());
        let items = draft.items.iter().map(|item| item.as_wire()).chain(draft.all_items.then_some(ALL_ITEMS));
        self.items.set(items.map(str::to_owned).collect());
        self.backup.set(draft.take_key_backup);
        self.when.text.set(draft.run_at.clone());
        self.start.set(draft.start.clone());
        self.never_ends.set(draft.never_ends);
        self.end.set(draft.end.clone());
        self.run_on.set(draft.run_on.clone());
        self.name.set(draft.name.clone());
        self.description.set(draft.description.clone());
        self.enabled.set(draft.enabled);
    }

    fn show_selection(self, draft: &ScheduleDraft) {
        self.selection.set(if draft.everything { EVERYTHING } else { THESE }.to_owned());
        self.containers.set(draft.containers.clone());
    }

    /// Gives the selected cloud.
    pub fn cloud(self) -> Option<Cloud> {
        self.cloud.with(|word| Cloud::from_wire(word))
    }

    /// Gives the values of the controls as a draft.
    pub fn draft(self) -> ScheduleDraft {
        let mut draft = self.kept.get_value();
        draft.cloud = self.cloud();
        draft.everything = self.selection.with(|word| word == EVERYTHING);
        draft.containers = self.containers.get();
        draft.typed = self.typed.get();
        self.items.with(|words| {
            let is_on = |wanted: &str| words.iter().any(|word| word == wanted);
            draft.items = AzureItem::ALL.into_iter().filter(|item| is_on(item.as_wire())).collect();
            draft.all_items = is_on(ALL_ITEMS);
        });
        draft.take_key_backup = self.backup.get();
        draft.run_at = self.when.text.get();
        draft.start = self.start.get();
        draft.end = self.end.get();
        draft.never_ends = self.never_ends.get();
        draft.run_on = self.run_on.get();
        draft.name = self.name.get();
        draft.description = self.description.get();
        draft.enabled = self.enabled.get();
        draft
    }

    /// Stores the selection of the previous cloud and shows the one of the present cloud.
    fn keep_by_cloud(self) {
        let Some(cloud) = self.cloud() else { return };
        let mut kept = self.kept.get_value();
        if kept.cloud == Some(cloud) {
            return;
        }
        kept.everything = self.selection.with_untracked(|word| word == EVERYTHING);
        kept.containers = self.containers.get_untracked();
        kept.choose_cloud(cloud);
        self.show_selection(&kept);
        self.kept.set_value(kept);
    }
}
