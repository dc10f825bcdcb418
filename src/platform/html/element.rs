//! One element of the page, and its attributes, properties, listeners and children.

use std::marker::PhantomData;

use crate::domain::text::harmless;
use crate::reactive::RwSignal;
use js_sys::Reflect;
use leptos::tachys::html::event::EventDescriptor;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, intern};
use web_sys::Event;

use super::value::{AttrValue, DomValue, IntoAttrValue};
use super::{DOCUMENT, IntoView, cast, is_alive, watch};

/// An element under construction; it joins the page as a child of an element in the page.
#[derive(Clone)]
pub struct Element(pub(super) web_sys::Element);

/// Reference to an element, filled when the element is made: for focus, measuring and scrolling.
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
    /// Creates an empty reference.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(None), PhantomData)
    }

    /// Gives the element, if it was made and its owner is alive.
    #[must_use]
    pub fn get(self) -> Option<T> {
        self.0.try_get().flatten().map(JsCast::unchecked_into)
    }

    /// Like [`Self::get`], without tracking.
    #[must_use]
    pub fn get_untracked(self) -> Option<T> {
        self.0.try_get_untracked().flatten().map(JsCast::unchecked_into)
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

impl Element {
    pub(super) fn new(tag: &'static str) -> Self {
        // The names come from `tags`, which are all valid. An error value here has no effect on the page.
        let made = DOCUMENT.with(|document| document.create_element(intern(tag)));
        Self(made.unwrap_or_else(|error| error.unchecked_into()))
    }

    pub(super) fn new_svg(tag: &'static str) -> Self {
        let made = DOCUMENT.with(|document| document.create_element_ns(Some(intern(SVG)), intern(tag)));
        Self(made.unwrap_or_else(|error| error.unchecked_into()))
    }

    /// Gives the DOM element.
    #[must_use]
    pub const fn node(&self) -> &web_sys::Element {
        &self.0
    }

    /// Appends content.
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

    /// Adds one class while the value is on. Must follow [`Self::class`], which sets the whole attribute.
    #[must_use]
    pub fn class_if(self, name: &'static str, on: impl IntoAttrValue) -> Self {
        self.set(name, on.into_attr_value(), |element, name, value| {
            let _ = element.class_list().toggle_with_force(intern(name), value.is_on());
        });
        self
    }

    /// Sets a property, the current state of a control unlike its attribute: `value`, `checked`, `selected`. An equal value is
    /// not set: a half-typed date reads as empty, and setting it to empty would erase the typed half.
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
            AttrValue::Dynamic(read) => {
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

    /// Fills a reference with this element.
    #[must_use]
    pub fn node_ref<T>(self, place: NodeRef<T>) -> Self {
        place.0.set(Some(self.0.clone()));
        self
    }

    /// Listens to an event: `.on(ev::click, move |event| …)`.
    #[must_use]
    pub fn on<E: EventDescriptor>(self, event: E, listener: impl Fn(E::EventType) + 'static) -> Self
    where
        E::EventType: JsCast,
    {
        self.listen(&event.name(), Box::new(move |event| listener(event.unchecked_into())));
        self
    }

    /// Ignores events after the owner is disposed.
    fn listen(&self, name: &str, hear: Box<dyn Fn(Event)>) {
        let is_alive = is_alive();
        let closure = Closure::<dyn Fn(Event)>::new(move |event| {
            if is_alive() {
                hear(event);
            }
        });
        // The browser keeps the closure as long as the element, and frees both together.
        let _ = self.0.add_event_listener_with_callback(intern(name), closure.into_js_value().unchecked_ref());
    }

    fn set(&self, name: &'static str, setting: AttrValue, set: fn(&web_sys::Element, &'static str, &DomValue)) {
        match setting {
            AttrValue::Fixed(DomValue::None) => {}
            AttrValue::Fixed(value) => set(&self.0, name, &value),
            AttrValue::Dynamic(read) => {
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

/// Attributes whose values people see or hear.
const READ_ALOUD: [&str; 4] = ["title", "aria-label", "placeholder", "alt"];

fn set_attribute(element: &web_sys::Element, name: &'static str, value: &DomValue) {
    let name = intern(name);
    let _ = match value {
        DomValue::Text(text) if READ_ALOUD.contains(&name) => element.set_attribute(name, &harmless(text)),
        DomValue::Text(text) => element.set_attribute(name, text),
        DomValue::Flag(true) => element.set_attribute(name, ""),
        DomValue::None | DomValue::Flag(false) => element.remove_attribute(name),
    };
}
