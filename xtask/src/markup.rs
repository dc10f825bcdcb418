//! Finds markup in the data of a wasm file. The policy `trusted-types 'none'` forbids every assignment to `innerHTML`, and plain
//! `view!` of Leptos makes one for each element that has only literals: the macro turns it into HTML text in the program. A scope
//! class switches that off, but is an attribute of each element. The console creates elements by calls, so its program must
//! contain no markup (src/platform/html/NUMBERS.md).

use std::collections::BTreeSet;

/// Elements without an end tag.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The names of the tags in the bytes. Text like `<unknown>` in a message is no markup: an element has an end tag somewhere or is
/// of a kind that never has one.
pub fn tags(bytes: &[u8]) -> BTreeSet<String> {
    let starts = (0..bytes.len()).filter(|&at| bytes[at] == b'<');
    let tags = starts.filter_map(|at| start_tag(&bytes[at + 1..]));
    tags.filter(|tag| VOID.contains(&tag.as_str()) || contains(bytes, format!("</{tag}>").as_bytes())).collect()
}

/// Whether the bytes contain `part`.
pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Reads `name attr attr="value">` and returns the name.
fn start_tag(bytes: &[u8]) -> Option<String> {
    let (tag, mut rest) = name(bytes)?;
    loop {
        match rest.first()? {
            b'>' => return Some(tag),
            b' ' => {
                let (_, after) = name(&rest[1..])?;
                rest = after;
                if let Some(value) = rest.strip_prefix(b"=\"") {
                    rest = &value[value.iter().position(|&byte| byte == b'"')? + 1..];
                }
            }
            _ => return None,
        }
    }
}

fn name(bytes: &[u8]) -> Option<(String, &[u8])> {
    let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').unwrap_or(bytes.len());
    let (name, rest) = bytes.split_at(length);
    let is_name = name.first().is_some_and(u8::is_ascii_alphabetic);
    is_name.then(|| (String::from_utf8_lossy(name).into_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_found_between_other_data() {
        let wasm =
            b"\0panic at <unknown>x<p class=\"a b\" hidden>a &lt; b<br></p>\xff<svg viewBox=\"0 0 16 16\"></svg> if a <b && c";
        assert_eq!(tags(wasm).into_iter().collect::<Vec<_>>(), ["br", "p", "svg"]);
        assert!(tags(b"Go <- <here> and </there>").is_empty());
    }
}
