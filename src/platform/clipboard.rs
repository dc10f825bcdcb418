//! The clipboard. The browser offers its interface to secure pages only; to others it leaves the copy of a selection.

use crate::reactive::{document, spawn_local, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::focus;

/// Puts `text` on the clipboard. False when the browser lets this page do so in no way.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let offered =
        js_sys::Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false) && window().is_secure_context();
    (offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()) || copy_selection(text)
}

/// Copies `text` as the selection of an element that is there as long as that takes.
fn copy_selection(text: &str) -> bool {
    let page = document();
    // The rest of the page is inert under a modal, and takes no selection.
    let place = page.query_selector("dialog:modal").ok().flatten().or_else(|| page.body().map(JsCast::unchecked_into));
    let area = page.create_element("textarea").ok().and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    let (Some(place), Some(area)) = (place, area) else { return false };
    let focused = focus::current();
    area.set_class_name("sr-only");
    area.set_value(text);
    let _ = place.append_child(&area);
    select(&area);
    let is_copied = page.dyn_ref::<HtmlDocument>().is_some_and(|page| page.exec_command("copy").unwrap_or(false));
    area.remove();
    focused.iter().for_each(focus::keep);
    is_copied
}

/// Focuses a text and selects the whole of it, for a person to copy by the keyboard.
pub fn select(area: &HtmlTextAreaElement) {
    focus::keep(area);
    area.select();
}

/// Puts `text` on the clipboard; `then` is called with whether the browser did.
pub fn write_then(text: &str, then: impl FnOnce(bool) + 'static) {
    let text = text.to_owned();
    spawn_local(async move { then(write(&text).await) });
}
