//! Deleting runs from the history, one or many. The synchronized keys stay.

use std::rc::Rc;

use crate::components::batch::bulk_dialog::{BulkDialog, SHOWN, schedule_names};
use crate::components::fields::look_alikes::{look_alikes_text, told_apart};
use crate::data::batch_runner::BatchRunner;
use crate::data::client::{WriteKind, describe_item};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::RunId;
use crate::domain::batch::Batch;
use crate::domain::run::summary::RunSummary;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::state::permissions::Permission;

/// The runs to delete.
#[derive(Clone, Debug, PartialEq)]
pub struct RunsToDelete(pub Vec<RunSummary>);

/// Asks, deletes, reports.
#[component]
pub fn DeleteRuns(
    deletion: RwSignal<Option<RunsToDelete>>,
    /// Some runs may have been deleted.
    on_end: Callback<()>,
) -> AnyView {
    let command = Command::new();
    let runner = BatchRunner::new();
    let list = move || deletion.with(|deletion| deletion.as_ref().map(|deletion| deletion.0.clone()).unwrap_or_default());
    let (preferences, schedules) = (AppContext::expect().preferences, SignedInContext::expect().schedules);
    let name = derived(move || match list().as_slice() {
        [one] => {
            let called = told_apart(schedules, one.schedule.as_ref(), &one.name);
            let at = one.at().map(|at| format!(", enqueued {}", preferences.write(at))).unwrap_or_default();
            format!("Delete the run of {called}{at}")
        }
        several => format!("Delete {} runs", several.len()),
    });
    let act = move |id: String| async move {
        let outcome = command.client().runs().delete_verified(&RunId::from(id)).await;
        command.learn(Permission::DeleteRun, &outcome);
        describe_item(&outcome, WriteKind::Delete)
    };
    let begin = move || {
        let ids: Vec<String> = untrack(list).iter().map(|run| run.id.as_str().to_owned()).collect();
        runner.begin(Batch::new(ids), Rc::new(move |id| Box::pin(act(id))));
    };
    let close = move || {
        let has_begun = runner.bulk.with_untracked(Option::is_some);
        deletion.set(None);
        if has_begun {
            on_end.run(());
        }
    };
    let question = move || {
        let list = untrack(list);
        let unfinished = list.iter().filter(|run| !run.is_over).count();
        let alike = match list.as_slice() {
            [one] => look_alikes_text(schedules, one.schedule.as_ref(), &one.name),
            _ => String::new(),
        };
        let says = match list.len() {
            1 => "This removes the run from the history permanently. The keys that it synchronized stay as they are.",
            _ => "This removes the runs from the history permanently. The keys that they synchronized stay as they are.",
        };
        let missed = "If a deleted run was due in the last 24 hours, the overview counts it as missed.";
        let warning = (unfinished > 0).then(|| {
            let text = "Unfinished runs continue, but their results will not be visible.";
            html::p().class("note warn").child(text)
        });
        let named = || list.iter().take(SHOWN).map(|run| (run.schedule.clone(), run.name.clone())).collect();
        let names = (list.len() > 1).then(|| schedule_names(schedules, named(), list.len()));
        (html::p().child(alike).child(says), html::p().class("dim").child(missed), warning, names).into_any()
    };
    let called = Callback::new(move |id: String| {
        untrack(list).into_iter().find(|run| run.id.as_str() == id).map(|run| run.name).unwrap_or_default()
    });
    let open = derived(move || deletion.with(Option::is_some));
    let danger = Signal::stored(true);
    view! {
        <BulkDialog open=open name=name danger=danger runner=runner question=question on_begin=begin on_close=close called=called/>
    }
    .into_any()
}
