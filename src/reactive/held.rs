//! A value of any type, and where it is kept.

use std::any::Any;
use std::rc::Rc;

use leptos::prelude as graph;
use leptos::prelude::{GetValue, Track, Update, WithUntracked, WithValue};
use send_wrapper::SendWrapper;

/// A value behind a pointer, with what tells whether another of its type is the same.
pub(super) struct ErasedValue {
    value: SendWrapper<Rc<dyn Any>>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl ErasedValue {
    /// Holds a value that is never compared.
    pub fn new<T: 'static>(value: T) -> Self {
        Self { value: SendWrapper::new(Rc::new(value)), is_same: |_, _| false }
    }

    /// Holds a value that can be compared.
    pub fn comparable<T: PartialEq + 'static>(value: T) -> Self {
        let is_same = |one: &dyn Any, other: &dyn Any| match (one.downcast_ref::<T>(), other.downcast_ref::<T>()) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        };
        Self { value: SendWrapper::new(Rc::new(value)), is_same }
    }

    /// The value itself, if it is of this type and nobody else looks at it.
    pub fn into_dom_value<T: 'static>(self) -> Option<T> {
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

/// What computes a value.
pub(super) type Read = Box<dyn Fn() -> ErasedValue>;

/// Where a value is kept or comes from.
pub(super) enum SignalSource {
    /// Set from outside.
    Cell(graph::RwSignal<ErasedValue>),
    /// Computed, kept, and passed on when it changed.
    Memo(graph::Memo<ErasedValue>),
    /// Computed each time.
    Derived(graph::StoredValue<SendWrapper<Rc<Read>>>),
    /// Never changes.
    Fixed(graph::StoredValue<ErasedValue>),
    /// Never changes and is made each time: the default of a property that nobody gave.
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

    /// The value; none when its owner is gone. Who asks hears of later changes.
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

    /// The value of now; none when its owner is gone.
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

    /// Puts another value in its place and tells those who look; gives it back when the owner is gone. Only what is set from
    /// outside can be changed.
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

    /// Changes the value in its place, and tells those who look if `change` says so; false when its owner is gone, or while
    /// somebody looks at the value.
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
