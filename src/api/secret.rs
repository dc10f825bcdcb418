//! Tokens and passwords in memory.

use std::fmt;

use serde::Serialize;
use zeroize::Zeroizing;

/// More than any body that holds a secret takes.
const BODY_CAPACITY_BYTES: usize = 8 * 1024;

/// A token, a password, or a request body that holds one. `Debug` does not show it, and its bytes are overwritten on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The text itself, for a request or a parser.
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A JSON body. The buffer takes its room at once, because growing would leave a copy of the bytes written so far.
    pub(super) fn json(body: &impl Serialize) -> Secret {
        let mut bytes = Zeroizing::new(Vec::with_capacity(BODY_CAPACITY_BYTES));
        // Memory takes every byte, and structs of texts and numbers always have a JSON form.
        serde_json::to_writer(&mut *bytes, body).unwrap_or_default();
        Secret(bytes)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret(Zeroizing::new(text.into_bytes()))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(Zeroizing::new(text.as_bytes().to_vec()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
