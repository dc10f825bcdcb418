//! Schedules (`/v1/scheduler/job-configs`, API.md §3).

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Refusal, Reply};
use crate::clock::Moment;
use crate::cron::Cron;
use crate::ids::random_uuid;
use crate::listing::{self, Filter};
use crate::plan::known_operation;
use crate::sentinels::{self, Act};
use crate::sync_params::{self, CLOUDS};
use crate::tokens::{Claims, ROOT};

/// A schedule as it is kept.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Its id.
    pub id: String,
    /// Its domain.
    pub domain: String,
    /// When it was made.
    pub created: Moment,
    /// When it last changed.
    pub updated: Moment,
    /// Its name, verbatim.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Its operation.
    pub operation: String,
    /// Its cron expression; stored as given, even if the engine cannot read it.
    pub run_at: String,
    /// `any` or a node's id.
    pub run_on: String,
    /// Whether it does not fire.
    pub disabled: bool,
    /// From when it fires.
    pub start: Option<Moment>,
    /// Until when it fires.
    pub end: Option<Moment>,
    /// `job_config_params`.
    pub params: Value,
    /// What a control wants served in place of all this.
    pub raw: Option<Value>,
}

const COLUMNS: &str = "id, domain, created, updated, name, description, operation, run_at, run_on, disabled, start_date, end_date, \
                       params, raw";
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
const LONGEST_DESCRIPTION: usize = 250;

/// The `account` of what belongs to a domain; in a child domain invented (API.md §9 Q28).
#[must_use]
pub fn account(domain: &str) -> String {
    format!("kylo:kylo:admin:accounts:{}", if domain == ROOT { "kylo" } else { domain })
}

impl Schedule {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Schedule> {
        let parse = |text: String| serde_json::from_str(&text).unwrap_or_default();
        Ok(Schedule {
            id: row.get(0)?,
            domain: row.get(1)?,
            created: Moment(row.get(2)?),
            updated: Moment(row.get(3)?),
            name: row.get(4)?,
            description: row.get(5)?,
            operation: row.get(6)?,
            run_at: row.get(7)?,
            run_on: row.get(8)?,
            disabled: row.get(9)?,
            start: row.get::<_, Option<i64>>(10)?.map(Moment),
            end: row.get::<_, Option<i64>>(11)?.map(Moment),
            params: parse(row.get(12)?),
            raw: row.get::<_, Option<String>>(13)?.map(parse),
        })
    }

    fn json(&self, time: fn(Moment) -> String) -> Value {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut json = json!({
            "id": self.id, "uri": format!("kylo:kylo:scheduler:job_configs:{}", self.id), "account": account(&self.domain),
            "application": "ncryptify:gemalto:admin:apps:kylo", "devAccount": "ncryptify:gemalto:admin:accounts:gemalto",
            "createdAt": time(self.created), "name": self.name, "updatedAt": time(self.updated), "description": self.description,
            "operation": self.operation, "run_at": self.run_at, "run_on": self.run_on,
        });
        if self.disabled {
            json["disabled"] = json!(true);
        }
        for (member, date) in [("start_date", self.start), ("end_date", self.end)] {
            if let Some(date) = date {
                json[member] = json!(date.stored());
            }
        }
        json["job_config_params"] = self.params.clone();
        json
    }

    /// Whether the engine fires it in the minute of `moment`.
    #[must_use]
    pub fn fires(&self, moment: Moment) -> bool {
        !self.disabled
            && self.start.is_none_or(|start| start <= moment)
            && self.end.is_none_or(|end| moment < end)
            && Cron::parse(&self.run_at).is_ok_and(|cron| cron.fires(moment))
    }

    /// Stores it as a new row.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn insert(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT INTO schedule (id, domain, created, updated, name, description, operation, run_at, run_on, disabled,
                   start_date, end_date, params, raw, cloud_name)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
        db.prepare_cached(sql)?
            .execute(params![
                self.id,
                self.domain,
                self.created.0,
                self.updated.0,
                self.name,
                self.description,
                self.operation,
                self.run_at,
                self.run_on,
                self.disabled,
                self.start.map(|start| start.0),
                self.end.map(|end| end.0),
                self.params.to_string(),
                self.raw.as_ref().map(Value::to_string),
                self.params["cloud_name"].as_str()
            ])
            .map(|_| ())
    }

    fn update(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "UPDATE schedule SET updated = ?2, description = ?3, run_at = ?4, run_on = ?5, disabled = ?6, start_date = ?7,
                   end_date = ?8, params = ?9, raw = NULL WHERE id = ?1";
        db.execute(
            sql,
            params![
                self.id,
                self.updated.0,
                self.description,
                self.run_at,
                self.run_on,
                self.disabled,
                self.start.map(|start| start.0),
                self.end.map(|end| end.0),
                self.params.to_string()
            ],
        )
        .map(|_| ())
    }

    /// Takes over what a body says about the members that a create and a change share.
    fn take(&mut self, body: &Map<String, Value>, faults: &mut Vec<String>) {
        take_text(body, "description", &mut self.description, faults);
        if self.description.chars().count() > LONGEST_DESCRIPTION {
            faults.push(format!("description: has more than {LONGEST_DESCRIPTION} characters"));
        }
        take_text(body, "run_on", &mut self.run_on, faults);
        if self.run_on.is_empty() {
            "any".clone_into(&mut self.run_on);
        }
        match body.get("disabled") {
            None | Some(Value::Null) => {}
            Some(Value::Bool(disabled)) => self.disabled = *disabled,
            Some(_) => faults.push("disabled: must be true or false".to_owned()),
        }
        take_date(body, "start_date", &mut self.start, faults);
        take_date(body, "end_date", &mut self.end, faults);
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end <= start
        {
            faults.push("end_date: must be after start_date".to_owned());
        }
    }

    fn take_run_at(&mut self, run_at: &str, faults: &mut Vec<String>) {
        if let Err((field, why)) = Cron::parse(run_at) {
            let field = field.map(|name| format!("{name}: ")).unwrap_or_default();
            faults.push(format!("run_at: {field}{why}"));
        }
        run_at.clone_into(&mut self.run_at);
    }
}

fn take_text(body: &Map<String, Value>, member: &str, into: &mut String, faults: &mut Vec<String>) {
    match body.get(member) {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => text.clone_into(into),
        Some(_) => faults.push(format!("{member}: must be a text")),
    }
}

/// Empty, null and Go's zero time mean unset (API.md §0.5, §9 Q24).
fn take_date(body: &Map<String, Value>, member: &str, into: &mut Option<Moment>, faults: &mut Vec<String>) {
    match body.get(member) {
        None => {}
        Some(Value::Null) => *into = None,
        Some(Value::String(text)) if text.is_empty() || text.starts_with("0001-01-01T00:00:00") => *into = None,
        Some(Value::String(text)) if Moment::parse(text).is_some() => *into = Moment::parse(text),
        Some(_) => faults.push(format!("{member}: must be an RFC 3339 time")),
    }
}

fn text<'a>(body: &'a Map<String, Value>, member: &str) -> &'a str {
    body.get(member).and_then(Value::as_str).unwrap_or_default()
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
    if let Some(params) = created_params(&body, &schedule.operation, &mut faults) {
        schedule.params = params;
    }
    if !faults.is_empty() {
        return Err(Refusal::validation(&faults));
    }
    if sentinels::armed(name, Act::Save) && name.contains("ignore-disabled") {
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
    let status = appliance.settings().create_status;
    sentinels::spoil(name, Act::Save, Ok(Reply::json(status, schedule.json(Moment::exact))))
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
    for (member, value) in body {
        if member.ends_with("_params") && *member != own && !value.is_null() {
            faults.push(format!("{member}: does not belong to operation {operation}"));
        }
    }
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

/// `PATCH /v1/scheduler/job-configs/{id}`.
///
/// # Errors
/// 404; 400 with a line for every field at fault.
pub fn change(appliance: &Appliance, call: &Call, who: &Claims, id: &str) -> Answer {
    let body = call.object()?;
    let lists_only = appliance.settings().patch_lists_only;
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
        let before = schedule.clone();
        if body.contains_key("run_at") {
            schedule.take_run_at(text(&body, "run_at"), &mut faults);
        }
        schedule.take(&body, &mut faults);
        if let Some(sent) = body.get("cckm_synchronization_params").filter(|sent| !sent.is_null()) {
            if schedule.operation != "cckm_synchronization" {
                faults.push(format!("cckm_synchronization_params: does not belong to operation {}", schedule.operation));
            } else if let Some(params) = sync_params::read(sent, Some(&before.params), &mut faults) {
                schedule.params = params;
            }
        }
        if !faults.is_empty() {
            return Err(Refusal::validation(&faults));
        }
        if lists_only {
            schedule = Schedule { params: only_lists(&before.params, &schedule.params), ..before };
        }
        if schedule.name.contains("ignore-disabled") && sentinels::armed(&schedule.name, Act::Save) {
            schedule.disabled = false;
        }
        schedule.updated = call.now;
        schedule.raw = None;
        schedule.update(db)?;
        let mut answer = schedule.json(Moment::stored);
        answer["updatedAt"] = json!(schedule.updated.exact());
        sentinels::spoil(&schedule.name, Act::Save, Ok(Reply::json(200, answer)))
    })
}

/// The stored parameters with nothing but the selection taken from the new ones.
fn only_lists(stored: &Value, new: &Value) -> Value {
    let selection = |member: &str| member == "synchronize_all" || CLOUDS.iter().any(|(_, list)| *list == member);
    let members = |params: &Value| params.as_object().cloned().unwrap_or_default();
    let kept = members(stored).into_iter().filter(|(member, _)| !selection(member));
    let taken = members(new).into_iter().filter(|(member, _)| selection(member));
    Value::Object(kept.chain(taken).collect())
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
        .created(call)?;
    filter = match call.parameter("disabled") {
        None => filter,
        Some("true") => filter.and("disabled = ?", 1),
        Some("false") => filter.and("disabled = ?", 0),
        Some(other) => return Err(Refusal::parameter(format!("disabled: \"{other}\" is neither true nor false"))),
    };
    let element = |row: &Row<'_>| Schedule::from_row(row).map(|schedule| schedule.json(Moment::stored));
    let list = listing::list(&appliance.store.read(), call, "schedule", COLUMNS, &filter, &SORTABLE, element)?;
    Ok(Reply::json(200, list))
}

/// `GET /v1/scheduler/job-configs/{id}`.
///
/// # Errors
/// 404.
pub fn read(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let found = find(&appliance.store.read(), &who.domain, id)?;
    found.map(|schedule| Reply::json(200, schedule.json(Moment::stored))).ok_or_else(Refusal::not_found)
}

/// `DELETE /v1/scheduler/job-configs/{id}`; its runs stay.
///
/// # Errors
/// 404.
pub fn delete(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let sql = "DELETE FROM schedule WHERE id = ?1 AND domain = ?2";
    match appliance.store.write(|db| db.execute(sql, [id, &who.domain]))? {
        0 => Err(Refusal::not_found()),
        _ => Ok(Reply::empty(204)),
    }
}

/// How long run-now takes with a slow queue; longer than the 30 s after which no `job_id` comes (API.md §3.10).
const SLOW_QUEUE: f64 = 35.0;

/// `POST /v1/scheduler/job-configs/{id}/run-now`, also of a disabled, expired or not yet started schedule.
///
/// # Errors
/// 404.
pub fn run_now(appliance: &Appliance, call: &Call, who: &Claims, id: &str) -> Answer {
    let schedule = find(&appliance.store.read(), &who.domain, id)?.ok_or_else(Refusal::not_found)?;
    if let Some(reply) = sentinels::refusal(&schedule.name, Act::Run) {
        return Ok(reply);
    }
    let slow = schedule.name.contains("slow-queue");
    let queue = Duration::from_secs_f64(if slow { SLOW_QUEUE } else { 0.3 } / appliance.time_scale);
    let started = appliance.engine.run(appliance, std::slice::from_ref(&schedule), call.now, queue)?;
    let mut body = json!({"job_config_id": id});
    if !slow {
        body = json!({"job_id": started.first(), "job_config_id": id});
    }
    let reply = Reply { delay: queue, ..Reply::json(appliance.settings().run_now_status, body) };
    sentinels::spoil(&schedule.name, Act::Run, Ok(reply))
}

fn find(db: &Connection, domain: &str, id: &str) -> rusqlite::Result<Option<Schedule>> {
    let sql = format!("SELECT {COLUMNS} FROM schedule WHERE id = ?1 AND domain = ?2");
    db.query_row(&sql, [id, domain], Schedule::from_row).optional()
}

/// Every schedule of every domain that is not disabled.
///
/// # Errors
/// The database's own failure.
pub fn enabled(db: &Connection) -> rusqlite::Result<Vec<Schedule>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM schedule WHERE disabled = 0"))?;
    let rows = statement.query_map([], Schedule::from_row)?;
    rows.collect()
}
