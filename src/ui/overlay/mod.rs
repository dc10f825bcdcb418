//! Dialogs and toasts.

mod dialog;
mod toast;

pub use dialog::*;
pub use toast::*;
