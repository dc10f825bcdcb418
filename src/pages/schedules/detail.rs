//! `/schedules/:id`: what one schedule does and when, its last runs, and the answer it was read from.

use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::api::runs::RunQuery;
use crate::domain::id::ScheduleId;
use crate::domain::row::Row;
use crate::domain::schedule::{RunOn, Schedule, effective_state};
use crate::domain::verdict::verdict;
use crate::parts::badges::{StateBadge, VerdictBadge};
use crate::parts::facts::{ParameterFacts, Raw};
use crate::parts::failure::Failure;
use crate::parts::freshness::Freshness;
use crate::parts::page_title::PageTitle;
use crate::parts::run_now::RunNow;
use crate::parts::times::{When, clock, stamp_text};
use crate::parts::words::Words;
use crate::reactive::{derived, memo, part};
use crate::routes::{Place, Query, Route, Router};
use crate::state::preferences::Preferences;
use crate::state::query::{Live, Stage};
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, Fact, Facts, Icon, LinkButton, ShortId, SkeletonText, Table};

/// The page of one schedule.
#[component]
pub fn ScheduleDetail(id: ScheduleId) -> impl IntoView {
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
    view! {
        <p class="crumb"><a href=move || router.href(Route::Schedules)>"Schedules"</a></p>
        <div class="head">
            <PageTitle text=title/>
            <span class="grow"></span>
            {part(move || is_here.get().then(|| view! {
                <Button label="Run now" icon=Icon::Play kind=ButtonKind::Primary busy=is_starting on_press=start/>
            }))}
        </div>
        {part(move || (is_gone.get() && is_here.get()).then(|| view! {
            <p class="note warn" role="status">"This schedule is no longer on the appliance. What you see is what it was."</p>
        }))}
        {part(move || match stage.get() {
            Stage::Here => view! { <div class="bar"><Freshness live=live/></div> <Body schedule=schedule id=id.clone()/> }.into_any(),
            Stage::Failed(ApiError::NotFound(_)) => view! {
                <p>"There is no schedule with this id in this domain. It may have been deleted, or belong to another domain."</p>
                <p><LinkButton label="Go to the schedules" href=derived(move || router.href(Route::Schedules))/></p>
            }.into_any(),
            Stage::Failed(error) => view! {
                <Failure error=error permission="to read schedules" on_retry=move || live.refresh() busy=live.busy/>
            }.into_any(),
            Stage::Loading => view! { <SkeletonText lines=8 label="Loading the schedule"/> }.into_any(),
        })}
    }
}

#[component]
fn Body(schedule: Memo<Option<Schedule>>, id: ScheduleId) -> impl IntoView {
    let preferences = Preferences::expect();
    let clock = clock();
    let session = SessionContext::expect();
    let nodes = Live::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let state = memo(move || {
        let now = clock.minute();
        nodes.data.with(|nodes| {
            schedule.with(|schedule| schedule.as_ref().map(|schedule| effective_state(schedule, nodes.as_deref(), now)))
        })
    });
    let text = move |read: fn(&Schedule) -> String| {
        memo(move || schedule.with(|schedule| schedule.as_ref().map(read)).unwrap_or_default())
    };
    let run_at = text(|schedule| schedule.run_at.clone());
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
    let stamp = move |read: fn(&Schedule) -> Option<crate::domain::time::Stamp>, none: &'static str| {
        part(move || match schedule.with(|schedule| schedule.as_ref().and_then(read)) {
            None => none.to_owned(),
            some => stamp_text(some.as_ref(), preferences, clock),
        })
    };
    let parameters = memo(move || schedule.with(|schedule| schedule.as_ref().map(|schedule| schedule.parameters.clone())));
    let is_other = {
        let id = id.clone();
        memo(move || schedule.with(|schedule| schedule.as_ref().is_some_and(|schedule| schedule.id != id)))
    };
    view! {
        {part(move || is_other.get().then(|| view! { <p class="note warn">"The appliance answered with another schedule than the one asked for; this is what came."</p> }))}
        <Facts>
            <Fact term="State">{part(move || state.get().map(|state| view! { <StateBadge state=Signal::stored(state)/> }))}</Fact>
            <Fact term="Fires (cron, UTC)"><code>{run_at}</code></Fact>
            <Fact term="Starts">{stamp(|schedule| schedule.start.clone(), "at once")}</Fact>
            <Fact term="Ends">{stamp(|schedule| schedule.end.clone(), "never")}</Fact>
            <Fact term="Runs on">{run_on}</Fact>
            <Fact term="Operation">{operation}</Fact>
            <Fact term="Created">{stamp(|schedule| schedule.created.clone(), "–")}</Fact>
            <Fact term="Changed">{stamp(|schedule| schedule.updated.clone(), "–")}</Fact>
            <Fact term="Id">{part(move || view! { <ShortId text=own_id.get() what="schedule id"/> })}</Fact>
        </Facts>
        {part(move || (!description.with(String::is_empty)).then(|| view! { <p><Words text=description/></p> }))}
        {part(move || (name.with(|name| name.trim() != name)).then(|| view! {
            <p class="dim">"The name begins or ends with a blank: " <Words text=name/> ". The appliance keeps it as it was given."</p>
        }))}
        <h2>"What it synchronizes"</h2>
        {part(move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> }))}
        <LastRunsOf id=id/>
        <Raw text=raw/>
    }
}

#[component]
fn LastRunsOf(id: ScheduleId) -> impl IntoView {
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
    view! {
        <h2>"Last runs"</h2>
        {part(move || match stage.get() {
            Stage::Here if is_none.get() => view! { <p class="dim">"It has not run yet."</p> }.into_any(),
            Stage::Here => view! {
                <Table id="last-runs" caption="Last runs, newest first" stack=true>
                    <thead><tr><th scope="col">"Enqueued"</th><th scope="col">"Verdict"</th><th scope="col">"The appliance says"</th></tr></thead>
                    <tbody>
                        <For each=move || runs.get().unwrap_or_default() key=|run| (run.id.clone(), run.status_as_given.clone(), run.counts().ok, run.counts().not_ok) let:run>
                            {
                                let route = Route::Run(run.id.clone());
                                let at = run.enqueued.clone().or_else(|| run.created.clone());
                                let status = run.status_as_given.clone();
                                let reading = memo(move || verdict(&run, clock.minute()));
                                view! {
                                    <tr>
                                        <th scope="row"><a href=move || router.href(route.clone())><When at=Signal::stored(at)/></a></th>
                                        <td data-label="Verdict"><VerdictBadge verdict=reading/></td>
                                        <td data-label="The appliance says"><code>{status}</code></td>
                                    </tr>
                                }
                            }
                        </For>
                    </tbody>
                </Table>
                <p><a href=all>{part(move || format!("All {} runs of this schedule", total.get()))}</a></p>
            }.into_any(),
            Stage::Failed(error) => view! { <Failure error=error permission="to read runs" on_retry=move || live.refresh() busy=live.busy/> }.into_any(),
            Stage::Loading => view! { <SkeletonText lines=4 label="Loading its runs"/> }.into_any(),
        })}
    }
}
