use crate::platform::html::{self, AnyView, IntoView, NodeRef};
use crate::platform::{announce, clipboard, focus, timer};
use crate::reactive::*;
use crate::ui::{Icon, IconButton};

const TICK_SHOWN_MS: i32 = 2_000;

const BY_HAND: &str = "The browser does not let this page copy. The text is selected: press Ctrl+C or ⌘C.";

/// Copies a text, announces it, and shows a tick for two seconds. Where the browser does not let the page copy, the whole text stands
/// beside the button, selected, for a person to copy it.
#[component]
pub fn CopyButton(#[prop(into)] text: Signal<String>, #[prop(into)] what: String) -> AnyView {
    let copied = RwSignal::new(false);
    let by_hand = RwSignal::new(None::<String>);
    let area = NodeRef::<web_sys::HtmlTextAreaElement>::new();
    let clock = timer::Slot::new();
    let label = format!("Copy {what}");
    let name = label.clone();
    let press = move || {
        let what = what.clone();
        let text = text.get_untracked();
        clipboard::write_then(&text.clone(), move |is_copied| {
            let _ = by_hand.try_set((!is_copied).then_some(text));
            if is_copied {
                announce::polite(&format!("Copied {what}"));
                let _ = copied.try_set(true);
                clock.after(TICK_SHOWN_MS, move || copied.set(false));
            } else {
                announce::assertive(BY_HAND);
                focus::settled(move || area.get_untracked().iter().for_each(clipboard::select));
            }
        });
    };
    let note = move || {
        by_hand.get().map(|text| {
            let text = html::textarea()
                .class("input mono")
                .node_ref(area)
                .attr("aria-label", name.clone())
                .attr("readonly", true)
                .attr("rows", 2_u32)
                .prop("value", text);
            html::span().class("by-hand").child(BY_HAND).child(text)
        })
    };
    let icon = derived(move || if copied.get() { Icon::Check } else { Icon::Copy });
    (view! { <IconButton label=label icon=icon on_press=press/> }, note).into_any()
}

/// Gives the first eight and the last four characters of an id, if it is longer than twenty.
#[must_use]
pub fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= 20 {
        return text.to_owned();
    }
    let head = text.chars().take(8);
    let tail = text.chars().skip(count - 4);
    head.chain(std::iter::once('…')).chain(tail).collect()
}

/// An id, shortened in the middle, with a button that copies the whole.
#[component]
pub fn ShortId(#[prop(into)] text: String, #[prop(into)] what: String) -> AnyView {
    html::span()
        .class("id")
        .child(html::code().attr("title", text.clone()).child(shortened(&text)))
        .child(view! { <CopyButton text=text what=what/> })
        .into_any()
}
