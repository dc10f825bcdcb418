use super::state;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Icon, Tone, glyph};

/// The view of a failure: event, safety, next step.
#[component]
pub fn ErrorState(
    #[prop(into)] what: Signal<String>,
    #[prop(into)] safe: Signal<String>,
    #[prop(into)] todo: Signal<String>,
    /// Absent where a retry cannot help.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> AnyView {
    let body = (html::p().child(safe), html::p().child(todo));
    let retry =
        on_retry.map(|on_retry| view! { <Button label="Try again" icon=Icon::Sync busy=busy on_press=on_retry/> }.into_any());
    state(Tone::Bad, Icon::OctagonX, what, body.into_any(), retry)
}

/// The view of a refusal: the missing permission.
#[component]
pub fn Forbidden(
    /// "You may not see schedules in domain root."
    #[prop(into)]
    what: Signal<String>,
    #[prop(into)] permission: Signal<String>,
) -> AnyView {
    let body = html::p().child(permission);
    state(Tone::Warn, Icon::Lock, what, body.into_any(), None)
}

fn strip(tone: Tone, icon: Icon, text: Signal<String>, action: Option<AnyView>) -> AnyView {
    html::div()
        .class(format!("notice {}", tone.class()))
        .child(glyph(icon))
        .child(html::span().child(text))
        .child(action)
        .into_any()
}

/// The note that the data on screen is old, with its age.
#[component]
pub fn StaleNote(
    /// "As of 13:53 UTC: the appliance does not answer."
    #[prop(into)]
    text: Signal<String>,
    #[prop(into)] on_retry: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> AnyView {
    let retry = view! { <Button kind=ButtonKind::Quiet label="Try again" busy=busy on_press=on_retry/> }.into_any();
    strip(Tone::Warn, Icon::Clock, text, Some(retry))
}

/// The note that the browser has no network.
#[component]
pub fn OfflineNote(
    /// "You are offline. This page shows data as of 13:53 UTC; it resumes by itself."
    #[prop(into)]
    text: Signal<String>,
) -> AnyView {
    strip(Tone::Warn, Icon::Offline, text, None)
}
