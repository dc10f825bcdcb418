//! Any text: nothing panics, errors lie on characters of the text, what is offered is accepted, firings go forward.
#![no_main]

use keysync::domain::cron::{Circumstances, Frequency, Timetable, field_at, parse, warnings};
use keysync::domain::time::{Instant, parse_instant};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let caret = u32::try_from(text.len() / 2).unwrap_or(u32::MAX);
    let _ = field_at(text, caret);
    match parse(text) {
        Err(errors) => {
            for error in errors.iter() {
                assert_eq!(text.get(error.bytes.clone()), Some(error.token.as_str()));
                assert!(error.utf16.start <= error.utf16.end);
                assert!(error.message().ends_with('.'));
                if let Some(fix) = &error.fix {
                    assert!(parse(&fix.expression).is_ok(), "{}", fix.expression);
                }
            }
        }
        Ok(expression) => {
            let timetable = Timetable::of(&expression);
            let from = parse_instant("2026-11-22T13:53:27.5Z").expect("a time");
            let mut before = from;
            for at in timetable.after(from).take(20) {
                assert!(before < at && at.timestamp() % 60 == 0);
                before = at;
            }
            let _ = timetable.next_after(Instant::MAX_UTC);
            let _ = timetable.next_after(Instant::MIN_UTC);
            assert_eq!(timetable.never_fires(), Frequency::of(&expression).shortest_gap.is_none());
            let others = [expression];
            let around = Circumstances { most_per_day: 24, usual_ms: Some(600_000), others: &others, from, days: 31 };
            for warning in warnings(text, &around) {
                assert!(warning.message().ends_with('.'));
                if let Some(fix) = warning.fix() {
                    assert!(parse(&fix.expression).is_ok(), "{}", fix.expression);
                }
            }
        }
    }
});
