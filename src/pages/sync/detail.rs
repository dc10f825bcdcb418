//! `/sync/:source/:id`: one sync job, polled while it is in progress, with a way to stop it.

use crate::components::fields::container_names::container_lines;
use crate::components::fields::parameter_facts::Raw;
use crate::components::fields::timestamp::stamp_text;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::{VerdictBadge, announce_changes};
use crate::components::status::freshness::Freshness;
use crate::components::status::verdict_banner::VerdictBanner;
use crate::components::table::run_results::Results;
use crate::data::client::{WriteKind, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::JobId;
use crate::domain::name::Name;
use crate::domain::run::report::Report;
use crate::domain::run::verdict::{Verdict, verdict};
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::Source;
use crate::domain::time::{Stamp, duration_text, ms_between};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{clock as now, focus, unicode};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, ConfirmDialog, ShortId, SkeletonText, fact, facts};

/// How many of its containers are named; the results name them all.
const NAMED: usize = 50;

/// The page of one sync job.
#[component]
pub fn SyncJobDetail(source: Source, id: JobId) -> AnyView {
    let AppContext { router, preferences, clock, .. } = AppContext::expect();
    let current = CurrentJob::new(source, id.clone());
    let CurrentJob { live_job, job, report, reading } = current;
    announce_changes("The sync job", reading);
    let title = memo(move || {
        let at = report.with(|report| report.as_ref().and_then(|report| report.began.as_ref()).and_then(Stamp::instant));
        let text = at.map_or_else(|| "Sync job".to_owned(), |at| format!("{}, {}", source.label(), preferences.write(at)));
        Name::from(text)
    });
    let is_over = derived(move || report.with(|report| report.as_ref().map(|report| report.is_over(clock.minute()))));
    (
        html::div()
            .class("crumb")
            .child(html::a().attr("href", move || router.href(Route::Sync)).child("Sync jobs"))
            .child(" / ")
            .child(html::a().attr("href", move || router.href(Route::SyncJobs(source))).child(source.label()))
            .child(view! { <Freshness live=live_job is_over=is_over/> }),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=title/> })
            .child(move || reading.get().map(|reading| view! { <VerdictBadge verdict=Signal::stored(reading)/> }))
            .child(html::span().class("grow"))
            .child(view! { <Cancel source=source id=id job=job live_job=live_job/> }),
        view! {
            <AsyncView
                state=live_job.state() permission="to read sync jobs" on_retry=move || live_job.refresh() busy=live_job.busy
                loading=|| view! { <SkeletonText lines=8 label="Loading the sync job"/> }
                ready=move || view! { <JobBody source=source current=current/> }
            />
        },
    )
        .into_any()
}

/// The job as last read, and the verdict on it.
#[derive(Clone, Copy)]
struct CurrentJob {
    live_job: Query<SyncJob>,
    job: Memo<Option<SyncJob>>,
    report: Memo<Option<Report>>,
    reading: Memo<Option<Verdict>>,
}

impl CurrentJob {
    fn new(source: Source, id: JobId) -> Self {
        let AppContext { session, clock, .. } = AppContext::expect();
        let live_job = Query::new(move || {
            let client = session.client();
            let id = id.clone();
            async move { client.sync_jobs(source).get(&id).await }
        });
        live_job.watch(|job: &SyncJob| job.report.is_over(now::now()));
        let job = memo(move || live_job.data.get());
        let report = memo(move || job.with(|job| job.as_ref().map(|job| job.report.clone())));
        let reading = memo(move || {
            let now = live_job.as_of.get().unwrap_or_else(|| clock.minute());
            report.with(|report| report.as_ref().map(|report| verdict(report, now)))
        });
        Self { live_job, job, report, reading }
    }
}

#[component]
fn JobBody(source: Source, current: CurrentJob) -> AnyView {
    let CurrentJob { job, report, reading, .. } = current;
    let progress = derived(move || {
        job.with(|job| {
            job.as_ref().filter(|job| !job.report.status.is_terminal() || job.report.abort).and_then(SyncJob::progress)
        })
    });
    let raw = memo(move || job.with(|job| job.as_ref().map(|job| job.raw.to_string())).unwrap_or_default());
    (
        view! { <VerdictBanner report=report reading=reading progress=progress/> },
        view! { <JobFacts source=source job=job/> },
        view! { <Results report=report/> },
        view! { <Raw text=raw/> },
    )
        .into_any()
}

#[component]
fn JobFacts(source: Source, job: Memo<Option<SyncJob>>) -> AnyView {
    let AppContext { preferences, clock, .. } = AppContext::expect();
    let stamp = move |read: fn(&SyncJob) -> Option<&Stamp>, none: &'static str| {
        move || {
            job.with(|job| match job.as_ref().and_then(read) {
                Some(stamp) => stamp_text(Some(stamp), preferences, clock),
                None => none.to_owned(),
            })
        }
    };
    let took = move || {
        job.with(|job| {
            let report = job.as_ref().map(|job| &job.report)?;
            let began = report.began.as_ref().and_then(Stamp::instant)?;
            Some(match report.took_ms() {
                Some(ms) => duration_text(ms),
                None if report.status.is_terminal() => "not known".to_owned(),
                None => format!("{} so far", duration_text(ms_between(began, clock.second()).max(0) / 1_000 * 1_000)),
            })
        })
        .unwrap_or_else(|| "not known".to_owned())
    };
    let containers = memo(move || job.with(|job| job.as_ref().map(|job| job.containers.clone()).unwrap_or_default()));
    let regions =
        memo(move || job.with(|job| job.as_ref().map(|job| unicode::marked(&job.regions.join(", "))).unwrap_or_default()));
    let id = memo(move || job.with(|job| job.as_ref().map(|job| job.id.as_str().to_owned()).unwrap_or_default()));
    let names = move || {
        let mut list = containers.get();
        let count = list.len();
        list.truncate(NAMED);
        let named = container_lines(source.cloud(), &list);
        let more = (count > NAMED).then(|| html::li().class("dim").child(format!("and {} more", count - NAMED)));
        html::ul().class("names").child(named).child(more)
    };
    let regions = move || regions.with(|text| (!text.is_empty()).then(|| fact("Regions", text.clone())));
    facts((
        fact("Started", stamp(|job| job.report.began.as_ref(), "not known")),
        fact("Finished", stamp(|job| job.report.ended(), "not yet")),
        fact("Took", took),
        regions,
        fact("Containers", names),
        fact("Id", move || view! { <ShortId text=id.get() what="sync job id"/> }),
    ))
    .into_any()
}

/// Asks the appliance to stop the job. The appliance finishes the targets in progress, and reports the end itself.
#[component]
fn Cancel(source: Source, id: JobId, job: Memo<Option<SyncJob>>, live_job: Query<SyncJob>) -> AnyView {
    let permissions = SignedInContext::expect().permissions;
    let question = CancelQuestion::new(source, live_job);
    let CancelQuestion { open, busy, .. } = question;
    let can = memo(move || job.with(|job| job.as_ref().is_some_and(|job| !job.report.status.is_terminal() && !job.report.abort)));
    // A job that has ended meanwhile needs no question.
    effect(move || {
        if !can.get() && !busy.get_untracked() {
            open.set(false);
        }
    });
    let why_not = derived(move || permissions.why_not(Permission::Sync(source)));
    let button = move || {
        can.get().then(|| {
            on_cleanup(focus::heading_if_lost);
            view! { <Button label="Cancel the job" kind=ButtonKind::Normal why_not=why_not on_press=move || open.set(true)/> }
        })
    };
    let body = "The appliance finishes the containers in progress and skips the others. Synchronized keys stay as they are.";
    (
        button,
        view! {
            <ConfirmDialog
                open=open
                on_close=move || question.close()
                title="Cancel this sync job?"
                body=body
                confirm="Cancel the job"
                keep="Let it go on"
                danger=true
                busy=busy
                on_confirm=move || question.confirm(id.clone())
            />
        },
    )
        .into_any()
}

#[derive(Clone, Copy)]
struct CancelQuestion {
    source: Source,
    live_job: Query<SyncJob>,
    command: Command,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl CancelQuestion {
    fn new(source: Source, live_job: Query<SyncJob>) -> Self {
        Self { source, live_job, command: Command::new(), open: RwSignal::new(false), busy: RwSignal::new(false) }
    }

    fn close(self) {
        if !self.busy.get_untracked() {
            self.open.set(false);
        }
    }

    fn confirm(self, id: JobId) {
        let Self { source, live_job, command, open, busy } = self;
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let client = command.client();
        let send = async move { client.sync_jobs(source).cancel_verified(&id).await };
        let ended = move || {
            let _ = busy.try_set(false);
            let _ = open.try_set(false);
        };
        command.run(Permission::Sync(source), send, ended, move |outcome| match outcome {
            WriteOutcome::Applied(job) => live_job.put(job),
            WriteOutcome::NotReadBack(..) => live_job.refresh(),
            outcome => {
                command.show(&describe(&outcome, WriteKind::CancelSync, "The job"), None);
                live_job.refresh();
            }
        });
    }
}
