//! The appliance itself (API.md §1.4).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::transport::Transport;
use super::url::Endpoint;

/// What the appliance says about itself; empty where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its model.
    pub model: String,
    /// How long it has been up, in its own words.
    pub uptime: String,
}

/// The appliance itself.
pub struct SystemApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> SystemApi<T> {
    /// Name and version.
    pub async fn info(&self) -> Result<SystemInfo, ApiError> {
        let response = self.0.call(Call::read(Endpoint::SystemInfo.url())).await?;
        decode::one(&response.body, &decode::system)
    }
}
