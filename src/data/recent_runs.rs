//! The last run of each schedule: from the newest runs, plus one request each for schedules on screen without a run among them.

use crate::data::context::AppContext;
use crate::reactive::*;

use super::paged_query::PAGE_ROWS;
use super::request_queue::RequestQueue;
use crate::api::error::ApiError;
use crate::api::runs::RunQuery;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::row::Row;
use crate::domain::run::last_runs::{LastRuns, ReadDepth, ReadProgress};
use crate::domain::time::Instant;
use crate::domain::time::clock::Uptime;
use crate::platform::clock;

/// Milliseconds between two readings that go on to unfinished runs beyond the new ones.
const REREAD_OLDER_MS: i64 = 5 * 60 * 1_000;

/// The newest runs of the domain.
#[derive(Clone, Copy)]
pub struct RecentRuns {
    app: AppContext,
    pub last_runs: RwSignal<LastRuns>,
    /// True once the newest runs were read; until then no single schedule is requested.
    pub has_loaded: RwSignal<bool>,
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
    requested_ids: StoredValue<Vec<ScheduleId>>,
    queue: RequestQueue,
}

impl RecentRuns {
    /// Creates an empty state in the current owner.
    #[must_use]
    pub fn new(app: AppContext) -> Self {
        Self {
            app,
            last_runs: RwSignal::new(LastRuns::default()),
            has_loaded: RwSignal::new(false),
            reread_at: StoredValue::new(None),
            as_of: RwSignal::new(None),
            error: RwSignal::new(None),
            reading: StoredValue::new((0, false)),
            generation: StoredValue::new(0),
            requested_ids: StoredValue::new(Vec::new()),
            queue: RequestQueue::empty(),
        }
    }

    /// Reads the newest runs page by page until a known one; every five minutes, continues to the runs that were unfinished.
    pub fn read(self) {
        // One reading at a time: two concurrent ones would each see a gap where the other's pages are.
        let number = self.reading.try_update_value(|(number, is_under_way)| {
            *number += u32::from(!*is_under_way);
            (!std::mem::replace(is_under_way, true)).then_some(*number)
        });
        let Some(Some(number)) = number else { return };
        let last = self.reread_at.try_get_value().flatten();
        let is_due = last.is_none_or(|at| clock::uptime().ms_since(at) >= REREAD_OLDER_MS);
        self.read_from(number, 0, if is_due { ReadDepth::UntilFinished } else { ReadDepth::UntilKnown });
    }

    /// Reads the newest runs now, and keeps them fresh while the owner lives.
    pub fn keep_fresh(self) {
        let preferences = self.app.preferences;
        effect(move || {
            self.app.session.resumed().track();
            self.read();
        });
        let due = move || {
            let live = preferences.live.try_get_untracked().unwrap_or(false);
            live.then(|| preferences.refresh_seconds.try_get_untracked().unwrap_or(30))
        };
        self.app.polling.watch(due, move || self.read());
    }

    /// Drops everything and reads again: after a run was deleted, the last run before it is unknown.
    pub fn restart(self) {
        let _ = self.last_runs.try_set(LastRuns::default());
        let _ = self.has_loaded.try_set(false);
        let _ = self.as_of.try_set(None);
        let _ = self.reread_at.try_set_value(None);
        let _ = self.generation.try_update_value(|count| *count += 1);
        // A reading in flight predates the restart and does not count.
        let _ = self.reading.try_update_value(|reading| reading.1 = false);
        self.read();
    }

    fn read_from(self, number: u32, skip: u64, depth: ReadDepth) {
        let client = self.app.session.client();
        spawn_local(async move {
            let query = RunQuery { skip, limit: PAGE_ROWS, ..RunQuery::default() };
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
            let reading = self.last_runs.try_maybe_update(|runs| {
                let before = runs.clone();
                let reading = runs.absorb(&page.items, skip, page.total, depth);
                (*runs != before, reading)
            });
            match reading {
                Some(ReadProgress::More { skip }) => self.read_from(number, skip, depth),
                Some(ReadProgress::Done) => {
                    self.end_reading();
                    if depth == ReadDepth::UntilFinished {
                        let _ = self.reread_at.try_set_value(Some(clock::uptime()));
                    }
                    if self.has_loaded.try_get_untracked() == Some(false) {
                        let _ = self.has_loaded.try_set(true);
                    }
                    if self.error.try_with_untracked(Option::is_some).unwrap_or(false) {
                        let _ = self.error.try_set(None);
                    }
                    let _ = self.as_of.try_set(Some(clock::now()));
                }
                None => {}
            }
        });
    }

    fn end_reading(self) {
        let _ = self.reading.try_update_value(|reading| reading.1 = false);
    }

    /// Requests the last run of these schedules, at most 4 in parallel; schedules with a request in flight are skipped.
    pub fn ask(self, of: Vec<ScheduleId>) {
        for id in of {
            let is_new = self.requested_ids.try_update_value(|asked| {
                let is_new = !asked.contains(&id);
                if is_new {
                    asked.push(id.clone());
                }
                is_new
            });
            if is_new == Some(true) {
                self.queue.push(self.ask_last_run(id));
            }
        }
    }

    async fn ask_last_run(self, id: ScheduleId) {
        let client = self.app.session.client();
        let generation = self.generation.try_get_value();
        let query = RunQuery { limit: 1, schedule: Some(id.clone()), ..RunQuery::default() };
        let answer = client.runs().list(&query).await;
        // After an error the schedule becomes eligible again, the next time it is on screen.
        let _ = self.requested_ids.try_update_value(|asked| asked.retain(|other| *other != id));
        // Runs of other schedules say nothing about this one.
        if let Ok(page) = answer
            && page.left_out == 0
            && self.generation.try_get_value() == generation
        {
            let _ = self.last_runs.try_update(|runs| runs.answer(&id, page.items.first().and_then(Row::good)));
        }
    }
}
