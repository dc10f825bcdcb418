//! One element of the page, and its attributes, properties, listeners and children.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use crate::domain::text::harmless;
use crate::reactive::{RwSignal, event_target_value};
use js_sys::Reflect;
use leptos::tachys::html::event::EventDescriptor;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, intern};
use web_sys::Event;

use super::value::{AttrValue, DomValue, IntoAttrValue, IntoDomValue};
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
        match value.into_attr_value() {
            AttrValue::Fixed(DomValue::None) => {}
            AttrValue::Fixed(value) => put_property(&self.0, name, &value),
            AttrValue::Dynamic(read) => {
                let element = self.0.clone();
                watch(move || put_property(&element, name, &read()));
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

    /// Keeps `value` and the text of this control alike, also when a password manager or a restored page writes into the control and
    /// tells only by a change, or not at all (see [`crate::platform::dom::tell_values`]).
    #[must_use]
    pub fn bound(self, value: RwSignal<String>) -> Self {
        // A date field cannot show every text, and a line none with a break: the control tells what it was given only if somebody has
        // changed it.
        let shown = Rc::new(RefCell::new(String::new()));
        let (element, given) = (self.0.clone(), Rc::clone(&shown));
        watch(move || {
            let Some(text) = value.try_get() else { return };
            put_property(&element, "value", &text.into_dom_value());
            *given.borrow_mut() = text_in(&element);
        });
        let take = Rc::new(move |event: Event| {
            let text = event_target_value(&event);
            let is_as_given = *shown.borrow() == text;
            if is_as_given && event.type_() == "change" {
                return;
            }
            shown.borrow_mut().clone_from(&text);
            if value.with_untracked(|held| *held != text) {
                value.set(text);
            }
        });
        let control = self;
        control.listen("input", take.clone());
        control.listen("change", take);
        control
    }

    /// Listens to an event: `.on(ev::click, move |event| …)`.
    #[must_use]
    pub fn on<E: EventDescriptor>(self, event: E, listener: impl Fn(E::EventType) + 'static) -> Self
    where
        E::EventType: JsCast,
    {
        self.listen(&event.name(), Rc::new(move |event| listener(event.unchecked_into())));
        self
    }

    /// Ignores events after the owner is disposed, and keys that belong to an input method. Its Escape ends the composition alone:
    /// the browser would also close the dialog around it, or empty the search.
    fn listen(&self, name: &str, hear: Rc<dyn Fn(Event)>) {
        let is_alive = is_alive();
        let closure = Closure::<dyn Fn(Event)>::new(move |event| match is_composing(&event) {
            true if is_escape(&event) => event.prevent_default(),
            false if is_alive() => hear(event),
            _ => {}
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

fn put_property(element: &web_sys::Element, name: &'static str, value: &DomValue) {
    let value = match value {
        DomValue::Flag(on) => JsValue::from_bool(*on),
        other => JsValue::from_str(other.text()),
    };
    let name = JsValue::from_str(intern(name));
    if Reflect::get(element, &name).as_ref() != Ok(&value) {
        let _ = Reflect::set(element, &name, &value);
    }
}

fn text_in(control: &web_sys::Element) -> String {
    Reflect::get(control, &JsValue::from_str(intern("value"))).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// True for a key that an input method takes: Enter chooses among its words, Escape gives them up. Safari sends the key that ends a
/// composition after it, with the code of a key in it.
fn is_composing(event: &Event) -> bool {
    const IN_COMPOSITION: u32 = 229;
    let key = event.dyn_ref::<web_sys::KeyboardEvent>();
    key.is_some_and(|key| key.is_composing() || key.key_code() == IN_COMPOSITION)
}

fn is_escape(event: &Event) -> bool {
    event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|key| key.key() == "Escape")
}

fn set_attribute(element: &web_sys::Element, name: &'static str, value: &DomValue) {
    let name = intern(name);
    let _ = match value {
        DomValue::Text(text) if READ_ALOUD.contains(&name) => element.set_attribute(name, &harmless(text)),
        DomValue::Text(text) => element.set_attribute(name, text),
        DomValue::Flag(true) => element.set_attribute(name, ""),
        DomValue::None | DomValue::Flag(false) => element.remove_attribute(name),
    };
}
