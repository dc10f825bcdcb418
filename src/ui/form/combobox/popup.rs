use super::controller::Controller;
use super::matching::DRAWN;
use super::{ComboOption, OptionsState};
use crate::platform::html::{self, AnyView, Element, IntoView, ev};
use crate::platform::number::grouped;
use crate::platform::unicode::marked;
use crate::reactive::*;
use crate::ui::{Icon, glyph};

/// The list under the input: the options found, the line that adds the typed text, and a note about the list.
#[component]
pub(super) fn Popup(
    controller: Controller,
    /// The id of the list; its lines are numbered after it.
    id: String,
    state: Signal<OptionsState>,
) -> AnyView {
    let Controller { noun, single, index, matches, addable, is_open, .. } = controller;
    let mark = id.clone();
    let options = move || {
        let places = matches.with(|matches| matches.shown.clone());
        places.into_iter().enumerate().map(|(n, place)| option_line(controller, &mark, n, place)).collect::<Vec<_>>()
    };
    let mark = id.clone();
    let add_line = move || {
        let n = matches.with(|matches| matches.shown.len());
        addable.get().map(|text| add_line(controller, &mark, n, text))
    };
    let note = move || {
        let (drawn, count) = matches.with(|matches| (matches.shown.len(), matches.count));
        note(&state.get(), drawn, count, index.with(|index| index.options.len()), noun)
    };
    // A press in the list must not take the focus from the input.
    html::div()
        .class("list")
        .attr("hidden", move || !is_open.get())
        .on(ev::mousedown, move |event| event.prevent_default())
        .child(
            html::ul()
                .attr("role", "listbox")
                .attr("id", id)
                .node_ref(controller.list)
                .attr("aria-label", noun)
                .attr("aria-multiselectable", (!single).then_some("true"))
                .child(options)
                .child(add_line),
        )
        .child(move || note().map(|text| html::p().class("sentence").child(text)))
        .into_any()
}

fn line(controller: Controller, list_id: &str, n: usize, icon: Icon) -> Element {
    html::li()
        .attr("role", "option")
        .attr("id", format!("{list_id}-{n}"))
        .class_if("at", move || controller.active_index.get() == Some(n))
        .on(ev::click, move |_| controller.pick(n))
        .child(glyph(icon))
}

fn option_line(controller: Controller, list_id: &str, n: usize, place: usize) -> AnyView {
    let option = controller.index.with(|index| index.options.get(place).cloned());
    let ComboOption { value, label, detail, muted } = option.unwrap_or_default();
    let is_picked = move || controller.selected.with(|all| all.contains(&value));
    line(controller, list_id, n, Icon::Check)
        .class_if("muted", muted)
        .attr("aria-selected", move || if is_picked() { "true" } else { "false" })
        .child(html::bdi().child(label))
        .child(html::small().child(detail))
        .into_any()
}

fn add_line(controller: Controller, list_id: &str, n: usize, text: String) -> AnyView {
    line(controller, list_id, n, Icon::Plus)
        .attr("aria-selected", "false")
        .child(html::span().child("Add “").child(html::bdi().child(marked(&text))).child("”"))
        .into_any()
}

/// The sentence under an empty, shortened or incomplete list: of `all` options, `count` match and `drawn` are shown.
fn note(state: &OptionsState, drawn: usize, count: usize, all: usize, noun: &str) -> Option<String> {
    match state {
        OptionsState::Loading => Some(format!("Loading {noun}: {} so far", grouped(all))),
        OptionsState::Failed(_) => None,
        OptionsState::Ready if all == 0 => Some(format!("The appliance has no {noun}")),
        OptionsState::Ready if count == 0 => Some(format!("None of {} {noun} matches", grouped(all))),
        OptionsState::Ready if count > drawn => Some(format!("{} of {} shown: type to narrow", grouped(DRAWN), grouped(count))),
        OptionsState::Ready => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_explains_a_list_that_is_loading_empty_or_cut() {
        let table = [
            (OptionsState::Loading, (0, 0, 1200), Some("Loading vaults: 1,200 so far")),
            (OptionsState::Failed("No answer".into()), (0, 0, 0), None),
            (OptionsState::Ready, (0, 0, 0), Some("The appliance has no vaults")),
            (OptionsState::Ready, (0, 0, 10_000), Some("None of 10,000 vaults matches")),
            (OptionsState::Ready, (100, 10_000, 10_000), Some("100 of 10,000 shown: type to narrow")),
            (OptionsState::Ready, (5, 5, 10_000), None),
        ];
        for (state, (drawn, count, all), text) in table {
            assert_eq!(note(&state, drawn, count, all, "vaults").as_deref(), text, "{count} of {all}");
        }
    }
}
