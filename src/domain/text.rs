//! Text from outside. The screen isolates it and marks invisible characters; searches compare it by its characters and not by
//! their spelling; a file is text in UTF-8 or none at all.

mod encoding;
mod search;

pub use encoding::{Undecoded, decode, without_mark};
pub use search::{Compose, Missing, SearchText, SearchWords};

use std::borrow::Cow;

use super::name::code_point;

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

impl TextPiece {
    /// Gives the text of the screen: the stretch, or the stand-in.
    #[must_use]
    pub fn into_text(self) -> String {
        match self {
            TextPiece::Plain(text) | TextPiece::Mark { shown: text, .. } => text,
        }
    }
}

/// Splits text so that blanks at an end or beside another blank, accents without a letter, and control, invisible and
/// direction-changing characters are visible. A name with a trailing blank is another name (API.md §7 row 8), a browser shows many
/// blanks as one, and a direction override could make one name read as another.
pub fn visible(text: &str) -> Vec<TextPiece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_lost = |beside: Option<char>| beside.is_none_or(|beside| beside == ' ');
        let is_lost_blank = c == ' ' && (is_lost(before) || is_lost(rest.peek().copied()));
        let meaning = match c {
            ' ' => is_lost_blank.then_some("space"),
            // An emoji takes this selector for its colours.
            '\u{fe0f}' if before.is_some_and(is_symbol) => None,
            _ if is_accent(c) && before.is_none_or(|before| before == ' ' || hidden_meaning(before).is_some()) => {
                Some("accent without a letter")
            }
            _ => hidden_meaning(c),
        };
        before = Some(c);
        match meaning {
            None => plain.push(c),
            Some(meaning) => {
                if !plain.is_empty() {
                    pieces.push(TextPiece::Plain(std::mem::take(&mut plain)));
                }
                let shown = if is_lost_blank { "␣".to_owned() } else { code_point(c) };
                pieces.push(TextPiece::Mark { shown, meaning });
            }
        }
    }
    if !plain.is_empty() {
        pieces.push(TextPiece::Plain(plain));
    }
    pieces
}

/// Gives a text without characters that could disturb the words around it: those that change the direction, and invisible ones,
/// become code points. Blanks and line breaks stay, and so do the isolates around a name
/// ([`Name::marked`](super::name::Name::marked)).
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| {
        !matches!(c, '\u{2068}' | '\u{2069}' | '\u{fe0f}')
            && !matches!(hidden_meaning(c), None | Some("tab" | "line break" | "unusual space"))
    };
    if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) || !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) { clean.push_str(&code_point(c)) } else { clean.push(c) }
    }
    Cow::Owned(clean)
}

fn is_symbol(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric()
}

/// True for marks that join the character before them.
fn is_accent(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x64B..=0x65F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF
        | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// True for letters and marks of the scripts that run from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE | 0x1_0800..=0x1_0FFF | 0x1_E800..=0x1_EFFF)
}

/// Name of an invisible character; `None` for visible ones.
pub(in crate::domain) fn hidden_meaning(c: char) -> Option<&'static str> {
    match u32::from(c) {
        0x09 => Some("tab"),
        0x0A | 0x0D | 0x2028 | 0x2029 => Some("line break"),
        0x00..=0x1F | 0x7F..=0x9F => Some("control character"),
        0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x2800 | 0x3000 => Some("unusual space"),
        0xAD => Some("soft hyphen"),
        0x34F | 0x200C | 0x200D => Some("invisible joiner"),
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => Some("text direction control"),
        0x115F
        | 0x1160
        | 0x17B4
        | 0x17B5
        | 0x180B..=0x180F
        | 0x200B
        | 0x2060..=0x2065
        | 0x206A..=0x206F
        | 0x3164
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0xFFA0
        | 0xFFF0..=0xFFFB
        | 0xE_0100..=0xE_01EF
        | 0x1_BCA0..=0x1_BCA3
        | 0x1_D173..=0x1_D17A => Some("invisible character"),
        0xE_0000..=0xE_00FF | 0xE_01F0..=0xE_0FFF => Some("tag character"),
        _ => None,
    }
}

/// Most characters of an error text on the screen.
const LONGEST: usize = 500;

/// Prepares a text of the appliance for an error message: a name in it keeps its blanks and invisible characters, as marks; line
/// breaks stay, and the text is cut to 500 characters.
pub fn clean_server_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let lines =
        unified.trim().split('\n').map(|line| visible(line.trim()).into_iter().map(TextPiece::into_text).collect::<String>());
    let whole = lines.collect::<Vec<_>>().join("\n");
    let mut rest = whole.chars();
    let mut out: String = rest.by_ref().take(LONGEST).collect();
    if rest.next().is_some() {
        out.pop();
        out.push('…');
    }
    out
}

/// Gives JSON with invisible characters as `\u` escapes, so that a person sees and copies the same text; `exclamation` adds `!`, which some shells expand. Line breaks are layout and
/// remain: those inside strings are escaped already.
#[must_use]
pub fn escape_unseen(json: &str, exclamation: bool) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && hidden_meaning(c).is_some() || exclamation && c == '!' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}
