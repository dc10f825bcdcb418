//! One page of a list answer (API.md §0.6).

pub use crate::domain::list::row::{OddRow, Row};

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// Readable and unreadable elements.
    pub items: Vec<Row<T>>,
    /// Number of elements before the page.
    pub skip: u64,
    /// Requested size of the page.
    pub limit: u64,
    /// Number of elements in the list by the appliance's count; never less than the number already seen.
    pub total: u64,
    /// Number of elements that came in spite of a filter of the request, and were dropped.
    pub left_out: usize,
}

impl<T> Page<T> {
    /// The readable elements.
    pub fn good(&self) -> impl Iterator<Item = &T> {
        self.items.iter().filter_map(Row::good)
    }
}

/// The answer to a write that stores an object (API.md §9 Q27, §10.6).
#[derive(Clone, Debug, PartialEq)]
pub enum WriteAnswer<T> {
    /// The object as it is now.
    Stored(T),
    /// Success without the object: read it back.
    Accepted,
}
