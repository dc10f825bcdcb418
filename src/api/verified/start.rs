//! A direct synchronization whose answer may be lost.

use super::WAITS;
use super::outcome::WriteOutcome;
use crate::api::client::Client;
use crate::api::error::ApiError;
use crate::api::page::WriteAnswer;
use crate::api::sync_jobs::{SyncJobApi, SyncJobQuery};
use crate::api::transport::Transport;
use crate::domain::appliance::id::JobId;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::SyncRequest;
use crate::domain::time::{Instant, Stamp, after};

impl<T: Transport> Client<T> {
    /// Starts a synchronization, once. When the answer is lost, the newest jobs of the source are looked at for those made since
    /// (API.md §2.3); it is never sent again.
    pub async fn start_verified(&self, request: &SyncRequest) -> WriteOutcome<SyncJob> {
        // By the appliance's clock, less what the whole seconds of a header may hide.
        let begun = after(self.now(), -1_000 * (self.clock_difference_seconds().unwrap_or(0) + 5));
        match self.start_sync(request).await {
            Ok(WriteAnswer::Stored(job)) => WriteOutcome::Applied(job),
            Ok(WriteAnswer::Accepted) => match self.made_since(request, begun).await {
                Ok(mut jobs) if jobs.len() == 1 => jobs.pop().map_or_else(nameless, WriteOutcome::Applied),
                _ => nameless(),
            },
            Err(ApiError::Unsure) => match self.made_since(request, begun).await {
                Ok(jobs) if jobs.is_empty() => WriteOutcome::NotApplied,
                Ok(jobs) => WriteOutcome::Possibly(jobs),
                Err(error) => WriteOutcome::Unknown(error),
            },
            Err(error) => WriteOutcome::Refused(error),
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

/// Accepted, but no job can be told to be this one.
fn nameless() -> WriteOutcome<SyncJob> {
    WriteOutcome::NotReadBack(None, ApiError::NotFound(String::new()))
}

impl<T: Transport> SyncJobApi<T> {
    /// Asks a job to stop, once. An appliance that accepts without a body gives `NotReadBack`.
    pub async fn cancel_verified(&self, id: &JobId) -> WriteOutcome<SyncJob> {
        match self.cancel(id).await {
            Ok(WriteAnswer::Stored(job)) => WriteOutcome::Applied(job),
            Ok(WriteAnswer::Accepted) => nameless(),
            Err(error @ ApiError::Unsure) => WriteOutcome::Unknown(error),
            Err(error) => WriteOutcome::Refused(error),
        }
    }
}
