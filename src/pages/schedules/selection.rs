//! What can be done to the schedules that are ticked.

use crate::components::table::row_selection::Ticks;
use crate::data::schedule_actions::{Task, Tasks, Verb};
use crate::domain::schedule::Schedule;
use crate::platform::html::{self, Html, IntoHtml, live, part};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::state::permissions::{Deed, Permissions};
use crate::ui::{Button, ButtonKind, Icon};

/// What can be done to those that are ticked.
#[component]
pub fn BulkBar(
    ticks: Ticks,
    /// The schedules that the filters let through.
    matching: Callback<(), Vec<Schedule>>,
    /// How many of them are ticked.
    count: Memo<usize>,
) -> Html {
    let tasks = Tasks::expect();
    let permissions = Permissions::expect();
    let ticked = move || {
        let all = matching.run(());
        ticks.chosen.with_untracked(|list| {
            all.into_iter().filter(|schedule| list.iter().any(|id| id == schedule.id.as_str())).collect::<Vec<_>>()
        })
    };
    let act = move |verb: Verb| move || tasks.ask(Task::Do(verb, ticked()));
    let why_not = move |deed: Deed| {
        derived(move || {
            let none = (count.get() == 0).then(|| "Nothing is selected.".to_owned());
            none.or_else(|| permissions.why_not(deed))
        })
    };
    let all = move || {
        let ids = matching.run(()).into_iter().map(|schedule| schedule.id.as_str().to_owned()).collect();
        ticks.chosen.set(ids);
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
            .child(view! { <Button label="Done selecting" kind=ButtonKind::Quiet on_press=move || ticks.end()/> })
            .into_html()
    };
    part(move || ticks.is_on().then(bar))
}
