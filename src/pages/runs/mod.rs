//! Runs: the table, and what one of them did.

mod again;
mod compare;
mod delete;
pub mod detail;
mod export;
mod filters;
pub mod list;
mod row;
mod since;
