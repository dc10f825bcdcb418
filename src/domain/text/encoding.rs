//! Strict decoding of files. A lossy decoder would turn a name that it cannot read into another name.

/// Reason why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecoded {
    /// The file is in UTF-16, as some editors call "Unicode".
    Utf16,
    /// The file is in an encoding with one byte a character, such as Windows-1252.
    OneByte,
}

impl Undecoded {
    /// Gives the reason and the way out as a text for the screen.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Utf16 => "The file is in UTF-16, not UTF-8. Nothing was read. Save it as UTF-8, then choose it again.",
            Self::OneByte => {
                "The file is not UTF-8, perhaps Windows-1252. Nothing was read. Save it as UTF-8, then choose it again."
            }
        }
    }
}

/// Gives the text of a file in UTF-8 without its byte order mark. Fails on the first byte that is not UTF-8, and on UTF-16.
pub fn decode(bytes: Vec<u8>) -> Result<String, Undecoded> {
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        // JSON begins with two ASCII characters, and no text in UTF-8 has a zero byte among them.
        || bytes.iter().take(2).any(|byte| *byte == 0);
    if is_utf16 {
        return Err(Undecoded::Utf16);
    }
    let text = String::from_utf8(bytes).map_err(|_| Undecoded::OneByte)?;
    Ok(without_mark(&text).to_owned())
}

/// Gives a text without the byte order mark, which stays in front of pasted text.
#[must_use]
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
