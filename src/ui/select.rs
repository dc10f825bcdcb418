use super::field::FieldContext;
use super::{Choice, Icon, glyph};
use crate::platform::html::{self, Html, IntoHtml, live, part};
use crate::reactive::*;

/// The options of a native select, the chosen one marked; shared by fields, chips and the pagination.
pub(super) fn option_list(choices: Signal<Vec<Choice>>, value: Signal<String>) -> Html {
    part(move || {
        choices
            .get()
            .into_iter()
            .map(|Choice { value: own, label, .. }| {
                let mine = own.clone();
                html::option()
                    .attr("value", own)
                    .prop("selected", live(move || value.with(|value| *value == mine)))
                    .child(label)
                    .into_html()
            })
            .collect::<Vec<_>>()
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
) -> Html {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    html::span()
        .class("pick")
        .child(
            html::select()
                .class("in")
                .attr("id", field.id.clone())
                .attr("name", field.id)
                .attr("aria-describedby", field.described_by)
                .attr("aria-invalid", invalid)
                .on_change(move |event| value.set(event_target_value(&event)))
                .child(option_list(choices, value.into())),
        )
        .child(glyph(Icon::ChevronDown))
        .into_html()
}
