mod comparison;
mod durations;
mod failure_cause;
pub mod last_runs;
mod missed_runs;
mod reports;
mod retry_failed;
mod verdict;
mod verdict_properties;
