//! Replacement of a schedule whose fields the appliance refuses to change.

use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::api::schedules::ScheduleApi;
use crate::api::transport::Transport;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::NewSchedule;

/// The steps of a replacement, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplaceStep {
    /// Creates the new schedule, switched off, and compares it with the requested settings.
    Create,
    /// Enables the new schedule.
    Enable,
    /// Disables the old schedule.
    DisableOld,
}

/// The outcome of a replacement.
#[derive(Clone, Debug, PartialEq)]
pub enum Replaced {
    /// The new schedule has the requested settings, and the old one is off.
    Done(Schedule),
    /// The creation failed; no other request was sent.
    NotCreated(WriteOutcome<Schedule>),
    /// The new schedule differs from the requested settings and stays off; the old one is unchanged.
    Differs(Schedule),
    /// A later step failed; the new schedule exists, and the old one may still be on.
    Halfway(ReplaceStep, Schedule, ReplaceObstacle),
}

/// The reason for a failed step.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplaceObstacle {
    /// The appliance accepted the request and stored another value.
    NotTaken,
    /// The appliance refused the request.
    Refused(ApiError),
    /// The outcome is unknown for this reason.
    Unknown(ApiError),
}

impl<T: Transport> ScheduleApi<T> {
    /// Replaces an old schedule: creates the new one switched off, checks it, enables it if `new` is enabled, and disables the
    /// old one. Each request is sent once, and a failure ends the replacement. `on_stage` receives each step before it begins.
    pub async fn replace(&self, old: &ScheduleId, new: &NewSchedule, on_stage: impl Fn(ReplaceStep)) -> Replaced {
        on_stage(ReplaceStep::Create);
        let asleep = new.clone().disabled();
        let created = match self.create_verified(&asleep).await {
            WriteOutcome::Applied(created) => created,
            WriteOutcome::AppliedDifferently(created) => return Replaced::Differs(created),
            other => return Replaced::NotCreated(other),
        };
        let mut made = created;
        if new.spec().enabled {
            on_stage(ReplaceStep::Enable);
            match self.switch_verified(&made.id, true).await {
                WriteOutcome::Applied(schedule) => made = schedule,
                other => return Replaced::Halfway(ReplaceStep::Enable, made, obstacle(other)),
            }
        }
        on_stage(ReplaceStep::DisableOld);
        match self.switch_verified(old, false).await {
            WriteOutcome::Applied(_) => Replaced::Done(made),
            other => Replaced::Halfway(ReplaceStep::DisableOld, made, obstacle(other)),
        }
    }
}

fn obstacle(outcome: WriteOutcome<Schedule>) -> ReplaceObstacle {
    match outcome {
        WriteOutcome::Refused(error) => ReplaceObstacle::Refused(error),
        WriteOutcome::Gone => ReplaceObstacle::Refused(ApiError::NotFound(String::new())),
        WriteOutcome::NotReadBack(_, error) | WriteOutcome::Unknown(error) => ReplaceObstacle::Unknown(error),
        _ => ReplaceObstacle::NotTaken,
    }
}
