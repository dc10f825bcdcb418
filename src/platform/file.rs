//! Files that the browser saves, and files that a person chooses.

use super::timer;
use crate::domain::text;
use crate::reactive::{document, spawn_local, window};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// Most pieces that one task passes to the browser, which copies them: ten thousand answers are some megabytes.
const AT_ONCE: usize = 1_000;

/// Has the browser save a text, in pieces that follow each other, as a file of this name. False if it would not.
async fn save(name: &str, pieces: &[String], media_type: &str) -> bool {
    let parts = Array::new();
    for some in pieces.chunks(AT_ONCE) {
        let texts: Array = some.iter().map(|piece| JsValue::from_str(piece)).collect();
        let Ok(part) = Blob::new_with_str_sequence(&texts) else { return false };
        parts.push(&part);
        if pieces.len() > AT_ONCE {
            timer::sleep(0).await;
        }
    }
    let bag = BlobPropertyBag::new();
    bag.set_type(media_type);
    let blob = Blob::new_with_blob_sequence_and_options(&parts, &bag);
    let Some(address) = blob.ok().and_then(|blob| Url::create_object_url_with_blob(&blob).ok()) else { return false };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has read the content by the next task.
    let gone = wasm_bindgen::closure::Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(gone.unchecked_ref(), 10_000);
    link.is_some()
}

const UNREADABLE: &str = "The browser could not read this file.";

/// The text of the file chosen in this input; `None` when there is none.
async fn read(input: &HtmlInputElement) -> Option<Result<String, &'static str>> {
    let file = input.files()?.get(0)?;
    Some(match JsFuture::from(file.array_buffer()).await {
        Ok(buffer) => text::decode(Uint8Array::new(&buffer).to_vec()).map_err(text::Undecoded::text),
        Err(_) => Err(UNREADABLE),
    })
}

/// Has the browser save a text, in pieces that follow each other, as a file of this name; `then` is called with whether it did.
pub fn save_then(name: &str, pieces: Vec<String>, media_type: &'static str, then: impl FnOnce(bool) + 'static) {
    let name = name.to_owned();
    spawn_local(async move { then(save(&name, &pieces, media_type).await) });
}

/// Reads the file chosen in this input, in UTF-8 alone; `then` is called with its text or the reason why there is none, and not at
/// all when no file is chosen.
pub fn read_then(input: HtmlInputElement, then: impl FnOnce(Result<String, &'static str>) + 'static) {
    spawn_local(async move {
        if let Some(text) = read(&input).await {
            then(text);
        }
    });
}
