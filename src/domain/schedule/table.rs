//! The table of schedules as data: search, filters, sorting and pages over rows with precomputed search text.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::next_firings::NextFiringCache;
use super::search::{ContainerNames, Found, TableSearch};
use super::status::StateKind;
use super::{NextFiring, Parameters, RunOn, Schedule, ScheduleStatus};
use crate::domain::appliance::cluster::Node;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::{Expression, ParsedCron};
use crate::domain::list::row::Row;
use crate::domain::list::sort;
use crate::domain::name::Name;
use crate::domain::run::last_runs::{LastRun, LastRuns};
use crate::domain::run::verdict::VerdictFilter;
use crate::domain::sync::cloud::Cloud;
use crate::domain::text::{Compose, SearchText};
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, Stamp};

/// A row of the table, with precomputed keys for search and sorting.
#[derive(Clone, Debug)]
pub struct TableRow {
    pub row: Arc<Row<Schedule>>,
    // Parsed lazily; `None` inside for a row that was not decoded.
    cron: Arc<OnceLock<Option<Arc<ParsedCron>>>>,
    /// Name, description, and the values of parameters that are not understood.
    pub(super) own: SearchText,
    /// The containers as stored, in their order.
    pub(super) listed: Vec<SearchText>,
    pub(super) name_key: SearchText,
}

impl PartialEq for TableRow {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.row, &other.row) || self.row == other.row
    }
}

impl TableRow {
    /// Precomputes the keys of a row.
    pub fn new(row: Arc<Row<Schedule>>, compose: Compose) -> TableRow {
        let (name, rest) = match &*row {
            Row::Good(schedule) => {
                let odd = match &schedule.parameters {
                    Parameters::Odd { pairs, .. } => pairs.iter().map(|(_, value)| value.as_str()).collect(),
                    Parameters::Sync(_) | Parameters::Foreign { .. } => Vec::new(),
                };
                let parts = std::iter::once(schedule.description.as_str()).chain(odd);
                (schedule.name.as_sent(), parts.collect::<Vec<_>>().join("\n"))
            }
            Row::Odd(odd) => (odd.name.as_ref().map_or("", Name::as_sent), odd.id.clone().unwrap_or_default()),
        };
        let name_key = SearchText::new(name, compose);
        let own = SearchText::new(&format!("{name}\n{rest}"), compose);
        let stored = row.good().map(Schedule::containers).unwrap_or_default();
        let listed = stored.iter().map(|container| SearchText::new(container, compose)).collect();
        TableRow { row, cron: Arc::default(), own, listed, name_key }
    }

    /// Gives the parsed expression; `None` for a row that was not decoded.
    pub fn cron(&self) -> Option<&Arc<ParsedCron>> {
        self.cron.get_or_init(|| self.row.good().map(|schedule| Arc::new(ParsedCron::read(&schedule.run_at)))).as_ref()
    }

    /// Finds the row's next firing.
    pub fn coming(&self, appliance: &dyn UtcOffsets, now: Instant) -> NextFiring {
        match (&*self.row, self.cron()) {
            (Row::Good(schedule), Some(cron)) => NextFiring::of(schedule, cron, appliance, now),
            _ => NextFiring::Unreadable,
        }
    }

    /// Gives the schedule's status; `None` for a row that was not decoded.
    pub fn schedule_status(&self, table_context: TableContext<'_>) -> Option<ScheduleStatus> {
        self.outlook_with(self.coming(table_context.appliance, table_context.now), table_context)
    }

    /// The status of the row at a position of the table, from the cache where possible.
    fn outlook_at(&self, place: usize, table_context: TableContext<'_>) -> Option<ScheduleStatus> {
        let known = table_context.ahead.of(place, self, table_context.now);
        self.outlook_with(known.unwrap_or_else(|| self.coming(table_context.appliance, table_context.now)), table_context)
    }

    fn outlook_with(&self, coming: NextFiring, table_context: TableContext<'_>) -> Option<ScheduleStatus> {
        Some(ScheduleStatus::with(coming, self.row.good()?, self.cron()?, table_context.nodes, table_context.now))
    }

    /// Gives the row's key.
    pub fn id(&self) -> &str {
        self.row.id_text()
    }
}

/// Search and filters of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleFilter {
    /// Words that must all occur in name, description or containers, in any case and in any spelling of their characters
    /// ([`TableSearch`]).
    pub text: String,
    pub cloud: Option<Cloud>,
    pub state: Option<StateKind>,
    /// Verdicts of the last run.
    pub result: Option<VerdictFilter>,
    /// A node's id; `any` for schedules that are not pinned.
    pub node: Option<String>,
}

/// A sortable column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Name,
    Cloud,
    RunAt,
    NextRun,
    State,
    LastRun,
    Updated,
}

impl Column {
    /// All columns.
    pub const ALL: [Column; 7] =
        [Column::Name, Column::Cloud, Column::RunAt, Column::NextRun, Column::State, Column::LastRun, Column::Updated];

    /// Gives the word in a URL.
    pub fn as_param(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Cloud => "cloud",
            Column::RunAt => "run-at",
            Column::NextRun => "next-run",
            Column::State => "state",
            Column::LastRun => "last-run",
            Column::Updated => "updated",
        }
    }

    /// Reads the word of a URL; `None` for an unknown word.
    pub fn from_param(text: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.as_param() == text)
    }
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub column: Column,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Sort { column: Column::Name, descending: false }
    }
}

impl Sort {
    /// Gives the order as the appliance names it (API.md §0.6); `None` for columns that it cannot sort by.
    pub fn property(self) -> Option<&'static str> {
        Some(match (self.column, self.descending) {
            (Column::Name, false) => "name",
            (Column::Name, true) => "-name",
            (Column::RunAt, false) => "run_at",
            (Column::RunAt, true) => "-run_at",
            (Column::Updated, false) => "updatedAt",
            (Column::Updated, true) => "-updatedAt",
            (Column::Cloud | Column::NextRun | Column::State | Column::LastRun, _) => return None,
        })
    }
}

/// Data that the table needs besides the schedules.
#[derive(Clone, Copy)]
pub struct TableContext<'a> {
    pub now: Instant,
    /// Zone by which the appliance reads expressions.
    pub appliance: &'a dyn UtcOffsets,
    /// Cache of next firings; [`NextFiringCache::default`] is empty and valid.
    pub ahead: &'a NextFiringCache,
    /// `None` while the cluster is unknown.
    pub nodes: Option<&'a [Node]>,
    pub last_runs: &'a LastRuns,
    /// The spelling of characters in searches.
    pub compose: Compose,
}

/// Rows on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilteredRows {
    /// Positions in the rows given: first the direct matches, then those by Everything, each group in the order of the sorting.
    pub order: Vec<usize>,
    /// Number of direct matches. The others reach what is searched as part of everything: they are shown, and no action on all that
    /// match includes them.
    pub direct: usize,
    /// Number of rows whose unknown last run the filter or the sorting needed; the screen reports it.
    pub unsure: usize,
}

/// Searches without names of containers, filters and sorts. Equal rows keep their order.
pub fn select(rows: &[TableRow], filter: &ScheduleFilter, sort: Sort, table_context: TableContext<'_>) -> FilteredRows {
    let search = TableSearch::new(filter.clone(), ContainerNames::default(), table_context.compose);
    filter_rows(rows, &sort_order(rows, sort, table_context), &search, sort, table_context)
}

/// Gives the positions of all rows, sorted. The order does not depend on the search, so a keystroke need not sort.
pub fn sort_order(rows: &[TableRow], sort: Sort, table_context: TableContext<'_>) -> Vec<usize> {
    sorted(rows.iter().enumerate().collect(), sort, table_context)
}

/// Searches and filters rows in the given order.
pub fn filter_rows(
    rows: &[TableRow],
    order: &[usize],
    search: &TableSearch,
    sort: Sort,
    table_context: TableContext<'_>,
) -> FilteredRows {
    let filter = search.filter();
    let mut shown = FilteredRows { order: Vec::with_capacity(order.len()), direct: 0, unsure: 0 };
    let mut by_everything = Vec::new();
    for (at, row) in order.iter().filter_map(|at| rows.get(*at).map(|row| (*at, row))) {
        let Some(found) = search.finds(row).filter(|_| passes(at, row, filter, table_context)) else { continue };
        match filter.result.map(|wanted| has_result(row, wanted, table_context)) {
            Some(Some(false)) => {}
            Some(None) => shown.unsure += 1,
            Some(Some(true)) | None => {
                shown.unsure += usize::from(sort.column == Column::LastRun && last_run_is_unsure(row, table_context));
                match found {
                    Found::Directly => shown.order.push(at),
                    Found::ByEverything => by_everything.push(at),
                }
            }
        }
    }
    shown.direct = shown.order.len();
    shown.order.append(&mut by_everything);
    shown
}

fn passes(place: usize, row: &TableRow, filter: &ScheduleFilter, table_context: TableContext<'_>) -> bool {
    let Row::Good(schedule) = &*row.row else {
        return filter.cloud.is_none()
            && filter.node.is_none()
            && filter.state.is_none_or(|wanted| wanted == StateKind::NotUnderstood);
    };
    let node = match &schedule.run_on {
        RunOn::Any => "any",
        RunOn::Node(id) => id,
    };
    filter.cloud.is_none_or(|wanted| schedule.cloud() == Some(wanted))
        && filter.node.as_ref().is_none_or(|wanted| wanted == node)
        && filter.state.is_none_or(|wanted| {
            row.outlook_at(place, table_context).is_some_and(|schedule_status| schedule_status.state.kind() == wanted)
        })
}

/// True if the last run has such a verdict; `None` while the last run is unknown.
fn has_result(row: &TableRow, wanted: VerdictFilter, table_context: TableContext<'_>) -> Option<bool> {
    let Row::Good(schedule) = &*row.row else { return Some(false) };
    match table_context.last_runs.of(&schedule.id) {
        LastRun::Run(run) => Some(wanted.matches(run.verdict(table_context.now).kind())),
        LastRun::None => Some(false),
        LastRun::Before(_) | LastRun::NotRead | LastRun::Unordered => None,
    }
}

fn last_run_is_unsure(row: &TableRow, table_context: TableContext<'_>) -> bool {
    match &*row.row {
        Row::Good(schedule) => {
            matches!(table_context.last_runs.of(&schedule.id), LastRun::Before(_) | LastRun::NotRead | LastRun::Unordered)
        }
        Row::Odd(_) => false,
    }
}

/// Sort key of a row. Rows without a key come last in both directions.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Text(&'a str),
    Kind(StateKind),
    At(Instant),
}

fn sorted(kept: Vec<(usize, &TableRow)>, sort: Sort, table_context: TableContext<'_>) -> Vec<usize> {
    let keyed: Vec<(usize, Option<Key<'_>>)> =
        kept.into_iter().map(|(at, row)| (at, key_of(at, row, sort.column, table_context))).collect();
    let keyed = sort::sorted(keyed, |(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) if sort.descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    keyed.into_iter().map(|(at, _)| at).collect()
}

fn key_of<'a>(place: usize, row: &'a TableRow, column: Column, table_context: TableContext<'_>) -> Option<Key<'a>> {
    if column == Column::Name {
        return Some(row.name_key.as_str()).filter(|name| !name.is_empty()).map(Key::Text);
    }
    let Row::Good(schedule) = &*row.row else {
        return None;
    };
    match column {
        Column::Name => None,
        Column::Cloud => schedule.cloud().map(|cloud| Key::Text(cloud.label())),
        Column::RunAt => Some(Key::Text(&schedule.run_at)),
        Column::NextRun => row.outlook_at(place, table_context)?.next.map(Key::At),
        Column::State => row.outlook_at(place, table_context).map(|schedule_status| Key::Kind(schedule_status.state.kind())),
        Column::LastRun => match table_context.last_runs.of(&schedule.id) {
            LastRun::Run(run) => run.made.map(Key::At),
            LastRun::Before(_) | LastRun::None | LastRun::NotRead | LastRun::Unordered => None,
        },
        Column::Updated => schedule.updated.as_ref().and_then(Stamp::instant).map(Key::At),
    }
}

/// Gives the positions on page `page` (from 1) of `size` rows; a page beyond the last gives the last.
pub fn page_of(total: usize, page: usize, size: usize) -> Range<usize> {
    let size = size.max(1);
    let last = total.div_ceil(size).max(1);
    let start = (page.clamp(1, last) - 1) * size;
    start..total.min(start + size)
}

/// True for a page (from 1) behind the last one of a list that is not empty.
pub fn is_behind(total: usize, page: usize, size: usize) -> bool {
    total > 0 && page > total.div_ceil(size.max(1))
}

/// Merges a part of the list into `held`: changed rows are replaced in place, unchanged rows keep their `Arc`, new rows come
/// last, so that equal rows of the table stay where they are. Gives true if anything changed.
pub fn merge(held: &mut Vec<TableRow>, fresh: Vec<Row<Schedule>>, compose: Compose) -> bool {
    let places: HashMap<String, usize> = held.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect();
    let mut changed = false;
    for row in fresh {
        match places.get(row.id_text()).and_then(|at| held.get_mut(*at)) {
            Some(known) if *known.row == row => {}
            Some(known) => {
                *known = TableRow::new(Arc::new(row), compose);
                changed = true;
            }
            None => {
                held.push(TableRow::new(Arc::new(row), compose));
                changed = true;
            }
        }
    }
    changed
}

/// Gives the schedules among these rows whose last run needs a request of its own.
pub fn missing_last_runs<'a>(rows: impl IntoIterator<Item = &'a TableRow>, last_runs: &LastRuns) -> Vec<ScheduleId> {
    rows.into_iter()
        .filter_map(|row| row.row.good())
        .filter(|schedule| matches!(last_runs.of(&schedule.id), LastRun::Before(_)))
        .map(|schedule| schedule.id.clone())
        .collect()
}

/// Gives the expressions of the other schedules that are on and have not ended, of any operation; collision warnings compare a
/// new time with them.
pub fn other_enabled_expressions(rows: &[TableRow], except: Option<&ScheduleId>, now: Instant) -> Vec<Expression> {
    let fires = |row: &&TableRow| {
        row.row.good().is_some_and(|schedule| {
            let ended = schedule.end.as_ref().and_then(Stamp::instant).is_some_and(|end| end <= now);
            !schedule.disabled && !ended && Some(&schedule.id) != except
        })
    };
    rows.iter().filter(fires).filter_map(|row| row.cron()?.expression().copied()).collect()
}
