//! A new schedule in the place of one whose fields the appliance does not change.

use super::context::WizardContext;
use crate::data::client::{ReplaceObstacle, ReplaceStep, Replaced, WriteKind, describe};
use crate::data::command::{Command, toast_kind};
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::draft::{ScheduleDraft, free_name};
use crate::domain::schedule::spec::ScheduleChange;
use crate::domain::schedule::wizard::WizardInput;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{clock, focus};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::toasts::ToastKind;
use crate::ui::{Banner, Button, Field, Icon, TextInput, Tone};

/// The offer of a replacement: told before it happens.
#[component]
pub fn Replacement(context: WizardContext, said: String, change: ScheduleChange) -> AnyView {
    let (schedules, command) = (SignedInContext::expect().schedules, Command::new());
    let name = RwSignal::new(free_name(&change.to.name, "new", |name| schedules.has_name(name)));
    let wrong = RwSignal::new(None::<String>);
    let stage = RwSignal::new(None::<ReplaceStep>);
    let sender = ReplacementSender { context, schedules, command, name, wrong, stage };
    let steps = step_items(stage, change.to.enabled);
    let old = context.base.with_value(|base| base.as_ref().map(|base| base.id.clone()));
    let replace = move || {
        if let Some(old) = old.clone().filter(|_| stage.get_untracked().is_none()) {
            sender.send(old, &change);
        }
    };
    let body = move || {
        (
            html::p().child(said.clone()),
            html::p().child("Correct what it says, or, where it keeps a field as it is, let a new schedule take its place:"),
        )
            .into_any()
    };
    (
        view! { <Banner tone=Tone::Warn icon=Icon::Warn title="The appliance refuses this change of the stored schedule">{body()}</Banner> },
        html::ol().class("plan").child(steps),
        view! { <Field id="new-name" label="Name of the new one" error=wrong><TextInput value=name/></Field> },
        html::div().class("do").child(view! { <Button label="Replace it" busy=derived(move || stage.get().is_some()) on_press=replace/> }),
    )
        .into_any()
}

fn step_items(stage: RwSignal<Option<ReplaceStep>>, is_enabled: bool) -> Vec<AnyView> {
    let step = move |own: ReplaceStep, text: &'static str| {
        html::li().attr("aria-current", move || (stage.get() == Some(own)).then_some("step")).child(text).into_any()
    };
    let steps = [
        Some(step(
            ReplaceStep::Create,
            "A new schedule is created with your changes, disabled, and held against what you asked for.",
        )),
        is_enabled.then(|| step(ReplaceStep::Enable, "The new one is enabled.")),
        Some(step(ReplaceStep::DisableOld, "The old one is disabled. It stays, with its runs, until you delete it.")),
    ];
    steps.into_iter().flatten().collect()
}

#[derive(Clone, Copy)]
struct ReplacementSender {
    context: WizardContext,
    schedules: Schedules,
    command: Command,
    name: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    /// The step under way.
    stage: RwSignal<Option<ReplaceStep>>,
}

impl ReplacementSender {
    fn send(self, old: ScheduleId, change: &ScheduleChange) {
        let mut draft = ScheduleDraft::of(&change.to);
        draft.name = self.name.get_untracked();
        let new = match draft.validate(clock::now()) {
            Ok(new) => new,
            Err(errors) => {
                let first = errors.iter().next().map(|(_, text)| text.to_owned());
                self.wrong.set(first);
                focus::by_id("new-name");
                return;
            }
        };
        self.wrong.set(None);
        self.stage.set(Some(ReplaceStep::Create));
        let client = self.context.session.client();
        let on_step = move |next| {
            let _ = self.stage.try_set(Some(next));
        };
        let send = async move { client.schedules().replace(&old, &new, on_step).await };
        self.command.run_steps(send, move |replaced| self.finish(replaced));
    }

    /// Tells the outcome; goes to the new schedule if the page is still open, and links to it otherwise.
    fn finish(self, replaced: Replaced) {
        let Self { context, .. } = self;
        let is_here = self.stage.try_set(None).is_none();
        let (kind, text, made) = told(replaced);
        let route = made.map(Route::Schedule);
        let link = route.as_ref().filter(|_| !is_here).map(|route| ("Show the new one".to_owned(), route.path()));
        context.toasts.show(kind, text, link);
        self.schedules.refresh();
        if let Some(route) = route.filter(|_| is_here) {
            context.act(WizardInput::Saved, |_, _| {});
            context.drop_draft();
            context.router.go_instead(route);
        }
    }
}

fn told(replaced: Replaced) -> (ToastKind, String, Option<ScheduleId>) {
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
