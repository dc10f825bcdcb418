//! The document as a whole: title, theme, density, visibility, and the build's data for `boot.js`.

use crate::domain::text::harmless;
use crate::reactive::StoredValue;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, HtmlElement};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Gives the element that contains the console.
#[must_use]
pub fn root() -> Option<HtmlElement> {
    document()?.get_element_by_id("app")?.dyn_into().ok()
}

/// Gives an attribute `data-…` of the boot script's element, where the build writes it.
#[must_use]
pub fn boot_data(name: &str) -> Option<String> {
    document()?.get_element_by_id("boot")?.get_attribute(&format!("data-{name}"))
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(&harmless(title));
    }
}

/// Sets or removes an attribute of the root element; the style sheet reads `data-theme` and `data-density` there.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(element) = document().and_then(|document| document.document_element()) else { return };
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// True if the tab is not visible.
#[must_use]
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

fn listen_all(events: &[&str], hear: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(hear);
    if let Some(document) = document() {
        for event in events {
            let _ = document.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        }
    }
    listener.forget();
}

/// Calls `hear` when the tab is shown or hidden, for the life of the app.
pub fn on_visibility(hear: impl Fn() + 'static) {
    listen_all(&["visibilitychange"], hear);
}

/// Calls `hear` at each key press, pointer press and wheel turn, for the life of the app.
pub fn on_activity(hear: impl Fn() + 'static) {
    listen_all(&["keydown", "pointerdown", "wheel"], hear);
}

/// True if the browser reports no network.
#[must_use]
pub fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// Calls `hear` when the browser reports a change of the network, for as long as the owner lives.
pub fn on_network(hear: impl Fn() + 'static) {
    let listener = NetworkListener(Closure::new(hear));
    if let Some(window) = web_sys::window() {
        for event in NETWORK {
            let _ = window.add_event_listener_with_callback(event, listener.0.as_ref().unchecked_ref());
        }
    }
    StoredValue::new_local(listener);
}

const NETWORK: [&str; 2] = ["online", "offline"];

struct NetworkListener(Closure<dyn Fn()>);

impl Drop for NetworkListener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in NETWORK {
                let _ = window.remove_event_listener_with_callback(event, self.0.as_ref().unchecked_ref());
            }
        }
    }
}
