//! Rows from a control, served verbatim, however odd: answers that a real appliance of another version might send.

use serde_json::{Value, json};

use crate::appliance::Appliance;
use crate::calls::Refusal;
use crate::clock::Moment;
use crate::ids::random_uuid;
use crate::runs::{self, NewRun};
use crate::schedule::Schedule;
use crate::sync_job::SyncJob;
use crate::sync_params::names;
use crate::sync_sources;
use crate::tokens::ROOT;

/// Stores `{"kind": "schedule" | "run" | "sync", "json": …, "domain": id?, "source": …}`, and replaces a row with the same id.
/// The kind `sync` needs the name of a source.
///
/// The members for filters and sort are copied from the JSON where they have the right type.
///
/// # Errors
/// 400 for another kind or source.
pub fn put(appliance: &Appliance, body: &Value) -> Result<Value, Refusal> {
    let json = &body["json"];
    let text = |member: &str| json[member].as_str().unwrap_or_default().to_owned();
    let time = |member: &str| json[member].as_str().and_then(Moment::parse);
    let id = Some(text("id")).filter(|id| !id.is_empty()).unwrap_or_else(random_uuid);
    let domain = body["domain"].as_str().unwrap_or(ROOT).to_owned();
    let now = appliance.clock.now();
    let created = time("createdAt").unwrap_or(now);
    let updated = time("updatedAt").unwrap_or(created);
    let params = json["job_config_params"].clone();
    let params = if params.is_object() { params } else { json!({}) };
    let source = body["source"].as_str().and_then(sync_sources::named);
    appliance.store.write(|db| match body["kind"].as_str() {
        Some("schedule") => {
            db.execute("DELETE FROM schedule WHERE id = ?1", [&id])?;
            let schedule = Schedule {
                id: id.clone(),
                domain,
                created,
                updated,
                name: text("name"),
                description: text("description"),
                operation: text("operation"),
                run_at: text("run_at"),
                run_on: Some(text("run_on")).filter(|node| !node.is_empty()).unwrap_or_else(|| "any".to_owned()),
                disabled: json["disabled"] == true,
                start: time("start_date"),
                end: time("end_date"),
                params,
                raw: Some(json.clone()),
            };
            schedule.insert(db)?;
            Ok(json!({"id": id}))
        }
        Some("run") => {
            db.execute("DELETE FROM run WHERE id = ?1", [&id])?;
            let run = NewRun {
                id: &id,
                domain: &domain,
                enqueued: created,
                updated,
                schedule: &text("job_config_id"),
                name: &text("name"),
                description: &text("description"),
                operation: &text("operation"),
                params: &params.to_string(),
                status: &text("status"),
                node: &text("processing_node"),
                targets: None,
                error: None,
            };
            runs::insert(db, &run)?;
            db.execute("UPDATE run SET raw = ?2 WHERE id = ?1", [&id, &json.to_string()])?;
            Ok(json!({"id": id}))
        }
        Some("sync") => {
            let source = source.ok_or_else(|| Refusal::bad_request("source must be the name of one"))?;
            db.execute("DELETE FROM sync_job WHERE id = ?1", [&id])?;
            let containers = names(json.get(source.shown_as)).unwrap_or_default();
            let job = SyncJob {
                id: id.clone(),
                domain,
                source,
                created,
                updated,
                completed: time("completed_at"),
                status: text("overall_status"),
                abort: json["abort"] == true,
                called: containers.clone(),
                containers,
                regions: names(json.get("regions")).unwrap_or_default(),
                targets: None,
                raw: Some(json.clone()),
            };
            job.insert(db)?;
            Ok(json!({"id": id}))
        }
        _ => Err(Refusal::bad_request("kind must be schedule, run or sync")),
    })
}
