//! Retries, deadlines, and the error of every fault.
#![allow(clippy::field_reassign_with_default)]

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::support::builders::{complete_draft, now};
use crate::support::fake::{Reply, TestBed, answer, empty_list, fixture, response};
use keysync::api::error::ApiError;
use keysync::api::runs::RunQuery;
use keysync::api::schedules::ScheduleQuery;
use keysync::api::transport::{HttpResponse, TransportError};
use keysync::domain::appliance::id::{RunId, ScheduleId};
use keysync::domain::sync::cloud::Cloud;
use serde_json::json;

/// Every operation of a signed-in user, by name: whether it is a write, its deadline, and how to call it.
const OPERATIONS: [(&str, bool, u64); 15] = [
    ("list schedules", false, 15),
    ("get schedule", false, 15),
    ("create schedule", true, 30),
    ("patch schedule", true, 30),
    ("delete schedule", true, 30),
    ("run now", true, 60),
    ("list runs", false, 15),
    ("get run", false, 15),
    ("delete run", true, 30),
    ("list containers", false, 15),
    ("cluster", false, 15),
    ("nodes", false, 15),
    ("domains", false, 15),
    ("system", false, 15),
    ("list luna partitions", false, 15),
];

fn perform(bed: &mut TestBed, operation: &str) -> Result<(), ApiError> {
    let client = bed.client.clone();
    let (schedule, run) = (ScheduleId::from("s"), RunId::from("r"));
    bed.run(async move {
        match operation {
            "list schedules" => client.schedules().list(&ScheduleQuery::default()).await.map(drop),
            "get schedule" => client.schedules().get(&schedule).await.map(drop),
            "create schedule" => client.schedules().create(&complete_draft("n", &[]).validate(now()).unwrap()).await.map(drop),
            "patch schedule" => client.schedules().patch(&schedule, &json!({"disabled": true})).await.map(drop),
            "delete schedule" => client.schedules().delete(&schedule).await,
            "run now" => client.schedules().run_now(&schedule).await.map(drop),
            "list runs" => client.runs().list(&RunQuery::default()).await.map(drop),
            "get run" => client.runs().get(&run).await.map(drop),
            "delete run" => client.runs().delete(&run).await,
            "list containers" => client.containers(Cloud::Aws).list(0, 100).await.map(drop),
            "list luna partitions" => client.containers(Cloud::Luna).list(0, 100).await.map(drop),
            "cluster" => client.cluster().status().await.map(drop),
            "nodes" => client.cluster().nodes().await.map(drop),
            "domains" => client.auth().domains().await.map(drop),
            "system" => client.system().info().await.map(drop),
            other => panic!("{other}"),
        }
    })
}

fn with_retry_after(status: u16, value: &str) -> HttpResponse {
    HttpResponse { retry_after: Some(value.to_owned()), ..response(status, "{}") }
}

type Fault = (&'static str, fn() -> Reply);

/// R-01's faults, as far as they show above a transport.
const FAULTS: [Fault; 29] = [
    ("400", || answer(400, fixture("api/error-validation.json"))),
    ("401", || answer(401, "{}")),
    ("403", || answer(403, r#"{"code":3,"codeDesc":"NCERRInsufficientPermissions"}"#)),
    ("404", || answer(404, fixture("api/error-bare.json"))),
    ("405", || answer(405, "")),
    ("408", || answer(408, "")),
    ("409", || answer(409, r#"{"codeDesc":"NCERRConflict: Conflict"}"#)),
    ("412", || answer(412, "{}")),
    ("413", || answer(413, "<html>")),
    ("415", || answer(415, "{}")),
    ("422", || answer(422, r#"{"message":"Validation errors:\nname: taken"}"#)),
    ("429 seconds", || Reply::Answer(with_retry_after(429, "3"))),
    ("429 date", || Reply::Answer(with_retry_after(429, "Mon, 23 Nov 2026 08:00:04 GMT"))),
    ("429 garbage", || Reply::Answer(with_retry_after(429, "soon"))),
    ("429 none", || answer(429, "{}")),
    ("500", || answer(500, r#"{"code":14,"codeDesc":"NCERRInternalServerError: unexpected error","requestID":"r-1"}"#)),
    ("502 html", || answer(502, "<html><body>Bad Gateway")),
    ("503", || answer(503, "starting")),
    ("504", || answer(504, "")),
    ("refused or reset", || Reply::Fail(TransportError::Network)),
    ("offline", || Reply::Fail(TransportError::Offline)),
    ("hang", || Reply::Hang),
    ("too large", || Reply::Fail(TransportError::TooLarge)),
    ("truncated", || answer(200, r#"{"skip":0,"limit":10,"total":1,"resources":[{"id":"#)),
    ("empty 200", || answer(200, "")),
    ("login page", || answer(200, "<!doctype html><title>Sign in</title>")),
    ("wrong shape", || answer(200, "[1,2,3]")),
    ("null", || answer(200, "null")),
    ("deep", || answer(200, "[".repeat(20_000))),
];

/// R-01, R-02, R-04: every fault on every operation ends within the deadline in a state of its own, and no write is sent twice.
#[test]
fn every_fault_of_every_operation_ends_in_a_defined_error() {
    let mut cells = 0;
    for (name, is_write, deadline) in OPERATIONS {
        for (fault, make) in FAULTS {
            let mut bed = TestBed::signed_in(move |_| make());
            let begun = bed.fake.journal().len();
            let before = bed.fake.true_time();
            let result = perform(&mut bed, name);
            let took = bed.fake.true_time() - before;
            let sent: Vec<_> =
                bed.fake.journal()[begun..].iter().filter(|sent| !sent.url.contains("/auth/tokens/")).cloned().collect();
            let cell = format!("{name} × {fault}: {result:?}");
            if is_write {
                // A 401 is refused before acting, so one repetition with a new token is no second write.
                assert_eq!(sent.len(), if fault == "401" { 2 } else { 1 }, "{cell}");
                assert_eq!(sent[0].deadline, Duration::from_secs(deadline), "{cell}");
                // A 2xx means done, whatever its body says.
                let done = ["truncated", "empty 200", "login page", "wrong shape", "null", "deep"].contains(&fault);
                assert_eq!(result.is_ok(), done, "{cell}");
                let unsure = ["502 html", "504", "refused or reset", "hang", "too large"].contains(&fault);
                assert_eq!(result == Err(ApiError::OutcomeUnknown), unsure, "{cell}");
                assert!(took.num_seconds() <= i64::try_from(deadline).unwrap() + 1, "{cell}");
            } else {
                assert!(result.is_err(), "{cell}");
                assert!(sent.len() <= 3 && took.num_seconds() <= 20, "{cell} took {took}");
            }
            if let Err(error) = &result {
                assert!([error.what().as_str(), error.safe(), &error.todo()].iter().all(|text| !text.is_empty()), "{cell}");
            }
            cells += 1;
        }
    }
    assert!(cells >= 360, "{cells}");
}

/// R-04: a read is tried three times, after random parts of 0.5 s and 1 s.
#[test]
fn a_read_is_tried_three_times_with_jitter() {
    for (random, slept) in [(0.5, [250, 500]), (0.0, [0, 0])] {
        let mut bed = TestBed::signed_in(|_| answer(503, "<html>"));
        bed.fake.random(random);
        assert_eq!(perform(&mut bed, "list schedules"), Err(ApiError::Unreadable { status: 503 }));
        assert_eq!(bed.fake.journal().len(), 3);
        assert_eq!(bed.fake.slept(), slept.map(Duration::from_millis));
    }
}

/// R-04: a fault that a second attempt cannot help is not retried.
#[test]
fn only_temporary_faults_are_retried() {
    for (fault, make) in FAULTS {
        let mut bed = TestBed::signed_in(move |_| make());
        let _ = perform(&mut bed, "list runs");
        let sent = bed.fake.sent_to("/scheduler/jobs").len();
        let again = ["429 seconds", "429 date", "429 garbage", "429 none", "502 html", "503", "504", "refused or reset"];
        let expected = match fault {
            "401" => 2,
            _ if again.contains(&fault) => 3,
            _ => 1,
        };
        assert_eq!(sent, expected, "{fault}");
    }
}

/// R-04: a read that recovers gives its result.
#[test]
fn a_read_recovers_at_the_third_attempt() {
    let calls = Rc::new(Cell::new(0));
    let counter = Rc::clone(&calls);
    let mut bed = TestBed::signed_in(move |_| {
        counter.set(counter.get() + 1);
        if counter.get() < 3 { Reply::Fail(TransportError::Network) } else { empty_list() }
    });
    perform(&mut bed, "list schedules").unwrap();
    assert_eq!(calls.get(), 3);
}

/// R-05: `Retry-After` in seconds and as a date, relative to the answer's own date; garbage falls back to the policy.
#[test]
fn retry_after_is_honoured() {
    let date =
        |value: &str| HttpResponse { date: Some("Sun, 06 Nov 1994 08:49:37 GMT".to_owned()), ..with_retry_after(429, value) };
    let cases = [
        (with_retry_after(503, "4"), 4_000),
        (date("Sun, 06 Nov 1994 08:49:42 GMT"), 5_000),
        (with_retry_after(429, "soon"), 250),
    ];
    for (reply, first) in cases {
        let mut bed = TestBed::signed_in(move |_| Reply::Answer(reply.clone()));
        let _ = perform(&mut bed, "list schedules");
        assert_eq!(bed.fake.slept()[0], Duration::from_millis(first));
    }
}

/// R-05: a wait beyond the budget is reported as the appliance asked for it, and pauses automatic reads for at most 120 s.
#[test]
fn a_long_retry_after_is_reported_instead_of_awaited() {
    for (value, told, pause, words) in
        [("60", 60, 60, "1 min"), ("86400", 86_400, 120, "1 d"), ("9000", 9_000, 120, "2 h 30 min")]
    {
        let mut bed = TestBed::signed_in(move |_| Reply::Answer(with_retry_after(429, value)));
        let result = perform(&mut bed, "list schedules");
        let expected = Some(Duration::from_secs(told));
        assert!(matches!(result, Err(ApiError::RateLimited { retry_after, .. }) if retry_after == expected), "{result:?}");
        assert_eq!(result.unwrap_err().todo(), format!("Try again in {words}."));
        assert!(bed.fake.slept().is_empty());
        bed.fake.advance(Duration::from_secs(pause - 1));
        assert!(bed.client.paused_until().is_some(), "{told}");
        bed.fake.advance(Duration::from_secs(1));
        assert_eq!(bed.client.paused_until(), None);
    }
}

/// R-20: more than 16 MB is refused, whatever the transport lets through.
#[test]
fn a_body_beyond_sixteen_megabytes_is_refused() {
    let mut bed = TestBed::signed_in(|_| answer(200, " ".repeat(16 * 1024 * 1024 + 1)));
    assert_eq!(perform(&mut bed, "list schedules"), Err(ApiError::TooLarge));
}
