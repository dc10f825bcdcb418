use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::reactive::*;
use crate::ui::{Icon, IconButton, glyph};

/// A search field of a filter bar. Escape and the cross clear it and keep the focus in it.
#[component]
pub fn SearchBox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    /// The text, from the URL.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
) -> AnyView {
    let input = NodeRef::<web_sys::HtmlInputElement>::new();
    let clear = move || {
        on_input.try_run(String::new());
        if let Some(input) = input.get_untracked() {
            focus::now(&input);
        }
    };
    // Text that came without an event is searched for as well. A text that the address has already stays with its page.
    let take_late = move |text: String| {
        if value.with_untracked(|known| *known != text) {
            on_input.try_run(text);
        }
    };
    let on_keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" if !value.with_untracked(String::is_empty) => {
            event.prevent_default();
            clear();
        }
        "Enter" => take_late(event_target_value(&event)),
        _ => {}
    };
    let cross = move || {
        value.with(|text| !text.is_empty()).then(|| view! { <IconButton label="Clear search" icon=Icon::X on_press=clear/> })
    };
    html::div()
        .class("search")
        .attr("role", "search")
        .child(glyph(Icon::Search))
        .child(
            html::input()
                .attr("type", "search")
                .attr("id", id)
                .node_ref(input)
                .attr("aria-label", label.clone())
                .attr("placeholder", label)
                .attr("autocomplete", "off")
                .attr("spellcheck", "false")
                .prop("value", value)
                .on(ev::input, move |event| {
                    on_input.try_run(event_target_value(&event));
                })
                .on(ev::change, move |event| take_late(event_target_value(&event)))
                .on(ev::keydown, on_keydown),
        )
        .child(cross)
        .into_any()
}
