//! The address bar and the session history.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, History, MouseEvent};

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// Gives the path prefix of the console, with a slash at both ends; the build writes it into the boot script's element.
#[must_use]
pub fn base() -> String {
    super::page::boot_data("base").filter(|base| base.starts_with('/')).unwrap_or_else(|| "/".to_owned())
}

/// Gives path and query of the address bar.
#[must_use]
pub fn href() -> String {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return "/".to_owned() };
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Gives scheme, host and port of this page.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Adds an entry; `index` is its position in this tab's history, by which [`on_pop`] tells back from forward.
pub fn push(href: &str, index: u32) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&JsValue::from(index), "", Some(href));
    }
}

/// Rewrites the current entry.
pub fn replace(href: &str, index: u32) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::from(index), "", Some(href));
    }
}

/// Gives the index that [`push`] or [`replace`] stored in the current entry.
#[must_use]
pub fn index() -> Option<u32> {
    let index = history()?.state().ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a u32 that we stored")]
    Some(index as u32)
}

/// Moves by `delta` entries.
pub fn go(delta: i32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(delta);
    }
}

/// Scrolls the page to `y` px.
pub fn scroll_to(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

fn listen(name: &str, hear: impl Fn(Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(hear);
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

/// Calls `hear` at each back and forward, for the life of the app.
pub fn on_pop(hear: impl Fn() + 'static) {
    listen("popstate", move |_| hear());
}

/// Calls `ask` before the tab closes or reloads; if it gives true, the browser asks the person first.
pub fn on_unload(ask: impl Fn() -> bool + 'static) {
    listen("beforeunload", move |event| {
        if ask() {
            event.prevent_default();
        }
    });
}

/// Calls `follow` with the URL of each plain click on a link of this origin; if it gives true, the browser does not follow the
/// link.
pub fn on_link(follow: impl Fn(&str) -> bool + 'static) {
    listen("click", move |event| {
        let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
        if click.default_prevented()
            || click.button() != 0
            || click.ctrl_key()
            || click.meta_key()
            || click.shift_key()
            || click.alt_key()
        {
            return;
        }
        let Some(anchor) = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| element.closest("a[href]").ok().flatten())
            .and_then(|element| element.dyn_into::<web_sys::HtmlAnchorElement>().ok())
        else {
            return;
        };
        let origin = origin();
        let raw = anchor.get_attribute("href").unwrap_or_default();
        if anchor.has_attribute("download") || anchor.has_attribute("target") || anchor.origin() != origin || raw.starts_with('#')
        {
            return;
        }
        if follow(&(anchor.pathname() + &anchor.search())) {
            event.prevent_default();
        }
    });
}
