//! Banners above the form: an obstacle to saving with the ways around it, and the note about a restored draft.

use super::context::{SubmitProblem, WizardContext};
use crate::components::fields::untrusted_text::Words;
use crate::data::client::{ReplaceObstacle, ReplaceStep, Replaced, WriteKind, describe};
use crate::data::command::{Command, toast_kind};
use crate::data::schedules::Schedules;
use crate::domain::schedule::draft::{ScheduleDraft, free_name};
use crate::domain::schedule::spec::{ForeignChange, Prefer, ScheduleChange, Spec, foreign_changes, rebase};
use crate::domain::schedule::wizard::{WizardInput, WizardMode, WizardStep};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{clock, focus};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::drafts::Drafts;
use crate::state::toasts::ToastKind;
use crate::ui::{Banner, Button, ButtonKind, Field, Icon, Table, TextInput, Tone, columns};

/// The note that the form shows a draft from before this page load, with a button that discards the draft.
#[component]
pub fn Restored(context: WizardContext) -> AnyView {
    let begin_anew = move || {
        context.form.fill(&context.wizard.with_untracked(|wizard| wizard.origin().clone()));
        context.restored.set(None);
        context.drop_draft();
        focus::main_heading();
    };
    (move || {
        context.restored.get().map(|at| {
            let text = format!("What you entered at {} is here again.", context.preferences.write(at));
            html::div()
                .class("strip")
                .child(html::span().child(text))
                .child(view! { <Button kind=ButtonKind::Quiet label="Begin anew" on_press=begin_anew/> })
        })
    })
    .into_any()
}

/// The banner for a problem that needs more than a line of the error summary.
#[component]
pub fn SubmitProblemBanner(context: WizardContext) -> AnyView {
    effect(move || {
        let is_panel =
            context.trouble.with(|trouble| matches!(trouble, Some(SubmitProblem::Conflict { .. } | SubmitProblem::Gone)));
        if is_panel && context.attempt.get() > 0 {
            focus::by_id("trouble");
        }
    });
    (move || {
        let panel = match context.trouble.get()? {
            SubmitProblem::Said(_) => return None,
            SubmitProblem::Conflict { change, theirs } => conflict(context, *change, *theirs),
            SubmitProblem::Gone => gone(context),
            SubmitProblem::Fixed { said, change } => view! { <Replacement context=context said=said change=*change/> }.into_any(),
        };
        Some(html::div().attr("id", "trouble").attr("tabindex", "-1").child(panel))
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
            context.trouble.set(None);
            focus::main_heading();
        }
    };
    let row = |foreign: ForeignChange| {
        let mark = if foreign.clashes { "both changed it" } else { "only they did" };
        html::tr()
            .child(html::th().attr("scope", "row").child(foreign.field.label()))
            .child(html::td().attr("data-label", "When you began").child(view! { <Words text=foreign.base/> }))
            .child(html::td().attr("data-label", "Stored now").child(view! { <Words text=foreign.theirs/> }))
            .child(html::td().attr("data-label", "Yours").child(view! { <Words text=foreign.mine/> }))
            .child(html::td().attr("data-label", "Who").child(mark))
            .into_any()
    };
    let heads = columns(["Field", "When you began", "Stored now", "Yours", "Who"]);
    let rows = (heads, html::tbody().child(list.into_iter().map(row).collect::<Vec<_>>())).into_any();
    let says = if clashes == 0 {
        "Nothing was sent. Their changes do not overlap with yours; both can be kept."
    } else {
        "Nothing was sent. Decide whose value is right where both of you changed the same field; then look at it once more and save."
    };
    let body = move || html::p().child(says).into_any();
    let banner = view! { <Banner tone=Tone::Warn icon=Icon::Warn title="Somebody else changed this schedule while you edited it">{body()}</Banner> };
    let buttons = html::div()
        .class("do")
        .child(view! { <Button label=if clashes == 0 { "Keep both" } else { "Keep mine where both changed" } on_press=go_on(Prefer::Mine)/> })
        .child((clashes > 0).then(|| view! { <Button label="Take theirs where both changed" on_press=go_on(Prefer::Theirs)/> }));
    (banner, view! { <Table id="conflict" caption="What they changed" stack=true>{rows}</Table> }, buttons).into_any()
}

fn gone(context: WizardContext) -> AnyView {
    let anew = move || {
        let draft = untrack(|| context.form.draft());
        let is_kept = Drafts::of(context.session)
            .is_some_and(|drafts| drafts.write(&WizardMode::Create, &draft, &ScheduleDraft::default()));
        if !is_kept {
            let text =
                "The browser does not let this page keep what you entered, so it cannot be carried over. It is still here.";
            return context.toasts.show(ToastKind::Failed, text, None);
        }
        context.act(WizardInput::Saved, |_, _| {});
        context.drop_draft();
        context.router.go_instead(Route::Wizard(WizardMode::Create, WizardStep::Review));
    };
    let says =
        "Somebody deleted it while you edited it. Nothing was sent, and what you entered is kept: it can become a new schedule.";
    let body = move || html::p().child(says).into_any();
    (
        view! { <Banner tone=Tone::Bad icon=Icon::OctagonX title="This schedule does not exist any more">{body()}</Banner> },
        html::div().class("do").child(view! { <Button label="Make it a new schedule" on_press=anew/> }),
    )
        .into_any()
}

/// The offer to replace a schedule whose fields the appliance refuses to change, with the consequences.
#[component]
fn Replacement(context: WizardContext, said: String, change: ScheduleChange) -> AnyView {
    let (schedules, command) = (Schedules::expect(), Command::new());
    let name = RwSignal::new(free_name(&change.to.name, "new", |name| schedules.has_name(name)));
    let wrong = RwSignal::new(None::<String>);
    let stage = RwSignal::new(None::<ReplaceStep>);
    let enabled = change.to.enabled;
    let old = context.base.with_value(|base| base.as_ref().map(|base| base.id.clone()));
    let replace = move || {
        let Some(old) = old.clone().filter(|_| stage.get_untracked().is_none()) else { return };
        let mut draft = ScheduleDraft::of(&change.to);
        draft.name = name.get_untracked();
        let new = match draft.validate(clock::now()) {
            Ok(new) => new,
            Err(errors) => {
                let first = errors.iter().next().map(|(_, text)| text.to_owned());
                wrong.set(first);
                focus::by_id("new-name");
                return;
            }
        };
        wrong.set(None);
        stage.set(Some(ReplaceStep::Create));
        let (client, toasts, router) = (context.session.client(), context.toasts, context.router);
        let on_step = move |next| {
            let _ = stage.try_set(Some(next));
        };
        let send = async move { client.schedules().replace(&old, &new, on_step).await };
        command.run_steps(send, move |replaced| {
            let is_here = stage.try_set(None).is_none();
            let (kind, text, made) = told(replaced);
            let route = made.map(Route::Schedule);
            let link = route.as_ref().filter(|_| !is_here).map(|route| ("Show the new one".to_owned(), route.path()));
            toasts.show(kind, text, link);
            schedules.refresh();
            if let Some(route) = route.filter(|_| is_here) {
                context.act(WizardInput::Saved, |_, _| {});
                context.drop_draft();
                router.go_instead(route);
            }
        });
    };
    let step = move |own: ReplaceStep, text: &'static str| {
        html::li().attr("aria-current", move || (stage.get() == Some(own)).then_some("step")).child(text).into_any()
    };
    let steps = [
        Some(step(
            ReplaceStep::Create,
            "A new schedule is created with your changes, disabled, and held against what you asked for.",
        )),
        enabled.then(|| step(ReplaceStep::Enable, "The new one is enabled.")),
        Some(step(ReplaceStep::DisableOld, "The old one is disabled. It stays, with its runs, until you delete it.")),
    ];
    let body = move || {
        (
            html::p().child(said.clone()),
            html::p().child("Correct what it says, or, where it keeps a field as it is, let a new schedule take its place:"),
        )
            .into_any()
    };
    (
        view! { <Banner tone=Tone::Warn icon=Icon::Warn title="The appliance refuses this change of the stored schedule">{body()}</Banner> },
        html::ol().class("plan").child(steps.into_iter().flatten().collect::<Vec<_>>()),
        view! { <Field id="new-name" label="Name of the new one" error=wrong><TextInput value=name/></Field> },
        html::div().class("do").child(view! { <Button label="Replace it" busy=derived(move || stage.get().is_some()) on_press=replace/> }),
    )
        .into_any()
}

fn told(replaced: Replaced) -> (ToastKind, String, Option<crate::domain::appliance::id::ScheduleId>) {
    match replaced {
        Replaced::Done(made) => {
            (ToastKind::Done, format!("{} took its place; the old one is disabled.", made.name.trim()), Some(made.id))
        }
        Replaced::Differs(made) => {
            let text = format!(
                "{} was created otherwise than asked for. It stays disabled; the old one was not touched.",
                made.name.trim()
            );
            (ToastKind::Failed, text, Some(made.id))
        }
        Replaced::Halfway(stage, made, obstacle) => {
            let name = made.name.trim();
            let (why, is_known) = match obstacle {
                ReplaceObstacle::NotTaken => ("The appliance stored something else.".to_owned(), true),
                ReplaceObstacle::Refused(error) => (error.what(), true),
                ReplaceObstacle::Unknown(error) => (error.what(), false),
            };
            let became = match (stage, is_known) {
                (ReplaceStep::Create | ReplaceStep::Enable, true) => {
                    "was created and stays disabled; the old one was not touched"
                }
                (ReplaceStep::Create | ReplaceStep::Enable, false) => {
                    "was created; whether it is enabled is not known, and the old one was not touched"
                }
                (ReplaceStep::DisableOld, true) => "is there, and the old one is still enabled: disable it, or both run",
                (ReplaceStep::DisableOld, false) => {
                    "is there; whether the old one is disabled is not known: look, or both may run"
                }
            };
            (ToastKind::Failed, format!("{name} {became}. {why}"), Some(made.id))
        }
        Replaced::NotCreated(outcome) => {
            let message = describe(&outcome, WriteKind::Create, "The new schedule");
            (toast_kind(message.tone), format!("{} The old one was not touched.", message.text()), None)
        }
    }
}
