//! The appliance's cluster (API.md §6.2).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::transport::Transport;
use super::url::Endpoint;
use crate::domain::appliance::cluster::{Cluster, Node};

pub struct ClusterApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> ClusterApi<T> {
    /// The state of the cluster.
    pub async fn status(&self) -> Result<Cluster, ApiError> {
        let response = self.0.call(Call::read(Endpoint::Cluster.url())).await?;
        decode::one(&response.body, &decode::cluster)
    }

    /// At most 100 nodes. Unreadable ones are left out, since no schedule can be pinned to them.
    pub async fn nodes(&self) -> Result<Vec<Node>, ApiError> {
        let query = [("skip", "0".to_owned()), ("limit", "100".to_owned())];
        let response = self.0.call(Call::read(Endpoint::Nodes.with_query(&query))).await?;
        Ok(decode::page(&response.body, &decode::node)?.good().cloned().collect())
    }
}
