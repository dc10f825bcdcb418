use super::Index;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::number::grouped;
use crate::platform::{announce, dom, focus};
use crate::reactive::*;
use crate::ui::{Icon, glyph};

/// How many chips are drawn at most; the rest is counted and can be found in the list.
const DRAWN: usize = 50;

/// What was picked, as a row of chips with one tab stop: arrows move, Delete and Backspace remove.
#[component]
pub(super) fn Chips(
    /// The values.
    selected: RwSignal<Vec<String>>,
    /// Where their labels are.
    index: Memo<Index>,
    /// True when the list is whole, so that a value that is not in it is unknown.
    complete: Signal<bool>,
    /// The things, in the plural.
    noun: &'static str,
    /// The list element, for moving into it from the input.
    list: NodeRef<web_sys::HtmlElement>,
    /// The input, which takes the focus when no chip is left.
    input: NodeRef<web_sys::HtmlInputElement>,
) -> AnyView {
    let buttons = move || list.get_untracked().map(|list| dom::all(&list, "button")).unwrap_or_default();
    let at = RwSignal::new(0_usize);
    let go = move |n: usize| match buttons().get(n) {
        Some(button) => {
            at.set(n);
            focus::now(button);
        }
        None => {
            if let Some(input) = input.get_untracked() {
                focus::now(&input);
            }
        }
    };
    let remove = move |value: String, label: String| {
        let n = selected.with_untracked(|all| all.iter().position(|own| *own == value)).unwrap_or(0);
        selected.update(|all| all.retain(|own| *own != value));
        announce::polite(&format!("{label} removed, {} {noun} selected", grouped(selected.with_untracked(Vec::len))));
        // The next chip takes its place, or the last one, or the input.
        focus::settled(move || go(n.min(buttons().len().saturating_sub(1))));
    };
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        let all = buttons();
        let Some(n) = focus::current().and_then(|current| all.iter().position(|button| *button == current)) else {
            return;
        };
        match event.key().as_str() {
            "ArrowRight" => go(n + 1),
            "ArrowLeft" => go(n.saturating_sub(1)),
            "Home" => go(0),
            "End" => go(all.len() - 1),
            "Delete" | "Backspace" => {
                if let Some(button) = all.get(n) {
                    button.click();
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let label_of =
        move |value: &str| index.with(|index| index.options.iter().find(|o| o.value == value).map(|o| o.label.clone()));
    let chip = move |value: String| {
        let known = label_of(&value);
        let unknown = known.is_none() && complete.get();
        let label = known.unwrap_or_else(|| value.clone());
        let name = format!("Remove {label}");
        let own = value.clone();
        let position = move || selected.with(|all| all.iter().position(|other| *other == own));
        let spoken = label.clone();
        html::li()
            .class_if("unknown", unknown)
            .child(html::span().child(html::bdi().child(label)).child(unknown.then_some(" · not in the list")))
            .child(
                html::button()
                    .attr("type", "button")
                    .class("btn icon")
                    .attr("aria-label", name)
                    .attr("tabindex", move || if position() == Some(at.get()) { "0" } else { "-1" })
                    .on(ev::click, move |_| remove(value.clone(), spoken.clone()))
                    .child(glyph(Icon::X)),
            )
            .into_any()
    };
    let chips = move || selected.with(|all| all.iter().take(DRAWN).cloned().collect::<Vec<_>>());
    let rest = move || {
        let more = selected.with(Vec::len).saturating_sub(DRAWN);
        (more > 0).then(|| html::li().child(format!("and {} more", grouped(more))))
    };
    // A chip that goes away must not leave the list without a tab stop.
    effect(move || {
        let last = selected.with(Vec::len).min(DRAWN).saturating_sub(1);
        if at.get_untracked() > last {
            at.set(last);
        }
    });
    let any = move || selected.with(|all| !all.is_empty());
    html::ul()
        .class("picked")
        .node_ref(list)
        .attr("hidden", move || !any())
        .attr("aria-label", format!("Selected {noun}"))
        .on(ev::keydown, on_keydown)
        .child(move || chips().into_iter().map(chip).collect::<Vec<_>>())
        .child(rest)
        .into_any()
}
