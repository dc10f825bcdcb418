//! The part of a URL after the `?`, as ordered pairs.

use super::percent;

/// Names and values in their order. A name occurs once: the last value wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlQuery(Vec<(String, String)>);

impl UrlQuery {
    /// Reads a query string. Broken escapes are literal text, so that no part of a link is dropped unseen.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            query = query.with(&percent::decode_or_keep(name), &percent::decode_or_keep(&value.replace('+', " ")));
        }
        query
    }

    /// The value of a name, if it is there and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The names and values in their order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// This query with the name set; an empty value removes it.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match self.0.iter_mut().find(|(key, _)| key == name) {
            Some(pair) if !value.is_empty() => value.clone_into(&mut pair.1),
            None if !value.is_empty() => self.0.push((name.to_owned(), value.to_owned())),
            _ => self.0.retain(|(key, _)| key != name),
        }
        self
    }

    /// The query string, without the `?`.
    #[must_use]
    pub fn text(&self) -> String {
        let pairs: Vec<String> =
            self.0.iter().map(|(name, value)| format!("{}={}", percent::encode(name), percent::encode(value))).collect();
        pairs.join("&")
    }
}
