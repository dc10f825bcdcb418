use crate::platform::focus;
use crate::reactive::{effect, part};
use leptos::html;
use leptos::prelude::*;

/// One error, in the words that stand beside its field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SummaryError {
    /// The id of the control to go to.
    pub field_id: String,
    /// What is wrong.
    pub text: String,
}

/// All errors of a form, first in main: it takes the focus after each attempt that has any, and its links lead to the fields
///.
#[component]
pub fn ErrorSummary(
    /// The errors in the order of the fields; nothing is shown while there are none.
    #[prop(into)]
    errors: Signal<Vec<SummaryError>>,
    /// Counts the attempts to submit.
    #[prop(into)]
    attempt: Signal<u32>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
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
        view! { <li><a href=format!("#{field_id}") on:click=go>{text}</a></li> }
    };
    part(move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="summary" role="group" aria-label="There is a problem" tabindex="-1" node_ref=node>
                    <h2>"There is a problem"</h2>
                    <ul>{errors.into_iter().map(link).collect_view()}</ul>
                </div>
            }
        })
    })
}
