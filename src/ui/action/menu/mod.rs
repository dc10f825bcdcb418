mod item;
mod keys;
mod place;

pub use item::MenuItem;

use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::{dom, focus};
use crate::reactive::*;
use crate::ui::{Icon, glyph, unique_id};
use keys::{MenuEffect, on_button_key, on_menu_key};
use place::MenuPlace;

/// The signals and elements of one menu, and the handlers of its events.
#[derive(Clone, Copy)]
struct MenuController {
    items: Signal<Vec<MenuItem>>,
    /// Set while the menu is open.
    place: RwSignal<Option<MenuPlace>>,
    outer: NodeRef<web_sys::HtmlElement>,
    button: NodeRef<web_sys::HtmlButtonElement>,
}

impl MenuController {
    fn new(items: Signal<Vec<MenuItem>>) -> Self {
        Self { items, place: RwSignal::new(None), outer: NodeRef::new(), button: NodeRef::new() }
    }

    fn is_open(self) -> bool {
        self.place.with(Option::is_some)
    }

    fn rows(self) -> Vec<web_sys::HtmlElement> {
        self.outer.get_untracked().map(|outer| dom::all(&outer, "[role^=menuitem]")).unwrap_or_default()
    }

    fn focus_row(self, n: usize) {
        self.rows().get(n).into_iter().for_each(focus::now);
    }

    fn show(self, first_focus: usize) {
        let Some(button) = self.button.get_untracked() else { return };
        let count = self.items.with_untracked(Vec::len);
        self.place.set(Some(MenuPlace::beside(dom::element_box(&button), count)));
        focus::settled(move || self.focus_row(first_focus));
    }

    fn close(self) {
        self.place.set(None);
        if let Some(button) = self.button.get_untracked() {
            focus::now(&button);
        }
    }

    fn on_click(self) {
        if self.place.with_untracked(Option::is_some) { self.close() } else { self.show(0) }
    }

    fn on_button_key(self, event: &web_sys::KeyboardEvent) {
        if let Some(n) = on_button_key(&event.key(), self.items.with_untracked(Vec::len)) {
            event.prevent_default();
            self.show(n);
        }
    }

    fn on_menu_key(self, event: &web_sys::KeyboardEvent) {
        let rows = self.rows();
        let labels = rows.iter().map(|row| row.text_content().unwrap_or_default()).collect::<Vec<_>>();
        let at = focus::current().and_then(|current| rows.iter().position(|row| *row == current)).unwrap_or(0);
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        match on_menu_key(&event.key(), has_modifier, at, &labels) {
            MenuEffect::PassOn => {}
            MenuEffect::Close => {
                event.prevent_default();
                event.stop_propagation();
                self.close();
            }
            MenuEffect::CloseAndPassOn => self.close(),
            MenuEffect::Focus(n) => {
                event.prevent_default();
                self.focus_row(n);
            }
        }
    }

    fn on_focusout(self, event: &web_sys::FocusEvent) {
        // The browser also sends this event when the menu is removed from the page, after its signals are disposed.
        if self.outer.get_untracked().is_some_and(|outer| !dom::inside(&outer, event.related_target())) {
            let _ = self.place.try_set(None);
        }
    }
}

/// A button that opens a menu (APG menu button): Enter, Space and Down open it on its first item, Up on its last; arrows, Home,
/// End and first letters move; Escape, Tab and a press elsewhere close it. Items are made when it opens.
#[component]
pub fn Menu(
    /// The name, with its subject: "More actions for Nightly AWS".
    #[prop(into)]
    label: Signal<String>,
    /// Text on the button; without it the button shows an icon alone.
    #[prop(optional, into)]
    text: Signal<String>,
    #[prop(default = Icon::More)] icon: Icon,
    #[prop(into)] items: Signal<Vec<MenuItem>>,
) -> AnyView {
    let id = unique_id("menu");
    let menu = MenuController::new(items);
    let controls = id.clone();
    html::div()
        .class("menu")
        .node_ref(menu.outer)
        .on(ev::focusout, move |event| menu.on_focusout(&event))
        .child(
            html::button()
                .attr("type", "button")
                .class(move || if text.with(String::is_empty) { "btn icon" } else { "btn quiet" })
                .node_ref(menu.button)
                .attr("aria-haspopup", "menu")
                .attr("aria-expanded", move || if menu.is_open() { "true" } else { "false" })
                .attr("aria-controls", move || menu.is_open().then(|| controls.clone()))
                .attr("aria-label", label)
                .attr("title", label)
                .on(ev::click, move |_| menu.on_click())
                .on(ev::keydown, move |event| menu.on_button_key(&event))
                .child(glyph(icon))
                .child(text),
        )
        .child(move || menu.place.get().map(|place| popup(menu, &id, label, place)))
        .into_any()
}

fn popup(menu: MenuController, id: &str, label: Signal<String>, place: MenuPlace) -> AnyView {
    let items = untrack(|| menu.items.get());
    html::ul()
        .attr("role", "menu")
        .attr("id", id.to_owned())
        .attr("aria-label", label)
        .style("right", px(Some(place.right)))
        .style("top", px(place.top))
        .style("bottom", px(place.bottom))
        .on(ev::keydown, move |event| menu.on_menu_key(&event))
        .child(items.into_iter().map(|item| item::line(item, move || menu.close())).collect::<Vec<_>>())
        .into_any()
}

fn px(value: Option<i32>) -> String {
    value.map_or_else(|| "auto".to_owned(), |value| format!("{value}px"))
}
