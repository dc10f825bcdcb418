//! Export of schedules into a file, and import from one. A file holds the request bodies that create the schedules (API.md §3.5),
//! so it works without this console, too.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::decode;
use crate::domain::export::snippets::create_body;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{FieldErrors, NewSchedule, ScheduleDraft};
use crate::domain::schedule::spec::{Difference, ScheduleChange, Spec, TimeLabels, differences};
use crate::domain::time::{Instant, write_instant};

const FORMAT: &str = "keysync-schedules";

/// The text of a file with these schedules.
pub fn write(schedules: &[Schedule], now: Instant) -> String {
    let bodies: Vec<Value> = schedules.iter().map(create_body).collect();
    let file = json!({ "format": FORMAT, "exported_at": write_instant(now), "schedules": bodies });
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// The effect of importing one schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportPlan {
    /// No stored schedule has the name.
    Create(NewSchedule),
    /// The stored schedule of the same name differs.
    Change { stored: Box<Schedule>, change: ScheduleChange },
    /// The stored schedule of the same name is equal; nothing is sent.
    Same,
    /// The reason why the schedule cannot be imported.
    Refuse(String),
}

/// One schedule of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Empty when the file gives none.
    pub name: String,
    pub plan: ImportPlan,
}

impl Incoming {
    /// The differences in words; empty for all plans but a change.
    pub fn differences(&self, labels: TimeLabels<'_>) -> Vec<Difference> {
        match &self.plan {
            ImportPlan::Change { change, .. } => differences(&change.from, &change.to, labels),
            ImportPlan::Create(_) | ImportPlan::Same | ImportPlan::Refuse(_) => Vec::new(),
        }
    }
}

/// Reads a file, one schedule or a list of schedules, and plans the import beside the stored ones. The error is a text for
/// people.
pub fn read(text: &str, stored: &[Schedule], now: Instant) -> Result<Vec<Incoming>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("This is not JSON: {error}."))?;
    let bodies = match value {
        Value::Array(list) => list,
        Value::Object(mut file) => match file.remove("schedules").or_else(|| file.remove("resources")) {
            Some(Value::Array(list)) => list,
            Some(_) => return Err("“schedules” in this file is not a list.".to_owned()),
            None => vec![Value::Object(file)],
        },
        _ => return Err("The file holds no schedule.".to_owned()),
    };
    let mut seen = Vec::new();
    let plans = bodies.into_iter().map(|body| {
        let name = body.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let plan = if !name.is_empty() && seen.contains(&name) {
            ImportPlan::Refuse("An earlier schedule in the file has the same name.".to_owned())
        } else {
            plan(body, stored, now).unwrap_or_else(ImportPlan::Refuse)
        };
        seen.push(name.clone());
        Incoming { name, plan }
    });
    Ok(plans.collect())
}

fn plan(body: Value, stored: &[Schedule], now: Instant) -> Result<ImportPlan, String> {
    let Value::Object(body) = body else { return Err("This is not a schedule.".to_owned()) };
    let incoming = decode::one(&as_answer(body), &decode::schedule).map_err(|error| error.what())?;
    let spec = Spec::of(&incoming)?;
    let namesake = stored.iter().find(|schedule| schedule.name == incoming.name);
    let Some(namesake) = namesake else {
        let checked = ScheduleDraft::of(&spec).validate(now);
        return checked.map(ImportPlan::Create).map_err(|errors| field_errors_text(&errors));
    };
    let from = Spec::of(namesake).map_err(|why| format!("The stored schedule of this name cannot be changed here: {why}"))?;
    if from.parameters.cloud() != spec.parameters.cloud() {
        return Err(format!(
            "The stored schedule of this name is for {}; a cloud cannot be changed.",
            from.parameters.cloud().label()
        ));
    }
    let change = ScheduleDraft::of(&spec).validate_change(&from, now).map_err(|errors| field_errors_text(&errors))?;
    Ok(match change.to_json() {
        None => ImportPlan::Same,
        Some(_) => ImportPlan::Change { stored: Box::new(namesake.clone()), change },
    })
}

/// A create body in the shape of an answer: with an id, and with the parameters under their other name.
fn as_answer(mut body: Map<String, Value>) -> Arc<str> {
    body.insert("id".to_owned(), Value::from("incoming"));
    if let Some(parameters) = body.remove("cckm_synchronization_params") {
        body.insert("job_config_params".to_owned(), parameters);
    }
    Arc::from(Value::Object(body).to_string())
}

/// The errors, each after the name of its field.
fn field_errors_text(errors: &FieldErrors) -> String {
    errors.iter().map(|(field, text)| format!("{}: {text}", field.label())).collect::<Vec<_>>().join(" ")
}
