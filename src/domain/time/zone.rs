//! Local times: the local time at an instant, the instants of a local time, and offset changes.
//!
//! Everything is computed from the offset at an instant, which the browser answers slowly; [`CachedOffsets`] caches it.

use std::cell::RefCell;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::domain::time::{self, Instant};

/// Offsets of a zone.
pub trait UtcOffsets {
    /// Gives the seconds ahead of UTC at an instant; negative west of it.
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

/// A local time with its offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocalTime {
    pub time: NaiveDateTime,
    /// Seconds ahead of UTC.
    pub offset: i32,
}

impl LocalTime {
    /// Gives the local time of `zone` at an instant.
    #[must_use]
    pub fn at(zone: &dyn UtcOffsets, at: Instant) -> Self {
        let offset = zone.offset_at(at);
        Self { time: moved(at, i64::from(offset)).naive_utc(), offset }
    }

    /// Compares the local date with the date in UTC.
    #[must_use]
    pub fn day(&self) -> DayLength {
        let utc = self.time.checked_sub_signed(TimeDelta::seconds(self.offset.into())).unwrap_or(self.time);
        DayLength::between(utc.date(), self.time.date())
    }
}

/// Position of a date relative to a reference date nearby.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DayLength {
    Before,
    Same,
    After,
}

impl DayLength {
    /// Compares `date` with `reference`.
    #[must_use]
    pub fn between(reference: NaiveDate, date: NaiveDate) -> Self {
        match date.cmp(&reference) {
            std::cmp::Ordering::Less => Self::Before,
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::After,
        }
    }
}

/// 26 hours, in milliseconds: farther from UTC than any clock, and closer together than any two offset changes.
pub const MAX_OFFSET_SPAN_MS: i64 = 26 * 3_600 * 1_000;

/// Gives the instants of a local time in `zone`: none if it is skipped, two if it occurs twice, the earlier one first.
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

/// Longest useful search for an offset change: a year and a month, in milliseconds.
pub const LOOKAHEAD_MS: i64 = 400 * 86_400 * 1_000;

/// A change of a zone's offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct OffsetChange {
    /// The first instant with the new offset.
    pub at: Instant,
    /// Seconds ahead of UTC before `at`.
    pub before: i32,
    /// Seconds ahead of UTC from `at` on.
    pub after: i32,
}

/// Minutes between two samples of the search. A pair of changes that cancel each other must not fall between samples; the
/// shortest known is Morocco's, a month apart.
const WEEK_MINUTES: i64 = 7 * 24 * 60;

/// Seconds. Offsets change at a full UTC minute, and at nothing coarser: Lord Howe's at 15:30, Newfoundland's in the past at
/// 03:31.
const MINUTE_S: i64 = 60;

/// Gives the first offset change later than `after` and not later than `until`. Costs one offset per week, and 15 more for the
/// change.
#[must_use]
pub fn next_change(zone: &dyn UtcOffsets, after: Instant, until: Instant) -> Option<OffsetChange> {
    let mut low = minute_of(after);
    let last = minute_of(until);
    let before = zone.offset_at(after);
    while low < last {
        // Samples fall on fixed weekly boundaries, so that repeated searches hit the cache.
        let mut high = (low.div_euclid(WEEK_MINUTES) + 1) * WEEK_MINUTES;
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

/// Clocks with cached offsets. Equal offsets a week apart are taken for the week between.
pub struct CachedOffsets<Z: UtcOffsets> {
    zone: Z,
    /// Offsets by minute, ascending.
    known: RefCell<Vec<(i64, i32)>>,
}

/// Most cached offsets: enough for a search over forty years, at twelve bytes each.
const MOST_REMEMBERED: usize = 4_096;

impl<Z: UtcOffsets> CachedOffsets<Z> {
    /// Starts with an empty cache.
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
        let week = minute.div_euclid(WEEK_MINUTES) * WEEK_MINUTES;
        let first = self.at_minute(week);
        if minute == week || first == self.at_minute(week + WEEK_MINUTES) { first } else { self.at_minute(minute) }
    }
}

fn moved(at: Instant, seconds: i64) -> Instant {
    time::after(at, seconds * 1_000)
}

fn minute_of(at: Instant) -> i64 {
    at.timestamp().div_euclid(MINUTE_S)
}

fn start_of(minute: i64) -> Instant {
    // No offset exists outside the calendar's range; the callers' instants are far inside it.
    DateTime::from_timestamp(minute.saturating_mul(MINUTE_S), 0).unwrap_or_default()
}
