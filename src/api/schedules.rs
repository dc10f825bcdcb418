//! Schedules (API.md §3).

use serde_json::Value;

use super::client::{Call, Client, RUN_NOW_DEADLINE};
use super::decode;
use super::error::ApiError;
use super::page::{Page, Row, WriteAnswer};
use super::transport::{HttpMethod, HttpResponse, Transport};
use super::url::{ApiUrl, Endpoint};
use crate::domain::appliance::id::{RunId, ScheduleId};
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::NewSchedule;
use crate::domain::sync::cloud::Cloud;

/// Filter and page of a list of schedules (API.md §3.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleQuery {
    pub skip: u64,
    /// 1,000 at most.
    pub limit: u64,
    /// A property name, with `-` in front for descending.
    pub sort: Option<String>,
    /// The exact name.
    pub name: Option<String>,
    pub operation: Option<String>,
    pub disabled: Option<bool>,
    pub cloud: Option<Cloud>,
}

impl Default for ScheduleQuery {
    fn default() -> Self {
        ScheduleQuery { skip: 0, limit: 100, sort: None, name: None, operation: None, disabled: None, cloud: None }
    }
}

impl ScheduleQuery {
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("skip", self.skip.to_string()), ("limit", self.limit.clamp(1, 1_000).to_string())];
        pairs.extend(self.sort.clone().map(|sort| ("sort", sort)));
        pairs.extend(self.name.clone().map(|name| ("name", name)));
        pairs.extend(self.operation.clone().map(|operation| ("operation", operation)));
        pairs.extend(self.disabled.map(|disabled| ("disabled", if disabled { "true" } else { "false" }.to_owned())));
        pairs.extend(self.cloud.map(|cloud| ("cloud_name", cloud.cloud_name().to_owned())));
        pairs
    }
}

/// A list with one schedule (API.md §3.5) as an answer brings it, read as that answer would be: for drawing the table before there is
/// an answer.
#[must_use]
pub fn made_up() -> Vec<Row<Schedule>> {
    const ANSWER: &str = r#"{"total":1,"resources":[{"id":"1","createdAt":"2026-01-02T03:04:05.678901Z","updatedAt":"2026-01-02T03:04:05.678901Z","name":"a","description":"a","operation":"cckm_synchronization","run_at":"0 9 * * MON-FRI","run_on":"any","disabled":false,"start_date":"2026-01-02T03:04:05Z","job_config_params":{"cloud_name":"aws","kms":["a"]}}]}"#;
    decode::page(ANSWER, &decode::schedule).map(|page| page.items).unwrap_or_default()
}

/// The answer to "run now".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunNow {
    /// `None` when the queue took longer than the appliance waits; the run then appears among the newest of the schedule soon
    /// (API.md §3.10).
    pub run: Option<RunId>,
}

pub struct ScheduleApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> ScheduleApi<T> {
    /// One page of schedules.
    pub async fn list(&self, query: &ScheduleQuery) -> Result<Page<Schedule>, ApiError> {
        let response = self.0.call(Call::read(Endpoint::Schedules.with_query(&query.pairs()))).await?;
        decode::page(&response.body, &decode::schedule)
    }

    /// One schedule. The answer may carry another id than the requested one (API.md §7 row 16).
    pub async fn get(&self, id: &ScheduleId) -> Result<Schedule, ApiError> {
        let response = self.0.call(Call::read(one(id)?)).await?;
        decode::one(&response.body, &decode::schedule)
    }

    /// Creates a schedule; sent once.
    pub async fn create(&self, new: &NewSchedule) -> Result<WriteAnswer<Schedule>, ApiError> {
        let call = Call::write(HttpMethod::Post, Endpoint::Schedules.url(), Some(&new.to_json()));
        Ok(written(&self.0.call(call).await?))
    }

    /// Changes the members in `changes` (API.md §3.8); sent once.
    pub async fn patch(&self, id: &ScheduleId, changes: &Value) -> Result<WriteAnswer<Schedule>, ApiError> {
        let call = Call::write(HttpMethod::Patch, one(id)?, Some(changes));
        Ok(written(&self.0.call(call).await?))
    }

    /// Deletes a schedule; its runs stay (API.md §3.9). Sent once.
    pub async fn delete(&self, id: &ScheduleId) -> Result<(), ApiError> {
        self.0.call(Call::write(HttpMethod::Delete, one(id)?, None)).await.map(drop)
    }

    /// Puts a run of the schedule on the queue; sent once.
    pub async fn run_now(&self, id: &ScheduleId) -> Result<RunNow, ApiError> {
        let url = Endpoint::Schedules.action(id.as_str(), "run-now").ok_or_else(not_an_id)?;
        let call = Call { deadline: RUN_NOW_DEADLINE, ..Call::write(HttpMethod::Post, url, None) };
        let response = self.0.call(call).await?;
        let answer: Option<Value> = serde_json::from_str(&response.body).ok();
        let run = answer.as_ref().and_then(|answer| answer.get("job_id")).and_then(Value::as_str);
        Ok(RunNow { run: run.filter(|id| !id.is_empty()).map(RunId::from) })
    }
}

impl<T: Transport> ScheduleApi<T> {
    pub(super) async fn sleep(&self, time: std::time::Duration) {
        self.0.shared.transport.sleep(time).await;
    }
}

fn one(id: &ScheduleId) -> Result<ApiUrl, ApiError> {
    Endpoint::Schedules.one(id.as_str()).ok_or_else(not_an_id)
}

/// The error for ids that no resource can have.
pub(super) fn not_an_id() -> ApiError {
    ApiError::NotFound("Nothing has this id.".to_owned())
}

/// A 2xx means stored; an answer that does not show the object is no failure (API.md §10.6).
fn written(response: &HttpResponse) -> WriteAnswer<Schedule> {
    decode::one(&response.body, &decode::schedule).map_or(WriteAnswer::Accepted, WriteAnswer::Stored)
}
