//! A stored schedule as a text that creates it elsewhere: for `curl`, `ksctl`, Terraform, or as plain JSON.
//!
//! Names and parameters are untrusted. In every snippet they stay within their quotes, and invisible characters are escaped. No
//! snippet contains a token or ends with a line break, since a terminal runs a pasted line at once.

mod curl;
mod ksctl;
mod shell;
mod terraform;

use serde_json::{Map, Value};

pub use curl::curl;
pub use ksctl::ksctl;
pub use terraform::terraform;

use crate::domain::schedule::{Parameters, RunOn, Schedule};
use crate::domain::sync::cloud::Cloud;
use crate::domain::text::{escape_unseen, hidden_meaning};
use crate::domain::time::{Stamp, has_fraction, write_instant};

/// Gives the body of `POST /v1/scheduler/job-configs` that creates the schedule again (API.md §3.5).
///
/// Unset members are left out: no description, not disabled, no dates. `run_on` is left out for the default `any`, except in a
/// `database_backup`, whose default is the current node (API.md §3.1). An unreadable date is copied verbatim.
pub fn create_body(schedule: &Schedule) -> Value {
    let operation = schedule.operation.as_wire();
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("name", Value::from(schedule.name.as_sent()));
    put("operation", Value::from(operation));
    put("run_at", Value::from(schedule.run_at.as_str()));
    if !schedule.description.is_empty() {
        put("description", Value::from(schedule.description.as_str()));
    }
    if schedule.run_on != RunOn::Any || operation == "database_backup" {
        put("run_on", Value::from(schedule.run_on.as_wire()));
    }
    if schedule.disabled {
        put("disabled", Value::Bool(true));
    }
    for (name, stamp) in [("start_date", &schedule.start), ("end_date", &schedule.end)] {
        match stamp {
            Some(Stamp::Known(at)) => put(name, Value::from(write_instant(*at))),
            Some(Stamp::Odd(text)) => put(name, Value::from(text.as_str())),
            None => None,
        };
    }
    if let Some(parameters) = parameters(schedule) {
        put(&[operation, "_params"].concat(), parameters);
    }
    Value::Object(body)
}

/// Names the dates that [`create_body`] cuts to the whole second; `None` if it cuts none.
pub fn cut_note(schedule: &Schedule) -> Option<String> {
    let is_cut = |stamp: &Option<Stamp>| stamp.as_ref().and_then(Stamp::instant).is_some_and(has_fraction);
    let dates = match (is_cut(&schedule.start), is_cut(&schedule.end)) {
        (true, true) => "start_date and end_date",
        (true, false) => "start_date",
        (false, true) => "end_date",
        (false, false) => return None,
    };
    Some(["The fraction of a second is cut in ", dates, "."].concat())
}

/// Gives [`create_body`] as readable text. Invisible characters become `\u` escapes, which parse to the same value.
pub fn json(schedule: &Schedule) -> String {
    escape_unseen(&format!("{:#}", create_body(schedule)), false)
}

/// The parameter object of a request. A readable synchronization is rebuilt, plus the members that API.md §3.3 does not list; any
/// other object is copied unchanged.
fn parameters(schedule: &Schedule) -> Option<Value> {
    let stored = serde_json::from_str::<Value>(&schedule.raw).ok();
    let stored = stored.and_then(|mut answer| answer.get_mut("job_config_params").map(Value::take)).filter(|it| !it.is_null());
    let Parameters::Sync(params) = &schedule.parameters else { return stored };
    let mut written = params.to_json();
    if let (Some(written), Some(Value::Object(stored))) = (written.as_object_mut(), stored) {
        written.extend(stored.into_iter().filter(|(name, _)| !is_documented(name)));
    }
    Some(written)
}

/// True for the members of `cckm_synchronization_params` in API.md §3.3.
pub(crate) fn is_documented(name: &str) -> bool {
    matches!(name, "cloud_name" | "synchronize_all" | "sync_item" | "take_cloud_key_backup")
        || Cloud::ALL.iter().any(|cloud| cloud.container_field() == name)
}

/// True for a character that is invisible or moves its neighbours.
fn is_unseen(c: char) -> bool {
    hidden_meaning(c).is_some()
}
