//! Names from outside: marked in sentences, compared verbatim, told apart where they look alike.

use icu_normalizer::ComposingNormalizerBorrowed;
use keysync::domain::name::Name;
use proptest::prelude::*;

/// NFKC, as the browser knows it.
fn compatible(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

fn look_alike(one: &str, other: &str) -> bool {
    Name::from(one).looks_like(&Name::from(other), &compatible)
}

#[test]
fn a_sentence_takes_a_name_with_its_marks() {
    let table = [
        ("dupe", "dupe"),
        ("dupe ", "dupe␣"),
        ("dupe\u{a0}", "dupeU+00A0"),
        ("safe \u{202e}exe.live\u{202c} x", "safe U+202Eexe.liveU+202C x"),
        ("a\tb\nc", "aU+0009bU+000Ac"),
        (" ", "␣"),
        ("\u{200b}", "U+200B"),
        ("\u{2800}", "U+2800"),
        ("مفاتيح 12", "\u{2068}مفاتيح 12\u{2069}"),
    ];
    for (name, marked) in table {
        assert_eq!(Name::from(name).marked(), marked);
    }
}

#[test]
fn two_names_are_equal_by_every_character() {
    for other in ["dupe ", "Dupe", "dupe\u{a0}", "du\u{ad}pe"] {
        assert_ne!(Name::from("dupe"), Name::from(other));
    }
}

#[test]
fn names_look_alike_that_differ_by_blanks_case_or_spelling_alone() {
    let alike = [
        ("dupe", "dupe "),
        ("dupe", "dupe\u{a0}"),
        ("dupe", "du pe"),
        ("dupe", "Dupe"),
        ("dupe", "du\u{200d}pe"),
        ("dupe", "\u{ff44}upe"),
        ("Schlüssel", "Schlu\u{308}ssel"),
        ("ﬁnance", "finance"),
        (" ", "\u{200b}"),
        ("dupe ", "dupe␣"),
        ("dupe\u{a0}", "dupeU+00A0"),
    ];
    for (one, other) in alike {
        assert!(look_alike(one, other), "{one:?} {other:?}");
    }
    for (one, other) in [("dupe", "dupes"), ("nightly 1", "nightly 2"), ("a-b", "a_b"), ("é", "e"), ("x", " ")] {
        assert!(!look_alike(one, other), "{one:?} {other:?}");
    }
}

/// Composed or not, with a sign for a mark or the mark itself: the texts differ.
#[test]
fn names_that_look_alike_are_spelled_apart() {
    let table = [
        ("Schlüssel", "SchlU+00FCssel"),
        ("Schlu\u{308}ssel", "SchluU+0308ssel"),
        ("dupe ", "dupe␣"),
        ("dupe␣", "dupeU+2423"),
        ("\u{ff44}upe", "U+FF44upe"),
    ];
    for (name, spelled) in table {
        assert_eq!(Name::from(name).spelled(), spelled);
    }
}

/// Letters, blanks of all kinds, marks, controls and direction, mixed.
fn nasty() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        'a',
        'B',
        ' ',
        '\t',
        '\n',
        '\0',
        '\u{7f}',
        '\u{85}',
        '\u{a0}',
        '\u{ad}',
        '\u{301}',
        '\u{34f}',
        '\u{61c}',
        '\u{5d0}',
        '\u{200b}',
        '\u{200e}',
        '\u{2028}',
        '\u{202e}',
        '\u{2066}',
        '\u{2069}',
        '\u{2800}',
        '\u{3000}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{e0041}',
        '␣',
    ]);
    prop::collection::vec(signs, 0..12).prop_map(String::from_iter)
}

proptest! {
    /// Nothing of a name disturbs the words beside it, and nothing of it is lost by a browser that trims and joins blanks.
    #[test]
    fn marked_text_is_whole_and_calm(text in nasty()) {
        let marked = Name::from(text.as_str()).marked();
        let inside = marked.strip_prefix('\u{2068}').and_then(|rest| rest.strip_suffix('\u{2069}')).unwrap_or(&marked);
        let is_hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
        let is_calm = inside.chars().all(|c| !c.is_control() && !is_hidden(c));
        prop_assert!(is_calm);
        prop_assert_eq!(inside.trim(), inside);
        prop_assert!(!inside.contains("  "));
        prop_assert!(text.is_empty() || !inside.is_empty());
    }

    #[test]
    fn a_name_looks_like_itself_and_the_likeness_has_no_order(one in nasty(), other in nasty()) {
        prop_assert!(look_alike(&one, &one));
        prop_assert_eq!(look_alike(&one, &other), look_alike(&other, &one));
    }
}

/// Of names in a list each stays one name.
#[test]
fn a_name_with_a_comma_or_an_outer_blank_is_listed_in_quotes() {
    let listed = |name: &str| Name::from(name).listed();
    assert_eq!(listed("key"), "key");
    assert_eq!(listed("key "), "“key ”");
    assert_eq!(listed("a, b"), "“a, b”");
    assert_eq!(listed("\u{a0}key"), "“\u{a0}key”");
}

#[test]
fn letters_of_one_shape_look_alike_whatever_their_script() {
    let alike = |one: &str, other: &str| Name::from(one).looks_like(&Name::from(other), &str::to_owned);
    for (one, other) in [
        ("payments", "p\u{430}yments"),
        ("payments", "paym\u{435}nts"),
        ("Illl", "lIIl"),
        ("O0", "o\u{41e}"),
        ("PAY", "\u{420}\u{410}\u{423}"),
    ] {
        assert!(alike(one, other), "{one} {other}");
    }
    assert!(!alike("payments", "payment"));
    assert!(!alike("a", "b"));
}
