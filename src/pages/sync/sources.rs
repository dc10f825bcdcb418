//! `/sync`: the sources of direct synchronizations, each with its newest job. A refusal for one source appears in its row.

use crate::components::fields::timestamp::Timestamp;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::badges::VerdictBadge;
use crate::components::status::freshness::told_refresh;
use crate::data::context::AppContext;
use crate::data::newest_sync_jobs::{NewestJob, NewestSyncJobs};
use crate::domain::run::verdict::{Verdict, verdict};
use crate::domain::sync::source::Source;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Table};

/// The table of sources.
#[component]
pub fn SyncSources() -> AnyView {
    let router = AppContext::expect().router;
    let sources = NewestSyncJobs::start();
    let row = |(source, known): (Source, RwSignal<NewestJob>)| {
        let jobs = move || router.href(Route::SyncJobs(source));
        let start = derived(move || router.href(Route::NewSyncJob(source)));
        let newest = newest(source, known, router);
        let can_start = memo(move || known.with(NewestJob::may_start));
        let start = move || can_start.get().then(|| view! { <LinkButton label="Synchronize" about=source.label() href=start/> });
        let noun = source.hint().unwrap_or(source.cloud().container_noun(2));
        html::tr()
            .child(
                html::th().attr("scope", "row").child(
                    html::span()
                        .class("two-lines")
                        .child(html::a().attr("href", jobs).child(source.label()))
                        .child(html::span().child(noun)),
                ),
            )
            .child(html::td().attr("data-label", "Newest job").child(newest))
            .child(html::td().class("row-actions").child(start))
            .into_any()
    };
    let head = html::thead().child(
        html::tr()
            .child(html::th().attr("scope", "col").child("Source"))
            .child(html::th().attr("scope", "col").child("Newest job"))
            .child(html::th().attr("scope", "col").child(html::span().class("sr-only").child("Actions"))),
    );
    let body = html::tbody().child(Source::ALL.into_iter().zip(sources.jobs()).map(row).collect::<Vec<_>>());
    let rows = (head, body).into_any();
    let preferences = AppContext::expect().preferences;
    // The last reading of all counts, not that of each source.
    let problem = derived(move || untrack(|| sources.problem()));
    let (again, _) = told_refresh(sources.as_of.into(), problem, Callback::new(move |()| sources.refresh()));
    let as_of = move || {
        let at = sources.as_of.get()?;
        Some(html::span().class("num dim").child(format!("as of {}", preferences.write_clock(at))))
    };
    (
        html::div()
            .class("head")
            .child(view! { <PageTitle text="Sync jobs"/> })
            .child(html::span().class("grow"))
            .child(as_of)
            .child(view! { <Button label="Refresh" icon=Icon::Sync kind=ButtonKind::Quiet on_press=again/> }),
        html::p().class("dim").child(
            "A sync job synchronizes once, right away, without a schedule; the appliance's own console calls this “refresh”. \
             Results are listed here, not among the runs of schedules.",
        ),
        html::div().class("sheet").child(view! { <Table id="sources" caption="Sources of sync jobs" stack=true>{rows}</Table> }),
    )
        .into_any()
}

/// The cell with the newest job of a source. A job that progresses keeps its link element, and so the focus.
fn newest(source: Source, known: RwSignal<NewestJob>, router: Router) -> AnyView {
    let id = memo(move || match known.get() {
        NewestJob::Job(job) => Some(job.id),
        _ => None,
    });
    let text = memo(move || match known.get() {
        NewestJob::Loading => ("dimmer", "…".to_owned()),
        NewestJob::None => ("dim", "None yet".to_owned()),
        NewestJob::Unordered => ("note warn", "Unknown: the appliance does not list jobs newest first".to_owned()),
        NewestJob::Failed { why, .. } => ("note warn", format!("Could not be read: {why}")),
        NewestJob::Job(_) => ("", String::new()),
    });
    (move || match id.get() {
        Some(id) => job_link(Route::SyncJob(source, id), known, router),
        None => {
            let (class, text) = text.get();
            html::span().class(class).child(text).into_any()
        }
    })
    .into_any()
}

fn job_link(route: Route, known: RwSignal<NewestJob>, router: Router) -> AnyView {
    let clock = AppContext::expect().clock;
    let report = memo(move || match known.get() {
        NewestJob::Job(job) => Some(job.report),
        _ => None,
    });
    let reading = memo(move || {
        let now = clock.minute();
        report.with(|report| report.as_ref().map_or(Verdict::Queued, |report| verdict(report, now)))
    });
    let began = memo(move || report.with(|report| report.as_ref().and_then(|report| report.began.clone())));
    html::span()
        .class("side-by-side")
        .child(html::a().attr("href", move || router.href(route.clone())).child(view! { <VerdictBadge verdict=reading/> }))
        .child(html::span().class("dim").child("started"))
        .child(view! { <Timestamp at=began/> })
        .into_any()
}
