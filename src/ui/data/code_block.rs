use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::unicode::escape_unseen;
use crate::reactive::*;
use crate::ui::CopyButton;

/// Text to read, scroll and copy: JSON and commands verbatim, but for invisible characters, which stand as `\u` escapes.
#[component]
pub fn CodeBlock(#[prop(into)] text: Signal<String>, #[prop(into)] label: String) -> AnyView {
    let text = derived(move || text.with(|text| escape_unseen(text)));
    html::div()
        .class("code")
        .child(html::pre().attr("tabindex", "0").attr("role", "region").attr("aria-label", label.clone()).child(text))
        .child(view! { <CopyButton text=text what=label/> })
        .into_any()
}
