//! Tables as files: CSV for spreadsheets, JSON for programs, and the names of these files.
//!
//! Anybody may have written the values that the appliance stores (API.md §10.7), and a spreadsheet runs a value that looks like a
//! formula. CSV is therefore escaped, at the cost of some apostrophes; JSON contains the appliance's answers unchanged.

pub mod snippets;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::time::{Instant, write_instant};

/// Characters that make a formula of a cell that begins with one, as OWASP lists them ("CSV Injection"; ASVS 5.0, 1.2.10): the
/// four signs, and their full-width forms, which East Asian spreadsheets read alike.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// From the same list: characters that spreadsheets drop in front of a formula.
const BREAKS: [char; 3] = ['\t', '\r', '\n'];

/// Characters at which a cell may end unintentionally. Where the comma is the decimal sign, Excel splits at semicolons and
/// ignores quotes behind a comma: each semicolon and each line break within a field begins a cell.
const CELL_ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// Gives a line of a table by RFC 4180: `width` fields, padded with empty ones, quoted where needed, and CR LF. The first line of
/// a table contains the column names.
///
/// Two things change a field. Invisible, misleading characters are removed: those that change the direction of the text, since
/// one name could read as another, and NUL, at which many readers end the text. And an apostrophe precedes every place that a
/// spreadsheet could take for a formula: at the start of the field, and within it where Excel could see the start of a cell.
/// Blanks and quotes before the sign do not protect: LibreOffice can trim, and Excel drops an empty pair of quotes. Apostrophes
/// before the sign do not exempt it either, or else two fields could become one: a reader who removes one apostrophe wherever one
/// would be added has the original field.
#[must_use]
pub fn csv_line<'a>(fields: impl IntoIterator<Item = &'a str>, width: usize) -> String {
    let mut text = String::new();
    for (place, field) in fields.into_iter().chain(std::iter::repeat("")).take(width).enumerate() {
        if place > 0 {
            text.push(',');
        }
        let field = harmless(field);
        // Some readers skip a line without any character.
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

/// True for a field that RFC 4180 quotes, one with another common separator, and one with blanks at its ends, which some readers
/// trim although they are part of a name (API.md §7 row 8).
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

/// A blank within a line. The byte order mark counts, since it is invisible as well.
fn is_blank(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && !BREAKS.contains(&c))
}

fn is_misleading(c: char) -> bool {
    matches!(c, '\0' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

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
