//! A `ciphertrust_scheduler` of the vendor's Terraform provider (the source TF of API.md).
//! tests/fixtures/handoff/terraform-attributes.tsv lists the attribute names of its documentation.

use serde_json::{Map, Value};

use super::{create_body, escape_unseen, is_unseen};
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::cloud::Cloud;

/// Clouds in the provider's documentation from version 0.11 to 1.0.
const CLOUDS: [Cloud; 4] = [Cloud::Aws, Cloud::Azure, Cloud::Gcp, Cloud::Oci];

/// Request members with an attribute of the same name.
const COMMON: [&str; 8] = ["name", "operation", "description", "run_at", "run_on", "disabled", "start_date", "end_date"];

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

/// Gives a `resource` block that creates the schedule again, named after it. A comment lists the parameters that the provider
/// does not document; for an undocumented operation or cloud the snippet is a comment alone.
pub fn terraform(schedule: &Schedule) -> String {
    let body = create_body(schedule);
    let block = [schedule.operation.as_wire(), "_params"].concat();
    let empty = Map::new();
    let params = body.get(&block).and_then(Value::as_object).unwrap_or(&empty);
    let (pairs, rest) = match attributes(schedule, params) {
        Ok(known) => known,
        Err(why) => return ["# The Terraform provider does not document ", &why, ". Copy this schedule as curl."].concat(),
    };
    let mut text = String::new();
    if !rest.is_empty() {
        text.push_str(&["# Left out, since the Terraform provider does not document them: ", &rest.join(", "), "\n"].concat());
    }
    // Both syntaxes are in use: these two are blocks in 0.11 and became attributes on the way to 1.0.1.
    let is_block = matches!(block.as_str(), "cckm_synchronization_params" | "cckm_key_rotation_params");
    if is_block {
        text.push_str(&["# For a provider that takes an attribute in place of a block, write: ", &block, " = {\n"].concat());
    }
    let common = COMMON.iter().filter_map(|name| Some(((*name).to_owned(), value(body.get(*name)?)))).collect::<Vec<_>>();
    text.push_str(
        &["resource \"ciphertrust_scheduler\" \"", &identifier(&schedule.name), "\" {\n", &lines(&common, "  ")].concat(),
    );
    if !pairs.is_empty() {
        text.push_str(&["\n  ", &block, if is_block { " {\n" } else { " = {\n" }, &lines(&pairs, "    "), "  }\n"].concat());
    }
    text.push('}');
    text
}

/// Attributes with their written values, and the names of members without an attribute.
type Known = (Vec<(String, String)>, Vec<String>);

/// Attributes of the parameter object. Fails with the undocumented operation or cloud.
fn attributes(schedule: &Schedule, params: &Map<String, Value>) -> Result<Known, String> {
    let operation = schedule.operation.as_wire();
    let cloud = params.get("cloud_name").and_then(Value::as_str).and_then(Cloud::from_wire);
    let documented = cloud.filter(|cloud| CLOUDS.contains(cloud));
    match (operation, &schedule.parameters, documented) {
        ("cckm_synchronization", Parameters::Odd { .. }, _) => Err("a synchronization with unclear parameters".to_owned()),
        ("cckm_synchronization", _, Some(cloud)) => {
            let list = cloud.container_field();
            let names = [("cloud_name", "cloud_name"), (list, list), ("synchronize_all", "synchronize_all")];
            Ok(split(params, &names))
        }
        ("cckm_key_rotation", _, Some(_)) => {
            let mut flat = params.clone();
            if let Some(Value::Object(aws)) = params.get("aws_param") {
                flat.remove("aws_param");
                flat.extend(aws.clone());
            }
            Ok(split(&flat, &ROTATION))
        }
        ("cckm_synchronization" | "cckm_key_rotation", _, None) => Err(["this operation for ", cloud_words(cloud)].concat()),
        ("cckm_xks_credential_rotation", ..) => Ok(split(params, &[("cloud_name", "cloud_name")])),
        ("database_backup", ..) => Ok(split(params, &BACKUP)),
        _ => Err(["the operation ", &comment_text(operation)].concat()),
    }
}

fn cloud_words(cloud: Option<Cloud>) -> &'static str {
    cloud.map_or("its cloud", Cloud::label)
}

/// Sorts members into attributes and others; unset members (null or empty text) are dropped.
fn split(params: &Map<String, Value>, names: &[(&str, &str)]) -> Known {
    let mut known = Known::default();
    for (member, stored) in params.iter().filter(|(_, stored)| !stored.is_null() && stored.as_str() != Some("")) {
        match names.iter().find(|(name, _)| name == member) {
            Some((_, "filters")) => known.0.push(("filters".to_owned(), filters(stored))),
            Some((_, attribute)) => known.0.push(((*attribute).to_owned(), value(stored))),
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
fn lines(pairs: &[(String, String)], indent: &str) -> String {
    let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    pairs.iter().map(|(name, value)| [indent, name, &" ".repeat(width - name.len()), " = ", value, "\n"].concat()).collect()
}

/// A resource name: ASCII letters, digits and single underscores, never empty, never a digit first.
fn identifier(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.join("_") {
        empty if empty.is_empty() => "schedule".to_owned(),
        digit if digit.starts_with(|c: char| c.is_ascii_digit()) => ["schedule_", &digit].concat(),
        plain => plain,
    }
}
