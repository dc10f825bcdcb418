//! Firings of a schedule without a run, or with a delayed one. The result says that the expression was due and no run appeared,
//! never why: a downtime and a deliberate skip look the same from here (API.md §9 Q21, Q22).

use crate::domain::cron::firing::iter::{FiringEvent, FiringIter};
use crate::domain::cron::{Active, ParsedCron};
use crate::domain::list::sort::sorted;
use crate::domain::schedule::Schedule;
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, Stamp, after, ms_between};

/// Milliseconds that a run may precede its firing. A run is normally enqueued 0.1 s after its firing (API.md §4), and NTP keeps
/// the nodes of a cluster within this range of each other.
pub const EARLY_MS: i64 = 5_000;

/// Milliseconds up to which a run is in time. Cron is exact to the minute (API.md §3.4).
pub const IN_TIME_MS: i64 = 60_000;

/// Milliseconds after which a firing without a run is missed instead of late. A queue delayed by a restart or a failover
/// continues within minutes, and a reported miss should stay a miss.
pub const GIVEN_UP_MS: i64 = 10 * 60_000;

/// Milliseconds after which a run no longer answers a firing: such a run was probably started by hand.
pub const LATEST_MS: i64 = 60 * 60_000;

/// Most firings that are checked, newest first: one day of firings every minute. This bounds the cost for long periods.
pub const MOST_FIRINGS: u32 = 1_440;

const DAY_MS: i64 = 86_400_000;

/// The data read about a schedule's runs.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// Times at which runs were enqueued (API.md §4 `enqueued_at`), in any order.
    pub enqueued: &'a [Instant],
    /// Time of the oldest run read, of any schedule: earlier runs are unknown, and so is how long the appliance keeps runs
    /// (API.md §9 Q23). `None` if every run was read. A deleted run counts as missed.
    pub reach: Option<Instant>,
    /// Exclusive start of the period to check.
    pub since: Instant,
}

/// A firing whose run was enqueued after it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delayed {
    pub due: Instant,
    pub enqueued: Instant,
}

/// Firings of a schedule that were not answered in time. Each is in one of three states, by the time at which it was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedRuns {
    /// No run came within [`GIVEN_UP_MS`], where one that still comes makes the firing [`MissedRuns::delayed`], or before the firing
    /// could no longer be answered. Oldest first.
    pub missed: Vec<Instant>,
    /// No run came within [`IN_TIME_MS`], but one may still come. Oldest first.
    pub late: Vec<Instant>,
    /// A run came later than [`IN_TIME_MS`]. Oldest first.
    pub delayed: Vec<Delayed>,
    /// Start of the period that was checked; now, if no firing was checked.
    pub looked_since: Instant,
    /// Number of firings that were checked.
    pub fired: usize,
    /// True if the period has more than [`MOST_FIRINGS`] firings, so that older ones were skipped.
    pub is_capped: bool,
}

impl MissedRuns {
    /// Compares the firings of a schedule with its runs. `now` is the time at which the runs were read, since later runs are
    /// unknown. `appliance` is the zone by which the appliance reads expressions.
    ///
    /// A run answers a firing from [`EARLY_MS`] before it until half of the time to the next firing, but at least [`IN_TIME_MS`]
    /// and at most [`LATEST_MS`] after it, and never from [`EARLY_MS`] before the next firing on. So a run answers at most one
    /// firing. The first run in that range counts; others change nothing. A manual run looks like any other: if it comes when a
    /// firing is due, it can hide that this one firing was missed or late, but it never makes another firing delayed, late or missed.
    ///
    /// Three kinds of firings are skipped: those before the schedule's last change, since it may have been off or had another
    /// expression (API.md §3.8 `updatedAt`); those before the oldest run read, both limits extended by [`EARLY_MS`]; and those
    /// outside its dates. A schedule that is switched off or cannot be read has no checked firing at all.
    pub fn of(
        schedule: &Schedule,
        cron: &ParsedCron,
        appliance: &dyn UtcOffsets,
        window: Window<'_>,
        now: Instant,
    ) -> MissedRuns {
        let mut found = MissedRuns {
            missed: Vec::new(),
            late: Vec::new(),
            delayed: Vec::new(),
            looked_since: now,
            fired: 0,
            is_capped: false,
        };
        let known = |stamp: &Option<Stamp>| stamp.as_ref().and_then(Stamp::instant);
        let (Ok((expression, timetable)), Ok(Active::On { start, end }), Some(updated)) =
            (cron.understood(), schedule.active(), known(&schedule.updated))
        else {
            return found;
        };
        let most_per_day = expression.minutes.len() * expression.hours.len();
        let Some(days) = MOST_FIRINGS.checked_div(most_per_day) else { return found };

        let sure = [Some(updated), known(&schedule.created), window.reach].map(|at| at.map(|at| after(at, EARLY_MS)));
        let first = [Some(window.since), start.map(|start| after(start, -1))];
        let told = sure.into_iter().chain(first).flatten().max().unwrap_or(now);
        let affordable = after(now, -i64::from(days) * DAY_MS);
        let from = told.max(affordable);
        if from >= now {
            return found;
        }
        found.looked_since = start.map_or(from, |start| from.max(start));
        found.is_capped = affordable > told;

        let enqueued = sorted(window.enqueued.to_vec(), Ord::cmp);
        let mut firings = FiringIter::new(timetable, cron.clocks(appliance), from).filter_map(firing).peekable();
        while let Some(at) = firings.next_if(|at| *at <= now && end.is_none_or(|end| *at < end)) {
            found.fired += 1;
            let window = Answers::of(at, firings.peek().copied());
            found.judge(&window, window.first_of(&enqueued), now);
        }
        found
    }

    /// True if a firing has no run and will have none.
    pub fn has_missed(&self) -> bool {
        !self.missed.is_empty()
    }

    /// True if a run is late, or came late.
    pub fn has_late(&self) -> bool {
        !self.late.is_empty() || !self.delayed.is_empty()
    }

    /// True if every firing that was checked was answered in time.
    pub fn is_in_time(&self) -> bool {
        !self.has_missed() && !self.has_late()
    }

    fn judge(&mut self, window: &Answers, came: Option<Instant>, now: Instant) {
        let due = window.due;
        let by_ms = ms_between(due, came.unwrap_or(now));
        match came {
            None if !window.takes(now) => self.missed.push(due),
            _ if by_ms <= IN_TIME_MS => {}
            Some(enqueued) => self.delayed.push(Delayed { due, enqueued }),
            None if by_ms > GIVEN_UP_MS => self.missed.push(due),
            None => self.late.push(due),
        }
    }
}

fn firing(step: FiringEvent) -> Option<Instant> {
    match step {
        FiringEvent::Fires { at, .. } => Some(at),
        FiringEvent::Skips { .. } => None,
    }
}

/// The times at which a run answers a firing.
struct Answers {
    due: Instant,
    /// Inclusive.
    last: Instant,
    /// Exclusive: the begin of the next firing's range.
    next: Option<Instant>,
}

impl Answers {
    fn of(due: Instant, next: Option<Instant>) -> Self {
        let longest = next.map_or(LATEST_MS, |next| (ms_between(due, next) / 2).clamp(IN_TIME_MS, LATEST_MS));
        Self { due, last: after(due, longest), next: next.map(|next| after(next, -EARLY_MS)) }
    }

    /// True for a time up to which a run may still come.
    fn takes(&self, run: Instant) -> bool {
        run <= self.last && self.next.is_none_or(|next| run < next)
    }

    /// The run that answers the firing; `enqueued` is ascending.
    fn first_of(&self, enqueued: &[Instant]) -> Option<Instant> {
        let begin = after(self.due, -EARLY_MS);
        enqueued.get(enqueued.partition_point(|run| *run < begin)).copied().filter(|run| self.takes(*run))
    }
}
