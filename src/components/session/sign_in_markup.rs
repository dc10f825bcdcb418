//! The sign-in page as `index.html` has it. A person reads it and types into it before the program has come, which takes the same
//! elements over: focus, caret, selection and text stay as they are. Each later sign-in works on a copy.

use crate::platform::html::{self, Element};
use crate::reactive::*;

/// The markup of the sign-in page. A context.
#[derive(Clone, Copy)]
pub struct SignInMarkup {
    /// The page on screen, until the program takes it over.
    on_screen: StoredValue<Option<Element>, LocalStorage>,
    /// A copy without typed text.
    blank: StoredValue<Element, LocalStorage>,
}

impl SignInMarkup {
    /// Provides the context, once per app.
    pub fn start() -> Self {
        let on_screen = html::in_page("#app > main.starting").map(|page| {
            page.part(".start-notes").remove();
            page.class("sign-in")
        });
        let blank = on_screen.as_ref().map_or_else(html::main, Element::blank_copy);
        let _ = blank.part("form").take_attr(WAITING);
        let _ = blank.part(".waiting").emptied();
        let markup = Self { on_screen: StoredValue::new_local(on_screen), blank: StoredValue::new_local(blank) };
        provide_context(markup);
        markup
    }

    /// Gives the markup of the app.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::start)
    }

    /// Gives the page on screen, if the program has not taken it over yet.
    #[must_use]
    pub fn take(self) -> Option<Element> {
        self.on_screen.try_update_value(Option::take).flatten()
    }

    /// Gives a copy of the page.
    #[must_use]
    pub fn copy(self) -> Element {
        self.blank.with_value(Element::blank_copy)
    }
}

/// The attribute by which boot.js marks a form that was sent before the program had come.
const WAITING: &str = "data-waiting";

/// Tells whether this form was sent before the program had come, and removes the mark.
pub fn was_sent(form: &Element) -> bool {
    let _ = form.part(".waiting").emptied();
    form.take_attr(WAITING)
}
