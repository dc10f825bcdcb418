//! Actions and observations of a person, for the tests of components: open, press, type, click; find by name, never by markup.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use keysync::platform::html::{self, IntoView};
use keysync::reactive::*;
use std::any::Any;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

/// A mounted view with the live regions of `index.html`; it is gone when this is dropped.
pub struct Screen {
    root: HtmlElement,
    mounted: Option<Box<dyn Any>>,
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.mounted = None;
        self.root.remove();
    }
}

/// Mounts the view and waits until it is settled.
pub async fn open<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Screen {
    let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
    for (id, role) in [("announce-polite", "status"), ("announce-assertive", "alert")] {
        let region = document().create_element("div").expect("an element");
        region.set_id(id);
        let _ = region.set_attribute("role", role);
        root.append_child(&region).expect("a place");
    }
    let place = document().create_element("div").expect("an element");
    root.append_child(&place).expect("a place");
    document().body().expect("a body").append_child(&root).expect("a place");
    let mounted = html::mount(place.unchecked_into(), view);
    settle().await;
    Screen { root, mounted: Some(Box::new(mounted)) }
}

/// Waits until signals, effects and focus have come to rest.
pub async fn settle() {
    for _ in 0..4 {
        keysync::reactive::tick().await;
    }
}

/// A key as it reaches the element that has the focus. True when the page left it to the browser.
pub async fn press(key: &str) -> bool {
    press_key(key, false).await
}

/// The same while an input method composes a text.
pub async fn press_composing(key: &str) -> bool {
    press_key(key, true).await
}

async fn press_key(key: &str, is_composing: bool) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_is_composing(is_composing);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("a key event");
    let target = document().active_element().expect("something has the focus");
    let left = target.dispatch_event(&event).expect("an event that can be sent");
    settle().await;
    left
}

/// The spoken name of an element: its `aria-label`, else its text.
pub fn name(element: &Element) -> String {
    let spoken: Element = element.clone_node_with_deep(true).expect("a copy").unchecked_into();
    let hidden = spoken.query_selector_all("[aria-hidden=true]").expect("a selector");
    (0..hidden.length()).filter_map(|n| hidden.item(n)).for_each(|node| node.unchecked_into::<Element>().remove());
    let text = element.get_attribute("aria-label").or_else(|| spoken.text_content()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of what has the focus; an input says its id.
pub fn focused() -> String {
    let element = document().active_element().expect("something has the focus");
    if element.id().is_empty() || element.tag_name() != "INPUT" { name(&element) } else { element.id() }
}

impl Screen {
    /// All elements that match, in document order.
    pub fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|n| found.item(n)).map(JsCast::unchecked_into).collect()
    }

    /// The only element that matches.
    pub fn one(&self, selector: &str) -> HtmlElement {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} should be there once");
        found.remove(0)
    }

    /// The only button, link, tab or menu item with this name.
    pub fn control(&self, wanted: &str) -> HtmlElement {
        let mut found = self.all("button, a");
        found.retain(|control| name(control) == wanted);
        assert_eq!(found.len(), 1, "“{wanted}” should be there once");
        found.remove(0)
    }

    /// Clicks what has this name, as a pointer does: it takes the focus first.
    pub async fn click(&self, wanted: &str) {
        let control = self.control(wanted);
        control.focus().expect("it can have the focus");
        control.click();
        settle().await;
    }

    pub async fn focus(&self, id: &str) {
        self.one(&format!("#{id}")).focus().expect("it can have the focus");
        settle().await;
    }

    /// Types into the input with this id, in place of what was in it.
    pub async fn type_into(&self, id: &str, text: &str) {
        let input: HtmlInputElement = self.one(&format!("#{id}")).unchecked_into();
        input.focus().expect("it can have the focus");
        input.set_value(text);
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        let event = web_sys::Event::new_with_event_init_dict("input", &init).expect("an event");
        input.dispatch_event(&event).expect("an event that can be sent");
        settle().await;
    }

    /// Pastes into the input with this id. True when the page left it to the browser.
    pub async fn paste(&self, id: &str, text: &str) -> bool {
        let data = web_sys::DataTransfer::new().expect("a clipboard");
        data.set_data("text/plain", text).expect("text on it");
        let init = web_sys::ClipboardEventInit::new();
        init.set_clipboard_data(Some(&data));
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = web_sys::ClipboardEvent::new_with_event_init_dict("paste", &init).expect("an event");
        let left = self.one(&format!("#{id}")).dispatch_event(&event).expect("an event that can be sent");
        settle().await;
        left
    }

    /// The text of the input with this id.
    pub fn value(&self, id: &str) -> String {
        self.one(&format!("#{id}")).unchecked_into::<HtmlInputElement>().value()
    }

    /// The last polite announcement.
    pub fn said(&self) -> String {
        name(&self.one("#announce-polite"))
    }

    /// The last assertive announcement.
    pub fn alerted(&self) -> String {
        name(&self.one("#announce-assertive"))
    }

    pub fn text(&self) -> String {
        name(&self.root)
    }

    /// The text of what describes the element, in order.
    pub fn description(&self, element: &Element) -> String {
        let ids = element.get_attribute("aria-describedby").unwrap_or_default();
        ids.split_whitespace().map(|id| name(&self.one(&format!("#{id}")))).collect::<Vec<_>>().join(" ")
    }
}

/// The attribute, or "" if it is missing.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Replaces a global of the page, such as a function.
pub fn set_global(name: &str, value: &JsValue) {
    js_sys::Reflect::set(&window(), &JsValue::from_str(name), value).expect("a global can be set");
}

pub fn global(name: &str) -> JsValue {
    js_sys::Reflect::get(&window(), &JsValue::from_str(name)).expect("a global can be read")
}

/// Waits for the browser's own tasks.
pub async fn wait(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
