//! Signing in, and signing in again.

pub mod session_dialog;
pub mod sign_in_form;
pub mod sign_in_markup;
