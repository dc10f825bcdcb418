//! Reused parts of pages that know resources; `ui` has the parts that know none.

pub mod batch;
pub mod cron_editor;
pub mod fields;
pub mod layout;
pub mod session;
pub mod status;
pub mod table;
