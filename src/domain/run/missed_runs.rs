//! Which firings of a schedule had no run, or a late one. It says that the expression said so and that no run appeared, never why:
//! whether the appliance was down, or left a firing out on purpose, is not to be seen from here (API.md §9 Q21, Q22).

use crate::domain::cron::firing::iter::{FiringEvent, FiringIter};
use crate::domain::cron::{Active, ParsedCron};
use crate::domain::list::sort::sorted;
use crate::domain::schedule::Schedule;
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, Stamp, after, ms_between};

/// A run is on the queue a moment after its firing (API.md §4: 0.1 s). The nodes of a cluster have clocks of their own, kept together
/// by NTP: one that is ahead of the others by more than this is not kept.
pub const EARLY_MS: i64 = 5_000;

/// Up to here a run is in time. Cron is exact to the minute (API.md §3.4), so nobody relies on less.
pub const IN_TIME_MS: i64 = 60_000;

/// For so long a firing without a run is late and may still get one; then it is missed. A queue that is held up for a restart or a
/// failover moves on in minutes, and who is told of a miss should not have to look twice.
pub const GIVEN_UP_MS: i64 = 10 * 60_000;

/// A run that comes later than this after a firing is not taken for that firing's: it is likelier that somebody started it by hand.
pub const LATEST_MS: i64 = 60 * 60_000;

/// About as many firings are looked at as a schedule has in a day that fires every minute, the newest: what it costs does not grow
/// with the time looked back.
pub const MOST_FIRINGS: u32 = 1_440;

const DAY_MS: i64 = 86_400_000;

/// What was read of the runs of a schedule.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// When they were put on the queue (API.md §4 `enqueued_at`), in any order.
    pub enqueued: &'a [Instant],
    /// The oldest run read, of whichever schedule: what was before is not known, nor how long the appliance keeps runs (API.md §9
    /// Q23). `None` when all were read that there are. A run that somebody deleted is missed like one that never was.
    pub reach: Option<Instant>,
    /// Firings up to then are of no interest.
    pub since: Instant,
}

/// A firing whose run came late, or has not come yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// The firing.
    pub expected: Instant,
    /// By how much the run came later, or is overdue, in milliseconds.
    pub by_ms: i64,
    /// When the run was put on the queue; `None` while there is none.
    pub came: Option<Instant>,
}

/// Whether the runs of a schedule came when its expression said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedRuns {
    /// The firings without a run that were given up, oldest first.
    pub missed: Vec<Instant>,
    /// The firings whose run came late or is overdue, oldest first.
    pub late: Vec<Late>,
    /// Nothing is said of firings before this; now, if nothing is said at all.
    pub looked_since: Instant,
    /// How many firings were looked at.
    pub fired: usize,
    /// Whether firings were left out that could have been looked at, since they are more than [`MOST_FIRINGS`].
    pub is_capped: bool,
}

impl MissedRuns {
    /// Holds the firings of a schedule until `now` against its runs. `now` is when the runs were read: later ones are not known.
    /// `appliance` are the clocks by which the appliance reads expressions.
    ///
    /// A run answers a firing from [`EARLY_MS`] before it until half of the time to the next firing, but at least [`IN_TIME_MS`] and
    /// at most [`LATEST_MS`] after it, and never from [`EARLY_MS`] before the next on, which is that one's time. So a run answers one
    /// firing at most. The first that answers counts, and others change nothing. A run started by hand looks like any other: one that
    /// comes when a firing is due stands for it and can hide that it was missed or late, that one and no other; and no run ever makes
    /// another firing late or missed.
    ///
    /// Nothing is said of firings before the schedule was last changed, since it may have been switched off or have had another
    /// expression (API.md §3.8 `updatedAt`), nor before the oldest run read, both by [`EARLY_MS`] to be sure; nor of those outside its
    /// dates. Nothing at all is said of a schedule that is switched off, or of which any of that cannot be read.
    pub fn of(
        schedule: &Schedule,
        cron: &ParsedCron,
        appliance: &dyn UtcOffsets,
        window: Window<'_>,
        now: Instant,
    ) -> MissedRuns {
        let mut found = MissedRuns { missed: Vec::new(), late: Vec::new(), looked_since: now, fired: 0, is_capped: false };
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
        let mut firings = FiringIter::new(timetable, appliance, from).filter_map(firing).peekable();
        while let Some(at) = firings.next_if(|at| *at <= now && end.is_none_or(|end| *at < end)) {
            found.fired += 1;
            found.judge(at, answer(&enqueued, at, firings.peek().copied()), now);
        }
        found
    }

    fn judge(&mut self, expected: Instant, came: Option<Instant>, now: Instant) {
        let by_ms = ms_between(expected, came.unwrap_or(now));
        if came.is_none() && by_ms > GIVEN_UP_MS {
            self.missed.push(expected);
        } else if by_ms > IN_TIME_MS {
            self.late.push(Late { expected, by_ms, came });
        }
    }
}

fn firing(step: FiringEvent) -> Option<Instant> {
    match step {
        FiringEvent::Fires { at, .. } => Some(at),
        FiringEvent::Skips { .. } => None,
    }
}

/// The run that answers a firing, of all that were `enqueued`, in order.
fn answer(enqueued: &[Instant], at: Instant, next: Option<Instant>) -> Option<Instant> {
    let begin = |firing: Instant| after(firing, -EARLY_MS);
    let longest = next.map_or(LATEST_MS, |next| (ms_between(at, next) / 2).clamp(IN_TIME_MS, LATEST_MS));
    let first = enqueued.get(enqueued.partition_point(|run| *run < begin(at))).copied();
    first.filter(|run| *run <= after(at, longest) && next.is_none_or(|next| *run < begin(next)))
}
