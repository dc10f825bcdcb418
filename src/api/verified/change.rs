//! Changes of a stored schedule: nobody else's change is overwritten unseen, and what was sent is held against what is stored.

use serde_json::json;

use crate::api::error::ApiError;
use crate::api::schedules::ScheduleApi;
use crate::api::transport::Transport;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::spec::{ScheduleChange, Spec};

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// The appliance took it, and this is how it was read back; it may differ from what was asked for.
    Stored(Box<Schedule>),
    /// The appliance took it, but it could not be read back for this reason.
    Unseen(ApiError),
    /// Somebody else changed it since it was read; this is how it is now. Nothing was sent.
    Conflict(Box<Schedule>),
    /// The answer was lost, and what is stored now is neither as it was before nor as it was asked for.
    Overtaken(Box<Schedule>),
    /// It does not exist any more. Nothing was sent, or it went in the same moment.
    Gone,
    /// It was refused: nothing was changed.
    Refused(ApiError),
    /// The answer was lost, and it is as it was before.
    NotStored,
    /// The answer was lost, and what became of it could not be found out, for this reason.
    Unknown(ApiError),
}

/// What became of switching a schedule on or off.
#[derive(Clone, Debug, PartialEq)]
pub enum Switched {
    /// Read back; it is as asked for if its `disabled` says so.
    Stored(Box<Schedule>),
    /// The appliance took it, but it could not be read back for this reason.
    Unseen(ApiError),
    /// It was refused, or does not exist: nothing was changed.
    Refused(ApiError),
    /// The answer was lost, and what became of it could not be found out, for this reason.
    Unknown(ApiError),
}

/// What became of deleting a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    /// It is gone, whoever did it.
    Gone,
    /// It was refused: it is still there.
    Refused(ApiError),
    /// The answer was lost, and it is still there.
    StillThere,
    /// The answer was lost, and whether it is there could not be found out, for this reason.
    Unknown(ApiError),
}

impl<T: Transport> ScheduleApi<T> {
    /// Changes a schedule, once, if it still is what `change` starts from, and reads it back. The API has no version to send along
    /// (API.md §3.8): what somebody else stores between the look before the PATCH and the PATCH, one round trip, is not seen.
    pub async fn change_verified(&self, id: &ScheduleId, change: &ScheduleChange) -> Changed {
        let now = match self.get(id).await {
            Ok(now) => now,
            Err(ApiError::NotFound(_)) => return Changed::Gone,
            Err(error) => return Changed::Refused(error),
        };
        match Spec::of(&now) {
            Ok(stored) if stored.differing(&change.from).next().is_none() => {}
            Ok(_) => return Changed::Conflict(Box::new(now)),
            Err(why) => return Changed::Refused(ApiError::Conflict(why)),
        }
        let Some(body) = change.to_json() else { return Changed::Stored(Box::new(now)) };
        let is_taken = |schedule: &Schedule| change.to.is_stored_as(schedule);
        match self.patch(id, &body).await {
            Ok(_) => match self.read_until(id, is_taken).await {
                Ok(schedule) => Changed::Stored(Box::new(schedule)),
                Err(ApiError::NotFound(_)) => Changed::Gone,
                Err(error) => Changed::Unseen(error),
            },
            Err(ApiError::Unsure) => match self.read_until(id, is_taken).await {
                Ok(schedule) if is_taken(&schedule) => Changed::Stored(Box::new(schedule)),
                Ok(schedule) if schedule.updated == now.updated => Changed::NotStored,
                Ok(schedule) => Changed::Overtaken(Box::new(schedule)),
                Err(ApiError::NotFound(_)) => Changed::Gone,
                Err(error) => Changed::Unknown(error),
            },
            Err(ApiError::NotFound(_)) => Changed::Gone,
            Err(error) => Changed::Refused(error),
        }
    }

    /// Switches a schedule on or off, once, whatever its operation, and reads it back.
    pub async fn switch_verified(&self, id: &ScheduleId, enabled: bool) -> Switched {
        let is_taken = |schedule: &Schedule| schedule.disabled != enabled;
        match self.patch(id, &json!({ "disabled": !enabled })).await {
            Ok(_) => match self.read_until(id, is_taken).await {
                Ok(schedule) => Switched::Stored(Box::new(schedule)),
                Err(error) => Switched::Unseen(error),
            },
            Err(ApiError::Unsure) => match self.read_until(id, is_taken).await {
                Ok(schedule) => Switched::Stored(Box::new(schedule)),
                Err(error) => Switched::Unknown(error),
            },
            Err(error) => Switched::Refused(error),
        }
    }

    /// Deletes a schedule, once. Its runs stay (API.md §3.9).
    pub async fn delete_verified(&self, id: &ScheduleId) -> Removed {
        match self.delete(id).await {
            Ok(()) | Err(ApiError::NotFound(_)) => Removed::Gone,
            Err(ApiError::Unsure) => match self.get(id).await {
                Ok(_) => Removed::StillThere,
                Err(ApiError::NotFound(_)) => Removed::Gone,
                Err(error) => Removed::Unknown(error),
            },
            Err(error) => Removed::Refused(error),
        }
    }
}
