//! Which run of each schedule was the last. The newest runs are read in pages; what they cannot tell is said as such: a schedule
//! that is not among them ran *before* the oldest of them, if at all, and only a question of its own can tell.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::id::{RunId, ScheduleId};
use super::row::Row;
use super::run::Run;
use super::time::{Instant, Stamp};

/// How many of the newest runs are read at most.
pub const NEWEST_READ: u64 = 500;

/// What is known of a schedule's last run.
#[derive(Clone, Debug, PartialEq)]
pub enum LastRun {
    /// This one.
    Run(Arc<Run>),
    /// Not among the runs read, which reach back to this time.
    Before(Instant),
    /// There is none.
    None,
    /// Nothing was read yet.
    NotRead,
}

/// Whether reading further pages of the newest runs can tell more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
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

/// A reading that has begun and not ended.
#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    ids: HashSet<RunId>,
    oldest: Option<Instant>,
}

/// The newest runs, by schedule. Make a new one after deleting a run: which one was the last before it is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastRuns {
    newest: HashMap<ScheduleId, Arc<Run>>,
    /// Schedules asked for one by one that had none.
    none: HashSet<ScheduleId>,
    /// The runs read without a gap; a reading that meets one of them has nothing more to find.
    joined: HashSet<RunId>,
    reach: Reach,
    open: Open,
}

impl LastRuns {
    /// Takes a page of all runs, newest first (`sort=-createdAt`). A page with `skip` 0 begins a new reading, which goes on until it
    /// meets runs that were read before, has read [`NEWEST_READ`], or has read all.
    pub fn absorb(&mut self, page: &[Row<Run>], skip: u64, total: u64) -> Reading {
        if skip == 0 {
            self.open = Open::default();
        }
        let mut met = false;
        for run in page.iter().filter_map(Row::good) {
            self.open.oldest = created(run).or(self.open.oldest);
            self.open.ids.insert(run.id.clone());
            met |= self.joined.contains(&run.id);
            self.keep(run);
        }
        let next = skip.saturating_add(page.len() as u64);
        let read = std::mem::take(&mut self.open);
        if page.is_empty() || next >= total {
            self.reach = Reach::All;
            self.joined = read.ids;
        } else if met {
            self.joined.extend(read.ids);
        } else if next >= NEWEST_READ {
            // This reading does not touch the one before: what lies between them is unknown, and so is all that is older.
            self.newest.retain(|_, run| created(run) >= read.oldest);
            self.none.clear();
            self.reach = Reach::Since(read.oldest);
            self.joined = read.ids;
        } else {
            self.open = read;
            return Reading::More { skip: next };
        }
        Reading::Done
    }

    fn keep(&mut self, run: &Run) {
        let Some(schedule) = &run.schedule else { return };
        self.none.remove(schedule);
        match self.newest.get_mut(schedule) {
            Some(known) if known.id != run.id && created(known) > created(run) => {}
            Some(known) if **known == *run => {}
            Some(known) => *known = Arc::new(run.clone()),
            None => {
                self.newest.insert(schedule.clone(), Arc::new(run.clone()));
            }
        }
    }

    /// Takes the answer to the question for one schedule's newest run (`job_config_id=…&limit=1`).
    pub fn answer(&mut self, schedule: &ScheduleId, run: Option<&Run>) {
        match run {
            Some(run) => {
                // Asked by this id, answered for it, whatever the run itself says (API.md §7 row 14).
                let mut run = run.clone();
                run.schedule = Some(schedule.clone());
                self.keep(&run);
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

fn created(run: &Run) -> Option<Instant> {
    run.created.as_ref().or(run.enqueued.as_ref()).and_then(Stamp::instant)
}
