//! One element of the page and what can be said of it.

use std::marker::PhantomData;

use crate::reactive::RwSignal;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, intern};
use web_sys::{ClipboardEvent, Event, FocusEvent, KeyboardEvent, MouseEvent, SubmitEvent};

use super::value::{AttrValue, DomValue, IntoAttrValue};
use super::{DOCUMENT, IntoView, cast, is_alive, watch};

/// An element under construction; it stands in the page once it is the child of something that does.
#[derive(Clone)]
pub struct Element(web_sys::Element);

/// Leads to an element after it was made: for focus, measure and scroll.
pub struct NodeRef<T>(RwSignal<Option<web_sys::Element>>, PhantomData<fn() -> T>);

impl<T> Clone for NodeRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeRef<T> {}

impl<T: JsCast> Default for NodeRef<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: JsCast> NodeRef<T> {
    /// Leads nowhere yet.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(None), PhantomData)
    }

    /// The element, if it was made and its part is still there.
    #[must_use]
    pub fn get(self) -> Option<T> {
        self.0.try_get().flatten().map(JsCast::unchecked_into)
    }

    /// The same without following later changes.
    #[must_use]
    pub fn get_untracked(self) -> Option<T> {
        self.0.try_get_untracked().flatten().map(JsCast::unchecked_into)
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

impl Element {
    pub(super) fn new(tag: &'static str) -> Self {
        // The names are those of `tags`: the browser refuses none of them. What it would refuse is an empty place.
        let made = DOCUMENT.with(|document| document.create_element(intern(tag)));
        Self(made.unwrap_or_else(|error| error.unchecked_into()))
    }

    pub(super) fn new_svg(tag: &'static str) -> Self {
        let made = DOCUMENT.with(|document| document.create_element_ns(Some(intern(SVG)), intern(tag)));
        Self(made.unwrap_or_else(|error| error.unchecked_into()))
    }

    /// The element itself.
    #[must_use]
    pub const fn node(&self) -> &web_sys::Element {
        &self.0
    }

    /// Adds content behind what is there.
    #[must_use]
    pub fn child(self, content: impl IntoView) -> Self {
        content.append_to(&self.0);
        self
    }

    /// Sets an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl IntoAttrValue) -> Self {
        self.set(name, value.into_attr_value(), set_attribute);
        self
    }

    /// Sets the classes.
    #[must_use]
    pub fn class(self, value: impl IntoAttrValue) -> Self {
        self.attr("class", value)
    }

    /// Adds one class while the value is on. Comes after [`Self::class`].
    #[must_use]
    pub fn class_if(self, name: &'static str, on: impl IntoAttrValue) -> Self {
        self.set(name, on.into_attr_value(), |element, name, value| {
            let _ = element.class_list().toggle_with_force(intern(name), value.is_on());
        });
        self
    }

    /// Sets a property, which unlike an attribute is what a person changes: `value`, `checked`, `selected`. What it is already is
    /// not set again: a date that is half typed reads as empty, and setting it to that would take away the half.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl IntoAttrValue) -> Self {
        let put = |element: &web_sys::Element, name: &'static str, value: &DomValue| {
            let value = match value {
                DomValue::Flag(on) => JsValue::from_bool(*on),
                other => JsValue::from_str(other.text()),
            };
            let name = JsValue::from_str(intern(name));
            if Reflect::get(element, &name).as_ref() != Ok(&value) {
                let _ = Reflect::set(element, &name, &value);
            }
        };
        match value.into_attr_value() {
            AttrValue::Fixed(DomValue::None) => {}
            AttrValue::Fixed(value) => put(&self.0, name, &value),
            AttrValue::Live(read) => {
                let element = self.0.clone();
                watch(move || put(&element, name, &read()));
            }
        }
        self
    }

    /// Sets a property of the element's style through the CSSOM, which the policy allows.
    #[must_use]
    pub fn style(self, name: &'static str, value: impl IntoAttrValue) -> Self {
        self.set(name, value.into_attr_value(), |element, name, value| {
            let element: web_sys::HtmlElement = cast(element);
            let _ = element.style().set_property(name, value.text());
        });
        self
    }

    /// Makes `place` lead here.
    #[must_use]
    pub fn node_ref<T>(self, place: NodeRef<T>) -> Self {
        place.0.set(Some(self.0.clone()));
        self
    }

    fn on<E: JsCast + 'static>(self, name: &'static str, hear: impl Fn(E) + 'static) -> Self {
        self.listen(name, Box::new(move |event| hear(event.unchecked_into())));
        self
    }

    /// One that comes after the part was taken off the page is not heard.
    fn listen(&self, name: &'static str, hear: Box<dyn Fn(Event)>) {
        let is_alive = is_alive();
        let closure = Closure::<dyn Fn(Event)>::new(move |event| {
            if is_alive() {
                hear(event);
            }
        });
        // The browser holds it as long as the element and frees it with it.
        let _ = self.0.add_event_listener_with_callback(intern(name), closure.into_js_value().unchecked_ref());
    }

    fn set(&self, name: &'static str, setting: AttrValue, set: fn(&web_sys::Element, &'static str, &DomValue)) {
        match setting {
            AttrValue::Fixed(DomValue::None) => {}
            AttrValue::Fixed(value) => set(&self.0, name, &value),
            AttrValue::Live(read) => {
                let element = self.0.clone();
                let mut shown = None;
                watch(move || {
                    let fresh = read();
                    if shown.as_ref() != Some(&fresh) {
                        set(&element, name, &fresh);
                        shown = Some(fresh);
                    }
                });
            }
        }
    }
}

macro_rules! events {
    ($($method:ident $name:literal $event:ident $what:literal)*) => {
        impl Element {$(
            #[doc = concat!("Hears ", $what, ".")]
            #[must_use]
            pub fn $method(self, hear: impl Fn($event) + 'static) -> Self {
                self.on($name, hear)
            }
        )*}
    };
}

events! {
    on_focus "focus" FocusEvent "that the focus came to the element itself"
    on_blur "blur" FocusEvent "that the focus left the element itself"
    on_cancel "cancel" Event "that a dialog is about to be closed by the browser"
    on_change "change" Event "a change that is complete"
    on_click "click" MouseEvent "a click, or what the keyboard does in its place"
    on_close "close" Event "that a dialog was closed"
    on_focusin "focusin" FocusEvent "that the focus came to it or inside of it"
    on_focusout "focusout" FocusEvent "that the focus left it or something inside of it"
    on_input "input" Event "each change of what is typed or chosen"
    on_keydown "keydown" KeyboardEvent "a key"
    on_keyup "keyup" KeyboardEvent "that a key is up again"
    on_mousedown "mousedown" MouseEvent "the press of the pointer, before the focus moves"
    on_mouseenter "mouseenter" MouseEvent "that the pointer came"
    on_mouseleave "mouseleave" MouseEvent "that the pointer left"
    on_paste "paste" ClipboardEvent "a paste, before it is done"
    on_submit "submit" SubmitEvent "that a form is sent"
    on_toggle "toggle" Event "that details were opened or closed"
}

fn set_attribute(element: &web_sys::Element, name: &'static str, value: &DomValue) {
    let name = intern(name);
    let _ = match value {
        DomValue::Text(text) => element.set_attribute(name, text),
        DomValue::Flag(true) => element.set_attribute(name, ""),
        DomValue::None | DomValue::Flag(false) => element.remove_attribute(name),
    };
}
