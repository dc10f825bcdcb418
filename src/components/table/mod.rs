//! Parts of tables.

pub mod announce_found;
pub mod batched_rows;
pub mod clamp_page;
pub mod difference_table;
pub mod row_selection;
pub mod run_results;
