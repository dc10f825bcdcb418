//! Obstacles to saving, each with its next steps; and the note about a restored draft.

use super::context::{SubmitProblem, WizardContext};
use super::replacement::Replacement;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::domain::schedule::draft::ScheduleDraft;
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::{ForeignChange, Prefer, Spec, foreign_changes, rebase};
use crate::domain::schedule::wizard::{WizardInput, WizardMode, WizardStep};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::drafts::Drafts;
use crate::state::toasts::ToastKind;
use crate::ui::{Banner, Button, ButtonKind, Icon, Table, Tone, columns};

/// The note that the form holds a restored draft, with a button that discards it.
#[component]
pub fn Restored(context: WizardContext) -> AnyView {
    let start_over = move || {
        context.form.fill(&context.wizard.with_untracked(|wizard| wizard.origin().clone()));
        context.restored.set(None);
        context.drop_draft();
        focus::main_heading();
    };
    (move || {
        context.restored.get().map(|at| {
            let text = format!("Your input, last changed {}, is restored.", context.preferences.write(at));
            html::div()
                .class("notice")
                .child(html::span().child(text))
                .child(view! { <Button kind=ButtonKind::Quiet label="Start over" on_press=start_over/> })
        })
    })
    .into_any()
}

/// The banner of a problem that is more than a line of the error summary.
#[component]
pub fn SubmitProblemBanner(context: WizardContext) -> AnyView {
    effect(move || {
        let is_panel =
            context.problem.with(|problem| matches!(problem, Some(SubmitProblem::Conflict { .. } | SubmitProblem::Gone)));
        if is_panel && context.attempt.get() > 0 {
            focus::by_id("problem");
        }
    });
    (move || {
        let panel = match context.problem.get()? {
            SubmitProblem::Message(_) => return None,
            SubmitProblem::Conflict { change, theirs } => conflict(context, *change, *theirs),
            SubmitProblem::Gone => gone(context),
            SubmitProblem::FixedField { message, change } => {
                view! { <Replacement context=context message=message change=*change/> }.into_any()
            }
        };
        Some(html::div().attr("id", "problem").attr("tabindex", "-1").child(panel))
    })
    .into_any()
}

fn conflict(context: WizardContext, change: ScheduleChange, theirs: Spec) -> AnyView {
    let list = context.preferences.with_time_labels(|labels| foreign_changes(&change.from, &change.to, &theirs, labels));
    let clashes = list.iter().filter(|foreign| foreign.clashes).count();
    let go_on = move |prefer: Prefer| {
        let (change, theirs) = (change.clone(), theirs.clone());
        move || {
            let mine = rebase(&change.from, &change.to, &theirs, prefer);
            context.form.fill(&ScheduleDraft::of(&mine));
            context.wizard.update(|wizard| wizard.rebase(theirs.clone(), &mine));
            context.problem.set(None);
            focus::main_heading();
        }
    };
    let row = |foreign: ForeignChange| {
        let mark = if foreign.clashes { "both of you" } else { "only them" };
        html::tr()
            .child(html::th().attr("scope", "row").child(foreign.field.label()))
            .child(html::td().attr("data-label", "When you began").child(view! { <UntrustedText text=foreign.base/> }))
            .child(html::td().attr("data-label", "Stored now").child(view! { <UntrustedText text=foreign.theirs/> }))
            .child(html::td().attr("data-label", "Yours").child(view! { <UntrustedText text=foreign.mine/> }))
            .child(html::td().attr("data-label", "Changed by").child(mark))
            .into_any()
    };
    let heads = columns(["Field", "When you began", "Stored now", "Yours", "Changed by"]);
    let rows = (heads, html::tbody().child(list.into_iter().map(row).collect::<Vec<_>>())).into_any();
    let text = if clashes == 0 {
        "Nothing was sent. Their changes do not overlap with yours; both can be kept."
    } else {
        "Nothing was sent. Where both of you changed a field, choose whose value to keep; then review and save."
    };
    let body = move || html::p().child(text).into_any();
    let banner = view! { <Banner tone=Tone::Warn icon=Icon::Warn title="Somebody else changed this schedule while you edited it">{body()}</Banner> };
    let buttons = html::div()
        .class("button-row")
        .child(view! { <Button label=if clashes == 0 { "Keep both" } else { "Keep mine where both changed" } on_press=go_on(Prefer::Mine)/> })
        .child((clashes > 0).then(|| view! { <Button label="Take theirs where both changed" on_press=go_on(Prefer::Theirs)/> }));
    (banner, view! { <Table id="conflict" caption="Their changes" stack=true>{rows}</Table> }, buttons).into_any()
}

fn gone(context: WizardContext) -> AnyView {
    let continue_as_new = move || {
        let draft = untrack(|| context.form.draft());
        let is_kept = Drafts::of(context.session)
            .is_some_and(|drafts| drafts.write(&WizardMode::Create, &draft, &ScheduleDraft::default()));
        if !is_kept {
            let text =
                "The browser does not let this page keep your input, so it cannot be carried over. It is still in this form.";
            return context.toasts.show(ToastKind::Failed, text, None);
        }
        context.act(WizardInput::Saved, |_, _| {});
        context.drop_draft();
        context.router.go_instead(Route::Wizard(WizardMode::Create, WizardStep::Review));
    };
    let text =
        "Somebody deleted the schedule while you edited it. Nothing was sent. Your input is kept and can become a new schedule.";
    let body = move || html::p().child(text).into_any();
    (
        view! { <Banner tone=Tone::Bad icon=Icon::OctagonX title="This schedule no longer exists">{body()}</Banner> },
        html::div().class("button-row").child(view! { <Button label="Continue as a new schedule" on_press=continue_as_new/> }),
    )
        .into_any()
}
