//! Calls on elements that are not events: modal dialogs, scrolling, the position of a button.

use crate::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlDialogElement, HtmlElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Opens a dialog as a modal: top layer, the rest of the page inert, focus inside.
pub fn open_modal(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        // Fails only for a dialog outside of the document; then there is nothing to see or close.
        let _ = dialog.show_modal();
    }
}

/// Closes a modal; the browser restores the focus.
pub fn close_modal(dialog: &HtmlDialogElement) {
    if dialog.open() {
        dialog.close();
    }
}

/// True if the event target is inside `outer`.
#[must_use]
pub fn inside(outer: &Element, target: Option<EventTarget>) -> bool {
    let node = target.and_then(|target| target.dyn_into::<Node>().ok());
    outer.contains(node.as_ref())
}

/// Gives the elements inside `outer` that match `selector`, in document order.
#[must_use]
pub fn all(outer: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = outer.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|n| found.item(n)?.dyn_into().ok()).collect()
}

/// Scrolls an element into view, by the smallest distance.
pub fn reveal(target: &Element) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    nearest.set_inline(ScrollLogicalPosition::Nearest);
    target.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Gives the position of a popup of about `height` px for this button: distance from the window's right edge, and from the top
/// or, without room below, from the bottom. Whole pixels, since formatting fractions would add 4 kB to the program.
#[must_use]
pub fn popup_place(button: &Element, height: i32) -> PopupPlace {
    let (width, window_height) = window_size();
    let rect = button.get_bounding_client_rect();
    let (top, bottom, right) = (whole(rect.top()), whole(rect.bottom()), whole(rect.right()));
    let below = bottom + height + 8 <= window_height || top < height;
    PopupPlace {
        right: (width - right).clamp(8, (width - 200).max(8)),
        top: below.then_some(bottom + 4),
        bottom: (!below).then_some(window_height - top + 4),
    }
}

/// A position in the window, in px.
#[derive(Clone, Copy, PartialEq)]
pub struct PopupPlace {
    pub right: i32,
    /// Set if the popup opens downwards.
    pub top: Option<i32>,
    /// Set if the popup opens upwards.
    pub bottom: Option<i32>,
}

#[expect(clippy::cast_possible_truncation, reason = "a place on screen; a cast of a float saturates")]
fn whole(px: f64) -> i32 {
    px.round() as i32
}

fn window_size() -> (i32, i32) {
    let root = document().document_element();
    root.map_or((0, 0), |root| (root.client_width(), root.client_height()))
}
