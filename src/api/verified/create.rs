//! Creation of a schedule, including the case of a lost answer.

use super::WAITS;
use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::api::page::WriteAnswer;
use crate::api::schedules::{ScheduleApi, ScheduleQuery};
use crate::api::transport::Transport;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::NewSchedule;
use crate::domain::schedule::spec::Spec;
use crate::domain::time::{Instant, Stamp};

impl<T: Transport> ScheduleApi<T> {
    /// Creates a schedule, once, and reads it back. After a lost answer, a search by name and time of creation (API.md §3.6)
    /// replaces a second request.
    pub async fn create_verified(&self, new: &NewSchedule) -> WriteOutcome<Schedule> {
        let begun = self.0.just_before();
        let wanted = new.spec();
        let stored = match self.create(new).await {
            Ok(WriteAnswer::Stored(answer)) => answer,
            Ok(WriteAnswer::Accepted) => match self.look_up(wanted, begun).await {
                Ok(Some(found)) => found,
                Ok(None) => return WriteOutcome::NotReadBack(None, ApiError::NotFound(String::new())),
                Err(error) => return WriteOutcome::NotReadBack(None, error),
            },
            Err(ApiError::OutcomeUnknown) => match self.look_up(wanted, begun).await {
                Ok(Some(found)) => found,
                Ok(None) => return WriteOutcome::NotApplied,
                Err(error) => return WriteOutcome::Unknown(error),
            },
            // A browser repeats by itself a request that was lost on a reused connection; the first of the two requests then
            // causes the name conflict of the second.
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

    /// Finds the schedule of this name that was created since `begun`, by the appliance's clock.
    async fn made_since(&self, wanted: &Spec, begun: Instant) -> Result<Option<Schedule>, ApiError> {
        let query = ScheduleQuery { name: Some(wanted.name.as_sent().to_owned()), ..ScheduleQuery::default() };
        let page = self.list(&query).await?;
        let is_it = |schedule: &&Schedule| {
            schedule.name == wanted.name && schedule.created.as_ref().and_then(Stamp::instant) >= Some(begun)
        };
        Ok(page.good().find(is_it).cloned())
    }

    /// Repeats [`Self::made_since`] for the time that a cluster needs to show the schedule.
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
}
