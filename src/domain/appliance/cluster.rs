//! The appliance's cluster, as far as it matters for `run_on` (API.md §6.2).

use super::id::NodeId;

/// Whether the appliance is one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The id of the node that answered; `None` when unclustered.
    pub this_node: Option<NodeId>,
    /// How many nodes there are; 0 when unclustered.
    pub node_count: u64,
    /// The status in the appliance's words: "ready", "not clustered".
    pub status: String,
}

impl Cluster {
    /// Whether there is a node to choose; otherwise `run_on` can only be `any`.
    pub fn is_clustered(&self) -> bool {
        self.node_count > 0
    }
}

/// A node that a schedule can be pinned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The id that `run_on` carries.
    pub id: NodeId,
    /// Its address inside the cluster; may be empty.
    pub host: String,
    /// What to call it: its public address, else its host, else its id.
    pub label: String,
    /// Whether it is the one that answers us.
    pub is_this: bool,
}
