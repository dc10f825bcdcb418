//! What lives as long as the app: the session, preferences, live queries, toasts. Contexts with one constructor each.

pub mod drafts;
pub mod permissions;
pub mod preferences;
pub mod session;
pub mod toasts;
