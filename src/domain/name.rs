//! Names from outside: of schedules, runs, containers, nodes, users, domains.

use super::text::{TextPiece, hidden_meaning, is_right_to_left, visible};

/// A name from outside, verbatim: two names are the same only if each character is, blanks included (API.md §7 row 8).
///
/// A sentence takes the name by [`Name::marked`]; the type has no `Display`, so that none takes it as it came:
///
/// ```compile_fail
/// let name = keysync::domain::name::Name::from("nightly ");
/// let question = format!("Delete {name}?");
/// ```
///
/// ```
/// let name = keysync::domain::name::Name::from("nightly ");
/// assert_eq!(format!("Delete {}?", name.marked()), "Delete nightly␣?");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl From<String> for Name {
    fn from(text: String) -> Self {
        Name(text)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name(text.to_owned())
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl Name {
    /// Gives the name as the appliance sent it, and as requests, files, searches and comparisons take it. Never for the screen.
    #[must_use]
    pub fn as_sent(&self) -> &str {
        &self.0
    }

    /// True for a name without any character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True for a name of ASCII alone.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// True for a name that begins or ends with a blank.
    #[must_use]
    pub fn has_outer_blank(&self) -> bool {
        self.0.starts_with(char::is_whitespace) || self.0.ends_with(char::is_whitespace)
    }

    /// Gives the name for a sentence, a title or a label: the marks of [`visible`] stand as text, and letters that run from right to
    /// left are isolated (U+2068, U+2069), so that the words and numbers around them keep their places.
    #[must_use]
    pub fn marked(&self) -> String {
        let text: String = visible(&self.0).into_iter().map(TextPiece::into_text).collect();
        if text.contains(is_right_to_left) { ["\u{2068}", &text, "\u{2069}"].concat() } else { text }
    }

    /// Gives the name as a member of a list, verbatim; in quotes where a comma or a blank at an end would make another list of it.
    #[must_use]
    pub fn listed(&self) -> String {
        if self.0.contains(',') || self.has_outer_blank() { ["“", &self.0, "”"].concat() } else { self.0.clone() }
    }

    /// Gives the name with every character beyond ASCII as its code point: composed or not, Latin or Cyrillic, two names that differ
    /// then look different.
    #[must_use]
    pub fn spelled(&self) -> String {
        let mut text = String::new();
        for piece in visible(&self.0) {
            match piece {
                TextPiece::Plain(plain) => plain.chars().for_each(|c| match c.is_ascii() {
                    true => text.push(c),
                    false => text.push_str(&code_point(c)),
                }),
                mark @ TextPiece::Mark { .. } => text.push_str(&mark.into_text()),
            }
        }
        text
    }

    /// True if people may take one name for the other: the names are equal but for blanks, invisible characters, case, spelling and
    /// letters of one shape, or one has the marks of the other as letters.
    /// `compose` gives the compatibility composition of a text (NFKC), which the browser knows.
    #[must_use]
    pub fn looks_like(&self, other: &Name, compose: &dyn Fn(&str) -> String) -> bool {
        self.outline(compose) == other.outline(compose) || self.marked() == other.marked()
    }

    /// The visible characters, in lower case and composed.
    fn outline(&self, compose: &dyn Fn(&str) -> String) -> String {
        let visible = self.0.chars().filter(|c| !c.is_whitespace() && hidden_meaning(*c).is_none());
        let text: String = visible.flat_map(char::to_lowercase).collect();
        let text = if text.is_ascii() { text } else { compose(&text) };
        text.chars().map(shape).collect()
    }
}

/// The letter that stands for all of its shape, of a character in lower case: of those that Unicode lists as confusable (UTS #39),
/// the ones on keyboards of scripts beside Latin, and the digits.
fn shape(c: char) -> char {
    const SHAPES: [(&str, char); 22] = [
        ("аα", 'a'),
        ("в", 'b'),
        ("с", 'c'),
        ("ԁ", 'd'),
        ("е", 'e'),
        ("һн", 'h'),
        ("iіι1|ǀ", 'l'),
        ("ј", 'j'),
        ("кκ", 'k'),
        ("м", 'm'),
        ("п", 'n'),
        ("0оοσ", 'o'),
        ("рρ", 'p'),
        ("ԛ", 'q'),
        ("г", 'r'),
        ("ѕ", 's'),
        ("тτ", 't'),
        ("υ", 'u'),
        ("νѵ", 'v'),
        ("ԝω", 'w'),
        ("хχ", 'x'),
        ("уγ", 'y'),
    ];
    SHAPES.iter().find(|(like, _)| like.contains(c)).map_or(c, |(_, letter)| *letter)
}

/// Writes a character as `U+202E`.
pub(super) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
