//! One element of a list answer. Lists are decoded element by element, so that one malformed element never hides the others
//! (API.md §10.1).

use std::sync::Arc;

use crate::domain::name::Name;

/// A decoded element, or the raw text of one that could not be decoded.
#[derive(Clone, Debug, PartialEq)]
pub enum Row<T> {
    /// Decoded.
    Good(T),
    /// Not decoded; the screen shows a row with a warning.
    Odd(OddRow),
}

impl<T> Row<T> {
    /// Gives the element; `None` if it was not decoded.
    pub fn good(&self) -> Option<&T> {
        match self {
            Row::Good(item) => Some(item),
            Row::Odd(_) => None,
        }
    }
}

/// An element that could not be decoded, with its readable parts.
#[derive(Clone, Debug, PartialEq)]
pub struct OddRow {
    /// `None` if the element has no id as text.
    pub id: Option<String>,
    /// `None` if the element has no name as text.
    pub name: Option<Name>,
    /// JSON path of the error, as in `$.resources[3].name`.
    pub path: String,
    /// The error at `path`.
    pub what: String,
    /// The element verbatim.
    pub raw: Arc<str>,
}

impl OddRow {
    /// Gives the name, or else the id.
    #[must_use]
    pub fn called(&self) -> Option<Name> {
        self.name.clone().or_else(|| self.id.as_deref().map(Name::from))
    }
}

/// Elements with an `id`, by which lists are keyed.
pub trait Identified {
    /// Gives the id as text.
    fn id_text(&self) -> &str;
}

impl<T: Identified> Row<T> {
    /// Gives the id; for an undecoded element without an id its raw text, so that two such rows keep different keys.
    pub fn id_text(&self) -> &str {
        match self {
            Row::Good(item) => item.id_text(),
            Row::Odd(odd) => odd.id.as_deref().unwrap_or(&odd.raw),
        }
    }
}
