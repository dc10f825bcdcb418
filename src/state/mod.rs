//! What lives as long as the app: the session, preferences, live queries, toasts. Contexts with one constructor each.

pub mod polling;
pub mod preferences;
pub mod query;
pub mod schedules;
pub mod session;
pub mod toasts;
