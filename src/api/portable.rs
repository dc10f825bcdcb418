//! Export of schedules into a file, and import from one. A file holds the request bodies that create the schedules (API.md §3.5),
//! so it works without this console, too.

mod bodies;

use serde_json::{Map, Value, json};

use super::decode;
use crate::domain::cron::{self, CronErrors};
use crate::domain::export::snippets::{self, create_body, is_documented};
use crate::domain::name::Name;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{FieldErrors, NewSchedule, ScheduleDraft, ScheduleField};
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::{Difference, Spec, TimeLabels, differences};
use crate::domain::time::{Instant, has_fraction, write_instant};

const FORMAT: &str = "keysync-schedules";

/// The text of a file with these schedules.
pub fn write(schedules: &[Schedule], now: Instant) -> String {
    let bodies: Vec<Value> = schedules.iter().map(create_body).collect();
    let file = json!({ "format": FORMAT, "exported_at": write_instant(now), "schedules": bodies });
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// The sentence, after a blank, that tells how many of these schedules [`write`] gives dates without their fractions of a second.
pub fn cut_note(schedules: &[Schedule]) -> Option<String> {
    let n = schedules.iter().filter(|schedule| snippets::cut_note(schedule).is_some()).count();
    (n > 0).then(|| format!(" Fractions of seconds are cut from the dates of {n}."))
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
    pub name: Name,
    pub plan: ImportPlan,
    /// Texts about settings that the appliance would store otherwise than they are in the file.
    pub notes: Vec<String>,
    /// True if the plan creates a schedule that has ended, or ends a stored one, by this file. Such a schedule is imported
    /// disabled, and only if a person agrees.
    pub is_ended: bool,
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

/// Reads a text with schedules and plans the import beside the stored ones. The error is a text for people.
pub fn read(text: &str, stored: &[Schedule], now: Instant) -> Result<Vec<Incoming>, String> {
    let mut seen = Vec::new();
    let plans = bodies::bodies(text)?.into_iter().map(|body| {
        let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
        let name = Name::from(name);
        let planned = if !name.is_empty() && seen.contains(&name) {
            Err("An earlier schedule in the file has the same name.".to_owned())
        } else {
            plan(body, stored, now)
        };
        seen.push(name.clone());
        let refused = |why| Incoming { name, plan: ImportPlan::Refuse(why), notes: Vec::new(), is_ended: false };
        planned.unwrap_or_else(refused)
    });
    Ok(plans.collect())
}

fn plan(body: Value, stored: &[Schedule], now: Instant) -> Result<Incoming, String> {
    let Value::Object(body) = body else { return Err("This is not a schedule.".to_owned()) };
    let answer = as_answer(body)?;
    let incoming = decode::one(&Value::Object(answer.clone()).to_string(), &decode::schedule).map_err(|error| error.what())?;
    let mut spec = Spec::of(&incoming)?;
    let mut notes = notes(&spec, answer.get("job_config_params"));
    let ended = spec.end.filter(|end| *end <= now);
    let namesake = stored.iter().find(|schedule| schedule.name == incoming.name);
    let before = match namesake {
        Some(namesake) => {
            Some(Spec::of(namesake).map_err(|why| format!("The stored schedule of this name cannot be changed here: {why}"))?)
        }
        None => None,
    };
    // Items that the file does not name are the appliance's default, which it may have stored by name.
    if let Some(before) = &before
        && spec.leaves_items_to(before)
        && let Some(items) = before.parameters.items()
    {
        spec.parameters = spec.parameters.with_items(Some(*items));
    }
    let ends_alike = before.as_ref().is_some_and(|before| before.end.map(write_instant) == spec.end.map(write_instant));
    let is_ended = ended.is_some() && !ends_alike;
    // An end in the past is valid where a person has to agree.
    let now = if is_ended { Instant::MIN_UTC } else { now };
    spec.enabled = match &before {
        // Neither fires, so a schedule that was imported disabled equals the one in the file.
        Some(before) if ended.is_some() && ends_alike => before.enabled,
        _ => spec.enabled && !is_ended,
    };
    if let Some(end) = ended.filter(|_| is_ended) {
        notes.push(format!("Ended at {}: imported disabled, and only if you agree.", write_instant(end)));
    }
    let draft = ScheduleDraft::of_file(&spec);
    let plan = match (before, namesake) {
        (Some(before), Some(namesake)) => change(&draft, before, namesake, &spec, now)?,
        _ => ImportPlan::Create(draft.validate(now).map_err(|errors| field_errors_text(&errors))?),
    };
    Ok(Incoming { name: spec.name, plan, notes, is_ended })
}

fn change(draft: &ScheduleDraft, from: Spec, stored: &Schedule, to: &Spec, now: Instant) -> Result<ImportPlan, String> {
    if from.parameters.cloud() != to.parameters.cloud() {
        return Err(format!(
            "The stored schedule of this name is for {}; a cloud cannot be changed.",
            from.parameters.cloud().label()
        ));
    }
    let change = draft.validate_change(&from, now).map_err(|errors| field_errors_text(&errors))?;
    Ok(match change.to_json() {
        None => ImportPlan::Same,
        Some(_) => ImportPlan::Change { stored: Box::new(stored.clone()), change },
    })
}

/// A body in the shape of an answer: with an id, and with the parameters under their name and words there. Fails for a body
/// without an operation.
fn as_answer(mut body: Map<String, Value>) -> Result<Map<String, Value>, String> {
    if body.get("operation").and_then(Value::as_str).is_none_or(str::is_empty) {
        let is_direct = !body.contains_key("run_at") && body.keys().any(|name| is_documented(name));
        return Err(if is_direct {
            "No operation is named: this is the request of a synchronization that starts at once, not a schedule."
        } else {
            "No operation is named; for a synchronization it is “cckm_synchronization”."
        }
        .to_owned());
    }
    body.insert("id".to_owned(), Value::from("incoming"));
    match body.remove("cckm_synchronization_params") {
        None | Some(Value::Null) => {}
        // Terraform up to 1.0 prints a block as a list.
        Some(Value::Array(mut list)) if list.len() == 1 => drop(body.insert("job_config_params".to_owned(), list.remove(0))),
        Some(parameters) => drop(body.insert("job_config_params".to_owned(), parameters)),
    }
    if let Some(Value::Object(parameters)) = body.get_mut("job_config_params")
        && parameters.get("sync_item").is_none_or(Value::is_null)
        && let Some(items) = parameters.remove("sync_items")
    {
        parameters.insert("sync_item".to_owned(), items);
    }
    Ok(body)
}

fn notes(spec: &Spec, parameters: Option<&Value>) -> Vec<String> {
    let dates = [(ScheduleField::Start, spec.start), (ScheduleField::End, spec.end)];
    let cut = dates.into_iter().filter(|(_, at)| at.is_some_and(has_fraction));
    let mut notes: Vec<String> = cut.map(|(field, _)| format!("{}: the fraction of a second is cut.", field.label())).collect();
    let members = parameters.and_then(Value::as_object).into_iter().flatten();
    let unknown: Vec<&str> =
        members.filter(|(name, value)| !value.is_null() && !is_documented(name)).map(|(name, _)| name.as_str()).collect();
    notes.extend(cron::parse_stored(&spec.run_at).err().filter(CronErrors::is_foreign).map(|errors| errors.reason()));
    if !unknown.is_empty() {
        notes.push(format!("Unknown to this console and left out: {}.", unknown.join(", ")));
    }
    notes
}

/// The errors, each after the name of its field.
fn field_errors_text(errors: &FieldErrors) -> String {
    errors.iter().map(|(field, text)| format!("{}: {text}", field.label())).collect::<Vec<_>>().join(" ")
}
