//! Cluster, nodes, domains and facts about the appliance (API.md §1.4, §6.2, §6.3).

use std::sync::Arc;

use serde_json::Value;

use super::{DecodeFault, JsonObject};
use crate::api::system::SystemInfo;
use crate::domain::appliance::cluster::{Cluster, Node};
use crate::domain::appliance::domains::Domain;
use crate::domain::appliance::id::NodeId;

/// Reads a node; the id has up to three names (API.md §6.2).
pub(in crate::api) fn node(object: JsonObject<'_>, _raw: Arc<str>) -> Result<Node, DecodeFault> {
    let id = match (object.text("nodeID")?, object.text("node_id")?) {
        (Some(id), _) | (None, Some(id)) if !id.is_empty() => id,
        _ => object.required("id")?,
    };
    let host = object.text_or_empty("host")?;
    let label = object.text("publicAddress")?.filter(|text| !text.is_empty());
    let label = label.or_else(|| Some(host.clone()).filter(|host| !host.is_empty())).unwrap_or_else(|| id.clone());
    Ok(Node { id: NodeId::from(id), host, label: label.into(), is_this: object.flag("isThisNode")? })
}

/// Reads the state of the cluster.
pub(in crate::api) fn cluster(object: JsonObject<'_>, _raw: Arc<str>) -> Result<Cluster, DecodeFault> {
    let status = object.get("status");
    let described = status.and_then(|status| status.get("description")).and_then(Value::as_str);
    Ok(Cluster {
        this_node: object.text("nodeID")?.filter(|id| !id.is_empty()).map(NodeId::from),
        node_count: object.number("nodeCount").unwrap_or(0),
        status: described.or_else(|| status.and_then(Value::as_str)).unwrap_or("").to_owned(),
    })
}

/// Reads a domain.
pub(in crate::api) fn domain(object: JsonObject<'_>, _raw: Arc<str>) -> Result<Domain, DecodeFault> {
    let id = object.required("id")?;
    let name = object.text("name")?.filter(|name| !name.is_empty());
    Ok(Domain { name: name.unwrap_or_else(|| id.clone()).into(), id: id.into() })
}

/// Reads the facts about the appliance.
pub(in crate::api) fn system(object: JsonObject<'_>, _raw: Arc<str>) -> Result<SystemInfo, DecodeFault> {
    Ok(SystemInfo {
        name: object.text_or_empty("name")?.into(),
        version: object.text_or_empty("version")?,
        model: object.text_or_empty("model")?,
        uptime: object.text_or_empty("uptime")?,
    })
}
