//! A run and what it reports (API.md §4).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::parameters::parameters;
use super::{Fault, Object, any_text};
use crate::domain::id::ScheduleId;
use crate::domain::order::sorted;
use crate::domain::run::{Outcome, Run, RunStatus, TargetResult, TargetState};
use crate::domain::schedule::Operation;

/// Reads a run. Only its id must be there.
pub(in crate::api) fn run(object: Object<'_>, raw: Arc<str>) -> Result<Run, Fault> {
    let operation = Operation::from_wire(&object.text_or_empty("operation")?);
    let status = object.text_or_empty("status")?;
    let schedule = object.text("job_config_id")?.filter(|id| !id.is_empty()).map(ScheduleId::from);
    let details = object.get("details");
    let named = details.and_then(|details| details.get("job_config_id")).and_then(Value::as_str).map(ScheduleId::from);
    let (outcome, note) = outcome(details);
    Ok(Run {
        id: object.required("id")?.into(),
        schedule_in_details: named.filter(|named| schedule.as_ref() != Some(named)),
        schedule,
        name: object.text_or_empty("name")?,
        description: object.text_or_empty("description")?,
        parameters: parameters(&operation, object.get("job_config_params")),
        operation,
        status: RunStatus::from_wire(&status),
        status_as_given: status,
        enqueued: object.stamp("enqueued_at")?,
        created: object.stamp("createdAt")?,
        updated: object.stamp("updatedAt")?,
        node: object.text("processing_node")?.filter(|node| !node.is_empty()),
        outcome,
        note,
        raw,
    })
}

/// The members of `details` that only repeat the run.
const COPIES: [&str; 6] = ["job_id", "job_config_id", "name", "operation", "status", "description"];

/// `details` may be missing, a text, an object with a map of targets, or something deeper (API.md §4). The second text is an error
/// that came beside the targets.
fn outcome(details: Option<&Value>) -> (Outcome, Option<String>) {
    match details {
        None | Some(Value::Null) => (Outcome::Nothing, None),
        Some(Value::String(text)) => (text_outcome(text), None),
        Some(Value::Object(map)) => object_outcome(map),
        Some(other) => (Outcome::Text(any_text(other)), None),
    }
}

fn object_outcome(map: &Map<String, Value>) -> (Outcome, Option<String>) {
    let said = ["error", "message"]
        .into_iter()
        .filter_map(|name| map.get(name))
        .find(|value| !value.is_null())
        .map(any_text)
        .filter(|text| !text.trim().is_empty());
    match (map.get("details"), said) {
        (Some(Value::Object(targets)), said) if !targets.is_empty() => (Outcome::Targets(results(targets)), said),
        (Some(Value::String(text)), said) if !text.trim().is_empty() => (text_outcome(text), said),
        (_, Some(said)) => (Outcome::Text(said), None),
        (_, None) => {
            let rest: Vec<(String, String)> = map
                .iter()
                .filter(|(name, value)| !COPIES.contains(&name.as_str()) && !is_empty(value))
                .map(|(name, value)| (name.clone(), any_text(value)))
                .collect();
            (if rest.is_empty() { Outcome::Nothing } else { Outcome::Other(rest) }, None)
        }
    }
}

fn text_outcome(text: &str) -> Outcome {
    if text.trim().is_empty() { Outcome::Nothing } else { Outcome::Text(text.to_owned()) }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn results(targets: &Map<String, Value>) -> Vec<TargetResult> {
    let results: Vec<TargetResult> = targets
        .iter()
        .map(|(target, value)| {
            let text = any_text(value);
            // Only a text can say that it went well; a number or an object that happens to contain the words cannot.
            let state = value.as_str().map_or(TargetState::NotOk, TargetState::of_text);
            TargetResult { target: target.clone(), text, state }
        })
        .collect();
    sorted(results, |one, other| one.state.cmp(&other.state).then_with(|| one.target.cmp(&other.target)))
}
