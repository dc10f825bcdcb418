//! Messages: announcements, focus and timeouts.

use crate::support::page_harness::{self, Screen, focused, name, open, settle};
use keysync::platform::html;
use keysync::reactive::*;
use keysync::ui::{Toast, ToastList, Tone};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::*;

fn toast(id: u64, tone: Tone, text: &str) -> Toast {
    Toast { id, tone, text: text.into(), link: None, undo: None }
}

async fn open_list(toasts: RwSignal<Vec<Toast>>) -> Screen {
    let dismiss = Callback::new(move |id| toasts.update(|all| all.retain(|toast| toast.id != id)));
    open(move || {
        let page = html::main().child(html::h1().child("Schedules"));
        (page, view! { <ToastList toasts=toasts on_dismiss=dismiss/> })
    })
    .await
}

#[wasm_bindgen_test]
async fn failures_are_announced_assertively_and_other_messages_politely() {
    let toasts = RwSignal::new(Vec::new());
    let screen = open_list(toasts).await;
    toasts.update(|all| all.push(toast(1, Tone::Ok, "Saved")));
    settle().await;
    assert_eq!((screen.said().as_str(), screen.alerted().as_str()), ("Saved", ""));
    toasts.update(|all| all.push(toast(2, Tone::Bad, "Not saved")));
    settle().await;
    assert_eq!((screen.said().as_str(), screen.alerted().as_str()), ("Saved", "Not saved"));
}

#[wasm_bindgen_test]
async fn a_dismissed_message_passes_the_focus_to_the_next_one_or_the_heading() {
    let toasts = RwSignal::new(vec![toast(1, Tone::Bad, "one"), toast(2, Tone::Bad, "two")]);
    let screen = open_list(toasts).await;
    for left in [1, 0] {
        let cross = screen.all(".toast button").remove(0);
        cross.focus().unwrap();
        cross.click();
        settle().await;
        assert_eq!(screen.all(".toast").len(), left);
        assert_eq!(focused(), if left == 1 { "Dismiss message" } else { "Schedules" });
    }
}

/// Timeouts that fire when the test says so: each with its delay, `None` once it was cleared.
type Pending = Rc<RefCell<Vec<Option<(f64, js_sys::Function)>>>>;

fn take_over_timeouts() -> Pending {
    let pending = Pending::default();
    let (set, clear) = (pending.clone(), pending.clone());
    let set = Closure::<dyn FnMut(js_sys::Function, f64) -> f64>::new(move |call, ms| {
        set.borrow_mut().push(Some((ms, call)));
        set.borrow().len() as f64
    });
    let clear = Closure::<dyn FnMut(f64)>::new(move |id: f64| {
        if let Some(slot) = clear.borrow_mut().get_mut((id as usize).wrapping_sub(1)) {
            *slot = None;
        }
    });
    page_harness::set_global("setTimeout", set.as_ref().unchecked_ref());
    page_harness::set_global("clearTimeout", clear.as_ref().unchecked_ref());
    set.forget();
    clear.forget();
    pending
}

#[wasm_bindgen_test]
async fn a_message_stays_while_hovered_or_focused_and_a_failure_until_dismissed() {
    let (real_set, real_clear) = (page_harness::global("setTimeout"), page_harness::global("clearTimeout"));
    let pending = take_over_timeouts();
    let waiting = || pending.borrow().iter().flatten().map(|(ms, _)| *ms).collect::<Vec<_>>();
    let toasts = RwSignal::new(vec![toast(1, Tone::Ok, "Saved"), toast(2, Tone::Bad, "Not saved")]);
    let screen = open_list(toasts).await;
    let first = screen.all(".toast").remove(0);
    let send = |kind: &str| first.dispatch_event(&web_sys::Event::new(kind).unwrap()).unwrap();

    let at_first = waiting();
    send("mouseenter");
    let hovered = waiting();
    send("mouseleave");
    send("focusin");
    let focused = waiting();
    send("focusout");
    let again = waiting();
    let due = pending.borrow().iter().flatten().last().map(|(_, call)| call.clone());
    due.unwrap().call0(&wasm_bindgen::JsValue::NULL).unwrap();
    settle().await;
    page_harness::set_global("setTimeout", &real_set);
    page_harness::set_global("clearTimeout", &real_clear);

    assert_eq!((at_first, hovered, focused, again), (vec![10_000.0], vec![], vec![], vec![10_000.0]));
    assert_eq!(screen.all(".toast > div").iter().map(|toast| name(toast)).collect::<Vec<_>>(), ["Not saved"]);
}
