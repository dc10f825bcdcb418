use super::field::FieldContext;
use super::{Choice, Icon, glyph};
use crate::reactive::{Part, derived, part};
use leptos::prelude::*;

/// The options of a native select, the chosen one marked; shared by fields, chips and the pagination.
pub(super) fn option_list(choices: Signal<Vec<Choice>>, value: Signal<String>) -> Part {
    part(move || {
        choices
            .get()
            .into_iter()
            .map(|Choice { value: own, label, .. }| {
                let mine = own.clone();
                view! { <option value=own prop:selected=derived(move || value.with(|value| *value == mine))>{label}</option> }
            })
            .collect_view()
    })
}

/// A native select, inside a [`super::Field`].
#[component]
pub fn Select(
    /// The chosen value, both ways.
    value: RwSignal<String>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    view! {
        <span class="pick">
            <select
                class="in"
                id=field.id.clone()
                name=field.id
                aria-describedby=field.described_by
                aria-invalid=invalid
                on:change=move |event| value.set(event_target_value(&event))
            >
                {option_list(choices, value.into())}
            </select>
            {glyph(Icon::ChevronDown)}
        </span>
    }
    .into_any()
}
