//! Panics on purpose, in each place where one can happen, so that the recovery screen can be tested. Only in builds with the
//! feature `fault-injection`; a test searches the release for the texts of this page.
#![expect(clippy::panic, reason = "that is what it is for")]

use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::platform::timer;
use crate::ui::{Button, ButtonKind};

fn fail(place: &str) {
    panic!("fault-injection: {place}");
}

/// One button for each place.
#[component]
pub fn Faults() -> AnyView {
    let in_effect = RwSignal::new(false);
    let in_render = RwSignal::new(false);
    let later = timer::Slot::new();
    effect(move || {
        if in_effect.get() {
            fail("effect");
        }
    });
    (
        html::h2().child("Injected faults"),
        view! { <Button label="Panic in an event handler" kind=ButtonKind::Danger on_press=|| fail("event handler")/> },
        view! { <Button label="Panic in an effect" kind=ButtonKind::Danger on_press=move || in_effect.set(true)/> },
        view! { <Button label="Panic in a task" kind=ButtonKind::Danger on_press=|| spawn_local(async { fail("task") })/> },
        view! { <Button label="Panic in a view" kind=ButtonKind::Danger on_press=move || in_render.set(true)/> },
        view! { <Button label="Panic in a timer" kind=ButtonKind::Danger on_press=move || later.after(10, || fail("timer"))/> },
        move || in_render.get().then(|| fail("view")),
    )
        .into_any()
}
