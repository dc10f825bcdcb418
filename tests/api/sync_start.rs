//! Starting a synchronization whose answer may be lost: it is looked up, never sent again.

use crate::support::fake::{Reply, TestBed, answer};
use keysync::api::error::ApiError;
use keysync::api::transport::{HttpMethod, TransportError};
use keysync::api::verified::{WriteKind, WriteOutcome, describe};
use keysync::domain::sync::form::{SyncFault, SyncForm};
use keysync::domain::sync::job::SyncJob;
use keysync::domain::sync::params::Selection;
use keysync::domain::sync::source::{Source, SyncRequest};
use keysync::domain::time::{after, write_instant};
use serde_json::{Value, json};

/// The outcome of a start, and how many writes were sent: `post` answers the POST, `later` are the jobs of a later list, each
/// with its age in seconds.
fn start(post: impl Fn() -> Reply + 'static, later: &'static [(&str, i64)]) -> (WriteOutcome<SyncJob>, usize) {
    let mut bed = TestBed::signed_in(move |sent| {
        if sent.method == HttpMethod::Post {
            return post();
        }
        let job = |(id, age): &(&str, i64)| json!({"id": id, "createdAt": write_instant(after(sent.at, -age * 1_000)), "overall_status": "in_progress"});
        let jobs: Vec<Value> = later.iter().map(job).collect();
        answer(200, json!({"skip": 0, "limit": 5, "total": jobs.len(), "resources": jobs}).to_string())
    });
    let client = bed.client.clone();
    let request = SyncRequest::new(Source::Google, Selection::Everything, Vec::new(), false);
    let started = bed.run(async move { client.start_verified(&request).await });
    let writes = bed.fake.journal().iter().filter(|sent| sent.method == HttpMethod::Post && sent.url.contains("/cckm/")).count();
    (started, writes)
}

fn lost() -> Reply {
    Reply::Fail(TransportError::Network)
}

#[test]
fn an_answer_that_names_the_job_needs_no_lookup() {
    let (started, writes) = start(|| answer(202, json!({"id": "j", "overall_status": "in progress"}).to_string()), &[]);
    assert!(
        matches!(&started, WriteOutcome::Applied(job) if job.id.as_str() == "j" && job.source == Source::Google),
        "{started:?}"
    );
    assert_eq!(writes, 1);
}

#[test]
fn a_lost_answer_to_a_start_is_looked_up_and_never_sent_again() {
    assert_eq!(start(lost, &[]), (WriteOutcome::NotApplied, 1));
    assert_eq!(start(lost, &[("old", 60)]), (WriteOutcome::NotApplied, 1), "a job from before says nothing");
    let (perhaps, writes) = start(lost, &[("new", 0), ("old", 60)]);
    assert!(matches!(&perhaps, WriteOutcome::Possibly(jobs) if jobs.len() == 1 && jobs[0].id.as_str() == "new"), "{perhaps:?}");
    assert_eq!(writes, 1);
}

#[test]
fn an_answer_without_a_job_matches_the_only_new_job_or_none() {
    let taken = || answer(202, "");
    assert!(matches!(start(taken, &[("new", 0)]), (WriteOutcome::Applied(job), 1) if job.id.as_str() == "new"));
    assert!(
        matches!(start(taken, &[("one", 0), ("two", 0)]), (WriteOutcome::NotReadBack(None, _), 1)),
        "which of them is not known"
    );
    assert!(matches!(start(taken, &[]), (WriteOutcome::NotReadBack(None, _), 1)));
}

#[test]
fn a_refused_start_is_reported_and_a_failed_lookup_is_an_unknown_outcome() {
    let refused =
        || answer(403, json!({"code": 6, "codeDesc": "NCERRInsufficientPermissions", "message": "no licence"}).to_string());
    let (started, writes) = start(refused, &[("new", 0)]);
    assert!(matches!(&started, WriteOutcome::Refused(ApiError::Forbidden(text)) if text == "no licence"), "{started:?}");
    assert_eq!(writes, 1);
    let mut bed = TestBed::signed_in(|_| lost());
    let client = bed.client.clone();
    let request = SyncRequest::new(Source::Sap, Selection::Everything, Vec::new(), false);
    let started = bed.run(async move { client.start_verified(&request).await });
    assert!(matches!(started, WriteOutcome::Unknown(_)), "{started:?}");
}

#[test]
fn a_sync_form_makes_a_request_exactly_when_its_selection_is_complete() {
    let form = |everything, containers: &[&str]| SyncForm {
        everything,
        containers: containers.iter().map(|name| (*name).to_owned()).collect(),
        regions: vec!["eu-west-1".to_owned()],
        backup: true,
        ..SyncForm::default()
    };
    for source in Source::ALL {
        assert_eq!(form(None, &["a"]).request(source), Err(SyncFault::Selection));
        assert_eq!(form(Some(false), &[]).request(source), Err(SyncFault::Containers));
        let all = form(Some(true), &["kept", "for later"]).request(source).unwrap();
        assert!(all.containers().is_empty() && all.to_json()["synchronize_all"] == json!(true), "{source:?}: {}", all.to_json());
        let some = form(Some(false), &["a", "b", "a"]).request(source).unwrap();
        assert_eq!((some.source(), some.containers()), (source, &["a".to_owned(), "b".to_owned()][..]));
        let body = some.to_json();
        let is_aws = matches!(source, Source::AwsKeys | Source::AwsCustomKeyStores);
        assert_eq!(body.get("regions").is_some(), is_aws, "{body}");
        assert_eq!(body.get("take_cloud_key_backup").is_some(), source == Source::AzureKeys, "{body}");
        assert_eq!(body.get("synchronize_all"), None, "a list or everything, never both");
        for fault in [SyncFault::Selection, SyncFault::Containers] {
            assert!(fault.message(source).contains(source.cloud().container_noun(if fault == SyncFault::Selection {
                2
            } else {
                1
            })));
        }
    }
}

/// Text left in a picker is neither sent nor dropped silently; a word that is no region is refused.
#[test]
fn typed_text_that_was_not_added_stops_the_start() {
    for source in Source::ALL {
        let form = |typed: &str, typed_region: &str, regions: &[&str]| SyncForm {
            everything: Some(false),
            containers: vec!["a".to_owned()],
            typed: typed.to_owned(),
            regions: regions.iter().map(|region| (*region).to_owned()).collect(),
            typed_region: typed_region.to_owned(),
            backup: false,
        };
        let is_aws = matches!(source, Source::AwsKeys | Source::AwsCustomKeyStores);
        let typed = form(" webshop ", "", &[]);
        assert_eq!(typed.request(source), Err(SyncFault::Typed("webshop".to_owned())));
        assert!(SyncFault::Typed("webshop".to_owned()).message(source).contains("“webshop” was typed but not added"));
        assert!(SyncForm { everything: Some(true), ..typed }.request(source).is_ok(), "it waits while everything is chosen");
        assert_eq!(form("", "us-", &[]).request(source).is_err(), is_aws);
        assert!(form(" ", " ", &[]).request(source).is_ok());
        for region in ["eu-west-1", "us-gov-east-1", "ap-southeast-10", "cn-north-1", "mx-central-1"] {
            assert!(form("", "", &[region]).request(source).is_ok(), "{region}");
        }
        for region in ["us-", "us", "1", "-1", "us-1", "us--1", "US-east-1", "us-east-1 ", "us-east-a", "us east-1", "é-1-1"] {
            let found = form("", "", &["eu-west-1", region]).request(source);
            assert_eq!(found.is_err(), is_aws, "{region:?}");
            if is_aws {
                assert_eq!(found, Err(SyncFault::Region(region.to_owned())));
            }
        }
    }
}

/// Neither status nor text of the refusal is public (D5): both statuses lead to the job that runs, and neither to another name.
#[test]
fn d5_a_refusal_because_another_runs_leads_to_that_one() {
    let body = json!({"code": 17, "codeDesc": "NCERRConflict: Conflict", "message": "a synchronization is already in progress"});
    for status in [400, 409] {
        let body = body.to_string();
        let (refused, writes) = start(move || answer(status, body.clone()), &[]);
        let message = describe(&refused, WriteKind::StartSync, "A sync job");
        assert_eq!((message.headline.as_str(), message.may_send_again, writes), ("Nothing was started", true, 1));
        assert!(message.detail.starts_with("A synchronization is already in progress. If another one is running"), "{message:?}");
        assert!(!message.detail.contains("name"), "{message:?}");
    }
    let faults = json!({"message": "Validation errors:\nkey_rings: must be a list"}).to_string();
    let (refused, _) = start(move || answer(400, faults.clone()), &[]);
    assert!(describe(&refused, WriteKind::StartSync, "A sync job").detail.contains("Correct the marked fields"));
}

/// A list that ignores the filter by status gives no ended job for a running one.
#[test]
fn d5_running_jobs_are_asked_for_and_checked() {
    let mut bed = TestBed::signed_in(|_| {
        let jobs = [json!({"id": "on", "overall_status": "in progress"}), json!({"id": "over", "overall_status": "completed"})];
        answer(200, json!({"total": 2, "resources": jobs}).to_string())
    });
    let jobs = bed.client.sync_jobs(Source::Google);
    let running = bed.run(async move { jobs.running().await }).unwrap();
    assert_eq!(running.good().map(|job| job.id.as_str()).collect::<Vec<_>>(), ["on"]);
    assert!(bed.fake.journal()[0].url.contains("overall_status=in_progress"));
}

/// A list that is not newest first says nothing about a job that did not come with it.
#[test]
fn a_lost_answer_is_not_looked_up_in_a_list_of_another_order() {
    let mut bed = TestBed::signed_in(move |sent| {
        if sent.method == HttpMethod::Post {
            return lost();
        }
        let job = |age: i64| json!({"id": format!("old-{age}"), "createdAt": write_instant(after(sent.at, -age * 1_000)), "overall_status": "completed"});
        let jobs: Vec<Value> = [900, 800, 700, 600, 500].into_iter().map(job).collect();
        answer(200, json!({"skip": 0, "limit": 5, "total": 40, "resources": jobs}).to_string())
    });
    let client = bed.client.clone();
    let request = SyncRequest::new(Source::Google, Selection::Everything, Vec::new(), false);
    let started = bed.run(async move { client.start_verified(&request).await });
    assert!(matches!(&started, WriteOutcome::Unknown(ApiError::Decode { .. })), "no word that nothing was started: {started:?}");
}
