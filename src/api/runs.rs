//! Runs (API.md §4).

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::page::Page;
use super::schedules::not_an_id;
use super::transport::{HttpMethod, Transport};
use super::url::{ApiUrl, Endpoint};
use crate::domain::appliance::cluster::may_be_node;
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::run::Run;
use crate::domain::run::report::RunStatus;
use crate::domain::time::{Instant, Stamp, write_instant};

/// Filter and page of a list of runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunQuery {
    pub skip: u64,
    /// 1,000 at most.
    pub limit: u64,
    /// A property name, with `-` in front for descending. The default is newest first.
    pub sort: Option<String>,
    pub schedule: Option<ScheduleId>,
    /// The exact name that the schedule had.
    pub name: Option<String>,
    pub operation: Option<String>,
    /// In the appliance's words: `scheduled`, `in_progress`, `completed`, `failed`, `aborted`.
    pub status: Option<String>,
    /// The node that works on the run, by id or address.
    pub node: Option<String>,
    /// Inclusive.
    pub created_after: Option<Instant>,
    /// Inclusive.
    pub created_before: Option<Instant>,
}

/// The newest hundred runs, newest first.
impl Default for RunQuery {
    fn default() -> Self {
        RunQuery {
            skip: 0,
            limit: 100,
            sort: Some("-createdAt".to_owned()),
            schedule: None,
            name: None,
            operation: None,
            status: None,
            node: None,
            created_after: None,
            created_before: None,
        }
    }
}

impl RunQuery {
    /// True if a run fits the filters that its answer shows; the appliance may ignore one (API.md §9 Q35).
    fn fits(&self, run: &Run) -> bool {
        let is_of =
            |id: &ScheduleId| run.schedule.as_ref().is_none_or(|own| own == id) || run.schedule_in_details.as_ref() == Some(id);
        let is_status = |wanted: &String| RunStatus::from_wire(wanted) == run.report.status;
        let is_operation = |wanted: &String| run.operation.as_wire() == wanted;
        let is_on = |wanted: &String| run.node.as_ref().is_none_or(|named| may_be_node(wanted, named));
        let created = run.created.as_ref().and_then(Stamp::instant).map(|at| at.timestamp());
        let is_after = |bound: Instant| created.is_none_or(|at| at >= bound.timestamp());
        let is_before = |bound: Instant| created.is_none_or(|at| at <= bound.timestamp());
        self.schedule.as_ref().is_none_or(is_of)
            && self.status.as_ref().is_none_or(is_status)
            && self.operation.as_ref().is_none_or(is_operation)
            && self.name.as_ref().is_none_or(|wanted| run.name.as_sent() == wanted)
            && self.node.as_ref().is_none_or(is_on)
            && self.created_after.is_none_or(is_after)
            && self.created_before.is_none_or(is_before)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("skip", self.skip.to_string()), ("limit", self.limit.clamp(1, 1_000).to_string())];
        pairs.extend(self.sort.clone().map(|sort| ("sort", sort)));
        pairs.extend(self.schedule.as_ref().map(|id| ("job_config_id", id.as_str().to_owned())));
        pairs.extend(self.name.clone().map(|name| ("name", name)));
        pairs.extend(self.operation.clone().map(|operation| ("operation", operation)));
        pairs.extend(self.status.clone().map(|status| ("status", status)));
        pairs.extend(self.node.clone().map(|node| ("processing_node", node)));
        pairs.extend(self.created_after.map(|at| ("createdAfter", write_instant(at))));
        pairs.extend(self.created_before.map(|at| ("createdBefore", write_instant(at))));
        pairs
    }
}

pub struct RunApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> RunApi<T> {
    /// One page of runs, without those that came in spite of a filter.
    pub async fn list(&self, query: &RunQuery) -> Result<Page<Run>, ApiError> {
        let response = self.0.call(Call::read(Endpoint::Runs.with_query(&query.pairs()))).await?;
        let mut page = decode::page(&response.body, &decode::run)?;
        let came = page.items.len();
        page.items.retain(|row| row.good().is_none_or(|run| query.fits(run)));
        page.left_out = came - page.items.len();
        Ok(page)
    }

    /// The newest runs of these schedules together, as many as schedules. The appliance may read only one of the ids, or refuse
    /// them (API.md §9 Q38).
    pub async fn newest_of(&self, schedules: &[ScheduleId]) -> Result<Page<Run>, ApiError> {
        let mut pairs = RunQuery { limit: schedules.len() as u64, ..RunQuery::default() }.pairs();
        pairs.extend(schedules.iter().map(|id| ("job_config_id", id.as_str().to_owned())));
        let response = self.0.call(Call::read(Endpoint::Runs.with_query(&pairs))).await?;
        decode::page(&response.body, &decode::run)
    }

    /// One run.
    pub async fn get(&self, id: &RunId) -> Result<Run, ApiError> {
        let response = self.0.call(Call::read(one(id)?)).await?;
        decode::one(&response.body, &decode::run)
    }

    /// Deletes a run from the history; its effects stay. Sent once.
    pub async fn delete(&self, id: &RunId) -> Result<(), ApiError> {
        self.0.call(Call::write(HttpMethod::Delete, one(id)?, None)).await.map(drop)
    }
}

fn one(id: &RunId) -> Result<ApiUrl, ApiError> {
    Endpoint::Runs.one(id.as_str()).ok_or_else(not_an_id)
}
