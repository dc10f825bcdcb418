//! CSV for spreadsheets, with a guard against formulas.
//!
//! Anybody may have written the values that the appliance stores (API.md §10.7), and a spreadsheet runs a value that looks like a
//! formula. CSV is therefore escaped, at the cost of some apostrophes.

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
