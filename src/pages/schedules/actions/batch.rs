//! The same to many schedules: asked once, at most four at a time, with progress, a way to stop, and a result for each.

use std::rc::Rc;

use crate::components::batch::bulk_dialog::{BulkDialog, names_of};
use crate::data::batch_runner::{Runner, failed};
use crate::data::schedule_actions::{Task, Tasks, Verb};
use crate::data::schedules::Schedules;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::batch::{Answered, Bulk};
use crate::domain::schedule::Schedule;
use crate::platform::html::{self, Html, IntoHtml};
use crate::platform::number::grouped;
use crate::platform::{focus, timer};
use crate::reactive::*;
use crate::state::client::{ApiError, Removed, Switched};
use crate::state::permissions::{Deed, Permissions};
use crate::state::session::SessionContext;
use crate::ui::{Field, InputKind, TextInput};

/// How often it is looked whether somebody has signed in again, in milliseconds.
const SESSION_LOOK: i32 = 300;

/// Asks, does, reports.
#[component]
pub fn ManyDialog() -> Html {
    let tasks = Tasks::expect();
    let schedules = Schedules::expect();
    let doer = Doer { session: SessionContext::expect(), schedules, permissions: Permissions::expect() };
    let runner = Runner::new();
    let task = memo(move || {
        tasks.task.with(|task| match task {
            Some(Task::Do(verb, list)) if list.len() > 1 => Some((*verb, list.clone())),
            _ => None,
        })
    });
    let open = derived(move || task.with(Option::is_some));
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let close = move || {
        if let Some(bulk) = runner.bulk.get_untracked() {
            // What failed stays ticked, to be tried again.
            tasks.selected.set(bulk.unfinished());
            schedules.refresh();
        }
        typed.set(String::new());
        wrong.set(None);
        tasks.task.set(None);
    };
    let begin = move || {
        let Some((verb, list)) = task.get_untracked() else { return };
        if verb == Verb::Delete && typed.with_untracked(|typed| typed.trim() != list.len().to_string()) {
            wrong.set(Some(format!("Type {} to delete as many schedules.", list.len())));
            return focus::by_id("how-many");
        }
        let ids: Vec<String> = list.iter().map(|schedule| schedule.id.as_str().to_owned()).collect();
        runner.begin(Bulk::new(ids), Rc::new(move |id| Box::pin(doer.act(verb, ScheduleId::from(id)))));
    };
    let name = derived(move || {
        let (verb, count) = task.with(|task| task.as_ref().map_or((Verb::Run, 0), |(verb, list)| (*verb, list.len())));
        let words = match verb {
            Verb::Run => "Run",
            Verb::Enable => "Enable",
            Verb::Disable => "Disable",
            Verb::Delete => "Delete",
        };
        format!("{words} {} schedules", grouped(count))
    });
    let danger = derived(move || task.with(|task| matches!(task, Some((Verb::Delete, _)))));
    let asked = move || match task.get_untracked() {
        Some((verb, list)) => question(verb, &list, typed, wrong),
        None => ().into_html(),
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
    .into_html()
}

/// What will happen, and to which.
fn question(verb: Verb, list: &[Schedule], typed: RwSignal<String>, wrong: RwSignal<Option<String>>) -> Html {
    let count = list.len();
    let says = match verb {
        Verb::Run => {
            "Each makes a run at once, whether it is enabled or not. They may work on the same containers at the same time."
        }
        Verb::Enable => "Each fires again when its expression says.",
        Verb::Disable => "None of them fires by itself until it is enabled again. Runs that are under way go on.",
        Verb::Delete => "They never fire again, and there is no way back. Their runs stay listed, and the keys stay as they are.",
    };
    let number = (verb == Verb::Delete).then(|| {
        view! {
            <Field id="how-many" label=format!("Type {count} to go on") error=wrong>
                <TextInput value=typed kind=InputKind::Number/>
            </Field>
        }
    });
    (html::p().child(says), names_of(list.iter().map(|schedule| schedule.name.as_str())), number).into_html()
}

/// Does one thing to one schedule.
#[derive(Clone, Copy)]
struct Doer {
    session: SessionContext,
    schedules: Schedules,
    permissions: Permissions,
}

impl Doer {
    async fn act(self, verb: Verb, id: ScheduleId) -> Answered {
        let client = self.session.client();
        let api = client.schedules();
        match verb {
            Verb::Run => match api.run_now(&id).await {
                Ok(_) => Answered::Done,
                Err(error) => self.failed(Deed::Run, &error),
            },
            Verb::Enable | Verb::Disable => match api.switch_verified(&id, verb == Verb::Enable).await {
                Switched::Stored(stored) => self.compared(*stored, verb == Verb::Enable),
                Switched::Unseen(ApiError::SessionEnded) => self.seen_later(&id, verb == Verb::Enable).await,
                Switched::Unseen(error) => Answered::Unsure(format!("It could not be read back. {}", error.what())),
                Switched::Unknown(error) => Answered::Unsure(error.what()),
                Switched::Refused(error) => self.failed(Deed::Change, &error),
            },
            Verb::Delete => match api.delete_verified(&id).await {
                Removed::Gone => {
                    self.schedules.drop_row(&id);
                    Answered::Done
                }
                Removed::StillThere => Answered::Failed("The answer was lost, and it is still there.".to_owned()),
                Removed::Unknown(error) => Answered::Unsure(error.what()),
                Removed::Refused(error) => self.failed(Deed::Delete, &error),
            },
        }
    }

    fn compared(self, stored: Schedule, enabled: bool) -> Answered {
        let is_right = stored.disabled != enabled;
        let stored_as = if stored.disabled { "disabled" } else { "enabled" };
        self.schedules.put(stored);
        if is_right { Answered::Done } else { Answered::Failed(format!("The appliance stored it {stored_as}.")) }
    }

    /// The change was taken, and the session ended before it could be read back: that is done once there is a session again, and
    /// the change is not sent a second time.
    async fn seen_later(self, id: &ScheduleId, enabled: bool) -> Answered {
        while self.session.expired().is_some() {
            timer::sleep(SESSION_LOOK).await;
        }
        match self.session.client().schedules().get(id).await {
            Ok(stored) => self.compared(stored, enabled),
            Err(error) => Answered::Unsure(format!("It could not be read back. {}", error.what())),
        }
    }

    fn failed(self, deed: Deed, error: &ApiError) -> Answered {
        self.permissions.learn(deed, error);
        failed(error)
    }
}
