//! The one place that reads the time, and the two signals that tick.

use crate::reactive::*;
use chrono::DateTime;

use super::timer;
use crate::domain::time::{Instant, after};

/// The browser's present time.
#[must_use]
pub fn now() -> Instant {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 stay below 2^53")]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// The time as signals, so that "3 min ago" moves without anything being asked of the appliance.
#[derive(Clone, Copy)]
pub struct Clock {
    second: RwSignal<Instant>,
    minute: RwSignal<Instant>,
    /// By how many seconds this clock is ahead of the appliance's.
    ahead: RwSignal<i64>,
}

impl Clock {
    /// Starts ticking. One per app; it ticks until the owner goes.
    #[must_use]
    pub fn start() -> Self {
        let clock = Self { second: RwSignal::new(now()), minute: RwSignal::new(now()), ahead: RwSignal::new(0) };
        let ticking = timer::every(1_000, move || {
            let Some(before) = clock.minute.try_get_untracked() else { return };
            let present = now();
            let _ = clock.second.try_set(present);
            if (present - before).num_seconds().abs() >= 15 {
                let _ = clock.minute.try_set(present);
            }
        });
        StoredValue::new_local(ticking);
        clock
    }

    /// The time, anew each second.
    #[must_use]
    pub fn second(self) -> Instant {
        self.second.get()
    }

    /// The time by the appliance's clock, anew each quarter of a minute: what its own times are held against.
    #[must_use]
    pub fn appliance(self) -> Instant {
        self.appliance_at(self.minute.get())
    }

    /// What the appliance's clock showed when this one showed `at`.
    #[must_use]
    pub fn appliance_at(self, at: Instant) -> Instant {
        after(at, -1_000 * self.ahead.get())
    }

    /// Takes note of by how many seconds this clock is ahead of the appliance's.
    pub fn set_ahead(self, seconds: i64) {
        // A second or two are what the header hides.
        if self.ahead.try_get_untracked().is_some_and(|before| (before - seconds).abs() > 2) {
            let _ = self.ahead.try_set(seconds);
        }
    }

    /// The time, anew each quarter of a minute: what words like "3 min ago" need.
    #[must_use]
    pub fn minute(self) -> Instant {
        self.minute.get()
    }
}
