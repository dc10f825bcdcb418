//! Compares the tags and attributes that `public/boot.js` lets through with those in the static markup of a build. Leptos keeps
//! the unchanging parts of views as HTML text in the data of the wasm file, so they can be read there.

use std::collections::BTreeSet;

/// Names of tags and attributes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// Tags.
    pub tags: BTreeSet<String>,
    /// Attributes.
    pub attributes: BTreeSet<String>,
}

/// Elements without an end tag.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Markup {
    /// The lists in `boot.js`: `const TAGS = "a b";` and `const ATTRIBUTES = "c d";`.
    pub fn allowed(script: &str) -> Option<Self> {
        let list = |name: &str| {
            let (_, rest) = script.split_once(&format!("const {name} ="))?;
            let (list, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
            Some(list.split_whitespace().map(str::to_owned).collect())
        };
        Some(Self { tags: list("TAGS")?, attributes: list("ATTRIBUTES")? })
    }

    /// The markup in the bytes of a wasm file. Something like `<unknown>` in a message is not markup: an element has an end tag
    /// somewhere or is of a kind that never has one.
    pub fn used(wasm: &[u8]) -> Self {
        let mut used = Self::default();
        for start in (0..wasm.len()).filter(|&at| wasm[at] == b'<') {
            let Some((tag, attributes)) = start_tag(&wasm[start + 1..]) else { continue };
            let is_element =
                used.tags.contains(&tag) || VOID.contains(&tag.as_str()) || contains(wasm, format!("</{tag}>").as_bytes());
            if is_element {
                used.tags.insert(tag);
                used.attributes.extend(attributes);
            }
        }
        used
    }

    /// One sentence for each name that is in one and not in the other.
    pub fn differences(&self, allowed: &Self) -> Vec<String> {
        let compare = |kind: &str, list: &str, used: &BTreeSet<String>, allowed: &BTreeSet<String>| {
            let missing = used
                .difference(allowed)
                .map(|name| format!("{kind} `{name}` is in the build's markup: add it to {list} in public/boot.js"));
            let spare = allowed
                .difference(used)
                .map(|name| format!("{kind} `{name}` is in no markup of the build: take it from {list} in public/boot.js"));
            missing.chain(spare).collect::<Vec<_>>()
        };
        let mut all = compare("tag", "TAGS", &self.tags, &allowed.tags);
        all.extend(compare("attribute", "ATTRIBUTES", &self.attributes, &allowed.attributes));
        all
    }
}

/// Whether the bytes contain the others.
pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Reads `name attr attr="value">` as the compiler of `view!` writes it.
fn start_tag(bytes: &[u8]) -> Option<(String, Vec<String>)> {
    let (tag, mut rest) = name(bytes)?;
    let mut attributes = Vec::new();
    loop {
        match rest.first()? {
            b'>' => return Some((tag, attributes)),
            b' ' => {
                let (attribute, after) = name(&rest[1..])?;
                rest = after;
                if let Some(value) = rest.strip_prefix(b"=\"") {
                    rest = &value[value.iter().position(|&byte| byte == b'"')? + 1..];
                }
                attributes.push(attribute);
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

    fn set(words: &str) -> BTreeSet<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn static_markup_is_found_between_other_data() {
        let wasm =
            b"\0panic at <unknown>x<p class=\"a b\" hidden>a &lt; b<br></p>\xff<svg viewBox=\"0 0 16 16\"></svg> if a <b && c";
        assert_eq!(Markup::used(wasm), Markup { tags: set("p br svg"), attributes: set("class hidden viewBox") });
    }

    #[test]
    fn a_difference_in_either_direction_is_said() {
        let allowed = Markup::allowed("const TAGS = \"p i\";\nconst ATTRIBUTES =\n  \"class\";").unwrap();
        assert_eq!(allowed, Markup { tags: set("p i"), attributes: set("class") });
        let said = Markup::used(b"<p id=\"x\" class=\"y\"></p><b></b>").differences(&allowed);
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].contains("`b`") && said[1].contains("`i`") && said[2].contains("`id`"), "{said:?}");
        assert!(Markup::allowed("").is_none());
    }
}
