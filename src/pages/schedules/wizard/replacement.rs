//! Replacement of a schedule whose fields the appliance refuses to change.

use super::context::WizardContext;
use crate::data::client::{ReplaceObstacle, ReplaceStep, Replaced, WriteKind, describe};
use crate::data::command::{Command, toast_kind};
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::draft::{ScheduleDraft, free_name};
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::wizard::WizardInput;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{clock, focus};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::toasts::ToastKind;
use crate::ui::{Banner, Button, Field, Icon, TextInput, Tone};

/// The offer of a replacement, with its steps listed before it starts.
#[component]
pub fn Replacement(context: WizardContext, message: String, change: ScheduleChange) -> AnyView {
    let (schedules, command) = (SignedInContext::expect().schedules, Command::new());
    let name = RwSignal::new(free_name(change.to.name.as_sent(), "new", |name| schedules.has_name(name)));
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
            html::p().child(message.clone()),
            html::p()
                .child("Correct the named fields. If the appliance cannot change a field, replace the schedule with a new one:"),
        )
            .into_any()
    };
    (
        view! { <Banner tone=Tone::Warn icon=Icon::Warn title="The appliance refused this change of the stored schedule">{body()}</Banner> },
        html::ol().class("plan").child(steps),
        view! { <Field id="new-name" label="Name of the new schedule" error=wrong><TextInput value=name/></Field> },
        html::div().class("button-row").child(view! { <Button label="Replace the schedule" busy=derived(move || stage.get().is_some()) on_press=replace/> }),
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
            "A new schedule is created with your changes, disabled, and its stored values are checked.",
        )),
        is_enabled.then(|| step(ReplaceStep::Enable, "The new schedule is enabled.")),
        Some(step(ReplaceStep::DisableOld, "The old schedule is disabled. It stays, with its runs, until you delete it.")),
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

    /// Shows the outcome; goes to the new schedule if the page is still open, and links to it otherwise.
    fn finish(self, replaced: Replaced) {
        let Self { context, .. } = self;
        let is_here = self.stage.try_set(None).is_none();
        let (kind, text, made) = describe_replaced(replaced);
        let route = made.map(Route::Schedule);
        let link = route.as_ref().filter(|_| !is_here).map(|route| ("Show the new schedule".to_owned(), route.path()));
        context.toasts.show(kind, text, link);
        self.schedules.refresh();
        if let Some(route) = route.filter(|_| is_here) {
            context.act(WizardInput::Saved, |_, _| {});
            context.drop_draft();
            context.router.go_instead(route);
        }
    }
}

fn describe_replaced(replaced: Replaced) -> (ToastKind, String, Option<ScheduleId>) {
    match replaced {
        Replaced::Done(made) => {
            (ToastKind::Done, format!("{} replaced the old schedule, which is now disabled.", made.name.marked()), Some(made.id))
        }
        Replaced::Differs(made) => {
            let text = format!(
                "{} was created, but its stored values differ from yours. It stays disabled; the old schedule was not touched.",
                made.name.marked()
            );
            (ToastKind::Failed, text, Some(made.id))
        }
        Replaced::Halfway(stage, made, obstacle) => {
            let name = made.name.marked();
            let (why, is_known) = match obstacle {
                ReplaceObstacle::NotTaken => ("The appliance stored another value.".to_owned(), true),
                ReplaceObstacle::Refused(error) => (error.what(), true),
                ReplaceObstacle::Unknown(error) => (error.what(), false),
            };
            let became = match (stage, is_known) {
                (ReplaceStep::Create | ReplaceStep::Enable, true) => {
                    "was created and stays disabled; the old schedule was not touched"
                }
                (ReplaceStep::Create | ReplaceStep::Enable, false) => {
                    "was created, but may or may not be enabled; the old schedule was not touched"
                }
                (ReplaceStep::DisableOld, true) => "was created, but the old schedule is still enabled: disable it, or both run",
                (ReplaceStep::DisableOld, false) => {
                    "was created, but the old schedule may still be enabled: check it, or both may run"
                }
            };
            (ToastKind::Failed, format!("{name} {became}. {why}"), Some(made.id))
        }
        Replaced::NotCreated(outcome) => {
            let message = describe(&outcome, WriteKind::Create, "The new schedule");
            (toast_kind(message.tone), format!("{} The old schedule was not touched.", message.text()), None)
        }
    }
}
