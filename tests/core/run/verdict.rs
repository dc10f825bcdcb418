//! Verdicts of runs and sync jobs, for every shape of answer, read by the client.

use super::reports::{self, a_job, a_run, jobs, runs};
use crate::support::builders::now;
use crate::support::fake::fixture;
use keysync::domain::run::report::{Report, TargetState};
use keysync::domain::run::verdict::{Verdict, VerdictFilter, VerdictInputs, VerdictKind, advice, headline, verdict};
use serde_json::{Value, json};

fn json_of(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}")))
}

/// "partly 1/0/2": the kind, and how many targets went well, have not ended, and all others.
fn outcome(report: &Report) -> String {
    let kind = verdict(report, now()).kind();
    assert_eq!(VerdictInputs::of(report).verdict(now()).kind(), kind, "the same of what is kept of it");
    let counts = report.counts();
    format!("{} {}/{}/{}", kind.as_param(), counts.ok, counts.running, counts.not_ok)
}

/// Status, details ("": absent), the outcome, the first cause ("": none), and the headline ("": not checked).
#[rustfmt::skip]
const RUNS: [(&str, &str, &str, &str, &str); 72] = [
    // Completed, without a text.
    ("completed", "", "succeeded 0/0/0", "", "Completed; no details given."),
    ("completed", "null", "succeeded 0/0/0", "", "Completed; no details given."),
    ("completed", "{}", "succeeded 0/0/0", "", "Completed; no details given."),
    ("completed", r#""""#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"details": {}}"#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"details": null}"#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"details": ""}"#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"error": "", "message": null}"#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"job_id": "r", "name": "n", "status": "completed"}"#, "succeeded 0/0/0", "", "Completed; no details given."),
    // Completed, and every text says so.
    ("completed", r#"{"job_id": "r", "job_config_id": "s", "name": "n", "operation": "cckm_synchronization", "status": "completed",
      "details": {"ap-northeast-2": "region synchronized successfully", "ca-central-1": "region synchronized successfully"}}"#,
     "succeeded 2/0/0", "", "All 2 regions were synchronized."),
    ("completed", r#"{"details": {"a": "success"}}"#, "succeeded 1/0/0", "", "The region was synchronized."),
    ("completed", r#"{"a": "success"}"#, "succeeded 1/0/0", "", ""),
    ("completed", r#"{"a": " SUCCESS ", "b": "Region Synchronized Successfully"}"#, "succeeded 2/0/0", "", ""),
    ("Success", r#"{"a": "success"}"#, "succeeded 1/0/0", "", ""),
    (" SUCCEEDED ", "", "succeeded 0/0/0", "", ""),
    ("completed", r#""success""#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"details": "success"}"#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"message": "region synchronized successfully"}"#, "succeeded 0/0/0", "", ""),
    ("completed", r#"{"details": {"error": "success", "name": "success"}}"#, "succeeded 2/0/0", "", ""),
    // Completed, and a text speaks against it.
    ("completed", r#"{"details": {"a": "success", "b": "AccessDeniedException: no"}}"#, "contradiction 1/0/1", "Permission",
     "The appliance says completed, yet 1 of 2 regions failed."),
    ("completed", r#"{"a": "success", "b": "AccessDeniedException: no"}"#, "contradiction 1/0/1", "Permission", ""),
    ("completed", r#"{"details": {"a": "in_progress"}}"#, "contradiction 0/1/0", "", "The appliance says completed, yet 1 of 1 region did not finish."),
    ("completed", r#"{"details": {"a": null, "b": "success"}}"#, "contradiction 1/1/0", "", ""),
    ("completed", r#"{"details": {"a": "x", "b": "pending", "c": "success"}}"#, "contradiction 1/1/1", "x",
     "The appliance says completed, yet 1 of 3 regions failed and 1 did not finish."),
    ("completed", r#"{"details": {"a": ""}}"#, "contradiction 0/0/1", "", ""),
    ("completed", r#"{"details": {"a": "done", "b": "done"}}"#, "contradiction 0/0/2", "done", "The appliance says completed, yet each of 2 regions reports no success."),
    ("completed", r#"{"details": {"a": "synchronized"}}"#, "contradiction 0/0/1", "synchronized", ""),
    ("completed", r#"{"details": {"a": "region not synchronized successfully"}}"#, "contradiction 0/0/1", "region not synchronized successfully", ""),
    ("completed", r#"{"details": {"a": {"ok": true}}}"#, "contradiction 0/0/1", r#"{"ok":true}"#, ""),
    ("completed", r#"{"details": {"a": ["success"]}}"#, "contradiction 0/0/1", r#"["success"]"#, ""),
    ("completed", r#"{"details": {"a": {"b": {"c": "success"}}}}"#, "contradiction 0/0/1", r#"{"b":{"c":"success"}}"#, ""),
    ("completed", r#"{"details": {"a": true}}"#, "contradiction 0/0/1", "true", ""),
    ("completed", r#"{"details": {"a": 0}}"#, "contradiction 0/0/1", "0", ""),
    ("completed", r#"{"a": {"state": "AccessDenied"}}"#, "contradiction 0/0/1", "Permission", ""),
    ("completed", r#""all done""#, "contradiction 0/0/0", "all done", "The appliance says completed, yet its message reports no success."),
    ("completed", r#"["all done"]"#, "contradiction 0/0/0", r#"["all done"]"#, ""),
    ("completed", "7", "contradiction 0/0/0", "7", ""),
    ("completed", r#"{"details": "late"}"#, "contradiction 0/0/0", "late", ""),
    ("completed", r#"{"error": "node restarted"}"#, "contradiction 0/0/0", "Node", ""),
    ("completed", r#"{"message": {"code": 7}}"#, "contradiction 0/0/0", r#"{"code":7}"#, ""),
    ("completed", r#"{"error": "node restarted", "details": {"a": "success"}}"#, "contradiction 1/0/0", "Node",
     "The appliance says completed and the one region reports success, yet it also gives an error."),
    // Failed.
    ("failed", "", "failed 0/0/0", "", "Failed; the appliance gives no result per target."),
    ("failed", "null", "failed 0/0/0", "", ""),
    ("failed", "{}", "failed 0/0/0", "", ""),
    ("Failure", r#"{"job_id": "r", "status": "failed", "details": {}}"#, "failed 0/0/0", "", ""),
    ("failed", r#""out of memory""#, "failed 0/0/0", "out of memory", ""),
    ("failed", r#"["a", "b"]"#, "failed 0/0/0", r#"["a","b"]"#, ""),
    ("failed", r#"{"error": "dial tcp: lookup kms: no such host"}"#, "failed 0/0/0", "Name resolution", ""),
    ("failed", r#"{"error": "y", "message": "x"}"#, "failed 0/0/0", "x", ""),
    ("failed", r#"{"details": {"a": "boom"}}"#, "failed 0/0/1", "boom", "The region was not synchronized."),
    ("failed", r#"{"details": {"a": "in_progress"}}"#, "failed 0/1/0", "", ""),
    ("failed", r#"{"details": {"a": {"error": {"text": "AccessDenied"}}}}"#, "failed 0/0/1", "Permission", ""),
    ("error", r#"{"a": "AccessDenied", "b": "Access Denied", "c": "Rate exceeded"}"#, "failed 0/0/3", "Permission", "None of 3 regions was synchronized."),
    ("failed", r#"{"a": "Rate exceeded", "b": "AccessDenied"}"#, "failed 0/0/2", "Permission", ""),
    ("failed", r#"{"a": "zeta", "b": "alpha"}"#, "failed 0/0/2", "alpha", ""),
    ("failed", r#"{"a": "zeta", "b": "alpha", "c": "zeta"}"#, "failed 0/0/3", "zeta", ""),
    ("failed", r#"{"details": {"a": "success"}}"#, "contradiction 1/0/0", "", "The appliance says failed, yet the one region reports success."),
    ("failed", r#"{"a": "success", "b": "success"}"#, "contradiction 2/0/0", "", "The appliance says failed, yet each of 2 regions reports success."),
    ("failed", r#"{"a": "success", "b": "AccessDenied"}"#, "partly 1/0/1", "Permission", "1 of 2 regions failed; 1 was synchronized."),
    ("failed", r#"{"details": {"a": "success", "b": "success", "c": "pending"}}"#, "partly 2/1/0", "", "1 of 3 regions did not finish; 2 were synchronized."),
    ("failed", r#"{"details": {"a": "success", "b": "in progress", "c": "x"}}"#, "partly 1/1/1", "x", "1 of 3 regions failed, 1 did not finish; 1 was synchronized."),
    ("failed", r#"{"error": "node restarted", "details": {"a": "success", "b": "success"}}"#, "partly 2/0/0", "Node", ""),
    // The others.
    ("aborted", "", "cancelled 0/0/0", "", "Stopped before its end."),
    ("canceled", r#"{"details": {"a": "success", "b": "AccessDenied"}}"#, "cancelled 1/0/1", "Permission", "Stopped before its end; 1 region synchronized."),
    ("in_progress", "null", "running 0/0/0", "", "Running; no result yet."),
    ("In Progress", r#"{"details": {"a": "success", "b": "in_progress"}}"#, "running 1/1/0", "", "Running; 1 region done so far."),
    ("in-progress", r#"{"a": "AccessDenied"}"#, "running 0/0/1", "Permission", ""),
    ("scheduled", "", "queued 0/0/0", "", "Queued; not started yet."),
    ("enqueued", r#"{"a": "success"}"#, "queued 1/0/0", "", ""),
    ("", "", "unknown 0/0/0", "", "The appliance gives no status."),
    ("Thawing", r#"{"a": "success"}"#, "unknown 1/0/0", "", "The appliance gives a status that this console does not know: Thawing"),
    ("completed?", "", "unknown 0/0/0", "", ""),
];

#[test]
fn a_run_of_any_shape_has_its_verdict() {
    let bodies: Vec<Value> = RUNS.iter().map(|(status, details, ..)| a_run(&json!(status), json_of(details))).collect();
    for (report, (status, details, expected, cause, says)) in runs(&bodies).into_iter().zip(RUNS) {
        hold(&report.unwrap(), &format!("{status} {details}"), expected, cause, says);
    }
}

fn hold(report: &Report, what: &str, expected: &str, cause: &str, says: &str) {
    assert_eq!(outcome(report), expected, "{what}");
    assert_eq!(report.first_cause().map(|cause| cause.name).unwrap_or_default(), cause, "{what}");
    let said = headline(report, &verdict(report, now()));
    assert!(!said.is_empty() && (says.is_empty() || said == says), "{what}: {said}");
}

/// Status, `abort`, `detailed_status`, `error`; then as for runs.
#[rustfmt::skip]
const JOBS: [(&str, [&str; 3], &str, &str, &str); 31] = [
    ("in progress", ["false", "", ""], "running 0/0/0", "", "Running; no result yet."),
    ("in_progress", ["", r#"{"v": "in_progress", "w": "key ring synchronized successfully"}"#, ""], "running 1/1/0", "", ""),
    ("in_progress", ["true", "", ""], "running 0/0/0", "", "Asked to stop; the work in progress is being finished."),
    ("pending", ["true", "", ""], "running 0/0/0", "", ""),
    ("pending", ["", "", ""], "queued 0/0/0", "", ""),
    ("completed", ["true", "", ""], "cancelled 0/0/0", "", "Cancelled (reported as completed)."),
    ("completed", ["true", r#"{"v": "vault synchronized successfully"}"#, ""], "cancelled 1/0/0", "", "Cancelled (reported as completed); 1 vault synchronized."),
    ("Completed", [r#""true""#, r#"{"v": "vault synchronized successfully", "w": "x"}"#, ""], "cancelled 1/0/1", "x", "Cancelled (reported as Completed); 1 vault synchronized."),
    ("failed", ["true", r#"{"v": "vault synchronized successfully"}"#, ""], "cancelled 1/0/0", "", ""),
    ("failed", ["true", r#"{"v": "AccessDenied"}"#, ""], "cancelled 0/0/1", "Permission", ""),
    ("aborted", ["false", "", ""], "cancelled 0/0/0", "", ""),
    ("Thawing", ["true", "", ""], "unknown 0/0/0", "", ""),
    ("completed", ["null", r#"{"v": "vault synchronized successfully"}"#, ""], "succeeded 1/0/0", "", "The vault was synchronized."),
    ("completed", ["", r#"{"0a-1": "domain synchronized successfully", "0a-2": "Domain Synchronized Successfully"}"#, ""], "succeeded 2/0/0", "", "All 2 vaults were synchronized."),
    ("completed", ["", "", ""], "succeeded 0/0/0", "", "Completed; no details given."),
    ("completed", ["", "null", ""], "succeeded 0/0/0", "", ""),
    ("completed", ["", "{}", ""], "succeeded 0/0/0", "", ""),
    ("completed", ["", r#""vault synchronized successfully""#, ""], "succeeded 0/0/0", "", ""),
    ("completed", ["", r#""gone""#, ""], "contradiction 0/0/0", "gone", ""),
    ("completed", ["", "[1]", ""], "contradiction 0/0/0", "[1]", ""),
    ("completed", ["", "", r#""no connection""#], "contradiction 0/0/0", "no connection", ""),
    ("completed", ["", r#"{"v": "success"}"#, r#""no connection""#], "contradiction 1/0/0", "no connection", ""),
    ("completed", ["", r#"{"v": "success", "w": null}"#, ""], "contradiction 1/1/0", "", ""),
    ("completed", ["", r#"{"details": {"v": "success"}}"#, ""], "contradiction 0/0/1", r#"{"v":"success"}"#, ""),
    ("completed", ["", r#"{"v": {"a": {"b": ["AccessDenied"]}}}"#, ""], "contradiction 0/0/1", "Permission", ""),
    ("failed", ["false", r#"{"v": "vault synchronized successfully"}"#, ""], "contradiction 1/0/0", "", "The appliance says failed, yet the one vault reports success."),
    ("failed", ["", r#"{"v": "success", "w": "TooManyRequests", "x": "TooManyRequests", "y": "gone"}"#, ""], "partly 1/0/3", "Throttled", "3 of 4 vaults failed; 1 was synchronized."),
    ("failed", ["", r#"{"v": "gone"}"#, ""], "failed 0/0/1", "gone", "The vault was not synchronized."),
    ("failed", ["", r#"{"v": 403}"#, ""], "failed 0/0/1", "403", ""),
    ("failed", ["", "", r#""no such host""#], "failed 0/0/0", "Name resolution", ""),
    ("failed", ["", "", ""], "failed 0/0/0", "", ""),
];

#[test]
fn a_sync_job_of_any_shape_has_its_verdict() {
    let body = |(status, [abort, detailed, error], ..): &(&str, [&str; 3], &str, &str, &str)| {
        a_job(&json!(status), &[("abort", json_of(abort)), ("detailed_status", json_of(detailed)), ("error", json_of(error))])
    };
    let bodies: Vec<Value> = JOBS.iter().map(body).collect();
    for (report, (status, given, expected, cause, says)) in jobs(&bodies).into_iter().zip(JOBS) {
        hold(&report.unwrap(), &format!("{status} {given:?}"), expected, cause, says);
    }
    let asked = jobs(&[a_job(&json!("in_progress"), &[("abort", Some(json!(true)))])]).remove(0).unwrap();
    assert_eq!(verdict(&asked, now()), Verdict::Cancelling);
}

/// API.md §7 row 7.
#[test]
fn both_documented_samples_contradict_themselves() {
    let reports = reports::of_jobs(fixture("samples/azure-secrets-sync-jobs-list.json"));
    let read: Vec<(String, String)> = reports
        .into_iter()
        .map(|report| report.unwrap())
        .map(|report| (outcome(&report), headline(&report, &verdict(&report, now()))))
        .collect();
    let expected = [
        ("contradiction 2/0/0", "The appliance says failed, yet each of 2 vaults reports success."),
        ("contradiction 1/0/0", "The appliance says failed, yet the one vault reports success."),
    ];
    assert_eq!(read, expected.map(|(outcome, says)| (outcome.to_owned(), says.to_owned())));
}

#[test]
fn a_run_without_a_change_for_half_an_hour_is_stuck() {
    let of = |status: &str, updated: Value, abort: bool| {
        let body = a_job(
            &json!(status),
            &[("createdAt", Some(json!("2026-11-23T06:00:00Z"))), ("updatedAt", Some(updated)), ("abort", Some(json!(abort)))],
        );
        verdict(&jobs(&[body]).remove(0).unwrap(), now()).kind()
    };
    for (status, fresh) in
        [("in_progress", VerdictKind::Running), ("scheduled", VerdictKind::Queued), ("Thawing", VerdictKind::Unknown)]
    {
        assert_eq!(of(status, json!("2026-11-23T07:30:01Z"), false), fresh, "{status}");
        for old in [json!("2026-11-23T07:29:59Z"), json!("0001-01-01T00:00:00Z"), json!("soon"), json!(null)] {
            assert_eq!(of(status, old, false), VerdictKind::Stuck, "{status}: then it was made two hours ago");
        }
        assert_eq!(of(status, json!("2026-11-23T07:29:59Z"), true), VerdictKind::Stuck, "{status}, asked to stop");
        assert_eq!(of(status, json!("2027-01-01T00:00:00Z"), false), fresh, "{status}: a clock that is ahead");
    }
    for (status, ended) in
        [("completed", VerdictKind::Succeeded), ("failed", VerdictKind::Failed), ("aborted", VerdictKind::Cancelled)]
    {
        assert_eq!(of(status, json!("2020-01-01T00:00:00Z"), false), ended, "{status}");
    }
    let timeless = json!({"id": "j", "overall_status": "in_progress"});
    assert_eq!(verdict(&jobs(&[timeless]).remove(0).unwrap(), now()), Verdict::Running, "no time says nothing");
}

/// A contradiction and a standstill have no cause that says what to do; all else has, or needs nothing.
#[test]
fn verdicts_without_a_cause_have_advice() {
    let good = || json!({"ok": "vault synchronized successfully"});
    let mixed = || json!({"ok": "vault synchronized successfully", "no": "AccessDenied"});
    let read = |report: &Report| (verdict(report, now()).kind(), advice(report, &verdict(report, now())).unwrap_or_default());
    let run = |status: &str, details: Value| read(&runs(&[a_run(&json!(status), Some(details))]).remove(0).unwrap());
    let job = |status: &str, more: &[(&str, Option<Value>)]| read(&jobs(&[a_job(&json!(status), more)]).remove(0).unwrap());
    for ((kind, text), part) in [
        (run("failed", good()), "the appliance's own log"),
        (run("completed", mixed()), "rather than the status"),
        (run("completed", json!({"no": "AccessDenied"})), "rather than the status"),
        (job("completed", &[("error", Some(json!("disk full")))]), "Read the appliance's message"),
        (
            job("completed", &[("error", Some(json!("disk full"))), ("detailed_status", Some(good()))]),
            "Read the error beside the results",
        ),
    ] {
        assert_eq!(kind, VerdictKind::Contradiction, "{part}");
        assert!(text.contains(part), "{text}");
    }
    for (status, details) in
        [("completed", good()), ("failed", mixed()), ("failed", json!({"no": "AccessDenied"})), ("aborted", good())]
    {
        assert_eq!(run(status, details.clone()).1, "", "{status} {details}");
    }
    let silent = [("createdAt", Some(json!("2026-11-23T06:00:00Z"))), ("updatedAt", Some(json!("2026-11-23T06:00:00Z")))];
    let (kind, text) = job("in_progress", &silent);
    assert_eq!(kind, VerdictKind::Stuck);
    assert!(text.contains("node"), "{text}");
}

/// "Needs a look" matches every verdict that asks for an action.
#[test]
fn a_verdict_filter_is_read_back_from_its_url() {
    let words: Vec<_> = VerdictFilter::all().map(VerdictFilter::as_param).collect();
    assert_eq!(words.len(), 10);
    for filter in VerdictFilter::all() {
        assert_eq!(VerdictFilter::from_param(filter.as_param()), Some(filter));
    }
    assert_eq!(VerdictFilter::from_param("Failed"), None);
    let matches = |filter: VerdictFilter| {
        VerdictKind::ALL.into_iter().filter(|kind| filter.matches(*kind)).map(VerdictKind::as_param).collect::<Vec<_>>()
    };
    assert_eq!(matches(VerdictFilter::NeedsALook), ["failed", "contradiction", "stuck", "partly"]);
    for kind in VerdictKind::ALL {
        assert_eq!(matches(VerdictFilter::Kind(kind)), [kind.as_param()]);
    }
}

#[test]
fn details_nested_too_deeply_are_kept_as_received() {
    let deep = format!(r#"{{"id": "r", "status": "completed", "details": {}1{}}}"#, r#"{"a":"#.repeat(4_000), "}".repeat(4_000));
    let body = format!(r#"{{"resources": [{deep}, {{"id": "j", "overall_status": "failed"}}]}}"#);
    let read = reports::of_jobs(body);
    assert_eq!(read[0], Err(deep));
    assert_eq!(outcome(read[1].as_ref().unwrap()), "failed 0/0/0");
}

// Answers that are easily given a wrong verdict or headline.

/// The kind that a run comes to.
fn kind(status: &str, details: Value) -> VerdictKind {
    verdict(&runs(&[a_run(&json!(status), Some(details))]).remove(0).unwrap(), now()).kind()
}

fn says(status: &str, details: Value) -> String {
    let report = runs(&[a_run(&json!(status), Some(details))]).remove(0).unwrap();
    headline(&report, &verdict(&report, now()))
}

/// One part of a list or an object may report success; the whole then has not.
#[test]
fn a_list_or_an_object_about_the_whole_run_is_no_success() {
    let both = || json!(["vault synchronized successfully", "AccessDenied"]);
    for details in
        [both(), json!({"details": both()}), json!({"message": {"a": "vault synchronized successfully", "b": "throttled"}})]
    {
        assert_eq!(kind("completed", details.clone()), VerdictKind::Contradiction, "{details}");
        assert_eq!(kind("failed", details.clone()), VerdictKind::Failed, "{details}");
    }
    let job = jobs(&[a_job(&json!("completed"), &[("detailed_status", Some(both()))])]).remove(0).unwrap();
    assert_eq!(verdict(&job, now()).kind(), VerdictKind::Contradiction);
}

#[test]
fn an_error_of_a_sync_job_that_is_no_text_is_neither_lost_nor_success() {
    for error in [json!({"code": 403, "message": "AccessDenied"}), json!(["AccessDenied"])] {
        let job = jobs(&[a_job(&json!("completed"), &[("error", Some(error.clone()))])]).remove(0).unwrap();
        assert_eq!(verdict(&job, now()).kind(), VerdictKind::Contradiction, "{error}");
        assert_eq!(job.first_cause().map(|cause| cause.name).as_deref(), Some("Permission"), "{error}");
    }
}

#[test]
fn a_list_in_place_of_the_text_of_a_target_is_no_success() {
    assert_eq!(kind("completed", json!({"details": {"eu-west-1": ["AccessDenied"]}})), VerdictKind::Contradiction);
    assert_eq!(kind("completed", json!({"eu-west-1": ["AccessDenied"]})), VerdictKind::Contradiction);
}

#[test]
fn empty_inner_details_do_not_hide_the_targets_beside_them() {
    let details = json!({"details": null, "eu-west-1": "AccessDenied", "eu-central-1": "region synchronized successfully"});
    assert_eq!(kind("completed", details.clone()), VerdictKind::Contradiction);
    assert_eq!(kind("failed", details), VerdictKind::Partly);
}

/// `details` has a status of its own (API.md §4).
#[test]
fn a_contradicting_status_inside_the_details_is_no_success() {
    for details in [json!({"status": "failed", "details": {}}), json!({"status": "failed", "details": {"a": "success"}})] {
        assert_ne!(kind("completed", details.clone()), VerdictKind::Succeeded, "{details}");
    }
}

/// The words of success with something around them that takes them back; an unknown text never counts as success.
#[test]
fn words_of_success_inside_another_sentence_are_no_success() {
    let texts = [
        "No key ring synchronized successfully",
        "0 of 12 keys synchronized successfully",
        "key ring only partially synchronized successfully",
        "none of the vaults was synchronized successfully",
        "unable to tell whether the region was synchronized successfully",
        "3 keys synchronized successfully, 9 denied",
    ];
    let wrong: Vec<&str> = texts.into_iter().filter(|text| TargetState::of_text(text) == TargetState::Ok).collect();
    assert_eq!(wrong, [] as [&str; 0]);
}

#[test]
fn headlines_never_contradict_the_details() {
    let error_beside = json!({"error": "node restarted", "details": {"a": "success", "b": "success"}});
    let cases = [
        ("failed", error_beside, "0 of 2", "none of the two failed"),
        ("failed", json!("success"), "no success", "the text does say success"),
        ("completed", json!("region synchronized successfully"), "no details", "a text was given"),
    ];
    let said = cases.map(|(status, details, never, why)| (says(status, details), never, why));
    let wrong: Vec<_> = said.iter().filter(|(said, never, _)| said.contains(never)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
