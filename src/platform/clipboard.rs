//! The clipboard. The browser offers it to secure pages only.

use crate::reactive::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard. False when the browser has none for this page or refuses.
pub async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let offered =
        js_sys::Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false) && window().is_secure_context();
    offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
