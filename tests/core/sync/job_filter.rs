//! Filters of sync jobs, held against the rows that an appliance sends whether or not it heeds them.

use crate::support::decode::{list_of, sync_jobs_of};
use crate::sync::target_match::{a_container, documented};
use keysync::domain::list::row::Row;
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use keysync::domain::sync::job::SyncJob;
use keysync::domain::sync::job_filter::{CheckedJobs, JobFilter};
use keysync::domain::sync::source::Source;
use serde_json::{Value, json};

fn rows(source: Source, jobs: &[Value]) -> Vec<Row<SyncJob>> {
    sync_jobs_of(source, list_of(jobs)).unwrap().items
}

fn ids(checked: &CheckedJobs) -> Vec<&str> {
    checked.rows.iter().map(Row::id_text).collect()
}

fn by_container(wanted: &str) -> JobFilter {
    JobFilter { container: Some(wanted.to_owned()), ..JobFilter::default() }
}

/// The manual's words for each source (API.md §5.1): the name that jobs carry, or the id.
#[test]
fn d2_d9_a_container_is_asked_for_by_name_or_by_id() {
    for (source, cloud, by_name) in [
        (Source::AwsKeys, Cloud::Aws, Some("kms-a")),
        (Source::AwsCustomKeyStores, Cloud::Aws, Some("kms-a")),
        (Source::Google, Cloud::Gcp, Some("projects/p1/locations/global/keyRings/ring-a")),
        (Source::AzureKeys, Cloud::Azure, None),
        (Source::AzureSecrets, Cloud::Azure, None),
        (Source::Oci, Cloud::Oci, None),
        (Source::SalesforceCertificates, Cloud::Salesforce, None),
        (Source::Luna, Cloud::Luna, None),
    ] {
        let container = documented(cloud).remove(0);
        assert_eq!(source.filter_value(&container), by_name.unwrap_or(&container.id), "{source:?}");
    }
}

/// An appliance that ignores a filter sends everything: what does not fit is left out, and said.
#[test]
fn d2_rows_that_do_not_fit_the_container_are_left_out_and_said() {
    let held = [a_container("id-one", &["vault-one::s"], &[]), a_container("id-two", &["vault-two::s"], &[])];
    let jobs = [
        json!({"id": "by name", "key_vaults": ["vault-one::s"]}),
        json!({"id": "by id", "key_vaults": ["id-one", "id-two"]}),
        json!({"id": "another", "key_vaults": ["vault-two::s"]}),
        json!({"id": "silent"}),
    ];
    let check = |filter: &JobFilter, held: &[Container]| filter.check(rows(Source::AzureSecrets, &jobs), 4, held);
    let filter = by_container("id-one");
    let checked = check(&filter, &held);
    assert_eq!((ids(&checked), checked.unsure), (vec!["by name", "by id", "silent"], 1));
    let note = checked.note.clone().unwrap();
    assert!(note.starts_with("Left out: 1 of 4 ") && note.contains("For 1 of those shown this console cannot tell"), "{note}");
    let unknown = check(&filter, &[]);
    assert_eq!((ids(&unknown).len(), unknown.unsure), (4, 3), "nothing is hidden for want of a list");
    let fitting = by_container("vault-two::s");
    let only = fitting.check(rows(Source::AzureSecrets, &jobs[1..3]), 2, &held);
    assert_eq!((only.rows.len(), only.note), (2, None), "a heeded filter needs no word");
    let nothing = JobFilter::default();
    assert_eq!((nothing.check(rows(Source::AzureSecrets, &jobs), 4, &held).rows.len(), nothing.is_empty()), (4, true));
}

#[test]
fn d3_regions_are_filtered_here_and_that_is_said() {
    let jobs = [
        json!({"id": "one", "kms": ["k"], "regions": ["us-east-1", "us-west-2"]}),
        json!({"id": "two", "kms": ["k"], "regions": ["eu-west-1"]}),
        json!({"id": "all", "kms": ["k"]}),
    ];
    let filter = JobFilter { region: Some("us-east-1".to_owned()), ..JobFilter::default() };
    let checked = filter.check(rows(Source::AwsKeys, &jobs), 3, &[]);
    assert_eq!(ids(&checked), ["one", "all"]);
    assert_eq!(checked.total, 2, "the whole list came, so that it is counted");
    assert_eq!(filter.check(rows(Source::AwsKeys, &jobs), 30, &[]).total, 30, "other pages are not known");
    let mars = JobFilter { region: Some("mars".to_owned()), ..JobFilter::default() };
    assert_eq!(mars.check(rows(Source::AwsKeys, &jobs[..2]), 2, &[]).total, 0, "R25: no rows are none of none");
    let note = checked.note.clone().unwrap();
    assert_eq!(note, "The appliance has no filter by region: 2 of 3 on this page are about us-east-1.");
    assert!(Source::AwsKeys.has_regions() && Source::AwsCustomKeyStores.has_regions() && !Source::Google.has_regions());
}

#[test]
fn d6_error_and_failed_are_one_status_in_two_words() {
    assert_eq!((Source::AwsKeys.failed_words(), Source::AzureKeys.failed_words()), (&["error", "failed"][..], &["failed"][..]));
    let jobs = [
        json!({"id": "error", "overall_status": "error"}),
        json!({"id": "failed", "overall_status": "failed"}),
        json!({"id": "done", "overall_status": "completed"}),
    ];
    let filter = JobFilter { status: Some("error".to_owned()), ..JobFilter::default() };
    assert_eq!(ids(&filter.check(rows(Source::AwsKeys, &jobs), 3, &[])), ["error", "failed"]);
}

/// Jobs that are not newest first, where more exist than came.
#[test]
fn jobs_in_another_order_are_told() {
    let jobs =
        [json!({"id": "old", "createdAt": "2026-11-20T01:00:00Z"}), json!({"id": "new", "createdAt": "2026-11-21T01:00:00Z"})];
    let note = |total: u64, jobs: &[Value]| JobFilter::default().check(rows(Source::AwsKeys, jobs), total, &[]).note;
    assert_eq!(note(2, &jobs), None, "all came");
    let told = note(30, &jobs).unwrap();
    assert_eq!(told, "The appliance does not list these newest first, so newer ones may be on other pages.");
    assert_eq!(note(30, &[jobs[1].clone(), jobs[0].clone()]), None);
}
