use super::{Icon, IconButton, glyph};
use crate::platform::focus;
use crate::reactive::part;
use leptos::prelude::*;

/// A search field of a filter bar. Escape and the cross clear it and keep the focus in it.
#[component]
pub fn SearchBox(
    /// The input's id.
    #[prop(into)]
    id: String,
    /// What is searched: the name, and the text shown while it is empty.
    #[prop(into)]
    label: String,
    /// The text, from the URL.
    #[prop(into)]
    value: Signal<String>,
    /// Called at every change.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let clear = move || {
        on_input.try_run(String::new());
        if let Some(input) = input.get_untracked() {
            focus::now(&input);
        }
    };
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !value.with_untracked(String::is_empty) {
            event.prevent_default();
            clear();
        }
    };
    let cross = part(move || {
        value.with(|text| !text.is_empty()).then(|| view! { <IconButton label="Clear search" icon=Icon::X on_press=clear/> })
    });
    view! {
        <div class="search" role="search">
            {glyph(Icon::Search)}
            <input
                type="search"
                id=id
                node_ref=input
                aria-label=label.clone()
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:input=move |event| {
                    on_input.try_run(event_target_value(&event));
                }
                on:keydown=on_keydown
            />
            {cross}
        </div>
    }
}
