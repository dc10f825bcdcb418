//! The wizard: five steps, each with an address, that create, change or copy a schedule. The pages are views of the state machine
//! [`crate::domain::schedule::wizard::Wizard`].

mod context;
mod form;
mod replacement;
mod review;
mod steps;
mod submission;
mod submit_problem;

use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::ScheduleDraft;
use crate::domain::schedule::spec::Spec;
use crate::domain::schedule::wizard::{Wizard, WizardInput, WizardMode, WizardStep};
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, ErrorSummary, LinkButton, SkeletonText};
use context::WizardContext;

/// The wizard page for a mode.
#[component]
pub fn WizardPage(mode: WizardMode) -> AnyView {
    match &mode {
        WizardMode::Create => {
            let wizard = Wizard::create(ScheduleDraft::default(), step_now());
            view! { <Steps context=WizardContext::new(mode, wizard, None)/> }.into_any()
        }
        WizardMode::Edit(id) | WizardMode::Copy(id) => {
            let session = AppContext::expect().session;
            let asked = id.clone();
            let live = Query::new(move || {
                let (client, id) = (session.client(), asked.clone());
                async move { client.schedules().get(&id).await }
            });
            view! { <Stored mode=mode live=live/> }.into_any()
        }
    }
}

fn step_now() -> WizardStep {
    match AppContext::expect().router.route().get_untracked() {
        Route::Wizard(_, step) => step,
        _ => WizardStep::Cloud,
    }
}

/// The wizard for a stored schedule, shown after the schedule is read.
#[component]
fn Stored(mode: WizardMode, live: Query<Schedule>) -> AnyView {
    let router = AppContext::expect().router;
    let schedules = SignedInContext::expect().schedules;
    let list = derived(move || router.href(Route::Schedules));
    let loading =
        || (view! { <PageTitle text="Loading the schedule"/> }, view! { <SkeletonText lines=8 label="Loading the schedule"/> });
    let missing = move || {
        let text = "There is no schedule with this id in this domain. It may have been deleted, or belong to another domain.";
        let link = view! { <LinkButton label="Go to the schedules" href=list/> };
        (view! { <PageTitle text="No such schedule"/> }, html::p().child(text), html::p().child(link))
    };
    let form = move || {
        // A later answer does not overwrite the edited form.
        let Some(schedule) = untrack(|| live.data.get()) else { return ().into_any() };
        match Spec::of(&schedule).and_then(|spec| if schedule.is_system() { Err(SYSTEM.to_owned()) } else { Ok(spec) }) {
            Err(why) => {
                let link =
                    view! { <LinkButton label="Back to the schedule" href=router.href(Route::Schedule(schedule.id.clone()))/> };
                (view! { <PageTitle text="This schedule cannot be edited here"/> }, html::p().child(why), html::p().child(link))
                    .into_any()
            }
            Ok(spec) => {
                let wizard = match &mode {
                    WizardMode::Copy(_) => {
                        Wizard::create(ScheduleDraft::copy_of(&spec, |name| schedules.has_name(name)), step_now())
                    }
                    WizardMode::Create | WizardMode::Edit(_) => Wizard::edit(spec, step_now()),
                };
                let mode = mode.clone();
                untrack(|| view! { <Steps context=WizardContext::new(mode, wizard, Some(schedule))/> }.into_any())
            }
        }
    };
    view! {
        <AsyncView
            state=live.state() permission="to read schedules" on_retry=move || live.refresh() busy=live.busy
            title="Schedule" loading=loading missing=missing ready=form
        />
    }
    .into_any()
}

const SYSTEM: &str =
    "The appliance created this schedule for its own use. It can be run, enabled, disabled and deleted, but not edited.";

/// The page around the steps: progress, heading, banners and buttons.
#[component]
fn Steps(context: WizardContext) -> AnyView {
    let step = memo(move || context.step());
    let origin = context.origin();
    let back = origin.clone();
    let crumb = context.mode.with_value(|mode| match mode {
        WizardMode::Create => "Schedules".into(),
        WizardMode::Edit(_) | WizardMode::Copy(_) => stored_name(context),
    });
    let summary = context.summary();
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let input = if step.get_untracked() == WizardStep::Review { WizardInput::Submit } else { WizardInput::Next };
        context.act(input, submission::send);
    };
    let content = move || {
        let step = step.get();
        untrack(move || match step {
            WizardStep::Cloud => steps::cloud_step(context),
            WizardStep::What => steps::what_step(context),
            WizardStep::When => steps::when_step(context),
            WizardStep::Name => steps::name_step(context),
            WizardStep::Review => review::review_step(context),
        })
    };
    (
        html::p()
            .class("crumb")
            .child(
                html::a().attr("href", move || context.router.href(origin.clone())).child(view! { <UntrustedText text=crumb/> }),
            )
            .child(html::span().child("/ "))
            .child(html::span().child(purpose(context))),
        // The progress list precedes the heading, which takes the focus, so the Tab key leads directly to the controls.
        view! { <Progress context=context step=step/> },
        html::div().class("head").child(move || heading(context, step.get())),
        view! { <RefusedBefore mode=context.mode/> },
        view! { <submit_problem::Restored context=context/> },
        html::form()
            .class("form")
            .attr("novalidate", true)
            .on(ev::submit, on_submit)
            .child(view! { <ErrorSummary errors=summary attempt=context.attempt/> })
            .child(view! { <submit_problem::SubmitProblemBanner context=context/> })
            .child(content)
            .child(move || buttons(context, step.get(), back.clone())),
    )
        .into_any()
}

/// A refusal is told before anything is filled in, and not at the end.
#[component]
fn RefusedBefore(mode: StoredValue<WizardMode>) -> AnyView {
    let permissions = SignedInContext::expect().permissions;
    let needed =
        if mode.with_value(|mode| matches!(mode, WizardMode::Edit(_))) { Permission::Change } else { Permission::Create };
    (move || permissions.why_not(needed).map(|why| html::p().class("notice warn").child(why))).into_any()
}

/// The name of the schedule that is edited or copied.
fn stored_name(context: WizardContext) -> Name {
    context.base.with_value(|base| base.as_ref().map(|base| base.name.clone())).unwrap_or_default()
}

/// Title of the wizard: "New schedule", "Edit nightly".
fn purpose(context: WizardContext) -> String {
    context.mode.with_value(|mode| match mode {
        WizardMode::Create => "New schedule".to_owned(),
        WizardMode::Edit(_) => format!("Edit {}", stored_name(context).marked()),
        WizardMode::Copy(_) => format!("Copy {}", stored_name(context).marked()),
    })
}

fn heading(context: WizardContext, step: WizardStep) -> AnyView {
    let purpose = purpose(context);
    let question = match step {
        WizardStep::Cloud => "Choose a cloud",
        WizardStep::What => "Choose what is synchronized",
        WizardStep::When => "Set when it fires",
        WizardStep::Name => "Name it",
        WizardStep::Review => "Review",
    };
    let has_errors =
        memo(move || context.wizard.with(|wizard| !wizard.errors().is_empty()) || context.problem.with(Option::is_some));
    let tab = derived(move || {
        let error = if has_errors.get() { "Error: " } else { "" };
        format!("{error}Step {} of 5: {question} – {purpose}", step.number())
    });
    view! { <PageTitle text=question tab=tab/> }.into_any()
}

/// The list of the five steps, with the current one marked.
#[component]
fn Progress(context: WizardContext, step: Memo<WizardStep>) -> AnyView {
    let item = move |own: WizardStep| {
        let link = html::a()
            .attr("href", move || context.href(own))
            .attr("aria-current", move || (step.get() == own).then_some("step"))
            .child(html::span().class("num").child(own.number().to_string()))
            .child(own.label());
        html::li().child(link).into_any()
    };
    html::ol()
        .class("steps")
        .attr("aria-label", "Steps")
        .child(WizardStep::ALL.map(item).into_iter().collect::<Vec<_>>())
        .into_any()
}

fn buttons(context: WizardContext, step: WizardStep, origin: crate::routes::Place) -> AnyView {
    let busy = memo(move || context.wizard.with(Wizard::is_sending));
    let verb = context.mode.with_value(|mode| match mode {
        WizardMode::Edit(_) => "Save changes",
        WizardMode::Create | WizardMode::Copy(_) => "Create schedule",
    });
    let label = derived(move || {
        match step {
            WizardStep::Review => verb,
            _ if context.wizard.with(Wizard::returns_to_review) => "Continue to the review",
            _ => "Continue",
        }
        .to_owned()
    });
    let back = context.wizard.with_untracked(Wizard::previous).map(|before| {
        let href = derived(move || context.href(before));
        view! { <LinkButton label="Back" href=href/> }
    });
    let cancel = derived(move || context.router.href(origin.clone()));
    html::div()
        .class("actions")
        .child(view! { <Button id="submit" label=label kind=ButtonKind::Primary submit=true busy=busy/> })
        .child(back)
        .child(view! { <LinkButton label="Cancel" kind=ButtonKind::Quiet href=cancel/> })
        .into_any()
}
