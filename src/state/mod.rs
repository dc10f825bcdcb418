//! What lives as long as the app: the session, preferences, live queries, toasts. Contexts with one constructor each.

pub mod drafts;
pub mod permissions;
pub mod preferences;
pub mod session;
pub mod toasts;

/// The types of the client that parts may know: what they say to it and hear from it.
pub mod client {
    pub use crate::api::auth::{Credentials, PasswordChange};
    pub use crate::api::error::ApiError;
    pub use crate::api::runs::RunQuery;
    pub use crate::api::secret::Secret;
    pub use crate::api::session::ExpiryReason;
    pub use crate::api::sync_jobs::SyncJobQuery;
    pub use crate::api::token::Identity;
    pub use crate::api::verified::{Changed, Created, Removed, ReplaceObstacle, ReplaceStep, Replaced, Started, Switched};
}
