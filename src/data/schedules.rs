//! All schedules of the domain, kept in the browser: up to 5,000, read by 100 with at most 4 requests in flight, the first page
//! on screen at once. Includes the last run of each, from the newest runs.
//!
//! A refresh of a list longer than a page reads only the last changes. If the row count then differs from the appliance's, the
//! whole list is read again, at most once in 5 minutes; a failed reading does not count.

use crate::data::context::AppContext;
use crate::reactive::*;

use super::paged_query::{PAGE_ROWS, PageEvent, PagedQuery};
use super::recent_runs::RecentRuns;
use crate::api::error::ApiError;
use crate::api::schedules::ScheduleQuery;
use crate::domain::appliance::cluster::Node;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::Expression;
use crate::domain::list::row::{Identified, Row};
use crate::domain::schedule::Schedule;
use crate::domain::schedule::next_firings::NextFiringCache;
use crate::domain::schedule::table::{TableContext, TableRow, merge, other_enabled_expressions};
use crate::domain::time::{Instant, ms_between};
use crate::platform::clock::Clock;
use crate::platform::zone::Zone;
use crate::platform::{clock, timer};

const READ_ALL_AGAIN_MS: i64 = 5 * 60 * 1_000;

/// The schedules, dropped at sign-out.
#[derive(Clone, Copy)]
pub struct Schedules {
    app: AppContext,
    /// In the appliance's order: newest first.
    pub rows: RwSignal<Vec<TableRow>>,
    /// The appliance's count; `None` before the first answer.
    pub total: RwSignal<Option<u64>>,
    /// True once the whole list was read.
    pub complete: RwSignal<bool>,
    /// True while a reading is running.
    pub busy: RwSignal<bool>,
    /// The error of the last reading, if it failed.
    pub error: RwSignal<Option<ApiError>>,
    /// Time of the newest answer.
    pub as_of: RwSignal<Option<Instant>>,
    pub newest: RecentRuns,
    /// Nodes of the cluster; `None` until known, and without permission to read them.
    pub nodes: RwSignal<Option<Vec<Node>>>,
    all: PagedQuery<Schedule>,
    read_all_at: StoredValue<Option<Instant>>,
    ahead: StoredValue<(Zone, NextFiringCache)>,
}

impl Schedules {
    /// Creates the list, empty; the first page that shows schedules calls [`Schedules::open`].
    #[must_use]
    pub fn new(app: AppContext) -> Self {
        Self {
            app,
            rows: RwSignal::new(Vec::new()),
            total: RwSignal::new(None),
            complete: RwSignal::new(false),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            as_of: RwSignal::new(None),
            newest: RecentRuns::new(app),
            nodes: RwSignal::new(None),
            all: PagedQuery::new(),
            read_all_at: StoredValue::new(None),
            ahead: StoredValue::new((Zone::Utc, NextFiringCache::default())),
        }
    }

    /// Reads the list now, and keeps it fresh while the owner lives.
    pub fn open(self) {
        let preferences = self.app.preferences;
        effect(move || {
            self.app.session.resumed().track();
            self.refresh();
        });
        let due = move || {
            let live = preferences.live.try_get_untracked().unwrap_or(false);
            let free = !self.busy.try_get_untracked().unwrap_or(true);
            (live && free).then(|| preferences.refresh_seconds.try_get_untracked().unwrap_or(30))
        };
        self.app.polling.watch(due, move || self.refresh());
        self.app.polling.watch(due, move || self.newest.read());
        // Data of secondary columns is requested after the first rows are painted, so that it does not delay them.
        let has_answer = memo(move || self.total.with(Option::is_some));
        effect(move || {
            if has_answer.get() {
                spawn_local(async move {
                    timer::painted().await;
                    self.newest.read();
                    self.read_nodes();
                });
            }
        });
    }

    /// Reads everything that the table shows, on a person's request.
    pub fn refresh_all(self) {
        self.refresh();
        self.newest.read();
        self.read_nodes();
    }

    /// Reads the last changes, or the whole list if it is short or incomplete.
    pub fn refresh(self) {
        let held = self.rows.try_with_untracked(Vec::len).unwrap_or(0);
        let complete = self.complete.try_get_untracked().unwrap_or(false);
        if complete && held as u64 > PAGE_ROWS { self.read_newest() } else { self.read_all() }
    }

    /// Stores the schedule from the answer of a write.
    pub fn put(self, schedule: Schedule) {
        let is_new = self.rows.try_with_untracked(|rows| !rows.iter().any(|row| row.id() == schedule.id_text())).unwrap_or(false);
        self.take(vec![Row::Good(schedule)]);
        if is_new {
            let _ = self.total.try_update(|total| *total = total.map(|total| total + 1));
        }
    }

    /// Removes the row of a deleted schedule.
    pub fn drop_row(self, id: &ScheduleId) {
        let was_there = self.rows.try_maybe_update(|rows| {
            let before = rows.len();
            rows.retain(|row| row.id() != id.as_str());
            (rows.len() < before, rows.len() < before)
        });
        if was_there == Some(true) {
            let _ = self.total.try_update(|total| *total = total.map(|total| total.saturating_sub(1)));
        }
    }

    /// Runs `work` on the rows with the table's context. `looks_ahead` states that `work` needs the next firings of many rows:
    /// they are cached, since computing thousands of them would delay a keystroke.
    pub fn with_table_context<T>(
        self,
        clock: Clock,
        looks_ahead: bool,
        work: impl FnOnce(&[TableRow], TableContext<'_>) -> T,
    ) -> T {
        let (now, appliance_now) = (clock.minute(), clock.appliance());
        self.rows.with(|rows| {
            self.nodes.with(|nodes| {
                let preferences = self.app.preferences;
                let (zone, appliance) = (preferences.appliance_zone.get(), preferences.appliance_clocks());
                let mut ahead = NextFiringCache::default();
                if looks_ahead {
                    let _ = self.ahead.try_update_value(|(known_in, known)| {
                        let before = if *known_in == zone { std::mem::take(known) } else { NextFiringCache::default() };
                        *known_in = zone;
                        *known = before.renewed(rows, &*appliance, now);
                        ahead.clone_from(known);
                    });
                }
                self.newest.last_runs.with(|last_runs| {
                    let nodes = nodes.as_deref();
                    work(rows, TableContext { now, appliance_now, appliance: &*appliance, ahead: &ahead, nodes, last_runs })
                })
            })
        })
    }

    /// Gives the expressions of the other enabled schedules.
    #[must_use]
    pub fn expressions(self, except: Option<&ScheduleId>) -> Vec<Expression> {
        self.rows.with(|rows| other_enabled_expressions(rows, except, clock::now()))
    }

    /// Gives the schedule with this id, if it was read.
    #[must_use]
    pub fn find(self, id: &ScheduleId) -> Option<Schedule> {
        self.rows.with(|rows| rows.iter().find(|row| row.id() == id.as_str()).and_then(|row| row.row.good().cloned()))
    }

    /// True if a schedule with this name was read.
    #[must_use]
    pub fn has_name(self, name: &str) -> bool {
        self.rows.with_untracked(|rows| rows.iter().filter_map(|row| row.row.good()).any(|held| held.name == name))
    }

    fn read_all(self) {
        let _ = self.busy.try_set(true);
        let client = self.app.session.client();
        let fetch = move |skip| {
            let client = client.clone();
            async move { client.schedules().list(&ScheduleQuery { skip, limit: PAGE_ROWS, ..ScheduleQuery::default() }).await }
        };
        self.all.read(fetch, move |event| match event {
            PageEvent::Page { .. } => self.show_collected(),
            PageEvent::Failed(error) => self.fail(error),
        });
    }

    /// Shows the collected rows: the first pages add to the rows on screen, the last page also removes deleted ones.
    fn show_collected(self) {
        let Some((rows, total, done)) = self
            .all
            .collector
            .try_with_untracked(|collector| (collector.rows().to_vec(), collector.total(), collector.is_done()))
        else {
            return;
        };
        if done {
            let present: std::collections::HashSet<String> = rows.iter().map(|row| row.id_text().to_owned()).collect();
            let gone = self.rows.try_with_untracked(|held| held.iter().any(|row| !present.contains(row.id()))).unwrap_or(false);
            if gone {
                let _ = self.rows.try_update(|held| held.retain(|row| present.contains(row.id())));
            }
            // A reading that fails half-way must not delay the next one, so only a complete reading sets the time.
            let _ = self.read_all_at.try_update_value(|at| *at = Some(clock::now()));
            let _ = self.complete.try_set(true);
            let _ = self.busy.try_set(false);
        }
        self.take(rows);
        self.answered(total);
    }

    fn read_newest(self) {
        let _ = self.busy.try_set(true);
        let client = self.app.session.client();
        spawn_local(async move {
            let query = ScheduleQuery { limit: PAGE_ROWS, sort: Some("-updatedAt".to_owned()), ..ScheduleQuery::default() };
            match client.schedules().list(&query).await {
                Ok(page) => {
                    self.take(page.items);
                    self.answered(Some(page.total));
                    let _ = self.busy.try_set(false);
                    let fits = self.rows.try_with_untracked(|rows| rows.len() as u64 == page.total).unwrap_or(true);
                    let last = self.read_all_at.try_get_value().flatten();
                    let is_old = last.is_none_or(|at| ms_between(at, clock::now()) >= READ_ALL_AGAIN_MS);
                    if !fits && is_old {
                        self.read_all();
                    }
                }
                Err(error) => self.fail(error),
            }
        });
    }

    fn take(self, fresh: Vec<Row<Schedule>>) {
        // Unchanged rows keep their value, so an unchanged refresh notifies no subscriber.
        let _ = self.rows.try_maybe_update(|rows| (merge(rows, fresh), ()));
    }

    fn answered(self, total: Option<u64>) {
        if self.total.try_get_untracked() != Some(total) {
            let _ = self.total.try_set(total);
        }
        let _ = self.as_of.try_set(Some(clock::now()));
        if self.error.try_with_untracked(Option::is_some).unwrap_or(false) {
            let _ = self.error.try_set(None);
        }
    }

    fn fail(self, error: ApiError) {
        self.all.stop();
        let _ = self.busy.try_set(false);
        let _ = self.error.try_set(Some(error));
    }

    /// Requests the nodes of the cluster, unless they are known.
    pub fn read_nodes(self) {
        if self.nodes.try_with_untracked(Option::is_some).unwrap_or(true) {
            return;
        }
        let client = self.app.session.client();
        spawn_local(async move {
            if let Ok(nodes) = client.cluster().nodes().await {
                let _ = self.nodes.try_set(Some(nodes));
            }
        });
    }
}
