//! A `ciphertrust_scheduler` of the vendor's Terraform provider, version 1.0.1 as of mid-2026 (the source TF-2026 of API.md).
//! tests/fixtures/handoff/terraform-attributes.tsv lists its attributes.

use serde_json::{Map, Value};

use super::{create_body, is_unseen};
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::AzureItem;
use crate::domain::text::escape_unseen;

/// Clouds of the provider's synchronizations and rotations. Google Cloud was in 0.11 and is in no later version.
const CLOUDS: [Cloud; 3] = [Cloud::Aws, Cloud::Azure, Cloud::Oci];

/// Request members with an attribute of the same name.
const COMMON: [&str; 8] = ["name", "operation", "description", "run_at", "run_on", "disabled", "start_date", "end_date"];

/// Members of a `cckm_synchronization` and their attributes; the cloud's list of containers keeps its name.
const SYNCHRONIZATION: [(&str, &str); 4] = [
    ("cloud_name", "cloud_name"),
    ("synchronize_all", "synchronize_all"),
    ("sync_item", "sync_items"),
    ("take_cloud_key_backup", "take_cloud_key_backup"),
];

/// Members of a `database_backup` and their attributes (API.md §3.2).
const BACKUP: [(&str, &str); 8] = [
    ("backupKey", "backup_key"),
    ("connection", "connection"),
    ("description", "description"),
    ("do_scp", "do_scp"),
    ("filters", "filters"),
    ("retentionCount", "retention_count"),
    ("scope", "scope"),
    ("tiedToHSM", "tied_to_hsm"),
];

/// Members of a `cckm_key_rotation` and their attributes; members of `aws_param` keep their names (API.md §3.2).
const ROTATION: [(&str, &str); 6] = [
    ("cloud_name", "cloud_name"),
    ("expiration", "expiration"),
    ("expire_in", "expire_in"),
    ("rotation_after", "rotation_after"),
    ("retain_alias", "aws_retain_alias"),
    ("rotate_material", "rotate_material"),
];

/// Gives a `resource` block that creates the schedule again, with comments: the provider's version, parameters without an
/// attribute, and values that Terraform would change. Where the resource would be refused or become another schedule, the
/// snippet is a comment alone. `is_composed` is true for text in composed form (NFC).
pub fn terraform(schedule: &Schedule, is_composed: &dyn Fn(&str) -> bool) -> String {
    let body = create_body(schedule);
    let block = [schedule.operation.as_wire(), "_params"].concat();
    let empty = Map::new();
    let params = body.get(&block).and_then(Value::as_object).unwrap_or(&empty);
    let (pairs, rest) = match attributes(schedule, params) {
        Ok(known) => known,
        Err(why) => return ["# There is no Terraform resource for this schedule: ", &why, ". Copy it as curl."].concat(),
    };
    let common: Vec<Attribute> = COMMON.iter().filter_map(|name| Some((*name, body.get(*name)?.clone()))).collect();
    let mut text =
        "# For version 1.0.1 of the provider ThalesGroup/CipherTrust, as of mid-2026; 0.11 has another syntax.\n".to_owned();
    if params.get("cloud_name").and_then(Value::as_str).and_then(Cloud::from_wire) == Some(Cloud::Azure) {
        text.push_str("# Builds of 1.0.1 before Azure came in refuse this cloud.\n");
    }
    if !rest.is_empty() {
        text.push_str(&["# Left out, since the provider has no attribute for them: ", &rest.join(", "), "\n"].concat());
    }
    let is_altered = |(_, value): &&Attribute| !holds_composed(value, is_composed);
    let altered: Vec<&str> = common.iter().chain(&pairs).filter(is_altered).map(|(name, _)| *name).collect();
    if !altered.is_empty() {
        text.push_str(&["# Terraform composes letters and accents (NFC), which changes: ", &altered.join(", "), "\n"].concat());
    }
    let name = identifier(schedule.name.as_sent(), schedule.id.as_str());
    text.push_str(&["resource \"ciphertrust_scheduler\" \"", &name, "\" {\n", &lines(&common, "  ")].concat());
    if !pairs.is_empty() {
        text.push_str(&["\n  ", &block, " = {\n", &lines(&pairs, "    "), "  }\n"].concat());
    }
    text.push('}');
    text
}

/// True if every text of the value is composed. Line breaks and quotes count as they are, not as JSON escapes them.
fn holds_composed(value: &Value, is_composed: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_composed(text),
        Value::Array(list) => list.iter().all(|value| holds_composed(value, is_composed)),
        Value::Object(map) => map.values().all(|value| holds_composed(value, is_composed)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

/// The name of an attribute, and the value that the appliance stores.
type Attribute = (&'static str, Value);

/// Attributes, and the names of members without an attribute.
type Known = (Vec<Attribute>, Vec<String>);

/// Attributes of the parameter object. Fails with the reason why there is no resource.
fn attributes(schedule: &Schedule, params: &Map<String, Value>) -> Result<Known, String> {
    let operation = schedule.operation.as_wire();
    let cloud = params.get("cloud_name").and_then(Value::as_str).and_then(Cloud::from_wire);
    match (operation, &schedule.parameters) {
        ("cckm_synchronization", Parameters::Odd { .. }) => Err("its parameters are unclear".to_owned()),
        ("cckm_synchronization", Parameters::Sync(sync)) => {
            let cloud = among(&CLOUDS, cloud)?;
            let other = [AzureItem::Secret, AzureItem::Certificate];
            if sync.items().is_some_and(|items| other.into_iter().any(|item| items.contains(item))) {
                return Err("the provider synchronizes Azure keys alone, so it would become another schedule".to_owned());
            }
            let list = cloud.container_field();
            let mut names = SYNCHRONIZATION.to_vec();
            names.push((list, list));
            Ok(split(params, &names))
        }
        ("cckm_key_rotation", _) => {
            among(&CLOUDS, cloud)?;
            let mut flat = params.clone();
            if let Some(Value::Object(aws)) = params.get("aws_param") {
                flat.remove("aws_param");
                flat.extend(aws.clone());
            }
            Ok(split(&flat, &ROTATION))
        }
        ("cckm_key_backup", _) => among(&[Cloud::Azure], cloud).map(|_| split(params, &[("cloud_name", "cloud_name")])),
        ("cckm_xks_credential_rotation", _) => Ok(split(params, &[("cloud_name", "cloud_name")])),
        ("database_backup", _) => Ok(split(params, &BACKUP)),
        _ => Err(["the provider has no operation ", &comment_text(operation)].concat()),
    }
}

/// The cloud, if the provider has it for the operation; otherwise the reason why there is no resource.
fn among(clouds: &[Cloud], cloud: Option<Cloud>) -> Result<Cloud, String> {
    let Some(cloud) = cloud else { return Err("its cloud is unclear".to_owned()) };
    if clouds.contains(&cloud) {
        return Ok(cloud);
    }
    let since = if cloud == Cloud::Gcp { " since version 1.0" } else { "" };
    Err(["the provider does not have ", cloud.label(), " for this operation", since].concat())
}

/// Sorts members into attributes and others; unset members (null or empty text) are dropped.
fn split(params: &Map<String, Value>, names: &[(&'static str, &'static str)]) -> Known {
    let mut known = Known::default();
    for (member, stored) in params.iter().filter(|(_, stored)| !stored.is_null() && stored.as_str() != Some("")) {
        match names.iter().find(|(name, _)| name == member) {
            Some((_, attribute)) => known.0.push((attribute, stored.clone())),
            None => known.1.push(comment_text(member)),
        }
    }
    known
}

/// Filters of a backup; the provider takes their queries as JSON in a string.
fn filters(stored: &Value) -> String {
    let one = |filter: &Value| {
        let kind = filter.get("resourceType").map(|kind| ["resource_type = ", &value(kind)].concat());
        let query = filter.get("resourceQuery").filter(|query| !query.is_null());
        let query = query.map(|query| ["resource_query = ", &quote(&query.to_string())].concat());
        ["{ ", &kind.into_iter().chain(query).collect::<Vec<_>>().join(", "), " }"].concat()
    };
    let list = stored.as_array().map(|list| list.iter().map(one).collect::<Vec<_>>());
    list.map_or_else(|| value(stored), |list| ["[", &list.join(", "), "]"].concat())
}

/// A value as a Terraform expression.
fn value(value: &Value) -> String {
    match value {
        Value::String(text) => quote(text),
        Value::Array(list) => ["[", &list.iter().map(self::value).collect::<Vec<_>>().join(", "), "]"].concat(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| [&quote(name), " = ", &self::value(member)].concat());
            ["{ ", &members.collect::<Vec<_>>().join(", "), " }"].concat()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A quoted template with exactly this value: interpolation and quotes are escaped.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '$' | '%' if rest.peek() == Some(&'{') => out.extend([c, c]),
            _ if is_unseen(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text for a comment, always on one line.
fn comment_text(text: &str) -> String {
    escape_unseen(&Value::from(text).to_string(), false)
}

/// One attribute per line, with aligned equals signs as `terraform fmt` writes them.
fn lines(pairs: &[Attribute], indent: &str) -> String {
    let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let line = |(name, stored): &Attribute| {
        let written = if *name == "filters" { filters(stored) } else { value(stored) };
        [indent, name, &" ".repeat(width - name.len()), " = ", &written, "\n"].concat()
    };
    pairs.iter().map(line).collect()
}

/// A resource name of the words in the schedule's name, to be recognized by, and those of its id, by which no two are equal.
/// ASCII letters, digits and single underscores, never empty, never a digit first.
fn identifier(name: &str, id: &str) -> String {
    let parts = [name, id].into_iter().flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let words: Vec<&str> = parts.filter(|word| !word.is_empty()).collect();
    match words.join("_") {
        plain if plain.starts_with(|c: char| c.is_ascii_alphabetic()) => plain,
        other => ["schedule", &other].join("_"),
    }
}
