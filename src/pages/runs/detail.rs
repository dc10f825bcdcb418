//! `/runs/:id`: one run, container by container, polled while it is in progress.

use super::compare::{self, ComparedWith};
use super::drift::ScheduleDrift;
use super::retry_failed::RetryFailed;
use crate::components::fields::parameter_facts::{ParameterFacts, Raw};
use crate::components::fields::timestamp::stamp_text;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::{VerdictBadge, announce_changes};
use crate::components::status::freshness::Freshness;
use crate::components::status::verdict_banner::VerdictBanner;
use crate::components::table::run_results::Results;
use crate::data::client::RunQuery;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Row;
use crate::domain::name::Name;
use crate::domain::run::Run;
use crate::domain::run::durations::Durations;
use crate::domain::run::report::RunStatus;
use crate::domain::run::verdict::{Verdict as Reading, verdict};
use crate::domain::schedule::Parameters;
use crate::domain::sync::params::Selection;
use crate::domain::time::{Instant, Stamp, duration_text, ms_between};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{clock as now, focus};
use crate::reactive::*;
use crate::routes::{Place, Route};
use crate::ui::{LinkButton, ShortId, SkeletonText, fact, facts};

/// How many earlier runs the usual duration is computed from.
const USUAL_OF: u64 = 10;

/// The page of one run.
#[component]
pub fn RunDetail(id: RunId) -> AnyView {
    let AppContext { session, router, .. } = AppContext::expect();
    let asked = id.clone();
    let own = id.clone();
    let live = Query::new(move || {
        let client = session.client();
        let id = id.clone();
        async move { client.runs().get(&id).await }
    });
    live.watch(|run: &Run| run.report.is_over(now::now()));
    let clock = AppContext::expect().clock;
    let reading = memo(move || {
        // Judge "no progress" as of the last answer; without polling we know nothing newer.
        let now = live.as_of.get().unwrap_or_else(|| clock.minute());
        live.data.with(|run| run.as_ref().map(|run| verdict(&run.report, now)))
    });
    announce_changes("The run", reading);
    let run = memo(move || live.data.get());
    let title = title(run);
    let is_over = derived(move || run.with(|run| run.as_ref().map(|run| run.report.is_over(clock.minute()))));
    (
        html::div()
            .class("crumb")
            .child(html::a().attr("href", move || router.href(Route::Runs)).child("Runs"))
            .child(" / ")
            .child(move || run.with(|run| run.as_ref().map(|run| view! { <UntrustedText text=run.name.clone()/> })))
            .child(view! { <Freshness live=live is_over=is_over/> }),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=title/> })
            .child(move || reading.get().map(|reading| view! { <VerdictBadge verdict=Signal::stored(reading)/> }))
            .child(html::span().class("grow"))
            .child(view! { <CompareLink run=run id=own/> })
            .child(view! { <RetryFailed run=run/> }),
        view! {
            <AsyncView
                state=live.state() permission="to read runs" on_retry=move || live.refresh() busy=live.busy
                loading=|| view! { <SkeletonText lines=8 label="Loading the run"/> }
                ready=move || view! { <RunBody run=run asked=asked.clone() reading=reading/> }
            />
        },
    )
        .into_any()
}

fn title(run: Memo<Option<Run>>) -> Memo<Name> {
    let preferences = AppContext::expect().preferences;
    memo(move || {
        run.with(|run| {
            let at = run.as_ref().and_then(|run| run.report.began.as_ref()).and_then(Stamp::instant);
            at.map_or_else(|| "Run".into(), |at| format!("Run enqueued {}", preferences.write(at)).into())
        })
    })
}

/// The link to the comparison, while a run of a schedule is shown without it.
#[component]
fn CompareLink(run: Memo<Option<Run>>, id: RunId) -> AnyView {
    let router = AppContext::expect().router;
    let has_schedule = memo(move || run.with(|run| run.as_ref().is_some_and(|run| run.schedule.is_some())));
    let compare = derived(move || {
        let query = router.query().get().with(compare::PARAMETER, compare::DEFAULT);
        router.href(Place { route: Route::Run(id.clone()), query })
    });
    let is_compared = router.value(compare::PARAMETER);
    (move || {
        let offers = has_schedule.get() && is_compared.with(Option::is_none);
        offers.then(|| {
            on_cleanup(|| focus::by_id("compare-title"));
            view! { <LinkButton label="Compare with an earlier run" href=compare/> }
        })
    })
    .into_any()
}

#[component]
fn RunBody(run: Memo<Option<Run>>, asked: RunId, reading: Memo<Option<Reading>>) -> AnyView {
    let AppContext { preferences, router, clock, .. } = AppContext::expect();
    let text = move |read: fn(&Run) -> String| memo(move || run.with(|run| run.as_ref().map(read)).unwrap_or_default());
    let report = memo(move || run.with(|run| run.as_ref().map(|run| run.report.clone())));
    let node = text(|run| run.node.as_deref().map_or_else(|| "not known".to_owned(), |node| Name::from(node).marked()));
    let raw = text(|run| run.raw.to_string());
    let id = text(|run| run.id.as_str().to_owned());
    let schedule = memo(move || run.with(|run| run.as_ref().and_then(|run| run.schedule.clone())));
    let took = took(run, usual(schedule));
    let enqueued = move || run.with(|run| stamp_text(run.as_ref().and_then(|run| run.enqueued.as_ref()), preferences, clock));
    let finished = move || {
        run.with(|run| match run.as_ref().and_then(|run| run.report.ended()) {
            Some(ended) => stamp_text(Some(ended), preferences, clock),
            None => "not yet".to_owned(),
        })
    };
    let started = started(run);
    let started = move || started.get().map(|at| fact("Started", format!("{}, seen by this page", preferences.write_full(at))));
    let parameters = memo(move || run.with(|run| run.as_ref().map(|run| run.parameters.clone())));
    let is_other = memo(move || run.with(|run| run.as_ref().is_some_and(|run| run.id != asked)));
    let progress = derived(move || run.with(|run| run.as_ref().and_then(progress)));
    let other = "The appliance answered with a different run than requested; this page shows that run.";
    let of_today = move |id: ScheduleId| {
        let href = move || router.href(Route::Schedule(id.clone()));
        html::a().attr("href", href).child("Current schedule")
    };
    (
        view! { <VerdictBanner report=report reading=reading progress=progress/> },
        move || is_other.get().then(|| html::p().class("note warn").child(other)),
        facts((
            fact("Enqueued", enqueued),
            started,
            fact("Finished", finished),
            fact("Took", took),
            fact("Node", node),
            fact("Schedule", move || schedule.get().map(of_today)),
            fact("Id", move || view! { <ShortId text=id.get() what="run id"/> }),
        )),
        view! { <ComparedWith run=run/> },
        view! { <Results report=report/> },
        html::h2().child("Parameters at the time of the run"),
        move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> }),
        view! { <ScheduleDrift run=run/> },
        view! { <Raw text=raw/> },
    )
        .into_any()
}

/// The usual duration of the schedule's runs: requested once, after the run itself.
fn usual(schedule: Memo<Option<ScheduleId>>) -> Memo<Option<i64>> {
    let session = AppContext::expect().session;
    let runs = Query::new(move || {
        let client = session.client();
        let query =
            RunQuery { schedule: schedule.get(), limit: USUAL_OF, status: Some("completed".to_owned()), ..RunQuery::default() };
        async move {
            if query.schedule.is_none() {
                return Ok(None);
            }
            let page = client.runs().list(&query).await?;
            let runs = page.items.iter().filter_map(Row::good).cloned().collect::<Vec<_>>();
            Ok(Durations::of(&runs).median_ms)
        }
    });
    memo(move || runs.data.get().flatten())
}

/// The duration, so far or in all, beside the usual one.
fn took(run: Memo<Option<Run>>, usual: Memo<Option<i64>>) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let clock = AppContext::expect().clock;
    move || {
        let ended = run.with(|run| run.as_ref().and_then(|run| run.report.took_ms()));
        let usual = usual.get().map(|ms| format!(" (usual {})", duration_text(ms))).unwrap_or_default();
        if let Some(ms) = ended {
            return format!("{}{usual}", duration_text(ms));
        }
        let began =
            run.with(|run| run.as_ref().filter(|run| !run.report.status.is_terminal()).and_then(|run| run.report.began.clone()));
        match began.as_ref().and_then(Stamp::instant) {
            Some(began) => format!("{} so far{usual}", duration_text(ms_between(began, clock.second()).max(0) / 1_000 * 1_000)),
            None => "not known".to_owned(),
        }
    }
}

/// When the run began, if this page saw it begin: the appliance does not report it (tests/appliance/API.md §4).
fn started(run: Memo<Option<Run>>) -> RwSignal<Option<Instant>> {
    let started = RwSignal::new(None);
    let mut was_queued = false;
    effect(move || {
        let status = run.with(|run| run.as_ref().map(|run| run.report.status.clone()));
        let is_queued = status == Some(RunStatus::Queued);
        if std::mem::replace(&mut was_queued, is_queued) && status == Some(RunStatus::Running) {
            started.set(Some(now::now()));
        }
    });
    started
}

/// The containers with a result and all containers, of an unfinished run that names them. AWS reports regions instead.
fn progress(run: &Run) -> Option<(usize, usize)> {
    let Parameters::Sync(params) = &run.parameters else { return None };
    let Selection::These(list) = params.selection() else { return None };
    let counts = run.report.counts();
    let all = list.as_slice().len();
    let is_told = !run.report.status.is_terminal() && params.cloud() != crate::domain::sync::cloud::Cloud::Aws;
    is_told.then(|| ((counts.ok + counts.not_ok).min(all), all.max(counts.total())))
}
