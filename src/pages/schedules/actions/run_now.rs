//! "Run now": the dialog shows the scope first, sends one request however often the button is pressed, and leads to the new run.
//! The appliance answers once the run is on its queue, which may take 30 seconds, and may omit the id of the run
//! (tests/appliance/API.md §3.10).

use super::the_one;
use crate::components::fields::container_names::called_all;
use crate::components::fields::look_alikes::{look_alikes_text, told_apart};
use crate::components::status::running_jobs::RunningJobs;
use crate::data::client::{RunQuery, WriteKind, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::data::schedule_actions::{ScheduleAction, ScheduleActions, ScheduleRequest};
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Row;
use crate::domain::name::Name;
use crate::domain::run::Run;
use crate::domain::run::durations::busy_containers;
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::overlap::direct_requests;
use crate::domain::sync::params::Selection;
use crate::domain::sync::source::{Source, SyncRequest};
use crate::domain::time::clock::Uptime;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{announce, clock};
use crate::reactive::*;
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, Dialog, DialogKind, Icon, glyph};

/// The dialog: shows the scope, starts the run, waits for the answer, and leads to the run.
#[component]
pub fn RunDialog() -> AnyView {
    let actions = SignedInContext::expect().actions;
    let schedule = memo(move || the_one(actions, ScheduleAction::Run));
    let since = RwSignal::new(None::<Uptime>);
    let open = derived(move || schedule.with(Option::is_some));
    let close = move || {
        since.set(None);
        actions.request.set(None);
    };
    let starter = RunNowAction::new();
    let start = move || {
        if let Some(schedule) = schedule.get_untracked().filter(|_| since.get_untracked().is_none())
            && starter.start(schedule, close)
        {
            since.set(Some(clock::uptime()));
        }
    };
    let schedules = SignedInContext::expect().schedules;
    let title = derived(move || {
        let called = |schedule: &Schedule| told_apart(schedules, Some(&schedule.id), &schedule.name);
        schedule.with(|schedule| schedule.as_ref().map(|schedule| format!("Run {} now?", called(schedule))).unwrap_or_default())
    });
    let busy = derived(move || since.with(Option::is_some));
    let leave = derived(move || if busy.get() { "Close and notify me" } else { "Cancel" }.to_owned());
    let actions = move || {
        (
            view! { <Button label=leave on_press=close/> },
            view! { <Button label="Run now" icon=Icon::Play kind=ButtonKind::Primary autofocus=true busy=busy on_press=start/> },
        )
    };
    let body = move || {
        let Some(schedule) = schedule.get_untracked() else { return ().into_any() };
        (scope(schedules, &schedule), running_jobs(&[&schedule]), view! { <Overlap schedule=schedule/> }, move || {
            since.get().map(waiting)
        })
            .into_any()
    };
    view! { <Dialog open=open on_close=close title=title kind=DialogKind::Alert actions=actions>{body()}</Dialog> }.into_any()
}

/// A sentence about the containers that the run synchronizes.
fn scope(schedules: Schedules, schedule: &Schedule) -> AnyView {
    let alike = look_alikes_text(schedules, Some(&schedule.id), &schedule.name);
    let first = html::p().child(alike);
    let off =
        schedule.disabled.then(|| html::p().class("dim").child("The schedule is disabled, but you can still run it by hand."));
    let says = match &schedule.parameters {
        Parameters::Sync(params) => {
            let cloud = params.cloud();
            match params.selection() {
                Selection::Everything => {
                    let noun = cloud.container_noun(2);
                    first
                        .child(format!("This run synchronizes everything: all {noun} of {}. That may take hours.", cloud.label()))
                }
                Selection::These(list) => {
                    let n = list.as_slice().len();
                    let names = list.as_slice().to_vec();
                    first
                        .child(format!("This run synchronizes {n} {} of {}: ", cloud.container_noun(n), cloud.label()))
                        .child(move || called_all(cloud, &names, 5))
                        .child(".")
                }
            }
        }
        Parameters::Odd { .. } => {
            first.child("This console cannot read the schedule's parameters; the appliance runs them as stored.")
        }
        Parameters::Foreign { .. } => first.child(format!("This is not a synchronization but: {}.", schedule.operation.label())),
    };
    (says, off).into_any()
}

/// Warns of direct jobs in progress that cover the same containers, one note for each source.
pub fn running_jobs(schedules: &[&Schedule]) -> Vec<AnyView> {
    let mut by_source: Vec<(Source, Vec<SyncRequest>)> = Vec::new();
    for schedule in schedules {
        let Parameters::Sync(params) = &schedule.parameters else { continue };
        for request in direct_requests(params) {
            match by_source.iter_mut().find(|(source, _)| *source == request.source()) {
                Some((_, requests)) => requests.push(request),
                None => by_source.push((request.source(), vec![request])),
            }
        }
    }
    let note = |(source, requests)| {
        view! { <RunningJobs source=source requests=Signal::stored(requests) refused=Signal::stored(false)/> }.into_any()
    };
    by_source.into_iter().map(note).collect()
}

/// Warns if an unfinished run covers the same containers.
#[component]
fn Overlap(schedule: Schedule) -> AnyView {
    let session = AppContext::expect().session;
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
            let named = list.iter().take(5).map(|one| Name::from(one.as_str()).marked()).collect::<Vec<_>>().join(", ");
            let more = if list.len() > 5 { format!(" and {} more", list.len() - 5) } else { String::new() };
            announce::polite("Another run in progress uses the same containers.");
            html::p()
                .class("note warn")
                .child(glyph(Icon::Warn))
                .child(html::span().child("Another run in progress uses the same containers: ").child(named).child(more))
                .into_any()
        })
    })
    .into_any()
}

fn waiting(since: Uptime) -> AnyView {
    let ticks = AppContext::expect().clock;
    let passed = move || {
        let _ = ticks.second();
        let seconds = clock::uptime().ms_since(since) / 1_000;
        format!("Waiting for the appliance's queue: {seconds} s. This may take half a minute.")
    };
    html::p().class("dim num").child(passed).into_any()
}

/// The start of a run, which outlives the dialog during the request.
#[derive(Clone, Copy)]
struct RunNowAction {
    command: Command,
    actions: ScheduleActions,
    schedules: Schedules,
    router: Router,
}

impl RunNowAction {
    fn new() -> Self {
        Self {
            command: Command::new(),
            actions: SignedInContext::expect().actions,
            schedules: SignedInContext::expect().schedules,
            router: AppContext::expect().router,
        }
    }

    /// Starts a run and opens its page unless the person leaves the dialog meanwhile. Gives false, with a message, while another
    /// action on the schedule is in progress.
    fn start(self, schedule: Schedule, close: impl Fn() + 'static) -> bool {
        let id = schedule.id.clone();
        if untrack(|| self.actions.is_busy(&id)) {
            self.command.show_busy();
            return false;
        }
        self.actions.begin(&id);
        let place = self.router.route().get_untracked();
        let client = self.command.client();
        let send = {
            let id = id.clone();
            async move { client.schedules().run_verified(&id).await }
        };
        let ended = {
            let id = id.clone();
            move || self.actions.end(&id)
        };
        self.command.run(Permission::Run, send, ended, move |outcome| {
            let is_open = self.actions.request.try_with_untracked(|task| is_run_of(task.as_ref(), &id)).unwrap_or(false);
            let is_here = self.router.route().try_get_untracked() == Some(place);
            if is_open {
                close();
            }
            self.schedules.newest.read();
            let message = describe(&outcome, WriteKind::Run, &schedule.name.marked());
            let runs = Place { route: Route::Runs, query: UrlQuery::default().with("schedule", id.as_str()) };
            let show_runs = ("Show its runs".to_owned(), runs.href());
            let show_run = |run: &RunId| ("Show the run".to_owned(), Route::Run(run.clone()).path());
            match outcome {
                WriteOutcome::Applied(run) if is_open && is_here => {
                    self.command.show(&message, None);
                    self.router.go(Route::Run(run));
                }
                WriteOutcome::Applied(run) => self.command.show(&message, Some(show_run(&run))),
                WriteOutcome::Possibly(found) => self.command.show(&message, Some(found.first().map_or(show_runs, show_run))),
                WriteOutcome::NotReadBack(..) => self.command.show(&message, Some(show_runs)),
                _ => self.command.show(&message, None),
            }
        });
        true
    }
}

/// True while the open dialog belongs to this run of this schedule, and not to a later action.
fn is_run_of(request: Option<&ScheduleRequest>, id: &ScheduleId) -> bool {
    match request {
        Some(ScheduleRequest::Do(ScheduleAction::Run, list)) => matches!(list.as_slice(), [one] if one.id == *id),
        _ => false,
    }
}
