//! The types of the client that components and pages may know: the requests they make and the outcomes they show.

pub use crate::api::auth::{Credentials, PasswordChange};
pub use crate::api::error::ApiError;
pub use crate::api::page::Page;
pub use crate::api::portable;
pub use crate::api::runs::RunQuery;
pub use crate::api::secret::Secret;
pub use crate::api::session::ExpiryReason;
pub use crate::api::sync_jobs::SyncJobQuery;
pub use crate::api::system::SystemInfo;
pub use crate::api::token::Identity;
pub use crate::api::verified::{
    FormRefusal, ReplaceObstacle, ReplaceStep, Replaced, WriteKind, WriteMessage, WriteOutcome, describe, describe_item,
    form_refusal,
};
