//! Text format of times in forms: UTC, without seconds where these are zero.

use crate::domain::time::{Instant, parse_instant, write_instant};

/// Reads a time of the form: RFC 3339 with its offset, or `2027-03-28 01:00`, `2027-03-28T01:00:30` and `2027-03-28`, all UTC.
pub fn parse_form_time(text: &str) -> Option<Instant> {
    let text = text.trim();
    if let Some(at) = parse_instant(text) {
        return Some(at);
    }
    let spelled = text.replacen(' ', "T", 1);
    match spelled.len() {
        10 => parse_instant(&format!("{spelled}T00:00:00Z")),
        16 => parse_instant(&format!("{spelled}:00Z")),
        _ => parse_instant(&format!("{spelled}Z")),
    }
}

/// Writes a time for the browser's date field: `2027-03-28T01:00`, with seconds only if they are not zero.
pub fn write_form_time(at: Instant) -> String {
    let text = write_instant(at);
    let text = text.trim_end_matches('Z');
    text.strip_suffix(":00").unwrap_or(text).to_owned()
}
