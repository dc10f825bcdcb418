//! Collecting the pages of a list.

use std::collections::BTreeSet;

use keysync::domain::list::collector::PageCollector;
use keysync::domain::list::row::Row;
use proptest::prelude::*;

/// A list that changes while it is read, by an appliance that may not tell the truth about it.
#[derive(Debug, Clone)]
struct Server {
    rows: Vec<u32>,
    total_lie: i64,
    ignores_skip: bool,
    ignores_limit: bool,
    inserts: Vec<bool>,
    deletes: Vec<bool>,
}

impl Server {
    fn page(&mut self, call: usize, skip: u64, limit: usize) -> (Vec<u32>, u64) {
        if self.inserts.get(call).copied().unwrap_or(false) {
            self.rows.insert(0, 10_000 + u32::try_from(call).unwrap());
        }
        if self.deletes.get(call).copied().unwrap_or(false) && !self.rows.is_empty() {
            self.rows.remove(0);
        }
        let skip = if self.ignores_skip { 0 } else { usize::try_from(skip).unwrap() };
        let limit = if self.ignores_limit { usize::MAX } else { limit };
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
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// each id once, an end after at most ⌈total/limit⌉ + 2 requests, and a quiet list is read whole.
    #[test]
    fn collecting_pages_ends_and_repeats_no_row(
        count in 0..300_u32, lie in -50..50_i64, flags in any::<(bool, bool, bool)>(),
        inserts in proptest::collection::vec(any::<bool>(), 0..12), deletes in proptest::collection::vec(any::<bool>(), 0..12),
    ) {
        let (quiet, ignores_skip, ignores_limit) = flags;
        let mut server = Server {
            rows: (0..count).collect(), total_lie: if quiet { 0 } else { lie },
            ignores_skip: ignores_skip && !quiet, ignores_limit: ignores_limit && !quiet,
            inserts: if quiet { vec![] } else { inserts }, deletes: if quiet { vec![] } else { deletes },
        };
        let mut collector: PageCollector<Item> = PageCollector::new(25);
        let (mut calls, mut most_total) = (0, 0);
        loop {
            let mut flight = Vec::new();
            while let Some(skip) = collector.next_offset(4) {
                flight.push(skip);
            }
            prop_assert!(flight.len() <= 4);
            if flight.is_empty() {
                break;
            }
            for skip in flight {
                let (page, total) = server.page(calls, skip, 25);
                calls += 1;
                most_total = most_total.max(total);
                collector.add_page(page.into_iter().map(|n| Row::Good(Item(n.to_string()))).collect(), total);
            }
            prop_assert!(calls as u64 <= most_total.div_ceil(25) + 2, "{calls} requests for {most_total}");
        }
        prop_assert!(collector.is_done());
        let ids: BTreeSet<&str> = collector.rows().iter().map(|row| row.id_text()).collect();
        prop_assert_eq!(ids.len(), collector.rows().len());
        if quiet {
            prop_assert_eq!(collector.rows().len(), count as usize);
            prop_assert_eq!(collector.total(), Some(u64::from(count)));
        }
    }
}
