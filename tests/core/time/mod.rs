//! Times as the appliance writes them, and as people read them.

mod clock;
mod zone;

use crate::support::builders::at;
use keysync::domain::time::{duration_text, parse_instant, relative, write_instant};

/// API.md §0.5: 0 to 9 fraction digits.
#[test]
fn times_with_any_number_of_fraction_digits_are_read() {
    for fraction in ["", ".5", ".29", ".553", ".5517", ".55173", ".551730", ".2538561", ".12345678", ".723320516"] {
        let read = parse_instant(&format!("2020-07-14T11:39:36{fraction}Z")).unwrap();
        assert_eq!(write_instant(read), "2020-07-14T11:39:36Z", "{fraction}");
    }
    assert_eq!(parse_instant("2020-07-14T13:39:36+02:00"), parse_instant("2020-07-14T11:39:36Z"));
    assert_eq!((parse_instant("2020-07-14"), parse_instant("yesterday")), (None, None));
}

#[test]
fn relative_times_and_durations_have_readable_texts() {
    let now = at("2026-11-23T08:00:00Z");
    for (text, expected) in [
        ("2026-11-23T08:00:15Z", "just now"),
        ("2026-11-23T08:00:16Z", "in 16 s"),
        ("2026-11-23T07:59:50Z", "10 s ago"),
        ("2026-11-23T08:00:45Z", "in 45 s"),
        ("2026-11-23T07:59:01Z", "59 s ago"),
        ("2026-11-23T07:59:00Z", "1 min ago"),
        ("2026-11-23T08:10:59Z", "in 10 min"),
        ("2026-11-23T07:37:00Z", "23 min ago"),
        ("2026-11-23T19:07:00Z", "in 11 h 7 min"),
        ("2026-11-23T19:00:30Z", "in 11 h"),
        ("2026-11-24T19:00:00Z", "in 1 d 11 h"),
        ("2026-11-21T08:00:00Z", "2 d ago"),
    ] {
        assert_eq!(relative(at(text), now), expected, "{text}");
    }
    for (ms, expected) in [
        (-5, "0 s"),
        (340, "340 ms"),
        (2_000, "2 s"),
        (26_640, "26.6 s"),
        (59_999, "59.9 s"),
        (72_000, "1 min 12 s"),
        (7_500_000, "2 h 5 min"),
    ] {
        assert_eq!(duration_text(ms), expected, "{ms}");
    }
}
