//! `cargo xtask vectors FILE.jsonl`: the console's cron engine against answers of the appliance.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::process;

/// Checks every line of the file. Prints each wrong one, and last the counts; the exit status tells whether all are right.
///
/// The check is a program of its own (`tests/vectors`), so that xtask itself never waits for the console to be compiled.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let file = only_file(words)?;
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "--package", "vectors", "--manifest-path"])
        .arg(files::root().join("Cargo.toml"))
        .arg("--")
        .arg(file)
        .status()
        .map_err(|error| process::not_startable("cargo", &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The only argument, which is the file.
fn only_file(words: &[String]) -> Outcome<&Path> {
    match words {
        [file] if Path::new(file).is_file() => Ok(Path::new(file)),
        [file] => Err(Failure::new(format!("There is no file `{file}`"), "name a file with one JSON object a line")),
        _ => Err(Failure::new("This command takes one file", "for example cargo xtask vectors tests/fixtures/cron.jsonl")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn one_file_that_is_there_is_taken() {
        let here = files::root().join("tests/fixtures/cron.jsonl").display().to_string();
        assert_eq!(only_file(std::slice::from_ref(&here)).unwrap(), Path::new(&here));
        for line in ["", "no-such-file.jsonl", "a b", "."] {
            assert!(only_file(&words(line)).is_err(), "{line}");
        }
    }

    /// The command's output and exit status, for the correct vectors and for vectors with one wrong line.
    #[test]
    fn the_vectors_hold_and_a_wrong_one_is_told() {
        let good = files::root().join("tests/fixtures/cron.jsonl");
        assert_eq!(run(&[good.display().to_string()]).unwrap(), ExitCode::SUCCESS);
        let bad = files::target().join("logs/wrong-vector.jsonl");
        files::write(&bad, "{\"expr\": \"0 0 * * 7\", \"valid\": true}\n").unwrap();
        assert_eq!(run(&[bad.display().to_string()]).unwrap(), ExitCode::FAILURE);
    }
}
