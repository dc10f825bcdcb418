use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::{dom, focus};
use crate::reactive::*;
use crate::ui::{Icon, glyph, unique_id};
use std::sync::Arc;

/// One line of a menu.
#[derive(Clone)]
pub struct MenuItem {
    label: String,
    icon: Option<Icon>,
    danger: bool,
    why_not: Option<String>,
    checked: Option<bool>,
    act: Act,
}

#[derive(Clone)]
enum Act {
    Pick(Arc<dyn Fn() + Send + Sync>),
    Go(String),
}

impl MenuItem {
    /// An action.
    pub fn new(label: impl Into<String>, on_pick: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon: None, danger: false, why_not: None, checked: None, act: Act::Pick(Arc::new(on_pick)) }
    }

    /// A place.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), icon: None, danger: false, why_not: None, checked: None, act: Act::Go(href.into()) }
    }

    /// With an icon before it.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// It destroys something.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// It may not be picked now, for this reason.
    #[must_use]
    pub fn why_not(mut self, reason: Option<String>) -> Self {
        self.why_not = reason;
        self
    }

    /// One of several of which one is on (`menuitemradio`).
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }
}

/// The item that a key leads to from item `at` of `labels`; `None` when the key moves nothing.
fn target(key: &str, at: usize, labels: &[String]) -> Option<usize> {
    let count = labels.len().max(1);
    match key {
        "ArrowDown" => Some((at + 1) % count),
        "ArrowUp" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => {
            let wanted = key.chars().next().filter(|_| key.chars().count() == 1)?.to_lowercase().to_string();
            (1..=count)
                .map(|step| (at + step) % count)
                .find(|n| labels.get(*n).is_some_and(|label| label.to_lowercase().starts_with(&wanted)))
        }
    }
}

/// A button that opens a menu (APG menu button): Enter, Space and Down open it on its first item, Up on its last; arrows, Home,
/// End and first letters move; Escape, Tab and a press elsewhere close it. Items are made when it opens.
#[component]
pub fn Menu(
    /// The name, with what it is about: "More actions for Nightly AWS".
    #[prop(into)]
    label: Signal<String>,
    /// Text on the button; without it the button shows an icon alone.
    #[prop(optional, into)]
    text: Signal<String>,
    /// The icon.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// What can be picked.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> AnyView {
    let id = unique_id("menu");
    let outer = NodeRef::<web_sys::HtmlElement>::new();
    let button = NodeRef::<web_sys::HtmlButtonElement>::new();
    let open = RwSignal::new(None::<dom::PopupPlace>);

    let rows = move || outer.get_untracked().map(|outer| dom::all(&outer, "[role^=menuitem]")).unwrap_or_default();
    let focus_row = move |n: usize| {
        if let Some(row) = rows().get(n) {
            focus::now(row);
        }
    };
    let show = move |last: bool| {
        let Some(button) = button.get_untracked() else { return };
        let count = items.with_untracked(Vec::len);
        open.set(Some(dom::popup_place(&button, 34 * i32::try_from(count).unwrap_or(0) + 10)));
        focus::settled(move || focus_row(if last { count.saturating_sub(1) } else { 0 }));
    };
    let close = move || {
        open.set(None);
        if let Some(button) = button.get_untracked() {
            focus::now(&button);
        }
    };
    let on_button_key = move |event: web_sys::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            show(event.key() == "ArrowUp");
        }
    };
    let on_menu_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        match key.as_str() {
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                close();
            }
            // The focus goes to the button first, so that Tab goes on from there.
            "Tab" => close(),
            // Links are followed by a click; buttons do it by themselves.
            "Enter" | " " => {}
            _ if event.ctrl_key() || event.meta_key() || event.alt_key() => {}
            _ => {
                let all = rows();
                let labels = all.iter().map(|row| row.text_content().unwrap_or_default()).collect::<Vec<_>>();
                let at = focus::current().and_then(|current| all.iter().position(|row| *row == current)).unwrap_or(0);
                if let Some(n) = target(&key, at, &labels) {
                    event.prevent_default();
                    focus_row(n);
                }
            }
        }
    };
    let on_focusout = move |event: web_sys::FocusEvent| {
        // The browser also sends this when the menu itself is taken off the page, after its signals are gone.
        if outer.get_untracked().is_some_and(|outer| !dom::inside(&outer, event.related_target())) {
            let _ = open.try_set(None);
        }
    };
    let controls = id.clone();
    let popup = move || {
        open.get().map(|place| {
            let lines = untrack(|| items.get()).into_iter().map(|item| line(item, close)).collect::<Vec<_>>();
            html::ul()
                .attr("role", "menu")
                .attr("id", id.clone())
                .attr("aria-label", label)
                .style("right", px(Some(place.right)))
                .style("top", px(place.top))
                .style("bottom", px(place.bottom))
                .on(ev::keydown, on_menu_key)
                .child(lines)
                .into_any()
        })
    };
    let is_open = move || open.with(Option::is_some);
    html::div()
        .class("menu")
        .node_ref(outer)
        .on(ev::focusout, on_focusout)
        .child(
            html::button()
                .attr("type", "button")
                .class(move || if text.with(String::is_empty) { "btn icon" } else { "btn quiet" })
                .node_ref(button)
                .attr("aria-haspopup", "menu")
                .attr("aria-expanded", move || if is_open() { "true" } else { "false" })
                .attr("aria-controls", move || is_open().then(|| controls.clone()))
                .attr("aria-label", label)
                .attr("title", label)
                .on(ev::click, move |_| if open.with_untracked(Option::is_some) { close() } else { show(false) })
                .on(ev::keydown, on_button_key)
                .child(glyph(icon))
                .child(text),
        )
        .child(popup)
        .into_any()
}

fn px(value: Option<i32>) -> String {
    value.map_or_else(|| "auto".to_owned(), |value| format!("{value}px"))
}

fn line(item: MenuItem, close: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let MenuItem { label, icon, danger, why_not, checked, act } = item;
    let role = if checked.is_some() { "menuitemradio" } else { "menuitem" };
    let aria_checked = checked.map(|on| if on { "true" } else { "false" });
    let picture = match checked {
        Some(true) => Some(Icon::Check),
        Some(false) => None,
        None => icon,
    }
    .map(glyph);
    let blocked = why_not.is_some();
    let reason = why_not.map(|reason| html::small().child(reason));
    let inside = (picture, html::span().child(label).child(reason));
    let row = match if blocked { Act::Pick(Arc::new(|| {})) } else { act } {
        Act::Go(href) => html::a()
            .attr("role", role)
            .attr("tabindex", "-1")
            .attr("href", href)
            .class_if("danger", danger)
            .on(ev::click, move |_| close())
            .child(inside)
            .into_any(),
        Act::Pick(pick) => {
            let on_click = move |_| {
                if !blocked {
                    close();
                    pick();
                }
            };
            html::button()
                .attr("type", "button")
                .attr("role", role)
                .attr("tabindex", "-1")
                .class_if("danger", danger)
                .attr("aria-checked", aria_checked)
                .attr("aria-disabled", blocked.then_some("true"))
                .on(ev::click, on_click)
                .child(inside)
                .into_any()
        }
    };
    html::li().attr("role", "none").child(row).into_any()
}
