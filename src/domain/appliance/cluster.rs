//! The appliance's cluster, as far as it matters for `run_on` (API.md §6.2).

use super::id::NodeId;

/// Nodes of the appliance's cluster; none when the appliance is unclustered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// `None` when unclustered.
    pub this_node: Option<NodeId>,
    /// 0 when unclustered.
    pub node_count: u64,
    /// In the appliance's words: "ready", "not clustered".
    pub status: String,
}

impl Cluster {
    /// True if there is a node to choose; otherwise `run_on` can only be `any`.
    pub fn is_clustered(&self) -> bool {
        self.node_count > 0
    }
}

/// A node that a schedule can be pinned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: NodeId,
    /// Address inside the cluster; may be empty.
    pub host: String,
    /// The public address, else the host, else the id.
    pub label: String,
    /// True for the node that answers this console.
    pub is_this: bool,
}
