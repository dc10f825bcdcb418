//! Percent-encoding of one path segment or one half of a query pair.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986 §2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Encodes every character with a meaning in a URL, and all that are not ASCII.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Encodes a text of any characters as one segment without a `%` or a dot: `~2F` stands for a slash. Servers disagree about encoded
/// slashes, backslashes and dots, and some answer 404.
pub(super) fn encode_plain(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string().replace('%', "~")
}

/// Reads back [`encode_plain`]; `None` if the text was not written by it.
pub(super) fn decode_plain(segment: &str) -> Option<String> {
    if segment.contains('%') { None } else { decode(&segment.replace('~', "%")) }
}

/// Decodes what is an escape, and keeps what is none: `100%` is a text that somebody typed into the address.
pub(super) fn decode_or_keep(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

/// Decodes; `None` if a `%` lacks its two hex digits or the bytes are not UTF-8. The crate alone would let such a `%` pass.
pub(super) fn decode(text: &str) -> Option<String> {
    let is_escape =
        |rest: &str| matches!(rest.as_bytes(), [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(is_escape) {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}
