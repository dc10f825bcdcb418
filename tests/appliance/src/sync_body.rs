//! The body of a request for a direct synchronization (API.md §5.1, §5.2).

use serde_json::{Map, Value, json};

use crate::calls::Refusal;
use crate::sync_params::names;
use crate::sync_sources::Source;

/// The requested selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Names or ids of containers as sent; `None` for all containers.
    pub called: Option<Vec<String>>,
    /// The regions to restrict to; empty for all.
    pub regions: Vec<String>,
}

/// Every member of any request for synchronization, by a direct job or a schedule.
const MEMBERS: [&str; 14] = [
    "kms",
    "regions",
    "key_vaults",
    "take_cloud_key_backup",
    "key_rings",
    "vaults",
    "oci_vaults",
    "organization_ids",
    "organizations",
    "groups",
    "domains",
    "partitions",
    "sync_item",
    "cloud_name",
];

/// Reads the body of a start. An unknown member is ignored; a member of another source is a fault unless it is empty.
///
/// # Errors
/// 400 with a line for every field at fault.
pub fn read(source: &Source, body: &Map<String, Value>) -> Result<Wish, Refusal> {
    let mut faults = Vec::new();
    let own = |member: &str| {
        source.lists.contains(&member)
            || member == "regions" && source.regional
            || member == "take_cloud_key_backup" && source.backup
    };
    for (member, value) in body {
        let empty = value.is_null() || *value == json!([]) || *value == json!(false) || *value == json!("");
        if MEMBERS.contains(&member.as_str()) && !own(member) && !empty {
            faults.push(format!("{member}: does not belong to {}", source.name));
        }
    }
    if source.backup && !matches!(body.get("take_cloud_key_backup"), None | Some(Value::Null | Value::Bool(_))) {
        faults.push("take_cloud_key_backup: must be true or false".to_owned());
    }
    let regions = match source.regional.then(|| names(body.get("regions"))) {
        None => Vec::new(),
        Some(Some(regions)) if regions.iter().all(|region| !region.is_empty()) => regions,
        Some(_) => {
            faults.push("regions: must be a list of regions".to_owned());
            Vec::new()
        }
    };
    let called = selection(source, body, &regions, &mut faults);
    if faults.is_empty() { Ok(Wish { called, regions }) } else { Err(Refusal::validation(&faults)) }
}

fn selection(source: &Source, body: &Map<String, Value>, regions: &[String], faults: &mut Vec<String>) -> Option<Vec<String>> {
    let before = faults.len();
    let mut given: Option<(&str, Vec<String>)> = None;
    for list in source.lists {
        match names(body.get(*list)).filter(|names| names.iter().all(|name| !name.is_empty())) {
            None => faults.push(format!("{list}: must be a list of names or ids")),
            Some(names) if names.is_empty() => {}
            Some(_) if given.is_some() => faults.push(format!("{list}: excludes {}", source.lists[0])),
            Some(names) => given = Some((list, names)),
        }
    }
    let all = match body.get("synchronize_all") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(all)) => *all,
        Some(_) => {
            faults.push("synchronize_all: must be true or false".to_owned());
            false
        }
    };
    match given {
        Some((list, _)) if all && !source.ignores_list => faults.push(format!("synchronize_all: excludes {list}")),
        // The list beside it is ignored (API.md §5.2).
        Some(_) if all => return None,
        None if all && !regions.is_empty() => faults.push("synchronize_all: excludes regions".to_owned()),
        None if !all && faults.len() == before => {
            faults.push(format!("{}: at least one is needed unless synchronize_all is true", source.lists[0]));
        }
        _ => {}
    }
    given.map(|(_, names)| names)
}
