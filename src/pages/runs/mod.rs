//! Runs: the table, and the page of one.

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
mod table;
