//! The schedules that reach a container, each with its state, its next run and the last result for the container.

use crate::components::fields::timestamp::Timestamp;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::{StateBadge, VerdictBadge};
use crate::components::table::run_results::target_badge;
use crate::data::context::AppContext;
use crate::data::query::QueryState;
use crate::data::run_reports::RunReports;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::name::Name;
use crate::domain::run::last_runs::LastRun;
use crate::domain::run::report::TargetState;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::reach::{ContainerIdentity, ReachedBy, reaching};
use crate::domain::schedule::table::{TableRow, missing_last_runs};
use crate::domain::time::Stamp;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::routes::{Place, Route, UrlQuery};
use crate::ui::{SkeletonTable, Table, columns};

/// Most schedules that are listed; the table of schedules has them all.
const LISTED: usize = 100;
/// Most schedules whose last run is read for the result of the container; the others show the verdict on the whole run.
const RUNS_READ: usize = 20;

#[component]
pub fn ReachingSchedules(container: Memo<ContainerIdentity>, is_gone: Memo<bool>) -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let found = memo(move || {
        let is_gone = is_gone.get();
        schedules.rows.with(|rows| container.with(|container| reaching(rows, container, is_gone)))
    });
    let state = memo(move || match (found.with(Vec::is_empty), schedules.complete.get()) {
        (false, _) => QueryState::Ready,
        (true, true) => QueryState::Empty,
        (true, false) => schedules.error.get().map_or(QueryState::Loading, QueryState::Failed),
    });
    let noun = container.with_untracked(|container| container.cloud).container_noun(1);
    let content = view! {
        <AsyncView
            state=state permission="to read schedules" on_retry=move || schedules.refresh_all() busy=schedules.busy
            loading=|| view! { <SkeletonTable columns=4 rows=4 label="Loading schedules"/> }
            empty=move || html::p().class("dim").child(format!("No schedule reaches this {noun}."))
            ready=move || view! { <ReachingTable container=container found=found/> }
        />
    };
    (html::h2().child("Schedules that reach it"), content).into_any()
}

#[component]
fn ReachingTable(container: Memo<ContainerIdentity>, found: Memo<Vec<(String, ReachedBy)>>) -> AnyView {
    let router = AppContext::expect().router;
    let schedules = SignedInContext::expect().schedules;
    let reports = RunReports::empty();
    follow_runs(schedules, found, reports);
    let shown = memo(move || found.with(|found| found.iter().take(LISTED).cloned().collect::<Vec<_>>()));
    let row = move |(key, by): (String, ReachedBy)| view! { <ReachingRow key=key by=by container=container reports=reports/> };
    // A schedule that reaches it in another way is a new row.
    let key = |(key, by): &(String, ReachedBy)| format!("{} {key}", *by as u8);
    let body = html::tbody().child(view! { <For each=move || shown.get() key=key children=row/> });
    let rows = (columns(["Schedule", "Last result", "Next run", "State"]), body).into_any();
    let rest = move || {
        let count = found.with(Vec::len);
        let id = container.with(|container| container.id.clone());
        let place = Place { route: Route::Schedules, query: UrlQuery::default().with("q", &id) };
        (count > LISTED).then(|| {
            html::p().child(html::a().attr("href", router.href(place)).child(format!("All {} schedules", grouped(count))))
        })
    };
    let part = move || {
        (!schedules.complete.get())
            .then(|| html::p().class("note").child("Not all schedules are loaded yet; others may reach it too."))
    };
    (view! { <Table id="reaching" caption="Schedules that reach it" stack=true>{rows}</Table> }, rest, part).into_any()
}

/// Reads the last runs of the first schedules that the newest runs do not show, and the reports of those that have ended.
fn follow_runs(schedules: Schedules, found: Memo<Vec<(String, ReachedBy)>>, reports: RunReports) {
    let newest = schedules.newest;
    let rows = memo(move || {
        schedules.rows.with(|rows| {
            let of = |key: &String| rows.iter().find(|row| row.id() == key).cloned();
            found.with(|found| found.iter().take(RUNS_READ).filter_map(|(key, _)| of(key)).collect::<Vec<TableRow>>())
        })
    });
    effect(move || {
        rows.with(|rows| newest.show(good(rows).map(|schedule| schedule.id.clone()).collect()));
        if !newest.has_begun.get() {
            return;
        }
        newest.ask(newest.last_runs.with(|runs| rows.with(|rows| missing_last_runs(rows, runs))));
        reports.ask(newest.last_runs.with(|runs| {
            let ended = |schedule: &Schedule| match runs.of(&schedule.id) {
                LastRun::Run(run) if run.is_over => Some(run.id.clone()),
                _ => None,
            };
            rows.with(|rows| good(rows).filter_map(ended).collect::<Vec<RunId>>())
        }));
    });
}

fn good(rows: &[TableRow]) -> impl Iterator<Item = &Schedule> {
    rows.iter().filter_map(|row| row.row.good())
}

#[component]
fn ReachingRow(key: String, by: ReachedBy, container: Memo<ContainerIdentity>, reports: RunReports) -> AnyView {
    let AppContext { router, clock, .. } = AppContext::expect();
    let schedules = SignedInContext::expect().schedules;
    let id = ScheduleId::from(key.as_str());
    let row = memo(move || schedules.rows.with(|rows| rows.iter().find(|row| row.id() == key).cloned()));
    let name = memo(move || {
        row.with(|row| row.as_ref().and_then(|row| row.row.good()).map(|schedule| schedule.name.clone())).unwrap_or_default()
    });
    let status = memo(move || row.with(|row| row.as_ref().and_then(|row| schedules.status(row, clock))));
    let state = memo(move || status.with(|status| status.as_ref().map(|status| status.state.clone())));
    let next = memo(move || status.with(|status| status.as_ref().and_then(|status| status.next).map(Stamp::Known)));
    let route = Route::Schedule(id.clone());
    let how = match by {
        ReachedBy::List => "lists it",
        ReachedBy::Everything => "reaches it by Everything",
    };
    html::tr()
        .child(
            html::th().attr("scope", "row").child(
                html::span()
                    .class("two-lines")
                    .child(html::a().attr("href", move || router.href(route.clone())).child(view! { <UntrustedText text=name/> }))
                    .child(html::span().child(how)),
            ),
        )
        .child(
            html::td().attr("data-label", "Last result").child(view! { <LastResult id=id container=container reports=reports/> }),
        )
        .child(html::td().attr("data-label", "Next run").child(view! { <Timestamp at=next/> }))
        .child(
            html::td()
                .attr("data-label", "State")
                .child(move || state.get().map(|state| view! { <StateBadge state=Signal::stored(state)/> })),
        )
        .into_any()
}

/// The result of the container in the schedule's last run; where it is not known, the verdict on the whole run.
#[component]
fn LastResult(id: ScheduleId, container: Memo<ContainerIdentity>, reports: RunReports) -> AnyView {
    let AppContext { router, clock, preferences, .. } = AppContext::expect();
    let newest = SignedInContext::expect().schedules.newest;
    let last = memo(move || newest.last_runs.with(|runs| runs.of(&id)));
    let dim = |text: String| html::span().class("dim").child(text).into_any();
    (move || match last.get() {
        LastRun::Run(run) => {
            let (route, at) = (Route::Run(run.id.clone()), run.at());
            let ago = memo(move || at.map(|at| clock.relative(at)).unwrap_or_default());
            let mut why = None;
            let (badge, of) = match container.with(|container| reports.result(&run.id, container)) {
                Some(own) => {
                    let text = Name::from(own.text);
                    why = (own.state == TargetState::NotOk)
                        .then(|| html::span().class("reason").child(view! { <UntrustedText text=text/> }));
                    (target_badge(own.state, run.is_over), "this container, run enqueued ")
                }
                None => {
                    let reading = memo(move || run.verdict(clock.minute()));
                    (view! { <VerdictBadge verdict=reading/> }.into_any(), "the whole run, enqueued ")
                }
            };
            html::span()
                .class("two-lines")
                .child(html::a().attr("href", move || router.href(route.clone())).child(badge))
                .child(html::span().child(of).child(ago))
                .child(why)
                .into_any()
        }
        LastRun::Before(at) => dim(format!("enqueued before {}", preferences.write(at))),
        LastRun::None => dim("No run".to_owned()),
        LastRun::Unordered => dim("not known".to_owned()),
        LastRun::NotRead => dim("…".to_owned()),
    })
    .into_any()
}
