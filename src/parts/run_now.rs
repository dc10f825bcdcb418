//! "Run now": one request however often it is pressed, and a way to the run it made. The appliance answers when the run is on
//! its queue, which may take 30 seconds, and may then not name the run (tests/appliance/API.md §3.10).

use crate::reactive::*;

use crate::domain::id::ScheduleId;
use crate::domain::row::Row;
use crate::domain::schedule::Schedule;
use crate::domain::time::{Stamp, after};
use crate::platform::{announce, clock};
use crate::routes::{Place, Query, Route};
use crate::state::client::ApiError;
use crate::state::client::RunQuery;
use crate::state::session::SessionContext;
use crate::state::toasts::{Kind, Toasts};

/// Starts schedules by hand and knows which are being started. One per page.
#[derive(Clone, Copy)]
pub struct RunNow {
    session: SessionContext,
    toasts: Toasts,
    starting: RwSignal<Vec<ScheduleId>>,
}

impl RunNow {
    /// A new one, in the present owner.
    #[must_use]
    pub fn new() -> Self {
        Self { session: SessionContext::expect(), toasts: Toasts::expect(), starting: RwSignal::new(Vec::new()) }
    }

    /// Whether this schedule is being started.
    #[must_use]
    pub fn is_starting(self, id: &ScheduleId) -> bool {
        self.starting.with(|list| list.contains(id))
    }

    /// Starts it, unless that is under way; `on_run` is called with the new run's route once it is known.
    pub fn start(self, schedule: &Schedule, on_run: impl Fn(Route) + 'static) {
        let id = schedule.id.clone();
        let name = schedule.name.trim().to_owned();
        if self.starting.with_untracked(|list| list.contains(&id)) {
            return;
        }
        self.starting.update(|list| list.push(id.clone()));
        announce::polite(&format!("Starting {name}. The appliance may take half a minute."));
        let client = self.session.client();
        // By the appliance's clock, less what whole seconds in a header may hide.
        let begun = after(clock::now(), -1_000 * (client.clock_difference_seconds().unwrap_or(0) + 5));
        spawn_local(async move {
            let answer = client.schedules().run_now(&id).await;
            let run = match &answer {
                Ok(started) if started.run.is_some() => started.run.clone(),
                // The run that this began is looked up, never asked for a second time.
                Ok(_) | Err(ApiError::Unsure) => {
                    let query = RunQuery {
                        limit: 1,
                        sort: Some("-createdAt".to_owned()),
                        schedule: Some(id.clone()),
                        ..RunQuery::default()
                    };
                    let page = client.runs().list(&query).await.ok();
                    let newest = page.and_then(|page| page.items.first().and_then(Row::good).cloned());
                    newest.filter(|run| run.created.as_ref().and_then(Stamp::instant) >= Some(begun)).map(|run| run.id)
                }
                Err(_) => None,
            };
            // A person who has left the page meanwhile is told, and stays where they are.
            let is_here = self.starting.try_update(|list| list.retain(|other| *other != id)).is_some();
            let runs = Place { route: Route::Runs, query: Query::default().with("schedule", id.as_str()) };
            let shown = match &run {
                Some(run) => ("Show the run".to_owned(), Route::Run(run.clone()).path()),
                None => ("Show its runs".to_owned(), runs.href()),
            };
            match answer {
                Ok(_) => {
                    let state = if run.is_some() { "is running" } else { "is queued" };
                    self.toasts.show(Kind::Done, format!("{name} {state}."), Some(shown));
                    if let Some(run) = run.filter(|_| is_here) {
                        on_run(Route::Run(run));
                    }
                }
                // The person signed out, or is another by now: nothing of the one before may be said.
                Err(ApiError::Aborted) => {}
                Err(ApiError::Unsure) => self.toasts.show(
                    Kind::Failed,
                    format!(
                        "The answer to starting {name} was lost, so it may be running. \
                        It was not asked again; look at its newest run."
                    ),
                    Some(shown),
                ),
                Err(error) => {
                    self.toasts.show(Kind::Failed, format!("{name} was not started. {} {}", error.what(), error.todo()), None);
                }
            }
        });
    }
}

impl Default for RunNow {
    fn default() -> Self {
        Self::new()
    }
}
