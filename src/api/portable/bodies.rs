//! Schedules within the texts that people have: an export of this console, answers of the appliance and of ksctl, one object a
//! line, and output of `terraform show -json`.

use crate::domain::text::without_mark;
use serde_json::{Deserializer, Map, Value};

/// Gives the schedules in a text, unchanged, in its order. The error is a text for people.
pub(super) fn bodies(text: &str) -> Result<Vec<Value>, String> {
    let text = without_mark(text);
    if text.trim().is_empty() {
        return Err("The text is empty.".to_owned());
    }
    let mut found = Vec::new();
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|error| match is_configuration(text) {
            true => {
                "This is a Terraform configuration. Import reads JSON, such as the output of “terraform show -json”.".to_owned()
            }
            false => format!("This is not JSON: {error}."),
        })?;
        found.extend(within(value)?);
    }
    Ok(found)
}

/// True for text in Terraform's language.
fn is_configuration(text: &str) -> bool {
    let starts = ["resource \"", "data \"", "provider \"", "module \"", "variable \"", "terraform {", "locals {"];
    text.lines().any(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
}

fn within(value: Value) -> Result<Vec<Value>, String> {
    match value {
        Value::Array(list) => Ok(list),
        Value::Object(mut file) => {
            if let Some(inner) = file.remove("application/json") {
                return within(inner);
            }
            if file.contains_key("terraform_version") || file.contains_key("format_version") {
                return resources(&file);
            }
            let Some(name) = ["schedules", "resources"].into_iter().find(|name| file.contains_key(*name)) else {
                return Ok(vec![Value::Object(file)]);
            };
            match file.remove(name) {
                Some(Value::Array(list)) => Ok(list),
                // The appliance writes an empty list as null, too (API.md §0.6).
                None | Some(Value::Null) => Ok(Vec::new()),
                Some(_) => Err(format!("“{name}” in this file is not a list.")),
            }
        }
        _ => Err("The file holds no schedule.".to_owned()),
    }
}

/// The schedules in the output of `terraform show -json`, for a state or for a plan.
fn resources(output: &Map<String, Value>) -> Result<Vec<Value>, String> {
    if output.contains_key("resources") {
        return Err("This is a state file of Terraform. Import reads the output of “terraform show -json”.".to_owned());
    }
    let state = output.get("values").or_else(|| output.get("planned_values"));
    let mut modules: Vec<&Value> = state.and_then(|state| state.get("root_module")).into_iter().collect();
    let mut found = Vec::new();
    while let Some(module) = modules.pop() {
        let of_type = |resource: &&Value| resource.get("type").and_then(Value::as_str) == Some("ciphertrust_scheduler");
        found.extend(list(module, "resources").filter(of_type).filter_map(|one| one.get("values")).cloned());
        modules.extend(list(module, "child_modules"));
    }
    if found.is_empty() { Err("This output of Terraform has no ciphertrust_scheduler.".to_owned()) } else { Ok(found) }
}

fn list<'a>(module: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    module.get(name).and_then(Value::as_array).into_iter().flatten()
}
