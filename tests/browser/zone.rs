//! The clocks of zones, as the browser knows them, around their changes.

use std::rc::Rc;

use chrono::{MappedLocalTime, TimeDelta};
use keysync::domain::cron::firing::preview::{Active, Clocks, Preview, PreviewRow, preview};
use keysync::domain::cron::{Timetable, parse};
use keysync::domain::time::zone::{LOOKAHEAD_MS, LocalTime, OffsetChange, UtcOffsets, instants, next_change};
use keysync::domain::time::{Instant, parse_instant};
use keysync::platform::intl_zone::clocks;
use keysync::platform::zone::{Style, Zone, browser_zone, known_zones};
use wasm_bindgen_test::*;

/// Zone, change, minutes ahead of UTC before it and from it on. Made by chrono-tz 0.10.4; all of it has happened, so that no new
/// rule can make it wrong.
const CHANGES: [(&str, &str, i32, i32); 25] = [
    ("Europe/Berlin", "2025-03-30T01:00:00Z", 60, 120),
    ("Europe/Berlin", "2025-10-26T01:00:00Z", 120, 60),
    ("Europe/Dublin", "2025-03-30T01:00:00Z", 0, 60),
    ("Europe/Dublin", "2025-10-26T01:00:00Z", 60, 0),
    ("America/New_York", "2025-03-09T07:00:00Z", -300, -240),
    ("America/New_York", "2025-11-02T06:00:00Z", -240, -300),
    ("America/St_Johns", "2025-03-09T05:30:00Z", -210, -150),
    ("America/St_Johns", "2025-11-02T04:30:00Z", -150, -210),
    ("America/Santiago", "2025-04-06T03:00:00Z", -180, -240),
    ("America/Santiago", "2025-09-07T04:00:00Z", -240, -180),
    ("America/Sao_Paulo", "2018-02-18T02:00:00Z", -120, -180),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", -180, -120),
    ("America/Sao_Paulo", "2019-02-17T02:00:00Z", -120, -180),
    ("Africa/Casablanca", "2025-02-23T02:00:00Z", 60, 0),
    ("Africa/Casablanca", "2025-04-06T02:00:00Z", 0, 60),
    ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 330, 345),
    ("Asia/Tehran", "2022-03-21T20:30:00Z", 210, 270),
    ("Asia/Tehran", "2022-09-21T19:30:00Z", 270, 210),
    ("Australia/Lord_Howe", "2025-04-05T15:00:00Z", 660, 630),
    ("Australia/Lord_Howe", "2025-10-04T15:30:00Z", 630, 660),
    ("Pacific/Chatham", "2025-04-05T14:00:00Z", 825, 765),
    ("Pacific/Chatham", "2025-09-27T14:00:00Z", 765, 825),
    ("Pacific/Apia", "2011-04-02T14:00:00Z", -600, -660),
    ("Pacific/Apia", "2011-09-24T14:00:00Z", -660, -600),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", -600, 840),
];

fn at(text: &str) -> Instant {
    parse_instant(text).expect("a time")
}

fn named(name: &str) -> Rc<dyn UtcOffsets> {
    clocks(&Zone::Named(name.to_owned())).unwrap_or_else(|| panic!("{name} is not known"))
}

#[wasm_bindgen_test]
fn offsets_change_when_the_tz_database_says() {
    for (name, change, before, after) in CHANGES {
        let (zone, change) = (named(name), at(change));
        let minutes_at = |seconds| zone.offset_at(change + TimeDelta::seconds(seconds)) / 60;
        for (seconds, minutes) in [(-86_400, before), (-60, before), (-1, before), (0, after), (59, after), (86_400, after)] {
            assert_eq!(minutes_at(seconds), minutes, "{name}, {seconds} s after {change}");
        }
        let found = next_change(&*zone, change - TimeDelta::days(10), change + TimeDelta::days(10));
        assert_eq!(found, Some(OffsetChange { at: change, before: before * 60, after: after * 60 }), "{name}");
    }
    for (name, minutes) in [("Asia/Kolkata", 330), ("UTC", 0)] {
        let zone = named(name);
        assert_eq!(zone.offset_at(at("2025-07-01T00:00:00Z")), minutes * 60);
        let now = at("2025-07-01T00:00:00Z");
        assert_eq!(next_change(&*zone, now, now + TimeDelta::milliseconds(LOOKAHEAD_MS)), None, "{name}");
    }
}

#[wasm_bindgen_test]
fn local_times_are_skipped_or_repeated_at_clock_changes() {
    for (name, change, before, after) in CHANGES {
        let (zone, change) = (named(name), at(change));
        // Halfway between what the clocks show before the change and after it.
        let middle = change.naive_utc() + TimeDelta::minutes(((before + after) / 2).into());
        let away = |minutes: i32| (middle - TimeDelta::minutes(minutes.into())).and_utc();
        let expected = if after > before { MappedLocalTime::None } else { MappedLocalTime::Ambiguous(away(before), away(after)) };
        assert_eq!(instants(&*zone, middle), expected, "{middle} in {name}");
        let noon = (middle + TimeDelta::days(1)).date().and_hms_opt(12, 0, 0).expect("noon");
        assert!(matches!(instants(&*zone, noon), MappedLocalTime::Single(_)), "{noon} in {name}");
    }
}

#[wasm_bindgen_test]
fn a_zone_unknown_to_the_browser_has_no_offsets() {
    for name in ["Europe/Atlantis", "", "CET+", "\u{0}"] {
        assert!(clocks(&Zone::Named(name.to_owned())).is_none(), "{name}");
        assert!(clocks(&Zone::Named(name.to_owned())).is_none(), "{name}, the second time");
    }
}

#[wasm_bindgen_test]
fn the_zone_of_the_browser_has_the_offsets_of_its_name() {
    let (own, same) = (clocks(&Zone::Browser).expect("the browser's zone"), named(&browser_zone()));
    let utc = clocks(&Zone::Utc).expect("UTC");
    for day in 0..400 {
        let at = at("2025-01-01T00:00:00Z") + TimeDelta::days(day);
        assert_eq!((own.offset_at(at), utc.offset_at(at)), (same.offset_at(at), 0), "{at}");
    }
}

#[wasm_bindgen_test]
fn every_zone_of_the_settings_has_offsets() {
    let zones = known_zones();
    assert!(zones.len() > 300, "{}", zones.len());
    for name in zones {
        let wall = LocalTime::at(&*named(&name), at("2026-01-15T12:00:00Z"));
        assert!((-12 * 3_600..=14 * 3_600).contains(&wall.offset) && wall.offset % 900 == 0, "{name}: {}", wall.offset);
    }
}

/// The whole way: the expression, the browser's clocks, and the row in which they change.
#[wasm_bindgen_test]
fn a_preview_lists_the_clock_change() {
    let timetable = Timetable::of(&parse("0 1 * * *").expect("an expression"));
    let berlin = named("Europe/Berlin");
    let clocks = Clocks { appliance: &chrono::Utc, shown: &*berlin };
    let active = Active::On { start: None, end: None };
    let Preview::Fires(firings) = preview(&timetable, active, clocks, at("2025-03-27T12:00:00Z"), 4) else {
        panic!("it fires");
    };
    let rows: Vec<_> = firings
        .rows()
        .iter()
        .map(|row| match row {
            PreviewRow::Fires(firing) => (firing.shown.time.to_string(), firing.moved),
            PreviewRow::Skipped { .. } => panic!("UTC skips nothing"),
        })
        .collect();
    let expected =
        [("2025-03-28 02:00:00", 0), ("2025-03-29 02:00:00", 0), ("2025-03-30 03:00:00", 3_600), ("2025-03-31 03:00:00", 0)];
    assert_eq!(rows, expected.map(|(time, moved)| (time.to_owned(), moved)));
}

/// `Zone::Utc` is written without the browser; the zone of the same clocks under another name is written by it.
#[wasm_bindgen_test]
fn utc_is_formatted_as_by_the_browser() {
    let by_browser = Zone::Named("Etc/UTC".to_owned());
    let start = at("1000-01-01T00:00:00Z");
    for n in 0..2_000 {
        let moment = start + TimeDelta::seconds(n * 141_912_347);
        for style in [Style::Minute, Style::Full, Style::Day, Style::Time, Style::Clock] {
            assert_eq!(Zone::Utc.write(moment, style), by_browser.write(moment, style), "{moment} {style:?}");
        }
    }
}
