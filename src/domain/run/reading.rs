//! The purpose of a reading of the newest runs, and its pages.

use crate::domain::list::collector::{PAGE_ROWS, PageRange};

/// Most of the newest runs that are read; verdicts, late and missed runs cover this many.
pub const NEWEST_RUNS_READ: usize = 1_000;
pub(super) const WINDOW: u64 = NEWEST_RUNS_READ as u64;

/// Progress of a reading of the newest runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadProgress {
    /// The next page to read.
    More(PageRange),
    Done,
}

/// The number of newest runs that a reading is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadExtent {
    /// A page, which shows runs under way and new ones; single schedules are requested by themselves.
    Newest,
    /// [`NEWEST_RUNS_READ`], for counts, and for a sorting or filter of all schedules.
    Window,
}

/// Condition at which a reading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDepth {
    /// A run from an earlier reading.
    UntilKnown,
    /// A run from an earlier reading, with no unfinished run behind it: an unfinished one may have ended since.
    UntilFinished,
}

/// The end of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadGoal {
    pub depth: ReadDepth,
    pub extent: ReadExtent,
}

/// The page that begins there; a reading for the counts ends at their last run.
pub(super) fn page_at(skip: u64) -> PageRange {
    PageRange { skip, limit: WINDOW.saturating_sub(skip).clamp(1, PAGE_ROWS) }
}
