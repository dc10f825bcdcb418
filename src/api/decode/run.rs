//! A run (API.md §4).

use std::sync::Arc;

use serde_json::Value;

use super::parameters::parameters;
use super::report::run_results;
use super::{DecodeFault, JsonObject};
use crate::domain::appliance::id::ScheduleId;
use crate::domain::run::Run;
use crate::domain::run::report::{Report, RunStatus};
use crate::domain::schedule::Operation;

/// Reads a run. Only the id is required.
pub(in crate::api) fn run(object: JsonObject<'_>, raw: Arc<str>) -> Result<Run, DecodeFault> {
    let operation = Operation::from_wire(&object.text_or_empty("operation")?);
    let status = object.text_or_empty("status")?;
    let schedule = object.text("job_config_id")?.filter(|id| !id.is_empty()).map(ScheduleId::from);
    let details = object.get("details");
    let named = details.and_then(|details| details.get("job_config_id")).and_then(Value::as_str).map(ScheduleId::from);
    let parameters = parameters(&operation, object.get("job_config_params"));
    let (enqueued, created) = (object.stamp("enqueued_at")?, object.stamp("createdAt")?);
    let results = run_results(details, operation == Operation::Synchronization, &RunStatus::from_wire(&status));
    Ok(Run {
        id: object.required("id")?.into(),
        schedule_in_details: named.filter(|named| schedule.as_ref() != Some(named)),
        schedule,
        name: object.text_or_empty("name")?.into(),
        description: object.text_or_empty("description")?,
        report: Report {
            status: RunStatus::from_wire(&status),
            status_as_given: status,
            abort: false,
            cloud: parameters.cloud(),
            began: enqueued.clone().or_else(|| created.clone()),
            updated: object.stamp("updatedAt")?,
            completed: None,
            targets: results.targets,
            said: results.said,
            rest: results.rest,
        },
        parameters,
        operation,
        enqueued,
        created,
        node: object.text("processing_node")?.filter(|node| !node.is_empty()),
        raw,
    })
}
