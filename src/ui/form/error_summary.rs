use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::reactive::*;

/// One error, in the words shown beside its field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SummaryError {
    /// The id of the control with the error.
    pub field_id: String,
    pub text: String,
}

/// All errors of a form, first in main: takes the focus after each attempt with errors, and links to the fields.
#[component]
pub fn ErrorSummary(
    /// The errors in the order of the fields; nothing is shown while there are none.
    #[prop(into)]
    errors: Signal<Vec<SummaryError>>,
    /// Counts the attempts to submit.
    #[prop(into)]
    attempt: Signal<u32>,
) -> AnyView {
    let node = NodeRef::<web_sys::HtmlElement>::new();
    effect(move || {
        if attempt.get() > 0 && !errors.with_untracked(Vec::is_empty) {
            focus::settled(move || {
                if let Some(summary) = node.get_untracked() {
                    focus::now(&summary);
                }
            });
        }
    });
    let link = |SummaryError { field_id, text }: SummaryError| {
        let target = field_id.clone();
        let go = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            focus::by_id(&target);
        };
        html::li().child(html::a().attr("href", format!("#{field_id}")).on(ev::click, go).child(text)).into_any()
    };
    (move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            html::div()
                .class("summary")
                .attr("role", "group")
                .attr("aria-label", "There is a problem")
                .attr("tabindex", "-1")
                .node_ref(node)
                .child(html::h2().child("There is a problem"))
                .child(html::ul().child(errors.into_iter().map(link).collect::<Vec<_>>()))
                .into_any()
        })
    })
    .into_any()
}
