//! The dialog of actions on several items.

pub mod bulk_dialog;
