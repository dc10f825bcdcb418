//! Untrusted text and untrusted return paths.

use keysync::domain::text::{TextPiece, clean_server_text, visible};
use keysync::routes::return_path::safe_return_path;

/// S-14.
#[test]
fn no_return_path_leaves_the_console() {
    let payloads = [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "https:evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "http:/evil.example",
        "/%2f%2fevil.example",
        "/%2F/evil.example",
        "%2f%2fevil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        " /schedules",
        "/%0d%0aSet-Cookie:a=b",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "/javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//user@evil.example",
        "/@evil.example",
        "/user:pass@evil.example",
        "/schedules//evil.example",
        "/./..//evil.example",
        "/..",
        "/schedules/../../x",
        "/%2e%2e/evil",
        "/.%2e/evil",
        "/%252f%252fevil.example",
        "",
        "schedules",
        "?next=/",
        "#x",
        "/\u{0}",
        "/\u{2028}/evil.example",
        "/a\u{00a0}b",
        "blob:https://evil",
        "/%5C%5Cevil",
    ];
    assert!(payloads.len() >= 30);
    for payload in payloads {
        assert_eq!(safe_return_path(payload), None, "{payload:?}");
    }
    let long = format!("/{}", "a".repeat(3_000));
    assert_eq!(safe_return_path(&long), None);
    for path in [
        "/",
        "/schedules",
        "/schedules?q=a%20b&page=2",
        "/schedules/0a000000-0000-4000-8000-000000000001#raw",
        "/runs?from=2026-11-23T00:00:00Z",
    ] {
        assert_eq!(safe_return_path(path).as_deref(), Some(path));
    }
}

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
fn what_cannot_be_seen_is_shown() {
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
    for name in ["Sync keys", "München 東京", "👍", "שלום", ""] {
        assert!(marks(name).is_empty(), "{name}");
    }
}

/// API.md §7 row 8.
#[test]
fn outer_blanks_are_marked_and_inner_ones_are_not() {
    assert_eq!(
        visible(" a b "),
        [
            TextPiece::Mark { shown: "␣".to_owned(), meaning: "blank" },
            TextPiece::Plain("a b".to_owned()),
            TextPiece::Mark { shown: "␣".to_owned(), meaning: "blank" },
        ]
    );
    assert_eq!(marks("  ").len(), 2);
}

/// S-32.
#[test]
fn server_texts_keep_their_lines_and_lose_their_tricks() {
    assert_eq!(clean_server_text(" a\r\n\u{1b}[1mb\tc\u{a0}d\u{202e}\u{0} "), "a\n[1mb c d");
    let cut = clean_server_text(&"é".repeat(501));
    assert_eq!((cut.chars().count(), cut.ends_with('…')), (500, true));
    assert_eq!(clean_server_text(&"é".repeat(500)), "é".repeat(500));
}
