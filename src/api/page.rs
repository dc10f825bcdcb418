//! One page of a list answer (API.md §0.6).

pub use crate::domain::list::row::{OddRow, Row};

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// Its elements, understood or not.
    pub items: Vec<Row<T>>,
    /// How many elements came before it.
    pub skip: u64,
    /// How many were asked for.
    pub limit: u64,
    /// How many there are in all, by the appliance's count; never less than what has been seen.
    pub total: u64,
}

impl<T> Page<T> {
    /// The elements that were understood.
    pub fn good(&self) -> impl Iterator<Item = &T> {
        self.items.iter().filter_map(Row::good)
    }
}

/// What a write that stores an object answers (API.md §9 Q27, §10.6).
#[derive(Clone, Debug, PartialEq)]
pub enum WriteAnswer<T> {
    /// The object as it is now.
    Stored(T),
    /// Accepted without showing the object: read it back.
    Accepted,
}
