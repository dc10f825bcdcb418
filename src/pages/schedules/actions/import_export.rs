//! Schedules out into a file, and in from one with a look at what it would do first.

use std::rc::Rc;

use crate::api::portable::{self, Incoming, Plan};
use crate::components::fields::untrusted_text::Words;
use crate::data::batch_runner::{Runner, failed};
use crate::data::schedule_actions::{Task, Tasks};
use crate::data::schedules::Schedules;
use crate::domain::batch::{Answered, Bulk};
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::Field;
use crate::platform::html::{self, Html, IntoHtml, NodeRef, part};
use crate::platform::{clock, file, focus};
use crate::reactive::*;
use crate::state::client::{Changed, Created};
use crate::state::permissions::{Deed, Permissions};
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::state::toasts::{Kind, Toasts};
use crate::ui::{Button, ButtonKind, Dialog, DialogKind, Field, Table, TextArea, columns};

/// Writes the file as soon as it is asked for.
#[component]
pub fn Exporter() -> Html {
    let (tasks, toasts) = (Tasks::expect(), Toasts::expect());
    effect(move || {
        let Some(Task::Export(list)) = tasks.task.get() else { return };
        tasks.task.set(None);
        let n = list.len();
        let noun = if n == 1 { "schedule" } else { "schedules" };
        let text = portable::write(&list, clock::now());
        spawn_local(async move {
            if file::save("schedules.json", &[text], "application/json").await {
                toasts.show(Kind::Done, format!("{n} {noun} written to schedules.json."), None);
            } else {
                toasts.show(Kind::Failed, "The browser did not save the file. Nothing was changed.", None);
            }
        });
    });
    ().into_html()
}

/// Takes a file or a pasted text, says what it would do, and does it.
#[component]
pub fn ImportDialog() -> Html {
    let tasks = Tasks::expect();
    let schedules = Schedules::expect();
    let importer = Importer { session: SessionContext::expect(), schedules, permissions: Permissions::expect() };
    let preferences = Preferences::expect();
    let runner = Runner::new();
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let plans = RwSignal::new(None::<Vec<Incoming>>);
    let open = derived(move || tasks.task.with(|task| matches!(task, Some(Task::Import))));
    let close = move || {
        if untrack(|| runner.is_under_way()) {
            return runner.stop();
        }
        runner.bulk.set(None);
        text.set(String::new());
        wrong.set(None);
        plans.set(None);
        tasks.task.set(None);
        schedules.refresh();
    };
    let look = move || {
        let stored: Vec<Schedule> =
            schedules.rows.with_untracked(|rows| rows.iter().filter_map(|row| row.row.good().cloned()).collect());
        match text.with_untracked(|text| portable::read(text, &stored, clock::now())) {
            Ok(found) if found.is_empty() => wrong.set(Some("It holds no schedule.".to_owned())),
            Ok(found) => {
                wrong.set(None);
                plans.set(Some(found));
            }
            Err(why) => wrong.set(Some(why)),
        }
        if wrong.with_untracked(Option::is_some) {
            focus::by_id("import-text");
        }
    };
    let to_do = memo(move || {
        plans.with(|plans| {
            plans.iter().flatten().filter(|incoming| matches!(incoming.plan, Plan::Create(_) | Plan::Change { .. })).count()
        })
    });
    let apply = move || {
        let list = plans.get_untracked().unwrap_or_default();
        let sent = list.iter().enumerate().filter(|(_, incoming)| matches!(incoming.plan, Plan::Create(_) | Plan::Change { .. }));
        let keys: Vec<String> = sent.map(|(n, _)| n.to_string()).collect();
        let list = Rc::new(list);
        runner.begin(
            Bulk::new(keys),
            Rc::new(move |key| {
                let incoming = key.parse().ok().and_then(|n: usize| list.get(n).cloned());
                Box::pin(importer.apply(incoming))
            }),
        );
    };
    let phase = memo(move || (plans.with(Option::is_some), runner.bulk.with(Option::is_some)));
    effect(move || match phase.get() {
        (true, false) => focus::by_id("import-go"),
        (true, true) => focus::by_id("import-end"),
        (false, _) => {}
    });
    let actions = move || {
        part(move || match phase.get() {
            (false, _) => (
                view! { <Button label="Cancel" on_press=close/> },
                view! { <Button label="Look at what it would do" kind=ButtonKind::Primary on_press=look/> },
            )
                .into_html(),
            (true, false) => {
                let n = to_do.get();
                let label = if n == 1 { "Import 1 schedule".to_owned() } else { format!("Import {n} schedules") };
                let why_not = (n == 0).then(|| "There is nothing to send.".to_owned());
                (
                    view! { <Button label="Back" on_press=move || plans.set(None)/> },
                    view! { <Button id="import-go" label=label kind=ButtonKind::Primary why_not=Signal::stored(why_not) on_press=apply/> },
                )
                    .into_html()
            }
            (true, true) => {
                let label = derived(move || if runner.is_under_way() { "Stop" } else { "Close" }.to_owned());
                view! { <Button id="import-end" label=label kind=ButtonKind::Primary on_press=close/> }.into_html()
            }
        })
    };
    let body = move || {
        part(move || match plans.get() {
            None => source(text, wrong),
            Some(list) => (summary(runner), preview(&list, preferences, runner)).into_html(),
        })
    };
    view! { <Dialog open=open on_close=close title="Import schedules" kind=DialogKind::Plain actions=actions>{body()}</Dialog> }
        .into_html()
}

fn source(text: RwSignal<String>, wrong: RwSignal<Option<String>>) -> Html {
    let input = NodeRef::<web_sys::HtmlInputElement>::new();
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        spawn_local(async move {
            match file::read(&input).await {
                Some(content) => drop(text.try_set(content)),
                None => drop(wrong.try_set(Some("The browser could not read this file.".to_owned()))),
            }
        });
    };
    (
        html::p().child(
            "A file that was exported here, or the JSON of schedules. Nothing is sent before you have seen what it would do.",
        ),
        html::div().class("field").child(html::label().attr("for", "import-file").child("File")).child(
            html::input()
                .attr("type", "file")
                .attr("id", "import-file")
                .attr("accept", ".json,application/json")
                .node_ref(input)
                .on_change(choose),
        ),
        view! {
            <Field id="import-text" label="JSON" error=wrong>
                <TextArea value=text/>
            </Field>
        },
    )
        .into_html()
}

fn summary(runner: Runner) -> Html {
    part(move || {
        runner
            .bulk
            .with(|bulk| bulk.as_ref().map(Bulk::summary))
            .map(|text| html::p().class("num").attr("role", "status").child(text))
    })
}

fn preview(list: &[Incoming], preferences: Preferences, runner: Runner) -> Html {
    let row = |(n, incoming): (usize, &Incoming)| {
        let (what, detail) = match &incoming.plan {
            Plan::Create(new) => {
                let words = [Field::Cloud, Field::Containers, Field::RunAt, Field::Enabled];
                let told = preferences.speak(|voice| words.map(|field| new.spec().words(field, voice)));
                ("Create", told.join("; "))
            }
            Plan::Same => ("Nothing", "It is stored as it is in the file.".to_owned()),
            Plan::Refuse(why) => ("Leave out", why.clone()),
            Plan::Change { .. } => {
                let told = preferences.speak(|voice| incoming.differences(voice)).into_iter();
                (
                    "Change",
                    told.map(|one| format!("{}: {} → {}", one.field.label(), one.before, one.after))
                        .collect::<Vec<_>>()
                        .join("; "),
                )
            }
        };
        let key = n.to_string();
        let became = part(move || {
            runner.bulk.with(|bulk| {
                let bulk = bulk.as_ref()?;
                bulk.failures().find(|(id, _)| *id == key).map(|(_, why)| html::p().class("err").child(why.to_owned()))
            })
        });
        html::tr()
            .child(html::th().attr("scope", "row").child(view! { <Words text=incoming.name.clone()/> }))
            .child(html::td().attr("data-label", "Importing would").child(what))
            .child(html::td().attr("data-label", "Details").child(view! { <Words text=detail/> }).child(became))
            .into_html()
    };
    let body = html::tbody().child(list.iter().enumerate().map(row).collect::<Vec<_>>());
    let rows = (columns(["Name", "Importing would", "Details"]), body).into_html();
    view! { <Table id="import-plan" caption="What importing would do" stack=true>{rows}</Table> }.into_html()
}

#[derive(Clone, Copy)]
struct Importer {
    session: SessionContext,
    schedules: Schedules,
    permissions: Permissions,
}

impl Importer {
    async fn apply(self, incoming: Option<Incoming>) -> Answered {
        let client = self.session.client();
        let api = client.schedules();
        let (stored, wanted) = match incoming.map(|incoming| incoming.plan) {
            Some(Plan::Create(new)) => match api.create_verified(&new).await {
                Created::Stored(stored) => (stored, new.spec().clone()),
                Created::Unseen(_, error) | Created::Unknown(error) => return Answered::Unsure(error.what()),
                Created::NotStored => return Answered::Failed("The answer was lost, and it is not there.".to_owned()),
                Created::Refused(error) => {
                    self.permissions.learn(Deed::Create, &error);
                    return failed(&error);
                }
            },
            Some(Plan::Change { stored, change }) => match api.change_verified(&stored.id, &change).await {
                Changed::Stored(stored) => (stored, change.to),
                Changed::Unseen(error) | Changed::Unknown(error) => return Answered::Unsure(error.what()),
                Changed::Overtaken(_) => {
                    return Answered::Unsure("The answer was lost, and it is stored otherwise than asked for.".to_owned());
                }
                Changed::NotStored => return Answered::Failed("The answer was lost, and it is as it was.".to_owned()),
                Changed::Gone => return Answered::Failed("It was deleted meanwhile.".to_owned()),
                Changed::Conflict(_) => return Answered::Failed("Somebody else changed it meanwhile.".to_owned()),
                Changed::Refused(error) => {
                    self.permissions.learn(Deed::Change, &error);
                    return failed(&error);
                }
            },
            Some(Plan::Same | Plan::Refuse(_)) | None => return Answered::Done,
        };
        let is_right = wanted.is_stored_as(&stored);
        self.schedules.put(*stored);
        if is_right { Answered::Done } else { Answered::Failed("The appliance stored it otherwise than asked for.".to_owned()) }
    }
}
