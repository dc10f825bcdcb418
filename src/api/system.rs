//! Facts about the appliance (API.md §1.4).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::transport::Transport;
use super::url::Endpoint;
use crate::domain::name::Name;

/// Facts about the appliance; a text is empty when the answer lacks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemInfo {
    pub name: Name,
    pub version: String,
    pub model: String,
    /// In the appliance's words.
    pub uptime: String,
}

pub struct SystemApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> SystemApi<T> {
    /// Reads name, version, model and uptime.
    pub async fn info(&self) -> Result<SystemInfo, ApiError> {
        let response = self.0.call(Call::read(Endpoint::SystemInfo.url())).await?;
        decode::one(&response.body, &decode::system)
    }
}
