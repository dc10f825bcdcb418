//! Export of schedules into a file, and import from a file with a preview.

use std::rc::Rc;

use crate::components::fields::untrusted_text::UntrustedText;
use crate::data::batch_runner::BatchRunner;
use crate::data::client::portable::{self, ImportPlan, Incoming};
use crate::data::client::{WriteKind, WriteOutcome, describe_item};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::schedule_actions::{ScheduleActions, ScheduleRequest};
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::batch::{Batch, ItemOutcome};
use crate::domain::name::Name;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::ScheduleField;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::{announce, clock, file, focus};
use crate::reactive::*;
use crate::state::permissions::Permission;
use crate::state::preferences::Preferences;
use crate::state::toasts::ToastKind;
use crate::ui::{Button, ButtonKind, Checkbox, Dialog, DialogKind, Field, Table, TextArea, columns};

/// Writes the file as soon as an export is requested.
#[component]
pub fn Exporter() -> AnyView {
    let (actions, toasts) = (SignedInContext::expect().actions, AppContext::expect().toasts);
    effect(move || {
        let Some(ScheduleRequest::Export(list)) = actions.request.get() else { return };
        actions.request.set(None);
        let n = list.len();
        let noun = if n == 1 { "schedule" } else { "schedules" };
        let text = portable::write(&list, clock::now());
        let cut = portable::cut_note(&list).unwrap_or_default();
        file::save_then("schedules.json", vec![text], "application/json", move |is_saved| {
            if is_saved {
                toasts.show(ToastKind::Done, format!("{n} {noun} written to schedules.json.{cut}"), None);
            } else {
                toasts.show(ToastKind::Failed, "The browser did not save the file. Nothing was changed.", None);
            }
        });
    });
    ().into_any()
}

/// The dialog that takes a file or pasted text, previews the changes, and applies them.
#[component]
pub fn ImportDialog() -> AnyView {
    let import = Import::new();
    let preferences = AppContext::expect().preferences;
    let open = derived(move || import.actions.request.with(|task| matches!(task, Some(ScheduleRequest::Import))));
    let phase = memo(move || (import.plans.with(Option::is_some), import.runner.bulk.with(Option::is_some)));
    effect(move || match phase.get() {
        (true, false) => focus::by_id("import-go"),
        (true, true) => focus::by_id("import-end"),
        (false, _) => {}
    });
    let to_do = memo(move || {
        let is_agreed = import.is_agreed.get();
        import.plans.with(|plans| plans.iter().flatten().filter(|incoming| is_sent(incoming, is_agreed)).count())
    });
    let actions = move || {
        (move || match phase.get() {
            (false, _) => read_buttons(import),
            (true, false) => apply_buttons(import, to_do.get()),
            (true, true) => end_button(import),
        })
        .into_any()
    };
    let close = move || import.close();
    let body = move || {
        (move || match import.plans.get() {
            None => source(import.text, import.wrong),
            Some(list) => {
                (summary(import.runner), agreement(&list, import), preview(&list, preferences, import.runner)).into_any()
            }
        })
        .into_any()
    };
    view! { <Dialog open=open on_close=close title="Import schedules" kind=DialogKind::Plain actions=actions>{body()}</Dialog> }
        .into_any()
}

/// The state of the dialog: the text, its error, the plan that it gives, and the sending.
#[derive(Clone, Copy)]
struct Import {
    actions: ScheduleActions,
    importer: Importer,
    runner: BatchRunner,
    text: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    plans: RwSignal<Option<Vec<Incoming>>>,
    /// True if schedules that have ended are imported, too.
    is_agreed: RwSignal<bool>,
}

impl Import {
    fn new() -> Self {
        Self {
            actions: SignedInContext::expect().actions,
            importer: Importer { command: Command::new(), schedules: SignedInContext::expect().schedules },
            runner: BatchRunner::new(),
            text: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            plans: RwSignal::new(None),
            is_agreed: RwSignal::new(false),
        }
    }

    /// Stops the sending if it is under way, and closes the dialog otherwise.
    fn close(self) {
        if untrack(|| self.runner.is_under_way()) {
            return self.runner.stop();
        }
        self.runner.bulk.set(None);
        self.text.set(String::new());
        self.wrong.set(None);
        self.plans.set(None);
        self.actions.request.set(None);
        self.importer.schedules.refresh();
    }

    /// Reads the text into a plan; nothing is sent.
    fn read(self) {
        let rows = self.importer.schedules.rows;
        let stored: Vec<Schedule> = rows.with_untracked(|rows| rows.iter().filter_map(|row| row.row.good().cloned()).collect());
        match self.text.with_untracked(|text| portable::read(text, &stored, clock::now())) {
            Ok(found) if found.is_empty() => self.wrong.set(Some("The file holds no schedule.".to_owned())),
            Ok(found) => {
                self.wrong.set(None);
                self.is_agreed.set(false);
                self.plans.set(Some(found));
            }
            Err(why) => self.wrong.set(Some(why)),
        }
        if self.wrong.with_untracked(Option::is_some) {
            focus::by_id("import-text");
        }
    }

    fn apply(self) {
        let list = self.plans.get_untracked().unwrap_or_default();
        let is_agreed = self.is_agreed.get_untracked();
        let sent = list.iter().enumerate().filter(|(_, incoming)| is_sent(incoming, is_agreed));
        let keys: Vec<String> = sent.map(|(n, _)| n.to_string()).collect();
        let list = Rc::new(list);
        self.runner.begin(
            Batch::new(keys),
            Rc::new(move |key| {
                let incoming = key.parse().ok().and_then(|n: usize| list.get(n).cloned());
                Box::pin(self.importer.apply(incoming))
            }),
        );
    }
}

fn is_sent(incoming: &Incoming, is_agreed: bool) -> bool {
    matches!(incoming.plan, ImportPlan::Create(_) | ImportPlan::Change { .. }) && (is_agreed || !incoming.is_ended)
}

/// The question whether schedules that have ended are imported; gone once the sending has begun.
fn agreement(list: &[Incoming], import: Import) -> AnyView {
    let n = list.iter().filter(|incoming| incoming.is_ended).count();
    let label = match n {
        1 => "Also import the schedule that has ended, disabled".to_owned(),
        n => format!("Also import the {n} schedules that have ended, disabled"),
    };
    let is_asked = memo(move || n > 0 && import.runner.bulk.with(Option::is_none));
    let question =
        move || is_asked.get().then(|| view! { <Checkbox id="import-ended" label=label.clone() checked=import.is_agreed/> });
    question.into_any()
}

fn read_buttons(import: Import) -> AnyView {
    (
        view! { <Button label="Cancel" on_press=move || import.close()/> },
        view! { <Button label="Preview" kind=ButtonKind::Primary on_press=move || import.read()/> },
    )
        .into_any()
}

fn apply_buttons(import: Import, n: usize) -> AnyView {
    let label = if n == 1 { "Import 1 schedule".to_owned() } else { format!("Import {n} schedules") };
    let why_not = (n == 0).then(|| "There is nothing to send.".to_owned());
    let apply = move || import.apply();
    (
        view! { <Button label="Back" on_press=move || import.plans.set(None)/> },
        view! { <Button id="import-go" label=label kind=ButtonKind::Primary why_not=Signal::stored(why_not) on_press=apply/> },
    )
        .into_any()
}

fn end_button(import: Import) -> AnyView {
    let label = derived(move || if import.runner.is_under_way() { "Stop" } else { "Close" }.to_owned());
    view! { <Button id="import-end" label=label kind=ButtonKind::Primary on_press=move || import.close()/> }.into_any()
}

fn source(text: RwSignal<String>, wrong: RwSignal<Option<String>>) -> AnyView {
    let input = NodeRef::<web_sys::HtmlInputElement>::new();
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        file::read_then(input, move |content| match content {
            Ok(content) => {
                let _ = text.try_set(content);
                let _ = wrong.try_set(None);
            }
            Err(why) => {
                // The text of a file chosen before must not pass for that of this one.
                let _ = text.try_set(String::new());
                let _ = wrong.try_set(Some(why.to_owned()));
                announce::assertive(why);
            }
        });
    };
    (
        html::p().child(
            "A file exported here, or JSON of schedules: answers of the appliance, output of ksctl or “terraform show -json”, \
             or one object per line. You see a preview before anything is sent.",
        ),
        html::div().class("field").child(html::label().attr("for", "import-file").child("File")).child(
            html::input()
                .attr("type", "file")
                .attr("id", "import-file")
                .attr("accept", ".json,.jsonl,application/json")
                .node_ref(input)
                .on(ev::change, choose),
        ),
        view! {
            <Field id="import-text" label="JSON" error=wrong>
                <TextArea value=text/>
            </Field>
        },
    )
        .into_any()
}

fn summary(runner: BatchRunner) -> AnyView {
    (move || {
        runner
            .bulk
            .with(|bulk| bulk.as_ref().map(Batch::summary))
            .map(|text| html::p().class("num").attr("role", "status").child(text))
    })
    .into_any()
}

fn preview(list: &[Incoming], preferences: Preferences, runner: BatchRunner) -> AnyView {
    let marked = |text: String| Name::from(text).marked();
    let row = |(n, incoming): (usize, &Incoming)| {
        let (what, detail) = match &incoming.plan {
            ImportPlan::Create(new) => {
                let words = [ScheduleField::Cloud, ScheduleField::Containers, ScheduleField::RunAt, ScheduleField::Enabled];
                let told = preferences.with_time_labels(|labels| words.map(|field| new.spec().words(field, labels)));
                ("Create", told.map(marked).join("; "))
            }
            ImportPlan::Same => ("Nothing", "Already stored as in the file.".to_owned()),
            ImportPlan::Refuse(why) => ("Skip", marked(why.clone())),
            ImportPlan::Change { .. } => {
                let told = preferences.with_time_labels(|labels| incoming.differences(labels)).into_iter();
                (
                    "Change",
                    told.map(|one| {
                        let [before, after] = [one.before, one.after].map(marked);
                        format!("{}: {before} → {after}", one.field.label())
                    })
                    .collect::<Vec<_>>()
                    .join("; "),
                )
            }
        };
        let detail = std::iter::once(detail).chain(incoming.notes.iter().cloned().map(marked)).collect::<Vec<_>>().join(" · ");
        let key = n.to_string();
        let became = move || {
            runner.bulk.with(|bulk| {
                let bulk = bulk.as_ref()?;
                bulk.failures().find(|(id, _)| *id == key).map(|(_, why)| html::p().class("err").child(why.to_owned()))
            })
        };
        html::tr()
            .child(html::th().attr("scope", "row").child(view! { <UntrustedText text=incoming.name.clone()/> }))
            .child(html::td().attr("data-label", "Action").child(what))
            .child(html::td().attr("data-label", "Details").child(detail).child(became))
            .into_any()
    };
    let body = html::tbody().child(list.iter().enumerate().map(row).collect::<Vec<_>>());
    let rows = (columns(["Name", "Action", "Details"]), body).into_any();
    view! { <Table id="import-plan" caption="Preview of the import" stack=true>{rows}</Table> }.into_any()
}

#[derive(Clone, Copy)]
struct Importer {
    command: Command,
    schedules: Schedules,
}

impl Importer {
    async fn apply(self, incoming: Option<Incoming>) -> ItemOutcome {
        let client = self.command.client();
        let api = client.schedules();
        let (permission, kind, outcome) = match incoming.map(|incoming| incoming.plan) {
            Some(ImportPlan::Create(new)) => (Permission::Create, WriteKind::Create, api.create_verified(&new).await),
            Some(ImportPlan::Change { stored, change }) => {
                (Permission::Change, WriteKind::Change, api.change_verified(&stored.id, &change).await)
            }
            Some(ImportPlan::Same | ImportPlan::Refuse(_)) | None => return ItemOutcome::Done,
        };
        self.command.learn(permission, &outcome);
        let item = describe_item(&outcome, kind);
        if let WriteOutcome::Applied(stored) | WriteOutcome::AppliedDifferently(stored) = outcome {
            self.schedules.put(stored);
        }
        item
    }
}
