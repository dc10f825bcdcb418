//! Reads a whole list page by page while the list may change. Each id is kept once, and the reading always ends.

use std::collections::HashSet;

use super::row::{Identified, Row};

/// A list that is being read in pages.
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
    /// Starts a reading in pages of `limit` elements.
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

    /// Gives the `skip` of the next page to request, with at most `most` requests in flight. The first page is requested alone,
    /// since it contains the total. Call this until it gives `None`; pass the answer of every `skip` to
    /// [`PageCollector::add_page`].
    pub fn next_offset(&mut self, most: usize) -> Option<u64> {
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
        // One page beyond the total finds rows that new ones pushed back; then the reading ends, whatever the totals are.
        let beyond = self.next >= total;
        let over = self.ended || self.asked > total.div_ceil(self.limit).max(1);
        let room = if beyond { self.short() && self.in_flight == 0 } else { self.in_flight < most };
        (room && !over).then_some(self.next)
    }

    fn short(&self) -> bool {
        self.total.is_some_and(|total| (self.rows.len() as u64) < total)
    }

    /// Takes a page. Elements with a known id are dropped.
    pub fn add_page(&mut self, rows: Vec<Row<T>>, total: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.total = Some(self.total.unwrap_or(0).max(total));
        // A page without new elements means that the server has no more, or ignores `skip`.
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

    /// True once everything readable has been read.
    pub fn is_done(&self) -> bool {
        self.in_flight == 0 && self.asked > 0 && self.due(1).is_none()
    }

    /// Gives the rows read so far, in the order of arrival.
    pub fn rows(&self) -> &[Row<T>] {
        &self.rows
    }

    /// Gives the rows and ends the reading.
    pub fn into_rows(self) -> Vec<Row<T>> {
        self.rows
    }

    /// Gives the appliance's count; `None` before the first page.
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}
