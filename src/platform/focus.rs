//! The only module that moves the focus. Every move waits for the view to settle, since the target may be part of the pending
//! change.

use super::timer;
use crate::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Focuses the element with this id after the view has settled, if there is one, and scrolls it into view.
pub fn by_id(id: &str) {
    let id = id.to_owned();
    settled(move || move_to(document().get_element_by_id(&id)));
}

/// Focuses this element and scrolls it into view.
pub fn element(target: &HtmlElement) {
    let target: Element = target.clone().into();
    settled(move || move_to(Some(target)));
}

/// Focuses the page's heading, where reading starts.
pub fn main_heading() {
    settled(|| move_to(document().query_selector("main h1").ok().flatten()));
}

/// Focuses the heading of a page that was just entered, after it is painted: a focus forces the layout, which the browser has
/// computed by then. If the focus has moved meanwhile, it stays.
pub fn entered_page() {
    let before = current();
    spawn_local(async move {
        timer::painted().await;
        let now = current();
        if now.is_none() || now == before {
            move_to(document().query_selector("main h1").ok().flatten());
        }
    });
}

/// Focuses the page's heading if no element has the focus, because the focused one was removed.
pub fn heading_if_lost() {
    settled(|| {
        if current().is_none() {
            move_to(document().query_selector("main h1").ok().flatten());
        }
    });
}

/// Focuses without waiting, for roving focus inside a widget, where the target is on screen already.
pub fn now(target: &HtmlElement) {
    move_to(Some(target.clone().into()));
}

/// Restores the focus without scrolling; no effect if the element still has it.
pub fn keep(target: &HtmlElement) {
    if current().as_ref() != Some(target) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = target.focus_with_options(&options);
    }
}

/// Gives the focused element; `None` if the focus is on `body`.
#[must_use]
pub fn current() -> Option<HtmlElement> {
    document().active_element().filter(|element| element.tag_name() != "BODY")?.dyn_into().ok()
}

/// Runs `f` after the view has rendered the changes made so far.
pub fn settled(f: impl FnOnce() + 'static) {
    spawn_local(async move {
        tick().await;
        f();
    });
}

fn move_to(target: Option<Element>) {
    let Some(target) = target.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    // A heading is no tab stop, so it needs `tabindex` to take the focus.
    if target.tab_index() < 0 && !target.has_attribute("tabindex") {
        let _ = target.set_attribute("tabindex", "-1");
    }
    let _ = target.focus();
    super::dom::reveal(&target);
}
