//! A type-erased value, and the signal that stores or computes it.

use std::any::Any;
use std::rc::Rc;

use leptos::prelude as graph;
use leptos::prelude::{GetValue, Track, Update, WithUntracked, WithValue};
use send_wrapper::SendWrapper;

/// A value behind a pointer, with a comparison for values of its type.
pub(super) struct ErasedValue {
    value: SendWrapper<Rc<dyn Any>>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl ErasedValue {
    /// Wraps a value that is never compared.
    pub fn new<T: 'static>(value: T) -> Self {
        Self { value: SendWrapper::new(Rc::new(value)), is_same: |_, _| false }
    }

    /// Wraps a value with a comparison.
    pub fn comparable<T: PartialEq + 'static>(value: T) -> Self {
        let is_same = |one: &dyn Any, other: &dyn Any| match (one.downcast_ref::<T>(), other.downcast_ref::<T>()) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        };
        Self { value: SendWrapper::new(Rc::new(value)), is_same }
    }

    /// Gives the value, if it has this type and no other reference exists.
    pub fn into_value<T: 'static>(self) -> Option<T> {
        self.value.take().downcast().ok().and_then(|value| Rc::try_unwrap(value).ok())
    }

    fn value(&self) -> Rc<dyn Any> {
        Rc::clone(&self.value)
    }
}

impl PartialEq for ErasedValue {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&**self.value, &**other.value)
    }
}

/// Computation of a value.
pub(super) type Read = Box<dyn Fn() -> ErasedValue>;

/// Source of a signal's value.
pub(super) enum SignalSource {
    Cell(graph::RwSignal<ErasedValue>),
    /// Computed, cached, and propagated only after a change.
    Memo(graph::Memo<ErasedValue>),
    /// Computed at each read.
    Derived(graph::StoredValue<SendWrapper<Rc<Read>>>),
    Fixed(graph::StoredValue<ErasedValue>),
    /// Constant, and made at each read: the default of an omitted property.
    Default(fn() -> ErasedValue),
}

impl Clone for SignalSource {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for SignalSource {}

impl SignalSource {
    pub fn cell(held: ErasedValue) -> Self {
        Self::Cell(graph::RwSignal::new(held))
    }

    pub fn memo(read: Read) -> Self {
        let read = SendWrapper::new(read);
        Self::Memo(graph::Memo::new(move |_| read()))
    }

    pub fn derived(read: Read) -> Self {
        Self::Derived(graph::StoredValue::new(SendWrapper::new(Rc::new(read))))
    }

    pub fn fixed(held: ErasedValue) -> Self {
        Self::Fixed(graph::StoredValue::new(held))
    }

    /// Gives the value and subscribes the caller to changes; `None` after the owner's end.
    #[inline(never)]
    pub fn value(self) -> Option<Rc<dyn Any>> {
        match self {
            Self::Cell(cell) => cell.track(),
            Self::Memo(memo) => memo.track(),
            Self::Derived(read) => return read.try_get_value().map(|read| read().value()),
            Self::Fixed(_) | Self::Default(_) => {}
        }
        self.value_untracked()
    }

    /// Gives the current value without a subscription; `None` after the owner's end.
    #[inline(never)]
    pub fn value_untracked(self) -> Option<Rc<dyn Any>> {
        match self {
            Self::Cell(cell) => cell.try_with_untracked(ErasedValue::value),
            Self::Memo(memo) => memo.try_with_untracked(ErasedValue::value),
            Self::Derived(read) => read.try_get_value().map(|read| graph::untrack(|| read().value())),
            Self::Fixed(held) => held.try_with_value(ErasedValue::value),
            Self::Default(make) => Some(make().value()),
        }
    }

    /// Replaces the value and notifies subscribers; gives the new value back after the owner's end. Only a [`SignalSource::Cell`]
    /// can be replaced.
    #[inline(never)]
    pub fn replace(self, held: ErasedValue) -> Option<ErasedValue> {
        let mut held = Some(held);
        if let Self::Cell(cell) = self {
            let _ = cell.try_update(|place| {
                if let Some(held) = held.take() {
                    *place = held;
                }
            });
        }
        held
    }

    /// Changes the value in place, and notifies subscribers if `change` gives true. False after the owner's end, and while the
    /// value is being read.
    #[inline(never)]
    pub fn change(self, change: &mut dyn FnMut(&mut dyn Any) -> bool) -> bool {
        let Self::Cell(cell) = self else { return false };
        let changed = cell.try_maybe_update(|held| match Rc::get_mut(&mut held.value) {
            Some(value) => (change(value), true),
            None => {
                debug_assert!(false, "an update inside of a `with` of the same signal is dropped");
                (false, false)
            }
        });
        changed.unwrap_or(false)
    }
}
