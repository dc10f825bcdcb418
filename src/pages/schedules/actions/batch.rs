//! Actions on many schedules: one confirmation, at most four requests in flight, progress, a stop button, and a result for each.

use std::pin::Pin;
use std::rc::Rc;

use super::run_now::running_jobs;
use super::single::once_more;
use crate::components::batch::bulk_dialog::{BulkDialog, SHOWN, schedule_names};
use crate::data::batch_runner::BatchRunner;
use crate::data::client::{WriteKind, WriteOutcome, describe_item};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::schedule_actions::{ScheduleAction, ScheduleRequest};
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::batch::{Batch, ItemOutcome};
use crate::domain::schedule::Schedule;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::number::grouped;
use crate::platform::{focus, timer};
use crate::reactive::*;
use crate::state::permissions::Permission;
use crate::state::session::SessionContext;
use crate::state::toasts::ToastKind;
use crate::ui::{Field, InputKind, TextInput};

/// Milliseconds between two checks for a resumed session.
const SESSION_CHECK_MS: i32 = 300;

/// The dialog of a batch: confirmation, progress, then results.
#[component]
pub fn ManyDialog() -> AnyView {
    let SignedInContext { actions, schedules, .. } = SignedInContext::expect();
    let batch = BatchActions {
        session: AppContext::expect().session,
        schedules,
        command: Command::new(),
        deleted: StoredValue::new(Vec::new()),
    };
    let (runner, toasts) = (BatchRunner::new(), AppContext::expect().toasts);
    let task = memo(move || {
        actions.request.with(|task| match task {
            Some(ScheduleRequest::Do(verb, list)) if list.len() > 1 => Some((*verb, list.clone())),
            _ => None,
        })
    });
    let open = derived(move || task.with(Option::is_some));
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let close = move || {
        if let (Some(bulk), Some((verb, list))) = (runner.bulk.get_untracked(), task.get_untracked()) {
            // Failed schedules stay selected for another attempt.
            actions.selected.set(bulk.unfinished());
            schedules.refresh();
            let list = match verb {
                ScheduleAction::Delete => {
                    batch.deleted.get_value().into_iter().filter(|deleted| once_more(deleted).is_some()).collect()
                }
                _ => list,
            };
            let done: Vec<Schedule> = list.into_iter().filter(|schedule| bulk.is_done(schedule.id.as_str())).collect();
            if let Some((label, undo)) = verb.undo().filter(|_| !done.is_empty()) {
                let text = format!("{}: {}.", name_of(verb, bulk.progress().total), bulk.summary());
                toasts.offer(ToastKind::Done, text, label, move || actions.ask(ScheduleRequest::Do(undo, done.clone())));
            }
        }
        typed.set(String::new());
        wrong.set(None);
        actions.request.set(None);
    };
    let begin = move || {
        let Some((verb, list)) = task.get_untracked() else { return };
        if verb == ScheduleAction::Delete && typed.with_untracked(|typed| typed.trim() != list.len().to_string()) {
            wrong.set(Some(format!("Type {} to delete that many schedules.", list.len())));
            return focus::by_id("how-many");
        }
        let ids: Vec<String> = list.iter().map(|schedule| schedule.id.as_str().to_owned()).collect();
        batch.deleted.set_value(Vec::new());
        let work = move |id: String| {
            let schedule = list.iter().find(|schedule| schedule.id.as_str() == id).cloned();
            Box::pin(batch.act(verb, ScheduleId::from(id), schedule)) as Pin<Box<dyn Future<Output = ItemOutcome>>>
        };
        runner.begin(Batch::new(ids), Rc::new(work));
    };
    let name = derived(move || {
        let (verb, count) = task.with(|task| task.as_ref().map_or((ScheduleAction::Run, 0), |(verb, list)| (*verb, list.len())));
        name_of(verb, count)
    });
    let danger = derived(move || task.with(|task| matches!(task, Some((ScheduleAction::Delete, _)))));
    let asked = move || match task.get_untracked() {
        Some((verb, list)) => question(schedules, verb, &list, typed, wrong),
        None => ().into_any(),
    };
    let called = Callback::new(move |id: String| {
        task.with_untracked(|task| {
            let list = task.as_ref().map(|(_, list)| list.as_slice()).unwrap_or_default();
            list.iter().find(|schedule| schedule.id.as_str() == id).map(|schedule| schedule.name.clone()).unwrap_or_default()
        })
    });
    view! {
        <BulkDialog
            open=open name=name danger=danger runner=runner question=asked on_begin=begin on_close=close called=called
        />
    }
    .into_any()
}

fn name_of(verb: ScheduleAction, count: usize) -> String {
    let words = match verb {
        ScheduleAction::Run => "Run",
        ScheduleAction::Enable => "Enable",
        ScheduleAction::Disable => "Disable",
        ScheduleAction::Delete => "Delete",
        ScheduleAction::MakeAgain => "Make again",
    };
    format!("{words} {} schedules", grouped(count))
}

/// The confirmation: the action and the schedules that it covers.
fn question(
    schedules: Schedules,
    verb: ScheduleAction,
    list: &[Schedule],
    typed: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
) -> AnyView {
    let count = list.len();
    let says = match verb {
        ScheduleAction::Run => {
            "Each schedule runs now, even if it is disabled. Runs may use the same containers at the same time."
        }
        ScheduleAction::Enable => "Each schedule fires again when it is next due.",
        ScheduleAction::Disable => "These schedules will not fire until they are enabled again. Runs in progress continue.",
        ScheduleAction::Delete => {
            "This deletes the schedules permanently. Their runs stay listed, and the keys stay as they are."
        }
        ScheduleAction::MakeAgain => {
            "Each schedule is created with the settings that it had, and with a new id. Its earlier runs stay under the old one."
        }
    };
    let number = (verb == ScheduleAction::Delete).then(|| {
        view! {
            <Field id="how-many" label=format!("Type {count} to confirm") error=wrong>
                <TextInput value=typed kind=InputKind::Number/>
            </Field>
        }
    });
    let running = (verb == ScheduleAction::Run).then(|| running_jobs(&list.iter().collect::<Vec<_>>()));
    let named = list.iter().take(SHOWN).map(|schedule| (Some(schedule.id.clone()), schedule.name.clone())).collect();
    (html::p().child(says), running, schedule_names(schedules, named, count), number).into_any()
}

/// The requests that a batch sends for each of its schedules.
#[derive(Clone, Copy)]
struct BatchActions {
    session: SessionContext,
    schedules: Schedules,
    command: Command,
    /// The deleted schedules as they were last.
    deleted: StoredValue<Vec<Schedule>>,
}

impl BatchActions {
    /// `schedule`: the schedule of this id as the request holds it.
    async fn act(self, action: ScheduleAction, id: ScheduleId, schedule: Option<Schedule>) -> ItemOutcome {
        let client = self.command.client();
        let api = client.schedules();
        match action {
            ScheduleAction::Run => match api.run_now(&id).await {
                Ok(_) => ItemOutcome::Done,
                Err(error) => self.outcome(Permission::Run, WriteKind::Run, &WriteOutcome::<()>::Refused(error)),
            },
            ScheduleAction::Enable | ScheduleAction::Disable => {
                let enabled = action == ScheduleAction::Enable;
                // An undo takes back what changed, so that what was so already must be known.
                if let Ok(now) = api.get(&id).await
                    && now.disabled != enabled
                {
                    self.schedules.put(now);
                    return ItemOutcome::Already;
                }
                let kind = if enabled { WriteKind::Enable } else { WriteKind::Disable };
                let mut outcome = api.switch_verified(&id, enabled).await;
                if matches!(&outcome, WriteOutcome::NotReadBack(_, error) if error.is_session_end()) {
                    outcome = self.read_back(&id, enabled).await;
                }
                let item = self.outcome(Permission::Change, kind, &outcome);
                if let WriteOutcome::Applied(stored) | WriteOutcome::AppliedDifferently(stored) = outcome {
                    self.schedules.put(stored);
                }
                item
            }
            ScheduleAction::Delete => {
                let last = api.get(&id).await.ok();
                let outcome = api.delete_verified(&id).await;
                if let WriteOutcome::Applied(()) = outcome {
                    self.schedules.drop_row(&id);
                    let _ = self.deleted.try_update_value(|deleted| deleted.extend(last));
                }
                self.outcome(Permission::Delete, WriteKind::Delete, &outcome)
            }
            ScheduleAction::MakeAgain => {
                let Some(new) = schedule.as_ref().and_then(once_more) else {
                    return ItemOutcome::Failed("This console cannot express it.".to_owned());
                };
                let outcome = api.create_verified(&new).await;
                let item = match self.outcome(Permission::Create, WriteKind::Create, &outcome) {
                    // Made all the same: another attempt would make a second one.
                    ItemOutcome::Failed(why) if outcome.is_taken() => ItemOutcome::Unknown(why),
                    item => item,
                };
                if let WriteOutcome::Applied(stored) | WriteOutcome::AppliedDifferently(stored) = outcome {
                    self.schedules.put(stored);
                }
                item
            }
        }
    }

    fn outcome<T>(self, permission: Permission, kind: WriteKind, outcome: &WriteOutcome<T>) -> ItemOutcome {
        self.command.learn(permission, outcome);
        describe_item(outcome, kind)
    }

    /// Reads back a change that the appliance accepted before the session ended. The read waits for the next session; the change
    /// is not sent a second time.
    async fn read_back(self, id: &ScheduleId, enabled: bool) -> WriteOutcome<Schedule> {
        while self.session.expired().is_some() {
            timer::sleep(SESSION_CHECK_MS).await;
        }
        match self.command.client().schedules().get(id).await {
            Ok(stored) if stored.disabled != enabled => WriteOutcome::Applied(stored),
            Ok(stored) => WriteOutcome::AppliedDifferently(stored),
            Err(error) => WriteOutcome::NotReadBack(None, error),
        }
    }
}
