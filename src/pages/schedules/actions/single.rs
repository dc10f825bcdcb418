//! Enabling, disabling and deleting one schedule.

use std::cell::RefCell;
use std::rc::Rc;

use super::the_one;
use crate::components::fields::look_alikes::{look_alikes_text, told_apart};
use crate::data::client::{WriteKind, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::schedule_actions::ScheduleAction;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::name::Name;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::NewSchedule;
use crate::domain::schedule::spec::Spec;
use crate::platform::html::{AnyView, IntoView};
use crate::platform::{clock, focus};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::ConfirmDialog;

/// Switches one schedule on or off, reads it back, and shows the outcome.
pub fn switch(schedule: Schedule, enabled: bool) {
    let SignedInContext { actions, schedules, write_mismatches: mismatches, .. } = SignedInContext::expect();
    let command = Command::new();
    let id = schedule.id.clone();
    if untrack(|| actions.is_busy(&id)) {
        return command.show_busy();
    }
    actions.begin(&id);
    let kind = if enabled { WriteKind::Enable } else { WriteKind::Disable };
    let client = command.client();
    let send = {
        let id = id.clone();
        async move { client.schedules().switch_verified(&id, enabled).await }
    };
    let ended = {
        let id = id.clone();
        move || actions.end(&id)
    };
    command.run(Permission::Change, send, ended, move |outcome| {
        let page = ("Show it".to_owned(), Route::Schedule(id.clone()).path());
        let needs_look = !matches!(outcome, WriteOutcome::Applied(_) | WriteOutcome::Gone | WriteOutcome::Refused(_));
        let message = describe(&outcome, kind, &schedule.name.marked());
        if let WriteOutcome::Applied(stored) = &outcome {
            let (stored, verb) = (stored.clone(), if enabled { ScheduleAction::Disable } else { ScheduleAction::Enable });
            command.show_undoable(&message, "Undo", move || actions.ask_one(verb, Some(stored.clone())));
        } else {
            command.show(&message, needs_look.then_some(page));
        }
        match outcome {
            WriteOutcome::Applied(stored) => {
                // The banner keeps the other fields whose stored value differs from the wanted one.
                match (untrack(|| mismatches.of(&id)), Spec::of(&stored)) {
                    (Some(change), Ok(now)) => drop(mismatches.hold(&id, now, Spec { enabled, ..change.to })),
                    _ => mismatches.forget(&id),
                }
                schedules.put(stored);
            }
            WriteOutcome::AppliedDifferently(stored) => {
                if let Ok(spec) = Spec::of(&stored) {
                    mismatches.hold(&id, spec.clone(), Spec { enabled, ..spec });
                }
                schedules.put(stored);
            }
            WriteOutcome::Gone => schedules.drop_row(&id),
            _ => {}
        }
    });
}

/// The schedule to create in the place of a deleted one; `None` for one that the console cannot express.
pub fn once_more(deleted: &Schedule) -> Option<NewSchedule> {
    let spec = Spec::of(deleted).ok().filter(|_| !deleted.is_system())?;
    Some(NewSchedule::again(spec, clock::now()))
}

/// Creates a deleted schedule with the settings that it had, and shows the outcome.
pub fn make_again(deleted: Schedule) {
    let schedules = SignedInContext::expect().schedules;
    let command = Command::new();
    let Some(new) = once_more(&deleted) else { return };
    let client = command.client();
    let send = async move { client.schedules().create_verified(&new).await };
    command.run(
        Permission::Create,
        send,
        || {},
        move |outcome| {
            let mut message = describe(&outcome, WriteKind::Create, &deleted.name.marked());
            let mut link = None;
            if let WriteOutcome::Applied(stored) | WriteOutcome::AppliedDifferently(stored) = outcome {
                message.detail.push_str("It has a new id; its earlier runs stay under the old one.");
                link = Some(("Show it".to_owned(), Route::Schedule(stored.id.clone()).path()));
                schedules.put(stored);
            }
            command.show(&message, link);
        },
    );
}

/// The dialog that confirms the deletion of one schedule.
#[component]
pub fn DeleteDialog() -> AnyView {
    let (actions, schedules, router) =
        (SignedInContext::expect().actions, SignedInContext::expect().schedules, AppContext::expect().router);
    let command = Command::new();
    let schedule = memo(move || the_one(actions, ScheduleAction::Delete));
    let busy = RwSignal::new(false);
    let open = derived(move || schedule.with(Option::is_some));
    let of_schedule = move |write: fn(Schedules, Option<&ScheduleId>, &Name) -> String| {
        schedule
            .with(|schedule| schedule.as_ref().map(|schedule| write(schedules, Some(&schedule.id), &schedule.name)))
            .unwrap_or_default()
    };
    let title = derived(move || format!("Delete {}?", of_schedule(told_apart)));
    let close = move || {
        if !busy.get_untracked() {
            actions.request.set(None);
        }
    };
    let delete = move || {
        let Some(schedule) = schedule.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (client, id) = (command.client(), schedule.id.clone());
        // The settings that it has, and not those that a list held, are the ones to bring back.
        let last = Rc::new(RefCell::new(None));
        let read = Rc::clone(&last);
        let send = async move {
            let stored = client.schedules().get(&id).await.ok();
            read.replace(stored);
            client.schedules().delete_verified(&id).await
        };
        let ended = move || {
            let _ = busy.try_set(false);
            let _ = actions.request.try_set(None);
        };
        command.run(Permission::Delete, send, ended, move |outcome| {
            let message = describe(&outcome, WriteKind::Delete, &schedule.name.marked());
            let is_deleted = matches!(outcome, WriteOutcome::Applied(()));
            match last.take().filter(|last| is_deleted && once_more(last).is_some()) {
                Some(last) => command.show_undoable(&message, "Make again", move || {
                    actions.ask_one(ScheduleAction::MakeAgain, Some(last.clone()));
                }),
                None => command.show(&message, None),
            }
            if let WriteOutcome::Applied(()) = outcome {
                let here = router.route().try_get_untracked();
                // The row of the deleted schedule contains the focused element.
                schedules.drop_row(&schedule.id);
                match here {
                    Some(Route::Schedule(id)) if id == schedule.id => router.go_instead(Route::Schedules),
                    _ => focus::heading_if_lost(),
                }
            }
        });
    };
    let says = "This deletes the schedule permanently. Its runs stay listed, and the keys in the cloud and on the appliance \
                stay as they are. To pause the schedule, disable it instead.";
    let body = derived(move || of_schedule(look_alikes_text) + says);
    view! {
        <ConfirmDialog open=open on_close=close title=title body=body confirm="Delete" danger=true busy=busy on_confirm=delete/>
    }
    .into_any()
}
