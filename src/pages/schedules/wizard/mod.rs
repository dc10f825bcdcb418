//! The wizard: five steps with an address each, for a new schedule, a change of one, or a copy. The pages are views of
//! [`crate::domain::schedule::wizard::Wizard`], which decides.

mod context;
mod form;
mod review;
mod steps;
mod submission;
mod submit_problem;

use crate::components::layout::page_title::PageTitle;
use crate::components::status::failure::Failure;
use crate::data::query::{Live, Stage};
use crate::data::schedules::Schedules;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::ScheduleDraft;
use crate::domain::schedule::spec::Spec;
use crate::domain::schedule::wizard::{Errand, Input, Step, Wizard};
use crate::platform::html::{self, Html, IntoHtml, live, part};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::state::client::ApiError;
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, ErrorSummary, LinkButton, SkeletonText};
use context::Desk;

/// The wizard of an errand.
#[component]
pub fn WizardPage(errand: Errand) -> Html {
    match &errand {
        Errand::Create => {
            let wizard = Wizard::create(ScheduleDraft::default(), step_now());
            view! { <Steps desk=Desk::new(errand, wizard, None)/> }.into_html()
        }
        Errand::Edit(id) | Errand::Copy(id) => {
            let session = SessionContext::expect();
            let asked = id.clone();
            let live = Live::new(move || {
                let (client, id) = (session.client(), asked.clone());
                async move { client.schedules().get(&id).await }
            });
            view! { <Stored errand=errand live=live/> }.into_html()
        }
    }
}

fn step_now() -> Step {
    match Router::expect().route().get_untracked() {
        Route::Wizard(_, step) => step,
        _ => Step::Cloud,
    }
}

/// The wizard on top of a stored schedule, once it is read.
#[component]
fn Stored(errand: Errand, live: Live<Schedule>) -> Html {
    let router = Router::expect();
    let stage = live.stage();
    let schedules = Schedules::expect();
    let list = derived(move || router.href(Route::Schedules));
    part(move || match stage.get() {
        Stage::Loading => {
            (view! { <PageTitle text="Loading the schedule"/> }, view! { <SkeletonText lines=8 label="Loading the schedule"/> })
                .into_html()
        }
        Stage::Failed(ApiError::NotFound(_)) => {
            let text = "There is no schedule with this id in this domain. It may have been deleted, or belong to another domain.";
            let link = view! { <LinkButton label="Go to the schedules" href=list/> };
            (view! { <PageTitle text="No such schedule"/> }, html::p().child(text), html::p().child(link)).into_html()
        }
        Stage::Failed(error) => {
            let failure =
                view! { <Failure error=error permission="to read schedules" on_retry=move || live.refresh() busy=live.busy/> };
            (view! { <PageTitle text="Schedule"/> }, failure).into_html()
        }
        Stage::Here => {
            // A later answer does not replace what is being edited.
            let Some(schedule) = untrack(|| live.data.get()) else { return ().into_html() };
            match Spec::of(&schedule).and_then(|spec| if schedule.is_system() { Err(SYSTEM.to_owned()) } else { Ok(spec) }) {
                Err(why) => {
                    let link = view! { <LinkButton label="Back to the schedule" href=router.href(Route::Schedule(schedule.id.clone()))/> };
                    (view! { <PageTitle text="Not to be edited here"/> }, html::p().child(why), html::p().child(link)).into_html()
                }
                Ok(spec) => {
                    let wizard = match &errand {
                        Errand::Copy(_) => {
                            Wizard::create(ScheduleDraft::copy_of(&spec, |name| schedules.has_name(name)), step_now())
                        }
                        Errand::Create | Errand::Edit(_) => Wizard::edit(spec, step_now()),
                    };
                    let errand = errand.clone();
                    untrack(|| view! { <Steps desk=Desk::new(errand, wizard, Some(schedule))/> }.into_html())
                }
            }
        }
    })
}

const SYSTEM: &str =
    "The appliance made this schedule for itself. It can be run, switched on and off, and deleted, but not edited.";

/// The steps with what stands around them.
#[component]
fn Steps(desk: Desk) -> Html {
    let step = memo(move || desk.step());
    let origin = desk.origin();
    let back = origin.clone();
    let crumb = desk.errand.with_value(|errand| match errand {
        Errand::Create => "Schedules".to_owned(),
        Errand::Edit(_) | Errand::Copy(_) => {
            desk.base.with_value(|base| base.as_ref().map(|base| base.name.clone())).unwrap_or_default()
        }
    });
    let summary = desk.summary();
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let input = if step.get_untracked() == Step::Review { Input::Submit } else { Input::Next };
        desk.act(input, submission::send);
    };
    let content = part(move || {
        let step = step.get();
        untrack(move || match step {
            Step::Cloud => steps::cloud_step(desk),
            Step::What => steps::what_step(desk),
            Step::When => steps::when_step(desk),
            Step::Name => steps::name_step(desk),
            Step::Review => review::review_step(desk),
        })
    });
    (
        html::p()
            .class("crumb")
            .child(html::a().attr("href", live(move || desk.router.href(origin.clone()))).child(crumb))
            .child(html::span().child("/ "))
            .child(html::span().child(purpose(desk))),
        // Before the heading, which takes the focus: the way to the answers does not lead through them.
        view! { <Progress desk=desk step=step/> },
        html::div().class("head").child(part(move || heading(desk, step.get()))),
        view! { <submit_problem::Restored desk=desk/> },
        html::form()
            .class("form")
            .attr("novalidate", true)
            .on_submit(on_submit)
            .child(view! { <ErrorSummary errors=summary attempt=desk.attempt/> })
            .child(view! { <submit_problem::Hindrance desk=desk/> })
            .child(content)
            .child(part(move || buttons(desk, step.get(), back.clone()))),
    )
        .into_html()
}

/// What is being done: "New schedule", "Edit nightly".
fn purpose(desk: Desk) -> String {
    desk.errand.with_value(|errand| {
        let name = || desk.base.with_value(|base| base.as_ref().map(|base| base.name.trim().to_owned())).unwrap_or_default();
        match errand {
            Errand::Create => "New schedule".to_owned(),
            Errand::Edit(_) => format!("Edit {}", name()),
            Errand::Copy(_) => format!("Copy {}", name()),
        }
    })
}

fn heading(desk: Desk, step: Step) -> Html {
    let purpose = purpose(desk);
    let question = match step {
        Step::Cloud => "Choose a cloud",
        Step::What => "Choose what is synchronized",
        Step::When => "Set when it fires",
        Step::Name => "Name it",
        Step::Review => "Review",
    };
    let has_errors = memo(move || desk.wizard.with(|wizard| !wizard.errors().is_empty()) || desk.trouble.with(Option::is_some));
    let tab = derived(move || {
        let error = if has_errors.get() { "Error: " } else { "" };
        format!("{error}Step {} of 5: {question} – {purpose}", step.number())
    });
    view! { <PageTitle text=question tab=tab/> }.into_html()
}

/// The five steps, with where one is.
#[component]
fn Progress(desk: Desk, step: Memo<Step>) -> Html {
    let item = move |own: Step| {
        let link = html::a()
            .attr("href", live(move || desk.href(own)))
            .attr("aria-current", live(move || (step.get() == own).then_some("step")))
            .child(html::span().class("num").child(own.number().to_string()))
            .child(own.label());
        html::li().child(link).into_html()
    };
    html::ol().class("steps").attr("aria-label", "Steps").child(Step::ALL.map(item).into_iter().collect::<Vec<_>>()).into_html()
}

fn buttons(desk: Desk, step: Step, origin: crate::routes::Place) -> Html {
    let busy = memo(move || desk.wizard.with(Wizard::is_sending));
    let verb = desk.errand.with_value(|errand| match errand {
        Errand::Edit(_) => "Save changes",
        Errand::Create | Errand::Copy(_) => "Create schedule",
    });
    let label = derived(move || {
        match step {
            Step::Review => verb,
            _ if desk.wizard.with(Wizard::returns_to_review) => "Continue to the review",
            _ => "Continue",
        }
        .to_owned()
    });
    let back = desk.wizard.with_untracked(Wizard::previous).map(|before| {
        let href = derived(move || desk.href(before));
        view! { <LinkButton label="Back" href=href/> }
    });
    let cancel = derived(move || desk.router.href(origin.clone()));
    html::div()
        .class("actions")
        .child(view! { <Button id="submit" label=label kind=ButtonKind::Primary submit=true busy=busy/> })
        .child(back)
        .child(view! { <LinkButton label="Cancel" kind=ButtonKind::Quiet href=cancel/> })
        .into_html()
}
