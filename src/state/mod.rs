//! State for the life of the app: session, preferences, permissions, drafts, toasts. Contexts with one constructor each.

pub mod drafts;
pub mod permissions;
pub mod preferences;
pub mod session;
pub mod toasts;
