//! What is typed, as signals; [`Form::draft`] makes the draft of it.

use crate::domain::schedule::draft::ScheduleDraft;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::AzureItem;
use crate::reactive::*;

/// The word of the check box for every kind of item, also those of a later appliance.
pub const ALL_ITEMS: &str = "all";
/// The words of the two selections.
pub const THESE: &str = "these";
/// The other one.
pub const EVERYTHING: &str = "everything";

/// The controls of all steps.
#[derive(Clone, Copy)]
pub struct Form {
    pub cloud: RwSignal<String>,
    pub selection: RwSignal<String>,
    pub containers: RwSignal<Vec<String>>,
    /// What stands in their picker and was not added.
    pub typed: RwSignal<String>,
    pub items: RwSignal<Vec<String>>,
    pub backup: RwSignal<bool>,
    pub run_at: RwSignal<String>,
    pub start: RwSignal<String>,
    pub never_ends: RwSignal<bool>,
    pub end: RwSignal<String>,
    pub run_on: RwSignal<String>,
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub enabled: RwSignal<bool>,
    // What was chosen for other clouds waits here.
    kept: StoredValue<ScheduleDraft>,
}

impl Form {
    /// The controls as a draft fills them.
    pub fn new(draft: &ScheduleDraft) -> Self {
        let form = Self {
            cloud: RwSignal::new(String::new()),
            selection: RwSignal::new(String::new()),
            containers: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            items: RwSignal::new(Vec::new()),
            backup: RwSignal::new(false),
            run_at: RwSignal::new(String::new()),
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

    /// Puts a draft into the controls.
    pub fn fill(self, draft: &ScheduleDraft) {
        self.kept.set_value(draft.clone());
        self.cloud.set(draft.cloud.map(|cloud| cloud.cloud_name().to_owned()).unwrap_or_default());
        self.show_selection(draft);
        self.typed.set(draft.typed.clone());
        let items = draft.items.iter().map(|item| item.as_wire()).chain(draft.all_items.then_some(ALL_ITEMS));
        self.items.set(items.map(str::to_owned).collect());
        self.backup.set(draft.take_key_backup);
        self.run_at.set(draft.run_at.clone());
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

    /// The cloud chosen.
    pub fn cloud(self) -> Option<Cloud> {
        self.cloud.with(|word| Cloud::from_wire(word))
    }

    /// What the controls hold.
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
        draft.run_at = self.run_at.get();
        draft.start = self.start.get();
        draft.end = self.end.get();
        draft.never_ends = self.never_ends.get();
        draft.run_on = self.run_on.get();
        draft.name = self.name.get();
        draft.description = self.description.get();
        draft.enabled = self.enabled.get();
        draft
    }

    /// A list of containers chosen for one cloud waits while another is looked at.
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
