//! The newest direct sync jobs that name a container.

use crate::components::fields::timestamp::Timestamp;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::VerdictBadge;
use crate::components::table::run_results::target_badge;
use crate::data::container_jobs::ContainerJobs;
use crate::data::context::AppContext;
use crate::data::query::QueryState;
use crate::domain::run::verdict::verdict;
use crate::domain::schedule::reach::ContainerIdentity;
use crate::domain::sync::job::SyncJob;
use crate::domain::time::Instant;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::ui::{SkeletonTable, Table, columns};

#[component]
pub fn NewestJobsOf(container: Memo<ContainerIdentity>) -> AnyView {
    let AppContext { router, clock, .. } = AppContext::expect();
    let ContainerJobs { live, note } = ContainerJobs::start(container);
    let jobs = memo(move || {
        live.data.with(|page| page.as_ref().map(|page| page.good().cloned().collect::<Vec<_>>()).unwrap_or_default())
    });
    let stage = live.state();
    let state = memo(move || match stage.get() {
        QueryState::Ready if jobs.with(Vec::is_empty) => QueryState::Empty,
        other => other,
    });
    // The key has the content of the row: a changed job is a new row.
    let key = |job: &SyncJob| {
        let counts = job.report.counts();
        format!("{} {} {} {}", job.id.as_str(), job.report.status_as_given, counts.ok, counts.not_ok)
    };
    let row = move |job: SyncJob| job_row(&job, container, router, clock.minute());
    let table = move || {
        let body = html::tbody().child(view! { <For each=move || jobs.get() key=key children=row/> });
        let rows = (columns(["Started", "Source", "Result", "Scope"]), body).into_any();
        view! { <Table id="jobs" caption="Newest sync jobs" stack=true>{rows}</Table> }
    };
    let content = view! {
        <AsyncView
            state=state permission="to read sync jobs" on_retry=move || live.refresh() busy=live.busy
            loading=|| view! { <SkeletonTable columns=4 rows=3 label="Loading sync jobs"/> }
            empty=|| html::p().class("dim").child("No sync job names it. Jobs of everything may name no container.")
            ready=table
        />
    };
    let note = move || note.get().map(|note| html::p().class("note warn").child(note));
    (html::h2().child("Newest sync jobs"), note, content).into_any()
}

fn job_row(job: &SyncJob, container: Memo<ContainerIdentity>, router: Router, now: Instant) -> AnyView {
    let route = Route::SyncJob(job.source, job.id.clone());
    let of_source = Route::SyncJobs(job.source);
    let (badge, of) = match container.with_untracked(|container| container.result_in(&job.report)) {
        Some(own) => (target_badge(own.state, job.report.status.is_terminal()), "this container"),
        None => {
            let reading = Signal::stored(verdict(&job.report, now));
            (view! { <VerdictBadge verdict=reading/> }.into_any(), "the whole job")
        }
    };
    let began = Signal::stored(job.report.began.clone());
    html::tr()
        .child(
            html::th()
                .attr("scope", "row")
                .child(html::a().attr("href", move || router.href(route.clone())).child(view! { <Timestamp at=began/> })),
        )
        .child(
            html::td()
                .attr("data-label", "Source")
                .child(html::a().attr("href", move || router.href(of_source.clone())).child(job.source.label())),
        )
        .child(
            html::td()
                .attr("data-label", "Result")
                .child(html::span().class("two-lines").child(html::span().child(badge)).child(html::span().child(of))),
        )
        .child(html::td().attr("data-label", "Scope").child(job.scope_text()))
        .into_any()
}
