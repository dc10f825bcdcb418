//! The options after a command's name.

use crate::failure::{Failure, Outcome};

/// The given options: some with a value, some without.
#[derive(Debug)]
pub struct Options {
    given: Vec<(String, Option<String>)>,
}

impl Options {
    /// Reads `--name value`, `--name=value` and `--name`. `valued` and `plain` are the names that the command knows; any other
    /// word fails, so that a typing error is never ignored.
    pub fn parse(words: &[String], valued: &[&str], plain: &[&str]) -> Outcome<Self> {
        let mut given = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, mut value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let name = name.trim_start_matches("--");
            if valued.contains(&name) && word.starts_with("--") {
                value = value.or_else(|| words.next().cloned());
                if value.is_none() {
                    return Err(Failure::new(format!("--{name} needs a value"), "see cargo xtask --help"));
                }
            } else if !plain.contains(&name) || value.is_some() || !word.starts_with("--") {
                return Err(Failure::new(format!("`{word}` is not an option of this command"), "see cargo xtask --help"));
            }
            given.push((name.to_owned(), value));
        }
        Ok(Self { given })
    }

    /// The value of an option; the last one if it was given twice.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|(given, _)| given == name)?.1.as_deref()
    }

    /// Whether the option was given.
    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| given == name)
    }

    /// The value as a number, or the default.
    pub fn number(&self, name: &str, default: u32) -> Outcome<u32> {
        self.value(name).map_or(Ok(default), |text| {
            text.parse()
                .map_err(|_| Failure::new(format!("--{name} {text} is not a number"), format!("for example --{name} {default}")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words, &["port", "data"], &["reset"])
    }

    #[test]
    fn values_are_read_in_both_spellings_and_the_last_one_wins() {
        let options = parse("--port 1 --port=2 --reset").unwrap();
        assert_eq!((options.number("port", 8080).unwrap(), options.has("reset"), options.value("data")), (2, true, None));
    }

    #[test]
    fn what_the_command_does_not_know_is_refused() {
        for line in ["--prot 1", "port", "--reset=1", "--port", "-x"] {
            assert!(parse(line).is_err(), "{line}");
        }
        assert!(parse("--port many").unwrap().number("port", 1).is_err());
    }
}
