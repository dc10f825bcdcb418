//! The state of the table of schedules: the choice in the address, and the rows that follow from it.

use super::filters::read_filter;
use super::searched_containers::SearchedContainers;
use crate::components::table::batched_rows::render_in_batches;
use crate::components::table::clamp_page::clamp_page_of;
use crate::components::table::row_selection::RowSelection;
use crate::data::query::QueryState;
use crate::data::schedules::Schedules;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::search::{Found, TableSearch};
use crate::domain::schedule::table::{
    Column, FilteredRows, ScheduleFilter, Sort, TableRow, filter_rows, missing_last_runs, page_of, sort_order,
};
use crate::platform::clock::Clock;
use crate::platform::{focus, number, timer, unicode};
use crate::reactive::*;
use crate::routes::known::PAGE_SIZES;
use crate::routes::{Router, UrlQuery};

/// Milliseconds for which the rows stay before their last runs are requested.
const REST_MS: i32 = 150;

/// The choice that the address carries.
#[derive(Clone, Copy)]
pub struct ListChoice {
    router: Router,
    pub filter: Memo<ScheduleFilter>,
    pub sort: Memo<Sort>,
    pub size: Memo<usize>,
    pub page: Memo<usize>,
}

impl ListChoice {
    fn new(router: Router) -> Self {
        let filter = memo(move || router.query().with(read_filter));
        let sort = memo(move || router.query().with(read_sort));
        let size = memo(move || {
            let rows = router.query().with(|query| query.get("rows").and_then(|rows| rows.parse().ok()));
            rows.filter(|rows| PAGE_SIZES.contains(rows)).unwrap_or(25)
        });
        let page = memo(move || {
            router.query().with(|query| query.get("page").and_then(|page| page.parse::<usize>().ok())).unwrap_or(1).max(1)
        });
        Self { router, filter, sort, size, page }
    }

    /// Writes one choice into the address. Any but the page returns to the first page.
    pub fn set(self, name: &'static str, value: &str) {
        let next = self.router.query().get_untracked().with(name, value);
        self.router.set_query(if name == "page" { next } else { next.with("page", "") });
    }

    pub fn set_page(self, page: usize) {
        self.set("page", &if page > 1 { page.to_string() } else { String::new() });
    }

    pub fn set_size(self, size: usize) {
        self.set("rows", &if size == 25 { String::new() } else { size.to_string() });
    }

    pub fn clear_filters(self) {
        let kept = self.router.query().get_untracked();
        let next = ["q", "cloud", "state", "result", "node", "page"].into_iter().fold(kept, |query, name| query.with(name, ""));
        self.router.set_query(next);
        focus::by_id("search");
    }

    /// True if rows are sorted or filtered by their last runs.
    pub fn is_by_run(self) -> bool {
        self.sort.get().column == Column::LastRun || self.filter.with(|filter| filter.result.is_some())
    }

    /// Whether sorting and filtering need the next firings.
    fn looks_ahead(self) -> bool {
        matches!(self.sort.get().column, Column::NextRun | Column::State) || self.filter.with(|filter| filter.state.is_some())
    }
}

/// The rows that are shown.
#[derive(Clone, Copy)]
pub struct ListModel {
    pub schedules: Schedules,
    pub choice: ListChoice,
    pub searched: SearchedContainers,
    /// The filter with its search, as the rows are held against it.
    pub search: Memo<TableSearch>,
    pub shown: Memo<FilteredRows>,
    pub on_page: RwSignal<Vec<TableRow>>,
    /// True once all rows of the page that opens are there: until then everything below them would move.
    pub is_filled: RwSignal<bool>,
    pub keys: Memo<Vec<String>>,
    /// The keys of the direct matches on this page.
    pub direct_keys: Memo<Vec<String>>,
}

/// The rows that an action takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All that are shown.
    Shown,
    /// The direct matches, without the schedules that reach what is searched as part of everything.
    Direct,
}

impl ListModel {
    pub fn new(schedules: Schedules, router: Router, clock: Clock) -> Self {
        let choice = ListChoice::new(router);
        schedules.read_in_order(choice.sort.get_untracked());
        let searched = SearchedContainers::new(schedules, choice.filter);
        let search = memo(move || TableSearch::new(choice.filter.get(), searched.names.get(), unicode::composed));
        let shown = shown_rows(schedules, choice, search, clock);
        // Choosing among thousands and building the rows are tasks of their own, so that a keystroke waits for neither to end.
        let wanted = page_rows(schedules, choice, shown);
        let on_page = render_in_batches(wanted, TableRow::id);
        let is_filled = RwSignal::new(false);
        effect(move || {
            let rows = on_page.with(Vec::len);
            if rows > 0 && rows == wanted.with(Vec::len) && !is_filled.get_untracked() {
                is_filled.set(true);
            }
        });
        let keys = memo(move || on_page.with(|rows| rows.iter().map(|row| row.id().to_owned()).collect::<Vec<_>>()));
        let direct_keys = memo(move || {
            let is_direct = |row: &&TableRow| search.with(|search| search.finds(row)) == Some(Found::Directly);
            on_page.with(|rows| rows.iter().filter(is_direct).map(|row| row.id().to_owned()).collect::<Vec<_>>())
        });
        follow_last_runs(schedules, choice, wanted);
        let total = memo(move || shown.with(|shown| shown.order.len()));
        let is_known = memo(move || is_whole(schedules, choice, searched));
        clamp_page_of(choice.page, choice.size, total, move || is_known.get());
        Self { schedules, choice, searched, search, shown, on_page, is_filled, keys, direct_keys }
    }

    pub fn state(self) -> QueryState {
        let rows = self.schedules.rows.with(Vec::len);
        match (rows, self.schedules.total.get()) {
            (0, None) => self.schedules.error.get().map_or(QueryState::Loading, QueryState::Failed),
            (0, Some(_)) if self.schedules.complete.get() => QueryState::Empty,
            (0, Some(_)) => QueryState::Loading,
            _ if is_page_coming(self.schedules, self.choice, self.shown) => QueryState::Loading,
            _ if self.shown.with(|shown| !shown.order.is_empty()) => QueryState::Ready,
            _ if self.searched.is_coming() => QueryState::Loading,
            _ => QueryState::NoMatch,
        }
    }

    /// The number beside the title; empty until known.
    pub fn count_text(self) -> String {
        let (found, further) = self.shown.with(|shown| (shown.direct, shown.order.len() - shown.direct));
        match self.schedules.total.get() {
            None => String::new(),
            Some(total) if self.choice.filter.with(|filter| *filter == ScheduleFilter::default()) => {
                number::grouped(usize::try_from(total).unwrap_or(usize::MAX))
            }
            Some(total) => {
                let total = number::grouped(usize::try_from(total).unwrap_or(usize::MAX));
                let further =
                    if further > 0 { format!(", {} more by Everything", number::grouped(further)) } else { String::new() };
                format!("{} of {total}{further}", number::grouped(found))
            }
        }
    }

    /// The schedules that the filters let through. Odd rows are left out: no action applies to them.
    pub fn matching(self, extent: Extent) -> Vec<Schedule> {
        untrack(|| {
            self.schedules.rows.with(|rows| {
                self.shown.with(|shown| {
                    let taken = if extent == Extent::Direct { shown.direct } else { shown.order.len() };
                    let places = shown.order.iter().take(taken);
                    let matching = places.filter_map(|at| rows.get(*at)).filter_map(|row| row.row.good().cloned());
                    matching.collect::<Vec<_>>()
                })
            })
        })
    }

    /// True if schedules of everything are shown below the direct matches.
    pub fn has_further(self) -> bool {
        self.shown.with(|shown| shown.order.len() > shown.direct)
    }

    /// True if no schedule is shown to which an action applies.
    pub fn has_no_match(self) -> bool {
        self.schedules.rows.with(|rows| {
            let is_good = |at: &usize| rows.get(*at).is_some_and(|row| row.row.good().is_some());
            self.shown.with(|shown| !shown.order.iter().any(is_good))
        })
    }

    /// The number of rows that the filters let through, once all that they look at is read.
    pub fn found(self) -> Option<usize> {
        let is_known = is_whole(self.schedules, self.choice, self.searched);
        is_known.then(|| self.shown.with(|shown| shown.order.len()))
    }

    /// How many of the shown schedules are ticked.
    pub fn ticked(self, selected_rows: RowSelection) -> usize {
        if !selected_rows.is_on() {
            return 0;
        }
        self.schedules.rows.with(|rows| {
            self.shown.with(|shown| {
                let good = shown.order.iter().filter_map(|at| rows.get(*at)).filter(|row| row.row.good().is_some());
                selected_rows.count(good.map(TableRow::id))
            })
        })
    }
}

/// True once everything is read that the filters look at: the list, the names of containers, the last runs.
fn is_whole(schedules: Schedules, choice: ListChoice, searched: SearchedContainers) -> bool {
    let has_runs = !choice.is_by_run() || schedules.newest.has_loaded.get();
    has_runs && schedules.complete.get() && !searched.is_coming()
}

/// Reads the last runs of the rows of the page; where all rows are sorted or filtered by them, of all that the newest runs show.
fn follow_last_runs(schedules: Schedules, choice: ListChoice, wanted: Memo<Vec<TableRow>>) {
    let newest = schedules.newest;
    let is_by_run = memo(move || choice.is_by_run());
    effect(move || {
        if is_by_run.get() {
            newest.need_all();
        }
    });
    let pause = timer::Slot::new();
    let mut is_first = true;
    effect(move || {
        wanted.with(|rows| newest.show(good(rows).map(|schedule| schedule.id.clone()).collect()));
        if !newest.has_begun.get() || (is_by_run.get() && !newest.has_loaded.get()) {
            return;
        }
        let missing = newest.last_runs.with(|runs| wanted.with(|rows| missing_last_runs(rows, runs)));
        // Rows of the next keystroke may be others.
        let ms = if std::mem::take(&mut is_first) { 0 } else { REST_MS };
        pause.after(ms, move || newest.ask(missing));
    });
}

fn good(rows: &[TableRow]) -> impl Iterator<Item = &Schedule> {
    rows.iter().filter_map(|row| row.row.good())
}

/// The rows that the filters let through, in the chosen order.
fn shown_rows(schedules: Schedules, choice: ListChoice, search: Memo<TableSearch>, clock: Clock) -> Memo<FilteredRows> {
    let sort = choice.sort;
    let looks_ahead = memo(move || choice.looks_ahead());
    let order = memo(move || {
        schedules.with_table_context(clock, looks_ahead.get(), |rows, table_context| sort_order(rows, sort.get(), table_context))
    });
    memo(move || {
        schedules.with_table_context(clock, looks_ahead.get(), |rows, table_context| {
            order.with(|order| search.with(|search| filter_rows(rows, order, search, sort.get(), table_context)))
        })
    })
}

/// True while the rows of a later page are not read yet: those of the last known page would have to make room for them.
fn is_page_coming(schedules: Schedules, choice: ListChoice, shown: Memo<FilteredRows>) -> bool {
    let before = (choice.page.get() - 1).saturating_mul(choice.size.get());
    let is_reading = !schedules.complete.get() && schedules.error.with(Option::is_none);
    before > 0 && is_reading && shown.with(|shown| shown.order.len() <= before)
}

/// The rows on this page, by key; each row has memos of its own for its content.
fn page_rows(schedules: Schedules, choice: ListChoice, shown: Memo<FilteredRows>) -> Memo<Vec<TableRow>> {
    memo(move || {
        if is_page_coming(schedules, choice, shown) {
            return Vec::new();
        }
        schedules.rows.with(|rows| {
            shown.with(|shown| {
                let range = page_of(shown.order.len(), choice.page.get(), choice.size.get());
                let order = shown.order.get(range).unwrap_or_default();
                order.iter().filter_map(|at| rows.get(*at).cloned()).collect::<Vec<TableRow>>()
            })
        })
    })
}

/// `name`, or `-name` for last things first.
fn read_sort(query: &UrlQuery) -> Sort {
    let word = query.get("sort").unwrap_or_default();
    let (word, descending) = word.strip_prefix('-').map_or((word, false), |rest| (rest, true));
    Column::from_param(word).map_or_else(Sort::default, |column| Sort { column, descending })
}
