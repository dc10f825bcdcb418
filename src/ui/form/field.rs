use crate::platform::html::{self, AnyView, Children, Element, IntoView};
use crate::reactive::*;
use crate::ui::{Icon, glyph};

/// The ids and signals that a control takes from the [`Field`] around it.
#[derive(Clone)]
pub(super) struct FieldContext {
    pub id: String,
    pub described_by: Signal<Option<String>>,
    pub invalid: Signal<bool>,
}

impl FieldContext {
    /// The field around the control being built; absent for a control outside a field, which has its own name.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: crate::ui::unique_id("control"),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
        })
    }

    /// `aria-invalid`, absent without an error.
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
        let hint = move || {
            let text = hint.get();
            (!text.is_empty()).then(|| html::p().class("hint").attr("id", format!("{id}-hint")).child(text))
        };
        let error = move || {
            error.get().map(|text| {
                html::p()
                    .class("err")
                    .attr("id", error_id.clone())
                    .child(glyph(Icon::Warn))
                    .child(html::span().child(html::span().class("sr-only").child("Error: ")).child(text))
                    .into_any()
            })
        };
        (hint, error).into_any()
    }
}

/// The mark of an optional field; all others are required.
pub(super) fn optional_mark(optional: bool) -> Option<Element> {
    optional.then(|| html::span().class("opt").child(" (optional)"))
}

/// Label, hint and error around one control. The control takes its id and its descriptions from here.
#[component]
pub fn Field(
    /// The control's id, the target of the error summary's links.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> AnyView {
    let notes = Notes::new(&id, hint, error);
    let context = FieldContext {
        id: id.clone(),
        described_by: notes.described_by(),
        invalid: derived(move || error.with(Option::is_some)),
    };
    html::div()
        .class("field")
        .child(html::label().attr("for", id).child(label).child(optional_mark(optional)))
        .child(notes.view())
        .child(html::provide(context, || children.run()))
        .into_any()
}
