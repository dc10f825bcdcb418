//! Tables as files: CSV for spreadsheets, JSON for programs, and what such a file is called.
//!
//! What the appliance keeps was written by anybody (API.md §10.7), and a spreadsheet runs what looks like a formula. So CSV is made
//! harmless first, at the cost of an apostrophe here and there; JSON is what the appliance answered, to the letter.

pub mod snippets;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::time::{Instant, write_instant};

/// What makes a formula of a cell that begins with it, as OWASP lists it ("CSV Injection"; ASVS 5.0, 1.2.10): the four signs and
/// their full-width forms, which spreadsheets of East Asia read alike.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// From the same list: what spreadsheets drop in front of a formula.
const BREAKS: [char; 3] = ['\t', '\r', '\n'];

/// Where a cell may end that nobody meant to end there. Excel splits at semicolons wherever the comma is the decimal sign, and then
/// sees no quotes behind a comma: each semicolon and each line break within a field begins a cell.
const CELL_ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// A line of a table by RFC 4180: `width` fields, empty ones where there are fewer, in quotes where they need them, and CR LF. The
/// first line of a table are its columns.
///
/// Two things change a field. Characters that nobody sees and that mislead are left out: those that turn the direction of the text,
/// since one name could read as another, and NUL, at which many readers end the text. And an apostrophe is put in front of what a
/// spreadsheet could take for a formula: at the beginning of the field, and within it where Excel could see the beginning of a cell.
/// Blanks and quotes in front of the sign do not help: LibreOffice trims when told so, and Excel takes an empty pair of quotes away.
/// Apostrophes in front of it do not help either, or else two fields could become one: who reads the file takes one apostrophe away
/// wherever one would be put, and has the field again.
#[must_use]
pub fn csv_line<'a>(fields: impl IntoIterator<Item = &'a str>, width: usize) -> String {
    let mut text = String::new();
    for (place, field) in fields.into_iter().chain(std::iter::repeat("")).take(width).enumerate() {
        if place > 0 {
            text.push(',');
        }
        let field = harmless(field);
        // A line without a character is no line to some readers.
        if needs_quotes(&field) || (field.is_empty() && width == 1) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&field);
        }
    }
    text.push_str("\r\n");
    text
}

/// What RFC 4180 wants in quotes, what readers split at that look for other separators than the comma, and blanks at the ends, which
/// some readers trim: they are part of a name (API.md §7 row 8).
fn needs_quotes(field: &str) -> bool {
    field.contains([',', '"']) || field.contains(CELL_ENDS) || field.starts_with(is_blank) || field.ends_with(is_blank)
}

fn harmless(field: &str) -> String {
    let kept: String = field.chars().filter(|c| !is_misleading(*c)).collect();
    let mut text = String::with_capacity(kept.len() + 1);
    for (place, cell) in kept.split_inclusive(CELL_ENDS).enumerate() {
        let begin = cell.trim_start_matches('\'').trim_start_matches(|c| is_blank(c) || c == '"');
        if begin.starts_with(FORMULA_SIGNS) || (place == 0 && begin.starts_with(BREAKS)) {
            text.push('\'');
        }
        text.push_str(cell);
    }
    text
}

/// A blank within a line; a byte order mark is none and not seen either.
fn is_blank(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && !BREAKS.contains(&c))
}

fn is_misleading(c: char) -> bool {
    matches!(c, '\0' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An answer of the appliance as it came, to stand in an array: members that nobody knows are kept (API.md §10.1). What is no JSON
/// becomes a text, so that nothing is lost and the whole is JSON.
#[must_use]
pub fn json_element(answer: &str) -> String {
    match serde_json::from_str::<&RawValue>(answer) {
        Ok(value) => value.get().to_owned(),
        Err(_) => Value::from(answer).to_string(),
    }
}

/// One array of elements, in pieces that follow each other, an element a line.
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

/// How long the parts of a file's name may be; with the time, its year written with a sign and six digits, at most 97 characters.
const LONGEST_WHAT: usize = 24;
const LONGEST_DOMAIN: usize = 40;
const LONGEST_EXTENSION: usize = 8;
const LONGEST_TIME: usize = 20;

/// `runs-finance-2026-11-27T09-15Z.csv`: what is in the file, of which domain, as it was when. Letters and digits of ASCII, dots,
/// hyphens and underscores, which every file system takes; anything else becomes a hyphen, and a part of which nothing remains is
/// left out. Never longer than 100 characters, and never begins with a dot or a hyphen.
#[must_use]
pub fn file_name(what: &str, domain: &str, at: Instant, extension: &str) -> String {
    let what = Some(plain(what, LONGEST_WHAT)).filter(|what| !what.is_empty()).unwrap_or_else(|| "export".to_owned());
    let time = write_instant(at);
    // Whoever makes two files within a minute is asked by the browser or gets a number.
    let minute = time.rsplit_once(':').map_or(time.as_str(), |(minute, _)| minute);
    let time = [&plain(minute, LONGEST_TIME), "Z"].concat();
    let parts = [what, plain(domain, LONGEST_DOMAIN), time];
    let stem = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    match plain(extension, LONGEST_EXTENSION) {
        extension if extension.is_empty() => stem,
        extension => [stem, extension].join("."),
    }
}

/// A part of a file's name: what can stay as it is, with a hyphen for anything between, no longer than `most`.
fn plain(text: &str, most: usize) -> String {
    let stays = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let words: Vec<&str> = text.split(|c| !stays(c)).filter(|word| !word.is_empty()).collect();
    let start: String = words.join("-").trim_start_matches(['.', '-']).chars().take(most).collect();
    start.trim_end_matches(['.', '-']).to_owned()
}
