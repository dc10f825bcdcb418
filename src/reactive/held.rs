//! A value of any type, and where it is kept.

use std::any::Any;

use leptos::prelude as graph;
use leptos::prelude::{Track, Update, WithUntracked, WithValue};
use send_wrapper::SendWrapper;

/// A value behind a pointer, with what tells whether another of its type is the same.
pub(super) struct Held {
    value: SendWrapper<Box<dyn Any>>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Held {
    /// Holds a value that is never compared.
    pub fn new<T: 'static>(value: T) -> Self {
        Self { value: SendWrapper::new(Box::new(value)), is_same: |_, _| false }
    }

    /// Holds a value that can be compared.
    pub fn comparable<T: PartialEq + 'static>(value: T) -> Self {
        let is_same = |one: &dyn Any, other: &dyn Any| match (one.downcast_ref::<T>(), other.downcast_ref::<T>()) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        };
        Self { value: SendWrapper::new(Box::new(value)), is_same }
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&**self.value, &**other.value)
    }
}

/// What computes a value.
pub(super) type Read = Box<dyn Fn() -> Held>;

/// Where a value is kept or comes from.
pub(super) enum Source {
    /// Set from outside.
    Cell(graph::RwSignal<Held>),
    /// Computed, kept, and passed on when it changed.
    Memo(graph::Memo<Held>),
    /// Computed each time.
    Derived(graph::StoredValue<SendWrapper<Read>>),
    /// Never changes.
    Fixed(graph::StoredValue<Held>),
    /// Never changes and is made each time: the default of a property that nobody gave.
    Default(fn() -> Held),
}

impl Clone for Source {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for Source {}

impl Source {
    pub fn cell(held: Held) -> Self {
        Self::Cell(graph::RwSignal::new(held))
    }

    pub fn memo(read: Read) -> Self {
        let read = SendWrapper::new(read);
        Self::Memo(graph::Memo::new(move |_| read()))
    }

    pub fn derived(read: Read) -> Self {
        Self::Derived(graph::StoredValue::new(SendWrapper::new(read)))
    }

    pub fn fixed(held: Held) -> Self {
        Self::Fixed(graph::StoredValue::new(held))
    }

    /// Shows the value; false when its owner is gone. Who looks hears of later changes, unless it is `untracked`.
    #[inline(never)]
    pub fn look(self, is_tracked: bool, look: &mut dyn FnMut(&dyn Any)) -> bool {
        let mut look = |held: &Held| look(&**held.value);
        match self {
            Self::Cell(cell) => {
                if is_tracked {
                    cell.track();
                }
                cell.try_with_untracked(look).is_some()
            }
            Self::Memo(memo) => {
                if is_tracked {
                    memo.track();
                }
                memo.try_with_untracked(look).is_some()
            }
            Self::Derived(read) => {
                let compute = |read: &SendWrapper<Read>| look(&read());
                if is_tracked {
                    read.try_with_value(compute).is_some()
                } else {
                    graph::untrack(|| read.try_with_value(compute)).is_some()
                }
            }
            Self::Fixed(held) => held.try_with_value(look).is_some(),
            Self::Default(make) => {
                look(&make());
                true
            }
        }
    }

    /// Hears of later changes.
    #[inline(never)]
    pub fn track(self) {
        match self {
            Self::Cell(cell) => cell.track(),
            Self::Memo(memo) => memo.track(),
            Self::Derived(_) => {
                self.look(true, &mut |_| ());
            }
            Self::Fixed(_) | Self::Default(_) => {}
        }
    }

    /// Changes the value in its place, and tells those who look if `change` says so; false when its owner is gone. Only what
    /// is set from outside can be changed.
    #[inline(never)]
    pub fn change(self, change: &mut dyn FnMut(&mut dyn Any) -> bool) -> bool {
        match self {
            Self::Cell(cell) => cell.try_maybe_update(|held| (change(&mut **held.value), ())).is_some(),
            Self::Memo(_) | Self::Derived(_) | Self::Fixed(_) | Self::Default(_) => false,
        }
    }
}
