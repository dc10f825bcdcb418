//! Requests about schedules (`/v1/scheduler/job-configs`, API.md §3).

use std::time::Duration;

use rusqlite::Row;
use serde_json::{Map, Value, json};

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Refusal, Reply};
use crate::clock::Moment;
use crate::ids::random_uuid;
use crate::listing::{self, Filter};
use crate::plan::known_operation;
use crate::schedule::{COLUMNS, Schedule, find};
use crate::sentinels::{self, Act};
use crate::sync_params::{self, CLOUDS};
use crate::tokens::Claims;

const SORTABLE: [(&str, &str); 8] = [
    ("createdAt", "created"),
    ("updatedAt", "updated"),
    ("name", "name"),
    ("description", "description"),
    ("operation", "operation"),
    ("run_at", "run_at"),
    ("run_on", "run_on"),
    ("disabled", "disabled"),
];

fn text<'a>(body: &'a Map<String, Value>, member: &str) -> &'a str {
    body.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn text_of<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// `POST /v1/scheduler/job-configs`.
///
/// # Errors
/// 400 with a line for every field at fault; 409 for a name in use.
pub fn create(appliance: &Appliance, call: &Call, who: &Claims) -> Answer {
    let body = call.object()?;
    let name = text(&body, "name");
    if let Some(reply) = sentinels::refusal(name, Act::Save) {
        return Ok(reply);
    }
    let mut schedule = Schedule {
        id: random_uuid(),
        domain: who.domain.clone(),
        created: call.now,
        updated: call.now,
        name: name.to_owned(),
        description: String::new(),
        operation: text(&body, "operation").to_owned(),
        run_at: String::new(),
        run_on: "any".to_owned(),
        disabled: false,
        start: None,
        end: None,
        params: json!({}),
        raw: None,
    };
    let mut faults = Vec::new();
    for member in ["name", "operation", "run_at"] {
        if text(&body, member).is_empty() {
            faults.push(format!("{member}: {member} is a required field"));
        }
    }
    if !text(&body, "run_at").is_empty() {
        schedule.take_run_at(text(&body, "run_at"), &mut faults);
    }
    schedule.take(&body, &mut faults);
    let settings = appliance.settings();
    if settings.refuse_run_on && !text(&body, "run_on").is_empty() {
        faults.push("run_on: is not supported".to_owned());
    }
    if let Some(params) = created_params(&body, &schedule.operation, &mut faults) {
        schedule.params = params;
        if let (Some(item), "AzureCloud", true) =
            (settings.unsaid_items, text_of(&schedule.params, "cloud_name"), schedule.params["sync_item"].is_null())
            && schedule.operation == "cckm_synchronization"
        {
            schedule.params["sync_item"] = json!([item]);
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::validation(&faults));
    }
    if !settings.refuse_create.is_empty() {
        return Err(Refusal::bad_request(settings.refuse_create));
    }
    if sentinels::armed(name, Act::Save) && sentinels::asks(name, "ignore-disabled") {
        schedule.disabled = false;
    }
    appliance.store.write(|db| {
        let taken = "SELECT count(*) FROM schedule WHERE domain = ?1 AND name = ?2";
        if db.query_row(taken, [&schedule.domain, &schedule.name], |row| row.get::<_, i64>(0))? > 0 {
            return Err(Refusal::conflict(format!("name: a job config with the name \"{name}\" already exists")));
        }
        schedule.insert(db)?;
        Ok(())
    })?;
    sentinels::spoil(name, Act::Save, Ok(Reply::json(settings.create_status, schedule.json(Moment::exact))))
}

/// The parameter object of a create: exactly the one of its operation (API.md §3.2).
fn created_params(body: &Map<String, Value>, operation: &str, faults: &mut Vec<String>) -> Option<Value> {
    if operation.is_empty() {
        return None;
    }
    if !known_operation(operation) {
        faults.push(format!("operation: \"{operation}\" is not known"));
        return None;
    }
    let own = format!("{operation}_params");
    foreign_params(body, operation, faults);
    match body.get(&own) {
        Some(sent) if operation == "cckm_synchronization" && !sent.is_null() => sync_params::read(sent, None, faults),
        None | Some(Value::Null) if operation == "cckm_synchronization" => {
            faults.push(format!("{own}: {own} is a required field"));
            None
        }
        None | Some(Value::Null) => Some(json!({})),
        Some(sent) => Some(sent.clone()),
    }
}

/// Adds a fault for each parameter object of another operation.
fn foreign_params(body: &Map<String, Value>, operation: &str, faults: &mut Vec<String>) {
    let own = format!("{operation}_params");
    for (member, value) in body {
        if member.ends_with("_params") && *member != own && !value.is_null() {
            faults.push(format!("{member}: does not belong to operation {operation}"));
        }
    }
}

/// `PATCH /v1/scheduler/job-configs/{id}`.
///
/// # Errors
/// 404; 400 with a line for every field at fault.
pub fn change(appliance: &Appliance, call: &Call, who: &Claims, id: &str) -> Answer {
    let body = call.object()?;
    let settings = appliance.settings();
    let lists_only = settings.patch_lists_only;
    appliance.store.write(|db| {
        let mut schedule = find(db, &who.domain, id)?.ok_or_else(Refusal::not_found)?;
        if let Some(reply) = sentinels::refusal(&schedule.name, Act::Save) {
            return Ok(reply);
        }
        let mut faults = Vec::new();
        for (member, present) in [("name", &schedule.name), ("operation", &schedule.operation)] {
            if !text(&body, member).is_empty() && text(&body, member) != present {
                faults.push(format!("{member}: cannot be changed"));
            }
        }
        // `disabled` may change: a replacement of this schedule could not switch it off otherwise.
        if sentinels::asks(&schedule.name, "patch-lists-only") && sentinels::armed(&schedule.name, Act::Save) {
            let kept = ["name", "operation", "disabled", "cckm_synchronization_params"];
            let refused = body.keys().filter(|member| !kept.contains(&member.as_str()));
            faults.extend(refused.map(|member| format!("{member}: cannot be changed; only the containers can")));
        }
        let before = schedule.clone();
        if body.contains_key("run_at") {
            schedule.take_run_at(text(&body, "run_at"), &mut faults);
        }
        schedule.take(&body, &mut faults);
        foreign_params(&body, &schedule.operation, &mut faults);
        if settings.refuse_run_on && !text(&body, "run_on").is_empty() {
            faults.push("run_on: is not supported".to_owned());
        }
        if let Some(sent) = body.get("cckm_synchronization_params").filter(|sent| !sent.is_null())
            && schedule.operation == "cckm_synchronization"
            && let Some(params) = sync_params::change(sent, &before.params, &settings, &mut faults)
        {
            schedule.params = params;
        }
        if !faults.is_empty() {
            return Err(Refusal::validation(&faults));
        }
        if lists_only {
            schedule = Schedule { params: only_lists(&before.params, &schedule.params), ..before };
        }
        schedule.updated = call.now;
        schedule.raw = None;
        schedule.update(db)?;
        let mut answer = schedule.json(Moment::stored);
        answer["updatedAt"] = json!(schedule.updated.exact());
        sentinels::spoil(&schedule.name, Act::Save, Ok(Reply::json(200, answer)))
    })
}

/// The stored parameters with only the selection of containers from the new ones.
fn only_lists(stored: &Value, new: &Value) -> Value {
    let selection = |member: &str| member == "synchronize_all" || CLOUDS.iter().any(|(_, list)| *list == member);
    let members = |params: &Value| params.as_object().cloned().unwrap_or_default();
    let kept = members(stored).into_iter().filter(|(member, _)| !selection(member));
    let taken = members(new).into_iter().filter(|(member, _)| selection(member));
    Value::Object(kept.chain(taken).collect())
}

/// A schedule as it is read: with `disabled: false`, which the answers to writes leave out (API.md §3.1).
fn shown(schedule: &Schedule) -> Value {
    let mut json = schedule.json(Moment::stored);
    if schedule.raw.is_none() {
        json["disabled"] = json!(schedule.disabled);
    }
    json
}

/// `GET /v1/scheduler/job-configs`.
///
/// # Errors
/// 400 for a bad query.
pub fn list(appliance: &Appliance, call: &Call, who: &Claims) -> Answer {
    let mut filter = Filter::domain(&who.domain)
        .matching(call, "id", "id")
        .matching(call, "name", "name")
        .matching(call, "operation", "operation")
        .matching(call, "cloud_name", "cloud_name")
        .matching(call, "expire_in", "json_extract(params, '$.expire_in')")
        .created(call)?;
    filter = match call.parameter("disabled") {
        None => filter,
        Some("true") => filter.and("disabled = ?", 1),
        Some("false") => filter.and("disabled = ?", 0),
        Some(other) => return Err(Refusal::parameter(format!("disabled: \"{other}\" is neither true nor false"))),
    };
    let element = |row: &Row<'_>| Schedule::from_row(row).map(|schedule| shown(&schedule));
    let list = listing::list(&appliance.store.read(), call, "schedule", COLUMNS, &filter, &SORTABLE, element)?;
    Ok(Reply::json(200, list))
}

/// `GET /v1/scheduler/job-configs/{id}`.
///
/// # Errors
/// 404 for an unknown id.
pub fn read(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let found = find(&appliance.store.read(), &who.domain, id)?;
    found.map(|schedule| Reply::json(200, shown(&schedule))).ok_or_else(Refusal::not_found)
}

/// `DELETE /v1/scheduler/job-configs/{id}`; its runs stay.
///
/// # Errors
/// 404 for an unknown id.
pub fn delete(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let sql = "DELETE FROM schedule WHERE id = ?1 AND domain = ?2";
    match appliance.store.write(|db| db.execute(sql, [id, &who.domain]))? {
        0 => Err(Refusal::not_found()),
        _ => Ok(Reply::empty(204)),
    }
}

/// How many seconds run-now takes with a slow queue; longer than the 30 s after which no `job_id` comes (API.md §3.10).
const SLOW_QUEUE: f64 = 35.0;

/// `POST /v1/scheduler/job-configs/{id}/run-now`, also of a disabled, expired or not yet started schedule.
///
/// # Errors
/// 404 for an unknown id.
pub fn run_now(appliance: &Appliance, call: &Call, who: &Claims, id: &str) -> Answer {
    let schedule = find(&appliance.store.read(), &who.domain, id)?.ok_or_else(Refusal::not_found)?;
    if let Some(reply) = sentinels::refusal(&schedule.name, Act::Run) {
        return Ok(reply);
    }
    let slow = sentinels::asks(&schedule.name, "slow-queue");
    let queue = Duration::from_secs_f64(if slow { SLOW_QUEUE } else { 0.3 } / appliance.time_scale);
    let started = appliance.engine.run(appliance, std::slice::from_ref(&schedule), call.now, queue)?;
    let mut body = json!({"job_config_id": id});
    if !slow {
        body = json!({"job_id": started.first(), "job_config_id": id});
    }
    let reply = Reply { delay: queue, ..Reply::json(appliance.settings().run_now_status, body) };
    sentinels::spoil(&schedule.name, Act::Run, Ok(reply))
}
