use super::field::Notes;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::{dom, focus};
use crate::reactive::*;
use crate::ui::data::tab_key;

/// One option of a group.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Id of the n-th control of a group: the first has the group's own, so that the error summary's link lands on it.
fn member_id(group: &str, n: usize) -> String {
    if n == 0 { group.to_owned() } else { format!("{group}-{}", n + 1) }
}

/// A label with its control before and its hint below.
fn member(id: String, label: String, hint: String, control: impl FnOnce(String, Option<String>) -> AnyView) -> AnyView {
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let hint = (!hint.is_empty()).then(|| html::p().class("hint").attr("id", hint_id).child(hint));
    html::div()
        .class("choice")
        .child(control(id.clone(), described))
        .child(html::label().attr("for", id).child(label))
        .child(hint)
        .into_any()
}

/// The frame of a group of choices.
fn group(
    id: &str,
    legend: AnyView,
    legend_hidden: bool,
    hint: Signal<String>,
    error: Signal<Option<String>>,
    inside: AnyView,
) -> AnyView {
    let notes = Notes::new(id, hint, error);
    html::fieldset()
        .class("group")
        .attr("aria-describedby", notes.described_by())
        .child(html::legend().class_if("sr-only", legend_hidden).child(legend))
        .child(notes.view())
        .child(inside)
        .into_any()
}

/// One of several options: radio buttons exclude each other, so that no check is needed afterwards.
#[component]
pub fn RadioGroup(
    /// The id of the first control, the target of the error summary's links.
    #[prop(into)]
    id: String,
    #[prop(into)] legend: String,
    /// The chosen value, both ways; empty when none is.
    value: RwSignal<String>,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Drawn in one line of joined segments; for two to six short answers without hints.
    #[prop(optional)]
    segmented: bool,
    /// Hides the legend from the screen, not from screen readers.
    #[prop(optional)]
    legend_hidden: bool,
) -> AnyView {
    let name = StoredValue::new(id.clone());
    let radio = move |id: String, own: String, described: Option<String>| {
        let mine = own.clone();
        let chosen = own.clone();
        html::input()
            .attr("type", "radio")
            .attr("id", id)
            .attr("name", name.get_value())
            .attr("value", own)
            .attr("aria-describedby", described)
            .prop("checked", move || value.with(|value| *value == mine))
            .on(ev::change, move |event| {
                if event_target_checked(&event) && value.with_untracked(|value| *value != chosen) {
                    value.set(chosen.clone());
                }
            })
            .into_any()
    };
    let members = choices.into_iter().enumerate().map(|(n, Choice { value: own, label, hint })| {
        let id = member_id(&name.get_value(), n);
        if segmented {
            html::label().child(radio(id, own, None)).child(label).into_any()
        } else {
            member(id, label, hint, |id, described| radio(id, own, described))
        }
    });
    let inside = html::div().class(if segmented { "seg" } else { "choices" }).child(members.collect::<Vec<_>>()).into_any();
    group(&id, legend.into_any(), legend_hidden, hint, error, inside)
}

/// Any number of several options.
#[component]
pub fn CheckboxGroup(
    /// The id of the first control, the target of the error summary's links.
    #[prop(into)]
    id: String,
    #[prop(into)] legend: String,
    /// The chosen values, both ways, in the order of the choices.
    values: RwSignal<Vec<String>>,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// One tab stop for all; arrow keys, Home and End move.
    #[prop(optional)]
    one_stop: bool,
) -> AnyView {
    let list = NodeRef::<web_sys::HtmlElement>::new();
    let (at, count) = (RwSignal::new(0), choices.len());
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        // With one of these the key is the browser's: back, forward, another tab.
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let key = match event.key().as_str() {
            "ArrowDown" => "ArrowRight".to_owned(),
            "ArrowUp" => "ArrowLeft".to_owned(),
            _ => event.key(),
        };
        let Some(next) = tab_key(&key, at.get_untracked(), count).filter(|_| one_stop) else { return };
        event.prevent_default();
        if let Some(member) = list.get_untracked().and_then(|list| dom::all(&list, "input").into_iter().nth(next)) {
            focus::now(&member);
        }
    };
    let order = StoredValue::new(choices.iter().map(|choice| choice.value.clone()).collect::<Vec<_>>());
    let members = choices.into_iter().enumerate().map(|(n, Choice { value: own, label, hint })| {
        member(member_id(&id, n), label, hint, |id, described| {
            let is_mine = own.clone();
            let on_change = move |event: web_sys::Event| {
                let on = event_target_checked(&event);
                if values.with_untracked(|values| values.contains(&own) == on) {
                    return;
                }
                values.update(|values| {
                    let mut next = order.get_value();
                    next.retain(|choice| if *choice == own { on } else { values.contains(choice) });
                    *values = next;
                });
            };
            html::input()
                .attr("type", "checkbox")
                .attr("id", id)
                .attr("aria-describedby", described)
                .attr("tabindex", move || (one_stop && at.get() != n).then_some("-1"))
                .prop("checked", move || values.with(|values| values.contains(&is_mine)))
                .on(ev::change, on_change)
                .on(ev::focus, move |_| at.set(n))
                .into_any()
        })
    });
    let members = members.collect::<Vec<_>>();
    let inside = html::div().class("choices").node_ref(list).on(ev::keydown, on_keydown).child(members).into_any();
    let keys = one_stop.then(|| html::span().class("sr-only").child(", arrow keys move"));
    group(&id, (legend, keys).into_any(), false, hint, error, inside)
}

/// A single check box.
#[component]
pub fn Checkbox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    /// The state, both ways.
    checked: RwSignal<bool>,
    #[prop(optional, into)] hint: String,
) -> AnyView {
    member(id, label, hint, move |id, described| {
        html::input()
            .attr("type", "checkbox")
            .attr("id", id)
            .attr("aria-describedby", described)
            .prop("checked", checked)
            .on(ev::change, move |event| {
                let on = event_target_checked(&event);
                if checked.get_untracked() != on {
                    checked.set(on);
                }
            })
            .into_any()
    })
}
