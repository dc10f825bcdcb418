//! Runs: the table, and what one of them did.

mod again;
mod compare;
mod delete;
pub mod detail;
mod export;
mod filters;
mod held;
pub mod list;
mod row;
mod since;
