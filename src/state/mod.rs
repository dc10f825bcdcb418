//! State for the life of the app: session, preferences, permissions, drafts, toasts. Contexts with one constructor each.

pub mod drafts;
pub mod permissions;
pub mod preferences;
pub mod session;
pub mod toasts;

/// The client's types that pages may use.
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
