use super::select::option_list;
use super::{Choice, Icon, glyph};
use crate::reactive::{derived, part};
use leptos::prelude::*;

/// A filter in a filter bar: a native select that looks like a chip, marked while it filters.
#[component]
pub fn FilterSelect(
    /// What is filtered.
    #[prop(into)]
    label: String,
    /// The value, from the URL; empty for all.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen, "all" (empty value) first.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Called with the value chosen.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let change = move |event: web_sys::Event| {
        on_change.try_run(event_target_value(&event));
    };
    view! {
        <label class="chip" class:on=derived(move || value.with(|value| !value.is_empty()))>
            <span>{label}":"</span>
            <select on:change=change>{option_list(choices, value)}</select>
            {glyph(Icon::ChevronDown)}
        </label>
    }
}

/// A filter that is on or off.
#[component]
pub fn ToggleChip(
    /// What it lets through.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    pressed: Signal<bool>,
    /// Called when pressed.
    #[prop(into)]
    on_toggle: Callback<()>,
) -> impl IntoView {
    let press = move |_| {
        on_toggle.try_run(());
    };
    let mark = part(move || pressed.get().then(|| glyph(Icon::Check)));
    view! {
        <button type="button" class="chip" aria-pressed=derived(move || if pressed.get() { "true" } else { "false" }) on:click=press>
            {mark}
            {label}
        </button>
    }
}
