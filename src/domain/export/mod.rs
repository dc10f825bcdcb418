//! Tables as files: CSV for spreadsheets, JSON for programs, which contains the appliance's answers unchanged, and the names of
//! these files.

pub mod csv;
pub mod snippets;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::time::{Instant, write_instant};

/// Gives an answer of the appliance unchanged, as an element of an array: unknown members are kept (API.md §10.1). An answer that
/// is not JSON becomes a JSON string, so that nothing is lost and the array is valid.
#[must_use]
pub fn json_element(answer: &str) -> String {
    match serde_json::from_str::<&RawValue>(answer) {
        Ok(value) => value.get().to_owned(),
        Err(_) => Value::from(answer).to_string(),
    }
}

/// Gives one array in consecutive pieces, one element per line.
#[must_use]
pub fn json_array(elements: impl Iterator<Item = String>) -> Vec<String> {
    let mut pieces = vec!["[".to_owned()];
    for (place, element) in elements.enumerate() {
        pieces.push(if place == 0 { "\n" } else { ",\n" }.to_owned());
        pieces.push(element);
    }
    pieces.push(if pieces.len() == 1 { "]\n" } else { "\n]\n" }.to_owned());
    pieces
}

/// Longest parts of a file name. With the time, its year written with a sign and six digits, the name has at most 97 characters.
const LONGEST_WHAT: usize = 24;
const LONGEST_DOMAIN: usize = 40;
const LONGEST_EXTENSION: usize = 8;
const LONGEST_TIME: usize = 20;

/// Gives a file name such as `runs-finance-2026-11-27T09-15Z.csv`: content, domain, and time of the data. ASCII letters and
/// digits, dots, hyphens and underscores work in every file system; any other character becomes a hyphen, and a part of which
/// nothing remains is left out. The name has at most 100 characters and never begins with a dot or a hyphen.
#[must_use]
pub fn file_name(what: &str, domain: &str, at: Instant, extension: &str) -> String {
    let what = Some(plain(what, LONGEST_WHAT)).filter(|what| !what.is_empty()).unwrap_or_else(|| "export".to_owned());
    let time = write_instant(at);
    // For a second file within a minute the browser asks, or adds a number.
    let minute = time.rsplit_once(':').map_or(time.as_str(), |(minute, _)| minute);
    let time = [&plain(minute, LONGEST_TIME), "Z"].concat();
    let parts = [what, plain(domain, LONGEST_DOMAIN), time];
    let stem = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    match plain(extension, LONGEST_EXTENSION) {
        extension if extension.is_empty() => stem,
        extension => [stem, extension].join("."),
    }
}

/// A part of a file name, cut to `most` characters, with a hyphen for each stretch of other characters.
fn plain(text: &str, most: usize) -> String {
    let stays = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let words: Vec<&str> = text.split(|c| !stays(c)).filter(|word| !word.is_empty()).collect();
    let start: String = words.join("-").trim_start_matches(['.', '-']).chars().take(most).collect();
    start.trim_end_matches(['.', '-']).to_owned()
}
