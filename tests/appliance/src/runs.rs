//! Runs (`/v1/scheduler/jobs`, API.md §4): their lists and their storage.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Refusal, Reply};
use crate::clock::Moment;
use crate::ids::Dice;
use crate::listing::{self, Filter};
use crate::schedule::account;
use crate::tokens::Claims;

const COLUMNS: &str = "id, domain, created, updated, job_config_id, name, description, operation, params, enqueued, status, node, \
                       targets, error, raw";
const SORTABLE: [(&str, &str); 8] = [
    ("createdAt", "created"),
    ("updatedAt", "updated"),
    ("enqueued_at", "enqueued"),
    ("name", "name"),
    ("status", "status"),
    ("operation", "operation"),
    ("job_config_id", "job_config_id"),
    ("processing_node", "node"),
];

/// A run to be stored.
pub struct NewRun<'a> {
    /// The id of the run.
    pub id: &'a str,
    /// The domain of the run.
    pub domain: &'a str,
    /// When the run was enqueued.
    pub enqueued: Moment,
    /// When the run last changed.
    pub updated: Moment,
    /// The id of its schedule.
    pub schedule: &'a str,
    /// The schedule's name at this time.
    pub name: &'a str,
    /// The schedule's description at this time.
    pub description: &'a str,
    /// The schedule's operation.
    pub operation: &'a str,
    /// The schedule's parameters at this time, as JSON.
    pub params: &'a str,
    /// The appliance's status text.
    pub status: &'a str,
    /// The node of the run.
    pub node: &'a str,
    /// The results of its targets, as a JSON object.
    pub targets: Option<&'a str>,
    /// The text of a failure without a target.
    pub error: Option<&'a str>,
}

/// The time from enqueueing to the creation of the run's row (API.md §4: 153 µs).
const ROW_AFTER_QUEUE: i64 = 153_000;

/// Stores a run.
///
/// # Errors
/// Errors of the database.
pub fn insert(db: &Connection, run: &NewRun<'_>) -> rusqlite::Result<()> {
    let sql = "INSERT INTO run (id, domain, created, updated, job_config_id, name, description, operation, params, enqueued,
               status, node, targets, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let created = run.enqueued.plus(ROW_AFTER_QUEUE);
    db.prepare_cached(sql)?
        .execute(params![
            run.id,
            run.domain,
            created.0,
            run.updated.0.max(created.0),
            run.schedule,
            run.name,
            run.description,
            run.operation,
            run.params,
            run.enqueued.0,
            run.status,
            run.node,
            run.targets,
            run.error
        ])
        .map(|_| ())
}

/// Updates an unfinished run.
///
/// # Errors
/// Errors of the database.
pub fn advance(
    db: &Connection,
    id: &str,
    status: &str,
    targets: Option<&str>,
    error: Option<&str>,
    now: Moment,
) -> rusqlite::Result<()> {
    let sql = "UPDATE run SET status = ?2, targets = ?3, error = ?4, updated = max(created, ?5)
               WHERE id = ?1 AND status IN ('scheduled', 'in_progress')";
    db.prepare_cached(sql)?.execute(params![id, status, targets, error, now.0]).map(|_| ())
}

/// Ends the runs that a former process left unfinished; no public source describes the appliance's behaviour.
///
/// # Errors
/// Errors of the database.
pub fn abort_unfinished(db: &Connection, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE run SET status = 'aborted', error = 'node restarted', updated = max(created, ?1)
               WHERE status IN ('scheduled', 'in_progress')";
    db.execute(sql, [now.0]).map(|_| ())
}

fn json(row: &Row<'_>) -> rusqlite::Result<Value> {
    if let Some(raw) = row.get::<_, Option<String>>(14)? {
        return Ok(serde_json::from_str(&raw).unwrap_or_default());
    }
    let text = |column: usize| row.get::<_, String>(column);
    let (id, domain, schedule, name, operation, status) = (text(0)?, text(1)?, text(4)?, text(5)?, text(7)?, text(10)?);
    let stored = |column: &str| row.get(column).map(|nanos| Moment(nanos).stored());
    let params: Value = serde_json::from_str(&text(8)?).unwrap_or_default();
    let mut run = json!({
        "id": id, "uri": format!("kylo:kylo:scheduler:jobs:{}", Dice::of(&id).uuid()), "account": account(&domain),
        "application": "ncryptify:gemalto:admin:apps:kylo", "devAccount": "ncryptify:gemalto:admin:accounts:gemalto",
        "createdAt": stored("created")?, "name": name, "updatedAt": stored("updated")?, "job_config_id": schedule,
        "description": text(6)?, "operation": operation, "job_config_params": params, "enqueued_at": stored("enqueued")?,
        "status": status, "processing_node": text(11)?,
    });
    let (targets, error): (Option<String>, Option<String>) = (row.get(12)?, row.get(13)?);
    if targets.is_some() || error.is_some() {
        let mut details = json!({
            "job_id": id, "job_config_id": schedule, "name": name, "operation": operation, "status": status,
        });
        if let Some(error) = error {
            details["error"] = json!(error);
        }
        if let Some(targets) = targets {
            details["details"] = serde_json::from_str(&targets).unwrap_or_default();
        }
        run["details"] = details;
    }
    Ok(run)
}

/// `GET /v1/scheduler/jobs`.
///
/// # Errors
/// 400 for a bad query.
pub fn list(appliance: &Appliance, call: &Call, who: &Claims) -> Answer {
    let mut call = call.clone();
    for (key, value) in &mut call.query {
        if key == "processing_node" {
            let nodes = appliance.settings().nodes;
            let named = nodes.into_iter().find(|node| format!("10.0.0.{}", 4 + node.number) == *value);
            *value = named.map_or(std::mem::take(value), |node| node.id);
        }
    }
    let filter = Filter::domain(&who.domain)
        .matching(&call, "id", "id")
        .matching(&call, "name", "name")
        .matching(&call, "job_config_id", "job_config_id")
        .matching(&call, "operation", "operation")
        .matching(&call, "status", "status")
        .matching(&call, "processing_node", "node")
        .created(&call)?;
    let list = listing::list(&appliance.store.read(), &call, "run", COLUMNS, &filter, &SORTABLE, json)?;
    Ok(Reply::json(200, list))
}

/// `GET /v1/scheduler/jobs/{id}`.
///
/// # Errors
/// 404 for an unknown id.
pub fn read(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let sql = format!("SELECT {COLUMNS} FROM run WHERE id = ?1 AND domain = ?2");
    let run = appliance.store.read().query_row(&sql, [id, &who.domain], json).optional()?;
    run.map(|run| Reply::json(200, run)).ok_or_else(Refusal::not_found)
}

/// `DELETE /v1/scheduler/jobs/{id}`; a run in progress too.
///
/// # Errors
/// 404 for an unknown id.
pub fn delete(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let sql = "DELETE FROM run WHERE id = ?1 AND domain = ?2";
    match appliance.store.write(|db| db.execute(sql, [id, &who.domain]))? {
        0 => Err(Refusal::not_found()),
        _ => Ok(Reply::empty(204)),
    }
}
