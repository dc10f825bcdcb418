//! `/schedules/:id`: the settings and next firings of one schedule, its last runs, and the answer that the page shows.

mod copy_as;
mod runs;
mod write_mismatches;

use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use super::menu::{Menus, menu_of, why_not_edit};
use crate::components::cron_editor::CronPreview;
use crate::components::fields::parameter_facts::{ParameterFacts, Raw};
use crate::components::fields::timestamp::{When, clock, stamp_text};
use crate::components::fields::untrusted_text::Words;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::badges::StateBadge;
use crate::components::status::failure::Failure;
use crate::components::status::freshness::Freshness;
use crate::data::client::ApiError;
use crate::data::query::{Query, QueryState};
use crate::data::schedule_actions::{ScheduleAction, ScheduleActions};
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::{self, Active, ParsedCron};
use crate::domain::schedule::wizard::WizardMode;
use crate::domain::schedule::{RunOn, Schedule, ScheduleStatus};
use crate::domain::time::Stamp;
use crate::routes::{Route, Router};
use crate::state::permissions::{Permission, Permissions};
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Menu, ShortId, SkeletonText, fact, facts};
use copy_as::CopyAs;
use runs::LastRunsOf;
use write_mismatches::WriteMismatchBanner;

/// The page of one schedule.
#[component]
pub fn ScheduleDetail(id: ScheduleId) -> AnyView {
    let session = SessionContext::expect();
    let router = Router::expect();
    let asked = id.clone();
    let live = Query::new(move || {
        let client = session.client();
        let id = asked.clone();
        async move { client.schedules().get(&id).await }
    });
    live.poll();
    let schedule = memo(move || live.data.get());
    let (tasks, permissions, menus) = (ScheduleActions::expect(), Permissions::expect(), Menus::new());
    let is_busy = memo(move || schedule.with(|schedule| schedule.as_ref().is_some_and(|schedule| tasks.is_busy(&schedule.id))));
    // The end of an action refreshes the page at once, without waiting for the next poll.
    let mut was_busy = false;
    effect(move || {
        let is_busy = is_busy.get();
        if std::mem::replace(&mut was_busy, is_busy) && !is_busy {
            live.refresh();
        }
    });
    let title = memo(move || {
        schedule.with(|schedule| schedule.as_ref().map_or_else(|| "Schedule".to_owned(), |schedule| schedule.name.clone()))
    });
    let is_here = memo(move || schedule.with(Option::is_some));
    let stage = live.stage();
    let is_gone = memo(move || live.error.with(|error| error.as_ref().is_some_and(ApiError::is_not_found)));
    let schedules = derived(move || router.href(Route::Schedules));
    let edit_lock = memo(move || schedule.with(|schedule| schedule.as_ref().and_then(why_not_edit)));
    let why_not_edit = derived(move || edit_lock.get().or_else(|| permissions.why_not(Permission::Change)));
    let why_not_run = derived(move || permissions.why_not(Permission::Run));
    let edit_route = Route::wizard(WizardMode::Edit(id.clone()));
    let menu = derived(move || {
        schedule.with(|schedule| schedule.as_ref().map(|schedule| menu_of(menus, schedule, false)).unwrap_or_default())
    });
    let menu_label = derived(move || format!("More for {}", title.get()));
    let buttons = move || {
        let start = move || tasks.ask_one(ScheduleAction::Run, schedule.get_untracked());
        let edit = edit_route.clone();
        let go = edit.clone();
        let edit = move || match why_not_edit.get() {
            None => {
                let (edit, icon) = (edit.clone(), Icon::Pencil);
                view! { <LinkButton label="Edit" icon=icon href=derived(move || router.href(edit.clone()))/> }.into_any()
            }
            why => {
                let go = go.clone();
                view! { <Button label="Edit" icon=Icon::Lock why_not=Signal::stored(why) on_press=move || router.go(go.clone())/> }.into_any()
            }
        };
        (
            edit,
            view! { <Menu label=menu_label items=menu/> },
            view! { <Button label="Run now" icon=Icon::Play kind=ButtonKind::Primary busy=is_busy why_not=why_not_run on_press=start/> },
        )
            .into_any()
    };
    let gone = "This schedule is no longer on the appliance. What you see is what it was.";
    let unknown = "There is no schedule with this id in this domain. It may have been deleted, or belong to another domain.";
    let failure = move |error| {
        view! { <Failure error=error permission="to read schedules" on_retry=move || live.refresh() busy=live.busy/> }
    };
    let shown = id.clone();
    let body = move || {
        let id = shown.clone();
        let bar = html::div().class("bar").child(view! { <Freshness live=live/> });
        let refresh = Callback::new(move |()| live.refresh());
        (bar, view! { <WriteMismatchBanner id=id.clone() on_change=refresh/> }, view! { <Body schedule=schedule id=id/> })
    };
    (
        html::p().class("crumb").child(html::a().attr("href", schedules).child("Schedules")),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=title/> })
            .child(html::span().class("grow"))
            .child(move || is_here.get().then(&buttons)),
        move || (is_gone.get() && is_here.get()).then(|| html::p().class("note warn").attr("role", "status").child(gone)),
        move || match stage.get() {
            QueryState::Ready => body().into_any(),
            QueryState::Failed(error) if error.is_not_found() => {
                let link = view! { <LinkButton label="Go to the schedules" href=schedules/> };
                (html::p().child(unknown), html::p().child(link)).into_any()
            }
            QueryState::Failed(error) => failure(error).into_any(),
            QueryState::Loading => view! { <SkeletonText lines=8 label="Loading the schedule"/> }.into_any(),
        },
    )
        .into_any()
}

#[component]
fn Body(schedule: Memo<Option<Schedule>>, id: ScheduleId) -> AnyView {
    let preferences = Preferences::expect();
    let clock = clock();
    let session = SessionContext::expect();
    let nodes = Query::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let schedule_status = memo(move || {
        let appliance = preferences.appliance_clocks();
        nodes.data.with(|nodes| {
            schedule.with(|schedule| {
                let schedule = schedule.as_ref()?;
                Some(ScheduleStatus::of(
                    schedule,
                    &ParsedCron::read(&schedule.run_at),
                    nodes.as_deref(),
                    &*appliance,
                    clock.minute(),
                ))
            })
        })
    });
    let state = memo(move || {
        schedule_status.with(|schedule_status| schedule_status.as_ref().map(|schedule_status| schedule_status.state.clone()))
    });
    let detail = memo(move || {
        state.with(|state| state.as_ref().map(|state| state.detail(|at| preferences.write(at))).unwrap_or_default())
    });
    let next = memo(move || {
        schedule_status
            .with(|schedule_status| schedule_status.as_ref().and_then(|schedule_status| schedule_status.next).map(Stamp::Known))
    });
    let active = memo(move || {
        let always = Active::On { start: None, end: None };
        schedule.with(|schedule| schedule.as_ref().and_then(|schedule| schedule.active().ok()).unwrap_or(always))
    });
    let text = move |read: fn(&Schedule) -> String| {
        memo(move || schedule.with(|schedule| schedule.as_ref().map(read)).unwrap_or_default())
    };
    let run_at = text(|schedule| schedule.run_at.clone());
    let expression = memo(move || run_at.with(|text| cron::parse(text).ok()));
    let wrong = memo(move || {
        let errors = run_at.with(|text| cron::parse(text).err());
        errors.iter().flat_map(cron::CronErrors::iter).map(cron::CronError::message).collect::<Vec<_>>()
    });
    let name = text(|schedule| schedule.name.clone());
    let description = text(|schedule| schedule.description.clone());
    let operation = text(|schedule| schedule.operation.label().to_owned());
    let own_id = text(|schedule| schedule.id.as_str().to_owned());
    let raw = text(|schedule| schedule.raw.to_string());
    let run_on = memo(move || {
        nodes.data.with(|nodes| {
            schedule.with(|schedule| match schedule.as_ref().map(|schedule| &schedule.run_on) {
                Some(RunOn::Node(id)) => nodes
                    .iter()
                    .flatten()
                    .find(|node| node.id.as_str() == id)
                    .map_or_else(|| id.clone(), |node| node.label.clone()),
                _ => "any node".to_owned(),
            })
        })
    });
    let stamp = move |read: fn(&Schedule) -> Option<Stamp>, none: &'static str| {
        move || match schedule.with(|schedule| schedule.as_ref().and_then(read)) {
            None => none.to_owned(),
            some => stamp_text(some.as_ref(), preferences, clock),
        }
    };
    let parameters = memo(move || schedule.with(|schedule| schedule.as_ref().map(|schedule| schedule.parameters.clone())));
    let is_other = {
        let id = id.clone();
        memo(move || schedule.with(|schedule| schedule.as_ref().is_some_and(|schedule| schedule.id != id)))
    };
    let other = "The appliance answered with another schedule than the one asked for; this is what came.";
    let blank = move || {
        html::p()
            .class("dim")
            .child("The name begins or ends with a blank: ")
            .child(view! { <Words text=name/> })
            .child(". The appliance keeps it as it was given.")
    };
    (
        move || is_other.get().then(|| html::p().class("note warn").child(other)),
        facts((
            fact(
                "State",
                (
                    move || state.get().map(|state| view! { <StateBadge state=Signal::stored(state)/> }),
                    " ",
                    html::span().class("dim").child(detail),
                ),
            ),
            fact("Next run", view! { <When at=next/> }),
            fact("Fires", html::code().child(run_at)),
            fact("Starts", stamp(|schedule| schedule.start.clone(), "at once")),
            fact("Ends", stamp(|schedule| schedule.end.clone(), "never")),
            fact("Runs on", run_on),
            fact("Operation", operation),
            fact("Created", stamp(|schedule| schedule.created.clone(), "–")),
            fact("Changed", stamp(|schedule| schedule.updated.clone(), "–")),
            fact("Id", move || view! { <ShortId text=own_id.get() what="schedule id"/> }),
        )),
        move || (!description.with(String::is_empty)).then(|| html::p().child(view! { <Words text=description/> })),
        move || name.with(|name| name.trim() != name).then(blank),
        html::h2().child("When it fires"),
        move || {
            wrong.with(|wrong| wrong.iter().map(|error| html::p().class("note warn").child(error.clone())).collect::<Vec<_>>())
        },
        view! { <CronPreview expression=expression active=active/> },
        html::h2().child("What it synchronizes"),
        move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> }),
        view! { <LastRunsOf id=id/> },
        view! { <CopyAs schedule=schedule/> },
        view! { <Raw text=raw/> },
    )
        .into_any()
}
