//! The last run of each schedule. The newest runs are read in pages; a schedule without a run among them ran *before* the oldest
//! one read, if at all, and only a request for that schedule can find out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Run;
use super::reading::{NEWEST_RUNS_READ, ReadDepth, ReadExtent, ReadGoal, ReadProgress, WINDOW, page_at};
use super::summary::RunSummary;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::collector::PageRange;
use crate::domain::list::row::Row;
use crate::domain::list::sort::sorted;
use crate::domain::time::Instant;

/// Fewest and most runs of the first page.
const FIRST_PAGE_RUNS: std::ops::RangeInclusive<usize> = 25..=100;
/// New runs expected since the last reading, which push unfinished ones down.
const EXPECTED_NEW: usize = 10;
/// Runs that are requested again where a reading goes on at the end of the known ones: a known run among them shows that none is
/// missing between, also after a few were deleted.
const OVERLAP: u64 = 5;

/// Sentence about runs that came in another order than newest first, and not all of them.
pub const UNORDERED_RUNS: &str =
    "The appliance does not list runs newest first, and has more than were read: last, late and missed runs are not known.";

/// Knowledge of a schedule's last run.
#[derive(Clone, Debug, PartialEq)]
pub enum LastRun {
    Run(Arc<RunSummary>),
    /// The last run is older than this time, up to which runs were read.
    Before(Instant),
    /// The schedule has no run.
    None,
    /// No run has been read yet.
    NotRead,
    /// The runs came in another order than newest first, so that a later one may not have come.
    Unordered,
}

/// Time back to which the runs read are complete.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Reach {
    #[default]
    Nothing,
    Since(Option<Instant>),
    All,
    /// The runs came in another order, and not all of them.
    Unordered,
}

/// A reading in progress.
#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    ids: HashSet<RunId>,
    oldest: Option<Instant>,
    met: bool,
    /// True once a run came after an older one.
    is_unordered: bool,
    /// Number of elements of the appliance's list down to the end of the last page.
    next: u64,
    /// True if the reading went on at the end of the known runs, without those between.
    has_jumped: bool,
}

/// The newest runs, by schedule. Build a new value after deleting a run, since the run before a deleted one is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastRuns {
    newest: HashMap<ScheduleId, Arc<RunSummary>>,
    /// Schedules whose own request found no run.
    none: HashSet<ScheduleId>,
    /// Runs read without a gap; a reading that reaches one of them is complete.
    joined: HashSet<RunId>,
    /// Number of elements of the appliance's list down to the oldest of `joined`, without changes since.
    depth: u64,
    /// True once [`NEWEST_RUNS_READ`] were read, or all.
    has_window: bool,
    reach: Reach,
    open: Open,
    /// Newest first, at most [`NEWEST_RUNS_READ`].
    recent: Vec<Arc<RunSummary>>,
}

impl LastRuns {
    /// Begins a reading and gives its first page; `None` if nothing is missing. `is_fresh` states that the newest runs were read
    /// just now: then the reading goes on at the oldest of them.
    #[must_use]
    pub fn begin(&mut self, extent: ReadExtent, is_fresh: bool) -> Option<PageRange> {
        self.open = Open::default();
        let is_enough = self.has_window || (extent == ReadExtent::Newest && self.reach != Reach::Nothing);
        match is_fresh {
            true if is_enough => None,
            true if !self.joined.is_empty() => Some(page_at(self.depth.saturating_sub(OVERLAP))),
            _ if extent == ReadExtent::Window && self.joined.is_empty() => Some(page_at(0)),
            _ => Some(PageRange { skip: 0, limit: self.first_limit() }),
        }
    }

    /// Enough for new runs and for the unfinished among the newest.
    fn first_limit(&self) -> u64 {
        let (least, most) = (*FIRST_PAGE_RUNS.start(), *FIRST_PAGE_RUNS.end());
        let unfinished = self.recent.iter().take(most).rposition(|run| !run.is_over);
        unfinished.map_or(least, |at| (at + 1 + EXPECTED_NEW).clamp(least, most)) as u64
    }

    /// Takes a page of all runs, newest first (`sort=-createdAt`), and gives the next page to read. `skip` 0 starts a new
    /// reading, which ends at a run that is known already, subject to `depth` and `extent`, after [`NEWEST_RUNS_READ`] runs, or
    /// at the end of the list. Without a known run the first page is enough for [`ReadExtent::Newest`].
    pub fn absorb(&mut self, page: &[Row<Run>], skip: u64, total: u64, goal: ReadGoal) -> ReadProgress {
        let ReadGoal { depth, extent } = goal;
        if skip == 0 {
            self.open = Open::default();
        }
        let has_jumped = skip > self.open.next;
        let seen: Vec<Arc<RunSummary>> = page.iter().filter_map(Row::good).map(|run| self.kept(RunSummary::of(run))).collect();
        let met = seen.iter().any(|run| self.joined.contains(&run.id));
        if has_jumped && !met {
            // Runs are missing between: only a reading from the beginning can close the gap.
            self.open = Open::default();
            self.joined.clear();
            return ReadProgress::More(page_at(0));
        }
        let next = skip.saturating_add(page.len() as u64);
        let mut read = std::mem::take(&mut self.open);
        for run in &seen {
            // A run that new ones pushed onto this page has come before.
            let is_fresh = read.ids.insert(run.id.clone());
            read.is_unordered |= is_fresh && run.made.zip(read.oldest).is_some_and(|(made, last)| made > last);
            read.oldest = run.made.or(read.oldest);
            self.keep(run);
        }
        self.take_in(seen);
        read.met |= met;
        read.has_jumped |= has_jumped;
        read.next = next;
        let goes_on = depth == ReadDepth::UntilFinished && self.has_unfinished_before(read.oldest);
        let is_end = page.is_empty() || next >= total;
        if read.has_jumped && (is_end || next >= WINDOW) {
            read.ids.extend(self.joined.drain());
        }
        if is_end {
            self.join_only(read.ids, next);
            self.reach = Reach::All;
            self.has_window = true;
        } else if read.is_unordered && (next >= WINDOW || self.reach == Reach::Unordered) {
            self.reach = Reach::Unordered;
            self.none.clear();
            self.joined.clear();
            self.has_window = true;
        } else if read.met && !goes_on && !read.is_unordered {
            return self.join(read, extent);
        } else if next >= WINDOW {
            if !read.met {
                // This reading does not reach the one before: the runs between them are unknown, and so is everything older.
                self.newest.retain(|_, run| run.made >= read.oldest);
                self.none.clear();
            }
            self.reach = Reach::Since(read.oldest);
            self.join_only(read.ids, next);
            self.has_window = true;
        } else if extent == ReadExtent::Newest && self.reach == Reach::Nothing && !read.is_unordered {
            self.reach = Reach::Since(read.oldest);
            self.join_only(read.ids, next);
        } else {
            self.open = read;
            return ReadProgress::More(page_at(next));
        }
        ReadProgress::Done
    }

    /// Adds a reading that has met known runs, and goes on behind them where they are too few.
    fn join(&mut self, read: Open, extent: ReadExtent) -> ReadProgress {
        let fresh = read.ids.iter().filter(|id| !self.joined.contains(*id)).count() as u64;
        self.joined.extend(read.ids.iter().cloned());
        self.depth += fresh;
        if (read.has_jumped || read.next > self.depth) && self.reach != Reach::All {
            self.depth = read.next;
            self.reach = Reach::Since(read.oldest);
        }
        self.has_window |= self.depth >= WINDOW;
        if extent == ReadExtent::Newest || self.has_window {
            return ReadProgress::Done;
        }
        let page = page_at(read.next.max(self.depth.saturating_sub(OVERLAP)));
        self.open = read;
        ReadProgress::More(page)
    }

    /// Takes these runs, down to the place `depth`, for all that are known without a gap.
    fn join_only(&mut self, ids: HashSet<RunId>, depth: u64) {
        self.recent.retain(|run| ids.contains(&run.id));
        self.joined = ids;
        self.depth = depth;
    }

    /// True if the runs came in another order than newest first, and not all of them: then nothing is known of last runs.
    pub fn is_unordered(&self) -> bool {
        self.reach == Reach::Unordered
    }

    /// True once [`NEWEST_RUNS_READ`] were read, or all.
    pub fn has_window(&self) -> bool {
        self.has_window
    }

    /// Gives the newest runs, newest first, back to [`LastRuns::recent_since`].
    pub fn recent(&self) -> &[Arc<RunSummary>] {
        &self.recent
    }

    /// Gives the time from which [`LastRuns::recent`] is complete; `None` if it contains every run of the appliance.
    pub fn recent_since(&self) -> Option<Instant> {
        if self.recent.len() < NEWEST_RUNS_READ { self.reach() } else { self.recent.last().and_then(|run| run.made) }
    }

    /// The stored summary if it is equal, so that unchanged rows keep their `Arc`.
    fn kept(&self, fresh: RunSummary) -> Arc<RunSummary> {
        let held = fresh.schedule.as_ref().and_then(|schedule| self.newest.get(schedule)).filter(|held| ***held == fresh);
        held.map_or_else(|| Arc::new(fresh), Arc::clone)
    }

    fn take_in(&mut self, seen: Vec<Arc<RunSummary>>) {
        let places: HashMap<RunId, usize> = self.recent.iter().enumerate().map(|(at, run)| (run.id.clone(), at)).collect();
        for run in seen {
            match places.get(&run.id).and_then(|at| self.recent.get_mut(*at)) {
                Some(known) if *known == run => {}
                Some(known) => *known = run,
                None => self.recent.push(run),
            }
        }
        let held = std::mem::take(&mut self.recent);
        self.recent = sorted(held, |one, other| other.made.cmp(&one.made));
        self.recent.truncate(NEWEST_RUNS_READ);
    }

    /// True if an unfinished run older than `oldest` is known.
    fn has_unfinished_before(&self, oldest: Option<Instant>) -> bool {
        self.recent.iter().rev().take_while(|run| run.made < oldest).any(|run| !run.is_over)
    }

    fn keep(&mut self, run: &Arc<RunSummary>) {
        let Some(schedule) = &run.schedule else { return };
        self.none.remove(schedule);
        match self.newest.get_mut(schedule) {
            Some(known) if known.id != run.id && known.made > run.made => {}
            Some(known) if known == run => {}
            Some(known) => *known = Arc::clone(run),
            None => {
                self.newest.insert(schedule.clone(), Arc::clone(run));
            }
        }
    }

    /// Takes the answer to the request for one schedule's newest run (`job_config_id=…&limit=1`), or its newest from a request
    /// for several schedules.
    pub fn answer(&mut self, schedule: &ScheduleId, run: Option<RunSummary>) {
        match run {
            // The answer belongs to the requested id, whatever id the run itself carries (API.md §7 row 14).
            Some(run) => self.keep(&Arc::new(RunSummary { schedule: Some(schedule.clone()), ..run })),
            None => {
                self.newest.remove(schedule);
                self.none.insert(schedule.clone());
            }
        }
    }

    /// True if the last run of a schedule had not ended and is not among the newest, so that only a request for the schedule can
    /// show its end.
    #[must_use]
    pub fn is_unsettled(&self, schedule: &ScheduleId) -> bool {
        self.newest.get(schedule).is_some_and(|run| !run.is_over && !self.joined.contains(&run.id))
    }

    /// Gives the knowledge of a schedule's last run.
    pub fn of(&self, schedule: &ScheduleId) -> LastRun {
        if self.is_unordered() {
            return LastRun::Unordered;
        }
        if let Some(run) = self.newest.get(schedule) {
            return LastRun::Run(Arc::clone(run));
        }
        if self.none.contains(schedule) || self.reach == Reach::All {
            return LastRun::None;
        }
        self.reach().map_or(LastRun::NotRead, LastRun::Before)
    }

    /// Gives the time back to which runs were read; `None` if all were read, or none yet.
    pub fn reach(&self) -> Option<Instant> {
        match self.reach {
            Reach::Nothing => self.open.oldest,
            Reach::Since(at) => at,
            Reach::All | Reach::Unordered => None,
        }
    }
}
