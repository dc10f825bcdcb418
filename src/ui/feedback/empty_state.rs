use super::state;
use crate::platform::html::{AnyView, Children, IntoView};
use crate::reactive::*;
use crate::ui::{Button, Icon, Tone};

/// The view of an empty list: one sentence about the purpose, and one button for the first step.
#[component]
pub fn Empty(
    /// "No schedules yet. A schedule synchronizes the keys of one cloud by the clock."
    #[prop(into)]
    sentence: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    state(Tone::Idle, Icon::DashCircle, sentence, ().into_any(), children.map(|children| children.run()))
}

/// The view of a list whose filters match nothing.
#[component]
pub fn NoMatch(
    /// "None of 35 schedules matches “foo” and cloud aws."
    #[prop(into)]
    sentence: Signal<String>,
    #[prop(into)] on_clear: Callback<()>,
) -> AnyView {
    let clear = view! { <Button label="Clear filters" on_press=on_clear/> }.into_any();
    state(Tone::Idle, Icon::Search, sentence, ().into_any(), Some(clear))
}
