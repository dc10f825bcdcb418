//! The rows of a page that renews itself while somebody reads it: what is new is counted, and comes when it is asked for.

/// The ids of the rows shown, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StableRows {
    shown: Vec<String>,
    fresh: usize,
}

impl StableRows {
    /// Shows an answer as it is: the first, and any that a person asked for.
    #[must_use]
    pub fn showing(ids: impl IntoIterator<Item = String>) -> StableRows {
        StableRows { shown: ids.into_iter().collect(), fresh: 0 }
    }

    /// Takes a renewal. Rows that came before those shown are counted and not shown; where none came, the page is as the answer has
    /// it, so that rows that were deleted go.
    #[must_use]
    pub fn renewed(self, ids: Vec<String>) -> StableRows {
        let before = ids.iter().take_while(|id| !self.shown.contains(id)).count();
        match before {
            0 => StableRows { shown: ids, fresh: 0 },
            // Nothing was shown, so nothing jumps.
            _ if self.shown.is_empty() => StableRows { shown: ids, fresh: 0 },
            fresh => StableRows { fresh, ..self },
        }
    }

    /// The rows shown.
    #[must_use]
    pub fn shown(&self) -> &[String] {
        &self.shown
    }

    /// How many new ones wait; when they fill the page, there may be more.
    #[must_use]
    pub fn fresh(&self) -> usize {
        self.fresh
    }
}
