//! The field under the caret.

use super::dialect::words;
use super::field::CronField;

/// Takes a text that may be unfinished and a caret in UTF-16 units, as the browser counts; a caret behind the end counts as the
/// end. Gives the field under the caret, between two fields the one about to be typed. `None` behind the fifth field, and for
/// texts without fields such as `@daily`.
#[must_use]
pub fn field_at(text: &str, utf16_caret: u32) -> Option<CronField> {
    let words = words(text);
    if words.first().is_some_and(|word| word.text.starts_with('@') || word.text.contains("TZ=")) {
        return None;
    }
    let mut units = 0;
    let caret = text.char_indices().find_map(|(at, c)| {
        let before = units;
        units += c.len_utf16();
        (u32::try_from(before).is_ok_and(|before| before >= utf16_caret)).then_some(at)
    });
    let caret = caret.unwrap_or(text.len());
    let behind = words.iter().take_while(|word| word.bytes().end < caret).count();
    CronField::ALL.get(behind).copied()
}
