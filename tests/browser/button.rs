//! Buttons that are busy or unavailable.

use crate::support::page_harness::{attribute, focused, open};
use keysync::platform::html;
use keysync::reactive::*;
use keysync::ui::{Button, Icon, IconButton};
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
async fn a_button_that_became_busy_keeps_the_focus_and_does_not_fire_again() {
    let presses = RwSignal::new(0);
    let busy = RwSignal::new(false);
    let press = move || {
        presses.update(|n| *n += 1);
        busy.set(true);
    };
    let screen = open(move || view! { <Button label="Run now" about="Nightly" busy=busy on_press=press/> }).await;
    screen.click("Run now Nightly").await;
    screen.click("Run now Nightly").await;
    assert_eq!(presses.get_untracked(), 1);
    assert_eq!(focused(), "Run now Nightly");
    assert_eq!(attribute(&screen.control("Run now Nightly"), "aria-disabled"), "true");
    busy.set(false);
    screen.click("Run now Nightly").await;
    assert_eq!(presses.get_untracked(), 2);
}

#[wasm_bindgen_test]
async fn an_unavailable_button_can_be_focused_and_submits_nothing() {
    let submits = RwSignal::new(0);
    let reason = derived(|| Some("Only an operator may do this".to_owned()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submits.update(|n| *n += 1);
    };
    let screen = open(move || {
        let run = move || submits.set(9);
        html::form()
            .on(ev::submit, submit)
            .child(view! { <Button label="Create" submit=true why_not=reason/> })
            .child(view! { <IconButton label="Run Nightly now" icon=Icon::Play why_not=reason on_press=run/> })
    })
    .await;
    for wanted in ["Create", "Run Nightly now"] {
        screen.click(wanted).await;
        assert_eq!(focused(), wanted);
        assert_eq!(screen.description(&screen.control(wanted)), "Only an operator may do this");
    }
    assert_eq!(submits.get_untracked(), 0);
}
