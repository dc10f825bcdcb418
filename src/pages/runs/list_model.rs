//! Rows of the runs table: one server page, refreshed by polling, or, when a verdict filter is set, which the server cannot
//! apply, the matching newest runs.

use std::collections::HashMap;

use super::filters::RunFilters;
use crate::data::client::ApiError;
use crate::data::client::Page;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::list::order::page_note;
use crate::domain::list::row::Row;
use crate::domain::list::stable_rows::StableRows;
use crate::domain::run::summary::RunSummary;
use crate::platform::clock as now;
use crate::reactive::*;

/// The rows of the server page, and their total.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    pinned: StableRows,
    rows: HashMap<String, Row<RunSummary>>,
}

impl Shown {
    fn take(&mut self, page: &Page<RunSummary>, is_asked_for: bool) {
        let ids = page.items.iter().map(|row| row.id_text().to_owned()).collect::<Vec<_>>();
        let before = std::mem::take(&mut self.pinned);
        self.pinned = if is_asked_for { StableRows::showing(ids) } else { before.renewed(ids) };
        self.rows.extend(page.items.iter().map(|row| (row.id_text().to_owned(), row.clone())));
        let shown = self.pinned.shown();
        self.rows.retain(|id, _| shown.contains(id));
    }
}

/// The runs for the filters of an address. Copied freely; lives as long as the owner in which it was created.
#[derive(Clone, Copy)]
pub struct RunListModel {
    /// The server page; none while a verdict filter is set.
    pub page: Query<Option<Page<RunSummary>>>,
    /// Whether a verdict filter is set, which selects among the newest runs.
    pub is_window: Memo<bool>,
    /// The rows of the current page.
    pub rows: Memo<Vec<Row<RunSummary>>>,
    /// The number of matching runs, once known.
    pub total: Memo<Option<usize>>,
    pub error: Memo<Option<ApiError>>,
    /// The sentences about rows that are not what was asked for.
    pub note: Memo<Option<String>>,
    /// The number of new runs that wait to be shown.
    pub fresh: Memo<usize>,
    schedules: Schedules,
}

impl RunListModel {
    /// Sends the request, and polls.
    pub fn new(asked: Memo<RunFilters>) -> Self {
        let schedules = SignedInContext::expect().schedules;
        let is_window = memo(move || asked.with(|asked| asked.verdict.is_some()));
        let page = server_page(asked, is_window);
        // The newest runs are shared by the whole console; here they are read when a verdict filter is set.
        effect(move || {
            if is_window.get() {
                schedules.newest.keep_fresh();
                schedules.newest.need_all();
            }
        });
        let shown = shown_rows(page, asked);
        let found = matching_runs(schedules, asked, is_window);
        let rows = memo(move || {
            if is_window.get() {
                let (page, size) = asked.with(|asked| (asked.page, asked.size));
                let page = found.with(|found| {
                    found.iter().skip((page - 1).saturating_mul(size)).take(size).cloned().map(Row::Good).collect::<Vec<_>>()
                });
                return page;
            }
            shown.with(|shown| shown.pinned.shown().iter().filter_map(|id| shown.rows.get(id).cloned()).collect::<Vec<_>>())
        });
        let total = memo(move || {
            if is_window.get() {
                return schedules.newest.has_loaded.get().then(|| found.with(Vec::len));
            }
            page.data
                .with(|page| page.as_ref().and_then(Option::as_ref).map(|page| usize::try_from(page.total).unwrap_or(usize::MAX)))
        });
        let error = memo(move || if is_window.get() { schedules.newest.error.get() } else { page.error.get() });
        let fresh = memo(move || if is_window.get() { 0 } else { shown.with(|shown| shown.pinned.fresh()) });
        let note = memo(move || {
            page.data.with(|page| {
                let page = page.as_ref().and_then(Option::as_ref)?;
                let is_by_time = asked.with(|asked| asked.sort.is_none());
                let times: Vec<_> = page.good().map(|run| run.made).filter(|_| is_by_time).collect();
                page_note(page.left_out, page.left_out + page.items.len(), page.total, &times)
            })
        });
        Self { page, is_window, rows, total, error, note, fresh, schedules }
    }

    /// Reads again on request of a person.
    pub fn refresh(self) {
        if self.is_window.get_untracked() {
            self.schedules.newest.read();
        } else {
            self.page.refresh();
        }
    }

    /// Drops the known last runs after a deletion: the last run of a schedule may be among the deleted.
    pub fn forget(self) {
        self.schedules.newest.restart();
        self.page.refresh();
    }
}

/// The polled page of the appliance; none while a verdict filter is set.
fn server_page(asked: Memo<RunFilters>, is_window: Memo<bool>) -> Query<Option<Page<RunSummary>>> {
    let AppContext { session, preferences, .. } = AppContext::expect();
    let page = Query::new(move || {
        let client = session.client();
        let query = asked.with(|asked| asked.query(now::now()));
        let is_window = is_window.get();
        async move {
            if is_window {
                return Ok(None);
            }
            let Page { items, skip, limit, total, left_out } = client.runs().list(&query).await?;
            let summary = |row: Row<_>| match row {
                Row::Good(run) => Row::Good(RunSummary::of(&run)),
                Row::Odd(odd) => Row::Odd(odd),
            };
            Ok(Some(Page { items: items.into_iter().map(summary).collect(), skip, limit, total, left_out }))
        }
    });
    page.poll_while(move |_| {
        let is_window = is_window.try_get_untracked().unwrap_or(true);
        if is_window { None } else { preferences.refresh_seconds.try_get_untracked() }
    });
    page
}

/// The rows of the server page, which stay in place until a person asks for others.
fn shown_rows(page: Query<Option<Page<RunSummary>>>, asked: Memo<RunFilters>) -> RwSignal<Shown> {
    let shown = RwSignal::new(Shown::default());
    let mut is_asked_for = true;
    effect(move || {
        is_asked_for |= page.busy.get() || asked.with(|asked| asked.sort.is_some());
        let has_come = page.data.with(|page| {
            if let Some(Some(page)) = page {
                shown.update(|shown| shown.take(page, is_asked_for));
            }
            // Clear rows of the previous filter, so that bulk actions cannot act on them.
            if page.is_none() && shown.with_untracked(|shown| *shown != Shown::default()) {
                shown.set(Shown::default());
            }
            matches!(page, Some(Some(_)))
        });
        // A failed manual refresh stays "requested" until a poll succeeds.
        if has_come && !page.busy.get_untracked() {
            is_asked_for = false;
        }
    });
    shown
}

/// The newest runs with the requested verdict.
fn matching_runs(schedules: Schedules, asked: Memo<RunFilters>, is_window: Memo<bool>) -> Memo<Vec<RunSummary>> {
    let clock = AppContext::expect().clock;
    memo(move || {
        if !is_window.get() {
            return Vec::new();
        }
        let now = clock.minute();
        schedules.newest.last_runs.with(|runs| {
            asked.with(|asked| {
                runs.recent().iter().filter(|run| asked.matches(run, now)).map(|run| (**run).clone()).collect::<Vec<_>>()
            })
        })
    })
}
