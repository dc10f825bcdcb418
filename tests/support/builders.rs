//! Values for tests: a test names what matters to it, the rest is ordinary.
#![allow(dead_code, reason = "a bench uses a part of it")]

use std::sync::Arc;

use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::schedule::draft::ScheduleDraft;
use keysync::domain::schedule::{Operation, Parameters, RunOn, Schedule};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::{AzureItems, Containers, Selection, SyncParams};
use keysync::domain::time::{Instant, parse_instant};

pub fn at(text: &str) -> Instant {
    parse_instant(text).unwrap()
}

/// The present of most tests, a Monday.
pub fn now() -> Instant {
    at("2026-11-23T08:00:00Z")
}

/// A synchronization of all of AWS at `run_at`, without dates.
pub fn schedule(run_at: &str) -> Schedule {
    Schedule {
        id: ScheduleId::from("s"),
        name: "n".into(),
        description: String::new(),
        operation: Operation::Synchronization,
        run_at: run_at.to_owned(),
        run_on: RunOn::Any,
        disabled: false,
        start: None,
        end: None,
        created: None,
        updated: None,
        parameters: sync_parameters(Cloud::Aws, &[]),
        raw: Arc::from("{}"),
    }
}

/// Parameters of a synchronization: of everything in the cloud where no container is listed.
pub fn sync_parameters(cloud: Cloud, containers: &[&str]) -> Parameters {
    let items = (cloud == Cloud::Azure).then_some(AzureItems::ALL);
    Parameters::Sync(SyncParams::new(cloud, selection(containers), items, false).unwrap())
}

/// These containers, or everything where none is listed.
pub fn selection(containers: &[&str]) -> Selection {
    Containers::new(containers.iter().map(|name| (*name).to_owned())).map_or(Selection::Everything, Selection::These)
}

/// A complete form: these containers of AWS, or everything where none is listed.
pub fn complete_draft(name: &str, containers: &[&str]) -> ScheduleDraft {
    let mut draft = ScheduleDraft::default();
    draft.choose_cloud(Cloud::Aws);
    draft.everything = containers.is_empty();
    draft.containers = containers.iter().map(|name| (*name).to_owned()).collect();
    draft.name = name.to_owned();
    draft
}
