use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{announce, clipboard, timer};
use crate::reactive::*;
use crate::ui::{Icon, IconButton};

const TICK_SHOWN_MS: i32 = 2_000;

/// Copies a text, announces it, and shows a tick for two seconds.
#[component]
pub fn CopyButton(#[prop(into)] text: Signal<String>, #[prop(into)] what: String) -> AnyView {
    let copied = RwSignal::new(false);
    let clock = timer::Slot::new();
    let label = format!("Copy {what}");
    let press = move || {
        let what = what.clone();
        clipboard::write_then(&text.get_untracked(), move |is_copied| {
            if is_copied {
                announce::polite(&format!("Copied {what}"));
                copied.set(true);
                clock.after(TICK_SHOWN_MS, move || copied.set(false));
            } else {
                announce::assertive(&format!("The browser does not let this page copy; select the {what} instead"));
            }
        });
    };
    view! { <IconButton label=label icon=derived(move || if copied.get() { Icon::Check } else { Icon::Copy }) on_press=press/> }
        .into_any()
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
