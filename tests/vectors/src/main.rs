//! Holds the console's cron engine against a file of answers of the appliance's engine, one JSON object a line:
//! `cargo xtask vectors FILE`.
#![allow(clippy::print_stdout, reason = "a command line program talks by printing")]

mod vector;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("There is no file to check.\nWhat to do: cargo xtask vectors FILE.jsonl.");
        return ExitCode::from(2);
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            let report = Report::of(&bytes);
            for failure in &report.failures {
                println!("{failure}");
            }
            println!("{} passed, {} failed", report.passed, report.failures.len());
            // A file without a single vector proves nothing.
            if report.passed > 0 && report.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{}: {error}.\nWhat to do: check that the file exists and that you may read it.", path.display());
            ExitCode::from(2)
        }
    }
}

/// How many lines hold, and what is wrong with each of the others.
#[derive(Debug, PartialEq, Eq)]
struct Report {
    passed: usize,
    failures: Vec<String>,
}

impl Report {
    /// Checks every line that is not blank; one that is not UTF-8 or not JSON has failed.
    fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut report = Self { passed: 0, failures: Vec::new() };
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if line.trim_ascii().is_empty() {
                continue;
            }
            match std::str::from_utf8(line).map(vector::check) {
                Ok(Ok(())) => report.passed += 1,
                Ok(Err(miss)) => report
                    .failures
                    .push(format!("line {number}: {:?}: expected {}, came {}", miss.expression, miss.expected, miss.came)),
                Err(error) => report.failures.push(format!("line {number}: no UTF-8: {error}")),
            }
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(text: &str) -> Vec<String> {
        Report::of(text.as_bytes()).failures
    }

    #[test]
    fn what_holds_passes_and_blank_lines_do_not_count() {
        let text = "\u{feff}{\"expr\": \"0 1 * * *\", \"from\": \"2026-11-22T13:53:27.5+00:00\", \"valid\": true, \"more\": {}, \
                    \"next\": [\"2026-11-23T01:00Z\", \"2026-11-24T02:00+01:00\", \"2026-11-25T01:00:00Z\"]}\r\n\n \t\r\n\
                    {\"expr\": \"0 0 * * 7\", \"valid\": false, \"field\": \"day of week\"}\n\
                    {\"expr\": \"0 0 30 2 *\", \"from\": \"2026-01-01T00:00:00Z\", \"valid\": true, \"never\": true}\n\
                    {\"expr\": \"TZ=Asia/Tokyo 0 1 * * *\", \"valid\": true, \"undocumented\": true, \"next\": [\"x\"]}\n";
        assert_eq!(Report::of(text.as_bytes()), Report { passed: 4, failures: Vec::new() });
    }

    #[test]
    fn each_kind_of_difference_is_told_with_its_line() {
        let told = |line: &str, words: &str| {
            let failures = failures(&format!("\n{line}\n"));
            assert_eq!(failures.len(), 1, "{line}");
            assert!(failures[0].starts_with("line 2: ") && failures[0].contains(words), "{failures:?}");
        };
        told("nonsense", "no JSON");
        told("[1]", "no text `expr`");
        told(r#"{"expr": "* * * * *"}"#, "no truth value `valid`");
        told(r#"{"expr": "* * * * *", "valid": false}"#, "expected refused, came accepted");
        told(r#"{"expr": "60 * * * *", "valid": true}"#, "expected accepted, came refused: 60 is not");
        told(
            r#"{"expr": "60 * * * *", "valid": false, "field": "hour"}"#,
            "expected refused for the hour, came refused for minute",
        );
        told(r#"{"expr": "* * * *", "valid": false, "field": "hour"}"#, "refused for no field");
        let from = r#""valid": true, "from": "2026-11-22T13:53:27Z""#;
        told(&format!(r#"{{"expr": "* * * * *", {from}, "never": true}}"#), "expected never, came 2026-11-22 13:54");
        told(&format!(r#"{{"expr": "0 1 * * *", {from}, "next": ["2026-11-23T01:00Z", "2026-11-24T01:01Z"]}}"#), "firing 2 at");
        told(&format!(r#"{{"expr": "0 0 30 2 *", {from}, "next": ["2026-11-23T01:00Z"]}}"#), "came none");
        told(&format!(r#"{{"expr": "0 1 * * *", {from}, "next": ["tomorrow"]}}"#), "a time");
        told(r#"{"expr": "0 1 * * *", "valid": true, "next": ["2026-11-23T01:00Z"]}"#, "no time `from`");
        told(
            r#"{"expr": "?/5 * * * *", "valid": true, "undocumented": true, "from": "2026-01-01T00:00Z", "never": true}"#,
            "never",
        );
        assert_eq!(Report::of(b"\xff\n").failures, ["line 1: no UTF-8: invalid utf-8 sequence of 1 bytes from index 0"]);
    }

    #[test]
    fn an_empty_file_has_no_vector() {
        assert_eq!(Report::of(b" \n\n"), Report { passed: 0, failures: Vec::new() });
    }
}
