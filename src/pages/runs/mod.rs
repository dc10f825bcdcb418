//! Runs: the table, and what one of them did.

mod compare;
mod delete;
pub mod detail;
mod drift;
mod export;
mod filters;
pub mod list;
mod list_model;
mod retry_failed;
mod row;
