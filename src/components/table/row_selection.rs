//! Selecting rows of a table for one action on all of them. While selection is on, each row has a check box.

use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;

/// The selected rows, by id. Copied freely; one per table.
#[derive(Clone, Copy)]
pub struct RowSelection {
    on: RwSignal<bool>,
    pub chosen: RwSignal<Vec<String>>,
}

impl RowSelection {
    /// Off, with the ids in `chosen`, which is emptied when the present owner is disposed.
    #[must_use]
    pub fn new(chosen: RwSignal<Vec<String>>) -> Self {
        on_cleanup(move || {
            let _ = chosen.try_set(Vec::new());
        });
        Self { on: RwSignal::new(false), chosen }
    }

    /// Whether check boxes are shown.
    #[must_use]
    pub fn is_on(self) -> bool {
        self.on.get()
    }

    /// How many of these ids are selected.
    #[must_use]
    pub fn count<'a>(self, ids: impl Iterator<Item = &'a str>) -> usize {
        self.chosen.with(|list| {
            let ticked: std::collections::HashSet<&str> = list.iter().map(String::as_str).collect();
            ids.filter(|id| ticked.contains(id)).count()
        })
    }

    /// Shows the check boxes.
    pub fn start(self) {
        self.on.set(true);
        focus::by_id("select-all");
    }

    /// Removes the check boxes and clears the selection.
    pub fn end(self) {
        self.chosen.set(Vec::new());
        self.on.set(false);
        focus::main_heading();
    }

    fn has(self, id: &str) -> bool {
        self.chosen.with(|list| list.iter().any(|other| other == id))
    }

    fn set(self, id: &str, on: bool) {
        self.chosen.update(|list| {
            list.retain(|other| other != id);
            if on {
                list.push(id.to_owned());
            }
        });
    }
}

/// The check box of a row; `id` is none for a row without any action.
#[component]
pub fn SelectRow(
    #[prop(into)] id: Signal<Option<String>>,
    /// The subject of the row.
    #[prop(into)]
    name: Signal<String>,
    selected_rows: RowSelection,
) -> AnyView {
    let is_on = move || id.with(|id| id.as_ref().is_some_and(|id| selected_rows.has(id)));
    (move || {
        selected_rows.is_on().then(|| {
            let tick = html::input()
                .attr("type", "checkbox")
                .attr("aria-label", move || format!("Select {}", name.get()))
                .prop("checked", is_on)
                .on(ev::change, move |event| {
                    id.get_untracked().iter().for_each(|id| selected_rows.set(id, event_target_checked(&event)))
                });
            html::td().class("tick").child(tick)
        })
    })
    .into_any()
}

/// The check box of the page, in the head of the table.
#[component]
pub fn SelectAll(keys: Memo<Vec<String>>, selected_rows: RowSelection) -> AnyView {
    let is_on = move || keys.with(|keys| !keys.is_empty() && keys.iter().all(|key| selected_rows.has(key)));
    let turn = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        keys.with_untracked(|keys| keys.iter().for_each(|key| selected_rows.set(key, on)));
    };
    (move || {
        selected_rows.is_on().then(|| {
            let tick = html::input()
                .attr("type", "checkbox")
                .attr("id", "select-all")
                .attr("aria-label", "Select all on this page")
                .prop("checked", is_on)
                .on(ev::change, turn);
            html::th().attr("scope", "col").class("tick").child(tick)
        })
    })
    .into_any()
}
