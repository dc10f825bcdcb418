//! The part of a URL after the `?`, as ordered pairs.

use super::percent;

/// Names and values in their order. A name occurs once, unless a link gives it several values: then the last one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlQuery(Vec<(String, String)>);

impl UrlQuery {
    /// Reads a query string. Broken escapes are literal text, so that no part of a link is dropped unseen.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let pair = (percent::decode_or_keep(name), percent::decode_or_keep(&value.replace('+', " ")));
            if !pair.1.is_empty() && !query.0.contains(&pair) {
                query.0.push(pair);
            }
        }
        query
    }

    /// The value of a name, never empty; `None` if it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The names and values in their order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// This query with the name set to this one value; an empty value removes it.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let place = self.0.iter().position(|(key, _)| key == name).unwrap_or(self.0.len());
        self.0.retain(|(key, _)| key != name);
        if !value.is_empty() {
            self.0.insert(place, (name.to_owned(), value.to_owned()));
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
