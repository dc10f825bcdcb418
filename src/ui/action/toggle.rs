use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::platform::unicode::marked;
use crate::reactive::*;
use crate::ui::form::select::option_list;
use crate::ui::{Choice, Icon, glyph};

/// The choices with the chosen value, which may come from a link and not be among them: the bar must not say "all" then.
fn with_chosen(mut choices: Vec<Choice>, chosen: &str) -> Vec<Choice> {
    if !choices.iter().any(|choice| choice.value == chosen) {
        choices.push(Choice::new(chosen, marked(chosen)));
    }
    choices
}

/// A filter of a filter bar: a native select in the look of a chip, marked while it filters.
#[component]
pub fn FilterSelect(
    #[prop(into)] label: String,
    /// The value, from the URL; empty for all.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// Called with the value chosen.
    #[prop(into)]
    on_change: Callback<String>,
) -> AnyView {
    let choices = memo(move || value.with(|chosen| with_chosen(choices.get(), chosen)));
    let change = move |event: web_sys::Event| {
        on_change.try_run(event_target_value(&event));
    };
    html::label()
        .class("chip")
        .class_if("on", move || value.with(|value| !value.is_empty()))
        .child(html::span().child(label).child(":"))
        .child(html::select().on(ev::change, change).child(option_list(choices.into(), value)))
        .child(glyph(Icon::ChevronDown))
        .into_any()
}

/// A chip that switches a filter.
#[component]
pub fn ToggleChip(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] pressed: Signal<bool>,
    #[prop(into)] on_toggle: Callback<()>,
) -> AnyView {
    let press = move |_| {
        on_toggle.try_run(());
    };
    let mark = move || pressed.get().then(|| glyph(Icon::Check));
    html::button()
        .attr("type", "button")
        .class("chip")
        .attr("aria-pressed", move || if pressed.get() { "true" } else { "false" })
        .on(ev::click, press)
        .child(mark)
        .child(label)
        .into_any()
}
