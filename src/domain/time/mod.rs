//! Timestamps in the appliance's format, and durations as text.

pub mod clock;
pub mod zone;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// A point in time by the appliance's clock, always UTC. Times by this machine's clock have types of their own, in [`clock`].
pub type Instant = DateTime<Utc>;

/// A time field of an answer. Go's zero time means "unset" and is decoded as `None` (API.md §0.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stamp {
    Known(Instant),
    /// Unreadable text, shown verbatim.
    Odd(String),
}

impl Stamp {
    /// Gives the time; `None` for unreadable text.
    pub fn instant(&self) -> Option<Instant> {
        match self {
            Stamp::Known(at) => Some(*at),
            Stamp::Odd(_) => None,
        }
    }

    /// Reads a time field; `None` for empty text and the zero time.
    pub fn read(text: &str) -> Option<Stamp> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        match parse_instant(text) {
            Some(at) if at.timestamp() == ZERO_TIME_S => None,
            Some(at) => Some(Stamp::Known(at)),
            None => Some(Stamp::Odd(text.to_owned())),
        }
    }
}

/// `0001-01-01T00:00:00Z` in seconds of the Unix clock.
const ZERO_TIME_S: i64 = -62_135_596_800;

/// Reads RFC 3339 with 0 to 9 fraction digits and any offset (API.md §0.5).
pub fn parse_instant(text: &str) -> Option<Instant> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.to_utc())
}

/// Writes RFC 3339 in UTC with whole seconds, the format of requests.
pub fn write_instant(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// True if [`write_instant`] cuts a fraction of a second.
pub fn has_fraction(at: Instant) -> bool {
    at.timestamp_subsec_nanos() != 0
}

/// Gives the distance from `now` to `at` in at most two units, without seconds from one minute on: "in 11 h 7 min",
/// "23 min ago", "just now". What is left over is cut.
pub fn relative(at: Instant, now: Instant) -> String {
    let seconds = at.signed_duration_since(now).num_seconds();
    match seconds {
        // The appliance's clock is known to about half a second: a fresh timestamp must not appear to lie ahead.
        -9..=15 => "just now".to_owned(),
        16.. => format!("in {}", distance(seconds)),
        _ => format!("{} ago", distance(-seconds)),
    }
}

fn distance(seconds: i64) -> String {
    two_units(if seconds < 60 { seconds } else { seconds / 60 * 60 })
}

/// Writes milliseconds as a duration: "340 ms", "26.6 s", "1 min 12 s", "2 h 5 min". Negative durations read "0 s".
pub fn duration_text(ms: i64) -> String {
    match ms {
        i64::MIN..=0 => "0 s".to_owned(),
        1..1_000 => format!("{ms} ms"),
        1_000..60_000 => {
            let tenths = ms / 100;
            match tenths % 10 {
                0 => format!("{} s", tenths / 10),
                tenth => format!("{}.{} s", tenths / 10, tenth),
            }
        }
        _ => two_units(ms / 1_000),
    }
}

/// Writes by how many seconds a clock is ahead, or, if negative, behind, from a minute on in whole minutes: "45 min ahead".
pub fn ahead_text(seconds: i64) -> String {
    let (size, word) = (seconds.abs(), if seconds > 0 { "ahead" } else { "behind" });
    format!("{} {word}", distance(if size < 60 { size } else { size + 30 }))
}

/// The two largest units of a number of seconds.
fn two_units(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut parts: Vec<String> = Vec::new();
    let mut rest = seconds;
    for (size, unit) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {unit}"));
        }
        // The second unit is the one directly below the first: "2 h 5 s" would suggest a precision that the reader does not need.
        if parts.len() == 2 || (count == 0 && !parts.is_empty()) {
            break;
        }
    }
    parts.join(" ")
}

/// Adds milliseconds to `at`; at the ends of the calendar `at` is returned unchanged.
pub fn after(at: Instant, ms: i64) -> Instant {
    at.checked_add_signed(TimeDelta::milliseconds(ms)).unwrap_or(at)
}

/// Gives the milliseconds from `earlier` to `later`, negative in the reverse order.
pub fn ms_between(earlier: Instant, later: Instant) -> i64 {
    later.signed_duration_since(earlier).num_milliseconds()
}
