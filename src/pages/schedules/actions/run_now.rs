//! "Run now": what it is about is said first, one request leaves however often it is pressed, and the person is led to the run
//! that it made. The appliance answers when the run is on its queue, which may take 30 seconds, and may then not name the run
//! (tests/appliance/API.md §3.10).

use super::the_one;
use crate::components::fields::container_names::called_all;
use crate::components::fields::timestamp::clock;
use crate::components::fields::untrusted_text::Words;
use crate::data::query::Query;
use crate::data::schedule_actions::{ScheduleAction, ScheduleActions, ScheduleRequest};
use crate::data::schedules::Schedules;
use crate::domain::list::row::Row;
use crate::domain::run::Run;
use crate::domain::run::durations::busy_containers;
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::params::Selection;
use crate::domain::time::{Instant, Stamp, after, ms_between};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{announce, clock as now, timer};
use crate::reactive::*;
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::state::client::{ApiError, RunQuery};
use crate::state::permissions::{Permission, Permissions};
use crate::state::session::SessionContext;
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::{Button, ButtonKind, Dialog, DialogKind, Icon, glyph};

/// How long after a lost or nameless answer the run that it began is looked for, in milliseconds between the looks.
const LOOK_DELAYS_MS: [i32; 4] = [500, 1_500, 3_000, 5_000];

/// Asks, starts, waits, leads on.
#[component]
pub fn RunDialog() -> AnyView {
    let tasks = ScheduleActions::expect();
    let schedule = memo(move || the_one(tasks, ScheduleAction::Run));
    let since = RwSignal::new(None::<Instant>);
    let open = derived(move || schedule.with(Option::is_some));
    let close = move || {
        since.set(None);
        tasks.task.set(None);
    };
    let starter = RunNowAction::new();
    let start = move || {
        if let Some(schedule) = schedule.get_untracked().filter(|_| since.get_untracked().is_none())
            && starter.start(schedule, close)
        {
            since.set(Some(now::now()));
        }
    };
    let title = derived(move || {
        schedule
            .with(|schedule| schedule.as_ref().map(|schedule| format!("Run {} now?", schedule.name.trim())).unwrap_or_default())
    });
    let busy = derived(move || since.with(Option::is_some));
    let leave = derived(move || if busy.get() { "Close and be told" } else { "Cancel" }.to_owned());
    let actions = move || {
        (
            view! { <Button label=leave on_press=close/> },
            view! { <Button label="Run now" icon=Icon::Play kind=ButtonKind::Primary autofocus=true busy=busy on_press=start/> },
        )
    };
    let body = move || {
        let Some(schedule) = schedule.get_untracked() else { return ().into_any() };
        (scope(&schedule), view! { <Overlap schedule=schedule/> }, move || since.get().map(waiting)).into_any()
    };
    view! { <Dialog open=open on_close=close title=title kind=DialogKind::Alert actions=actions>{body()}</Dialog> }.into_any()
}

/// What will be synchronized, in a sentence.
fn scope(schedule: &Schedule) -> AnyView {
    let off = schedule.disabled.then(|| html::p().class("dim").child("It is disabled; that does not hinder a run by hand."));
    let says = match &schedule.parameters {
        Parameters::Sync(params) => {
            let cloud = params.cloud();
            match params.selection() {
                Selection::Everything => {
                    let noun = cloud.container_noun(2);
                    html::p().child(format!("It synchronizes everything: all {noun} of {}. That may take hours.", cloud.label()))
                }
                Selection::These(list) => {
                    let n = list.as_slice().len();
                    let names = list.as_slice().to_vec();
                    html::p()
                        .child(format!("It synchronizes {n} {} of {}: ", cloud.container_noun(n), cloud.label()))
                        .child(move || view! { <Words text=called_all(cloud, &names, 5)/> })
                        .child(".")
                }
            }
        }
        Parameters::Odd { .. } => {
            html::p().child("This console cannot read what it synchronizes; the appliance runs what it has stored.")
        }
        Parameters::Foreign { .. } => html::p().child(format!("It is no synchronization but: {}.", schedule.operation.label())),
    };
    (says, off).into_any()
}

/// Warns when a run that has not ended works on the same containers.
#[component]
fn Overlap(schedule: Schedule) -> AnyView {
    let session = SessionContext::expect();
    let running = Query::new(move || {
        let client = session.client();
        async move {
            let query = |status: &str| RunQuery { status: Some(status.to_owned()), ..RunQuery::default() };
            let mut items = client.runs().list(&query("in_progress")).await?.items;
            items.extend(client.runs().list(&query("scheduled")).await?.items);
            Ok(items.iter().filter_map(Row::good).cloned().collect::<Vec<Run>>())
        }
    });
    let shared = memo(move || running.data.with(|runs| busy_containers(&schedule, runs.as_deref().unwrap_or_default())));
    (move || {
        let list = shared.get();
        (!list.is_empty()).then(|| {
            let named = list.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let more = if list.len() > 5 { format!(" and {} more", list.len() - 5) } else { String::new() };
            announce::polite("A run that has not ended works on the same.");
            html::p()
                .class("note warn")
                .child(glyph(Icon::Warn))
                .child(
                    html::span()
                        .child("A run that has not ended works on the same: ")
                        .child(view! { <Words text=named/> })
                        .child(more),
                )
                .into_any()
        })
    })
    .into_any()
}

fn waiting(since: Instant) -> AnyView {
    let clock = clock();
    let passed = move || {
        format!(
            "Waiting for the appliance's queue: {} s. It may take half a minute.",
            ms_between(since, clock.second()).max(0) / 1_000
        )
    };
    html::p().class("dim num").child(passed).into_any()
}

/// What outlives the dialog while the answer is awaited.
#[derive(Clone, Copy)]
struct RunNowAction {
    session: SessionContext,
    tasks: ScheduleActions,
    toasts: Toasts,
    schedules: Schedules,
    permissions: Permissions,
    router: Router,
}

impl RunNowAction {
    fn new() -> Self {
        Self {
            session: SessionContext::expect(),
            tasks: ScheduleActions::expect(),
            toasts: Toasts::expect(),
            schedules: Schedules::expect(),
            permissions: Permissions::expect(),
            router: Router::expect(),
        }
    }

    /// Starts it, unless something is being done to it already, and leads to the run unless the person has gone elsewhere meanwhile.
    /// Whether it began.
    fn start(self, schedule: Schedule, close: impl Fn() + 'static) -> bool {
        let id = schedule.id.clone();
        if untrack(|| self.tasks.is_busy(&id)) {
            self.toasts.show(ToastKind::Failed, "Something else is being done to it just now. Try again in a moment.", None);
            return false;
        }
        let who = self.session.identity_key();
        self.tasks.begin(&id);
        let name = schedule.name.trim().to_owned();
        let place = self.router.route().get_untracked();
        let client = self.session.client();
        // By the appliance's clock, less what whole seconds in a header may hide.
        let begun = after(now::now(), -1_000 * (client.clock_difference_seconds().unwrap_or(0) + 5));
        spawn_local(async move {
            let answer = client.schedules().run_now(&id).await;
            let run = match &answer {
                Ok(started) if started.run.is_some() => started.run.clone(),
                // The run that this began is looked up, never asked for a second time.
                Ok(_) | Err(ApiError::Unsure) => self.look_up(&schedule, begun).await,
                Err(_) => None,
            };
            self.tasks.end(&id);
            if self.session.identity_key() != who {
                return;
            }
            // The dialog of this run, not of whatever was begun after it was closed.
            let is_this = |task: &Option<ScheduleRequest>| matches!(task, Some(ScheduleRequest::Do(ScheduleAction::Run, list)) if matches!(list.as_slice(), [one] if one.id == id));
            let is_open = self.tasks.task.try_with_untracked(is_this).unwrap_or(false);
            let is_here = self.router.route().try_get_untracked() == Some(place);
            if is_open {
                close();
            }
            self.schedules.newest.read();
            let runs = Place { route: Route::Runs, query: UrlQuery::default().with("schedule", id.as_str()) };
            let link = match &run {
                Some(run) => ("Show the run".to_owned(), Route::Run(run.clone()).path()),
                None => ("Show its runs".to_owned(), runs.href()),
            };
            match answer {
                Ok(_) if run.is_some() && is_open && is_here => {
                    self.toasts.show(ToastKind::Done, format!("{name} is running."), None);
                    run.into_iter().for_each(|run| self.router.go(Route::Run(run)));
                }
                Ok(_) => {
                    let state = if run.is_some() { "is running" } else { "is queued; its run is not to be seen yet" };
                    self.toasts.show(ToastKind::Done, format!("{name} {state}."), Some(link));
                }
                // The person signed out, or is another by now: nothing of the one before may be said.
                Err(ApiError::Aborted) => {}
                Err(ApiError::Unsure) => {
                    let says = if run.is_some() {
                        format!("The answer to starting {name} was lost, but it is running.")
                    } else {
                        format!(
                            "The answer to starting {name} was lost, so it may be running. It was not asked again; look at its newest run."
                        )
                    };
                    self.toasts.show(ToastKind::Failed, says, Some(link));
                }
                Err(error) => {
                    self.permissions.learn(Permission::Run, &error);
                    self.toasts.show(
                        ToastKind::Failed,
                        format!("{name} was not started. {} {}", error.what(), error.todo()),
                        None,
                    );
                }
            }
        });
        true
    }

    async fn look_up(self, schedule: &Schedule, begun: Instant) -> Option<crate::domain::appliance::id::RunId> {
        for wait in LOOK_DELAYS_MS {
            let query = RunQuery { limit: 1, schedule: Some(schedule.id.clone()), ..RunQuery::default() };
            let page = self.session.client().runs().list(&query).await.ok()?;
            let newest = page.items.first().and_then(Row::good).cloned();
            let made = newest.filter(|run| run.created.as_ref().and_then(Stamp::instant) >= Some(begun));
            if let Some(run) = made {
                return Some(run.id);
            }
            timer::sleep(wait).await;
        }
        None
    }
}
