//! Runs and sync jobs as the appliance gives them, and their reports as the client reads them.

use crate::support::decode::{self, list_of};
use keysync::api::page::{Page, Row};
use keysync::domain::run::report::Report;
use serde_json::{Value, json};

/// Rows that cannot be understood are `Err` with their text.
pub fn runs(rows: &[Value]) -> Vec<Result<Report, String>> {
    reports(decode::runs(list_of(rows)).unwrap(), |run| run.report)
}

pub fn jobs(rows: &[Value]) -> Vec<Result<Report, String>> {
    of_jobs(list_of(rows))
}

pub fn of_jobs(body: String) -> Vec<Result<Report, String>> {
    reports(decode::sync_jobs(body).unwrap(), |job| job.report)
}

fn reports<T>(page: Page<T>, report: impl Fn(T) -> Report) -> Vec<Result<Report, String>> {
    let read = |row| match row {
        Row::Good(item) => Ok(report(item)),
        Row::Odd(odd) => Err(odd.raw.to_string()),
    };
    page.items.into_iter().map(read).collect()
}

/// A run of AWS that changed five minutes ago; members of nothing are left out.
pub fn a_run(status: &Value, details: Option<Value>) -> Value {
    let mut body = json!({"id": "r", "operation": "cckm_synchronization", "status": status,
        "job_config_params": {"cloud_name": "aws", "synchronize_all": true},
        "enqueued_at": "2026-11-23T07:50:00Z", "createdAt": "2026-11-23T07:50:00Z", "updatedAt": "2026-11-23T07:55:00Z"});
    body.as_object_mut().unwrap().extend(details.map(|details| ("details".to_owned(), details)));
    body
}

pub fn a_job(status: &Value, members: &[(&str, Option<Value>)]) -> Value {
    let mut body = json!({"id": "j", "overall_status": status, "cloud": "AzureCloud", "key_vaults": ["v"],
        "createdAt": "2026-11-23T07:50:00Z", "updatedAt": "2026-11-23T07:55:00Z"});
    let members = members.iter().filter_map(|(name, value)| value.clone().map(|value| ((*name).to_owned(), value)));
    body.as_object_mut().unwrap().extend(members);
    body
}
