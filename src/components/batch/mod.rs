//! The dialog of actions on many.

pub mod bulk_dialog;
