//! `job_config_params` of a schedule or a run.

use serde_json::{Map, Value};

use super::pairs;
use crate::domain::schedule::{Operation, Parameters};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{AzureItems, Containers, Selection, SyncParams};

/// Reads the parameters. Contradictory or unknown ones are kept and explained, never corrected.
pub(super) fn parameters(operation: &Operation, value: Option<&Value>) -> Parameters {
    let empty = Map::new();
    let map = match value {
        Some(Value::Object(map)) => map,
        _ => &empty,
    };
    if *operation != Operation::Synchronization {
        return Parameters::Foreign { pairs: pairs(map) };
    }
    let cloud = map.get("cloud_name").and_then(Value::as_str).and_then(Cloud::from_wire);
    match synchronization(cloud, map) {
        Ok(params) => Parameters::Sync(params),
        Err(why) => Parameters::Odd { cloud, why, pairs: pairs(map) },
    }
}

fn synchronization(cloud: Option<Cloud>, map: &Map<String, Value>) -> Result<SyncParams, String> {
    let Some(cloud) = cloud else {
        return Err(match map.get("cloud_name").and_then(Value::as_str) {
            Some(name) if !name.is_empty() => format!("This console does not know the cloud {name}."),
            _ => "The parameters name no cloud.".to_owned(),
        });
    };
    if let Some(other) = Cloud::ALL.into_iter().find(|other| *other != cloud && has_elements(map.get(other.container_field()))) {
        return Err(format!(
            "The parameters are for {} but also list {} of {}.",
            cloud.label(),
            other.container_noun(2),
            other.label()
        ));
    }
    let everything = matches!(map.get("synchronize_all"), Some(Value::Bool(true)))
        || map.get("synchronize_all").and_then(Value::as_str).is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let list = Containers::new(texts(map.get(cloud.container_field()))?);
    let selection = match (everything, list) {
        (true, None) => Selection::Everything,
        (false, Some(list)) => Selection::These(list),
        (true, Some(_)) => return Err("The parameters select everything and list containers too.".to_owned()),
        (false, None) => return Err(format!("The parameters list no {} and do not select everything.", cloud.container_noun(1))),
    };
    let words = texts(map.get("sync_item"))?;
    let items = AzureItems::from_words(words.iter().map(String::as_str))
        .map_err(|word| format!("This console does not know the item {word}."))?;
    let backup = matches!(map.get("take_cloud_key_backup"), Some(Value::Bool(true)));
    let (items, backup) = if cloud == Cloud::Azure { (items, backup) } else { (None, false) };
    SyncParams::new(cloud, selection, items, backup)
        .map_err(|_| "The parameters hold items or a backup, which only Azure has.".to_owned())
}

fn has_elements(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Array(list)) if !list.is_empty())
}

/// A list of texts, or one text in place of a list (API.md §7 row 26).
fn texts(value: Option<&Value>) -> Result<Vec<String>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(one)) if one.is_empty() => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(list)) => list
            .iter()
            .map(|item| {
                item.as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| "A list in the parameters holds something that is not text.".to_owned())
            })
            .collect(),
        Some(_) => Err("A parameter that should be a list is not one.".to_owned()),
    }
}
