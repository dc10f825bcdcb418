//! A direct synchronization whose answer may be lost.

use super::WAITS;
use crate::api::client::Client;
use crate::api::error::ApiError;
use crate::api::page::WriteAnswer;
use crate::api::sync_jobs::SyncJobQuery;
use crate::api::transport::Transport;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::SyncRequest;
use crate::domain::time::{Instant, Stamp, after};

/// What became of starting a sync job.
#[derive(Clone, Debug, PartialEq)]
pub enum Started {
    /// It is under way.
    Job(Box<SyncJob>),
    /// It was accepted, but which of the jobs it is could not be found out.
    Nameless,
    /// It was refused: nothing was started.
    Refused(ApiError),
    /// The answer was lost, and no job has appeared since.
    NotStarted,
    /// The answer was lost. These jobs have appeared since; nothing in them says whose they are.
    Perhaps(Vec<SyncJob>),
    /// The answer was lost, and whether something was started could not be found out, for this reason.
    Unknown(ApiError),
}

impl<T: Transport> Client<T> {
    /// Starts a synchronization, once. When the answer is lost, the newest jobs of the source are looked at for those made since
    /// (API.md §2.3); it is never sent again.
    pub async fn start_verified(&self, request: &SyncRequest) -> Started {
        // By the appliance's clock, less what the whole seconds of a header may hide.
        let begun = after(self.now(), -1_000 * (self.clock_difference_seconds().unwrap_or(0) + 5));
        match self.start_sync(request).await {
            Ok(WriteAnswer::Stored(job)) => Started::Job(Box::new(job)),
            Ok(WriteAnswer::Accepted) => match self.made_since(request, begun).await {
                Ok(mut jobs) if jobs.len() == 1 => jobs.pop().map_or(Started::Nameless, |job| Started::Job(Box::new(job))),
                _ => Started::Nameless,
            },
            Err(ApiError::Unsure) => match self.made_since(request, begun).await {
                Ok(jobs) if jobs.is_empty() => Started::NotStarted,
                Ok(jobs) => Started::Perhaps(jobs),
                Err(error) => Started::Unknown(error),
            },
            Err(error) => Started::Refused(error),
        }
    }

    /// The jobs of the source made since then, given the time that a cluster needs to show them.
    async fn made_since(&self, request: &SyncRequest, begun: Instant) -> Result<Vec<SyncJob>, ApiError> {
        let query = SyncJobQuery { limit: 5, ..SyncJobQuery::default() };
        let mut waits = WAITS.into_iter();
        loop {
            let page = self.sync_jobs(request.source()).list(&query).await?;
            let is_new = |job: &&SyncJob| job.report.began.as_ref().and_then(Stamp::instant) >= Some(begun);
            let found: Vec<SyncJob> = page.good().filter(is_new).cloned().collect();
            match waits.next() {
                Some(wait) if found.is_empty() => self.shared.transport.sleep(wait).await,
                _ => return Ok(found),
            }
        }
    }
}
