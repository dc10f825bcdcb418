//! Rows of a page that refreshes while a person reads it. New rows are counted, and appear only on request.

/// Ids of the rows on screen, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StableRows {
    shown: Vec<String>,
    fresh: usize,
}

impl StableRows {
    /// Shows an answer unchanged: the first one, and any that a person requested.
    #[must_use]
    pub fn showing(ids: impl IntoIterator<Item = String>) -> StableRows {
        StableRows { shown: ids.into_iter().collect(), fresh: 0 }
    }

    /// Takes a refresh. Rows newer than those on screen are counted and not shown; without newer rows the page becomes the
    /// answer, so that deleted rows disappear.
    #[must_use]
    pub fn renewed(self, ids: Vec<String>) -> StableRows {
        let before = ids.iter().take_while(|id| !self.shown.contains(id)).count();
        match before {
            0 => StableRows { shown: ids, fresh: 0 },
            // The page was empty, so no row can jump.
            _ if self.shown.is_empty() => StableRows { shown: ids, fresh: 0 },
            fresh => StableRows { fresh, ..self },
        }
    }

    /// Gives the ids on screen.
    #[must_use]
    pub fn shown(&self) -> &[String] {
        &self.shown
    }

    /// Gives the number of new rows. A full page of new rows means that there may be more.
    #[must_use]
    pub fn fresh(&self) -> usize {
        self.fresh
    }
}
