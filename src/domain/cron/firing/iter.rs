//! Firings of an appliance whose clocks are not on UTC. The expression is about local times, and an offset change skips some
//! local times and repeats others.

use std::collections::VecDeque;

use chrono::{Datelike, MappedLocalTime, NaiveDateTime};

use super::timetable::Timetable;
use crate::domain::time::zone::{LocalTime, MAX_OFFSET_SPAN_MS, OffsetChange, UtcOffsets, instants, next_change};
use crate::domain::time::{Instant, after};

/// Occurrence of a local time that clocks set back show twice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClockChange {
    /// Before the clocks are set back.
    First,
    /// After the clocks are set back.
    Second,
}

/// Next event on the appliance's clocks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FiringEvent {
    /// A firing.
    Fires {
        at: Instant,
        /// Local time on the appliance's clocks.
        wall: LocalTime,
        /// Occurrence of a repeated local time; `None` for a time that occurs once.
        turn: Option<ClockChange>,
    },
    /// A matching local time that the clocks skip.
    Skips {
        time: NaiveDateTime,
        /// The offset change that skips the time.
        change: OffsetChange,
    },
}

/// Iterator over the events after an instant. Ends where the engine gives up: five years without a firing.
pub struct FiringIter<'a> {
    timetable: &'a Timetable,
    zone: &'a dyn UtcOffsets,
    start: Instant,
    /// The local time reached so far, stored as if it were UTC.
    clock: Option<Instant>,
    /// Local year after which the search ends.
    last_year: i32,
    due: VecDeque<FiringEvent>,
    /// Firings of the second occurrence, which follow all of the first.
    second_turns: VecDeque<FiringEvent>,
    gap: Option<OffsetChange>,
}

impl<'a> FiringIter<'a> {
    /// Takes the clocks of `zone` and gives the events later than `start`.
    #[must_use]
    pub fn new(timetable: &'a Timetable, zone: &'a dyn UtcOffsets, start: Instant) -> Self {
        // Clocks that are about to be set back will show earlier local times than at `start`.
        let around = [-MAX_OFFSET_SPAN_MS, MAX_OFFSET_SPAN_MS].map(|ms| zone.offset_at(after(start, ms)));
        let clock = after(start, i64::from(around.into_iter().fold(i32::MAX, i32::min)) * 1_000);
        let (due, second_turns) = (VecDeque::new(), VecDeque::new());
        Self { timetable, zone, start, clock: Some(clock), last_year: last_year(clock), due, second_turns, gap: None }
    }

    /// Pushes the events of the next local time into `due`; there may be none.
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
                // The timetable has ended, so `due` stays empty.
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
    /// Gives the instant of the firing; for a skipped time, the instant of the offset change.
    #[must_use]
    pub const fn instant(&self) -> Instant {
        match self {
            Self::Fires { at, .. } => *at,
            Self::Skips { change, .. } => change.at,
        }
    }
}

/// Last year in which the engine looks for a firing, as in [`Timetable::next_after`].
fn last_year(clock: Instant) -> i32 {
    after(clock, 1_000).year() + 5
}
