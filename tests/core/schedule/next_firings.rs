//! The cached next firing of each row.

use super::table::{NOW, backup, known, rows};
use crate::support::builders::at;
use crate::support::clocks::Counting;
use chrono_tz::Tz;
use keysync::domain::run::last_runs::LastRuns;
use keysync::domain::schedule::next_firings::NextFiringCache;
use keysync::domain::schedule::table::{Column, ScheduleFilter, Sort, TableContext, TableRow, select};

/// A search for firings asks for offsets, so the number of questions shows which firings were cached.
#[test]
fn a_next_firing_is_cached_until_it_is_past() {
    let clocks = Counting::new(Tz::Europe__Berlin);
    let asked = || clocks.asked.replace(0);
    let one = |id: &str, run_at: &str| rows(vec![backup(id, run_at)]).remove(0);
    let mut held: Vec<TableRow> = (0..300).map(|n| one(&format!("s{n}"), &format!("{} 12 * * *", n % 60))).collect();
    let now = at(NOW);
    let first = NextFiringCache::default().renewed(&held, &clocks, now);
    assert!(asked() >= 300);
    let later = at("2026-11-23T10:59:00Z");
    assert_eq!(first.renewed(&held, &clocks, later), first);
    assert_eq!(asked(), 0, "nothing has come to pass");
    // Rows that came, went and changed; each is found again, those behind it are kept.
    held.splice(0..0, [one("new", "0 0 * * *")]);
    held.drain(40..60);
    held[200] = one("s219", "0 13 * * *");
    let second = first.renewed(&held, &clocks, later);
    assert!((2..20).contains(&asked()), "two rows are new");
    assert_ne!(second, first);
    for (place, row) in held.iter().enumerate() {
        assert_eq!(second.of(place, row, later), Some(row.coming(&clocks, later)), "{}", row.id());
    }
    asked();
    // At 12:00 in Berlin the firings of that minute are past.
    let noon = at("2026-11-23T11:00:00Z");
    let due = held.iter().filter(|row| row.row.good().unwrap().run_at == "0 12 * * *").count();
    let third = second.renewed(&held, &clocks, noon);
    assert_eq!(due, 5);
    assert!((1..60).contains(&asked()), "a few questions for each of them");
    assert_ne!(third, second);
    assert_eq!(third, NextFiringCache::default().renewed(&held, &clocks, noon));
    // A firing that is missing, of another row or from a later time is not used.
    assert_eq!(third.of(0, &held[1], noon), None);
    assert_eq!(third.of(held.len(), &held[0], noon), None);
    assert_eq!(second.of(1, &held[1], noon), None, "s0 fires at noon");
    assert_eq!(third.of(1, &held[1], later), None, "found later");
    let sort = Sort { column: Column::NextRun, descending: false };
    let (empty, last) = (NextFiringCache::default(), LastRuns::default());
    let order = |ahead| {
        let table_context = TableContext { now: noon, appliance: &clocks, ..known(ahead, &last) };
        select(&held, &ScheduleFilter::default(), sort, table_context)
    };
    asked();
    let kept = order(&third);
    assert_eq!(asked(), 0, "sorting takes what is known");
    for ahead in [&empty, &first, &second] {
        assert_eq!(order(ahead), kept, "what is known changes nothing");
    }
}
