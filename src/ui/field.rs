use super::{Icon, glyph};
use crate::reactive::{derived, part};
use leptos::context::Provider;
use leptos::prelude::*;

/// What a control takes from the [`Field`] around it.
#[derive(Clone)]
pub(super) struct FieldContext {
    pub id: String,
    pub described_by: Signal<Option<String>>,
    pub invalid: Signal<bool>,
}

impl FieldContext {
    /// The field around the control being built; a control outside of a field is named by its own means.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: super::unique_id("control"),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
        })
    }

    /// `aria-invalid`, absent when all is well.
    pub fn aria_invalid(&self) -> Signal<Option<&'static str>> {
        let invalid = self.invalid;
        derived(move || invalid.get().then_some("true"))
    }
}

/// Hint and error of a field or a group: their ids, and the elements.
#[derive(Clone)]
pub(super) struct Notes {
    id: String,
    hint: Signal<String>,
    error: Signal<Option<String>>,
}

impl Notes {
    pub fn new(id: &str, hint: Signal<String>, error: Signal<Option<String>>) -> Self {
        Self { id: id.to_owned(), hint, error }
    }

    /// The value of `aria-describedby`: the hint, then the error, as they are read.
    pub fn described_by(&self) -> Signal<Option<String>> {
        let Self { id, hint, error } = self.clone();
        derived(move || match (hint.with(String::is_empty), error.with(Option::is_none)) {
            (true, true) => None,
            (false, true) => Some(format!("{id}-hint")),
            (true, false) => Some(format!("{id}-error")),
            (false, false) => Some(format!("{id}-hint {id}-error")),
        })
    }

    pub fn view(&self) -> AnyView {
        let Self { id, hint, error } = self.clone();
        let error_id = format!("{id}-error");
        let hint = part(move || {
            let text = hint.get();
            (!text.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })
        });
        let error = part(move || {
            error.get().map(|text| {
                view! {
                    <p class="err" id=error_id.clone()>
                        {glyph(Icon::Warn)}
                        <span><span class="vh">"Error: "</span>{text}</span>
                    </p>
                }
            })
        });
        view! {
            {hint}
            {error}
        }
        .into_any()
    }
}

/// The mark of what may stay empty; everything else is asked for.
pub(super) fn optional_mark(optional: bool) -> Option<impl IntoView> {
    optional.then(|| view! { <span class="opt">" (optional)"</span> })
}

/// Label, hint and error around one control. The control takes its id and its descriptions from here.
#[component]
pub fn Field(
    /// The control's id: links of the error summary lead to it.
    #[prop(into)]
    id: String,
    /// Always visible.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with it, in the words of the error summary.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let notes = Notes::new(&id, hint, error);
    let context = FieldContext {
        id: id.clone(),
        described_by: notes.described_by(),
        invalid: derived(move || error.with(Option::is_some)),
    };
    view! {
        <div class="field">
            <label for=id>{label}{optional_mark(optional)}</label>
            {notes.view()}
            <Provider value=context>{children()}</Provider>
        </div>
    }
    .into_any()
}
