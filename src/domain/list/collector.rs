//! Gathering a whole list page by page when the list may change under our hands: each id is held once, the reading ends, and a
//! total that does not fit is said.

use std::collections::HashSet;

use super::row::{Identified, Row};

/// A list being read in pages.
#[derive(Clone, Debug)]
pub struct PageCollector<T> {
    limit: u64,
    rows: Vec<Row<T>>,
    ids: HashSet<String>,
    total: Option<u64>,
    next: u64,
    asked: u64,
    in_flight: usize,
    ended: bool,
}

impl<T: Identified> PageCollector<T> {
    /// Begins to read pages of `limit` elements.
    pub fn new(limit: u64) -> PageCollector<T> {
        PageCollector {
            limit: limit.max(1),
            rows: Vec::new(),
            ids: HashSet::new(),
            total: None,
            next: 0,
            asked: 0,
            in_flight: 0,
            ended: false,
        }
    }

    /// The `skip` of the next page to ask for now, with at most `most` requests in flight. The first page goes alone, since it
    /// tells how many there are. Call it until it gives `None`; every `skip` it gives must come back by [`PageCollector::absorb`].
    pub fn ask(&mut self, most: usize) -> Option<u64> {
        let skip = self.due(most)?;
        self.next = skip.saturating_add(self.limit);
        self.asked += 1;
        self.in_flight += 1;
        Some(skip)
    }

    fn due(&self, most: usize) -> Option<u64> {
        let Some(total) = self.total else {
            return (self.asked == 0).then_some(0);
        };
        // One page beyond the total finds rows that were pushed back by new ones; then it is over, whatever the totals say.
        let beyond = self.next >= total;
        let over = self.ended || self.asked > total.div_ceil(self.limit).max(1);
        let room = if beyond { self.short() && self.in_flight == 0 } else { self.in_flight < most };
        (room && !over).then_some(self.next)
    }

    fn short(&self) -> bool {
        self.total.is_some_and(|total| (self.rows.len() as u64) < total)
    }

    /// Takes a page. Elements seen before are dropped.
    pub fn absorb(&mut self, rows: Vec<Row<T>>, total: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.total = Some(self.total.unwrap_or(0).max(total));
        // A page without anything new means that the server has no more, or ignores `skip`.
        let before = self.rows.len();
        let any = !rows.is_empty();
        for row in rows {
            let id = row.id_text();
            if self.ids.insert(id.to_owned()) {
                self.rows.push(row);
            }
        }
        if !any || self.rows.len() == before {
            self.ended = true;
        }
    }

    /// Whether all that can be read has been.
    pub fn is_done(&self) -> bool {
        self.in_flight == 0 && self.asked > 0 && self.due(1).is_none()
    }

    /// What has been read so far, in the order of arrival.
    pub fn rows(&self) -> &[Row<T>] {
        &self.rows
    }

    /// Takes what has been read.
    pub fn into_rows(self) -> Vec<Row<T>> {
        self.rows
    }

    /// How many there are, by the appliance's count.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Whether the appliance's count and what was read disagree: counts then say "about".
    pub fn is_about(&self) -> bool {
        self.total.is_some_and(|total| total != self.rows.len() as u64)
    }
}
