//! Search by the characters that people see. Letters with accents have several spellings in Unicode, and keyboards, file systems
//! and clients differ in the one that they write. A search finds all of them; the identity of a name stays by code point.

/// Gives the composed form (NFC) of a text. The browser has it; the tables would weigh more than the rest of `domain`.
pub type Compose = fn(&str) -> String;

/// A text to search in: one case, and one spelling of each character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText(String);

impl SearchText {
    /// Takes any text.
    #[must_use]
    pub fn new(text: &str, compose: Compose) -> Self {
        Self(folded(text, compose))
    }

    /// Gives the text for comparison in a sort.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if this text begins with the other.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// True if the other text occurs in this one.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.0.contains(&other.0)
    }
}

/// The words of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWords(Vec<String>);

impl SearchWords {
    /// Splits a query at blanks.
    #[must_use]
    pub fn new(query: &str, compose: Compose) -> Self {
        Self(folded(query, compose).split_whitespace().map(str::to_owned).collect())
    }

    /// True if each word occurs in the text.
    #[must_use]
    pub fn all_in(&self, text: &SearchText) -> bool {
        self.0.iter().all(|word| text.0.contains(word.as_str()))
    }

    /// Gives the words that the text lacks.
    #[must_use]
    pub fn missing_in(&self, text: &SearchText) -> Missing {
        let lacks = |(at, word): (usize, &String)| if text.0.contains(word.as_str()) { 0 } else { 1 << at.min(63) };
        Missing(self.0.iter().enumerate().map(lacks).fold(0, |words, word| words | word))
    }
}

/// The words of a query that a text lacks. Words from the 64th on share one place: a text has all of them or counts as having
/// none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing(u64);

impl Missing {
    /// True for a text with all words.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Gives the words that both texts lack.
    #[must_use]
    pub fn and(self, other: Missing) -> Missing {
        Missing(self.0 & other.0)
    }
}

fn folded(text: &str, compose: Compose) -> String {
    let lower = text.to_lowercase();
    // Most names are ASCII, which has one spelling; a call into the browser costs a copy.
    if lower.is_ascii() { lower } else { compose(&lower) }
}
