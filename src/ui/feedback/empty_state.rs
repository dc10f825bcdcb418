use super::state;
use crate::platform::html::{AnyView, Children, IntoView};
use crate::reactive::*;
use crate::ui::{Button, Icon, Tone};

/// Nothing is there yet: one sentence that says what this is, and one button for the first step.
#[component]
pub fn Empty(
    /// "No schedules yet. A schedule synchronizes the keys of one cloud by the clock."
    #[prop(into)]
    sentence: Signal<String>,
    /// The button.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    state(Tone::Idle, Icon::DashCircle, sentence, ().into_any(), children.map(|children| children.run()))
}

/// Something is there, but not for these filters.
#[component]
pub fn NoMatch(
    /// "None of 35 schedules matches “foo” and cloud aws."
    #[prop(into)]
    sentence: Signal<String>,
    /// Clears the filters.
    #[prop(into)]
    on_clear: Callback<()>,
) -> AnyView {
    let clear = view! { <Button label="Clear filters" on_press=on_clear/> }.into_any();
    state(Tone::Idle, Icon::Search, sentence, ().into_any(), Some(clear))
}
