//! Spellings of the same characters.

use js_sys::JsString;

pub use crate::domain::text::{SearchText, SearchWords};

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
