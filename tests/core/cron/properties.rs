//! Properties of every text: nothing panics, error places lie in the text, and offered repairs are accepted.

use crate::support::expressions::{any_text, near_expression};
use crate::support::rng::Rng;
use keysync::domain::cron::{Circumstances, CronField, field_at, parse, warnings};
use keysync::domain::time::parse_instant;
use proptest::prelude::*;

/// Error places lie on characters, inside the text and in its order; messages are sentences; repairs are accepted.
fn errors_are_sound(text: &str) -> Result<(), TestCaseError> {
    let Err(errors) = parse(text) else { return Ok(()) };
    let mut before = 0;
    for error in errors.iter() {
        prop_assert_eq!(text.get(error.bytes.clone()), Some(error.token.as_str()));
        let units: Vec<u16> = text.encode_utf16().collect();
        let (start, end) = (error.utf16.start as usize, error.utf16.end as usize);
        prop_assert_eq!(String::from_utf16(&units[start..end]).unwrap(), error.token.as_str());
        prop_assert!(before <= error.bytes.start, "in the order of the text");
        before = error.bytes.start;
        // Only a text without a single field has nothing to point at.
        prop_assert!(!error.token.is_empty() || text.trim().is_empty());
        prop_assert!(error.message().ends_with('.') && error.message().len() < 700);
        if let Some(fix) = &error.fix {
            prop_assert!(parse(&fix.expression).is_ok(), "{} from {}", fix.expression, text);
            prop_assert!(fix.label.contains(&fix.expression));
        }
        if let Some(field) = error.field {
            prop_assert_eq!(field_at(text, error.utf16.start), Some(field));
        }
    }
    Ok(())
}

/// The same for many more texts than a property-test library makes in a debug build.
#[test]
fn forty_thousand_random_texts_have_sound_errors() {
    let parts = [
        "0", "7", "24", "60", "*", "?", "/", "-", ",", " ", " ", " * * * *", "MON", "fri", "DEC", "L", "#", "\u{2013}", "@",
        "\u{a0}", "😀",
    ];
    let mut rng = Rng::new();
    for case in 0..40_000 {
        let text = rng.text(&parts, 14);
        errors_are_sound(&text).unwrap_or_else(|error| panic!("case {case}, {text:?}: {error}"));
        let _ = field_at(&text, rng.below(20) as u32);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn error_places_lie_in_the_text_and_repairs_are_accepted(text in any_text()) {
        errors_are_sound(&text)?;
    }

    /// The cursor meets the fields in their order, and each field is found at its own characters.
    #[test]
    fn the_cursor_moves_through_the_fields_in_order(text in any_text()) {
        let end = text.encode_utf16().count() as u32 + 2;
        let fields: Vec<usize> = (0..=end).map(|caret| field_at(&text, caret).map_or(5, |field| field as usize)).collect();
        prop_assert!(fields.is_sorted());
        let words: Vec<&str> = text.split_whitespace().collect();
        if !text.contains(['@', 'T']) {
            let reached = fields.iter().filter(|field| **field < 5).max().map_or(0, |field| field + 1);
            prop_assert!(reached >= words.len().min(5));
        }
    }

    /// A list means what its elements mean together, in whatever order.
    #[test]
    fn a_list_in_a_field_is_the_union_of_its_elements(text in near_expression()) {
        let Ok(whole) = parse(&text) else { return Ok(()) };
        for field in CronField::ALL {
            let words: Vec<&str> = text.split(' ').collect();
            let mut together = keysync::domain::cron::FieldValues::NONE;
            for element in words[field as usize].split(',') {
                let mut alone = words.clone();
                alone[field as usize] = element;
                together = together.or(parse(&alone.join(" ")).unwrap().values(field));
            }
            prop_assert_eq!(together, whole.values(field));
            prop_assert_eq!(together.and(keysync::domain::cron::FieldValues::all(field)), together);
        }
    }

    #[test]
    fn expressions_offered_by_warnings_are_accepted(text in any_text(), other in near_expression()) {
        let others: Vec<_> = parse(&other).into_iter().collect();
        let from = parse_instant("2026-11-22T13:53:27Z").unwrap();
        let around = Circumstances { most_per_day: 24, usual_ms: Some(3_600_000), others: &others, from, days: 7 };
        for warning in warnings(&text, &around) {
            prop_assert!(warning.message().ends_with('.'));
            if let Some(fix) = warning.fix() {
                prop_assert!(parse(&fix.expression).is_ok(), "{} from {}", fix.expression, text);
            }
        }
    }
}
