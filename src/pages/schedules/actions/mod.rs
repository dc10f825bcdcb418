//! Dialogs and requests of the actions on schedules: run, enable, disable, delete, export and import, for one schedule or many.
//! Pages request an action through [`ScheduleActions`].

mod batch;
mod import_export;
mod run_now;
mod single;

use crate::data::schedule_actions::{ScheduleAction, ScheduleActions, ScheduleRequest};
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;

/// The dialogs of all actions; each is open while its action is requested.
#[component]
pub fn ActionDialogs() -> AnyView {
    let actions = SignedInContext::expect().actions;
    effect(move || {
        if let Some(ScheduleRequest::Do(verb, list)) = actions.request.get()
            && let [schedule] = list.as_slice()
        {
            match verb {
                ScheduleAction::Enable | ScheduleAction::Disable => {
                    single::switch(schedule.clone(), verb == ScheduleAction::Enable)
                }
                ScheduleAction::MakeAgain => single::make_again(schedule.clone()),
                // These two ask first, in a dialog of their own.
                ScheduleAction::Run | ScheduleAction::Delete => return,
            }
            actions.request.set(None);
        }
    });
    (
        view! { <run_now::RunDialog/> },
        view! { <single::DeleteDialog/> },
        view! { <batch::ManyDialog/> },
        view! { <import_export::ImportDialog/> },
        view! { <import_export::Exporter/> },
    )
        .into_any()
}

/// Gives the schedule of the current request if that is `wanted` for exactly one schedule.
fn the_one(actions: ScheduleActions, wanted: ScheduleAction) -> Option<crate::domain::schedule::Schedule> {
    actions.request.with(|task| match task {
        Some(ScheduleRequest::Do(verb, list)) if *verb == wanted => match list.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        },
        _ => None,
    })
}
