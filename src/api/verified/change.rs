//! Changes of a stored schedule. Each change detects a concurrent one before it writes, and compares the stored values
//! afterwards.

use serde_json::json;

use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::api::schedules::ScheduleApi;
use crate::api::transport::Transport;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::Spec;

impl<T: Transport> ScheduleApi<T> {
    /// Changes a schedule, once, if the stored settings still equal `change.from`, and reads it back. The API has no version to
    /// send along (API.md §3.8), so a write by another client between the check and the PATCH, one round trip, stays undetected.
    pub async fn change_verified(&self, id: &ScheduleId, change: &ScheduleChange) -> WriteOutcome<Schedule> {
        let now = match self.get(id).await {
            Ok(now) => now,
            Err(ApiError::NotFound(_)) => return WriteOutcome::Gone,
            Err(error) => return WriteOutcome::Refused(error),
        };
        match Spec::of(&now) {
            Ok(stored) if stored.differing(&change.from).next().is_none() => {}
            Ok(_) => return WriteOutcome::Conflict(now),
            Err(why) => return WriteOutcome::Refused(ApiError::Conflict(why)),
        }
        let Some(body) = change.to_json() else { return WriteOutcome::Applied(now) };
        let is_taken = |schedule: &Schedule| change.to.is_stored_as(schedule);
        match self.patch(id, &body).await {
            Ok(_) => match self.read_until(id, is_taken).await {
                Ok(schedule) => read_back(schedule, is_taken),
                Err(ApiError::NotFound(_)) => WriteOutcome::Gone,
                Err(error) => WriteOutcome::NotReadBack(None, error),
            },
            Err(ApiError::OutcomeUnknown) => match self.read_until(id, is_taken).await {
                Ok(schedule) if is_taken(&schedule) => read_back(schedule, is_taken),
                Ok(schedule) if schedule.updated == now.updated => WriteOutcome::NotApplied,
                Ok(schedule) => WriteOutcome::ChangedConcurrently(schedule),
                Err(ApiError::NotFound(_)) => WriteOutcome::Gone,
                Err(error) => WriteOutcome::Unknown(error),
            },
            Err(ApiError::NotFound(_)) => WriteOutcome::Gone,
            Err(error) => WriteOutcome::Refused(error),
        }
    }

    /// Switches a schedule on or off, once, whatever its operation, and reads it back.
    pub async fn switch_verified(&self, id: &ScheduleId, enabled: bool) -> WriteOutcome<Schedule> {
        let is_taken = |schedule: &Schedule| schedule.disabled != enabled;
        match self.patch(id, &json!({ "disabled": !enabled })).await {
            Ok(_) => match self.read_until(id, is_taken).await {
                Ok(schedule) => read_back(schedule, is_taken),
                Err(error) => WriteOutcome::NotReadBack(None, error),
            },
            Err(ApiError::OutcomeUnknown) => match self.read_until(id, is_taken).await {
                Ok(schedule) if is_taken(&schedule) => WriteOutcome::Applied(schedule),
                Ok(_) => WriteOutcome::NotApplied,
                Err(ApiError::NotFound(_)) => WriteOutcome::Gone,
                Err(error) => WriteOutcome::Unknown(error),
            },
            Err(ApiError::NotFound(_)) => WriteOutcome::Gone,
            Err(error) => WriteOutcome::Refused(error),
        }
    }

    /// Deletes a schedule, once. Its runs stay (API.md §3.9).
    pub async fn delete_verified(&self, id: &ScheduleId) -> WriteOutcome<()> {
        match self.delete(id).await {
            Ok(()) | Err(ApiError::NotFound(_)) => WriteOutcome::Applied(()),
            Err(ApiError::OutcomeUnknown) => match self.get(id).await {
                Ok(_) => WriteOutcome::NotApplied,
                Err(ApiError::NotFound(_)) => WriteOutcome::Applied(()),
                Err(error) => WriteOutcome::Unknown(error),
            },
            Err(error) => WriteOutcome::Refused(error),
        }
    }
}

fn read_back(schedule: Schedule, is_taken: impl Fn(&Schedule) -> bool) -> WriteOutcome<Schedule> {
    if is_taken(&schedule) { WriteOutcome::Applied(schedule) } else { WriteOutcome::AppliedDifferently(schedule) }
}
