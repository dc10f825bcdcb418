//! The check of the names of AWS regions.

/// True for a text in the form of an AWS region: hyphenated words of lower-case letters and digits, a number last.
#[must_use]
pub fn is_aws_region(text: &str) -> bool {
    let mut words = text.split('-');
    let is_number = words.next_back().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
    let words: Vec<&str> = words.collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_number && words.len() >= 2 && words.iter().all(is_word)
}
