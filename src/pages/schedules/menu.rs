//! The menu of actions on one schedule, shared by its row and its page.

use crate::data::context::AppContext;
use crate::data::schedule_actions::{ScheduleAction, ScheduleActions, ScheduleRequest};
use crate::data::signed_in::SignedInContext;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::spec::Spec;
use crate::domain::schedule::wizard::WizardMode;
use crate::platform::clipboard;
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::state::permissions::{Permission, Permissions};
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::{Icon, MenuItem};

/// Gives the reason why a schedule cannot be edited or copied here; `None` if it can.
pub fn why_not_edit(schedule: &Schedule) -> Option<String> {
    if schedule.is_system() {
        return Some("The appliance created this schedule for its own use.".to_owned());
    }
    Spec::of(schedule).err()
}

/// Contexts that a menu needs, collected in advance because an opening menu has no owner to take them from.
#[derive(Clone, Copy)]
pub struct Menus {
    router: Router,
    actions: ScheduleActions,
    permissions: Permissions,
    toasts: Toasts,
}

impl Menus {
    /// Collects the contexts of the present owner.
    pub fn new() -> Self {
        Self {
            router: AppContext::expect().router,
            actions: SignedInContext::expect().actions,
            permissions: SignedInContext::expect().permissions,
            toasts: AppContext::expect().toasts,
        }
    }
}

/// Builds the menu of a schedule. In a row, the menu also links to the schedule's page.
pub fn menu_of(menus: Menus, schedule: &Schedule, in_row: bool) -> Vec<MenuItem> {
    let Menus { router, actions, permissions, toasts } = menus;
    let id = schedule.id.clone();
    let runs = Place { route: Route::Runs, query: UrlQuery::default().with("schedule", id.as_str()) };
    let locked = why_not_edit(schedule);
    let or_refused = |permission: Permission| permissions.why_not(permission);
    let go = |mode: fn(crate::domain::appliance::id::ScheduleId) -> WizardMode| router.href(Route::wizard(mode(id.clone())));
    let act = |verb: ScheduleAction| {
        let schedule = schedule.clone();
        move || actions.ask_one(verb, Some(schedule.clone()))
    };
    let (switch, verb) =
        if schedule.disabled { ("Enable", ScheduleAction::Enable) } else { ("Disable", ScheduleAction::Disable) };
    let exported = schedule.clone();
    let copied = id.clone();
    let mut items = Vec::new();
    if in_row {
        items.push(MenuItem::link("Open", router.href(Route::Schedule(id.clone()))).icon(Icon::ChevronRight));
        items.push(MenuItem::new("Run now", act(ScheduleAction::Run)).icon(Icon::Play).why_not(or_refused(Permission::Run)));
        let why_not = locked.clone().or_else(|| or_refused(Permission::Change));
        items.push(MenuItem::link("Edit", go(WizardMode::Edit)).icon(Icon::Pencil).why_not(why_not));
    }
    items.push(
        MenuItem::link("Copy", go(WizardMode::Copy)).icon(Icon::Plus).why_not(locked.or_else(|| or_refused(Permission::Create))),
    );
    items.push(MenuItem::new(switch, act(verb)).icon(Icon::DashCircle).why_not(or_refused(Permission::Change)));
    items.push(MenuItem::link("Show its runs", router.href(runs)).icon(Icon::List));
    items.push(
        MenuItem::new("Export", move || actions.ask(ScheduleRequest::Export(vec![exported.clone()]))).icon(Icon::ArrowDown),
    );
    if in_row {
        let copy = move || {
            let id = copied.clone();
            clipboard::write_then(copied.as_str(), move |is_copied| match is_copied {
                true => toasts.show(ToastKind::Done, "Schedule id copied.", None),
                false => {
                    let text = format!("The browser does not let this page copy. The schedule id is {}", id.as_str());
                    toasts.show(ToastKind::Failed, text, None);
                }
            });
        };
        items.push(MenuItem::new("Copy id", copy).icon(Icon::Copy));
    }
    items.push(
        MenuItem::new("Delete", act(ScheduleAction::Delete)).icon(Icon::Trash).danger().why_not(or_refused(Permission::Delete)),
    );
    items
}
