//! The parameters of a synchronization (API.md §3.3): eight clouds, each with its own container list.

use serde_json::{Map, Value, json};

use crate::appliance::{PatchParameters, Settings};

/// `cloud_name` and the name of its container list.
pub const CLOUDS: [(&str, &str); 8] = [
    ("aws", "kms"),
    ("AzureCloud", "key_vaults"),
    ("gcp", "key_rings"),
    ("oci", "oci_vaults"),
    ("sfdc", "organizations"),
    ("sap", "groups"),
    ("dsm", "domains"),
    ("hsm-luna", "partitions"),
];
const ITEMS: [&str; 4] = ["key", "secret", "certificate", "all"];

/// The name of a cloud's container list.
#[must_use]
pub fn list_of(cloud: &str) -> Option<&'static str> {
    CLOUDS.iter().find(|(name, _)| *name == cloud).map(|(_, list)| *list)
}

/// Reads the parameters of a create, or of a change when `present` gives the stored ones.
///
/// Returns the parameters to store; adds every fault to `faults` and returns `None` if there was one.
pub fn read(sent: &Value, present: Option<&Value>, faults: &mut Vec<String>) -> Option<Value> {
    let before = faults.len();
    let Some(sent) = sent.as_object() else {
        faults.push("cckm_synchronization_params: must be an object".to_owned());
        return None;
    };
    let stored_cloud = present.and_then(|params| params["cloud_name"].as_str());
    let sent_cloud = sent.get("cloud_name").and_then(Value::as_str).unwrap_or_default();
    let cloud = match (stored_cloud, sent_cloud) {
        (Some(stored), "") => stored,
        (Some(stored), sent) if sent != stored => {
            faults.push("cloud_name: cannot be changed".to_owned());
            return None;
        }
        (None, "") => {
            faults.push("cloud_name: cloud_name is a required field".to_owned());
            return None;
        }
        (_, sent) => sent,
    };
    let Some(list) = list_of(cloud) else {
        faults.push(format!("cloud_name: \"{cloud}\" is not one of {}", CLOUDS.map(|(name, _)| name).join(", ")));
        return None;
    };
    let mut params = Map::new();
    params.insert("cloud_name".to_owned(), json!(cloud));
    selection(sent, present, list, cloud, &mut params, faults);
    azure(sent, present, cloud, &mut params, faults);
    (faults.len() == before).then_some(Value::Object(params))
}

fn selection(
    sent: &Map<String, Value>,
    present: Option<&Value>,
    list: &str,
    cloud: &str,
    params: &mut Map<String, Value>,
    faults: &mut Vec<String>,
) {
    for (_, other) in CLOUDS.iter().filter(|(_, other)| *other != list) {
        if !names(sent.get(*other)).is_some_and(|names| names.is_empty()) {
            faults.push(format!("{other}: does not belong to cloud_name {cloud}"));
        }
    }
    let Some(containers) = names(sent.get(list)) else {
        faults.push(format!("{list}: must be a list of names or ids"));
        return;
    };
    let all = match sent.get("synchronize_all") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(all)) => *all,
        Some(_) => {
            faults.push("synchronize_all: must be true or false".to_owned());
            return;
        }
    };
    match (all, containers.is_empty(), present) {
        (true, false, _) => faults.push(format!("synchronize_all: excludes {list}")),
        (true, true, _) => {
            params.insert("synchronize_all".to_owned(), json!(true));
        }
        (false, false, _) => {
            params.insert(list.to_owned(), json!(containers));
        }
        (false, true, Some(present)) if !sent.contains_key(list) && !sent.contains_key("synchronize_all") => {
            for name in [list, "synchronize_all"] {
                if let Some(value) = present.get(name) {
                    params.insert(name.to_owned(), value.clone());
                }
            }
        }
        (false, true, _) => faults.push(format!("{list}: at least one is needed unless synchronize_all is true")),
    }
}

fn azure(
    sent: &Map<String, Value>,
    present: Option<&Value>,
    cloud: &str,
    params: &mut Map<String, Value>,
    faults: &mut Vec<String>,
) {
    let stored = |name: &str| present.and_then(|params| params.get(name)).cloned();
    let items = match sent.get("sync_item") {
        Some(Value::String(item)) => Some(vec![item.clone()]),
        other => names(other),
    };
    let Some(items) = items else {
        faults.push("sync_item: must be a list".to_owned());
        return;
    };
    let backup = sent.get("take_cloud_key_backup").filter(|value| !value.is_null()).cloned();
    if cloud != "AzureCloud" {
        if !items.is_empty() {
            faults.push(format!("sync_item: does not belong to cloud_name {cloud}"));
        }
        if backup == Some(json!(true)) {
            faults.push(format!("take_cloud_key_backup: does not belong to cloud_name {cloud}"));
        }
        return;
    }
    if let Some(odd) = items.iter().find(|item| !ITEMS.contains(&item.as_str())) {
        faults.push(format!("sync_item: \"{odd}\" is not one of {}", ITEMS.join(", ")));
    }
    // Schedules of other clients say no item, which means keys (API.md §3.3).
    if let Some(items) = if items.is_empty() { stored("sync_item") } else { Some(json!(items)) } {
        params.insert("sync_item".to_owned(), items);
    }
    match backup.or_else(|| stored("take_cloud_key_backup")) {
        Some(Value::Bool(backup)) => {
            params.insert("take_cloud_key_backup".to_owned(), json!(backup));
        }
        Some(_) => faults.push("take_cloud_key_backup: must be true or false".to_owned()),
        None => {}
    }
}

/// Reads the parameters of a change in the manner of the settings.
///
/// Returns the parameters to store; adds every fault to `faults` and returns `None` if there was one.
pub fn change(sent: &Value, present: &Value, settings: &Settings, faults: &mut Vec<String>) -> Option<Value> {
    if settings.patch_refuses_backup && sent.get("take_cloud_key_backup").is_some() {
        faults.push("take_cloud_key_backup: cannot be changed".to_owned());
        return None;
    }
    let cloud = present["cloud_name"].as_str().unwrap_or_default();
    let list = list_of(cloud).unwrap_or_default();
    match settings.patch_parameters {
        PatchParameters::Keep if present["synchronize_all"] == true && sent.get("synchronize_all").is_none() => {
            let mut sent = sent.clone();
            sent.as_object_mut().map(|members| members.remove(list));
            read(&sent, Some(present), faults)
        }
        PatchParameters::Usual | PatchParameters::Keep => read(sent, Some(present), faults),
        PatchParameters::Replace => {
            let mut sent = sent.clone();
            if sent["cloud_name"].as_str().unwrap_or_default().is_empty() {
                sent["cloud_name"] = json!(cloud);
            }
            read(&sent, None, faults)
        }
    }
}

/// The texts of a list; absent and null are empty, and anything but a list of texts is `None`.
#[must_use]
pub fn names(value: Option<&Value>) -> Option<Vec<String>> {
    match value {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(list)) => list.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    }
}
