use super::field::FieldContext;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::platform::timer;
use crate::platform::unicode::search_text;
use crate::reactive::*;
use crate::ui::{Choice, Icon, glyph};

/// The options of a native select, the chosen one marked; shared by fields, chips and the pagination.
pub(in crate::ui) fn option_list(choices: Signal<Vec<Choice>>, value: Signal<String>) -> AnyView {
    (move || {
        choices
            .get()
            .into_iter()
            .map(|Choice { value: own, label, .. }| {
                let mine = own.clone();
                html::option()
                    .attr("value", own)
                    .prop("selected", move || value.with(|value| *value == mine))
                    .child(label)
                    .into_any()
            })
            .collect::<Vec<_>>()
    })
    .into_any()
}

/// The first choice whose label begins with the typed text. Browsers take a repeated letter for "the next one with this letter",
/// so that "00" typed into the minutes would choose 02.
fn chosen_by(typed: &str, choices: &[Choice]) -> Option<String> {
    let typed = search_text(typed);
    choices.iter().find(|choice| search_text(&choice.label).starts_with(&typed)).map(|choice| choice.value.clone())
}

/// A native select, inside a [`crate::ui::Field`].
#[component]
pub fn Select(
    /// The chosen value, both ways.
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
) -> AnyView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let typed = StoredValue::new(String::new());
    let pause = timer::Slot::new();
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        let is_text = key.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        // A space begins no label: it opens the list.
        if !is_text || (key == " " && typed.with_value(String::is_empty)) {
            return;
        }
        typed.update_value(|typed| typed.push_str(&key));
        pause.after(1000, move || typed.set_value(String::new()));
        if let Some(found) = typed.with_value(|typed| choices.with_untracked(|choices| chosen_by(typed, choices))) {
            event.prevent_default();
            value.set(found);
        }
    };
    html::span()
        .class("pick")
        .child(
            html::select()
                .class("input")
                .attr("id", field.id.clone())
                .attr("name", field.id)
                .attr("aria-describedby", field.described_by)
                .attr("aria-invalid", invalid)
                .on(ev::change, move |event| {
                    let chosen = event_target_value(&event);
                    if value.with_untracked(|value| *value != chosen) {
                        value.set(chosen);
                    }
                })
                .on(ev::keydown, on_keydown)
                .child(option_list(choices, value.into())),
        )
        .child(glyph(Icon::ChevronDown))
        .into_any()
}
