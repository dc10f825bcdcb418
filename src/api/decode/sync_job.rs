//! A sync job (API.md §5.3–5.7).

use std::sync::Arc;

use serde_json::Value;

use super::report::job_results;
use super::{DecodeFault, JsonObject};
use crate::domain::run::report::{Report, RunStatus};
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::Source;

/// Reads a sync job of a source. Only the id is required.
pub(in crate::api) fn sync_job(source: Source, object: JsonObject<'_>, raw: Arc<str>) -> Result<SyncJob, DecodeFault> {
    let status = object.text_or_empty("overall_status")?;
    let mut results = job_results(object.get("detailed_status"));
    ["error", "message"].into_iter().filter_map(|name| object.get(name)).for_each(|value| results.say(value));
    // Requests, lists and schedules name the containers differently (API.md §5.1); the name in an answer is known for some
    // sources only.
    let named = [source.list_field(), source.body_field(), source.cloud().container_field()];
    let containers = named.into_iter().map(|name| texts(object, name)).find(|list| !list.is_empty()).unwrap_or_default();
    Ok(SyncJob {
        id: object.required("id")?.into(),
        source,
        containers,
        regions: texts(object, "regions"),
        report: Report {
            status: RunStatus::from_wire(&status),
            status_as_given: status,
            abort: object.flag("abort")?,
            cloud: Some(source.cloud()),
            began: object.stamp("createdAt")?,
            updated: object.stamp("updatedAt")?,
            completed: object.stamp("completed_at")?,
            targets: results.targets,
            said: results.said,
            rest: results.rest,
        },
        raw,
    })
}

/// A list of texts; other values appear in the raw answer only.
fn texts(object: JsonObject<'_>, name: &str) -> Vec<String> {
    let list = object.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
