//! Words of a POSIX shell.
//!
//! Comments in texts for a shell are plain words, without quotes and without anything from the appliance: some interactive shells
//! do not know comments and would read them as a command.

/// One word with exactly this value, whatever it holds: inside of single quotes nothing is special but the quote that ends them.
pub(super) fn quote(text: &str) -> String {
    ["'", &text.replace('\'', r"'\''"), "'"].concat()
}

/// A command over several lines.
pub(super) fn join(lines: &[String]) -> String {
    lines.join(" \\\n  ")
}
