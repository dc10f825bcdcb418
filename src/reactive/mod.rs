//! Leptos' signals for values of any type, on one type-erased implementation.
//!
//! Leptos compiles its graph of signals, memos and effects once per value type, and inlines it at each read; with a hundred types
//! and a thousand reads that was a third of the program. Here a value is behind a pointer ([`held`]), so that the graph is
//! compiled once and a read is one call. The cost is an allocation per new value. Names and rules are those of Leptos: a signal
//! lives as long as the owner that it was made under, `try_…` is for code that may run later, and every other read panics then.
//!
//! This module also re-exports the rest of Leptos that views and state use, so that no file imports Leptos' own signals by
//! accident.

mod held;
mod signal;

pub use signal::{Memo, RwSignal, Signal};

pub use leptos::prelude::{
    Callable, Callback, GetValue, LocalStorage, SetValue, StoredValue, UpdateValue, WithValue, component, document,
    event_target_checked, event_target_value, expect_context, on_cleanup, provide_context, untrack, use_context, view, window,
};

use leptos::prelude::Effect;
use std::pin::Pin;

/// Work that several may begin.
pub type Work = std::rc::Rc<dyn Fn()>;

/// Gives a derived value that is cached, and propagated only after a change.
pub fn memo<T: PartialEq + 'static>(read: impl Fn() -> T + 'static) -> Memo<T> {
    Memo::new(read)
}

/// Gives a derived value that is computed at each read.
pub fn derived<T: 'static>(read: impl Fn() -> T + 'static) -> Signal<T> {
    Signal::derive(read)
}

/// Runs after the current task, and again after each change of a signal that `run` read, for as long as its owner lives.
pub fn effect(run: impl FnMut() + 'static) {
    fn start(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    start(Box::new(run));
}

/// Runs a future in the background. After each `await` signals may be disposed, so use `try_…`.
pub fn spawn_local(run: impl Future<Output = ()> + 'static) {
    fn start(run: Pin<Box<dyn Future<Output = ()>>>) {
        leptos::task::spawn_local(run);
    }
    start(Box::pin(run));
}

/// Waits until the effects of the changes so far have run.
pub async fn tick() {
    leptos::task::tick().await;
}
