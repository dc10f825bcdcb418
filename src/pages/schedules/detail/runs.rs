//! The last runs of a schedule: usual durations in words, a bar for each run, and a table.

use crate::data::context::AppContext;
use crate::domain::name::Name;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::reactive::*;

use crate::components::fields::timestamp::Timestamp;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::{VerdictBadge, kind_tone};
use crate::data::client::{Page, RunQuery};
use crate::data::query::{Query, QueryState};
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::order::page_note;
use crate::domain::list::row::Row;
use crate::domain::run::Run;
use crate::domain::run::durations::{Bar, Durations, bars};
use crate::domain::run::verdict::verdict;
use crate::domain::time::{Stamp, duration_text};
use crate::platform::clock::Clock;
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::ui::{SkeletonText, Table, Tone, columns};

/// Runs in the chart and the table.
const KEPT: usize = 20;

#[component]
pub fn LastRunsOf(id: ScheduleId) -> AnyView {
    let live_runs = last_runs(id.clone());
    live_runs.poll();
    let total = memo(move || live_runs.data.with(|page| page.as_ref().map(|page| page.total).unwrap_or_default()));
    let stage = live_runs.state();
    let state = memo(move || match stage.get() {
        QueryState::Ready if total.get() == 0 => QueryState::Empty,
        other => other,
    });
    let content = view! {
        <AsyncView
            state=state permission="to read runs" on_retry=move || live_runs.refresh() busy=live_runs.busy
            loading=|| view! { <SkeletonText lines=4 label="Loading its runs"/> }
            empty=|| html::p().class("dim").child("This schedule has not run yet.")
            ready=move || view! { <RunList id=id.clone() live_runs=live_runs total=total/> }
        />
    };
    (html::h2().child("Last runs"), content).into_any()
}

fn last_runs(id: ScheduleId) -> Query<Page<Run>> {
    let session = AppContext::expect().session;
    Query::new(move || {
        let client = session.client();
        let query = RunQuery { limit: KEPT as u64, schedule: Some(id.clone()), ..RunQuery::default() };
        async move { client.runs().list(&query).await }
    })
}

#[component]
fn RunList(id: ScheduleId, live_runs: Query<Page<Run>>, total: Memo<u64>) -> AnyView {
    let AppContext { router, clock, .. } = AppContext::expect();
    let runs = memo(move || {
        live_runs.data.with(|page| page.as_ref().map(|page| page.items.iter().filter_map(Row::good).cloned().collect::<Vec<_>>()))
    });
    let note = memo(move || {
        live_runs.data.with(|page| {
            let page = page.as_ref()?;
            let times: Vec<_> = page.good().map(|run| run.created.as_ref().and_then(Stamp::instant)).collect();
            page_note(page.left_out, page.left_out + page.items.len(), page.total, &times)
        })
    });
    let all =
        derived(move || router.href(Place { route: Route::Runs, query: UrlQuery::default().with("schedule", id.as_str()) }));
    // The key has the content of the row: a changed run is a new row.
    let key = |run: &Run| {
        let counts = run.report.counts();
        format!("{} {} {} {}", run.id.as_str(), run.report.status_as_given, counts.ok, counts.not_ok)
    };
    let row = move |run| run_row(run, router, clock);
    let body = html::tbody().child(view! { <For each=move || runs.get().unwrap_or_default() key=key children=row/> });
    let rows = (columns(["Enqueued", "Verdict", "Took", "The appliance says"]), body).into_any();
    let count = move || match total.get() {
        // The total may count runs of other schedules.
        _ if note.with(Option::is_some) => "All runs of this schedule".to_owned(),
        1 => "The one run of this schedule".to_owned(),
        total => format!("All {total} runs of this schedule"),
    };
    (
        move || note.get().map(|note| html::p().class("note warn").child(note)),
        move || runs.with(|runs| numbers(runs.as_deref().unwrap_or_default())),
        move || pictured(runs.get().unwrap_or_default(), router),
        view! { <Table id="last-runs" caption="Last runs, newest first" stack=true>{rows}</Table> },
        html::p().child(html::a().attr("href", all).child(count)),
    )
        .into_any()
}

fn run_row(run: Run, router: Router, clock: Clock) -> AnyView {
    let route = Route::Run(run.id.clone());
    let at = run.enqueued.clone().or_else(|| run.created.clone());
    let status = run.report.status_as_given.clone();
    let took = run.report.took_ms().map_or_else(|| "–".to_owned(), duration_text);
    let reading = memo(move || verdict(&run.report, clock.minute()));
    let link = html::a().attr("href", move || router.href(route.clone()));
    html::tr()
        .child(html::th().attr("scope", "row").child(link.child(view! { <Timestamp at=Signal::stored(at)/> })))
        .child(html::td().attr("data-label", "Verdict").child(view! { <VerdictBadge verdict=reading/> }))
        .child(html::td().class("num").attr("data-label", "Took").child(took))
        .child(html::td().attr("data-label", "The appliance says").child(html::code().child(Name::from(status).marked())))
        .into_any()
}

/// The usual durations, with the number of runs that they are based on.
fn numbers(runs: &[Run]) -> Option<AnyView> {
    let Durations { median_ms, p95_ms, counted } = Durations::of(runs);
    let (median, p95) = (duration_text(median_ms?), duration_text(p95_ms?));
    let text = match counted {
        1 => format!("The one run that has ended took {median} from queue to end."),
        _ => {
            format!("Of the last {counted} ended runs, half took {median} or less and 95% took {p95} or less, from queue to end.")
        }
    };
    Some(html::p().class("dim num").child(text).into_any())
}

/// A bar for each run, oldest first; its height is the duration. The table has the same runs for the keyboard.
fn pictured(runs: Vec<Run>, router: Router) -> AnyView {
    let now = AppContext::expect().clock.minute();
    let bar = |Bar { run, verdict, took_ms, height }: Bar| {
        let took = took_ms.map_or_else(|| "not ended".to_owned(), duration_text);
        let route = Route::Run(run);
        let says = format!("{}, {took}", verdict.label());
        let shape = html::span().class(format!("bar-shape {}", kind_tone(verdict).class())).style("height", format!("{height}%"));
        let is_bad = matches!(kind_tone(verdict), Tone::Bad | Tone::Warn);
        let mark = if is_bad { "!" } else { "" };
        let link = html::a()
            .attr("href", move || router.href(route.clone()))
            .attr("tabindex", "-1")
            .attr("title", says.clone())
            .attr("aria-label", says)
            .child(html::span().class("mark").attr("aria-hidden", "true").child(mark))
            .child(shape);
        html::li().child(link).into_any()
    };
    let list = bars(&runs, KEPT, now).into_iter().map(bar).collect::<Vec<_>>();
    html::ol().class("run-bars").attr("aria-label", "Duration of the last runs, oldest first").child(list).into_any()
}
