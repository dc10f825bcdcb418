//! The policy of retries for reads. Writes are never retried.

use std::time::Duration;

use super::transport::{HttpResponse, TransportError};
use crate::domain::time::{Instant, ms_between};
use chrono::NaiveDate;

/// The first attempt included.
pub(super) const MOST_ATTEMPTS: u32 = 3;
/// All attempts and pauses of one read together.
pub(super) const BUDGET: Duration = Duration::from_secs(20);

const BASE: Duration = Duration::from_millis(500);
const CAP: Duration = Duration::from_secs(8);
/// Longest pause of automatic reads. A person is told the whole time that the appliance asks for.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// Whether another attempt may do better.
pub(super) fn is_worth_it(answer: &Result<HttpResponse, TransportError>) -> bool {
    match answer {
        Ok(response) => matches!(response.status, 429 | 502 | 503 | 504),
        Err(error) => *error == TransportError::Network,
    }
}

/// Pause after attempt number `attempt` (from 1): the appliance's `Retry-After`, else a random part of a doubling time, so that
/// many consoles do not return at once.
pub(super) fn pause(attempt: u32, asked: Option<Duration>, random: f64) -> Duration {
    let doubled = BASE.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
    asked.unwrap_or_else(|| doubled.min(CAP).mul_f64(random.clamp(0.0, 1.0)))
}

/// The header `Retry-After`, in seconds or as an HTTP date. A date is compared with the answer's own `Date`, so
/// that a wrong clock here does not matter.
pub(super) fn retry_after(response: &HttpResponse, now: Instant) -> Option<Duration> {
    let text = response.retry_after.as_deref()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = http_date(text)?;
    let from = response.date.as_deref().and_then(http_date).unwrap_or(now);
    let ms = u64::try_from(ms_between(from, at)).unwrap_or(0);
    Some(Duration::from_millis(ms))
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7). chrono's reader of mail dates would weigh 12 kB.
pub(super) fn http_date(text: &str) -> Option<Instant> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_weekday, rest) = text.split_once(", ")?;
    let mut words = rest.split_whitespace();
    let day = words.next()?.parse().ok()?;
    let name = words.next()?;
    let month = MONTHS.iter().zip(1..).find(|(month, _)| **month == name)?.1;
    let year = words.next()?.parse().ok()?;
    let mut time = words.next()?.splitn(3, ':').map(|part| part.parse().ok());
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    (words.next() == Some("GMT")).then_some(())?;
    Some(NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(hour, minute, second)?.and_utc())
}
