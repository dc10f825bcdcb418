use crate::platform::html::{self, AnyView, IntoView, NodeRef, ViewFn, ev};
use crate::platform::{dom, focus};
use crate::reactive::*;
use crate::ui::unique_id;

/// One tab and its content.
#[derive(Clone)]
pub struct Tab {
    id: &'static str,
    label: &'static str,
    panel: ViewFn,
}

impl Tab {
    /// Takes the id (as in the URL), the name, and the content, which is built when the tab is selected.
    pub fn new(id: &'static str, label: &'static str, panel: impl Into<ViewFn>) -> Self {
        Self { id, label, panel: panel.into() }
    }
}

/// The member that a key on member `now` of `count` selects; `None` for every other key.
pub(in crate::ui) fn tab_key(name: &str, now: usize, count: usize) -> Option<usize> {
    let count = count.max(1);
    match name {
        "ArrowRight" => Some((now + 1) % count),
        "ArrowLeft" => Some((now + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

/// Tabs (APG, automatic activation): one tab stop, arrows, Home and End select.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    /// The tabs; the first is selected when `selected` names none.
    tabs: Vec<Tab>,
    /// The id of the selected tab.
    #[prop(into)]
    selected: Signal<String>,
    /// Called with the id of the tab to select.
    #[prop(into)]
    on_select: Callback<String>,
) -> AnyView {
    let base = unique_id("tabs");
    let list = NodeRef::<web_sys::HtmlElement>::new();
    let ids = tabs.iter().map(|tab| tab.id).collect::<Vec<_>>();
    let count = ids.len();
    let stored = StoredValue::new(ids);
    let at =
        memo(move || selected.with(|selected| stored.with_value(|ids| ids.iter().position(|id| id == selected).unwrap_or(0))));
    let select = move |n: usize| {
        if let Some(id) = stored.with_value(|ids| ids.get(n).copied()) {
            on_select.try_run(id.to_owned());
        }
    };
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        let Some(next) = tab_key(&event.key(), at.get_untracked(), count) else { return };
        event.prevent_default();
        select(next);
        if let Some(tab) = list.get_untracked().and_then(|list| dom::all(&list, "[role=tab]").into_iter().nth(next)) {
            focus::now(&tab);
        }
    };
    let heads = tabs.iter().enumerate().map(|(n, tab)| {
        html::button()
            .attr("type", "button")
            .attr("role", "tab")
            .attr("id", format!("{base}-{n}"))
            .attr("aria-selected", move || if at.get() == n { "true" } else { "false" })
            .attr("aria-controls", format!("{base}-panel"))
            .attr("tabindex", move || if at.get() == n { "0" } else { "-1" })
            .on(ev::click, move |_| select(n))
            .child(tab.label)
            .into_any()
    });
    let heads = heads.collect::<Vec<_>>();
    let panel_label = base.clone();
    (
        html::div().attr("role", "tablist").attr("aria-label", label).node_ref(list).on(ev::keydown, on_keydown).child(heads),
        html::div()
            .attr("role", "tabpanel")
            .attr("tabindex", "0")
            .attr("id", format!("{base}-panel"))
            .attr("aria-labelledby", move || format!("{panel_label}-{}", at.get()))
            .child(move || tabs.get(at.get()).map(|tab| tab.panel.run())),
    )
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_the_tabs() {
        for (name, now, next) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 2, Some(0)),
            ("ArrowLeft", 0, Some(2)),
            ("Home", 2, Some(0)),
            ("End", 0, Some(2)),
            ("Enter", 0, None),
        ] {
            assert_eq!(tab_key(name, now, 3), next, "{name} on tab {now}");
        }
        assert_eq!(tab_key("ArrowLeft", 0, 0), Some(0), "a set without tabs");
    }
}
