use super::controller::Controller;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::platform::number::grouped;
use crate::platform::unicode::marked;
use crate::platform::{announce, dom, focus};
use crate::reactive::*;
use crate::ui::{Icon, glyph};

/// Most chips that are drawn; the rest is counted and can be found in the list.
const DRAWN: usize = 50;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ChipKey {
    /// The focus goes to this chip; after the last comes the input.
    Focus(usize),
    /// The chip with the focus is removed.
    Remove,
}

/// The meaning of a key on chip `n` of `count`; `None` for every other key.
fn chip_key(name: &str, n: usize, count: usize) -> Option<ChipKey> {
    Some(match name {
        "ArrowRight" => ChipKey::Focus(n + 1),
        "ArrowLeft" => ChipKey::Focus(n.saturating_sub(1)),
        "Home" => ChipKey::Focus(0),
        "End" => ChipKey::Focus(count.saturating_sub(1)),
        "Delete" | "Backspace" => ChipKey::Remove,
        _ => return None,
    })
}

/// The row of chips, with one tab stop.
#[derive(Clone, Copy)]
struct ChipRow {
    controller: Controller,
    /// The chip that Tab reaches.
    tab_stop: RwSignal<usize>,
}

impl ChipRow {
    fn buttons(self) -> Vec<web_sys::HtmlElement> {
        self.controller.chips.get_untracked().map(|chips| dom::all(&chips, "button")).unwrap_or_default()
    }

    fn focus(self, n: usize) {
        match self.buttons().get(n) {
            Some(button) => {
                self.tab_stop.set(n);
                focus::now(button);
            }
            None => self.controller.focus_input(),
        }
    }

    /// The next chip takes the focus, or the last one, or the input.
    fn remove(self, value: &str, label: &str) {
        let Controller { selected, noun, .. } = self.controller;
        let n = selected.with_untracked(|all| all.iter().position(|own| own == value)).unwrap_or(0);
        selected.update(|all| all.retain(|own| own != value));
        announce::polite(&format!("{label} removed, {} {noun} selected", grouped(selected.with_untracked(Vec::len))));
        focus::settled(move || self.focus(n.min(self.buttons().len().saturating_sub(1))));
    }

    fn on_keydown(self, event: &web_sys::KeyboardEvent) {
        let buttons = self.buttons();
        let current = focus::current();
        let Some((n, button)) = buttons.iter().enumerate().find(|(_, button)| current.as_ref() == Some(*button)) else {
            return;
        };
        match chip_key(&event.key(), n, buttons.len()) {
            Some(ChipKey::Focus(n)) => self.focus(n),
            Some(ChipKey::Remove) => button.click(),
            None => return,
        }
        event.prevent_default();
    }

    fn chip(self, value: String, complete: Signal<bool>) -> AnyView {
        let Controller { selected, index, .. } = self.controller;
        let known = index.with(|index| index.options.iter().find(|o| o.value == value).map(|o| o.label.clone()));
        let unknown = known.is_none() && complete.get();
        let label = known.unwrap_or_else(|| marked(&value));
        let own = value.clone();
        let position = move || selected.with(|all| all.iter().position(|other| *other == own));
        let remove = html::button()
            .attr("type", "button")
            .class("btn icon")
            .attr("aria-label", format!("Remove {label}"))
            .attr("tabindex", move || if position() == Some(self.tab_stop.get()) { "0" } else { "-1" })
            .child(glyph(Icon::X));
        let removed_label = label.clone();
        html::li()
            .class_if("unknown", unknown)
            .child(html::span().child(html::bdi().child(label)).child(unknown.then_some(" · not in the list")))
            .child(remove.on(ev::click, move |_| self.remove(&value, &removed_label)))
            .into_any()
    }
}

/// The selected values, as a row of chips with one tab stop: arrows move, Delete and Backspace remove.
#[component]
pub(super) fn Chips(
    controller: Controller,
    /// True once the list is complete, so that a value outside it is unknown.
    complete: Signal<bool>,
) -> AnyView {
    let Controller { selected, noun, .. } = controller;
    let row = ChipRow { controller, tab_stop: RwSignal::new(0) };
    let drawn = move || selected.with(|all| all.iter().take(DRAWN).cloned().collect::<Vec<_>>());
    let rest = move || {
        let more = selected.with(Vec::len).saturating_sub(DRAWN);
        (more > 0).then(|| html::li().child(format!("and {} more", grouped(more))))
    };
    // A removed chip must not leave the list without a tab stop.
    effect(move || {
        let last = selected.with(Vec::len).min(DRAWN).saturating_sub(1);
        if row.tab_stop.get_untracked() > last {
            row.tab_stop.set(last);
        }
    });
    html::ul()
        .class("picked")
        .node_ref(controller.chips)
        .attr("hidden", move || selected.with(Vec::is_empty))
        .attr("aria-label", format!("Selected {noun}"))
        .on(ev::keydown, move |event| row.on_keydown(&event))
        .child(move || drawn().into_iter().map(|value| row.chip(value, complete)).collect::<Vec<_>>())
        .child(rest)
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_along_the_chips_and_past_the_last_to_the_input() {
        let table = [
            ("ArrowRight", 1, Some(ChipKey::Focus(2))),
            ("ArrowRight", 2, Some(ChipKey::Focus(3))),
            ("ArrowLeft", 1, Some(ChipKey::Focus(0))),
            ("ArrowLeft", 0, Some(ChipKey::Focus(0))),
            ("Home", 2, Some(ChipKey::Focus(0))),
            ("End", 0, Some(ChipKey::Focus(2))),
            ("Delete", 1, Some(ChipKey::Remove)),
            ("Backspace", 1, Some(ChipKey::Remove)),
            ("Tab", 1, None),
            ("a", 1, None),
        ];
        for (name, n, meaning) in table {
            assert_eq!(chip_key(name, n, 3), meaning, "{name} on chip {n}");
        }
    }
}
