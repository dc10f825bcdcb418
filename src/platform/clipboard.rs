//! The clipboard. The browser offers it to secure pages only.

use crate::reactive::{spawn_local, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard. False when the browser has none for this page or refuses.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let offered =
        js_sys::Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false) && window().is_secure_context();
    offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Puts `text` on the clipboard; `then` is called with whether the browser did.
pub fn write_then(text: &str, then: impl FnOnce(bool) + 'static) {
    let text = text.to_owned();
    spawn_local(async move { then(write(&text).await) });
}
