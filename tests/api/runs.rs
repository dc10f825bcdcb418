//! Runs over the wire.

use crate::support::builders::at;
use crate::support::decode;
use crate::support::fake::{TestBed, empty_list};
use keysync::api::runs::RunQuery;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::run::Run;
use keysync::domain::run::report::{RunStatus, TargetState};
use serde_json::{Value, json};

fn with_details(details: Value) -> Run {
    decode::run(json!({"id": "r", "status": "failed", "operation": "cckm_synchronization", "details": details}))
}

#[test]
fn a_query_of_runs_has_only_the_parameters_set() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    let runs = bed.client.runs();
    bed.run(async move {
        let query = RunQuery {
            limit: 1,
            schedule: Some(ScheduleId::from("s")),
            status: Some("failed".to_owned()),
            created_after: Some(at("2026-11-20T00:00:00+01:00")),
            ..RunQuery::default()
        };
        runs.list(&query).await.unwrap();
    });
    assert_eq!(
        bed.fake.journal()[0].url,
        "/api/v1/scheduler/jobs?skip=0&limit=1&sort=-createdAt&job_config_id=s&status=failed&createdAfter=2026-11-19T23%3A00%3A00Z"
    );
}

/// API.md §10.2.
#[test]
fn run_statuses_are_decoded_in_every_spelling() {
    for (text, status) in [
        ("in progress", RunStatus::Running),
        ("In-Progress", RunStatus::Running),
        ("scheduled", RunStatus::Queued),
        ("SUCCESS", RunStatus::Completed),
        ("canceled", RunStatus::Aborted),
        ("error", RunStatus::Failed),
        ("Thawing", RunStatus::Unknown("Thawing".to_owned())),
    ] {
        assert_eq!(RunStatus::from_wire(text), status, "{text}");
    }
    assert!(!RunStatus::from_wire("Thawing").is_terminal());
}

/// API.md §5.7: an unknown text is never success.
#[test]
fn only_known_words_mean_success() {
    for (text, state) in [
        ("region synchronized successfully", TargetState::Ok),
        ("Key Ring Synchronized Successfully", TargetState::Ok),
        ("success", TargetState::Ok),
        ("in_progress", TargetState::Running),
        ("pending", TargetState::Running),
        ("", TargetState::NotOk),
        ("successful?", TargetState::NotOk),
        ("vault not synchronized successfully", TargetState::NotOk),
        ("AccessDenied", TargetState::NotOk),
    ] {
        assert_eq!(TargetState::of_text(text), state, "{text}");
    }
}

/// API.md §4: `details` in every form that is expected, and those that are not.
#[test]
fn run_details_of_any_shape_are_decoded() {
    let targets = with_details(json!({"job_id": "r", "details": {
        "eu-west-1": "region synchronized successfully", "eu-central-1": "AccessDenied: no", "ap-south-1": "in_progress", "odd": {"ok": true}}}));
    let shown: Vec<(&str, TargetState)> =
        targets.report.targets.iter().map(|target| (target.target.as_str(), target.state)).collect();
    assert_eq!(
        shown,
        [
            ("eu-central-1", TargetState::NotOk),
            ("odd", TargetState::NotOk),
            ("ap-south-1", TargetState::Running),
            ("eu-west-1", TargetState::Ok)
        ]
    );
    assert_eq!(targets.report.targets[0].text, "AccessDenied: no");

    let none: (&[&str], &[(&str, &str)]) = (&[], &[]);
    for (details, (said, rest)) in [
        (json!(null), none),
        (json!({}), none),
        (json!(""), none),
        (json!({"job_id": "r", "status": "failed", "details": {}}), none),
        (json!("out of memory"), (&["out of memory"], &[])),
        (json!({"error": "no connection"}), (&["no connection"], &[])),
        (json!({"details": "late"}), (&["late"], &[])),
        (json!({"name": "n", "rotated": 3}), (&[], &[("rotated", "3")])),
        (json!(["a"]), (&["[\"a\"]"], &[])),
    ] {
        let shown = details.to_string();
        let report = with_details(details).report;
        let pairs: Vec<(&str, &str)> = report.rest.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!((&*report.said.iter().map(String::as_str).collect::<Vec<_>>(), &*pairs), (said, rest), "{shown}");
        assert!(report.targets.is_empty(), "{shown}");
    }
    let both = with_details(json!({"error": "node restarted", "details": {"a": "success"}})).report;
    assert_eq!((both.said, both.targets.len()), (vec!["node restarted".to_owned()], 1));
}

/// An appliance that ignores a filter sends other runs too (API.md §9 Q35): they stand under no filter, and their number is told.
#[test]
fn runs_that_came_in_spite_of_a_filter_are_left_out_and_counted() {
    let run = |id: &str, schedule: &str, status: &str, day: u8| {
        json!({"id": id, "job_config_id": schedule, "name": "n", "operation": "cckm_synchronization", "status": status,
               "createdAt": format!("2026-11-{day:02}T01:00:00.5Z")})
    };
    let mut spliced = run("spliced", "elsewhere", "failed", 20);
    spliced["details"] = json!({"job_config_id": "wanted"});
    let rows = [
        run("one", "wanted", "failed", 20),
        spliced,
        run("other", "elsewhere", "failed", 20),
        run("old", "wanted", "failed", 2),
        run("well", "wanted", "completed", 20),
    ];
    let body = json!({"total": 900, "resources": rows}).to_string();
    let mut bed = TestBed::answering(body);
    let runs = bed.client.runs();
    let query = RunQuery {
        schedule: Some(ScheduleId::from("wanted")),
        status: Some("failed".to_owned()),
        created_after: Some(at("2026-11-20T01:00:00Z")),
        ..RunQuery::default()
    };
    let page = bed.run(async move { runs.list(&query).await }).unwrap();
    assert_eq!(page.good().map(|run| run.id.as_str()).collect::<Vec<_>>(), ["one", "spliced"]);
    assert_eq!((page.left_out, page.total), (3, 900));
}

/// The last runs of several schedules cost one request, which names each (API.md §9 Q38).
#[test]
fn several_schedules_are_named_in_one_request() {
    let mut bed = TestBed::answering(json!({"total": 90, "resources": [{"id": "r", "job_config_id": "b"}]}).to_string());
    let runs = bed.client.runs();
    let page = bed.run(async move { runs.newest_of(&["a", "b"].map(ScheduleId::from)).await }).unwrap();
    assert_eq!(page.good().map(|run| run.id.as_str()).collect::<Vec<_>>(), ["r"]);
    let url = &bed.fake.journal()[0].url;
    assert!(url.ends_with("/jobs?skip=0&limit=2&sort=-createdAt&job_config_id=a&job_config_id=b"), "{url}");
}

/// Runs name their node by id or by address, and the filter takes either: only a run that names another node in the same manner is
/// known not to fit.
#[test]
fn runs_of_another_node_are_left_out_and_counted() {
    let found = |wanted: &str, nodes: &[&str]| {
        let row = |node: &&str| json!({"id": format!("r{node}"), "name": "n", "status": "completed", "processing_node": node});
        let rows: Vec<Value> = nodes.iter().map(row).collect();
        let mut bed = TestBed::answering(json!({"total": 90, "resources": rows}).to_string());
        let runs = bed.client.runs();
        let query = RunQuery { node: Some(wanted.to_owned()), ..RunQuery::default() };
        let page = bed.run(async move { runs.list(&query).await }).unwrap();
        assert!(bed.fake.journal()[0].url.ends_with(&format!("&processing_node={wanted}")));
        assert_eq!(page.items.len() + page.left_out, nodes.len());
        (page.good().map(|run| run.node.clone().unwrap_or_default()).collect::<Vec<_>>(), page.left_out)
    };
    let own = |list: &[&str]| list.iter().map(|node| (*node).to_owned()).collect::<Vec<_>>();
    assert_eq!(found("n1", &["n1", "n2", "n1", "n3"]), (own(&["n1", "n1"]), 2));
    assert_eq!(found("10.0.0.5", &["10.0.0.5", "10.0.0.6", "cm1.example.com"]), (own(&["10.0.0.5", "cm1.example.com"]), 1));
    // By another manner, or by none, the console cannot tell.
    assert_eq!(found("n1", &["10.0.0.5", "local-node", "n2", ""]), (own(&["10.0.0.5", "local-node", ""]), 1));
    assert_eq!(found("local-node", &["n1", "10.0.0.5", "local-node"]), (own(&["n1", "10.0.0.5", "local-node"]), 0));
}
