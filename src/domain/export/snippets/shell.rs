//! Words of a POSIX shell.
//!
//! Comments in shell snippets are plain words, without quotes and without text from the appliance: some interactive shells do not
//! know comments and would run them as a command.

/// Quotes a value as one word: inside single quotes only the closing quote is special.
pub(super) fn quote(text: &str) -> String {
    ["'", &text.replace('\'', r"'\''"), "'"].concat()
}

/// One command over several lines.
pub(super) fn join(lines: &[String]) -> String {
    lines.join(" \\\n  ")
}
