//! The dialog of a batch: a question, then progress with a way to stop, then a result for each item.

use crate::components::fields::look_alikes::told_apart;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::data::batch_runner::BatchRunner;
use crate::data::schedules::Schedules;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::batch::{Batch, BatchProgress};
use crate::domain::name::Name;
use crate::platform::html::{self, AnyView, Element, IntoView, ViewFn};
use crate::platform::number::grouped;
use crate::platform::{announce, focus};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Dialog, DialogKind, Meter, Table, Tone, columns};

/// Asks, and shows the batch until it is over.
#[component]
pub fn BulkDialog(
    #[prop(into)] open: Signal<bool>,
    /// Action and count: "Delete 3 runs". Also the label of the button that begins.
    #[prop(into)]
    name: Signal<String>,
    /// The action cannot be undone.
    #[prop(into, optional)]
    danger: Signal<bool>,
    runner: BatchRunner,
    /// The view before the batch begins.
    #[prop(into)]
    question: ViewFn,
    #[prop(into)] on_begin: Callback<()>,
    /// The batch is over, or was not begun; the owner closes the dialog. Items in flight are awaited before.
    #[prop(into)]
    on_close: Callback<()>,
    /// The name of the item with this id.
    #[prop(into)]
    called: Callback<String, Name>,
) -> AnyView {
    let progress = memo(move || runner.bulk.with(|bulk| bulk.as_ref().map(Batch::progress)));
    let close = Callback::new(move |()| {
        // Closing would hide the results of the items in flight.
        if untrack(|| runner.is_under_way()) {
            return runner.stop();
        }
        on_close.run(());
        runner.bulk.set(None);
    });
    let phase = followed_phase(runner, progress);
    let title = derived(move || format!("{}{}", name.get(), if progress.with(Option::is_some) { "" } else { "?" }));
    let actions = move || {
        view! { <BatchButtons phase=phase name=name danger=danger runner=runner on_begin=on_begin on_close=close/> }.into_any()
    };
    let is_asking = memo(move || phase.with(Option::is_none));
    let body = move || {
        let question = question.clone();
        (move || if is_asking.get() { question.run() } else { view! { <Progress runner=runner called=called/> }.into_any() })
            .into_any()
    };
    view! { <Dialog open=open on_close=close title=title kind=DialogKind::Alert actions=actions>{body()}</Dialog> }.into_any()
}

/// A batch that has begun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BatchPhase {
    UnderWay,
    Over { can_retry: bool },
}

/// The phase of the batch; `None` before the start. Each change moves the focus, and the end is announced.
fn followed_phase(runner: BatchRunner, progress: Memo<Option<BatchProgress>>) -> Memo<Option<BatchPhase>> {
    effect(move || {
        if progress.with(|progress| progress.as_ref().is_some_and(|progress| progress.is_over)) {
            let summary = runner.bulk.with_untracked(|bulk| bulk.as_ref().map(Batch::summary).unwrap_or_default());
            announce::polite(&summary);
        }
    });
    // A memo of the phase: the buttons, and with them the focus, stay while answers come in.
    let phase = memo(move || {
        progress.with(|progress| {
            progress.as_ref().map(|progress| match progress.is_over {
                true => BatchPhase::Over { can_retry: progress.retryable > 0 },
                false => BatchPhase::UnderWay,
            })
        })
    });
    effect(move || match phase.get() {
        Some(BatchPhase::UnderWay) => focus::by_id("bulk-stop"),
        Some(BatchPhase::Over { .. }) => focus::by_id("bulk-close"),
        None => {}
    });
    phase
}

#[component]
fn BatchButtons(
    phase: Memo<Option<BatchPhase>>,
    name: Signal<String>,
    danger: Signal<bool>,
    runner: BatchRunner,
    on_begin: Callback<()>,
    on_close: Callback<()>,
) -> AnyView {
    let actions = move || match phase.get() {
        None => {
            let kind = if danger.get() { ButtonKind::Danger } else { ButtonKind::Primary };
            (
                view! { <Button label="Cancel" autofocus=true on_press=on_close/> },
                view! { <Button label=name kind=kind on_press=on_begin/> },
            )
                .into_any()
        }
        Some(BatchPhase::Over { can_retry }) => {
            let retry = can_retry.then(|| view! { <Button label="Try the failed ones again" on_press=move || runner.retry()/> });
            (retry, view! { <Button id="bulk-close" label="Close" kind=ButtonKind::Primary on_press=on_close/> }).into_any()
        }
        Some(BatchPhase::UnderWay) => view! { <Button id="bulk-stop" label="Stop" on_press=move || runner.stop()/> }.into_any(),
    };
    actions.into_any()
}

/// How many items of a batch are named.
pub const SHOWN: usize = 8;

/// The first names as a list, at most [`SHOWN`] of `count`, and how many more there are.
pub fn names_of(names: Vec<Name>, count: usize) -> AnyView {
    let names = names.into_iter().take(SHOWN).map(|name| html::li().child(view! { <UntrustedText text=name/> }));
    named_lines(names.collect(), count)
}

/// The first schedules as a list like that of [`names_of`], told apart where their names look alike.
pub fn schedule_names(schedules: Schedules, named: Vec<(Option<ScheduleId>, Name)>, count: usize) -> AnyView {
    let line = |(id, name): (Option<ScheduleId>, Name)| html::li().child(told_apart(schedules, id.as_ref(), &name));
    named_lines(named.into_iter().take(SHOWN).map(line).collect(), count)
}

fn named_lines(lines: Vec<Element>, count: usize) -> AnyView {
    let more = (count > SHOWN).then(|| html::p().class("dim").child(format!("and {} more", grouped(count - SHOWN))));
    (html::ul().class("names").child(lines), more).into_any()
}

#[component]
fn Progress(runner: BatchRunner, called: Callback<String, Name>) -> AnyView {
    let progress = memo(move || runner.bulk.with(|bulk| bulk.as_ref().map(Batch::progress).unwrap_or_default()));
    let summary = memo(move || runner.bulk.with(|bulk| bulk.as_ref().map(Batch::summary).unwrap_or_default()));
    let is_paused = memo(move || progress.get().is_paused);
    let parts = derived(move || {
        let progress = progress.get();
        let open = progress.total.saturating_sub(progress.done + progress.already + progress.failed);
        vec![(Tone::Ok, progress.done + progress.already), (Tone::Bad, progress.failed), (Tone::Idle, open)]
    });
    let says = move || {
        let progress = progress.get();
        if progress.is_over {
            summary.get()
        } else {
            format!("{} of {}", grouped(progress.done + progress.already + progress.failed), grouped(progress.total))
        }
    };
    let failures = move || {
        let rows: Vec<AnyView> = runner.bulk.with(|bulk| {
            let rows = bulk.iter().flat_map(Batch::failures).map(|(id, reason)| {
                html::tr()
                    .child(html::th().attr("scope", "row").child(view! { <UntrustedText text=called.run(id.to_owned())/> }))
                    .child(html::td().attr("data-label", "Why").child(reason.to_owned()))
                    .into_any()
            });
            rows.collect()
        });
        (!rows.is_empty()).then(|| {
            let rows = (columns(["Failed", "Why"]), html::tbody().child(rows)).into_any();
            view! { <Table id="failures" caption="Failures and reasons" stack=true>{rows}</Table> }
        })
    };
    (
        view! { <Meter parts=parts label=summary/> },
        html::p().class("num").child(says),
        move || is_paused.get().then(|| html::p().class("note warn").child("Waiting until you have signed in again.")),
        failures,
    )
        .into_any()
}
