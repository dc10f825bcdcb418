//! The last run of each schedule. The newest runs are read in pages; a schedule without a run among them ran *before* the oldest
//! one read, if at all, and only a request for that schedule can find out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Run;
use super::summary::RunSummary;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Row;
use crate::domain::list::sort::sorted;
use crate::domain::time::{Instant, Stamp};

/// Most of the newest runs that are read; verdicts, late and missed runs cover this many.
pub const NEWEST_RUNS_READ: usize = 1_000;

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

/// Progress of a reading of the newest runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadProgress {
    /// The next page to read.
    More {
        skip: u64,
    },
    Done,
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

/// Condition at which a reading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDepth {
    /// A run from an earlier reading.
    UntilKnown,
    /// A run from an earlier reading, with no unfinished run behind it: an unfinished one may have ended since.
    UntilFinished,
}

/// A reading in progress.
#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    ids: HashSet<RunId>,
    oldest: Option<Instant>,
    met: bool,
    /// True once a run came after an older one.
    is_unordered: bool,
}

/// The newest runs, by schedule. Build a new value after deleting a run, since the run before a deleted one is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastRuns {
    newest: HashMap<ScheduleId, Arc<RunSummary>>,
    /// Schedules whose own request found no run.
    none: HashSet<ScheduleId>,
    /// Runs read without a gap; a reading that reaches one of them is complete.
    joined: HashSet<RunId>,
    reach: Reach,
    open: Open,
    /// Newest first, at most [`NEWEST_RUNS_READ`].
    recent: Vec<Arc<RunSummary>>,
}

impl LastRuns {
    /// Takes a page of all runs, newest first (`sort=-createdAt`), and gives the next page to read. `skip` 0 starts a new
    /// reading, which ends at a run that is known already, subject to `depth`, after [`NEWEST_RUNS_READ`] runs, or at the end of
    /// the list.
    pub fn absorb(&mut self, page: &[Row<Run>], skip: u64, total: u64, depth: ReadDepth) -> ReadProgress {
        if skip == 0 {
            self.open = Open::default();
        }
        let mut met = false;
        for run in page.iter().filter_map(Row::good) {
            let made = run.created.as_ref().or(run.enqueued.as_ref()).and_then(Stamp::instant);
            // A run that new ones pushed onto this page has come before.
            let is_fresh = self.open.ids.insert(run.id.clone());
            self.open.is_unordered |= is_fresh && made.zip(self.open.oldest).is_some_and(|(made, last)| made > last);
            self.open.oldest = made.or(self.open.oldest);
            met |= self.joined.contains(&run.id);
        }
        let seen: Vec<Arc<RunSummary>> = page.iter().filter_map(Row::good).map(|run| self.kept(RunSummary::of(run))).collect();
        seen.iter().for_each(|run| self.keep(run));
        self.take_in(seen);
        let next = skip.saturating_add(page.len() as u64);
        let mut read = std::mem::take(&mut self.open);
        read.met |= met;
        let goes_on = depth == ReadDepth::UntilFinished && self.has_unfinished_before(read.oldest);
        if page.is_empty() || next >= total {
            self.recent.retain(|run| read.ids.contains(&run.id));
            self.joined = read.ids;
            self.reach = Reach::All;
        } else if read.is_unordered && (next >= NEWEST_RUNS_READ as u64 || self.reach == Reach::Unordered) {
            self.reach = Reach::Unordered;
            self.none.clear();
            self.joined.clear();
        } else if read.met && !goes_on && !read.is_unordered {
            self.joined.extend(read.ids);
        } else if next >= NEWEST_RUNS_READ as u64 {
            if !read.met {
                // This reading does not reach the one before: the runs between them are unknown, and so is everything older.
                self.newest.retain(|_, run| run.made >= read.oldest);
                self.none.clear();
            }
            self.reach = Reach::Since(read.oldest);
            self.recent.retain(|run| read.ids.contains(&run.id));
            self.joined = read.ids;
        } else {
            self.open = read;
            return ReadProgress::More { skip: next };
        }
        ReadProgress::Done
    }

    /// True if the runs came in another order than newest first, and not all of them: then nothing is known of last runs.
    pub fn is_unordered(&self) -> bool {
        self.reach == Reach::Unordered
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

    /// Takes the answer to the request for one schedule's newest run (`job_config_id=…&limit=1`).
    pub fn answer(&mut self, schedule: &ScheduleId, run: Option<&Run>) {
        match run {
            Some(run) => {
                // The answer belongs to the requested id, whatever id the run itself carries (API.md §7 row 14).
                let mut run = RunSummary::of(run);
                run.schedule = Some(schedule.clone());
                self.keep(&Arc::new(run));
            }
            None => {
                self.newest.remove(schedule);
                self.none.insert(schedule.clone());
            }
        }
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
