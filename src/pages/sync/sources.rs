//! `/sync`: the sources of direct synchronizations, each with its newest job. A refusal for one source is shown in its row.

use std::collections::VecDeque;

use crate::api::error::ApiError;
use crate::components::fields::timestamp::{When, clock};
use crate::components::layout::page_title::PageTitle;
use crate::components::status::badges::VerdictBadge;
use crate::data::polling::Polling;
use crate::domain::run::verdict::{Verdict, verdict};
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::Source;
use crate::platform::clock as now;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::state::client::SyncJobQuery;
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, Icon, LinkButton, Table};

const IN_FLIGHT: usize = 4;

/// The newest job of a source, or the state of its request.
#[derive(Clone, Debug, PartialEq)]
enum Newest {
    Asked,
    None,
    Job(Box<SyncJob>),
    Failed(ApiError),
}

/// The newest jobs of all sources, requested four at a time.
#[derive(Clone, Copy)]
struct Sources {
    session: SessionContext,
    known: [RwSignal<Newest>; 12],
    waiting: StoredValue<VecDeque<usize>>,
    /// The number of requests for each source, by which an older answer is dropped.
    questions: StoredValue<[u32; 12]>,
}

impl Sources {
    fn ask_all(self) {
        self.waiting.set_value((0..Source::ALL.len()).collect());
        for _ in 0..IN_FLIGHT {
            self.ask_next();
        }
    }

    fn ask_next(self) {
        let Some(at) = self.waiting.try_update_value(VecDeque::pop_front).flatten() else { return };
        spawn_local(async move {
            self.ask(at, false).await;
            self.ask_next();
        });
    }

    /// Requests the newest job of a source. A failed renewal keeps the known job.
    async fn ask(self, at: usize, is_renewal: bool) {
        let (Some(source), Some(known)) = (Source::ALL.get(at).copied(), self.known.get(at).copied()) else { return };
        let questions = move || self.questions.try_with_value(|questions| questions.get(at).copied()).flatten();
        let _ = self.questions.try_update_value(|questions| questions.get_mut(at).into_iter().for_each(|count| *count += 1));
        let number = questions();
        let query = SyncJobQuery { limit: 1, ..SyncJobQuery::default() };
        let answer = self.session.client().sync_jobs(source).list(&query).await;
        if questions() != number || (is_renewal && answer.is_err()) {
            return;
        }
        let newest = match answer {
            Ok(page) => page.good().next().map_or(Newest::None, |job| Newest::Job(Box::new(job.clone()))),
            Err(error) => Newest::Failed(error),
        };
        let is_same = known.try_with_untracked(|known| *known == newest).unwrap_or(true);
        if !is_same {
            let _ = known.try_set(newest);
        }
    }

    /// Requests the jobs in progress again, at the interval of the preferences.
    fn follow(self) {
        let (polling, preferences) = (Polling::expect(), Preferences::expect());
        for (at, known) in self.known.into_iter().enumerate() {
            let due = move || {
                let is_live = preferences.live.try_get_untracked().unwrap_or(false);
                let is_moving = known
                    .try_with_untracked(|known| matches!(known, Newest::Job(job) if !job.report.is_over(now::now())))
                    .unwrap_or(false);
                if is_live && is_moving { preferences.refresh_seconds.try_get_untracked() } else { None }
            };
            polling.watch(due, move || spawn_local(self.ask(at, true)));
        }
    }
}

/// The table of sources.
#[component]
pub fn SyncSources() -> AnyView {
    let router = Router::expect();
    let session = SessionContext::expect();
    let sources = Sources {
        session,
        known: Source::ALL.map(|_| RwSignal::new(Newest::Asked)),
        waiting: StoredValue::new(VecDeque::new()),
        questions: StoredValue::new([0; 12]),
    };
    effect(move || {
        session.resumed().track();
        sources.ask_all();
    });
    sources.follow();
    let row = |(source, known): (Source, RwSignal<Newest>)| {
        let jobs = move || router.href(Route::SyncJobs(source));
        let start = derived(move || router.href(Route::NewSyncJob(source)));
        let newest = newest(source, known, router);
        let can_start = memo(move || !known.with(|known| matches!(known, Newest::Failed(ApiError::Forbidden(_)))));
        let start = move || can_start.get().then(|| view! { <LinkButton label="Synchronize" about=source.label() href=start/> });
        let noun = source.cloud().container_noun(2);
        html::tr()
            .child(
                html::th().attr("scope", "row").child(
                    html::span()
                        .class("two")
                        .child(html::a().attr("href", jobs).child(source.label()))
                        .child(html::span().child(noun)),
                ),
            )
            .child(html::td().attr("data-label", "Newest job").child(newest))
            .child(html::td().class("acts").child(start))
            .into_any()
    };
    let head = html::thead().child(
        html::tr()
            .child(html::th().attr("scope", "col").child("Source"))
            .child(html::th().attr("scope", "col").child("Newest job"))
            .child(html::th().attr("scope", "col").child(html::span().class("vh").child("Actions"))),
    );
    let body = html::tbody().child(Source::ALL.into_iter().zip(sources.known).map(row).collect::<Vec<_>>());
    let rows = (head, body).into_any();
    let again = move || sources.ask_all();
    (
        html::div()
            .class("head")
            .child(view! { <PageTitle text="Sync jobs"/> })
            .child(html::span().class("grow"))
            .child(view! { <Button label="Read again" icon=Icon::Sync kind=ButtonKind::Quiet on_press=again/> }),
        html::p().class("dim").child(
            "A sync job synchronizes once, at once, without a schedule; the appliance's own console calls it “refresh”. \
             Its results are listed here and not among the runs of schedules.",
        ),
        html::div()
            .class("sheet")
            .child(view! { <Table id="sources" caption="Sources of direct synchronizations" stack=true>{rows}</Table> }),
    )
        .into_any()
}

/// The newest job of a source. A job that makes progress keeps its link, and the focus on it.
fn newest(source: Source, known: RwSignal<Newest>, router: Router) -> AnyView {
    let id = memo(move || match known.get() {
        Newest::Job(job) => Some(job.id),
        _ => None,
    });
    let text = memo(move || match known.get() {
        Newest::Asked => ("dimmer", "…".to_owned()),
        Newest::None => ("dim", "None yet".to_owned()),
        Newest::Failed(error) => ("note warn", format!("Not read: {}", error.what())),
        Newest::Job(_) => ("", String::new()),
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

fn job_link(route: Route, known: RwSignal<Newest>, router: Router) -> AnyView {
    let clock = clock();
    let report = memo(move || match known.get() {
        Newest::Job(job) => Some(job.report),
        _ => None,
    });
    let reading = memo(move || {
        let now = clock.appliance();
        report.with(|report| report.as_ref().map_or(Verdict::Queued, |report| verdict(report, now)))
    });
    let began = memo(move || report.with(|report| report.as_ref().and_then(|report| report.began.clone())));
    html::span()
        .class("side-by-side")
        .child(html::a().attr("href", move || router.href(route.clone())).child(view! { <VerdictBadge verdict=reading/> }))
        .child(view! { <When at=began/> })
        .into_any()
}
