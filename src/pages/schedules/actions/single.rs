//! Enabling, disabling and deleting one schedule.

use super::the_one;
use crate::data::schedule_actions::{ScheduleAction, ScheduleActions};
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::spec::Spec;
use crate::platform::focus;
use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::state::client::{ApiError, Removed, Switched};
use crate::state::permissions::{Permission, Permissions};
use crate::state::session::SessionContext;
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::ConfirmDialog;

/// Switches one on or off, reads it back, and says what came of it.
pub fn switch(schedule: Schedule, enabled: bool) {
    let (tasks, toasts, schedules, mismatches) =
        (ScheduleActions::expect(), Toasts::expect(), Schedules::expect(), WriteMismatches::expect());
    let permissions = Permissions::expect();
    let id = schedule.id.clone();
    if untrack(|| tasks.is_busy(&id)) {
        return;
    }
    tasks.begin(&id);
    let session = SessionContext::expect();
    let (client, who) = (session.client(), session.identity_key());
    spawn_local(async move {
        let name = schedule.name.trim().to_owned();
        let word = if enabled { "enabled" } else { "disabled" };
        let page = ("Show it".to_owned(), Route::Schedule(id.clone()).path());
        let switched = client.schedules().switch_verified(&id, enabled).await;
        tasks.end(&id);
        // Nothing of one person is told to the next.
        if session.identity_key() != who {
            return;
        }
        match switched {
            Switched::Stored(stored) if stored.disabled != enabled => {
                // What else was wanted and is not stored stays said.
                match (untrack(|| mismatches.of(&id)), Spec::of(&stored)) {
                    (Some(change), Ok(now)) => drop(mismatches.hold(&id, now, Spec { enabled, ..change.to })),
                    _ => mismatches.forget(&id),
                }
                toasts.show(ToastKind::Done, format!("{name} is {word}."), None);
                schedules.put(*stored);
            }
            Switched::Stored(stored) => {
                if let Ok(spec) = Spec::of(&stored) {
                    mismatches.hold(&id, spec.clone(), Spec { enabled, ..spec });
                }
                let text = format!("The appliance took the change, but {name} is not {word}.");
                toasts.show(ToastKind::Failed, text, Some(page));
                schedules.put(*stored);
            }
            Switched::Unseen(error) => {
                let text = format!("{name} should be {word}; it could not be read back. {}", error.what());
                toasts.show(ToastKind::Failed, text, Some(page));
            }
            Switched::Unknown(error) => {
                let text = format!("The answer was lost, and whether {name} is {word} could not be found out: {}", error.what());
                toasts.show(ToastKind::Failed, text, Some(page));
            }
            Switched::Refused(ApiError::Aborted) => {}
            Switched::Refused(ApiError::NotFound(_)) => {
                toasts.show(ToastKind::Failed, format!("{name} does not exist any more; somebody deleted it."), None);
                schedules.drop_row(&id);
            }
            Switched::Refused(error) => {
                permissions.learn(Permission::Change, &error);
                toasts.show(ToastKind::Failed, format!("{name} was not {word}. {} {}", error.what(), error.todo()), None);
            }
        }
    });
}

/// Asks before one is deleted.
#[component]
pub fn DeleteDialog() -> AnyView {
    let tasks = ScheduleActions::expect();
    let (session, toasts, schedules, router) =
        (SessionContext::expect(), Toasts::expect(), Schedules::expect(), Router::expect());
    let permissions = Permissions::expect();
    let schedule = memo(move || the_one(tasks, ScheduleAction::Delete));
    let busy = RwSignal::new(false);
    let open = derived(move || schedule.with(Option::is_some));
    let title = derived(move || {
        schedule
            .with(|schedule| schedule.as_ref().map(|schedule| format!("Delete {}?", schedule.name.trim())).unwrap_or_default())
    });
    let close = move || {
        if !busy.get_untracked() {
            tasks.task.set(None);
        }
    };
    let delete = move || {
        let Some(schedule) = schedule.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (client, who) = (session.client(), session.identity_key());
        spawn_local(async move {
            let name = schedule.name.trim().to_owned();
            let removed = client.schedules().delete_verified(&schedule.id).await;
            let _ = busy.try_set(false);
            let _ = tasks.task.try_set(None);
            if session.identity_key() != who {
                return;
            }
            match removed {
                Removed::Gone => {
                    toasts.show(ToastKind::Done, format!("{name} was deleted. Its runs stay listed."), None);
                    let here = router.route().try_get_untracked();
                    // What had the focus goes with the row.
                    schedules.drop_row(&schedule.id);
                    match here {
                        Some(Route::Schedule(id)) if id == schedule.id => router.go_instead(Route::Schedules),
                        _ => focus::heading_if_lost(),
                    }
                }
                Removed::StillThere => {
                    toasts.show(
                        ToastKind::Failed,
                        format!("The answer was lost. {name} is still there; you can delete it again."),
                        None,
                    );
                }
                Removed::Unknown(error) => {
                    let text =
                        format!("The answer was lost, and whether {name} was deleted could not be found out: {}", error.what());
                    toasts.show(ToastKind::Failed, text, None);
                }
                Removed::Refused(ApiError::Aborted) => {}
                Removed::Refused(error) => {
                    permissions.learn(Permission::Delete, &error);
                    toasts.show(ToastKind::Failed, format!("{name} was not deleted. {} {}", error.what(), error.todo()), None);
                }
            }
        });
    };
    let body = "It never fires again, and there is no way back. Its runs stay listed, and the keys in the cloud and on the appliance \
                stay as they are. To stop it for a while, disable it instead.";
    view! {
        <ConfirmDialog open=open on_close=close title=title body=body confirm="Delete" danger=true busy=busy on_confirm=delete/>
    }
    .into_any()
}
