//! Counting passed and failed tests, and reading the counts that test programs print.

use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, or could not run.
    pub failed: u64,
}

impl Tally {
    /// The count of a single check.
    pub fn one(is_good: bool) -> Self {
        Self { passed: is_good.into(), failed: (!is_good).into() }
    }

    /// The sum over all lines `test result: ok. 12 passed; 0 failed; …` that cargo's and wasm-bindgen's test programs print.
    pub fn of_libtest(said: &str) -> Self {
        let mut sum = Self::default();
        for line in said.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            let count = |word: &str| {
                line.split([';', '.']).filter_map(|part| part.trim().strip_suffix(word)).find_map(|n| n.trim().parse().ok())
            };
            sum += Self { passed: count("passed").unwrap_or(0), failed: count("failed").unwrap_or(0) };
        }
        sum
    }

    /// The counts of Playwright's JSON report. A test that passes only when repeated counts as passed; only CI repeats.
    pub fn of_playwright(report: &str) -> Option<Self> {
        let report: serde_json::Value = serde_json::from_str(report).ok()?;
        let count = |name: &str| report.pointer(&format!("/stats/{name}"))?.as_u64();
        let broken_files = report.get("errors").and_then(|errors| errors.as_array()).map_or(0, |errors| errors.len() as u64);
        Some(Self { passed: count("expected")? + count("flaky")?, failed: count("unexpected")? + broken_files })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_all_test_programs_are_added() {
        let said = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; finished in 0.1s\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored\nresult: ok. 9 passed";
        assert_eq!(Tally::of_libtest(said), Tally { passed: 15, failed: 2 });
        assert_eq!(Tally::of_libtest("error: could not compile"), Tally::default());
    }

    #[test]
    fn broken_files_count_as_failed_and_repeated_tests_once() {
        let report = r#"{"errors":[{"message":"SyntaxError"}],"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(Tally::of_playwright(report), Some(Tally { passed: 6, failed: 2 }));
        assert_eq!(Tally::of_playwright("{}"), None);
    }
}
