//! Lists of a cloud's containers (API.md §6.1).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::page::Page;
use super::transport::Transport;
use super::url::Endpoint;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;

pub struct ContainerApi<T: Transport>(pub(super) Client<T>, pub(super) Cloud);

impl<T: Transport> ContainerApi<T> {
    /// One page of containers. A 403 means no permission or no licence: names and ids can still be typed.
    pub async fn list(&self, skip: u64, limit: u64) -> Result<Page<Container>, ApiError> {
        let query = [("skip", skip.to_string()), ("limit", limit.clamp(1, 1_000).to_string())];
        let response = self.0.call(Call::read(Endpoint::Containers(self.1).with_query(&query))).await?;
        decode::page(&response.body, &decode::container)
    }
}
