//! The newest direct sync job of each source.

use std::cell::Cell;
use std::rc::Rc;

use super::request_queue::RequestQueue;
use crate::api::error::ApiError;
use crate::api::page::Page;
use crate::api::sync_jobs::SyncJobQuery;
use crate::data::context::AppContext;
use crate::domain::list::order::is_newest_first;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::Source;
use crate::domain::time::{Instant, Stamp};
use crate::platform::clock;
use crate::reactive::*;
use crate::state::session::SessionContext;

/// Jobs that are read of each source: enough to see that a list is not newest first, which the newest job rests on.
const NEWEST_CHECKED: u64 = 3;

/// The state of the newest job of a source.
#[derive(Clone, Debug, PartialEq)]
pub enum NewestJob {
    /// The request is in flight.
    Loading,
    /// The source has no job yet.
    None,
    /// The newest job.
    Job(Box<SyncJob>),
    /// The list is not newest first, and not all of it came.
    Unordered,
    /// The request failed.
    Failed {
        why: String,
        /// True if the account may not read the jobs of this source.
        is_forbidden: bool,
    },
}

impl NewestJob {
    /// False for a source that the account may not read, since such an account may not start a job either.
    #[must_use]
    pub fn may_start(&self) -> bool {
        !matches!(self, Self::Failed { is_forbidden: true, .. })
    }
}

fn newest_of(page: &Page<SyncJob>) -> NewestJob {
    let began = |job: &SyncJob| job.report.began.as_ref().and_then(Stamp::instant);
    let times = page.good().map(began).collect::<Vec<_>>();
    if page.total > page.items.len() as u64 && !is_newest_first(&times) {
        return NewestJob::Unordered;
    }
    // The first of equal ones, as they are listed.
    let newest = page.good().reduce(|one, other| if began(other) > began(one) { other } else { one });
    newest.map_or(NewestJob::None, |job| NewestJob::Job(Box::new(job.clone())))
}

/// The newest jobs of all sources. `Copy`, and valid as long as its owner.
#[derive(Clone, Copy)]
pub struct NewestSyncJobs {
    session: SessionContext,
    known: [RwSignal<NewestJob>; Source::ALL.len()],
    /// Time at which the last reading of all sources ended.
    pub as_of: RwSignal<Option<Instant>>,
    queue: RequestQueue,
    /// Number of requests for each source, and whether the last is in flight; answers to earlier requests are dropped.
    requests: StoredValue<[(u32, bool); Source::ALL.len()]>,
}

impl NewestSyncJobs {
    /// Reads all sources now and after an expired session, and follows unfinished jobs.
    #[must_use]
    pub fn start() -> Self {
        let jobs = Self {
            session: AppContext::expect().session,
            known: Source::ALL.map(|_| RwSignal::new(NewestJob::Loading)),
            as_of: RwSignal::new(None),
            queue: RequestQueue::empty(),
            requests: StoredValue::new([(0, false); Source::ALL.len()]),
        };
        effect(move || {
            jobs.session.resumed().track();
            jobs.refresh();
        });
        jobs.follow();
        jobs
    }

    /// Gives the newest job of each source, in the order of [`Source::ALL`].
    #[must_use]
    pub fn jobs(self) -> [RwSignal<NewestJob>; Source::ALL.len()] {
        self.known
    }

    /// Reads all sources again.
    pub fn refresh(self) {
        self.queue.clear();
        let left = Rc::new(Cell::new(Source::ALL.len()));
        for at in 0..Source::ALL.len() {
            let left = Rc::clone(&left);
            self.queue.push(async move {
                self.ask(at, false).await;
                left.set(left.get().saturating_sub(1));
                if left.get() == 0 {
                    let _ = self.as_of.try_set(Some(clock::now()));
                }
            });
        }
    }

    /// Gives the reason why a source could not be read, unless the person may not read it.
    #[must_use]
    pub fn problem(self) -> Option<String> {
        self.known.into_iter().find_map(|known| {
            known.with(|known| match known {
                NewestJob::Failed { why, is_forbidden: false } => Some(why.clone()),
                _ => None,
            })
        })
    }

    /// Requests the newest job of a source. A failed renewal keeps the known job.
    async fn ask(self, at: usize, is_renewal: bool) {
        let (Some(source), Some(known)) = (Source::ALL.get(at).copied(), self.known.get(at).copied()) else { return };
        let number = self.request_of(at).map_or(0, |(number, _)| number + 1);
        self.set_request(at, (number, true));
        let query = SyncJobQuery { limit: NEWEST_CHECKED, ..SyncJobQuery::default() };
        let answer = self.session.client().sync_jobs(source).list(&query).await;
        if self.request_of(at) != Some((number, true)) {
            return;
        }
        self.set_request(at, (number, false));
        if is_renewal && answer.is_err() {
            return;
        }
        let newest = match answer {
            Ok(page) => newest_of(&page),
            Err(error) => NewestJob::Failed { why: error.what(), is_forbidden: matches!(error, ApiError::Forbidden(_)) },
        };
        let is_same = known.try_with_untracked(|known| *known == newest).unwrap_or(true);
        if !is_same {
            let _ = known.try_set(newest);
        }
    }

    fn request_of(self, at: usize) -> Option<(u32, bool)> {
        self.requests.try_with_value(|requests| requests.get(at).copied()).flatten()
    }

    fn set_request(self, at: usize, request: (u32, bool)) {
        let _ = self.requests.try_update_value(|requests| requests.get_mut(at).into_iter().for_each(|one| *one = request));
    }

    /// Requests the sources with unfinished jobs again, at the interval of the preferences.
    fn follow(self) {
        let AppContext { polling, preferences, .. } = AppContext::expect();
        for (at, known) in self.known.into_iter().enumerate() {
            let due = move || {
                let is_live = preferences.live.try_get_untracked().unwrap_or(false);
                let is_moving = known
                    .try_with_untracked(|known| matches!(known, NewestJob::Job(job) if !job.report.is_over(clock::now())))
                    .unwrap_or(false);
                let is_idle = self.request_of(at).is_some_and(|(_, is_in_flight)| !is_in_flight);
                if is_live && is_moving && is_idle { preferences.refresh_seconds.try_get_untracked() } else { None }
            };
            polling.watch(due, move || spawn_local(self.ask(at, true)));
        }
    }
}
