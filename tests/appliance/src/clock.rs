//! The clock behind every time of the appliance, which a control can move, and the appliance's formats of times.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, Months, TimeDelta, Timelike, Utc};

/// Nanoseconds in one second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds in one minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Nanoseconds in one day.
pub const DAY: i64 = 24 * 60 * MINUTE;

/// A moment in nanoseconds since 1970 in UTC, the form in which the database stores times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// The time as a `POST` answers it: up to nine digits of fraction, trailing zeros dropped (API.md §0.5).
    #[must_use]
    pub fn exact(self) -> String {
        let time = DateTime::from_timestamp_nanos(self.0);
        let nanos = self.0.rem_euclid(SECOND);
        let mut text = time.format("%Y-%m-%dT%H:%M:%S").to_string();
        if nanos > 0 {
            text.push('.');
            text.push_str(format!("{nanos:09}").trim_end_matches('0'));
        }
        text.push('Z');
        text
    }

    /// The time as it is read back: rounded to microseconds (API.md §0.5).
    #[must_use]
    pub fn stored(self) -> String {
        Moment((self.0 + 500).div_euclid(1000) * 1000).exact()
    }

    /// The time as the header `Date` writes it (RFC 9110 §5.6.7).
    #[must_use]
    pub fn http_date(self) -> String {
        DateTime::from_timestamp_nanos(self.0).format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Parses an RFC 3339 text; `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Moment> {
        DateTime::parse_from_rfc3339(text).ok()?.timestamp_nanos_opt().map(Moment)
    }

    /// Parses the bound of a time filter: RFC 3339, or relative to `now` as `-1Y-2M-5D` (API.md §0.6).
    #[must_use]
    pub fn parse_bound(text: &str, now: Moment) -> Option<Moment> {
        Moment::parse(text).or_else(|| relative(text, now))
    }

    /// The start of this moment's minute.
    #[must_use]
    pub fn minute(self) -> Moment {
        Moment(self.0.div_euclid(MINUTE) * MINUTE)
    }

    /// Whole seconds since 1970.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// The moment as minute, hour, day of month, month and day of week (0 is Sunday), and its year.
    #[must_use]
    pub fn fields(self) -> ([u32; 5], i32) {
        let time = DateTime::from_timestamp_nanos(self.0);
        let fields = [time.minute(), time.hour(), time.day(), time.month(), time.weekday().num_days_from_sunday()];
        (fields, time.year())
    }

    /// This moment plus so many nanoseconds.
    #[must_use]
    pub fn plus(self, nanos: i64) -> Moment {
        Moment(self.0.saturating_add(nanos))
    }
}

fn relative(text: &str, now: Moment) -> Option<Moment> {
    let mut time = DateTime::from_timestamp_nanos(now.0);
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        rest = rest.strip_prefix('-')?;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count: u32 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].chars().next()?;
        time = match unit {
            'Y' | 'y' => time.checked_sub_months(Months::new(count.checked_mul(12)?))?,
            'M' => time.checked_sub_months(Months::new(count))?,
            'D' | 'd' => time.checked_sub_signed(TimeDelta::days(i64::from(count)))?,
            'h' | 'H' => time.checked_sub_signed(TimeDelta::hours(i64::from(count)))?,
            'm' => time.checked_sub_signed(TimeDelta::minutes(i64::from(count)))?,
            _ => return None,
        };
        rest = &rest[digits + unit.len_utf8()..];
    }
    time.timestamp_nanos_opt().map(Moment)
}

/// The appliance's clock: the machine's, moved by an offset that a control sets.
#[derive(Default)]
pub struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// The appliance's present moment.
    pub fn now(&self) -> Moment {
        let machine = Utc::now().timestamp_nanos_opt().unwrap_or(0);
        Moment(machine.saturating_add(self.offset.load(Ordering::Relaxed)))
    }

    /// Moves the clock so that it is `nanos` ahead of the machine's.
    pub fn set_offset(&self, nanos: i64) {
        self.offset.store(nanos, Ordering::Relaxed);
    }

    /// Moves the clock so that it shows `moment` now and continues from there.
    pub fn set_now(&self, moment: Moment) {
        let machine = Utc::now().timestamp_nanos_opt().unwrap_or(0);
        self.set_offset(moment.0.saturating_sub(machine));
    }
}
