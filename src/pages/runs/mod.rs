//! Runs: what the appliance did.

pub mod detail;
pub mod list;
