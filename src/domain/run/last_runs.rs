//! Which run of each schedule was the last. The newest runs are read in pages; what they cannot tell is said as such: a schedule
//! that is not among them ran *before* the oldest of them, if at all, and only a question of its own can tell.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Run;
use super::summary::RunSummary;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Row;
use crate::domain::list::sort::sorted;
use crate::domain::time::{Instant, Stamp};

/// How many of the newest runs are read at most: verdicts, late and missed runs are told over these.
pub const NEWEST_RUNS_READ: usize = 1_000;

/// What is known of a schedule's last run.
#[derive(Clone, Debug, PartialEq)]
pub enum LastRun {
    /// This one.
    Run(Arc<RunSummary>),
    /// Not among the runs read, which reach back to this time.
    Before(Instant),
    /// There is none.
    None,
    /// Nothing was read yet.
    NotRead,
}

/// Whether reading further pages of the newest runs can tell more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadProgress {
    /// Read the page that begins there.
    More {
        /// Its `skip`.
        skip: u64,
    },
    /// Enough is known.
    Done,
}

/// How far back the runs read reach without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Reach {
    #[default]
    Nothing,
    Since(Option<Instant>),
    All,
}

/// How far a reading goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDepth {
    /// Until it meets a run that was read before.
    UntilKnown,
    /// On from there until nothing behind it is known as unfinished: a run may have ended since.
    UntilFinished,
}

/// A reading that has begun and not ended.
#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    ids: HashSet<RunId>,
    oldest: Option<Instant>,
    met: bool,
}

/// The newest runs, by schedule. Make a new one after deleting a run: which one was the last before it is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastRuns {
    newest: HashMap<ScheduleId, Arc<RunSummary>>,
    /// Schedules asked for one by one that had none.
    none: HashSet<ScheduleId>,
    /// The runs read without a gap; a reading that meets one of them has nothing more to find.
    joined: HashSet<RunId>,
    reach: Reach,
    open: Open,
    /// The newest runs themselves, newest first, at most [`NEWEST_RUNS_READ`].
    recent: Vec<Arc<RunSummary>>,
}

impl LastRuns {
    /// Takes a page of all runs, newest first (`sort=-createdAt`). A page with `skip` 0 begins a new reading, which goes on until it
    /// meets runs that were read before, to the depth given, has read [`NEWEST_RUNS_READ`], or has read all.
    pub fn absorb(&mut self, page: &[Row<Run>], skip: u64, total: u64, depth: ReadDepth) -> ReadProgress {
        if skip == 0 {
            self.open = Open::default();
        }
        let mut met = false;
        for run in page.iter().filter_map(Row::good) {
            self.open.oldest = run.created.as_ref().or(run.enqueued.as_ref()).and_then(Stamp::instant).or(self.open.oldest);
            self.open.ids.insert(run.id.clone());
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
        } else if read.met && !goes_on {
            self.joined.extend(read.ids);
        } else if next >= NEWEST_RUNS_READ as u64 {
            if !read.met {
                // This reading does not touch the one before: what lies between them is unknown, and so is all that is older.
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

    /// The newest runs, newest first, as far back as [`LastRuns::recent_since`] says.
    pub fn recent(&self) -> &[Arc<RunSummary>] {
        &self.recent
    }

    /// Since when [`LastRuns::recent`] has every run; `None` when it has all that the appliance keeps.
    pub fn recent_since(&self) -> Option<Instant> {
        if self.recent.len() < NEWEST_RUNS_READ { self.reach() } else { self.recent.last().and_then(|run| run.made) }
    }

    /// What is held of this run, if it did not change.
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

    /// Whether a run from before a time is known as unfinished.
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

    /// Takes the answer to the question for one schedule's newest run (`job_config_id=…&limit=1`).
    pub fn answer(&mut self, schedule: &ScheduleId, run: Option<&Run>) {
        match run {
            Some(run) => {
                // Asked by this id, answered for it, whatever the run itself says (API.md §7 row 14).
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

    /// What is known of a schedule's last run.
    pub fn of(&self, schedule: &ScheduleId) -> LastRun {
        if let Some(run) = self.newest.get(schedule) {
            return LastRun::Run(Arc::clone(run));
        }
        if self.none.contains(schedule) || self.reach == Reach::All {
            return LastRun::None;
        }
        self.reach().map_or(LastRun::NotRead, LastRun::Before)
    }

    /// How far back the runs read reach; `None` when all were read, or nothing yet.
    pub fn reach(&self) -> Option<Instant> {
        match self.reach {
            Reach::Nothing => self.open.oldest,
            Reach::Since(at) => at,
            Reach::All => None,
        }
    }
}
