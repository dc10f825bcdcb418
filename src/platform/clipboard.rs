//! The clipboard. The browser offers it to secure pages only.

use crate::reactive::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Copies `text`. Gives false if the page has no clipboard or the browser refuses.
pub async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let offered =
        js_sys::Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false) && window().is_secure_context();
    offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
