//! The bar of actions on the selected schedules.

use super::list_model::{Extent, ListModel};
use crate::components::table::row_selection::RowSelection;
use crate::data::schedule_actions::{ScheduleAction, ScheduleRequest};
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, Icon};

/// The bar of actions on the selected schedules.
#[component]
pub fn BulkBar(
    model: ListModel,
    selected_rows: RowSelection,
    /// Number of selected schedules among those shown.
    count: Memo<usize>,
) -> AnyView {
    let SignedInContext { actions, permissions, .. } = SignedInContext::expect();
    let ticked = move || {
        let all = model.matching(Extent::Shown);
        selected_rows.chosen.with_untracked(|list| {
            all.into_iter().filter(|schedule| list.iter().any(|id| id == schedule.id.as_str())).collect::<Vec<_>>()
        })
    };
    let act = move |verb: ScheduleAction| move || actions.ask(ScheduleRequest::Do(verb, ticked()));
    let why_not = move |permission: Permission| {
        derived(move || {
            let none = (count.get() == 0).then(|| "Nothing is selected.".to_owned());
            none.or_else(|| permissions.why_not(permission))
        })
    };
    let all = move || {
        let ids = model.matching(Extent::Direct).into_iter().map(|schedule| schedule.id.as_str().to_owned()).collect();
        selected_rows.chosen.set(ids);
    };
    let none = derived(move || (count.get() == 0).then(|| "Nothing is selected.".to_owned()));
    let further = "Schedules by Everything are not among them; select them one by one.";
    let further = move || model.has_further().then(|| html::span().class("dim").child(further));
    let bar = move || {
        html::div()
            .class("bar bulk")
            .attr("role", "group")
            .attr("aria-label", "Selected schedules")
            .child(html::span().class("num").attr("role", "status").child(move || format!("{} selected", grouped(count.get()))))
            .child(view! { <Button label="Select all that match" kind=ButtonKind::Quiet on_press=all/> })
            .child(further)
            .child(view! { <Button label="Run" icon=Icon::Play why_not=why_not(Permission::Run) on_press=act(ScheduleAction::Run)/> })
            .child(view! { <Button label="Enable" why_not=why_not(Permission::Change) on_press=act(ScheduleAction::Enable)/> })
            .child(view! { <Button label="Disable" why_not=why_not(Permission::Change) on_press=act(ScheduleAction::Disable)/> })
            .child(view! { <Button label="Export" why_not=none on_press=move || actions.ask(ScheduleRequest::Export(ticked()))/> })
            .child(view! { <Button label="Delete" kind=ButtonKind::Danger why_not=why_not(Permission::Delete) on_press=act(ScheduleAction::Delete)/> })
            .child(html::span().class("grow"))
            .child(view! { <Button label="Done selecting" kind=ButtonKind::Quiet on_press=move || selected_rows.end()/> })
            .into_any()
    };
    (move || selected_rows.is_on().then(bar)).into_any()
}
