//! Answers of the appliance, read by the client.

use keysync::api::error::ApiError;
use keysync::api::page::Page;
use keysync::api::runs::RunQuery;
use keysync::api::schedules::ScheduleQuery;
use keysync::api::sync_jobs::SyncJobQuery;
use keysync::domain::appliance::id::{RunId, ScheduleId};
use keysync::domain::run::Run;
use keysync::domain::schedule::Schedule;
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use keysync::domain::sync::job::SyncJob;
use keysync::domain::sync::source::Source;
use serde_json::{Value, json};

use super::fake::TestBed;

/// The answer to a request for a list that has these rows and no others.
pub fn list_of(rows: &[Value]) -> String {
    json!({"skip": 0, "limit": rows.len(), "total": rows.len(), "resources": rows}).to_string()
}

pub fn schedules(body: impl ToString) -> Result<Page<Schedule>, ApiError> {
    let mut bed = TestBed::answering(body);
    let handler = bed.client.schedules();
    bed.run(async move { handler.list(&ScheduleQuery::default()).await })
}

pub fn schedule(body: impl ToString) -> Schedule {
    let mut bed = TestBed::answering(body);
    let handler = bed.client.schedules();
    bed.run(async move { handler.get(&ScheduleId::from("asked")).await }).unwrap()
}

pub fn runs(body: impl ToString) -> Result<Page<Run>, ApiError> {
    let mut bed = TestBed::answering(body);
    let handler = bed.client.runs();
    bed.run(async move { handler.list(&RunQuery::default()).await })
}

pub fn run(body: impl ToString) -> Run {
    let mut bed = TestBed::answering(body);
    let handler = bed.client.runs();
    bed.run(async move { handler.get(&RunId::from("asked")).await }).unwrap()
}

pub fn sync_jobs(body: impl ToString) -> Result<Page<SyncJob>, ApiError> {
    sync_jobs_of(Source::AzureSecrets, body)
}

pub fn sync_jobs_of(source: Source, body: impl ToString) -> Result<Page<SyncJob>, ApiError> {
    let mut bed = TestBed::answering(body);
    let handler = bed.client.sync_jobs(source);
    bed.run(async move { handler.list(&SyncJobQuery::default()).await })
}

pub fn containers(cloud: Cloud, body: impl ToString) -> Vec<Container> {
    let mut bed = TestBed::answering(body);
    let handler = bed.client.containers(cloud);
    bed.run(async move { handler.list(0, 100).await }).unwrap().good().cloned().collect()
}
