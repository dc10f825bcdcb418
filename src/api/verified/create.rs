//! A create whose answer may be lost.

use super::WAITS;
use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::api::page::WriteAnswer;
use crate::api::schedules::{ScheduleApi, ScheduleQuery};
use crate::api::transport::Transport;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::NewSchedule;
use crate::domain::schedule::spec::Spec;
use crate::domain::time::{Instant, Stamp, after};

impl<T: Transport> ScheduleApi<T> {
    /// Creates a schedule, once, and reads it back. When the answer is lost the schedule is looked up by its name and its time of
    /// creation (API.md §3.6); it is never sent again.
    pub async fn create_verified(&self, new: &NewSchedule) -> WriteOutcome<Schedule> {
        let begun = self.appliance_now();
        let wanted = new.spec();
        let stored = match self.create(new).await {
            Ok(WriteAnswer::Stored(answer)) => answer,
            Ok(WriteAnswer::Accepted) => match self.look_up(wanted, begun).await {
                Ok(Some(found)) => found,
                Ok(None) => return WriteOutcome::NotReadBack(None, ApiError::NotFound(String::new())),
                Err(error) => return WriteOutcome::NotReadBack(None, error),
            },
            Err(ApiError::Unsure) => match self.look_up(wanted, begun).await {
                Ok(Some(found)) => found,
                Ok(None) => return WriteOutcome::NotApplied,
                Err(error) => return WriteOutcome::Unknown(error),
            },
            // A browser sends again by itself what was lost on a connection that it had used before: then the name is taken by the
            // very schedule that the first of the two made.
            Err(ApiError::Conflict(text)) => match self.made_since(wanted, begun).await {
                Ok(Some(found)) if wanted.is_stored_as(&found) => found,
                _ => return WriteOutcome::Refused(ApiError::Conflict(text)),
            },
            Err(error) => return WriteOutcome::Refused(error),
        };
        let is_expected = |schedule: &Schedule| wanted.is_stored_as(schedule);
        match self.read_until(&stored.id, is_expected).await {
            Ok(schedule) if is_expected(&schedule) => WriteOutcome::Applied(schedule),
            Ok(schedule) => WriteOutcome::AppliedDifferently(schedule),
            Err(error) => WriteOutcome::NotReadBack(Some(stored), error),
        }
    }

    /// The schedule of this name that was made since `begun`, by the appliance's clock.
    async fn made_since(&self, wanted: &Spec, begun: Instant) -> Result<Option<Schedule>, ApiError> {
        let query = ScheduleQuery { name: Some(wanted.name.clone()), ..ScheduleQuery::default() };
        let page = self.list(&query).await?;
        let is_it = |schedule: &&Schedule| {
            schedule.name == wanted.name && schedule.created.as_ref().and_then(Stamp::instant) >= Some(begun)
        };
        Ok(page.good().find(is_it).cloned())
    }

    /// The same, with the time that a cluster needs to show it.
    async fn look_up(&self, wanted: &Spec, begun: Instant) -> Result<Option<Schedule>, ApiError> {
        let mut waits = WAITS.into_iter();
        loop {
            if let Some(found) = self.made_since(wanted, begun).await? {
                return Ok(Some(found));
            }
            match waits.next() {
                Some(wait) => self.sleep(wait).await,
                None => return Ok(None),
            }
        }
    }

    /// Now by the appliance's clock, less what the whole seconds of a header may hide.
    pub(super) fn appliance_now(&self) -> Instant {
        let ahead = self.0.clock_difference_seconds().unwrap_or(0);
        after(self.0.now(), -1_000 * (ahead + 5))
    }
}
