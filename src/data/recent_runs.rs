//! The last run of each schedule: from the newest runs, and from requests for the schedules on screen without a run among them.
//! A page of the newest runs is enough for a table; [`NEWEST_RUNS_READ`] are read while something counts, sorts or filters by them.
//!
//! [`NEWEST_RUNS_READ`]: crate::domain::run::reading::NEWEST_RUNS_READ

use crate::data::context::AppContext;
use crate::reactive::*;

use super::request_queue::RequestQueue;
use crate::api::error::ApiError;
use crate::api::runs::RunQuery;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::collector::PageRange;
use crate::domain::list::row::Row;
use crate::domain::run::last_run_requests::{GroupAnswer, LastRunRequests};
use crate::domain::run::last_runs::{LastRun, LastRuns};
use crate::domain::run::reading::{ReadDepth, ReadExtent, ReadGoal, ReadProgress};
use crate::domain::run::summary::RunSummary;
use crate::domain::time::clock::Uptime;
use crate::domain::time::{Instant, ms_between};
use crate::platform::clock;

/// Milliseconds between two readings that go on to unfinished runs beyond the new ones.
const REREAD_OLDER_MS: i64 = 5 * 60 * 1_000;

/// The newest runs of the domain.
#[derive(Clone, Copy)]
pub struct RecentRuns {
    app: AppContext,
    pub last_runs: RwSignal<LastRuns>,
    /// True once the newest page was read; until then no single schedule is requested.
    pub has_begun: RwSignal<bool>,
    /// True once all of the newest runs were read that counts rest on.
    pub has_loaded: RwSignal<bool>,
    /// Number of views that count, sort or filter by the newest runs.
    needs: StoredValue<usize>,
    /// Time of the last reading that included all unfinished runs.
    reread_at: StoredValue<Option<Uptime>>,
    /// Time of the last successful reading.
    pub as_of: RwSignal<Option<Instant>>,
    /// The error of the last reading, if it failed.
    pub error: RwSignal<Option<ApiError>>,
    /// Number of the newest reading, and whether it is running.
    reading: StoredValue<(u32, bool)>,
    /// Number of generation; answers to requests from before a restart are dropped, since they may contain deleted runs.
    generation: StoredValue<u32>,
    requests: StoredValue<LastRunRequests>,
    /// Schedules on screen.
    shown: StoredValue<Vec<ScheduleId>>,
    queue: RequestQueue,
}

impl RecentRuns {
    /// Creates an empty state in the current owner.
    #[must_use]
    pub fn new(app: AppContext) -> Self {
        Self {
            app,
            last_runs: RwSignal::new(LastRuns::default()),
            has_begun: RwSignal::new(false),
            has_loaded: RwSignal::new(false),
            needs: StoredValue::new(0),
            reread_at: StoredValue::new(None),
            as_of: RwSignal::new(None),
            error: RwSignal::new(None),
            reading: StoredValue::new((0, false)),
            generation: StoredValue::new(0),
            requests: StoredValue::new(LastRunRequests::default()),
            shown: StoredValue::new(Vec::new()),
            queue: RequestQueue::empty(),
        }
    }

    /// Reads the newest runs page by page until a known one; every five minutes, continues to the runs that were unfinished.
    pub fn read(self) {
        self.read_what_is_missing(false);
    }

    /// Reads the newest runs, unless they are younger than the interval of the preferences.
    pub fn read_if_old(self) {
        self.read_what_is_missing(self.age().is_some_and(|age| age < self.interval()));
    }

    /// Makes readings include all of the newest runs while the owner lives. The first reading begins elsewhere.
    pub fn need_all(self) {
        let _ = self.needs.try_update_value(|needs| *needs += 1);
        on_cleanup(move || {
            let _ = self.needs.try_update_value(|needs| *needs = needs.saturating_sub(1));
        });
        if self.has_begun.try_get_untracked().unwrap_or(false) {
            self.read_if_old();
        }
    }

    fn extent(self) -> ReadExtent {
        if self.needs.try_get_value().is_some_and(|needs| needs > 0) { ReadExtent::Window } else { ReadExtent::Newest }
    }

    fn read_what_is_missing(self, is_fresh: bool) {
        // One reading at a time: two concurrent ones would each see a gap where the other's pages are.
        if self.reading.try_with_value(|reading| reading.1).unwrap_or(true) {
            return;
        }
        let extent = self.extent();
        let first = self.last_runs.try_maybe_update(|runs| (false, runs.begin(extent, is_fresh))).flatten();
        let Some(first) = first else { return };
        let number = self.reading.try_update_value(|reading| {
            *reading = (reading.0 + 1, true);
            reading.0
        });
        let last = self.reread_at.try_get_value().flatten();
        let is_due = last.is_none_or(|at| clock::uptime().ms_since(at) >= REREAD_OLDER_MS);
        let depth = if is_due && first.skip == 0 { ReadDepth::UntilFinished } else { ReadDepth::UntilKnown };
        self.read_from(number.unwrap_or_default(), first, depth);
    }

    /// Reads the newest runs now, and keeps them fresh while the owner lives.
    pub fn keep_fresh(self) {
        let age = self.age();
        effect(move || {
            self.app.session.resumed().track();
            self.read_if_old();
        });
        let preferences = self.app.preferences;
        let due = move || preferences.live.try_get_untracked().unwrap_or(false).then(|| self.interval());
        self.app.polling.watch_since(age, due, move || self.read());
    }

    /// Seconds since the last reading; `None` without one, or after one that failed.
    pub fn age(self) -> Option<u32> {
        seconds_since(self.as_of, self.error)
    }

    fn interval(self) -> u32 {
        self.app.preferences.refresh_seconds.try_get_untracked().unwrap_or(30)
    }

    /// Drops everything and reads again: after a run was deleted, the last run before it is unknown.
    pub fn restart(self) {
        let _ = self.last_runs.try_set(LastRuns::default());
        let _ = self.has_begun.try_set(false);
        let _ = self.has_loaded.try_set(false);
        let _ = self.as_of.try_set(None);
        let _ = self.reread_at.try_set_value(None);
        let _ = self.generation.try_update_value(|count| *count += 1);
        // A reading in flight predates the restart and does not count.
        let _ = self.reading.try_update_value(|reading| reading.1 = false);
        self.read();
    }

    fn read_from(self, number: u32, PageRange { skip, limit }: PageRange, depth: ReadDepth) {
        let client = self.app.session.client();
        spawn_local(async move {
            let query = RunQuery { skip, limit, ..RunQuery::default() };
            let answer = client.runs().list(&query).await;
            if self.reading.try_get_value().map(|(number, _)| number) != Some(number) {
                return;
            }
            let page = match answer {
                Ok(page) => page,
                // The table can show schedules without this data; the columns of the last run report the error.
                Err(error) => {
                    self.end_reading();
                    return drop(self.error.try_set(Some(error)));
                }
            };
            let goal = ReadGoal { depth, extent: self.extent() };
            let reading = self.last_runs.try_maybe_update(|runs| {
                let before = runs.clone();
                let reading = runs.absorb(&page.items, skip, page.total, goal);
                (*runs != before, reading)
            });
            match reading {
                Some(ReadProgress::More(next)) => self.read_from(number, next, depth),
                Some(ReadProgress::Done) => self.finish(depth),
                None => {}
            }
        });
    }

    fn finish(self, depth: ReadDepth) {
        self.end_reading();
        if depth == ReadDepth::UntilFinished {
            let _ = self.reread_at.try_set_value(Some(clock::uptime()));
        }
        let has_all = self.last_runs.try_with_untracked(LastRuns::has_window).unwrap_or(false);
        for (state, is_so) in [(self.has_begun, true), (self.has_loaded, has_all)] {
            if is_so && state.try_get_untracked() == Some(false) {
                let _ = state.try_set(true);
            }
        }
        if self.error.try_with_untracked(Option::is_some).unwrap_or(false) {
            let _ = self.error.try_set(None);
        }
        let _ = self.as_of.try_set(Some(clock::now()));
        let unsettled = self.shown.try_with_value(|shown| {
            let is_unsettled = |runs: &LastRuns| shown.iter().filter(|id| runs.is_unsettled(id)).cloned().collect::<Vec<_>>();
            self.last_runs.try_with_untracked(is_unsettled)
        });
        self.ask(unsettled.flatten().unwrap_or_default());
    }

    fn end_reading(self) {
        let _ = self.reading.try_update_value(|reading| reading.1 = false);
    }

    /// Keeps the schedules on screen, whose last runs are followed.
    pub fn show(self, shown: Vec<ScheduleId>) {
        self.shown.set_value(shown);
    }

    /// Requests the last runs of these schedules, at most 4 requests in parallel.
    pub fn ask(self, of: Vec<ScheduleId>) {
        for asked in self.requests.try_update_value(|requests| requests.next(of)).unwrap_or_default() {
            self.queue.push(self.ask_last_runs(asked));
        }
    }

    async fn ask_last_runs(self, asked: Vec<ScheduleId>) {
        let client = self.app.session.client();
        let generation = self.generation.try_get_value();
        let is_current = move || self.generation.try_get_value() == generation;
        if let [id] = asked.as_slice() {
            let query = RunQuery { limit: 1, schedule: Some(id.clone()), ..RunQuery::default() };
            let answer = client.runs().list(&query).await;
            // Runs of other schedules say nothing about this one.
            let page = answer.ok().filter(|page| page.left_out == 0);
            let newest = page.as_ref().map(|page| page.items.first().and_then(Row::good).map(RunSummary::of));
            let _ = self.requests.try_update_value(|requests| requests.end(id, newest.as_ref().and_then(Option::as_ref)));
            if let (Some(newest), true) = (newest, is_current()) {
                let _ = self.last_runs.try_update(|runs| runs.answer(id, newest));
            }
            return;
        }
        let answer = client.runs().newest_of(&asked).await;
        let (runs, total) =
            answer.as_ref().map_or((Vec::new(), 0), |page| (page.good().map(RunSummary::of).collect(), page.total));
        let answer = match answer {
            Ok(_) => GroupAnswer::Runs { runs: &runs, total },
            Err(ApiError::Invalid { .. } | ApiError::Unreadable { status: 400 }) => GroupAnswer::Refused,
            Err(_) => GroupAnswer::Failed,
        };
        let has_failed = matches!(answer, GroupAnswer::Failed);
        let found = self.requests.try_update_value(|requests| requests.end_group(&asked, answer)).unwrap_or_default();
        if has_failed || !is_current() {
            return;
        }
        let _ = self.last_runs.try_update(|runs| found.into_iter().for_each(|(id, run)| runs.answer(&id, Some(run.clone()))));
        let is_open = |runs: &LastRuns| asked.iter().filter(|id| matches!(runs.of(id), LastRun::Before(_))).cloned().collect();
        self.ask(self.last_runs.try_with_untracked(is_open).unwrap_or_default());
    }
}

/// Seconds since a reading; `None` without one, after a failure, or after the appliance's clock was set back.
pub fn seconds_since(as_of: RwSignal<Option<Instant>>, error: RwSignal<Option<ApiError>>) -> Option<u32> {
    let at = as_of.try_get_untracked().flatten()?;
    let has_failed = error.try_with_untracked(Option::is_some).unwrap_or(true);
    u32::try_from(ms_between(at, clock::now()) / 1_000).ok().filter(|_| !has_failed)
}
