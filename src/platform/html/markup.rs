//! Elements of `index.html`, which stand before the program has come.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{AnyView, DOCUMENT, Element, IntoView, cast, fragment};
use crate::platform::dom;
use crate::reactive::StoredValue;

/// Finds an element of the page.
#[must_use]
pub fn in_page(selector: &str) -> Option<Element> {
    DOCUMENT.with(|document| document.query_selector(selector)).ok().flatten().map(Element)
}

/// Gives a view for an element that is in its place already. The element goes when the owner ends, and the text in its inputs too.
pub fn in_place(element: &Element) -> AnyView {
    StoredValue::new_local(InPlace(element.clone()));
    AnyView(fragment())
}

struct InPlace(Element);

impl Drop for InPlace {
    fn drop(&mut self) {
        self.0.remove();
        self.0.clear_inputs();
    }
}

impl Element {
    /// Finds an element inside this one. Without a match, gives an element outside of the page.
    #[must_use]
    pub fn part(&self, selector: &str) -> Self {
        self.0.query_selector(selector).ok().flatten().map_or_else(|| Self::new("div"), Self)
    }

    /// Puts content before this element.
    pub fn put_before(&self, content: impl IntoView) {
        let _ = self.0.before_with_node_1(&content.into_any().0);
    }

    /// Gives the text in this input.
    #[must_use]
    pub fn typed(&self) -> String {
        cast::<HtmlInputElement>(&self.0).value()
    }

    /// Removes the element from the page.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Removes the content.
    #[must_use]
    pub fn emptied(self) -> Self {
        self.0.set_text_content(None);
        self
    }

    /// Removes an attribute, and tells whether it was there.
    pub fn take_attr(&self, name: &str) -> bool {
        let was_there = self.0.has_attribute(name);
        let _ = self.0.remove_attribute(name);
        was_there
    }

    /// Copies the element and its content without text in its inputs, which the browser would copy too.
    #[must_use]
    pub fn blank_copy(&self) -> Self {
        let copy: web_sys::Element =
            self.0.clone_node_with_deep(true).unwrap_or_else(|error| error.unchecked_into()).unchecked_into();
        let copy = Self(copy);
        copy.clear_inputs();
        for details in dom::all(&copy.0, "details") {
            let _ = details.remove_attribute("open");
        }
        copy
    }

    fn clear_inputs(&self) {
        for input in dom::all(&self.0, "input") {
            input.unchecked_into::<HtmlInputElement>().set_value("");
        }
    }
}
