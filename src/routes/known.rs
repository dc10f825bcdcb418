//! The parts of an address that its page understands. A list under a filter that it does not understand would show other rows than
//! the link says, so the page names such parts instead (see [`unknown_parts`]).

use super::{Place, Route};
use crate::domain::run::failure_cause::is_label;
use crate::domain::run::report::TargetState;
use crate::domain::run::verdict::VerdictFilter;
use crate::domain::schedule::status::StateKind;
use crate::domain::schedule::table::Column;
use crate::domain::sync::cloud::Cloud;
use crate::domain::time::{Instant, parse_instant};

/// The choices of rows per page.
pub const PAGE_SIZES: [usize; 3] = [25, 50, 100];

/// The periods to look back: word in the address, label, hours.
pub const PERIODS: [(&str, &str, i64); 4] = [
    ("1h", "the last hour", 1),
    ("24h", "the last 24 hours", 24),
    ("7d", "the last 7 days", 168),
    ("30d", "the last 30 days", 720),
];

/// The properties that the appliance can sort runs by (API.md §0.6), as columns of the table.
pub const RUN_SORTS: [&str; 5] = ["name", "status", "enqueued_at", "updatedAt", "processing_node"];

/// The runs that a run is compared with: the last one that went well, and the one before.
pub const COMPARISONS: [&str; 2] = ["good", "previous"];

/// The parts of the overview to which a link can lead.
pub const OVERVIEW_PARTS: [&str; 3] = ["missed", "late", "ahead"];

/// Reads a time in a link: RFC 3339, of whose offset a bare plus means a blank in an address.
#[must_use]
pub fn parse_time(text: &str) -> Option<Instant> {
    parse_instant(text).or_else(|| parse_instant(&text.rsplit_once(' ').map(|(time, offset)| [time, "+", offset].concat())?))
}

/// Gives the name and value of each part that the page of this place does not understand, all values of one that is
/// given twice too; `domain` is the signed-in one, `None` for
/// root. Pages without rows ignore what they do not know.
#[must_use]
pub fn unknown_parts(place: &Place, domain: Option<&str>) -> Vec<(String, String)> {
    let is_unknown = |name: &str, value: &str| match name {
        "domain" => domain.unwrap_or("root") != value,
        _ => !is_known(&place.route, name, value) || (has_rows(&place.route) && is_repeated(place, name)),
    };
    let parts = place.query.pairs().filter(|(name, value)| is_unknown(name, value));
    parts.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// True for a name with several values, of which a page would drop all but one.
fn is_repeated(place: &Place, name: &str) -> bool {
    place.query.pairs().filter(|(other, _)| *other == name).count() > 1
}

fn has_rows(route: &Route) -> bool {
    matches!(route, Route::Schedules | Route::Runs | Route::SyncJobs(_) | Route::Run(_) | Route::SyncJob(..))
}

fn is_known(route: &Route, name: &str, value: &str) -> bool {
    let unsigned = value.strip_prefix('-').unwrap_or(value);
    match (route, name) {
        (Route::Home, "show") => OVERVIEW_PARTS.contains(&value),
        (_, "page") if has_rows(route) => value.parse::<usize>().is_ok_and(|page| page > 0),
        (_, "rows") if has_rows(route) => value.parse().is_ok_and(|rows| PAGE_SIZES.contains(&rows)),
        (Route::Schedules, "q" | "node") => true,
        (Route::Schedules, "cloud") => Cloud::from_wire(value).is_some(),
        (Route::Schedules, "state") => StateKind::from_param(value).is_some(),
        (Route::Schedules, "result") | (Route::Runs, "verdict") => VerdictFilter::from_param(value).is_some(),
        (Route::Schedules, "sort") => Column::from_param(unsigned).is_some(),
        (Route::Runs, "status" | "schedule" | "name" | "node" | "operation") => true,
        (Route::Runs, "since") => PERIODS.iter().any(|(word, ..)| *word == value),
        (Route::Runs, "from" | "to") => parse_time(value).is_some(),
        (Route::Runs, "sort") => RUN_SORTS.contains(&unsigned),
        (Route::SyncJobs(_), "status" | "container") => true,
        (Route::SyncJobs(source), "region") => source.has_regions(),
        (Route::Run(_) | Route::SyncJob(..), "q") => true,
        (Route::Run(_) | Route::SyncJob(..), "cause") => is_label(value),
        (Route::Run(_) | Route::SyncJob(..), "show") => TargetState::from_param(value).is_some(),
        (Route::Run(_), "compare") => COMPARISONS.contains(&value),
        _ => !has_rows(route),
    }
}
