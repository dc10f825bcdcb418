//! The only module that reads the time, and the two signals that tick.

use crate::reactive::*;
use chrono::DateTime;

use super::timer;
use crate::domain::time::{Instant, after};

/// Gives the time by the browser's clock.
#[must_use]
pub fn now() -> Instant {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 stay below 2^53")]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// The time as signals, so that "3 min ago" updates without a request.
#[derive(Clone, Copy)]
pub struct Clock {
    second: RwSignal<Instant>,
    minute: RwSignal<Instant>,
    /// Seconds by which the browser's clock is ahead of the appliance's.
    ahead: RwSignal<i64>,
}

impl Clock {
    /// Starts ticking, once per app, until the owner is disposed.
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

    /// Gives the time; updates every second.
    #[must_use]
    pub fn second(self) -> Instant {
        self.second.get()
    }

    /// Gives the time by the appliance's clock, for comparison with the appliance's timestamps; updates every 15 seconds.
    #[must_use]
    pub fn appliance(self) -> Instant {
        self.appliance_at(self.minute.get())
    }

    /// Converts a time by the browser's clock to the appliance's clock.
    #[must_use]
    pub fn appliance_at(self, at: Instant) -> Instant {
        after(at, -1_000 * self.ahead.get())
    }

    /// Stores the seconds by which the browser's clock is ahead of the appliance's.
    pub fn set_ahead(self, seconds: i64) {
        // The `Date` header has whole seconds, so a difference of one or two is noise.
        if self.ahead.try_get_untracked().is_some_and(|before| (before - seconds).abs() > 2) {
            let _ = self.ahead.try_set(seconds);
        }
    }

    /// Gives the time; updates every 15 seconds, for texts like "3 min ago".
    #[must_use]
    pub fn minute(self) -> Instant {
        self.minute.get()
    }
}
