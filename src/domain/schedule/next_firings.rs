//! Cache of the next firings of a table's rows; an entry is valid until the firing has passed.
//!
//! The cache saves time only: the table computes missing entries on demand.

use std::sync::Arc;

use super::table::TableRow;
use super::{NextFiring, Schedule};
use crate::domain::list::row::Row;
use crate::domain::time::Instant;
use crate::domain::time::zone::UtcOffsets;

/// The next firing of each row, by position in the table.
#[derive(Clone, Debug, Default)]
pub struct NextFiringCache(Vec<CachedFiring>);

#[derive(Clone, Debug)]
struct CachedFiring {
    row: Arc<Row<Schedule>>,
    at: Instant,
    coming: NextFiring,
}

impl PartialEq for NextFiringCache {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&CachedFiring, &CachedFiring)| Arc::ptr_eq(&a.row, &b.row) && a.coming == b.coming;
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(same)
    }
}

/// Most positions by which a row may have moved, through insertions and deletions before it: one page of the list.
const NEAR: usize = 100;

impl NextFiringCache {
    /// Gives the next firings of these rows after `now`. Entries that still hold are reused, so both must come from the same
    /// appliance clocks; the rows may have changed.
    #[must_use]
    pub fn renewed(&self, rows: &[TableRow], appliance: &dyn UtcOffsets, now: Instant) -> NextFiringCache {
        let mut known = self.0.as_slice();
        let found = rows.iter().map(|row| {
            let place = known.iter().take(NEAR).position(|found| Arc::ptr_eq(&found.row, &row.row));
            let old = place.and_then(|place| {
                let (found, rest) = known.get(place..)?.split_first()?;
                known = rest;
                found.holds(now).then(|| found.clone())
            });
            old.unwrap_or_else(|| CachedFiring { row: Arc::clone(&row.row), at: now, coming: row.coming(appliance, now) })
        });
        NextFiringCache(found.collect())
    }

    /// Gives the next firing of the row at a position, if the cache has a valid one.
    #[must_use]
    pub fn of(&self, place: usize, row: &TableRow, now: Instant) -> Option<NextFiring> {
        let found = self.0.get(place).filter(|found| Arc::ptr_eq(&found.row, &row.row) && found.holds(now))?;
        Some(found.coming)
    }
}

impl CachedFiring {
    fn holds(&self, now: Instant) -> bool {
        self.at <= now && self.coming.holds(now)
    }
}
