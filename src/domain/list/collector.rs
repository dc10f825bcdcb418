//! Reads a whole list page by page while the list may change. Each id is kept once, and the reading always ends.

use std::collections::{BTreeSet, HashSet};

use super::row::{Identified, Row};

/// Rows of the first page: few, since a screen waits for them.
pub const FIRST_PAGE_ROWS: u64 = 100;
/// Rows of a later page. An appliance may give fewer than requested (API.md §9 Q12); then the rest is requested in smaller pages.
pub const PAGE_ROWS: u64 = 250;

/// A part of a list to request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageRange {
    /// Number of rows before the page.
    pub skip: u64,
    /// Most rows of the page.
    pub limit: u64,
}

impl PageRange {
    /// Gives the number of rows up to the end of a full page.
    #[must_use]
    pub fn end(self) -> u64 {
        self.skip.saturating_add(self.limit)
    }
}

/// A list that is being read in pages.
#[derive(Clone, Debug)]
pub struct PageCollector<T> {
    /// Rows of a later page: fewer than [`PAGE_ROWS`] once a page came short.
    limit: u64,
    rows: Vec<Row<T>>,
    ids: HashSet<String>,
    total: Option<u64>,
    next: u64,
    /// The parts that short pages left out.
    gaps: BTreeSet<PageRange>,
    asked: u64,
    in_flight: usize,
    ended: bool,
}

impl<T: Identified> PageCollector<T> {
    /// Starts a reading.
    #[must_use]
    pub fn new() -> PageCollector<T> {
        PageCollector {
            limit: PAGE_ROWS,
            rows: Vec::new(),
            ids: HashSet::new(),
            total: None,
            next: 0,
            gaps: BTreeSet::new(),
            asked: 0,
            in_flight: 0,
            ended: false,
        }
    }

    /// Gives the next page to request, with at most `most` requests in flight. The first page is requested alone, since it
    /// contains the total. Call this until it gives `None`; pass the answer of every page to [`PageCollector::add_page`].
    pub fn next_page(&mut self, most: usize) -> Option<PageRange> {
        let page = self.due(most)?;
        if !self.gaps.remove(&page) {
            self.next = page.end();
        }
        self.asked += 1;
        self.in_flight += 1;
        Some(page)
    }

    fn due(&self, most: usize) -> Option<PageRange> {
        let Some(total) = self.total else {
            return (self.asked == 0).then_some(PageRange { skip: 0, limit: FIRST_PAGE_ROWS });
        };
        if self.ended {
            return None;
        }
        if let Some(gap) = self.gaps.first() {
            return (self.in_flight < most).then_some(*gap);
        }
        // One page beyond the total finds rows that new ones pushed back; then the reading ends.
        let has_room = match self.next {
            next if next < total => self.in_flight < most,
            next => next < total.saturating_add(self.limit) && self.is_short() && self.in_flight == 0,
        };
        has_room.then_some(PageRange { skip: self.next, limit: self.limit })
    }

    fn is_short(&self) -> bool {
        self.total.is_some_and(|total| (self.rows.len() as u64) < total)
    }

    /// Takes the answer to a page, whose elements with a known id are dropped, and gives the number of rows before those that
    /// follow it.
    pub fn add_page(&mut self, page: PageRange, rows: Vec<Row<T>>, total: u64) -> u64 {
        self.in_flight = self.in_flight.saturating_sub(1);
        let total = self.total.unwrap_or(0).max(total);
        self.total = Some(total);
        let came = rows.len() as u64;
        let before = self.rows.len();
        for row in rows {
            let id = row.id_text();
            if self.ids.insert(id.to_owned()) {
                self.rows.push(row);
            }
        }
        // A page without new elements means that the server has no more, or ignores `skip`.
        if self.rows.len() == before {
            self.ended = true;
        }
        let rest = PageRange { skip: page.skip.saturating_add(came), limit: page.limit.saturating_sub(came) };
        if self.ended || rest.limit == 0 || rest.skip >= total {
            return page.end();
        }
        self.limit = self.limit.min(came);
        self.gaps.insert(rest);
        rest.skip
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

impl<T: Identified> Default for PageCollector<T> {
    fn default() -> Self {
        Self::new()
    }
}
