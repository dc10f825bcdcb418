//! Wall clocks, against the tz database.

use crate::support::builders::at;
use crate::support::clocks::{Counting, ZONES, offset};
use crate::support::rng::Rng;
use chrono::{FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use keysync::domain::time::Instant;
use keysync::domain::time::zone::{CachedOffsets, DayLength, LocalTime, OffsetChange, UtcOffsets, instants, next_change};

fn year(year: i32) -> Instant {
    Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap()
}

/// Every change from one instant to another, to the minute.
fn changes(tz: Tz, from: Instant, until: Instant) -> Vec<OffsetChange> {
    let mut found = Vec::new();
    let mut low = from;
    while low < until {
        let high = low + TimeDelta::days(1);
        let (before, after) = (offset(tz, low), offset(tz, high));
        if before != after {
            let (mut a, mut b) = (low, high);
            while b - a > TimeDelta::minutes(1) {
                let middle = a + TimeDelta::minutes((b - a).num_minutes() / 2);
                if offset(tz, middle) == before { a = middle } else { b = middle }
            }
            found.push(OffsetChange { at: b, before, after });
        }
        low = high;
    }
    found
}

fn found_by_search(zone: &dyn UtcOffsets, from: Instant, until: Instant) -> Vec<OffsetChange> {
    let mut from = from;
    std::iter::from_fn(|| {
        let change = next_change(zone, from, until)?;
        from = change.at;
        Some(change)
    })
    .collect()
}

#[test]
fn local_times_equal_those_of_the_tz_database() {
    let mut kinds = [0; 3];
    for tz in ZONES {
        let zone = CachedOffsets::new(Counting::new(tz));
        // Whole years. Apia lost a day at the end of 2011.
        for first in [2011, 2026, 2027] {
            let mut local = year(first).naive_utc();
            while local < year(first + 1).naive_utc() {
                let ours = instants(&zone, local);
                let theirs = tz.from_local_datetime(&local).map(|at| at.to_utc());
                kinds[match ours {
                    MappedLocalTime::Single(_) => 0,
                    MappedLocalTime::Ambiguous(..) => 1,
                    MappedLocalTime::None => 2,
                }] += 1;
                assert_eq!(ours, theirs, "{local} in {tz}");
                local += TimeDelta::minutes(15);
            }
        }
    }
    assert!(kinds[0] > 1_000_000 && kinds[1] > 100 && kinds[2] > 150, "{kinds:?}");
}

/// The search looks once a week, and to the minute: this shows that nothing is lost by it, in any zone there is.
#[test]
fn the_search_finds_every_clock_change_of_any_zone() {
    let (from, until) = (year(2010), year(2036));
    let mut total = 0;
    for tz in TZ_VARIANTS {
        let found = found_by_search(&Counting::new(tz), from, until);
        let known = changes(tz, from, until);
        assert_eq!(found, known, "{tz}");
        total += found.len();
    }
    assert!(total > 9_000, "{total}");
}

#[test]
fn cached_offsets_equal_the_offsets_of_the_zone() {
    let mut rng = Rng::new();
    for tz in ZONES {
        let zone = CachedOffsets::new(Counting::new(tz));
        let mut instants: Vec<Instant> =
            (0..4_000).map(|_| year(2009) + TimeDelta::minutes(rng.below(20 * 366 * 24 * 60).try_into().unwrap())).collect();
        for change in changes(tz, year(2009), year(2029)) {
            instants.extend(
                [-3_601, -3_600, -61, -60, -59, -1, 0, 1, 59, 60, 3_600].map(|seconds| change.at + TimeDelta::seconds(seconds)),
            );
        }
        for at in instants {
            assert_eq!(zone.offset_at(at), offset(tz, at), "{at} in {tz}");
        }
    }
}

#[test]
fn the_search_for_clock_changes_asks_for_few_offsets() {
    let berlin = Counting::new(Tz::Europe__Berlin);
    let now = at("2026-11-25T16:00:00Z");
    let change = next_change(&berlin, now, now + TimeDelta::days(400)).unwrap();
    assert_eq!(change, OffsetChange { at: at("2027-03-28T01:00:00Z"), before: 3_600, after: 7_200 });
    assert!(berlin.asked.get() <= 36, "{}", berlin.asked.get());

    let kolkata = Counting::new(Tz::Asia__Kolkata);
    assert_eq!(next_change(&kolkata, now, now + TimeDelta::days(400)), None);
    assert!(kolkata.asked.get() <= 60, "{}", kolkata.asked.get());

    // The second time, and a moment later, nothing is asked; ten local times of the days to come cost nothing more either.
    let zone = CachedOffsets::new(&berlin);
    let first = next_change(&zone, now, now + TimeDelta::days(400));
    let after_one = berlin.asked.get();
    let again = next_change(&zone, now + TimeDelta::minutes(7), now + TimeDelta::days(400));
    for day in 0..10 {
        let _ = instants(&zone, (now + TimeDelta::days(day)).naive_utc());
    }
    assert_eq!((first, again), (Some(change), Some(change)));
    assert_eq!(berlin.asked.get(), after_one);
}

#[test]
fn the_search_for_clock_changes_ends_at_its_limit() {
    let zone = Counting::new(Tz::Europe__Berlin);
    let change = at("2027-03-28T01:00:00Z");
    let found = |from, until| next_change(&zone, from, until).map(|change| change.at);
    let second = TimeDelta::seconds(1);
    assert_eq!(found(change - second, change), Some(change), "a change at the end counts");
    assert_eq!(found(change - TimeDelta::days(9), change - second), None);
    assert_eq!(found(change, change + TimeDelta::days(200)), None, "what has changed already is no change to come");
    assert_eq!(found(change, change), None);
    assert_eq!(found(change + second, change - second), None);
}

#[test]
fn the_local_day_may_differ_from_the_day_in_utc() {
    let east = FixedOffset::east_opt(2 * 3_600).unwrap();
    let west = FixedOffset::west_opt(5 * 3_600).unwrap();
    let wall = |zone: &dyn UtcOffsets, text| LocalTime::at(zone, at(text));
    assert_eq!(wall(&east, "2026-07-05T23:30:00Z").time, local(2026, 7, 6, 1, 30));
    assert_eq!(wall(&east, "2026-07-05T23:30:00Z").day(), DayLength::After);
    assert_eq!(wall(&east, "2026-07-05T21:59:59Z").day(), DayLength::Same);
    assert_eq!(wall(&west, "2026-07-05T04:59:59Z").day(), DayLength::Before);
    assert_eq!(wall(&west, "2026-07-05T05:00:00Z").day(), DayLength::Same);
    assert_eq!(wall(&Utc, "2026-07-05T05:00:00Z").day(), DayLength::Same);
}

/// At the ends of the calendar there is nothing right to say; nothing may break either.
#[test]
fn clock_changes_near_the_ends_of_the_calendar_do_not_panic() {
    let zone = FixedOffset::east_opt(14 * 3_600).unwrap();
    for extreme in [Instant::MIN_UTC, Instant::MAX_UTC] {
        let _ = (LocalTime::at(&zone, extreme).day(), next_change(&zone, extreme, extreme), instants(&zone, extreme.naive_utc()));
        let _ = CachedOffsets::new(zone).offset_at(extreme);
    }
    assert_eq!(next_change(&Utc, Instant::MAX_UTC - TimeDelta::days(3), Instant::MAX_UTC), None);
}

fn local(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}
