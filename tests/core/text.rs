//! Untrusted text and untrusted return paths.

use keysync::domain::text::{TextPiece, Undecoded, clean_server_text, decode, harmless, visible, without_mark};

fn marks(text: &str) -> Vec<(String, &'static str)> {
    visible(text)
        .into_iter()
        .filter_map(|piece| match piece {
            TextPiece::Mark { shown, meaning } => Some((shown, meaning)),
            TextPiece::Plain(_) => None,
        })
        .collect()
}

/// S-34: each of the characters that cannot be seen is shown, and nothing else is touched.
#[test]
fn invisible_characters_are_made_visible() {
    let hidden = (0x202A..=0x202E)
        .chain(0x2066..=0x2069)
        .chain(0x200B..=0x200F)
        .chain([0x2060, 0xFEFF, 0xAD, 0xE0041, 0x09, 0x0A, 0x7F, 0xA0]);
    for code in hidden {
        let c = char::from_u32(code).unwrap();
        let name = format!("a{c}b");
        assert_eq!(marks(&name).len(), 1, "U+{code:04X}");
        assert_eq!(marks(&name)[0].0, format!("U+{code:04X}"));
        let plain: String = visible(&name)
            .iter()
            .filter_map(|piece| if let TextPiece::Plain(text) = piece { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(plain, "ab");
    }
    for name in ["Sync keys", "München 東京", "Mu\u{308}nchen", "👍", "❤\u{fe0f}", "שלום", ""] {
        assert!(marks(name).is_empty(), "{name}");
    }
}

/// API.md §7 row 8.
#[test]
fn outer_blanks_are_visible_and_inner_ones_stay() {
    assert_eq!(
        visible(" a b "),
        [
            TextPiece::Mark { shown: "␣".to_owned(), meaning: "space" },
            TextPiece::Plain("a b".to_owned()),
            TextPiece::Mark { shown: "␣".to_owned(), meaning: "space" },
        ]
    );
    assert_eq!(marks("  ").len(), 2);
}

/// A browser shows many blanks as one.
#[test]
fn blanks_beside_blanks_are_visible() {
    let shown = |text: &str| visible(text).into_iter().map(TextPiece::into_text).collect::<String>();
    assert_eq!(shown("a b  c   d"), "a b␣␣c␣␣␣d");
}

/// They would join the word before the name.
#[test]
fn accents_without_a_letter_are_visible() {
    let table = [("\u{308}a", 1), (" \u{308}a", 2), ("\u{200b}\u{308}a", 2), ("a\u{308}\u{308}", 0), ("\u{5b0}ש", 1)];
    for (text, count) in table {
        assert_eq!(marks(text).len(), count, "{text:?}");
    }
}

/// The last line of defence for texts that no view has marked: own words keep their blanks, line breaks and signs.
#[test]
fn harmless_text_keeps_own_words_and_loses_what_moves_or_hides_others() {
    for own in ["Delete dupe? ", "a\n\tb", "10\u{202f}000", "…„“–·✓", "\u{2068}שלום\u{2069}", "❤\u{fe0f}"] {
        assert_eq!(harmless(own), own);
    }
    assert_eq!(harmless("safe \u{202e}exe.live\u{202c} x\u{0}\u{200b}"), "safe U+202Eexe.liveU+202C xU+0000U+200B");
}

/// S-32.
#[test]
fn server_texts_keep_their_lines_and_lose_control_characters() {
    assert_eq!(clean_server_text(" a\r\n\u{1b}[1mb\tc\u{a0}d\u{202e}\u{0} "), "a\nU+001B[1mb cU+00A0dU+202EU+0000");
    // A name in the text stays that name.
    assert_eq!(clean_server_text("'dupe\u{200b}\u{202e}  x ' is in use "), "'dupeU+200BU+202E␣␣x ' is in use");
    let cut = clean_server_text(&"é".repeat(501));
    assert_eq!((cut.chars().count(), cut.ends_with('…')), (500, true));
    assert_eq!(clean_server_text(&"é".repeat(500)), "é".repeat(500));
}

/// A file is UTF-8 or no text at all: no name becomes another name.
#[test]
fn files_are_read_strictly() {
    let name = "{\"name\": \"Schl\u{fc}ssel\"}";
    assert_eq!(decode(name.as_bytes().to_vec()).as_deref(), Ok(name));
    let marked = [&[0xEF, 0xBB, 0xBF], name.as_bytes()].concat();
    assert_eq!(decode(marked).as_deref(), Ok(name), "without its byte order mark");
    assert_eq!(without_mark("\u{feff}\u{feff}x"), "\u{feff}x");
    let one_byte: Vec<u8> = name.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(decode(one_byte), Err(Undecoded::OneByte));
    let units: Vec<u16> = name.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for (mark, bytes) in [([0xFF, 0xFE], little), ([0xFE, 0xFF], big)] {
        assert_eq!(decode([&mark[..], &bytes].concat()), Err(Undecoded::Utf16));
        assert_eq!(decode(bytes), Err(Undecoded::Utf16), "without its mark");
    }
    for broken in [vec![b'{', 0xC3], vec![b'{', 0xED, 0xA0, 0x80], vec![b'{', 0xC0, 0x80]] {
        assert_eq!(decode(broken), Err(Undecoded::OneByte));
    }
    assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
    assert!([Undecoded::Utf16, Undecoded::OneByte].iter().all(|why| why.text().contains("Save it as UTF-8")));
}
