mod comparison;
mod durations;
mod failure_cause;
mod missed_runs;
mod verdict;
mod verdict_properties;
