//! Writes that are read back. The appliance may store other values than requested, a cluster may show a write late, and an answer
//! may be lost after a completed write; no write is sent a second time to learn its outcome.

mod change;
mod create;
pub mod message;
mod outcome;
mod replace;
mod run;
mod start;

pub use message::{FormRefusal, MessageTone, WriteKind, WriteMessage, describe, describe_item, form_refusal};
pub use outcome::WriteOutcome;
pub use replace::{ReplaceObstacle, ReplaceStep, Replaced};

use std::time::Duration;

use super::error::ApiError;
use super::schedules::ScheduleApi;
use super::transport::Transport;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;

/// Waits between the reads, for a cluster to show a write that one of its nodes stored.
const WAITS: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(1), Duration::from_secs(2)];

impl<T: Transport> ScheduleApi<T> {
    /// Reads a schedule until `is_expected` gives true or the waits are over, and gives the last state.
    async fn read_until(&self, id: &ScheduleId, is_expected: impl Fn(&Schedule) -> bool) -> Result<Schedule, ApiError> {
        let mut waits = WAITS.into_iter();
        loop {
            let answer = self.get(id).await;
            let again = match &answer {
                Ok(schedule) => !is_expected(schedule),
                Err(error) => matches!(error, ApiError::NotFound(_)),
            };
            match waits.next() {
                Some(wait) if again => self.sleep(wait).await,
                _ => return answer,
            }
        }
    }
}
