//! Firings of an appliance whose clocks are not on UTC: the expression is about what its clocks show, and some times they skip, some
//! they show twice.

use std::collections::VecDeque;

use chrono::{Datelike, MappedLocalTime, NaiveDateTime};

use super::timetable::Timetable;
use crate::domain::time::zone::{LocalTime, MAX_OFFSET_SPAN_MS, OffsetChange, UtcOffsets, instants, next_change};
use crate::domain::time::{Instant, after};

/// Which time it is that the clocks show what they show, when they show it twice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClockChange {
    /// Before the clocks are set back.
    First,
    /// After it.
    Second,
}

/// What comes next on the clocks of an appliance.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FiringEvent {
    /// A firing.
    Fires {
        /// When.
        at: Instant,
        /// What the clocks show.
        wall: LocalTime,
        /// Which of two firings at the same time of the clocks it is; none if there is one.
        turn: Option<ClockChange>,
    },
    /// A time of the expression that the clocks do not show.
    Skips {
        /// The time.
        time: NaiveDateTime,
        /// The change of the clocks that leaves it out.
        change: OffsetChange,
    },
}

/// The firings after an instant, one after the other. Ends where the engine gives up: five years without a firing.
pub struct FiringIter<'a> {
    timetable: &'a Timetable,
    zone: &'a dyn UtcOffsets,
    start: Instant,
    /// What the clocks showed when we looked last, as if it were UTC.
    clock: Option<Instant>,
    /// The year on the clocks in which to give up.
    last_year: i32,
    due: VecDeque<FiringEvent>,
    /// Firings of the second turn, which come after all of the first.
    second_turns: VecDeque<FiringEvent>,
    gap: Option<OffsetChange>,
}

impl<'a> FiringIter<'a> {
    /// The firings later than `start` by the clocks of `zone`.
    #[must_use]
    pub fn new(timetable: &'a Timetable, zone: &'a dyn UtcOffsets, start: Instant) -> Self {
        // Clocks that are about to be set back will show earlier times than now.
        let around = [-MAX_OFFSET_SPAN_MS, MAX_OFFSET_SPAN_MS].map(|ms| zone.offset_at(after(start, ms)));
        let clock = after(start, i64::from(around.into_iter().fold(i32::MAX, i32::min)) * 1_000);
        let (due, second_turns) = (VecDeque::new(), VecDeque::new());
        Self { timetable, zone, start, clock: Some(clock), last_year: last_year(clock), due, second_turns, gap: None }
    }

    /// Puts what the clocks bring next into `due`, which may be nothing.
    fn look(&mut self, clock: Instant) {
        self.clock = self.timetable.next_after(clock).filter(|next| next.year() <= self.last_year);
        let Some(next) = self.clock else {
            self.due.append(&mut self.second_turns);
            return;
        };
        let time = next.naive_utc();
        let fires = |at: Instant, turn| {
            let offset = time.signed_duration_since(at.naive_utc()).num_seconds();
            FiringEvent::Fires { at, wall: LocalTime { time, offset: i32::try_from(offset).unwrap_or_default() }, turn }
        };
        let times = instants(self.zone, time);
        let same_two_turns = match times {
            MappedLocalTime::Ambiguous(first, _) => self.second_turns.front().is_some_and(|step| step.instant() > first),
            _ => false,
        };
        if !same_two_turns {
            self.due.append(&mut self.second_turns);
        }
        match times {
            MappedLocalTime::Single(at) => self.due.push_back(fires(at, None)),
            MappedLocalTime::Ambiguous(first, second) => {
                self.due.push_back(fires(first, Some(ClockChange::First)));
                self.second_turns.push_back(fires(second, Some(ClockChange::Second)));
            }
            MappedLocalTime::None => {
                let around = (after(next, -MAX_OFFSET_SPAN_MS), after(next, MAX_OFFSET_SPAN_MS));
                if self.gap.is_none_or(|gap| gap.at < around.0) {
                    self.gap = next_change(self.zone, around.0, around.1);
                }
                self.due.extend(self.gap.map(|change| FiringEvent::Skips { time, change }));
            }
        }
    }
}

impl Iterator for FiringIter<'_> {
    type Item = FiringEvent;

    fn next(&mut self) -> Option<FiringEvent> {
        loop {
            let Some(step) = self.due.pop_front() else {
                // Nothing is due any more when the timetable has come to its end.
                let clock = self.clock?;
                self.look(clock);
                continue;
            };
            if step.instant() <= self.start {
                continue;
            }
            if let FiringEvent::Fires { wall, .. } = step {
                self.last_year = last_year(wall.time.and_utc());
            }
            return Some(step);
        }
    }
}

impl FiringEvent {
    /// When it happens; for what is skipped, when the clocks skip it.
    #[must_use]
    pub const fn instant(&self) -> Instant {
        match self {
            Self::Fires { at, .. } => *at,
            Self::Skips { change, .. } => change.at,
        }
    }
}

/// The last year in which the engine looks for a firing, as [`Timetable::next_after`] has it.
fn last_year(clock: Instant) -> i32 {
    after(clock, 1_000).year() + 5
}
