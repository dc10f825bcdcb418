//! Collecting the pages of a list.

use std::collections::BTreeSet;

use keysync::domain::list::collector::{FIRST_PAGE_ROWS, PAGE_ROWS, PageCollector};
use keysync::domain::list::row::Row;
use proptest::prelude::*;

/// A list that changes while it is read, by an appliance that may not tell the truth about it.
#[derive(Debug, Clone)]
struct Server {
    rows: Vec<u32>,
    total_lie: i64,
    ignores_skip: bool,
    ignores_limit: bool,
    /// The largest page.
    cap: usize,
    inserts: Vec<bool>,
    deletes: Vec<bool>,
}

impl Server {
    fn page(&mut self, call: usize, skip: u64, limit: u64) -> (Vec<u32>, u64) {
        if self.inserts.get(call).copied().unwrap_or(false) {
            self.rows.insert(0, 10_000 + u32::try_from(call).unwrap());
        }
        if self.deletes.get(call).copied().unwrap_or(false) && !self.rows.is_empty() {
            self.rows.remove(0);
        }
        let skip = if self.ignores_skip { 0 } else { usize::try_from(skip).unwrap() };
        let limit = if self.ignores_limit { usize::MAX } else { usize::try_from(limit).unwrap().min(self.cap) };
        let page = self.rows.iter().skip(skip).take(limit).copied().collect();
        (page, u64::try_from(i64::try_from(self.rows.len()).unwrap() + self.total_lie).unwrap_or(0))
    }
}

struct Item(String);

impl keysync::domain::list::row::Identified for Item {
    fn id_text(&self) -> &str {
        &self.0
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// each id once, an end after few requests, and a quiet list is read whole, in its order, also from an appliance that
    /// gives smaller pages than requested (API.md §9 Q12).
    #[test]
    fn collecting_pages_ends_and_repeats_no_row(
        count in 0..2_000_u32, lie in -50..50_i64, cap in 20..400_usize, flags in any::<(bool, bool, bool)>(),
        inserts in proptest::collection::vec(any::<bool>(), 0..12), deletes in proptest::collection::vec(any::<bool>(), 0..12),
    ) {
        let (quiet, ignores_skip, ignores_limit) = flags;
        let mut server = Server {
            rows: (0..count).collect(), total_lie: if quiet { 0 } else { lie },
            cap, ignores_skip: ignores_skip && !quiet, ignores_limit: ignores_limit && !quiet,
            inserts: if quiet { vec![] } else { inserts }, deletes: if quiet { vec![] } else { deletes },
        };
        let mut collector: PageCollector<Item> = PageCollector::new();
        let (mut calls, mut most_total, mut place) = (0, 0, 0);
        let mut flight = Vec::new();
        loop {
            while let Some(range) = collector.next_page(4) {
                let (page, total) = server.page(calls, range.skip, range.limit);
                calls += 1;
                most_total = most_total.max(total);
                flight.push((range, page, total));
            }
            prop_assert!(flight.len() <= 4);
            // The pages are taken in their order, as the console does.
            let Some(at) = flight.iter().position(|(range, ..)| range.skip == place) else { break };
            let (range, page, total) = flight.swap_remove(at);
            place = collector.add_page(range, page.into_iter().map(|n| Row::Good(Item(n.to_string()))).collect(), total);
            let least = (cap as u64).min(PAGE_ROWS);
            let most_calls = most_total.saturating_sub(FIRST_PAGE_ROWS.min(least)).div_ceil(least) + 1;
            // Pages in flight when the first came short leave two gaps at most for each page.
            let slack = if quiet && least == PAGE_ROWS { 0 } else { 14 };
            prop_assert!(!quiet || calls as u64 <= most_calls + slack, "{calls} requests for {most_total} by {cap}");
            prop_assert!(calls <= 3_000, "the reading ends");
        }
        prop_assert!(flight.is_empty() && collector.is_done());
        let ids: BTreeSet<&str> = collector.rows().iter().map(|row| row.id_text()).collect();
        prop_assert_eq!(ids.len(), collector.rows().len());
        if quiet {
            let in_order: Vec<String> = (0..count).map(|n| n.to_string()).collect();
            prop_assert_eq!(collector.rows().iter().map(|row| row.id_text().to_owned()).collect::<Vec<_>>(), in_order);
            prop_assert_eq!(collector.total(), Some(u64::from(count)));
        }
    }
}
