//! The appliance's cluster (API.md §6.2).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::transport::Transport;
use super::url::Endpoint;
use crate::domain::appliance::cluster::{Cluster, Node};

/// The cluster and its nodes.
pub struct ClusterApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> ClusterApi<T> {
    /// Whether there is a cluster.
    pub async fn status(&self) -> Result<Cluster, ApiError> {
        let response = self.0.call(Call::read(Endpoint::Cluster.url())).await?;
        decode::one(&response.body, &decode::cluster)
    }

    /// The nodes that can be read, at most 100; nodes that cannot are left out, since nothing can be pinned to them.
    pub async fn nodes(&self) -> Result<Vec<Node>, ApiError> {
        let query = [("skip", "0".to_owned()), ("limit", "100".to_owned())];
        let response = self.0.call(Call::read(Endpoint::Nodes.with_query(&query))).await?;
        Ok(decode::page(&response.body, &decode::node)?.good().cloned().collect())
    }
}
