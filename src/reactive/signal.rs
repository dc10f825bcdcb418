//! Typed handles of a [`SignalSource`].

use std::marker::PhantomData;

use super::held::{ErasedValue, SignalSource};

macro_rules! readable {
    ($name:ident: $what:literal) => {
        #[doc = $what]
        pub struct $name<T> {
            source: SignalSource,
            of: PhantomData<fn() -> T>,
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T: 'static> $name<T> {
            const fn from_source(source: SignalSource) -> Self {
                Self { source, of: PhantomData }
            }

            /// Passes the value to `look` and subscribes to changes; `None` after the owner's end.
            pub fn try_with<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
                self.source.value()?.downcast_ref().map(look)
            }

            /// Passes the value to `look` and subscribes to changes. Panics after the owner's end.
            pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
                self.try_with(look).unwrap_or_else(|| gone())
            }

            /// Passes the value to `look` without a subscription; `None` after the owner's end.
            pub fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
                self.source.value_untracked()?.downcast_ref().map(look)
            }

            /// Passes the value to `look` without a subscription. Panics after the owner's end.
            pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
                self.try_with_untracked(look).unwrap_or_else(|| gone())
            }

            /// Subscribes to changes.
            pub fn track(self) {
                let _ = self.source.value();
            }
        }

        impl<T: Clone + 'static> $name<T> {
            /// Gives a copy of the value and subscribes to changes; `None` after the owner's end.
            pub fn try_get(self) -> Option<T> {
                self.try_with(T::clone)
            }

            /// Gives a copy of the value and subscribes to changes. Panics after the owner's end.
            pub fn get(self) -> T {
                self.try_with(T::clone).unwrap_or_else(|| gone())
            }

            /// Gives a copy of the value without a subscription; `None` after the owner's end.
            pub fn try_get_untracked(self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }

            /// Gives a copy of the value without a subscription. Panics after the owner's end.
            pub fn get_untracked(self) -> T {
                self.try_with_untracked(T::clone).unwrap_or_else(|| gone())
            }
        }
    };
}

readable!(RwSignal: "A value that can be set.");
readable!(Memo: "A value computed from others, kept, and passed on only when it changed.");
readable!(Signal: "A value that can be read, wherever it comes from.");

#[cold]
#[expect(clippy::panic, reason = "as Leptos does: the page's recovery screen says more than a value that is not there")]
fn gone() -> ! {
    panic!("a signal was read after its owner was gone")
}

impl<T: 'static> RwSignal<T> {
    /// Creates a signal with this value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self::from_source(SignalSource::cell(ErasedValue::new(value)))
    }

    /// Sets the value; no effect after the owner's end.
    pub fn set(self, value: T) {
        let _ = self.try_set(value);
    }

    /// Sets the value; gives it back after the owner's end.
    pub fn try_set(self, value: T) -> Option<T> {
        self.source.replace(ErasedValue::new(value)).and_then(ErasedValue::into_value)
    }

    /// Changes the value in place; no effect after the owner's end. Must not be called inside a read of the same signal.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let _ = self.try_update(change);
    }

    /// Changes the value in place; `None` after the owner's end.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.try_maybe_update(|value| (true, change(value)))
    }

    /// Changes the value in place and notifies subscribers if `change` gives true; `None` after the owner's end.
    pub fn try_maybe_update<U>(self, change: impl FnOnce(&mut T) -> (bool, U)) -> Option<U> {
        let (mut change, mut outcome) = (Some(change), None);
        self.source.change(&mut |held| match (change.take(), held.downcast_mut()) {
            (Some(change), Some(value)) => {
                let (is_news, given) = change(value);
                outcome = Some(given);
                is_news
            }
            _ => false,
        });
        outcome
    }
}

impl<T: PartialEq + 'static> Memo<T> {
    /// Computes the value at the first read, and again after a change of a signal that it read.
    pub fn new(read: impl Fn() -> T + 'static) -> Self {
        Self::from_source(SignalSource::memo(Box::new(move || ErasedValue::comparable(read()))))
    }
}

impl<T: 'static> Signal<T> {
    /// Computes the value at each read.
    pub fn derive(read: impl Fn() -> T + 'static) -> Self {
        Self::from_source(SignalSource::derived(Box::new(move || ErasedValue::new(read()))))
    }

    /// Gives a constant signal.
    pub fn stored(value: T) -> Self {
        Self::from_source(SignalSource::fixed(ErasedValue::new(value)))
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::from_source(SignalSource::Default(|| ErasedValue::new(T::default())))
    }
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(text: &str) -> Self {
        Self::stored(text.to_owned())
    }
}

impl<T: 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::from_source(signal.source)
    }
}

impl<T: 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::from_source(memo.source)
    }
}
