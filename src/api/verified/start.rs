//! Start and cancellation of direct sync jobs, including the case of a lost answer.

use super::WAITS;
use super::outcome::WriteOutcome;
use crate::api::client::Client;
use crate::api::error::ApiError;
use crate::api::page::WriteAnswer;
use crate::api::sync_jobs::{SyncJobApi, SyncJobQuery};
use crate::api::transport::Transport;
use crate::domain::appliance::id::JobId;
use crate::domain::list::order::is_newest_first;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::SyncRequest;
use crate::domain::time::{Instant, Stamp};

impl<T: Transport> Client<T> {
    /// Starts a synchronization, once. After a lost answer, a search among the newest jobs of the source (API.md §2.3) replaces a
    /// second request.
    pub async fn start_verified(&self, request: &SyncRequest) -> WriteOutcome<SyncJob> {
        let begun = self.just_before();
        match self.start_sync(request).await {
            Ok(WriteAnswer::Stored(job)) => WriteOutcome::Applied(job),
            Ok(WriteAnswer::Accepted) => match self.made_since(request, begun).await {
                Ok(mut jobs) if jobs.len() == 1 => jobs.pop().map_or_else(nameless, WriteOutcome::Applied),
                _ => nameless(),
            },
            Err(ApiError::OutcomeUnknown) => match self.made_since(request, begun).await {
                Ok(jobs) if jobs.is_empty() => WriteOutcome::NotApplied,
                Ok(jobs) => WriteOutcome::Possibly(jobs),
                Err(error) => WriteOutcome::Unknown(error),
            },
            Err(error) => WriteOutcome::Refused(error),
        }
    }

    /// Finds the jobs of the source that were created since `begun`, and waits for a cluster to show them.
    async fn made_since(&self, request: &SyncRequest, begun: Instant) -> Result<Vec<SyncJob>, ApiError> {
        let query = SyncJobQuery { limit: 5, ..SyncJobQuery::default() };
        let mut waits = WAITS.into_iter();
        loop {
            let page = self.sync_jobs(request.source()).list(&query).await?;
            let is_new = |job: &&SyncJob| job.report.began.as_ref().and_then(Stamp::instant) >= Some(begun);
            let found: Vec<SyncJob> = page.good().filter(is_new).cloned().collect();
            let times: Vec<_> = page.good().map(|job| job.report.began.as_ref().and_then(Stamp::instant)).collect();
            if found.is_empty() && page.total > page.items.len() as u64 && !is_newest_first(&times) {
                // The new job may be among those that did not come.
                return Err(ApiError::Decode { path: "createdAt".to_owned(), what: "the jobs are not newest first".to_owned() });
            }
            match waits.next() {
                Some(wait) if found.is_empty() => self.shared.transport.sleep(wait).await,
                _ => return Ok(found),
            }
        }
    }
}

/// The outcome of an accepted start whose job cannot be identified.
fn nameless() -> WriteOutcome<SyncJob> {
    WriteOutcome::NotReadBack(None, ApiError::NotFound(String::new()))
}

impl<T: Transport> SyncJobApi<T> {
    /// Requests the cancellation of a job, once. An accepted request without a body in the answer gives `NotReadBack`.
    pub async fn cancel_verified(&self, id: &JobId) -> WriteOutcome<SyncJob> {
        match self.cancel(id).await {
            Ok(WriteAnswer::Stored(job)) => WriteOutcome::Applied(job),
            Ok(WriteAnswer::Accepted) => nameless(),
            Err(error @ ApiError::OutcomeUnknown) => WriteOutcome::Unknown(error),
            Err(error) => WriteOutcome::Refused(error),
        }
    }
}
