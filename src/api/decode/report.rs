//! The results of a run or a sync job by target (API.md §4, §5.7): a map of targets to texts, possibly inside another object, a
//! text, or deeper values. Nothing is dropped: each part becomes a target, a text, or a name with its value.

use serde_json::{Map, Value};

use super::any_text;
use crate::domain::list::sort::sorted;
use crate::domain::run::report::{RunStatus, TargetResult, TargetState};

#[derive(Default)]
pub(super) struct DecodedResults {
    pub(super) targets: Vec<TargetResult>,
    pub(super) said: Vec<String>,
    pub(super) rest: Vec<(String, String)>,
}

/// The members of a run's `details` that only repeat the run.
const COPIES: [&str; 6] = ["job_id", "job_config_id", "name", "operation", "status", "description"];
/// The members of `details` that are a text about the whole.
const SAID: [&str; 2] = ["error", "message"];

/// Reads `details` of a run. With `has_targets`, an object without inner `details` is itself the map of targets; other operations
/// put other facts there.
pub(super) fn run_results(details: Option<&Value>, has_targets: bool, status: &RunStatus) -> DecodedResults {
    let mut results = DecodedResults::default();
    match details {
        None | Some(Value::Null) => {}
        Some(Value::Object(map)) => {
            results.object(map, has_targets);
            results.other_status(map, status);
        }
        Some(other) => results.say(other),
    }
    results.targets = in_order(std::mem::take(&mut results.targets));
    results
}

/// Reads `detailed_status` of a sync job: the map of targets itself.
pub(super) fn job_results(detailed: Option<&Value>) -> DecodedResults {
    let mut results = DecodedResults::default();
    match detailed {
        None | Some(Value::Null) => {}
        Some(Value::Object(map)) => results.targets = in_order(map.iter().map(|(name, value)| result(name, value)).collect()),
        Some(other) => results.say(other),
    }
    results
}

impl DecodedResults {
    fn object(&mut self, map: &Map<String, Value>, has_targets: bool) {
        let is_nested = map.get("details").is_some_and(|inner| !is_empty(inner));
        for (name, value) in map {
            match (name.as_str(), value) {
                ("details", Value::Object(inner)) => self.targets.extend(inner.iter().map(|(name, value)| result(name, value))),
                ("details", inner) if is_empty(inner) => {}
                ("details", other) => self.say(other),
                (name, _) if COPIES.contains(&name) && (is_nested || !matches!(value, Value::Object(_))) => {}
                (name, value) if SAID.contains(&name) => self.say(value),
                (name, Value::String(_) | Value::Object(_) | Value::Array(_) | Value::Null) if has_targets && !is_nested => {
                    self.targets.push(result(name, value));
                }
                (_, value) if is_empty(value) => {}
                (name, value) => self.rest.push((name.to_owned(), any_text(value))),
            }
        }
    }

    /// Keeps the status of `details` (API.md §4) as a text where it names another end than the run's own.
    fn other_status(&mut self, map: &Map<String, Value>, status: &RunStatus) {
        if let Some(Value::String(own)) = map.get("status")
            && status.is_terminal()
            && RunStatus::from_wire(own) != *status
        {
            self.said.push(format!("status: {own}"));
        }
    }

    pub(super) fn say(&mut self, value: &Value) {
        let text = if value.is_null() { String::new() } else { any_text(value) };
        if !text.trim().is_empty() {
            self.said.push(text);
        }
    }
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

fn result(name: &str, value: &Value) -> TargetResult {
    // Only a text can report success; a number or an object that happens to contain the words cannot. Null is no result yet.
    let (text, state) = match value {
        Value::Null => (String::new(), TargetState::Running),
        Value::String(text) => (text.clone(), TargetState::of_text(text)),
        other => (any_text(other), TargetState::NotOk),
    };
    TargetResult { target: name.to_owned(), text, state }
}

fn in_order(results: Vec<TargetResult>) -> Vec<TargetResult> {
    sorted(results, |one, other| one.state.cmp(&other.state).then_with(|| one.target.cmp(&other.target)))
}
