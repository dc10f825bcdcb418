//! The appliance's cluster, as far as it matters for `run_on` (API.md §6.2).

use super::id::NodeId;
use crate::domain::name::Name;

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
    pub label: Name,
    /// True for the node that answers this console.
    pub is_this: bool,
}

/// The manner in which a text names a node.
#[derive(PartialEq, Eq)]
enum Naming {
    /// Every node calls itself `local-node` where there is no cluster (API.md §4).
    Local,
    Id,
    Ip,
    HostName,
}

impl Naming {
    fn of(name: &str) -> Naming {
        match name {
            "local-node" => Naming::Local,
            _ if !name.contains(['.', ':']) => Naming::Id,
            _ if name.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | ':')) => Naming::Ip,
            _ => Naming::HostName,
        }
    }
}

/// False if two names of nodes stand for different nodes for sure: they name a node in the same manner, and differently.
pub fn may_be_node(wanted: &str, named: &str) -> bool {
    wanted == named || Naming::of(wanted) != Naming::of(named)
}
