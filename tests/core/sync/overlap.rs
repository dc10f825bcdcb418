//! Synchronizations in progress that another one would meet.

use crate::support::builders::selection;
use crate::support::decode::{list_of, sync_jobs_of};
use crate::sync::target_match::a_container;
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use keysync::domain::sync::overlap::{direct_requests, overlapping};
use keysync::domain::sync::params::{AzureItem, AzureItems, Selection, SyncParams};
use keysync::domain::sync::source::{Source, SyncRequest};
use serde_json::json;

#[test]
fn d5_a_running_job_of_the_same_source_and_container_is_met() {
    let held = [a_container("id-one", &["vault-one::s"], &[]), a_container("id-two", &["vault-two::s"], &[])];
    let jobs = list_of(&[
        json!({"id": "one", "overall_status": "in progress", "key_vaults": ["vault-one::s"]}),
        json!({"id": "two", "overall_status": "in_progress", "key_vaults": ["vault-two::s"]}),
        json!({"id": "over", "overall_status": "failed", "key_vaults": ["vault-one::s"]}),
        json!({"id": "silent", "overall_status": "in_progress"}),
    ]);
    let jobs = sync_jobs_of(Source::AzureSecrets, jobs).unwrap().items;
    let met = |source, wanted: &[&str], held: &[Container]| {
        let request = SyncRequest::new(source, selection(wanted), Vec::new(), false);
        overlapping(&[request], &jobs, held).iter().map(|job| job.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(met(Source::AzureSecrets, &["id-one"], &held), ["one", "silent"]);
    assert_eq!(met(Source::AzureSecrets, &["vault-two::s"], &held), ["two", "silent"]);
    assert_eq!(met(Source::AzureSecrets, &[], &held), ["one", "two", "silent"], "everything meets each");
    assert_eq!(
        met(Source::AzureSecrets, &["id-one"], &[]),
        ["one", "two", "silent"],
        "without the list of vaults each may be it"
    );
    assert_eq!(met(Source::AzureKeys, &["id-one"], &held), [] as [&str; 0], "another source is no hindrance");
}

#[test]
fn d5_a_schedule_meets_the_direct_jobs_of_its_sources() {
    let sources = |cloud, items| {
        let params = SyncParams::new(cloud, Selection::Everything, items, false).unwrap();
        direct_requests(&params).iter().map(SyncRequest::source).collect::<Vec<_>>()
    };
    assert_eq!(sources(Cloud::Aws, None), [Source::AwsKeys]);
    assert_eq!(sources(Cloud::Azure, None), [Source::AzureKeys], "not said means keys");
    let two = AzureItems::new([AzureItem::Secret, AzureItem::Certificate]);
    assert_eq!(sources(Cloud::Azure, two), [Source::AzureSecrets, Source::AzureCertificates]);
    assert_eq!(sources(Cloud::Luna, None), [Source::Luna], "the refresh, as schedules of Luna do");
}
