//! Tokens and passwords in memory.

use std::fmt;
use std::hint::black_box;

/// A token, a password, or a request body that holds one. Its `Debug` says nothing, and its bytes are overwritten when it is
/// dropped, as far as safe Rust can promise: `black_box` keeps the compiler from leaving the overwriting out.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret(text.into_bytes())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.as_bytes().to_vec())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
        black_box(&self.0);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A JSON object that is written straight into a [`Secret`], without copies of its values left behind.
pub(super) struct SecretObject(Vec<u8>);

impl SecretObject {
    /// An empty object. The room is taken at once, because growing would leave a copy of what was written so far.
    pub(super) fn new() -> SecretObject {
        let mut bytes = Vec::with_capacity(8 * 1024);
        bytes.push(b'{');
        SecretObject(bytes)
    }

    /// Adds a text member.
    pub(super) fn text(mut self, name: &str, value: &str) -> SecretObject {
        self.member(name);
        self.0.push(b'"');
        for byte in value.bytes() {
            match byte {
                b'"' | b'\\' => self.0.extend([b'\\', byte]),
                0..=0x1F => self.0.extend(format!("\\u{byte:04x}").bytes()),
                _ => self.0.push(byte),
            }
        }
        self.0.push(b'"');
        self
    }

    /// Adds a text member if there is a text.
    pub(super) fn text_if(self, name: &str, value: Option<&str>) -> SecretObject {
        match value {
            Some(value) if !value.is_empty() => self.text(name, value),
            _ => self,
        }
    }

    /// Adds a member whose value is JSON already.
    pub(super) fn json(mut self, name: &str, value: &str) -> SecretObject {
        self.member(name);
        self.0.extend_from_slice(value.as_bytes());
        self
    }

    fn member(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    /// The whole object.
    pub(super) fn finish(mut self) -> Secret {
        self.0.push(b'}');
        Secret(self.0)
    }
}
