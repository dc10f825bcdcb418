//! Reused pieces that know resources.

pub mod badges;
pub mod bulk_dialog;
pub mod container_names;
pub mod container_picker;
pub mod cron_editor;
pub mod difference_table;
pub mod facts;
pub mod failure;
pub mod freshness;
pub mod last_page;
pub mod page_title;
pub mod results;
pub mod rows_at_ease;
pub mod session_dialog;
pub mod shell;
pub mod sign_in_form;
pub mod ticks;
pub mod times;
pub mod verdict_banner;
pub mod words;
