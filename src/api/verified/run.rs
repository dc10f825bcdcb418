//! Running a schedule now. The answer may be lost, or may omit the id of the run (API.md §3.10).

use std::time::Duration;

use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::api::runs::{RunApi, RunQuery};
use crate::api::schedules::ScheduleApi;
use crate::api::transport::Transport;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::list::row::Row;
use crate::domain::time::{Instant, Stamp};

/// Waits between the searches for a run that the answer does not name.
const LOOK_DELAYS: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_millis(1_500), Duration::from_secs(3), Duration::from_secs(5)];

impl<T: Transport> ScheduleApi<T> {
    /// Runs a schedule, once, and finds the new run. A lost answer gives `Possibly`, with the run if one has appeared.
    pub async fn run_verified(&self, id: &ScheduleId) -> WriteOutcome<RunId> {
        let begun = self.0.just_before();
        match self.run_now(id).await {
            Ok(started) => match started.run {
                Some(run) => WriteOutcome::Applied(run),
                None => match self.run_since(id, begun).await {
                    Some(run) => WriteOutcome::Applied(run),
                    None => WriteOutcome::NotReadBack(None, ApiError::NotFound(String::new())),
                },
            },
            Err(ApiError::OutcomeUnknown) => WriteOutcome::Possibly(self.run_since(id, begun).await.into_iter().collect()),
            Err(error) => WriteOutcome::Refused(error),
        }
    }

    /// Finds the run of the schedule that was created since `begun`, and waits some seconds for it to appear.
    async fn run_since(&self, id: &ScheduleId, begun: Instant) -> Option<RunId> {
        for wait in LOOK_DELAYS {
            let query = RunQuery { limit: 1, schedule: Some(id.clone()), ..RunQuery::default() };
            let page = self.0.runs().list(&query).await.ok()?;
            let newest = page.items.first().and_then(Row::good);
            if let Some(run) = newest.filter(|run| run.created.as_ref().and_then(Stamp::instant) >= Some(begun)) {
                return Some(run.id.clone());
            }
            self.sleep(wait).await;
        }
        None
    }
}

impl<T: Transport> RunApi<T> {
    /// Deletes a run, once. A run that no longer exists counts as deleted.
    pub async fn delete_verified(&self, id: &RunId) -> WriteOutcome<()> {
        match self.delete(id).await {
            Ok(()) | Err(ApiError::NotFound(_)) => WriteOutcome::Applied(()),
            Err(error @ ApiError::OutcomeUnknown) => WriteOutcome::Unknown(error),
            Err(error) => WriteOutcome::Refused(error),
        }
    }
}
