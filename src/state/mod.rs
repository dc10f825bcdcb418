//! State for the life of the app: session, preferences, permissions, drafts, toasts.

pub mod drafts;
pub mod permissions;
pub mod preferences;
pub mod session;
pub mod toasts;
