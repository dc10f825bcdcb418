//! Text from outside. The screen isolates it and marks invisible characters; searches compare it by its characters and not by
//! their spelling; a file is text in UTF-8 or none at all.

mod encoding;
mod search;

pub use encoding::{Undecoded, decode, without_mark};
pub use search::{Compose, SearchText, SearchWords};

/// A stretch of text for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPiece {
    /// Visible text, verbatim.
    Plain(String),
    /// A character that is invisible, or moves its neighbours.
    Mark {
        /// Visible replacement.
        shown: String,
        /// Name of the character, for the screen.
        meaning: &'static str,
    },
}

/// Splits text so that leading and trailing blanks, control, invisible and direction-changing characters are visible. A name with
/// a trailing blank is another name (API.md §7 row 8), and a direction override could make one name read as another.
pub fn visible(text: &str) -> Vec<TextPiece> {
    let body_start = text.len() - text.trim_start_matches(' ').len();
    let body_end = text.trim_end_matches(' ').len();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    for (at, c) in text.char_indices() {
        let outer_blank = c == ' ' && (at < body_start || at >= body_end);
        let meaning = if outer_blank { Some("space") } else { hidden_meaning(c) };
        match meaning {
            None => plain.push(c),
            Some(meaning) => {
                if !plain.is_empty() {
                    pieces.push(TextPiece::Plain(std::mem::take(&mut plain)));
                }
                let shown = if outer_blank { "␣".to_owned() } else { format!("U+{:04X}", u32::from(c)) };
                pieces.push(TextPiece::Mark { shown, meaning });
            }
        }
    }
    if !plain.is_empty() {
        pieces.push(TextPiece::Plain(plain));
    }
    pieces
}

/// Name of an invisible character; `None` for visible ones.
fn hidden_meaning(c: char) -> Option<&'static str> {
    match u32::from(c) {
        0x09 => Some("tab"),
        0x0A | 0x0D | 0x2028 | 0x2029 => Some("line break"),
        0x00..=0x1F | 0x7F..=0x9F => Some("control character"),
        0xA0 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Some("unusual space"),
        0xAD => Some("soft hyphen"),
        0x200B | 0x2060 | 0xFEFF | 0x180E | 0x3164 | 0x115F | 0x1160 | 0xFFA0 => Some("invisible character"),
        0x200C | 0x200D => Some("invisible joiner"),
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => Some("text direction control"),
        0x2061..=0x2065 | 0x206A..=0x206F => Some("invisible character"),
        0xE0000..=0xE007F => Some("tag character"),
        _ => None,
    }
}

/// Most characters of an error text on the screen.
const LONGEST: usize = 500;

/// Prepares a text of the appliance for an error message: removes control characters, keeps line breaks, and cuts it to 500
/// characters.
pub fn clean_server_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut kept = unified.trim().chars().filter_map(|c| match (c, hidden_meaning(c)) {
        ('\n', _) | (_, None) => Some(c),
        (_, Some("tab" | "unusual space")) => Some(' '),
        _ => None,
    });
    let mut out: String = kept.by_ref().take(LONGEST).collect();
    if kept.next().is_some() {
        out.pop();
        out.push('…');
    }
    out
}
