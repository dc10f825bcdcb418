//! The time for views: by the appliance's clock, as signals that tick. The only module that reads the time.

use crate::reactive::*;
use std::cell::Cell;

use super::timer;
use crate::domain::time::clock::{ApplianceClock, Moment, Reading, Uptime, WallTime};
use crate::domain::time::{self, Instant, ms_between};

thread_local! {
    static APPLIANCE: Cell<ApplianceClock> = const { Cell::new(ApplianceClock::new()) };
}

/// Reads this machine's clocks and gives the time by the appliance's.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clocks")]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 stay below 2^53")]
pub fn observe() -> Moment {
    let mut clock = APPLIANCE.get();
    let monotonic_ms = window().performance().map_or(0.0, |time| time.now()) as i64;
    let moment = clock.observe(Reading { wall: WallTime::from_ms(js_sys::Date::now() as i64), monotonic_ms });
    APPLIANCE.set(clock);
    moment
}

/// Takes the header `Date` of an answer that has just arrived; its request was sent at `sent`.
pub fn learn(sent: Uptime, date: Instant) {
    let mut clock = APPLIANCE.get();
    clock.learn(sent, date);
    APPLIANCE.set(clock);
}

/// Gives the time by the appliance's clock, as far as it is known.
#[must_use]
pub fn now() -> Instant {
    observe().now
}

/// Gives the time that passed since the page was opened.
#[must_use]
pub fn uptime() -> Uptime {
    observe().uptime
}

/// The time as signals, so that "3 min ago" updates without a request.
#[derive(Clone, Copy)]
pub struct Clock {
    second: RwSignal<Instant>,
    minute: RwSignal<Instant>,
    /// Seconds by which the browser's clock is ahead of the appliance's; `None` until the first answer.
    ahead: RwSignal<Option<i64>>,
}

impl Clock {
    /// Starts ticking, once per app, until the owner is disposed.
    #[must_use]
    pub fn start() -> Self {
        let now = now();
        let clock = Self { second: RwSignal::new(now), minute: RwSignal::new(now), ahead: RwSignal::new(None) };
        StoredValue::new_local(timer::every(1_000, move || clock.tick()));
        clock
    }

    /// Takes the time now, in place of the next tick.
    pub fn tick(self) {
        let Some(before) = self.minute.try_get_untracked() else { return };
        let Moment { now, wall_ahead_ms, .. } = observe();
        let _ = self.second.try_set(now);
        if ms_between(before, now).abs() >= 15_000 {
            let _ = self.minute.try_set(now);
        }
        // Half a second of it may be an error of the estimate, which must not flicker.
        let ahead = wall_ahead_ms.map(|ms| (ms + 500).div_euclid(1_000));
        if self.ahead.try_get_untracked().is_some_and(|held| held.zip(ahead).is_none_or(|(held, new)| (held - new).abs() > 1)) {
            let _ = self.ahead.try_set(ahead);
        }
    }

    /// Gives the time; updates every second.
    #[must_use]
    pub fn second(self) -> Instant {
        self.second.get()
    }

    /// Gives the time; updates every 15 seconds, for verdicts and next firings.
    #[must_use]
    pub fn minute(self) -> Instant {
        self.minute.get()
    }

    /// Gives the distance of a time from now, right in every second.
    #[must_use]
    pub fn relative(self, at: Instant) -> String {
        time::relative(at, self.second.get())
    }

    /// Gives the seconds by which the browser's clock is ahead of the appliance's, negative if it is behind; `None` until the first
    /// answer. One second means nothing: the appliance tells whole seconds.
    #[must_use]
    pub fn browser_ahead(self) -> Option<i64> {
        self.ahead.get()
    }
}
