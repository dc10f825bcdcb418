//! A new schedule in the place of one whose fields the appliance refuses to change.

use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::api::schedules::ScheduleApi;
use crate::api::transport::Transport;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::NewSchedule;

/// What is being done, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplaceStep {
    /// The new one is created, switched off, and held against what was asked for.
    Create,
    /// The new one is switched on.
    Enable,
    /// The old one is switched off.
    DisableOld,
}

/// What became of a replacement.
#[derive(Clone, Debug, PartialEq)]
pub enum Replaced {
    /// The new one is there as asked for, and the old one is off.
    Done(Schedule),
    /// The new one could not be created; nothing else was done.
    NotCreated(WriteOutcome<Schedule>),
    /// The new one is there, but not as asked for; it stays switched off, and the old one as it was.
    Differs(Schedule),
    /// A later stage did not go through; the new one is there, and the old one may still be on.
    Halfway(ReplaceStep, Schedule, ReplaceObstacle),
}

/// Why a stage did not go through.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplaceObstacle {
    /// The appliance took the request and stored something else.
    NotTaken,
    /// It was refused.
    Refused(ApiError),
    /// What became of it could not be found out, for this reason.
    Unknown(ApiError),
}

impl<T: Transport> ScheduleApi<T> {
    /// Puts a new schedule in the place of an old one: creates it switched off, checks it, switches it on if `new` says so, and
    /// switches the old one off. Each request leaves once; what fails ends it there. `on_stage` hears what comes next.
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
