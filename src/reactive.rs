//! Memos, effects and changing parts of a view whose closures are boxed.
//!
//! Leptos compiles its machinery once for each closure that it is given; a console has hundreds, and that machinery was two
//! thirds of the program. Boxed, it is compiled once for each type of value. What is lost is a call through a pointer.

use leptos::prelude::*;

/// A part of a view that changes with the signals it reads.
pub type Part = Box<dyn FnMut() -> AnyView + Send>;

/// A value derived from signals, kept, and passed on only when it changed.
pub fn memo<T: PartialEq + Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    fn make<T: PartialEq + Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| read())
    }
    make(Box::new(read))
}

/// A value derived from signals, computed each time it is read.
pub fn derived<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    fn make<T: Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
        Signal::derive(read)
    }
    make(Box::new(read))
}

/// Runs now, and again after each change of a signal that it read.
pub fn effect(run: impl FnMut() + 'static) {
    fn make(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    make(Box::new(run));
}

/// A part of a view, made anew after each change of a signal that it read.
pub fn part<V: IntoAny>(mut view: impl FnMut() -> V + Send + 'static) -> Part {
    Box::new(move || view().into_any())
}
