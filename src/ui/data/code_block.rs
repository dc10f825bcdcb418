use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::CopyButton;

/// Verbatim text to read, scroll and copy.
#[component]
pub fn CodeBlock(#[prop(into)] text: Signal<String>, #[prop(into)] label: String) -> AnyView {
    html::div()
        .class("code")
        .child(html::pre().attr("tabindex", "0").attr("role", "region").attr("aria-label", label.clone()).child(text))
        .child(view! { <CopyButton text=text what=label/> })
        .into_any()
}
