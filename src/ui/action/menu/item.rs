use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::ui::{Icon, glyph};
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
    /// A line that runs an action.
    pub fn new(label: impl Into<String>, on_pick: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon: None, danger: false, why_not: None, checked: None, act: Act::Pick(Arc::new(on_pick)) }
    }

    /// A line that is a link.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), icon: None, danger: false, why_not: None, checked: None, act: Act::Go(href.into()) }
    }

    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Marks the action as destructive.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Disables the line, for this reason.
    #[must_use]
    pub fn why_not(mut self, reason: Option<String>) -> Self {
        self.why_not = reason;
        self
    }

    /// Makes the line one of several of which one is on (`menuitemradio`).
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }
}

/// The line as a view; `close` closes the menu before the action.
pub(super) fn line(item: MenuItem, close: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
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
