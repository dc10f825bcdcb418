use super::matching::{DRAWN, Index, Matches};
use super::{ComboOption, ComboState};
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::ui::{Icon, glyph};

/// The list under the input: the options found, the line that adds what is typed, and what there is to say of them.
#[component]
pub(super) fn Popup(
    /// The id of the list; its lines are numbered after it.
    id: String,
    /// The things, in the plural.
    noun: &'static str,
    /// One at most can be picked.
    single: bool,
    /// The options.
    index: Memo<Index>,
    /// Those that are found.
    found: Memo<Matches>,
    /// The text that may be added as it is.
    addable: Memo<Option<String>>,
    /// Which line is meant.
    at: Signal<Option<usize>>,
    /// Whether it shows.
    open: Signal<bool>,
    /// The values that are picked.
    selected: Signal<Vec<String>>,
    /// Whether the options are all there.
    state: Signal<ComboState>,
    /// The list element, for what reveals its lines.
    list: NodeRef<web_sys::HtmlElement>,
    /// Called with the line that is pressed.
    on_pick: Callback<usize>,
) -> AnyView {
    let line = move |id: &str, n: usize, icon: Icon| {
        html::li()
            .attr("role", "option")
            .attr("id", format!("{id}-{n}"))
            .class_if("at", move || at.get() == Some(n))
            .on(ev::click, move |_| on_pick.run(n))
            .child(glyph(icon))
    };
    let mark = id.clone();
    let option_line = move |n: usize, position: usize| {
        let ComboOption { value, label, detail, muted } =
            index.with(|index| index.options.get(position).cloned()).unwrap_or_default();
        let picked = move || selected.with(|all| all.contains(&value));
        line(&mark, n, Icon::Check)
            .class_if("muted", muted)
            .attr("aria-selected", move || if picked() { "true" } else { "false" })
            .child(html::bdi().child(label))
            .child(html::small().child(detail))
            .into_any()
    };
    let rows =
        move || found.get().shown.into_iter().enumerate().map(|(n, position)| option_line(n, position)).collect::<Vec<_>>();
    let mark = id.clone();
    let add_line = move || {
        let n = found.with(|found| found.shown.len());
        addable.get().map(|text| {
            line(&mark, n, Icon::Plus)
                .attr("aria-selected", "false")
                .child(html::span().child("Add “").child(html::bdi().child(text)).child("”"))
                .into_any()
        })
    };
    let says = move || {
        let (drawn, count, all) = (found.with(|f| f.shown.len()), found.with(|f| f.count), index.with(|i| i.options.len()));
        match state.get() {
            ComboState::Loading => Some(format!("Loading {noun}: {} so far", grouped(all))),
            ComboState::Failed(_) => None,
            ComboState::Ready if all == 0 => Some(format!("The appliance has no {noun}")),
            ComboState::Ready if count == 0 => Some(format!("None of {} {noun} matches", grouped(all))),
            ComboState::Ready if count > drawn => Some(format!("{} of {} shown: type to narrow", grouped(DRAWN), grouped(count))),
            ComboState::Ready => None,
        }
    };
    // A press in the list must not take the focus from the input.
    html::div()
        .class("list")
        .attr("hidden", move || !open.get())
        .on(ev::mousedown, move |event| event.prevent_default())
        .child(
            html::ul()
                .attr("role", "listbox")
                .attr("id", id)
                .node_ref(list)
                .attr("aria-label", noun)
                .attr("aria-multiselectable", (!single).then_some("true"))
                .child(rows)
                .child(add_line),
        )
        .child(move || says().map(|text| html::p().class("says").child(text)))
        .into_any()
}
