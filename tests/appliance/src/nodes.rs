//! The cluster and its nodes (API.md §6.2); unclustered unless a control changes that.

use serde_json::{Value, json};

use crate::appliance::Appliance;
use crate::calls::{Answer, Refusal, Reply};
use crate::ids::Dice;

/// A node of a cluster.
#[derive(Clone, Debug)]
pub struct Node {
    /// The id of the node.
    pub id: String,
    /// The number of the node, from 1.
    pub number: usize,
}

/// A cluster of so many nodes; empty for fewer than two.
#[must_use]
pub fn cluster(size: usize) -> Vec<Node> {
    let size = if size < 2 { 0 } else { size };
    (1..=size).map(|number| Node { id: Dice::of(&format!("node {number}")).uuid(), number }).collect()
}

fn node_json(node: &Node) -> Value {
    json!({
        "nodeID": node.id, "host": format!("10.0.0.{}", 4 + node.number),
        "publicAddress": format!("cm{}.example.com", node.number),
        "status": {"code": "r", "description": "ready"}, "isThisNode": node.number == 1,
    })
}

/// `GET /v1/cluster`.
///
/// # Errors
/// Never fails.
pub fn read_cluster(appliance: &Appliance) -> Answer {
    let nodes = appliance.settings().nodes;
    let status = match nodes.first() {
        Some(_) => json!({"code": "r", "description": "ready"}),
        None => json!({"code": "none", "description": "not clustered"}),
    };
    let this = nodes.first().map_or("", |node| node.id.as_str());
    Ok(Reply::json(200, json!({"nodeID": this, "nodeCount": nodes.len(), "status": status})))
}

/// `GET /v1/nodes`.
///
/// # Errors
/// Never fails.
pub fn list(appliance: &Appliance) -> Answer {
    let resources: Vec<Value> = appliance.settings().nodes.iter().map(node_json).collect();
    Ok(Reply::json(200, json!({"skip": 0, "limit": 10, "total": resources.len(), "resources": resources})))
}

/// `GET /v1/nodes/{id}`.
///
/// # Errors
/// 500 for an unknown node, like the appliance.
pub fn read(appliance: &Appliance, id: &str) -> Answer {
    let nodes = appliance.settings().nodes;
    let node = nodes.iter().find(|node| node.id == id).ok_or_else(Refusal::internal)?;
    Ok(Reply::json(200, node_json(node)))
}

/// `GET /v1/cluster/summary`.
///
/// # Errors
/// Never fails.
pub fn summary(appliance: &Appliance) -> Answer {
    let nodes = appliance.settings().nodes;
    let each = nodes.iter().map(|node| (node.id.clone(), json!({}))).collect::<serde_json::Map<_, _>>();
    let mut resources = serde_json::Map::new();
    if let Some(node) = nodes.first() {
        resources.insert(node.id.clone(), json!({"clusterSummary": each}));
    }
    Ok(Reply::json(200, json!({"resources": resources})))
}
