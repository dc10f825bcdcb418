//! The one place that reads the time, and the two signals that tick.

use crate::reactive::*;
use chrono::DateTime;

use super::timer;
use crate::domain::time::Instant;

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
}

impl Clock {
    /// Starts ticking. One per app; it ticks until the owner goes.
    #[must_use]
    pub fn start() -> Self {
        let clock = Self { second: RwSignal::new(now()), minute: RwSignal::new(now()) };
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

    /// The time, anew each quarter of a minute: what words like "3 min ago" need.
    #[must_use]
    pub fn minute(self) -> Instant {
        self.minute.get()
    }
}
