use super::field::FieldContext;
use super::{Icon, IconButton};
use crate::platform::number::grouped;
use crate::reactive::derived;
use leptos::prelude::*;

/// What a text input takes. All of them can be typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// Whole numbers, typed as text: no wheel, no spin buttons.
    Number,
    /// A day and a time of day.
    DateTime,
    /// A day.
    Date,
    /// A time of day.
    Time,
}

impl InputKind {
    const fn attributes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Text => ("text", "in", "text"),
            Self::Number => ("text", "in num", "numeric"),
            Self::DateTime => ("datetime-local", "in date", "text"),
            Self::Date => ("date", "in date", "text"),
            Self::Time => ("time", "in time", "text"),
        }
    }
}

/// One line of text, inside a [`super::Field`].
#[component]
pub fn TextInput(
    /// What is in it, both ways, blanks included.
    value: RwSignal<String>,
    /// What it takes.
    #[prop(optional)]
    kind: InputKind,
    /// The `autocomplete` token; "off" unless given.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Monospace and unspoilt by spell checking: expressions, ids.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let (kind, class, mode) = kind.attributes();
    view! {
        <input
            type=kind
            class=class
            class:mono=mono
            id=field.id.clone()
            name=field.id
            inputmode=mode
            autocomplete=autocomplete
            autocapitalize="none"
            spellcheck=if mono { "false" } else { "true" }
            aria-describedby=field.described_by
            aria-invalid=invalid
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .into_any()
}

/// A password with a button that shows it.
#[component]
pub fn PasswordInput(
    /// What is in it, both ways.
    value: RwSignal<String>,
    /// "current-password" or "new-password".
    autocomplete: &'static str,
) -> impl IntoView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let shown = RwSignal::new(false);
    view! {
        <div class="reveal">
            <input
                type=derived(move || if shown.get() { "text" } else { "password" })
                class="in"
                id=field.id.clone()
                name=field.id
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=field.described_by
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <IconButton
                label="Show password"
                icon=derived(move || if shown.get() { Icon::EyeOff } else { Icon::Eye })
                pressed=shown.into()
                on_press=move || shown.update(|shown| *shown = !*shown)
            />
        </div>
    }
    .into_any()
}

/// Several lines of text, inside a [`super::Field`]. A limit is counted, never enforced: what was pasted is not cut.
#[component]
pub fn TextArea(
    /// What is in it, both ways.
    value: RwSignal<String>,
    /// Lines shown at first.
    #[prop(default = 3)]
    rows: u32,
    /// The most characters it may have.
    #[prop(optional)]
    limit: Option<usize>,
) -> impl IntoView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    let count = move |limit: usize| {
        let used = value.with(|text| text.chars().count());
        match used.checked_sub(limit) {
            Some(over) if over > 0 => format!("{} characters too many", grouped(over)),
            _ => format!("{} of {} characters", grouped(used), grouped(limit)),
        }
    };
    view! {
        <textarea
            class="in"
            id=field.id.clone()
            name=field.id
            rows=rows
            autocomplete="off"
            aria-describedby=field.described_by
            aria-invalid=invalid
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
        {limit.map(|limit| view! { <p class="under num">{derived(move || count(limit))}</p> })}
    }
}
