//! A container of any cloud (API.md §6.1).

use std::sync::Arc;

use serde_json::Value;

use super::{DecodeFault, JsonObject};
use crate::domain::sync::container::Container;

/// Reads a container, with the label by API.md §6.1; Google's long names are cut to their last part.
pub(in crate::api) fn container(object: JsonObject<'_>, _raw: Arc<str>) -> Result<Container, DecodeFault> {
    let id = object.required("id")?;
    // Azure's `name` carries the subscription; people know the `azure_name`.
    let azure = text(object, "azure_name");
    let label = azure
        .or_else(|| ["name", "Name", "display_name", "label"].into_iter().find_map(|name| text(object, name)))
        .or_else(|| dsm_name(object))
        .map_or_else(|| id.clone(), |name| last_segment(&name));
    let known = [
        "account_id",
        "project_id",
        "location",
        "subscription_name",
        "compartment_name",
        "region",
        "organization_id",
        "group_id",
        "serial_number",
        "serial",
    ];
    let mut details: Vec<String> = known.into_iter().filter_map(|name| text(object, name)).collect();
    let regions = object.get("regions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    match regions.len() {
        0 => {}
        1 => details.push("1 region".to_owned()),
        n => details.push(format!("{n} regions")),
    }
    let regions = regions.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let mut names: Vec<String> = CALLED.into_iter().filter_map(|name| text(object, name)).collect();
    names.extend(dsm_name(object));
    let status = text(object, "status").is_some_and(|status| status.eq_ignore_ascii_case("archived"));
    let archived = status || object.get("archived").is_some_and(|flag| *flag == Value::Bool(true));
    Ok(Container { id, label: label.into(), detail: details.join(" · "), names, regions, archived })
}

/// The members whose value may name a container elsewhere.
const CALLED: [&str; 9] =
    ["name", "Name", "display_name", "azure_name", "label", "account_id", "vault_id", "organization_id", "group_id"];

fn dsm_name(object: JsonObject<'_>) -> Option<String> {
    object.get("dsm_params").and_then(|params| params.get("name")).and_then(Value::as_str).map(str::to_owned)
}

fn text(object: JsonObject<'_>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn last_segment(name: &str) -> String {
    match name.split_once("/keyRings/") {
        Some((_, last)) if !last.is_empty() => last.to_owned(),
        _ => name.to_owned(),
    }
}
