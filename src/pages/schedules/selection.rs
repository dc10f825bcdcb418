//! Ticking schedules to do the same to many. While it is on, each row has a box in the place of its button.

use crate::domain::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::platform::focus;
use crate::platform::html::{self, Html, IntoHtml, live, part};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::state::permissions::{Deed, Permissions};
use crate::state::tasks::{Task, Tasks, Verb};
use crate::ui::{Button, ButtonKind, Icon};

/// What is ticked. Copied freely; one per table.
#[derive(Clone, Copy)]
pub struct Selection {
    on: RwSignal<bool>,
    tasks: Tasks,
}

impl Selection {
    /// Off, in the present owner.
    pub fn new() -> Self {
        let tasks = Tasks::expect();
        on_cleanup(move || {
            let _ = tasks.selected.try_set(Vec::new());
        });
        Self { on: RwSignal::new(false), tasks }
    }

    /// Whether boxes are shown.
    pub fn is_on(self) -> bool {
        self.on.get()
    }

    /// How many of these are ticked.
    pub fn count<'a>(self, ids: impl Iterator<Item = &'a str>) -> usize {
        self.tasks.selected.with(|list| {
            let ticked: std::collections::HashSet<&str> = list.iter().map(ScheduleId::as_str).collect();
            ids.filter(|id| ticked.contains(id)).count()
        })
    }

    /// Shows boxes.
    pub fn start(self) {
        self.on.set(true);
        focus::by_id("select-all");
    }

    fn end(self) {
        self.tasks.selected.set(Vec::new());
        self.on.set(false);
        focus::main_heading();
    }

    fn has(self, id: &ScheduleId) -> bool {
        self.tasks.selected.with(|list| list.contains(id))
    }

    fn set(self, id: &ScheduleId, on: bool) {
        self.tasks.selected.update(|list| {
            list.retain(|other| other != id);
            if on {
                list.push(id.clone());
            }
        });
    }
}

/// The box of a row.
#[component]
pub fn RowTick(id: Memo<Option<ScheduleId>>, name: Memo<String>, selection: Selection) -> Html {
    let is_on = move || id.with(|id| id.as_ref().is_some_and(|id| selection.has(id)));
    part(move || {
        selection.is_on().then(|| {
            let tick = html::input()
                .attr("type", "checkbox")
                .attr("aria-label", live(move || format!("Select {}", name.get())))
                .prop("checked", live(is_on))
                .on_change(move |event| id.get_untracked().iter().for_each(|id| selection.set(id, event_target_checked(&event))));
            html::td().class("tick").child(tick)
        })
    })
}

/// The box of the page, in the head of the table.
#[component]
pub fn AllTick(keys: Memo<Vec<String>>, selection: Selection) -> Html {
    let is_on =
        move || keys.with(|keys| !keys.is_empty() && keys.iter().all(|key| selection.has(&ScheduleId::from(key.as_str()))));
    let turn = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        keys.with_untracked(|keys| keys.iter().for_each(|key| selection.set(&ScheduleId::from(key.as_str()), on)));
    };
    part(move || {
        selection.is_on().then(|| {
            let tick = html::input()
                .attr("type", "checkbox")
                .attr("id", "select-all")
                .attr("aria-label", "Select all on this page")
                .prop("checked", live(is_on))
                .on_change(turn);
            html::th().attr("scope", "col").class("tick").child(tick)
        })
    })
}

/// What can be done to those that are ticked.
#[component]
pub fn BulkBar(
    selection: Selection,
    /// The schedules that the filters let through.
    matching: Callback<(), Vec<Schedule>>,
    /// How many of them are ticked.
    count: Memo<usize>,
) -> Html {
    let tasks = selection.tasks;
    let permissions = Permissions::expect();
    let ticked = move || {
        let all = matching.run(());
        tasks.selected.with_untracked(|list| all.into_iter().filter(|schedule| list.contains(&schedule.id)).collect::<Vec<_>>())
    };
    let act = move |verb: Verb| move || tasks.ask(Task::Do(verb, ticked()));
    let why_not = move |deed: Deed| {
        derived(move || {
            let none = (count.get() == 0).then(|| "Nothing is selected.".to_owned());
            none.or_else(|| permissions.why_not(deed))
        })
    };
    let all = move || {
        let ids = matching.run(()).into_iter().map(|schedule| schedule.id).collect();
        tasks.selected.set(ids);
    };
    let none = derived(move || (count.get() == 0).then(|| "Nothing is selected.".to_owned()));
    let bar = move || {
        html::div()
            .class("bar bulk")
            .attr("role", "group")
            .attr("aria-label", "Selected schedules")
            .child(html::span().class("num").attr("role", "status").child(live(move || format!("{} selected", grouped(count.get())))))
            .child(view! { <Button label="Select all that match" kind=ButtonKind::Quiet on_press=all/> })
            .child(view! { <Button label="Run" icon=Icon::Play why_not=why_not(Deed::Run) on_press=act(Verb::Run)/> })
            .child(view! { <Button label="Enable" why_not=why_not(Deed::Change) on_press=act(Verb::Enable)/> })
            .child(view! { <Button label="Disable" why_not=why_not(Deed::Change) on_press=act(Verb::Disable)/> })
            .child(view! { <Button label="Export" why_not=none on_press=move || tasks.ask(Task::Export(ticked()))/> })
            .child(view! { <Button label="Delete" kind=ButtonKind::Danger why_not=why_not(Deed::Delete) on_press=act(Verb::Delete)/> })
            .child(html::span().class("grow"))
            .child(view! { <Button label="Done selecting" kind=ButtonKind::Quiet on_press=move || selection.end()/> })
            .into_html()
    };
    part(move || selection.is_on().then(bar))
}
