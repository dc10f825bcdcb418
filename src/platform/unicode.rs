//! Spellings of the same characters.

use js_sys::JsString;

/// True for text in composed form (NFC), which letters with separate accents are not.
pub fn is_composed(text: &str) -> bool {
    JsString::from(text).normalize("NFC") == text
}
