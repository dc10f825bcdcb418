//! Sync jobs: direct synchronizations, by source; starting one, watching it, cancelling it.

pub mod detail;
pub mod jobs;
pub mod sources;
pub mod start;
