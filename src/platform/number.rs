//! Numbers as the reader writes them.

use wasm_bindgen::JsCast;

/// `1234567` as "1,234,567", in the browser's way of grouping.
#[must_use]
pub fn grouped(n: usize) -> String {
    let number: js_sys::Object = js_sys::Number::from(u32::try_from(n).unwrap_or(u32::MAX)).unchecked_into();
    number.to_locale_string().into()
}
