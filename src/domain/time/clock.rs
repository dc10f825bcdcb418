//! The appliance's clock as the console knows it: from the header `Date` of its answers (API.md §0.5) and the two clocks of this
//! machine, of which the wall clock may be wrong or be set, and the monotonic one may stand still while the machine sleeps.

use super::Instant;
use chrono::DateTime;

/// A time by this machine's wall clock. It may be wrong, so it neither compares with nor subtracts from an [`Instant`], which is
/// the appliance's; [`ApplianceClock::observe`] alone knows the difference.
///
/// ```compile_fail,E0308
/// # use keysync::domain::time::{Instant, clock::WallTime};
/// fn is_late(due: Instant, now: WallTime) -> bool { due == now }
/// ```
/// ```compile_fail,E0308
/// # use keysync::domain::time::{Instant, clock::WallTime};
/// fn is_late(due: Instant, now: WallTime) -> bool { due < now }
/// ```
/// ```compile_fail,E0369
/// # use keysync::domain::time::{Instant, clock::WallTime};
/// fn age(made: Instant, now: WallTime) { let _ = now - made; }
/// ```
/// ```compile_fail,E0308
/// # use keysync::domain::time::{Instant, clock::WallTime, ms_between};
/// fn age(made: Instant, now: WallTime) -> i64 { ms_between(made, now) }
/// ```
/// Neither does the time passed:
/// ```compile_fail,E0308
/// # use keysync::domain::time::{Instant, clock::Uptime};
/// fn is_late(due: Instant, now: Uptime) -> bool { due < now }
/// ```
/// Times of one clock do compare:
/// ```
/// # use keysync::domain::time::{Instant, clock::Uptime};
/// fn is_late(due: Instant, now: Instant) -> bool { due < now }
/// fn is_over(end: Uptime, now: Uptime) -> bool { end < now }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WallTime(i64);

impl WallTime {
    /// Takes milliseconds since 1970.
    #[must_use]
    pub fn from_ms(ms: i64) -> WallTime {
        WallTime(ms)
    }
}

/// Time that passed since the first observation, in milliseconds, sleep included: for time-outs, pauses and idle time. Setting a
/// clock does not change it, and it never goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uptime(i64);

impl Uptime {
    /// Gives the time `ms` milliseconds later.
    #[must_use]
    pub fn after(self, ms: i64) -> Uptime {
        Uptime(self.0.saturating_add(ms))
    }

    /// Gives the milliseconds since `earlier`.
    #[must_use]
    pub fn ms_since(self, earlier: Uptime) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Gives the whole seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0 / 1_000
    }
}

/// Both clocks of this machine, read in one moment.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub wall: WallTime,
    /// Milliseconds from any start; never less than in an earlier reading.
    pub monotonic_ms: i64,
}

/// The time as known from a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time by the appliance's clock. Until the first answer, the wall clock is believed.
    pub now: Instant,
    pub uptime: Uptime,
    /// Milliseconds by which the wall clock is ahead of the appliance's; `None` until the first answer.
    pub wall_ahead_ms: Option<i64>,
    /// True after the wall clock went ahead of the monotonic one and before an answer tells why: the machine slept, or its clock
    /// was set. Meanwhile no time counts as passed, so that nothing is called late, stuck or expired without need.
    pub is_unsure: bool,
}

/// Milliseconds by which the wall clock may move against the monotonic one from one reading to the next. More is a step or a
/// sleep; less is the pace of a time server's corrections, or a sleep that the next answer corrects.
const STEP_MS: i64 = 5_000;
/// Milliseconds without an answer after which a leap counts as sleep, which is far more frequent than a clock being set.
const UNSURE_MS: i64 = 5_000;
/// The header has whole seconds, cut: the answer was made up to so many milliseconds later.
const DATE_MS: i64 = 1_000;
/// Milliseconds of uptime in which two honest clocks may drift apart by one: 200 ppm.
const DRIFT_MS: i64 = 5_000;

/// An estimate of the appliance's clock. The error is below one second plus the time that the newest answer took, and below half
/// of that as long as no clock is set. The header must be the appliance's own, or that of a proxy with the same time (API.md §0.5).
#[derive(Clone, Copy, Debug)]
pub struct ApplianceClock {
    last: Option<Reading>,
    uptime: Uptime,
    leap: Option<Leap>,
    slept: Option<Slept>,
    offset: Option<Offset>,
}

/// A move of the wall clock ahead of the monotonic one.
#[derive(Clone, Copy, Debug)]
struct Leap {
    ms: i64,
    seen: Uptime,
}

/// The last sleep: seen at a time, it counted later, and until then went on from `seen` as if it had not been.
#[derive(Clone, Copy, Debug)]
struct Slept {
    seen: Uptime,
    until: Uptime,
    ms: i64,
}

/// The appliance's time minus the uptime lies within these bounds, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
struct Offset {
    low: i64,
    high: i64,
    learnt: Uptime,
}

impl Offset {
    /// By an answer of this date, to a request sent at `sent`, that is here `now`.
    fn told(date: Instant, sent: Uptime, now: Uptime) -> Offset {
        let date = date.timestamp_millis();
        Offset { low: date - now.0, high: date + DATE_MS - sent.0, learnt: now }
    }

    fn middle(self) -> i64 {
        self.low + (self.high - self.low) / 2
    }

    /// The bounds of both; `None` if they contradict each other.
    fn and(self, other: Offset) -> Option<Offset> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Offset { low, high, learnt: other.learnt })
    }

    /// The bounds `ms` milliseconds later on both sides.
    fn moved(self, ms: i64) -> Offset {
        Offset { low: self.low + ms, high: self.high + ms, ..self }
    }

    fn aged(self, now: Uptime) -> Offset {
        let drift = now.ms_since(self.learnt) / DRIFT_MS;
        Offset { low: self.low - drift, high: self.high + drift, ..self }
    }
}

impl ApplianceClock {
    /// A clock of which nothing is known.
    #[must_use]
    pub const fn new() -> ApplianceClock {
        ApplianceClock { last: None, uptime: Uptime(0), leap: None, slept: None, offset: None }
    }

    /// Takes a reading of this machine's clocks and gives the time.
    pub fn observe(&mut self, reading: Reading) -> Moment {
        let last = self.last.replace(reading).unwrap_or(reading);
        let passed = (reading.monotonic_ms - last.monotonic_ms).max(0);
        let step = reading.wall.0 - last.wall.0 - passed;
        self.uptime = self.uptime.after(passed);
        if step.abs() >= STEP_MS {
            let ms = self.leap.map_or(0, |leap| leap.ms) + step;
            self.leap = (ms >= STEP_MS).then_some(Leap { ms, seen: self.uptime });
        }
        if let Some(leap) = self.leap.filter(|leap| self.uptime.ms_since(leap.seen) >= UNSURE_MS) {
            self.sleep(leap, leap.ms);
        }
        let known = self.offset.map(|offset| instant(offset.middle() + self.uptime.0));
        Moment {
            now: known.unwrap_or_else(|| instant(reading.wall.0)),
            uptime: self.uptime,
            wall_ahead_ms: known.map(|known| reading.wall.0 - self.leap.map_or(0, |leap| leap.ms) - known.timestamp_millis()),
            is_unsure: self.leap.is_some(),
        }
    }

    /// Takes the header `Date` of an answer that arrived at the last observation; its request was sent at `sent`.
    pub fn learn(&mut self, sent: Uptime, date: Instant) {
        let mut told = Offset::told(date, self.counted(sent), self.uptime);
        let held = self.offset.map(|offset| offset.aged(self.uptime));
        if let Some(leap) = self.leap {
            let slept = match held {
                // Made before the sleep, if there was one: the answer to a request from before it tells nothing about it.
                Some(held) if held.and(told).is_some() => (sent >= leap.seen).then_some(0),
                Some(held) if held.moved(leap.ms).and(told).is_none() => Some((told.middle() - held.middle()).clamp(0, leap.ms)),
                _ => Some(leap.ms),
            };
            if let Some(slept) = slept {
                self.sleep(leap, slept);
                told = Offset::told(date, self.counted(sent), self.uptime);
            }
        }
        self.offset = held.and_then(|held| held.and(told)).or(Some(told));
    }

    fn sleep(&mut self, leap: Leap, ms: i64) {
        self.slept = Some(Slept { seen: leap.seen, until: self.uptime, ms });
        self.uptime = self.uptime.after(ms);
        self.leap = None;
    }

    /// A time that was taken after a sleep but before it counted, with the sleep.
    fn counted(&self, at: Uptime) -> Uptime {
        self.slept.filter(|slept| (slept.seen..=slept.until).contains(&at)).map_or(at, |slept| at.after(slept.ms))
    }
}

impl Default for ApplianceClock {
    fn default() -> Self {
        Self::new()
    }
}

fn instant(ms: i64) -> Instant {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
