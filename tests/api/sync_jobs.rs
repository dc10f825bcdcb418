//! Direct synchronizations over the wire: the fourteen sources, each with its own place in the API, and every form of answer.

use std::collections::BTreeSet;

use crate::support::builders::{at, selection};
use crate::support::fake::{Reply, Sent, TestBed, answer, empty_list, fixture};
use keysync::api::error::ApiError;
use keysync::api::page::{Page, Row, WriteAnswer};
use keysync::api::sync_jobs::SyncJobQuery;
use keysync::api::transport::{HttpMethod, TransportError};
use keysync::domain::appliance::id::JobId;
use keysync::domain::run::report::RunStatus;
use keysync::domain::run::verdict::{Verdict, headline, verdict};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::job::SyncJob;
use keysync::domain::sync::params::Selection;
use keysync::domain::sync::source::{Source, SyncRequest};
use serde_json::{Value, json};

const ID: &str = "0a000000-0000-4000-8000-000000000033";

/// API.md §5.1, by hand: the base, the member that lists containers in a request, the parameter that filters by them.
const TABLE: [(Source, Cloud, &str, &str, &str); 14] = [
    (Source::AwsKeys, Cloud::Aws, "/api/v1/cckm/aws/synchronization-jobs", "kms", "kms"),
    (Source::AwsCustomKeyStores, Cloud::Aws, "/api/v1/cckm/aws/custom-key-stores/synchronization-jobs", "kms", "kms"),
    (Source::AzureKeys, Cloud::Azure, "/api/v1/cckm/azure/synchronization-jobs", "key_vaults", "key_vaults"),
    (Source::AzureSecrets, Cloud::Azure, "/api/v1/cckm/azure/secrets/synchronization-jobs", "key_vaults", "key_vaults"),
    (Source::AzureCertificates, Cloud::Azure, "/api/v1/cckm/azure/certificates/synchronization-jobs", "key_vaults", "key_vaults"),
    (Source::Google, Cloud::Gcp, "/api/v1/cckm/google/synchronization-jobs", "key_rings", "key_rings"),
    (Source::Oci, Cloud::Oci, "/api/v1/cckm/oci/synchronization-jobs", "vaults", "vaults"),
    (
        Source::SalesforceKeys,
        Cloud::Salesforce,
        "/api/v1/cckm/sfdc/keys/synchronization-jobs",
        "organization_ids",
        "organizations",
    ),
    (
        Source::SalesforceCertificates,
        Cloud::Salesforce,
        "/api/v1/cckm/sfdc/certificates/synchronization-jobs",
        "organization_ids",
        "organizations",
    ),
    (Source::Sap, Cloud::Sap, "/api/v1/cckm/sap/synchronization-jobs", "groups", "groups"),
    (Source::Dsm, Cloud::Dsm, "/api/v1/cckm/dsm/refresh", "domains", "domains"),
    (Source::Luna, Cloud::Luna, "/api/v1/cckm/hsm/luna/refresh", "partitions", "partitions"),
    (Source::LunaSynchronize, Cloud::Luna, "/api/v1/cckm/hsm/luna/synchronize", "partitions", "partitions"),
    (Source::ExternalCm, Cloud::ExternalCm, "/api/v1/cckm/external-cm/refresh", "domains", "domains"),
];

fn list(source: Source, query: SyncJobQuery, body: String) -> (Result<Page<SyncJob>, ApiError>, Sent) {
    let mut bed = TestBed::answering(body);
    let jobs = bed.client.sync_jobs(source);
    let page = bed.run(async move { jobs.list(&query).await });
    (page, bed.fake.journal().remove(0))
}

fn get(source: Source, id: &str, body: &str) -> (Result<SyncJob, ApiError>, Vec<Sent>) {
    let id = JobId::from(id);
    let mut bed = TestBed::answering(body);
    let jobs = bed.client.sync_jobs(source);
    (bed.run(async move { jobs.get(&id).await }), bed.fake.journal())
}

fn cancel(
    source: Source,
    id: &str,
    reply: impl FnMut(&Sent) -> Reply + 'static,
) -> (Result<WriteAnswer<SyncJob>, ApiError>, Vec<Sent>) {
    let id = JobId::from(id);
    let mut bed = TestBed::signed_in(reply);
    let jobs = bed.client.sync_jobs(source);
    (bed.run(async move { jobs.cancel(&id).await }), bed.fake.journal())
}

fn start(
    request: SyncRequest,
    reply: impl FnMut(&Sent) -> Reply + 'static,
) -> (Result<WriteAnswer<SyncJob>, ApiError>, Vec<Sent>) {
    let mut bed = TestBed::signed_in(reply);
    let client = bed.client.clone();
    (bed.run(async move { client.start_sync(&request).await }), bed.fake.journal())
}

fn body(sent: &Sent) -> Value {
    serde_json::from_str(&sent.body).unwrap()
}

fn own(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

/// Without a `synchronize_all` that says no, which means nothing beside a list (API.md §5.2).
fn bare(mut body: Value) -> Value {
    let object = body.as_object_mut().unwrap();
    if object.get("synchronize_all") == Some(&json!(false)) {
        object.remove("synchronize_all");
    }
    body
}

/// Path, and the parameters in any order.
fn parts(url: &str) -> (&str, BTreeSet<&str>) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    let set: BTreeSet<&str> = pairs.iter().copied().collect();
    assert_eq!(set.len(), pairs.len(), "no parameter twice: {url}");
    (path, set)
}

#[test]
fn each_source_is_listed_at_its_own_path() {
    assert_eq!(TABLE.map(|(source, ..)| source), Source::ALL);
    for (source, cloud, base, _, filter) in TABLE {
        assert_eq!(source.cloud(), cloud);
        assert_eq!(Source::from_word(source.word()), Some(source));
        let everything = SyncJobQuery { skip: 20, limit: 50, ..SyncJobQuery::default() };
        let (page, sent) = list(source, everything, r#"{"skip":20,"limit":50,"total":0,"resources":null}"#.to_owned());
        assert_eq!(page.unwrap().items, []);
        assert_eq!(
            (sent.method, parts(&sent.url), &*sent.body),
            (HttpMethod::Get, (base, BTreeSet::from(["skip=20", "limit=50"])), ""),
            "{source:?}"
        );
        assert_eq!(sent.bearer.as_deref().map(|bearer| bearer.starts_with("e30.")), Some(true));

        let status = Some("in_progress".to_owned());
        let narrow = SyncJobQuery { skip: 0, limit: 10, status, container: Some("north/a b::c&d".to_owned()) };
        assert_eq!(narrow.asked(source), format!("overall_status=in_progress, {filter}=north/a b::c&d"));
        let (_, sent) = list(source, narrow, r#"{"resources":[]}"#.to_owned());
        let encoded = format!("{filter}=north%2Fa%20b%3A%3Ac%26d");
        let expected = BTreeSet::from(["skip=0", "limit=10", "overall_status=in_progress", &encoded]);
        assert_eq!(parts(&sent.url), (base, expected), "{source:?}: no regions, which no list knows (D3)");
    }
}

/// A page is never larger than the appliance gives, nor empty (API.md §0.6, §9 Q12).
#[test]
fn the_limit_of_a_list_stays_within_bounds_of_the_appliance() {
    for (asked, sent_limit) in [(0, "limit=1"), (1_000, "limit=1000"), (5_000, "limit=1000"), (u64::MAX, "limit=1000")] {
        let query = SyncJobQuery { limit: asked, ..SyncJobQuery::default() };
        let (_, sent) = list(Source::Google, query, r#"{"resources":[]}"#.to_owned());
        assert!(parts(&sent.url).1.contains(sent_limit), "{}", sent.url);
    }
}

#[test]
fn each_source_is_read_and_cancelled_at_its_own_path() {
    for (source, _, base, ..) in TABLE {
        let (job, sent) = get(source, ID, &fixture("api/sync-job-google.json"));
        assert_eq!((job.unwrap().source, sent.len()), (source, 1));
        assert_eq!((sent[0].method, &sent[0].url, &*sent[0].body), (HttpMethod::Get, &format!("{base}/{ID}"), ""), "{source:?}");

        let (job, sent) = cancel(source, ID, |_| answer(200, fixture("api/sync-job-cancelled.json")));
        assert!(matches!(job, Ok(WriteAnswer::Stored(job)) if job.source == source && job.report.abort), "{source:?}");
        assert_eq!(sent.len(), 1, "{source:?}");
        assert_eq!(
            (sent[0].method, &sent[0].url, &*sent[0].body),
            (HttpMethod::Post, &format!("{base}/{ID}/cancel"), ""),
            "{source:?}"
        );
    }
}

#[test]
fn each_source_is_started_at_its_own_path_with_its_own_members() {
    for (source, cloud, base, field, _) in TABLE {
        let mut cases = vec![
            (SyncRequest::new(source, Selection::Everything, Vec::new(), false), json!({"synchronize_all": true})),
            (SyncRequest::new(source, selection(&["b", "a ", "b"]), Vec::new(), false), json!({field: ["b", "a "]})),
        ];
        // Regions are of AWS, a backup is of Azure's keys; elsewhere neither is sent.
        let regions = own(&["eu-west-1", "ap-south-1"]);
        let mut with_regions = json!({field: ["a"]});
        if cloud == Cloud::Aws {
            with_regions["regions"] = json!(["eu-west-1", "ap-south-1"]);
        }
        cases.push((SyncRequest::new(source, selection(&["a"]), regions.clone(), false), with_regions));
        cases.push((SyncRequest::new(source, Selection::Everything, regions, false), json!({"synchronize_all": true})));
        for (selection, mut expected) in
            [(selection(&["a"]), json!({field: ["a"]})), (Selection::Everything, json!({"synchronize_all": true}))]
        {
            if source == Source::AzureKeys {
                expected["take_cloud_key_backup"] = json!(true);
            }
            cases.push((SyncRequest::new(source, selection, Vec::new(), true), expected));
        }
        for (request, expected) in cases {
            assert_eq!(request.source(), source);
            let (job, sent) = start(request, |_| answer(202, fixture("api/sync-job-google-started.json")));
            assert!(matches!(job, Ok(WriteAnswer::Stored(job)) if job.source == source), "{source:?}");
            assert_eq!((sent.len(), sent[0].method, &*sent[0].url), (1, HttpMethod::Post, base), "{source:?}");
            assert_eq!(bare(body(&sent[0])), expected, "{source:?}");
            let exclusive = body(&sent[0]);
            assert!(
                exclusive.get(field).is_none() || exclusive.get("synchronize_all") != Some(&json!(true)),
                "{source:?}: one or the other"
            );
        }
    }
}

/// S000, S001, S002 and S004.
#[test]
fn the_four_documented_requests_are_sent_as_documented() {
    let query = SyncJobQuery { skip: 0, limit: 10, ..SyncJobQuery::default() };
    let (page, sent) = list(Source::AzureSecrets, query, fixture("samples/azure-secrets-sync-jobs-list.json"));
    assert_eq!(
        (sent.method, &*sent.url, &*sent.body),
        (HttpMethod::Get, "/api/v1/cckm/azure/secrets/synchronization-jobs?skip=0&limit=10", "")
    );
    assert_eq!(page.unwrap().good().count(), 2);

    let vault = "0a000000-0000-4000-8000-000000000011";
    let kms = "0a000000-0000-4000-8000-000000000010";
    let cases = [
        (
            SyncRequest::new(Source::AzureKeys, selection(&[vault]), Vec::new(), false),
            "/api/v1/cckm/azure/synchronization-jobs",
            json!({"key_vaults": [vault], "synchronize_all": false}),
            "samples/azure-sync-job-started.json",
        ),
        (
            SyncRequest::new(Source::Google, Selection::Everything, Vec::new(), false),
            "/api/v1/cckm/google/synchronization-jobs",
            json!({"synchronize_all": true}),
            "samples/google-sync-job-started.json",
        ),
        (
            SyncRequest::new(Source::AwsKeys, selection(&[kms]), own(&["ap-south-1"]), false),
            "/api/v1/cckm/aws/synchronization-jobs",
            json!({"kms": [kms], "regions": ["ap-south-1"], "synchronize_all": false}),
            "samples/aws-sync-job-started.json",
        ),
    ];
    for (request, url, documented, sample) in cases {
        let (job, sent) = start(request, move |_| answer(201, fixture(sample)));
        assert_eq!((sent.len(), sent[0].method, &*sent[0].url), (1, HttpMethod::Post, url));
        assert_eq!(bare(body(&sent[0])), bare(documented), "{url}");
        let Ok(WriteAnswer::Stored(job)) = job else { panic!("{url}: {job:?}") };
        assert_eq!((job.report.status, job.report.abort, job.report.targets.len()), (RunStatus::Running, false, 0), "{sample}");
        assert_eq!((job.report.said.len(), job.report.rest.len(), job.report.completed), (0, 0, None), "{sample}");
        assert_eq!(job.containers.len(), 1, "{sample}");
        assert_eq!(&*job.raw, fixture(sample), "{sample}: kept as it came");
    }
}

/// API.md §5.3: the answer to a POST has no results yet, its containers are names, and its status may have a blank.
#[test]
fn every_answer_to_a_start_is_decoded() {
    let read = |source, name: &str| get(source, ID, &fixture(name)).0.unwrap();
    let aws = read(Source::AwsKeys, "samples/aws-sync-job-started.json");
    assert_eq!(
        (&*aws.id.to_string(), &aws.containers, &aws.regions),
        ("afef70ff-311e-46c1-8ead-e1999e8c6d46", &own(&["kms"]), &own(&["ap-south-1"]))
    );
    assert_eq!(aws.scope_text(), "1 KMS in ap-south-1");
    let azure = read(Source::AzureKeys, "samples/azure-sync-job-started.json");
    assert_eq!(azure.containers, own(&["keyvault-softkeys::12e533dd-b5c2-4e58-a264-0cd812dc5a34"]));
    assert_eq!((&azure.report.status, &*azure.report.status_as_given), (&RunStatus::Running, "in progress"));
    for job in [&aws, &azure] {
        let now = job.report.changed().unwrap();
        assert_eq!(verdict(&job.report, now), Verdict::Running);
        assert_eq!((job.report.took_ms(), job.report.first_cause()), (None, None));
    }
    // `GoogleCloud` and `gcp` are one (API.md §5.5).
    for name in ["samples/google-sync-job-started.json", "api/sync-job-google.json", "api/sync-job-cancelled.json"] {
        let google = read(Source::Google, name);
        assert_eq!((google.report.cloud, google.containers.len()), (Some(Cloud::Gcp), 1), "{name}");
        assert!(google.containers[0].starts_with("projects/"), "{name}");
    }
}

#[test]
fn a_cancelled_job_shows_so_before_and_after_its_end() {
    let read = |body: &Value| get(Source::Google, ID, &body.to_string()).0.unwrap().report;
    let mut body: Value = serde_json::from_str(&fixture("api/sync-job-cancelled.json")).unwrap();
    let report = read(&body);
    assert_eq!(verdict(&report, at("2026-11-23T08:00:00Z")), Verdict::Cancelling);
    body["overall_status"] = json!("completed");
    let report = read(&body);
    let after = verdict(&report, at("2026-11-23T08:00:00Z"));
    assert_eq!((after.clone(), headline(&report, &after)), (Verdict::Cancelled, "Cancelled (reported as completed).".to_owned()));
}

#[test]
fn containers_are_decoded_with_each_of_their_names() {
    for (source, members) in [
        (Source::Oci, ["vaults", "oci_vaults"]),
        (Source::SalesforceKeys, ["organizations", "organization_ids"]),
        (Source::SalesforceCertificates, ["organizations", "organization_ids"]),
        (Source::Luna, ["partitions", "partitions"]),
    ] {
        for member in members {
            let (job, _) = get(source, ID, &json!({"id": ID, member: ["x", "y"]}).to_string());
            assert_eq!(job.unwrap().containers, own(&["x", "y"]), "{source:?} {member}");
        }
    }
}

/// API.md §5.4, §10.1, §10.4: wrapped or not, with odd elements among good ones.
#[test]
fn lists_of_sync_jobs_of_any_form_are_decoded() {
    let read = |body: &str| list(Source::AzureSecrets, SyncJobQuery::default(), body.to_owned()).0;
    let plain = read(&fixture("api/sync-jobs-azure-secrets.json")).unwrap();
    assert_eq!((plain.items.len(), plain.total, plain.limit), (1, 1, 10));
    let wrapped = read(&fixture("samples/azure-secrets-sync-jobs-list.json")).unwrap();
    assert_eq!((wrapped.items.len(), wrapped.total, wrapped.limit), (2, 2, 10));
    for body in ["{}", r#"{"resources":null,"total":0}"#, r#"{"application/json":{"resources":[]}}"#] {
        assert_eq!(read(body).unwrap().items, [], "{body}");
    }
    let mixed = read(
        r#"{"resources": [7, null, {"overall_status": "failed"}, {"id": ""}, {"id": "a", "abort": 7}, {"id": "b"}, {"id": 5}]}"#,
    )
    .unwrap();
    let shown: Vec<Result<String, &str>> = mixed
        .items
        .iter()
        .map(|row| match row {
            Row::Good(job) => Ok(job.id.to_string()),
            Row::Odd(odd) => Err(&*odd.path),
        })
        .collect();
    assert_eq!(
        shown,
        [
            Err("$.resources[0]"),
            Err("$.resources[1]"),
            Err("$.resources[2].id"),
            Err("$.resources[3].id"),
            Err("$.resources[4].abort"),
            Ok("b".to_owned()),
            Ok("5".to_owned())
        ]
    );
    assert_eq!(mixed.total, 7);
    for body in ["", "[]", "null", "<html>", r#"{"resources": {}}"#, r#"{"resources": ["#] {
        assert!(matches!(read(body), Err(ApiError::Decode { .. })), "{body}");
    }
}

/// API.md §5.6 and §10.6: a 2xx without an object is no failure of a write, and no success of a read.
#[test]
fn a_sync_write_without_an_object_in_its_answer_is_accepted() {
    for (status, text) in
        [(200, ""), (202, ""), (204, ""), (200, "{}"), (200, "null"), (200, "[]"), (202, r#"{"status":202}"#), (200, "\n")]
    {
        let (started, sent) =
            start(SyncRequest::new(Source::Dsm, Selection::Everything, Vec::new(), false), move |_| answer(status, text));
        assert_eq!((started, sent.len()), (Ok(WriteAnswer::Accepted), 1), "{status} {text:?}");
        let (cancelled, sent) = cancel(Source::Dsm, ID, move |_| answer(status, text));
        assert_eq!((cancelled, sent.len()), (Ok(WriteAnswer::Accepted), 1), "{status} {text:?}");
        assert!(matches!(get(Source::Dsm, ID, text).0, Err(ApiError::Decode { .. })), "{text:?}");
    }
    let wrapped = format!(r#"{{"application/json": {}}}"#, fixture("api/sync-job-cancelled.json"));
    assert!(
        matches!(cancel(Source::Google, ID, move |_| answer(200, wrapped.clone())).0, Ok(WriteAnswer::Stored(job)) if job.report.abort)
    );
}

/// A fault of a request, and whether the write may have happened.
type Outcome = (fn() -> Reply, fn(&ApiError) -> bool);

/// A start cannot be undone, so it is never sent twice.
#[test]
fn sync_writes_are_sent_once_whatever_the_outcome() {
    let request = || SyncRequest::new(Source::Sap, selection(&["g"]), Vec::new(), false);
    let answers: [Outcome; 8] = [
        (|| Reply::Hang, |error| matches!(error, ApiError::OutcomeUnknown)),
        (|| Reply::Fail(TransportError::Network), |error| matches!(error, ApiError::OutcomeUnknown)),
        (|| Reply::Fail(TransportError::Offline), |error| matches!(error, ApiError::Offline)),
        (|| answer(503, "<html>"), |error| matches!(error, ApiError::Unreadable { status: 503 })),
        (|| answer(504, "<html>"), |error| matches!(error, ApiError::OutcomeUnknown)),
        (|| answer(429, r#"{"message": "slow down"}"#), |error| matches!(error, ApiError::RateLimited { .. })),
        (|| answer(403, r#"{"message": "no licence"}"#), |error| *error == ApiError::Forbidden("no licence".to_owned())),
        (|| answer(400, r#"{"message": "vaults: is unknown"}"#), |error| matches!(error, ApiError::Invalid { .. })),
    ];
    for (at, (reply, is_right)) in answers.into_iter().enumerate() {
        let (started, sent) = start(request(), move |_| reply());
        assert!(is_right(&started.unwrap_err()), "{at}");
        assert_eq!(sent.len(), 1, "{at}");
        let (cancelled, sent) = cancel(Source::Sap, ID, move |_| reply());
        assert!(is_right(&cancelled.unwrap_err()), "{at}");
        assert_eq!(sent.len(), 1, "{at}");
    }
}

#[test]
fn an_impossible_job_id_is_not_sent() {
    let long = "a".repeat(257);
    for id in ["", ".", "..", "a/b", "../aws", "a\\b", "a%2Fb", "%", "a\nb", "\u{0}", &long] {
        for source in Source::ALL {
            let (job, sent) = get(source, id, "{}");
            assert!(matches!(job, Err(ApiError::NotFound(_))) && sent.is_empty(), "{id:?}");
            let (job, sent) = cancel(source, id, |_| empty_list());
            assert!(matches!(job, Err(ApiError::NotFound(_))) && sent.is_empty(), "{id:?}");
        }
    }
    for (id, encoded) in [("a b", "a%20b"), ("a?b#c", "a%3Fb%23c"), ("ü", "%C3%BC"), ("a;b", "a%3Bb"), ("a&b=c", "a%26b%3Dc")] {
        let (_, sent) = get(Source::Luna, id, "{}");
        assert_eq!(sent[0].url, format!("/api/v1/cckm/hsm/luna/refresh/{encoded}"));
    }
}
