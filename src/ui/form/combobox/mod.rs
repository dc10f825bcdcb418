//! A combobox with a list (APG): typing narrows, the focus stays in the input, `aria-activedescendant` names the marked
//! option. Selects several values or one; holds 10,000 options by drawing a hundred.

mod chips;
mod controller;
mod matching;
mod popup;
mod state;

pub use matching::ComboOption;

use super::field::FieldContext;
use crate::platform::html::{self, AnyView, Element, IntoView, ev};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Icon, glyph, unique_id};
use chips::Chips;
use controller::Controller;
use popup::Popup;
use state::ComboboxState;

/// The loading state of the options.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum OptionsState {
    /// Complete.
    #[default]
    Ready,
    /// Incomplete; the options so far can be selected.
    Loading,
    /// Not readable, for this reason.
    Failed(String),
}

/// A selection from a long list, inside a [`crate::ui::Field`].
///
/// Keys: Down, Up, Page Down, Page Up move; Home and End too once an option is marked. Enter toggles the marked option; without
/// one it selects the only match, marks the first of several, or adds the text itself where `free` allows it. Escape closes,
/// then clears; Backspace in an empty input moves to the last chip; a pasted list is split.
#[component]
pub fn Combobox(
    /// The selected values, both ways.
    selected: RwSignal<Vec<String>>,
    #[prop(into)] options: Signal<Vec<ComboOption>>,
    /// The noun of the options, in the plural: "vaults".
    noun: &'static str,
    /// Allows one value at most; another selection replaces it.
    #[prop(optional)]
    single: bool,
    /// Keeps typed and pasted text that is no option.
    #[prop(optional)]
    free: bool,
    /// The loading state of the options.
    #[prop(optional, into)]
    state: Signal<OptionsState>,
    #[prop(optional, into)] on_retry: Option<Callback<()>>,
    /// The text that was typed but not added, for the errors of a form.
    #[prop(optional)]
    query: Option<RwSignal<String>>,
) -> AnyView {
    let field = FieldContext::here();
    let typed = query.unwrap_or_else(|| RwSignal::new(String::new()));
    let initial = ComboboxState::new(typed.get_untracked(), single, free);
    let list_id = unique_id("list");
    let controller = Controller::new(selected, options, noun, typed, initial, single);
    let complete = derived(move || state.with(|state| *state == OptionsState::Ready));
    html::div()
        .class("combo")
        .child(view! { <Chips controller=controller complete=complete/> })
        .child(move || match state.get() {
            OptionsState::Failed(reason) => Some(failure(reason, on_retry)),
            _ => None,
        })
        .child(
            html::div()
                .class("box")
                .child(input(controller, field, list_id.clone()))
                .child(glyph(Icon::ChevronDown))
                .child(view! { <Popup controller=controller id=list_id state=state/> }),
        )
        .child(move || (!single).then(|| foot(controller)))
        .into_any()
}

fn input(controller: Controller, field: FieldContext, list_id: String) -> Element {
    let Controller { is_open, active_index, .. } = controller;
    let invalid = field.aria_invalid();
    let controls = list_id.clone();
    let active = derived(move || active_index.get().filter(|_| is_open.get()).map(|n| format!("{list_id}-{n}")));
    html::input()
        .attr("type", "text")
        .class("input")
        .attr("role", "combobox")
        .node_ref(controller.input)
        .attr("id", field.id)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("aria-autocomplete", "list")
        .attr("aria-expanded", move || if is_open.get() { "true" } else { "false" })
        .attr("aria-controls", controls)
        .attr("aria-activedescendant", active)
        .attr("aria-describedby", field.described_by)
        .attr("aria-invalid", invalid)
        .prop("value", controller.query)
        .on(ev::input, move |event| controller.on_input(event_target_value(&event)))
        .on(ev::change, move |event| controller.on_change(event_target_value(&event)))
        .on(ev::keydown, move |event| controller.on_keydown(&event))
        .on(ev::paste, move |event| controller.on_paste(&event))
        .on(ev::click, move |_| controller.open())
        .on(ev::focus, move |_| controller.on_focus())
        .on(ev::blur, move |_| controller.on_blur())
}

fn failure(reason: String, on_retry: Option<Callback<()>>) -> Element {
    let button = on_retry.map(|on_retry| view! { <Button kind=ButtonKind::Quiet label="Try again" on_press=on_retry/> });
    html::div().class("notice bad").child(glyph(Icon::OctagonX)).child(html::span().child(reason)).child(button)
}

/// The count of selected values, with the buttons that select and remove many at once.
fn foot(controller: Controller) -> Element {
    let Controller { noun, selected, index, query, .. } = controller;
    let link = || html::button().attr("type", "button").class("link");
    let (picked, all) = (selected.with(Vec::len), index.with(|index| index.options.len()));
    let matching = query.with(|query| if query.trim().is_empty() { 0 } else { index.with(|index| index.all(query).len()) });
    let take = (matching > 1).then(|| {
        let label = format!("Select all {} that match", grouped(matching));
        link().on(ev::click, move |_| controller.select_all_matches()).child(label)
    });
    let remove = (picked > 1).then(|| link().on(ev::click, move |_| controller.remove_all()).child("Remove all"));
    html::p()
        .class("field-note num")
        .child(format!("{} of {} {noun} selected ", grouped(picked), grouped(all)))
        .child(take)
        .child(" ")
        .child(remove)
}
