//! One element of a list answer. Lists decode element by element, so that one odd element never hides the others (API.md §10.1).

use std::sync::Arc;

/// An element of a list: understood, or shown as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum Row<T> {
    /// Understood.
    Good(T),
    /// Not understood; a row with a warning.
    Odd(OddRow),
}

impl<T> Row<T> {
    /// The element, if it was understood.
    pub fn good(&self) -> Option<&T> {
        match self {
            Row::Good(item) => Some(item),
            Row::Odd(_) => None,
        }
    }
}

/// An element that could not be understood, with as much of it as could.
#[derive(Clone, Debug, PartialEq)]
pub struct OddRow {
    /// Its id, if it has one as text.
    pub id: Option<String>,
    /// Its name, if it has one as text.
    pub name: Option<String>,
    /// The JSON path of what was wrong, as in `$.resources[3].name`.
    pub path: String,
    /// What was wrong there.
    pub what: String,
    /// The element as it came.
    pub raw: Arc<str>,
}

/// Whatever a list is keyed by: its `id`.
pub trait Identified {
    /// The id as text.
    fn id_text(&self) -> &str;
}

impl<T: Identified> Row<T> {
    /// The id of the element; for an odd one without an id the element as it came, so that no two of them are taken for one.
    pub fn id_text(&self) -> &str {
        match self {
            Row::Good(item) => item.id_text(),
            Row::Odd(odd) => odd.id.as_deref().unwrap_or(&odd.raw),
        }
    }
}
