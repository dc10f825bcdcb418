//! Direct synchronizations (API.md §5).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::page::{Page, WriteAnswer};
use super::schedules::not_an_id;
use super::transport::{HttpMethod, Transport};
use super::url::Endpoint;
use crate::domain::appliance::id::JobId;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::{Source, SyncRequest};

/// Filter and page of a list of sync jobs (API.md §5.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncJobQuery {
    pub skip: u64,
    /// 1,000 at most.
    pub limit: u64,
    /// In the appliance's words: `in_progress`, `completed`, `failed`, of AWS `error`.
    pub status: Option<String>,
    /// The container's name or id, as the source's filter takes it ([`Source::filter_value`]).
    pub container: Option<String>,
}

impl Default for SyncJobQuery {
    fn default() -> Self {
        SyncJobQuery { skip: 0, limit: 25, status: None, container: None }
    }
}

impl SyncJobQuery {
    /// Gives the filters of the request in the API's words: `overall_status=error, kms=one`.
    #[must_use]
    pub fn asked(&self, source: Source) -> String {
        let filters = [("overall_status", &self.status), (source.list_field(), &self.container)];
        let filters = filters.into_iter().filter_map(|(name, value)| Some([name, "=", value.as_ref()?].concat()));
        filters.collect::<Vec<_>>().join(", ")
    }

    fn pairs(&self, source: Source) -> Vec<(&'static str, String)> {
        // Not `sort`: it is documented for some sources only, and lists are newest first by themselves (API.md §0.6, §5.4).
        let mut pairs = vec![("skip", self.skip.to_string()), ("limit", self.limit.clamp(1, 1_000).to_string())];
        pairs.extend(self.status.clone().map(|status| ("overall_status", status)));
        pairs.extend(self.container.clone().map(|container| (source.list_field(), container)));
        pairs
    }
}

pub struct SyncJobApi<T: Transport>(pub(super) Client<T>, pub(super) Source);

impl<T: Transport> SyncJobApi<T> {
    /// One page of sync jobs, newest first. A 403 means no permission or no licence for the source.
    pub async fn list(&self, query: &SyncJobQuery) -> Result<Page<SyncJob>, ApiError> {
        let source = self.1;
        let url = Endpoint::SyncJobs(source).with_query(&query.pairs(source));
        let response = self.0.call(Call::read(url)).await?;
        decode::page(&response.body, &|object, raw| decode::sync_job(source, object, raw))
    }

    /// The newest sync jobs in progress. The appliance may ignore the filter, so ended ones are left out here.
    pub async fn running(&self) -> Result<Page<SyncJob>, ApiError> {
        let query = SyncJobQuery { limit: 100, status: Some("in_progress".to_owned()), ..SyncJobQuery::default() };
        let mut page = self.list(&query).await?;
        page.items.retain(|row| row.good().is_some_and(|job| !job.report.status.is_terminal()));
        Ok(page)
    }

    /// One sync job.
    pub async fn get(&self, id: &JobId) -> Result<SyncJob, ApiError> {
        let url = Endpoint::SyncJobs(self.1).one(id.as_str()).ok_or_else(not_an_id)?;
        let response = self.0.call(Call::read(url)).await?;
        self.read(&response.body)
    }

    /// Asks a sync job in progress to stop (API.md §5.6). Sent once.
    pub async fn cancel(&self, id: &JobId) -> Result<WriteAnswer<SyncJob>, ApiError> {
        let url = Endpoint::SyncJobs(self.1).action(id.as_str(), "cancel").ok_or_else(not_an_id)?;
        let response = self.0.call(Call::write(HttpMethod::Post, url, None)).await?;
        Ok(self.read(&response.body).map_or(WriteAnswer::Accepted, WriteAnswer::Stored))
    }

    fn read(&self, body: &str) -> Result<SyncJob, ApiError> {
        decode::one(body, &|object, raw| decode::sync_job(self.1, object, raw))
    }
}

impl<T: Transport> Client<T> {
    /// Starts a direct synchronization (API.md §5.3). Sent once: it may have started even if the answer is lost.
    pub async fn start_sync(&self, request: &SyncRequest) -> Result<WriteAnswer<SyncJob>, ApiError> {
        let source = request.source();
        let call = Call::write(HttpMethod::Post, Endpoint::SyncJobs(source).url(), Some(&request.to_json()));
        let response = self.call(call).await?;
        Ok(self.sync_jobs(source).read(&response.body).map_or(WriteAnswer::Accepted, WriteAnswer::Stored))
    }
}
