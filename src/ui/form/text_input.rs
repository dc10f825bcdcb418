use super::field::FieldContext;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::ui::{Icon, IconButton};

/// The kinds of text input. All of them can be typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum InputKind {
    #[default]
    Text,
    /// Whole numbers, typed as text: no wheel, no spin buttons.
    Number,
    DateTime,
    Date,
    Time,
}

impl InputKind {
    const fn attributes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Text => ("text", "input", "text"),
            Self::Number => ("text", "input num", "numeric"),
            Self::DateTime => ("datetime-local", "input date", "text"),
            Self::Date => ("date", "input date", "text"),
            Self::Time => ("time", "input time", "text"),
        }
    }
}

/// One line of text, inside a [`crate::ui::Field`].
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    #[prop(optional)] kind: InputKind,
    /// The `autocomplete` token; "off" unless given.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Monospace and without spell checking: expressions, ids.
    #[prop(optional)]
    mono: bool,
    /// Called with the position of the caret, in UTF-16 units, whenever it may have moved.
    #[prop(optional, into)]
    on_caret: Option<Callback<Option<u32>>>,
) -> AnyView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let (kind, class, mode) = kind.attributes();
    let caret = NodeRef::<web_sys::HtmlInputElement>::new();
    let tell = move |is_there: bool| {
        if let Some(on_caret) = on_caret {
            let at = caret.get_untracked().filter(|_| is_there).and_then(|input| input.selection_start().ok().flatten());
            on_caret.try_run(at);
        }
    };
    html::input()
        .node_ref(caret)
        .attr("type", kind)
        .class(class)
        .class_if("mono", mono)
        .attr("id", field.id.clone())
        .attr("name", field.id)
        .attr("inputmode", mode)
        .attr("autocomplete", autocomplete)
        .attr("autocapitalize", "none")
        .attr("spellcheck", if mono { "false" } else { "true" })
        .attr("aria-describedby", field.described_by)
        .attr("aria-invalid", invalid)
        .bound(value)
        .on(ev::input, move |_| tell(true))
        .on(ev::keyup, move |_| tell(true))
        .on(ev::click, move |_| tell(true))
        .on(ev::blur, move |_| tell(false))
        .into_any()
}

/// A password with a button that shows it.
#[component]
pub fn PasswordInput(
    value: RwSignal<String>,
    /// "current-password" or "new-password".
    autocomplete: &'static str,
) -> AnyView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let shown = RwSignal::new(false);
    let input = html::input()
        .attr("type", move || if shown.get() { "text" } else { "password" })
        .class("input")
        .attr("id", field.id.clone())
        .attr("name", field.id)
        .attr("autocomplete", autocomplete)
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("aria-describedby", field.described_by)
        .attr("aria-invalid", invalid)
        .bound(value);
    let icon = derived(move || if shown.get() { Icon::EyeOff } else { Icon::Eye });
    let turn = move || shown.update(|shown| *shown = !*shown);
    html::div()
        .class("reveal")
        .child(input)
        .child(view! { <IconButton label="Show password" icon=icon pressed=shown.into() on_press=turn/> })
        .into_any()
}

/// Several lines of text, inside a [`crate::ui::Field`]. A limit is counted, never enforced, so that no paste is cut.
#[component]
pub fn TextArea(
    value: RwSignal<String>,
    #[prop(default = 3)] rows: u32,
    /// The limit, in characters.
    #[prop(optional)]
    limit: Option<usize>,
) -> AnyView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let count = move |limit: usize| {
        let used = value.with(|text| text.chars().count());
        match used.checked_sub(limit) {
            Some(over) if over > 0 => format!("{} characters too many", grouped(over)),
            _ => format!("{} of {} characters", grouped(used), grouped(limit)),
        }
    };
    (
        html::textarea()
            .class("input")
            .attr("id", field.id.clone())
            .attr("name", field.id)
            .attr("rows", rows)
            .attr("autocomplete", "off")
            .attr("aria-describedby", field.described_by)
            .attr("aria-invalid", invalid)
            .bound(value),
        limit.map(|limit| html::p().class("field-note num").child(move || count(limit))),
    )
        .into_any()
}
