//! Reused pieces of pages that know resources; `ui` has those that know none.

pub mod batch;
pub mod cron_editor;
pub mod fields;
pub mod layout;
pub mod session;
pub mod status;
pub mod table;
