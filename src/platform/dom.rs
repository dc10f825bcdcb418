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

/// Has each control of the form or dialog around an element tell what stands in it, by a change event. A form that trusts what it
/// heard alone would send other values than those on screen.
pub fn tell_values(inside: Option<EventTarget>) {
    let inside = inside.and_then(|target| target.dyn_into::<Element>().ok());
    let Some(form) = inside.and_then(|inside| inside.closest("form, dialog").ok().flatten()) else { return };
    // A file input would read its file again, and a select shows its first choice for a value that is none of them.
    for control in all(&form, "input:not([type=file]), textarea") {
        if let Ok(change) = web_sys::Event::new("change") {
            let _ = control.dispatch_event(&change);
        }
    }
}

/// Scrolls an element into view, by the smallest distance.
pub fn reveal(target: &Element) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    nearest.set_inline(ScrollLogicalPosition::Nearest);
    target.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Edges of an element from the window's top left corner, and the size of the window, in px.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ElementBox {
    pub top: i32,
    pub bottom: i32,
    pub right: i32,
    /// Without scroll bars.
    pub window_width: i32,
    /// Without scroll bars.
    pub window_height: i32,
}

/// Measures an element, in whole pixels: writing fractions as text would add 4 kB to the program.
#[must_use]
pub fn element_box(element: &Element) -> ElementBox {
    let (window_width, window_height) = window_size();
    let rect = element.get_bounding_client_rect();
    let (top, bottom, right) = (whole(rect.top()), whole(rect.bottom()), whole(rect.right()));
    ElementBox { top, bottom, right, window_width, window_height }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on screen; a cast of a float saturates")]
fn whole(px: f64) -> i32 {
    px.round() as i32
}

fn window_size() -> (i32, i32) {
    let root = document().document_element();
    root.map_or((0, 0), |root| (root.client_width(), root.client_height()))
}
