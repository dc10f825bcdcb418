//! Spellings of the same characters, and their marks.

use js_sys::JsString;

use crate::domain::name::Name;

/// Gives a text that a person typed as a name in a sentence ([`Name::marked`]).
#[must_use]
pub fn marked(text: &str) -> String {
    Name::from(text).marked()
}

/// True for text in composed form (NFC), which letters with separate accents are not.
pub fn is_composed(text: &str) -> bool {
    JsString::from(text).normalize("NFC") == text
}

/// Gives a text in compatibility composition (NFKC): full-width letters, ligatures and separate accents become the usual letters.
#[must_use]
pub fn compatible(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}
