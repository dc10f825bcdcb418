//! A schedule (API.md §3.5, §3.6).

use std::sync::Arc;

use super::parameters::parameters;
use super::{DecodeFault, JsonObject};
use crate::domain::schedule::{Operation, RunOn, Schedule};

/// Reads a schedule. Only the id is required.
pub(in crate::api) fn schedule(object: JsonObject<'_>, raw: Arc<str>) -> Result<Schedule, DecodeFault> {
    let operation = Operation::from_wire(&object.text_or_empty("operation")?);
    Ok(Schedule {
        id: object.required("id")?.into(),
        name: object.text_or_empty("name")?.into(),
        description: object.text_or_empty("description")?,
        run_at: object.text_or_empty("run_at")?,
        run_on: RunOn::from_wire(&object.text_or_empty("run_on")?),
        disabled: object.flag("disabled")?,
        start: object.stamp("start_date")?,
        end: object.stamp("end_date")?,
        created: object.stamp("createdAt")?,
        updated: object.stamp("updatedAt")?,
        parameters: parameters(&operation, object.get("job_config_params")),
        operation,
        raw,
    })
}
