//! The same to many schedules: asked once, at most four at a time, with progress, a way to stop, and a result for each.

use std::rc::Rc;

use super::bulk::{Runner, failed};
use crate::domain::bulk::{Answered, Bulk};
use crate::domain::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::parts::words::Words;
use crate::platform::html::{self, Html, IntoHtml, part};
use crate::platform::number::grouped;
use crate::platform::{announce, focus, timer};
use crate::reactive::*;
use crate::state::client::{ApiError, Removed, Switched};
use crate::state::permissions::{Deed, Permissions};
use crate::state::schedules::Schedules;
use crate::state::session::SessionContext;
use crate::state::tasks::{Task, Tasks, Verb};
use crate::ui::{Button, ButtonKind, Dialog, DialogKind, Field, InputKind, Meter, Table, TextInput, Tone, columns};

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
        // What is on its way is awaited: closing would hide its end.
        if untrack(|| runner.is_under_way()) {
            return runner.stop();
        }
        if let Some(bulk) = runner.bulk.get_untracked() {
            // What failed stays ticked, to be tried again.
            tasks.selected.set(bulk.unfinished().into_iter().map(ScheduleId::from).collect());
            schedules.refresh();
        }
        runner.bulk.set(None);
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
    let progress = memo(move || runner.bulk.with(|bulk| bulk.as_ref().map(Bulk::progress)));
    effect(move || {
        if progress.with(|progress| progress.as_ref().is_some_and(|progress| progress.is_over)) {
            let said = runner.bulk.with_untracked(|bulk| bulk.as_ref().map(Bulk::summary).unwrap_or_default());
            announce::polite(&said);
        }
    });
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
    let title = derived(move || format!("{}{}", name.get(), if progress.with(Option::is_some) { "" } else { "?" }));
    let verb = move || task.with_untracked(|task| task.as_ref().map(|(verb, _)| *verb));
    // Only a change of phase makes the buttons anew: who is on one stays there while answers come in.
    let phase = memo(move || {
        progress.with(|progress| progress.as_ref().map(|progress| (progress.is_over, progress.is_over && progress.retryable > 0)))
    });
    effect(move || match phase.get() {
        Some((false, _)) => focus::by_id("bulk-stop"),
        Some((true, _)) => focus::by_id("bulk-close"),
        None => {}
    });
    let actions = move || {
        part(move || match phase.get() {
            None => {
                let kind = if verb() == Some(Verb::Delete) { ButtonKind::Danger } else { ButtonKind::Primary };
                (
                    view! { <Button label="Cancel" autofocus=true on_press=close/> },
                    view! { <Button label=name kind=kind on_press=begin/> },
                )
                    .into_html()
            }
            Some((true, can_retry)) => {
                let retry =
                    can_retry.then(|| view! { <Button label="Try the failed ones again" on_press=move || runner.retry()/> });
                (retry, view! { <Button id="bulk-close" label="Close" kind=ButtonKind::Primary on_press=close/> }).into_html()
            }
            Some((false, _)) => view! { <Button id="bulk-stop" label="Stop" on_press=move || runner.stop()/> }.into_html(),
        })
    };
    let is_asking = memo(move || phase.with(Option::is_none));
    let body = move || {
        let Some((verb, list)) = task.get_untracked() else { return ().into_html() };
        part(move || {
            if is_asking.get() {
                question(verb, &list, typed, wrong)
            } else {
                view! { <Progress runner=runner list=list.clone()/> }.into_html()
            }
        })
    };
    view! { <Dialog open=open on_close=close title=title kind=DialogKind::Alert actions=actions>{body()}</Dialog> }.into_html()
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
    let names =
        list.iter().take(8).map(|schedule| html::li().child(view! { <Words text=schedule.name.clone()/> })).collect::<Vec<_>>();
    let more = (count > 8).then(|| html::p().class("dim").child(format!("and {} more", grouped(count - 8))));
    let number = (verb == Verb::Delete).then(|| {
        view! {
            <Field id="how-many" label=format!("Type {count} to go on") error=wrong>
                <TextInput value=typed kind=InputKind::Number/>
            </Field>
        }
    });
    (html::p().child(says), html::ul().class("names").child(names), more, number).into_html()
}

#[component]
fn Progress(runner: Runner, list: Vec<Schedule>) -> Html {
    let progress = memo(move || runner.bulk.with(|bulk| bulk.as_ref().map(Bulk::progress)));
    let summary = memo(move || runner.bulk.with(|bulk| bulk.as_ref().map(Bulk::summary).unwrap_or_default()));
    let is_paused = memo(move || progress.with(|progress| progress.as_ref().is_some_and(|progress| progress.is_paused)));
    let parts = derived(move || {
        progress.with(|progress| {
            progress.as_ref().map_or_else(Vec::new, |progress| {
                let open = progress.total.saturating_sub(progress.done + progress.failed);
                vec![(Tone::Ok, progress.done), (Tone::Bad, progress.failed), (Tone::Idle, open)]
            })
        })
    });
    let total = list.len();
    let says = move || {
        let finished = progress.with(|progress| progress.as_ref().map_or(0, |progress| progress.done + progress.failed));
        if progress.with(|progress| progress.as_ref().is_some_and(|progress| progress.is_over)) {
            summary.get()
        } else {
            format!("{} of {}", grouped(finished), grouped(total))
        }
    };
    let name_of = move |id: &str| {
        list.iter().find(|schedule| schedule.id.as_str() == id).map(|schedule| schedule.name.clone()).unwrap_or_default()
    };
    let failures = move || {
        let rows: Vec<Html> = runner.bulk.with(|bulk| {
            let rows = bulk.iter().flat_map(Bulk::failures).map(|(id, reason)| {
                html::tr()
                    .child(html::th().attr("scope", "row").child(view! { <Words text=name_of(id)/> }))
                    .child(html::td().attr("data-label", "Why").child(reason.to_owned()))
                    .into_html()
            });
            rows.collect()
        });
        (!rows.is_empty()).then(|| {
            let rows = (columns(["Failed", "Why"]), html::tbody().child(rows)).into_html();
            view! { <Table id="failures" caption="What failed, and why" stack=true>{rows}</Table> }
        })
    };
    (
        view! { <Meter parts=parts label=summary/> },
        html::p().class("num").child(html::live(says)),
        part(move || is_paused.get().then(|| html::p().class("note warn").child("Waiting until you have signed in again."))),
        part(failures),
    )
        .into_html()
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
