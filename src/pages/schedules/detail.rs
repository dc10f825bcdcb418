//! `/schedules/:id`: what one schedule does and when, its last runs, and the answer it was read from.

use crate::platform::html::{self, Html, IntoHtml, each, part};
use crate::reactive::*;

use crate::api::error::ApiError;
use crate::api::runs::RunQuery;
use crate::domain::cron::{self, Active, Cron};
use crate::domain::id::ScheduleId;
use crate::domain::row::Row;
use crate::domain::run::Run;
use crate::domain::schedule::{Outlook, RunOn, Schedule};
use crate::domain::time::Stamp;
use crate::domain::verdict::verdict;
use crate::parts::badges::{StateBadge, VerdictBadge};
use crate::parts::cron_editor::CronPreview;
use crate::parts::facts::{ParameterFacts, Raw};
use crate::parts::failure::Failure;
use crate::parts::freshness::Freshness;
use crate::parts::page_title::PageTitle;
use crate::parts::run_now::RunNow;
use crate::parts::times::{When, clock, stamp_text};
use crate::parts::words::Words;
use crate::routes::{Place, Query, Route, Router};
use crate::state::preferences::Preferences;
use crate::state::query::{Live, Stage};
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, Icon, LinkButton, ShortId, SkeletonText, Table, columns, fact, facts};

/// The page of one schedule.
#[component]
pub fn ScheduleDetail(id: ScheduleId) -> Html {
    let session = SessionContext::expect();
    let router = Router::expect();
    let asked = id.clone();
    let live = Live::new(move || {
        let client = session.client();
        let id = asked.clone();
        async move { client.schedules().get(&id).await }
    });
    live.poll();
    let schedule = memo(move || live.data.get());
    let run_now = RunNow::new();
    let is_starting =
        memo(move || schedule.with(|schedule| schedule.as_ref().is_some_and(|schedule| run_now.is_starting(&schedule.id))));
    let start = move || {
        if let Some(schedule) = schedule.get_untracked() {
            run_now.start(&schedule, move |route| router.go(route));
        }
    };
    let title = memo(move || {
        schedule.with(|schedule| schedule.as_ref().map_or_else(|| "Schedule".to_owned(), |schedule| schedule.name.clone()))
    });
    let is_here = memo(move || schedule.with(Option::is_some));
    let stage = live.stage();
    let is_gone = memo(move || matches!(live.error.get(), Some(ApiError::NotFound(_))));
    let schedules = derived(move || router.href(Route::Schedules));
    let run_button = move || {
        view! { <Button label="Run now" icon=Icon::Play kind=ButtonKind::Primary busy=is_starting on_press=start/> }
    };
    let gone = "This schedule is no longer on the appliance. What you see is what it was.";
    let unknown = "There is no schedule with this id in this domain. It may have been deleted, or belong to another domain.";
    let failure = move |error| {
        view! { <Failure error=error permission="to read schedules" on_retry=move || live.refresh() busy=live.busy/> }
    };
    let body = move || {
        let bar = html::div().class("bar").child(view! { <Freshness live=live/> });
        (bar, view! { <Body schedule=schedule id=id.clone()/> })
    };
    (
        html::p().class("crumb").child(html::a().attr("href", schedules).child("Schedules")),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=title/> })
            .child(html::span().class("grow"))
            .child(part(move || is_here.get().then(run_button))),
        part(move || (is_gone.get() && is_here.get()).then(|| html::p().class("note warn").attr("role", "status").child(gone))),
        part(move || match stage.get() {
            Stage::Here => body().into_html(),
            Stage::Failed(ApiError::NotFound(_)) => {
                let link = view! { <LinkButton label="Go to the schedules" href=schedules/> };
                (html::p().child(unknown), html::p().child(link)).into_html()
            }
            Stage::Failed(error) => failure(error).into_html(),
            Stage::Loading => view! { <SkeletonText lines=8 label="Loading the schedule"/> }.into_html(),
        }),
    )
        .into_html()
}

#[component]
fn Body(schedule: Memo<Option<Schedule>>, id: ScheduleId) -> Html {
    let preferences = Preferences::expect();
    let clock = clock();
    let session = SessionContext::expect();
    let nodes = Live::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let outlook = memo(move || {
        let appliance = preferences.appliance_clocks();
        nodes.data.with(|nodes| {
            schedule.with(|schedule| {
                let schedule = schedule.as_ref()?;
                Some(Outlook::of(schedule, &Cron::read(&schedule.run_at), nodes.as_deref(), &*appliance, clock.minute()))
            })
        })
    });
    let state = memo(move || outlook.with(|outlook| outlook.as_ref().map(|outlook| outlook.state.clone())));
    let detail = memo(move || {
        state.with(|state| state.as_ref().map(|state| state.detail(|at| preferences.write(at))).unwrap_or_default())
    });
    let next = memo(move || outlook.with(|outlook| outlook.as_ref().and_then(|outlook| outlook.next).map(Stamp::Known)));
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
        html::live(move || match schedule.with(|schedule| schedule.as_ref().and_then(read)) {
            None => none.to_owned(),
            some => stamp_text(some.as_ref(), preferences, clock),
        })
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
        part(move || is_other.get().then(|| html::p().class("note warn").child(other))),
        facts((
            fact(
                "State",
                (
                    part(move || state.get().map(|state| view! { <StateBadge state=Signal::stored(state)/> })),
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
            fact("Id", part(move || view! { <ShortId text=own_id.get() what="schedule id"/> })),
        )),
        part(move || (!description.with(String::is_empty)).then(|| html::p().child(view! { <Words text=description/> }))),
        part(move || name.with(|name| name.trim() != name).then(blank)),
        html::h2().child("When it fires"),
        part(move || {
            wrong.with(|wrong| wrong.iter().map(|error| html::p().class("note warn").child(error.clone())).collect::<Vec<_>>())
        }),
        view! { <CronPreview expression=expression active=active/> },
        html::h2().child("What it synchronizes"),
        part(move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> })),
        view! { <LastRunsOf id=id/> },
        view! { <Raw text=raw/> },
    )
        .into_html()
}

#[component]
fn LastRunsOf(id: ScheduleId) -> Html {
    let session = SessionContext::expect();
    let router = Router::expect();
    let clock = clock();
    let asked = id.clone();
    let live = Live::new(move || {
        let client = session.client();
        let query =
            RunQuery { limit: 10, sort: Some("-createdAt".to_owned()), schedule: Some(asked.clone()), ..RunQuery::default() };
        async move { client.runs().list(&query).await }
    });
    live.poll();
    let runs = memo(move || {
        live.data.with(|page| page.as_ref().map(|page| page.items.iter().filter_map(Row::good).cloned().collect::<Vec<_>>()))
    });
    let total = memo(move || live.data.with(|page| page.as_ref().map(|page| page.total).unwrap_or_default()));
    let all = derived(move || router.href(Place { route: Route::Runs, query: Query::default().with("schedule", id.as_str()) }));
    let stage = live.stage();
    let is_none = memo(move || total.get() == 0);
    let row = move |run: Run| {
        let route = Route::Run(run.id.clone());
        let at = run.enqueued.clone().or_else(|| run.created.clone());
        let status = run.status_as_given.clone();
        let reading = memo(move || verdict(&run, clock.minute()));
        let link = html::a().attr("href", html::live(move || router.href(route.clone())));
        html::tr()
            .child(html::th().attr("scope", "row").child(link.child(view! { <When at=Signal::stored(at)/> })))
            .child(html::td().attr("data-label", "Verdict").child(view! { <VerdictBadge verdict=reading/> }))
            .child(html::td().attr("data-label", "The appliance says").child(html::code().child(status)))
    };
    // What stands in a row is part of its key: a run that changes is a new row.
    let key = |run: &Run| {
        let counts = run.counts();
        format!("{} {} {} {}", run.id.as_str(), run.status_as_given, counts.ok, counts.not_ok)
    };
    let table = move || {
        let body = html::tbody().child(each(move || runs.get().unwrap_or_default(), key, row));
        let rows = (columns(["Enqueued", "Verdict", "The appliance says"]), body).into_html();
        let count = part(move || format!("All {} runs of this schedule", total.get()));
        (
            view! { <Table id="last-runs" caption="Last runs, newest first" stack=true>{rows}</Table> },
            html::p().child(html::a().attr("href", all).child(count)),
        )
    };
    let failure = move |error| {
        view! { <Failure error=error permission="to read runs" on_retry=move || live.refresh() busy=live.busy/> }
    };
    let content = part(move || match stage.get() {
        Stage::Here if is_none.get() => html::p().class("dim").child("It has not run yet.").into_html(),
        Stage::Here => table().into_html(),
        Stage::Failed(error) => failure(error).into_html(),
        Stage::Loading => view! { <SkeletonText lines=4 label="Loading its runs"/> }.into_html(),
    });
    (html::h2().child("Last runs"), content).into_html()
}
