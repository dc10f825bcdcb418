//! Texts for property tests: expressions of the dialect, near misses, and anything at all.

use proptest::prelude::*;

/// A field's text: mostly right, sometimes out of range, backwards or misspelt.
fn field(max: u8) -> impl Strategy<Value = String> {
    let value = prop_oneof![
        20 => (0..=max).prop_map(|value| value.to_string()),
        2 => prop_oneof![Just("MON"), Just("sat"), Just("Feb"), Just("DEC"), Just("MOND")].prop_map(str::to_owned),
        1 => (0..=max + 9).prop_map(|value| format!("0{value}")),
    ];
    let base = prop_oneof![
        6 => value.clone(),
        3 => (value.clone(), value).prop_map(|(low, high)| format!("{low}-{high}")),
        3 => Just("*".to_owned()),
        1 => Just("?".to_owned()),
    ];
    let element = prop_oneof![
        4 => base.clone(),
        2 => (base, 0..max + 4).prop_map(|(base, step)| format!("{base}/{step}")),
    ];
    proptest::collection::vec(element, 1..4).prop_map(|elements| elements.join(","))
}

/// Five fields, most of them right.
pub fn near_expression() -> impl Strategy<Value = String> {
    (field(59), field(23), field(31), field(12), field(6)).prop_map(|(a, b, c, d, e)| [a, b, c, d, e].join(" "))
}

/// A text that is not one of five fields most of the time.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => any::<String>(),
        4 => "[0-9*/,?@LWH#A-Fa-f\u{2013}é👍 \t\u{a0}-]{0,40}",
        2 => "(TZ=UTC |@every |@|)[0-9hms* ]{0,12}",
        3 => near_expression(),
        2 => (near_expression(), any::<char>(), any::<prop::sample::Index>()).prop_map(|(mut text, c, at)| {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            text.insert(*at.get(&places), c);
            text
        }),
        1 => proptest::collection::vec("[0-9*]{1,2}", 0..9).prop_map(|words| words.join(" ")),
    ]
}
