//! Spellings of the same characters, and their marks.

use js_sys::JsString;

use crate::domain::name::Name;
use crate::domain::text;
pub use crate::domain::text::{SearchText, SearchWords};

/// Gives a text that a person typed as a name in a sentence ([`Name::marked`]).
#[must_use]
pub fn marked(text: &str) -> String {
    Name::from(text).marked()
}

/// Gives the composed form (NFC).
#[must_use]
pub fn composed(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}

/// True for text in composed form (NFC), which letters with separate accents are not.
#[must_use]
pub fn is_composed(text: &str) -> bool {
    JsString::from(text).normalize("NFC") == text
}

/// Gives a text in compatibility composition (NFKC): full-width letters, ligatures and separate accents become the usual letters.
#[must_use]
pub fn compatible(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

/// Gives a text for searches.
#[must_use]
pub fn search_text(text: &str) -> SearchText {
    SearchText::new(text, composed)
}

/// Gives the words of a query.
#[must_use]
pub fn search_words(query: &str) -> SearchWords {
    SearchWords::new(query, composed)
}

/// Gives JSON or a command with invisible characters as `\u` escapes.
#[must_use]
pub fn escape_unseen(text: &str) -> String {
    text::escape_unseen(text, false)
}
