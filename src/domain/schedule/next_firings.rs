//! When the schedules of a table fire next: found once, and kept until it has come to pass.
//!
//! Nothing depends on it but time: what is not kept here is found on the spot.

use std::sync::Arc;

use super::table::TableRow;
use super::{NextFiring, Schedule};
use crate::domain::list::row::Row;
use crate::domain::time::Instant;
use crate::domain::time::zone::UtcOffsets;

/// What comes, for each row of a table at its place.
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

/// Within how many places a row is looked for that others were put before or taken from before: a page of the list.
const NEAR: usize = 100;

impl NextFiringCache {
    /// What comes for these rows after `now`. What is known is kept where it still holds, so it must come from the same clocks of the
    /// appliance; the rows may have become others.
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

    /// What comes for the row at a place, if it is known.
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
