//! The signals of Leptos, for values of any type by the machinery of one.
//!
//! Leptos compiles its graph of signals, memos and effects anew for each type of value and inlines it where a value is read;
//! a console has a hundred types and a thousand such places, and they were a third of the program. Here a value is held
//! behind a pointer ([`held`]), so that the graph is compiled once and a read is one call. What is lost is an allocation for
//! each new value. The names and the rules are those of Leptos: a signal lives as long as the owner that it was made under,
//! `try_…` is for code that may run later than that, and every other read then panics.
//!
//! Everything else of Leptos that views and state use is passed on from here, so that nobody takes its signals by accident.

mod held;
mod signal;

pub use signal::{Memo, RwSignal, Signal};

pub use leptos::prelude::{
    Callable, Callback, GetValue, LocalStorage, SetValue, StoredValue, UpdateValue, WithValue, component, document,
    event_target_checked, event_target_value, expect_context, on_cleanup, provide_context, untrack, use_context, view, window,
};

use leptos::prelude::Effect;
use std::pin::Pin;

/// A value derived from signals, kept, and passed on only when it changed.
pub fn memo<T: PartialEq + 'static>(read: impl Fn() -> T + 'static) -> Memo<T> {
    Memo::new(read)
}

/// A value derived from signals, computed each time it is read.
pub fn derived<T: 'static>(read: impl Fn() -> T + 'static) -> Signal<T> {
    Signal::derive(read)
}

/// Runs soon, and again after each change of a signal that it read, for as long as its owner lives.
pub fn effect(run: impl FnMut() + 'static) {
    fn start(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    start(Box::new(run));
}

/// Runs beside the page until it is done. Signals may be gone after each `await`: `try_…`.
pub fn spawn_local(run: impl Future<Output = ()> + 'static) {
    fn start(run: Pin<Box<dyn Future<Output = ()>>>) {
        leptos::task::spawn_local(run);
    }
    start(Box::pin(run));
}

/// Comes back when the effects of what changed so far have run.
pub async fn tick() {
    leptos::task::tick().await;
}
