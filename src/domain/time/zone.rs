//! Wall clocks: what a zone's clocks show at an instant, which instants show a given time, and when the clocks change.
//!
//! All of it stands on one question, the offset at an instant, which the browser answers slowly. Whoever asks often asks through
//! [`CachedOffsets`].

use std::cell::RefCell;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::domain::time::{self, Instant};

/// Clocks of a zone.
pub trait UtcOffsets {
    /// Seconds by which the clocks are ahead of UTC at an instant; negative west of it.
    fn offset_at(&self, at: Instant) -> i32;
}

impl UtcOffsets for Utc {
    fn offset_at(&self, _: Instant) -> i32 {
        0
    }
}

impl UtcOffsets for FixedOffset {
    fn offset_at(&self, _: Instant) -> i32 {
        self.local_minus_utc()
    }
}

impl<Z: UtcOffsets> UtcOffsets for &Z {
    fn offset_at(&self, at: Instant) -> i32 {
        (*self).offset_at(at)
    }
}

/// What clocks show, and how far they are ahead of UTC as they show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocalTime {
    /// Date and time on the clocks.
    pub time: NaiveDateTime,
    /// Seconds ahead of UTC.
    pub offset: i32,
}

impl LocalTime {
    /// What the clocks of `zone` show at an instant.
    #[must_use]
    pub fn at(zone: &dyn UtcOffsets, at: Instant) -> Self {
        let offset = zone.offset_at(at);
        Self { time: moved(at, i64::from(offset)).naive_utc(), offset }
    }

    /// How the date on the clocks stands to the date in UTC.
    #[must_use]
    pub fn day(&self) -> DayLength {
        let utc = self.time.checked_sub_signed(TimeDelta::seconds(self.offset.into())).unwrap_or(self.time);
        DayLength::between(utc.date(), self.time.date())
    }
}

/// How one date stands to another that is near.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DayLength {
    /// It is the day before.
    Before,
    /// It is the same day.
    Same,
    /// It is the day after.
    After,
}

impl DayLength {
    /// How `date` stands to `reference`.
    #[must_use]
    pub fn between(reference: NaiveDate, date: NaiveDate) -> Self {
        match date.cmp(&reference) {
            std::cmp::Ordering::Less => Self::Before,
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::After,
        }
    }
}

/// Farther from UTC than any clock, and closer together than any two clock changes: 26 hours, in milliseconds.
pub const MAX_OFFSET_SPAN_MS: i64 = 26 * 3_600 * 1_000;

/// The instants at which the clocks of `zone` show a time: none when it is skipped, two when it comes twice, the earlier one first.
#[must_use]
pub fn instants(zone: &dyn UtcOffsets, local: NaiveDateTime) -> MappedLocalTime<Instant> {
    let as_if_utc = local.and_utc();
    let before = zone.offset_at(time::after(as_if_utc, -MAX_OFFSET_SPAN_MS));
    let after = zone.offset_at(time::after(as_if_utc, MAX_OFFSET_SPAN_MS));
    let candidate = |offset: i32| moved(as_if_utc, -i64::from(offset));
    if before == after {
        return MappedLocalTime::Single(candidate(before));
    }
    let shows_it = |offset: i32| zone.offset_at(candidate(offset)) == offset;
    match (shows_it(before), shows_it(after)) {
        (true, true) => MappedLocalTime::Ambiguous(candidate(before), candidate(after)),
        (true, false) => MappedLocalTime::Single(candidate(before)),
        (false, true) => MappedLocalTime::Single(candidate(after)),
        (false, false) => MappedLocalTime::None,
    }
}

/// How far ahead it is worth to look for a change of the clocks: a year and a month, in milliseconds.
pub const LOOKAHEAD_MS: i64 = 400 * 86_400 * 1_000;

/// A change of the clocks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct OffsetChange {
    /// The first instant with the new offset.
    pub at: Instant,
    /// The offset until then, in seconds.
    pub before: i32,
    /// The offset from then on, in seconds.
    pub after: i32,
}

/// Between two looks at the clocks, in minutes. Clocks that change and change back do so no faster: Morocco's stay changed for a
/// month, and what is shorter than a week would not be seen.
const WEEK: i64 = 7 * 24 * 60;

/// Seconds. Clocks change on a minute of UTC; nothing coarser will do: Lord Howe's change at 15:30, Newfoundland's did at 03:31.
const MINUTE: i64 = 60;

/// The first change of the clocks after an instant and not after another; asks for one offset a week, and 15 more for the change.
#[must_use]
pub fn next_change(zone: &dyn UtcOffsets, after: Instant, until: Instant) -> Option<OffsetChange> {
    let mut low = minute_of(after);
    let last = minute_of(until);
    let before = zone.offset_at(after);
    while low < last {
        // The looks fall on the same instants whenever the search begins, so that what was asked once is remembered.
        let mut high = (low.div_euclid(WEEK) + 1) * WEEK;
        if zone.offset_at(start_of(high)) == before {
            low = high;
            continue;
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if zone.offset_at(start_of(middle)) == before { low = middle } else { high = middle }
        }
        let at = start_of(high);
        return (at <= until).then(|| OffsetChange { at, before, after: zone.offset_at(at) });
    }
    None
}

/// Clocks that answer a question a second time without asking for it. Equal offsets a week apart answer for the week between.
pub struct CachedOffsets<Z: UtcOffsets> {
    zone: Z,
    /// The offsets asked for, by the minute, ascending.
    known: RefCell<Vec<(i64, i32)>>,
}

/// What is remembered at most: a search through forty years. Twelve bytes each.
const MOST_REMEMBERED: usize = 4_096;

impl<Z: UtcOffsets> CachedOffsets<Z> {
    /// Clocks of which nothing is known yet.
    #[must_use]
    pub const fn new(zone: Z) -> Self {
        Self { zone, known: RefCell::new(Vec::new()) }
    }

    fn at_minute(&self, minute: i64) -> i32 {
        let place = self.known.borrow().partition_point(|(known, _)| *known < minute);
        let found = self.known.borrow().get(place).copied();
        if let Some((known, offset)) = found
            && known == minute
        {
            return offset;
        }
        let offset = self.zone.offset_at(start_of(minute));
        let mut known = self.known.borrow_mut();
        if known.len() >= MOST_REMEMBERED {
            known.clear();
            known.push((minute, offset));
        } else {
            known.insert(place, (minute, offset));
        }
        offset
    }
}

impl<Z: UtcOffsets> UtcOffsets for CachedOffsets<Z> {
    fn offset_at(&self, at: Instant) -> i32 {
        let minute = minute_of(at);
        let week = minute.div_euclid(WEEK) * WEEK;
        let first = self.at_minute(week);
        if minute == week || first == self.at_minute(week + WEEK) { first } else { self.at_minute(minute) }
    }
}

fn moved(at: Instant, seconds: i64) -> Instant {
    time::after(at, seconds * 1_000)
}

fn minute_of(at: Instant) -> i64 {
    at.timestamp().div_euclid(MINUTE)
}

fn start_of(minute: i64) -> Instant {
    // Out of the calendar's range there is nothing to say; the callers' instants are far inside.
    DateTime::from_timestamp(minute.saturating_mul(MINUTE), 0).unwrap_or_default()
}
