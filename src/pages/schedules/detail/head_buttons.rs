//! The actions in the head of the page of a schedule.

use crate::data::context::AppContext;
use crate::data::schedule_actions::ScheduleAction;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::schedule::Schedule;
use crate::pages::schedules::menu::{Menus, menu_of, why_not_edit};
use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Menu};

/// Edit, the menu of all others, and the run.
#[component]
pub fn HeadButtons(schedule: Memo<Option<Schedule>>, title: Memo<Name>, is_busy: Memo<bool>, edit_route: Route) -> AnyView {
    let (router, actions, permissions, menus) =
        (AppContext::expect().router, SignedInContext::expect().actions, SignedInContext::expect().permissions, Menus::new());
    let edit_lock = memo(move || schedule.with(|schedule| schedule.as_ref().and_then(why_not_edit)));
    let why_not_edit = derived(move || edit_lock.get().or_else(|| permissions.why_not(Permission::Change)));
    let why_not_run = derived(move || permissions.why_not(Permission::Run));
    let menu = derived(move || {
        schedule.with(|schedule| schedule.as_ref().map(|schedule| menu_of(menus, schedule, false)).unwrap_or_default())
    });
    let menu_label = derived(move || format!("More for {}", title.with(Name::marked)));
    let start = move || actions.ask_one(ScheduleAction::Run, schedule.get_untracked());
    let edit = move || {
        let route = edit_route.clone();
        match why_not_edit.get() {
            None => {
                view! { <LinkButton label="Edit" icon=Icon::Pencil href=derived(move || router.href(route.clone()))/> }.into_any()
            }
            why => {
                view! { <Button label="Edit" icon=Icon::Lock why_not=Signal::stored(why) on_press=move || router.go(route.clone())/> }.into_any()
            }
        }
    };
    (
        edit,
        view! { <Menu label=menu_label items=menu/> },
        view! { <Button label="Run now" icon=Icon::Play kind=ButtonKind::Primary busy=is_busy why_not=why_not_run on_press=start/> },
    )
        .into_any()
}
