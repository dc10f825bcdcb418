//! All schedules of the domain, kept in the browser: read in pages with at most 4 requests in flight, the first page on screen at
//! once. Includes the last run of each, from the newest runs. A page that opens reads again only what is older than the interval of
//! the preferences.
//!
//! A refresh of a list longer than a page reads only the last changes. If the row count then differs from the appliance's, the
//! whole list is read again, at most once in 5 minutes; a failed reading does not count. An appliance that does not list by last
//! change is read whole at that pace.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use crate::data::context::AppContext;
use crate::reactive::*;

use super::paged_query::{PageEvent, PagedQuery};
use super::recent_runs::{RecentRuns, seconds_since};
use crate::api::error::ApiError;
use crate::api::schedules::{ScheduleQuery, made_up};
use crate::domain::appliance::cluster::Node;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::Expression;
use crate::domain::list::collector::{FIRST_PAGE_ROWS, PageCollector, PageRange};
use crate::domain::list::order::is_newest_first;
use crate::domain::list::row::{Identified, Row};
use crate::domain::name::Name;
use crate::domain::schedule::next_firings::NextFiringCache;
use crate::domain::schedule::table::{Sort, TableContext, TableRow, merge, other_enabled_expressions};
use crate::domain::schedule::{Schedule, ScheduleStatus};
use crate::domain::time::clock::Uptime;
use crate::domain::time::{Instant, Stamp};
use crate::platform::clock::Clock;
use crate::platform::unicode::compatible;
use crate::platform::zone::Zone;
use crate::platform::{clock, timer, unicode};

/// Rows of a page of last changes: they are few between two readings.
const CHANGES_ROWS: u64 = 25;
const READ_ALL_AGAIN_MS: i64 = 5 * 60 * 1_000;

/// The schedules, dropped at sign-out.
#[derive(Clone, Copy)]
pub struct Schedules {
    app: AppContext,
    /// In the order of arrival.
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
    /// The order in which the list is read, as the appliance names it: that of the table, whose first rows then stay.
    order: StoredValue<Option<&'static str>>,
    /// The order of the reading that runs.
    order_read: StoredValue<Option<&'static str>>,
    all: PagedQuery<Schedule>,
    read_all_at: StoredValue<Option<Uptime>>,
    /// False once the appliance has refused or ignored the order of the last changes.
    lists_by_change: StoredValue<bool>,
    /// Ids of written schedules, in the order of the writes: an answer requested before a write does not undo it.
    written: StoredValue<Vec<String>>,
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
            order: StoredValue::new(Sort::default().property()),
            order_read: StoredValue::new(None),
            all: PagedQuery::new(),
            read_all_at: StoredValue::new(None),
            lists_by_change: StoredValue::new(true),
            written: StoredValue::new(Vec::new()),
            ahead: StoredValue::new((Zone::Utc, NextFiringCache::default())),
        }
    }

    /// Asks for the list while the page that opens it next is being drawn.
    pub fn read_ahead(self) {
        self.read_all();
    }

    /// Holds one made-up schedule, for a table that nobody sees.
    pub fn make_up(self) {
        self.take(made_up());
        self.answered(Some(1), true);
    }

    /// Reads the list unless it is fresh, and keeps it fresh while the owner lives.
    pub fn open(self) {
        let preferences = self.app.preferences;
        let (age, runs_age) = (self.age(), self.newest.age());
        let has_answer = memo(move || self.total.with(Option::is_some));
        effect(move || {
            self.app.session.resumed().track();
            if !self.is_coming_or_fresh() {
                self.refresh();
            }
            // At the first run they wait for the first rows.
            if has_answer.get_untracked() {
                self.newest.read_if_old();
            }
        });
        let interval = move || preferences.refresh_seconds.try_get_untracked().unwrap_or(30);
        let due = move || {
            let live = preferences.live.try_get_untracked().unwrap_or(false);
            let free = !self.busy.try_get_untracked().unwrap_or(true);
            (live && free).then(interval)
        };
        self.app.polling.watch_since(age, due, move || self.refresh());
        self.app.polling.watch_since(runs_age, due, move || self.newest.read());
        // Data of secondary columns is requested after the first rows are painted, so that it does not delay them.
        effect(move || {
            if has_answer.get() {
                spawn_local(async move {
                    timer::painted().await;
                    self.newest.read_if_old();
                    self.read_nodes();
                });
            }
        });
    }

    /// Seconds since the newest answer; `None` without one, or after a failure.
    fn age(self) -> Option<u32> {
        seconds_since(self.as_of, self.error)
    }

    /// True if the whole list is younger than the interval of the preferences, or is being read in the order of the table.
    fn is_coming_or_fresh(self) -> bool {
        let interval = self.app.preferences.refresh_seconds.try_get_untracked().unwrap_or(30);
        match self.complete.try_get_untracked().unwrap_or(false) {
            true => self.age().is_some_and(|age| age < interval),
            false => {
                let is_in_order = self.order_read.try_get_value() == self.order.try_get_value();
                is_in_order && self.busy.try_get_untracked().unwrap_or(false)
            }
        }
    }

    /// Makes the readings from now on follow the order of a table.
    pub fn read_in_order(self, sort: Sort) {
        self.order.set_value(sort.property());
    }

    /// Reads everything that the table shows, on a person's request.
    pub fn refresh_all(self) {
        if self.lists_by_change.get_value() {
            self.refresh()
        } else {
            self.read_all()
        }
        self.newest.read();
        self.read_nodes();
    }

    /// Reads the last changes, or the whole list if it is short or incomplete.
    pub fn refresh(self) {
        let held = self.rows.try_with_untracked(Vec::len).unwrap_or(0);
        let complete = self.complete.try_get_untracked().unwrap_or(false);
        let is_long = complete && held as u64 > FIRST_PAGE_ROWS;
        match self.lists_by_change.try_get_value().unwrap_or(true) {
            true if is_long => self.read_newest(),
            // The last changes cannot be told from the rest; "as of" stays at the last whole reading.
            false if is_long && !self.is_whole_list_due() => {}
            _ => self.read_all(),
        }
    }

    /// Stores the schedule from the answer of a write.
    pub fn put(self, schedule: Schedule) {
        let is_new = self.rows.try_with_untracked(|rows| !rows.iter().any(|row| row.id() == schedule.id_text())).unwrap_or(false);
        let _ = self.written.try_update_value(|written| written.push(schedule.id_text().to_owned()));
        self.take(vec![Row::Good(schedule)]);
        if is_new {
            let _ = self.total.try_update(|total| *total = total.map(|total| total + 1));
        }
    }

    /// Removes the row of a deleted schedule.
    pub fn drop_row(self, id: &ScheduleId) {
        let _ = self.written.try_update_value(|written| written.push(id.as_str().to_owned()));
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
        let now = clock.minute();
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
                    let compose = unicode::composed;
                    work(rows, TableContext { now, appliance: &*appliance, ahead: &ahead, nodes, last_runs, compose })
                })
            })
        })
    }

    /// Gives the status of a row at the clock's minute; `None` if it was not decoded.
    pub fn status(self, row: &TableRow, clock: Clock) -> Option<ScheduleStatus> {
        let appliance = self.app.preferences.appliance_clocks();
        self.nodes
            .with(|nodes| Some(ScheduleStatus::of(row.row.good()?, row.cron()?, nodes.as_deref(), &*appliance, clock.minute())))
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
        self.rows.with_untracked(|rows| rows.iter().filter_map(|row| row.row.good()).any(|held| held.name.as_sent() == name))
    }

    /// Gives the other schedules that were read and have a name that people may take for this one. `id`: the schedule of this name,
    /// if it is known.
    #[must_use]
    pub fn look_alikes(self, id: Option<&ScheduleId>, name: &Name) -> Vec<(ScheduleId, Name)> {
        self.rows.with_untracked(|rows| {
            // Without an id, the schedule of this very name is the one that is meant.
            let is_other = |other: &&Schedule| id.map_or(other.name != *name, |id| other.id != *id);
            let others = rows.iter().filter_map(|row| row.row.good()).filter(is_other);
            let alike = others.filter(|other| other.name.looks_like(name, &compatible));
            alike.map(|other| (other.id.clone(), other.name.clone())).collect()
        })
    }

    fn read_all(self) {
        let _ = self.busy.try_set(true);
        let client = self.app.session.client();
        // Another order in the middle of a reading would shift its pages.
        let order = Rc::new(Cell::new(self.order.try_get_value().flatten()));
        let _ = self.order_read.try_set_value(order.get());
        let fetch = move |PageRange { skip, limit }| {
            let (client, order) = (client.clone(), Rc::clone(&order));
            async move {
                let sort = order.get().map(str::to_owned);
                let mut query = ScheduleQuery { skip, limit, sort, ..ScheduleQuery::default() };
                loop {
                    match client.schedules().list(&query).await {
                        // An appliance that refuses to sort lists in its own order, and the table sorts what has come.
                        Err(ApiError::Invalid { .. } | ApiError::Unreadable { status: 400 })
                            if skip == 0 && query.sort.is_some() =>
                        {
                            let _ = self.order.try_set_value(None);
                            let _ = self.order_read.try_set_value(None);
                            order.set(None);
                            query.sort = None;
                        }
                        answer => return answer,
                    }
                }
            }
        };
        let (taken, since) = (Cell::new(0), self.writes());
        self.all.read(fetch, move |event| match event {
            PageEvent::Page { .. } => self.show_collected(&taken, since),
            PageEvent::Failed(error) => self.fail(error),
        });
    }

    /// Shows the rows collected beyond the first `taken`, which are on screen: each page adds its rows, the last page also removes
    /// deleted ones.
    fn show_collected(self, taken: &Cell<usize>, since: usize) {
        let Some((rows, total, done)) = self.all.collector.try_with_untracked(|collector| {
            let from = taken.replace(collector.rows().len());
            (collector.rows().get(from..).unwrap_or_default().to_vec(), collector.total(), collector.is_done())
        }) else {
            return;
        };
        self.take_answer(rows, since);
        if done {
            self.drop_deleted(since);
            // A reading that fails half-way must not delay the next one, so only a complete reading sets the time.
            let _ = self.read_all_at.try_update_value(|at| *at = Some(clock::uptime()));
            let _ = self.complete.try_set(true);
            let _ = self.busy.try_set(false);
        }
        // While a list that is known is read again, most rows are as old as before.
        let is_first = !self.complete.try_get_untracked().unwrap_or(false);
        self.answered(total, done || is_first);
    }

    /// Removes the rows that the reading, which is complete, has not met, but for those written after the first `since` writes.
    fn drop_deleted(self, since: usize) {
        let present = |collector: &PageCollector<Schedule>| -> HashSet<String> {
            collector.rows().iter().map(|row| row.id_text().to_owned()).collect()
        };
        let Some(present) = self.all.collector.try_with_untracked(present) else { return };
        let _ = self.rows.try_maybe_update(|held| {
            let before = held.len();
            held.retain(|row| present.contains(row.id()) || self.is_written(row.id(), since));
            (held.len() < before, ())
        });
    }

    /// Reads the last changes page by page until one that is known.
    fn read_newest(self) {
        let _ = self.busy.try_set(true);
        let (client, since) = (self.app.session.client(), self.writes());
        spawn_local(async move {
            let sort = Some("-updatedAt".to_owned());
            let mut query = ScheduleQuery { limit: CHANGES_ROWS, sort, ..ScheduleQuery::default() };
            // Taken together: after a page that fails, rows of the pages before would look as if all older changes were known.
            let mut changed = Vec::new();
            let total = loop {
                match client.schedules().list(&query).await {
                    Ok(page) => {
                        let updated = |schedule: &Schedule| schedule.updated.as_ref().and_then(Stamp::instant);
                        let times: Vec<_> = page.good().map(updated).collect();
                        let is_by_change = is_newest_first(&times);
                        let _ = self.lists_by_change.try_set_value(is_by_change);
                        query.skip += page.items.len() as u64;
                        let is_end = page.items.is_empty() || query.skip >= page.total;
                        let is_known = !is_by_change || is_end || page.items.iter().any(|row| self.holds(row));
                        changed.extend(page.items);
                        if is_known {
                            break page.total;
                        }
                    }
                    Err(ApiError::Invalid { .. } | ApiError::Unreadable { status: 400 }) => {
                        let _ = self.lists_by_change.try_set_value(false);
                        return self.read_all();
                    }
                    Err(error) => return self.fail(error),
                }
            };
            self.take_answer(changed, since);
            self.answered(Some(total), true);
            let _ = self.busy.try_set(false);
            let fits = self.rows.try_with_untracked(|rows| rows.len() as u64 == total).unwrap_or(true);
            if !fits && self.is_whole_list_due() {
                self.read_all();
            }
        });
    }

    /// True if this row is held as a reading brought it; a row from the answer to a write says nothing about older changes.
    fn holds(self, row: &Row<Schedule>) -> bool {
        if self.is_written(row.id_text(), 0) {
            return false;
        }
        let is_held = |rows: &Vec<TableRow>| rows.iter().any(|held| held.id() == row.id_text() && *held.row == *row);
        self.rows.try_with_untracked(is_held).unwrap_or(true)
    }

    fn is_whole_list_due(self) -> bool {
        let last = self.read_all_at.try_get_value().flatten();
        last.is_none_or(|at| clock::uptime().ms_since(at) >= READ_ALL_AGAIN_MS)
    }

    /// Number of writes so far.
    fn writes(self) -> usize {
        self.written.try_with_value(Vec::len).unwrap_or(0)
    }

    /// True if the schedule was written after the first `since` writes.
    fn is_written(self, id: &str, since: usize) -> bool {
        let is_among = |written: &Vec<String>| written.iter().skip(since).any(|other| other == id);
        self.written.try_with_value(is_among).unwrap_or(false)
    }

    /// Takes rows that were requested after the first `since` writes.
    fn take_answer(self, mut fresh: Vec<Row<Schedule>>, since: usize) {
        fresh.retain(|row| !self.is_written(row.id_text(), since));
        self.take(fresh);
    }

    fn take(self, fresh: Vec<Row<Schedule>>) {
        // Unchanged rows keep their value, so an unchanged refresh notifies no subscriber.
        let _ = self.rows.try_maybe_update(|rows| (merge(rows, fresh, unicode::composed), ()));
    }

    fn answered(self, total: Option<u64>, is_fresh: bool) {
        if self.total.try_get_untracked() != Some(total) {
            let _ = self.total.try_set(total);
        }
        if is_fresh {
            let _ = self.as_of.try_set(Some(clock::now()));
        }
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
