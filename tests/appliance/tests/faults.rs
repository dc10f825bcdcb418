//! Misbehaviour on demand: sentinels in names, scripted faults, switches, and the journal.

mod support;

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Appliance, aws_schedule, wait_for};

const PATH: &str = "/scheduler/job-configs";

#[test]
fn sentinels_refuse_a_create_and_store_nothing() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let sentinels = [
        ("fail-500", 500),
        ("conflict", 409),
        ("forbidden", 403),
        ("rate-limited", 429),
        ("invalid-run-at", 400),
        ("html-503", 503),
    ];
    for (name, status) in sentinels {
        let refused = me.post(PATH, &aws_schedule(name));
        assert_eq!(refused.status, status, "{name}");
        assert_eq!(refused.json().is_null(), name == "html-503");
        assert_eq!(refused.header("retry-after") == "5", name == "rate-limited");
        assert_eq!(me.rows(&format!("{PATH}?name={name}")).len(), 0);
        let spared = me.make(&format!("{name} on-run"));
        assert_eq!(me.post(&format!("{PATH}/{spared}/run-now"), &Value::Null).status, status, "{name} on-run");
    }
}

#[test]
fn sentinels_spoil_the_answer_after_the_work_was_done() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    assert!(me.call("POST", PATH, &aws_schedule("cut")).expect("headers").broken);
    let begin = Instant::now();
    assert_eq!(me.post(PATH, &aws_schedule("slow-5s")).status, 201);
    assert!(begin.elapsed() >= Duration::from_secs(5));
    let mut disabled = aws_schedule("ignore-disabled");
    disabled["disabled"] = json!(true);
    assert!(me.post(PATH, &disabled).json().get("disabled").is_none());
    for name in ["cut", "slow-5s", "ignore-disabled"] {
        assert_eq!(me.rows(&format!("{PATH}?name={name}")).len(), 1, "{name}");
    }
}

#[test]
fn rules_match_count_down_and_are_cleared() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("faults", json!([
        {"method": "GET", "path": "/job-configs", "times": 2, "status": 503, "body": "<h1>no</h1>", "headers": {"Retry-After": "3"}},
        {"path": "/jobs", "null_resources": true},
        {"path": "/nodes", "truncate": true},
        {"path": "/cluster", "delay_ms": 300},
        {"path": "/system", "reset": true},
        {"path": "/domains", "drip": 2},
        {"path": "/aws", "status": 200, "body": {"unexpected": true}},
    ]));
    for _ in 0..2 {
        let down = me.get(PATH);
        assert_eq!(
            (down.status, down.header("retry-after"), down.header("content-type")),
            (503, "3", "text/html; charset=utf-8")
        );
    }
    assert_eq!(me.get(PATH).status, 200);
    let null = me.get("/scheduler/jobs").json();
    assert_eq!((&null["resources"], &null["total"]), (&Value::Null, &json!(0)));
    let truncated = me.get("/nodes");
    assert!(!truncated.broken && truncated.json().is_null() && !truncated.body.is_empty());
    let begin = Instant::now();
    me.get("/cluster");
    assert!(begin.elapsed() >= Duration::from_millis(300));
    assert!(me.call("GET", "/system/info", &Value::Null).is_none());
    let begin = Instant::now();
    assert_eq!(me.get("/auth/self/domains").json()["total"], 2);
    assert!(begin.elapsed() >= Duration::from_millis(200), "drips");
    assert_eq!(me.get("/cckm/aws/kms").json(), json!({"unexpected": true}));
    appliance.control("faults/clear", json!({}));
    assert_eq!(me.get("/nodes").json()["total"], 0);
}

#[test]
fn switches_change_status_and_wrapping() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"create_status": 200, "application-json-wrapper": true, "unknown-status": true}));
    let made = me.post(PATH, &aws_schedule("switched"));
    assert_eq!(made.status, 200);
    assert_eq!(me.get(PATH).json()["application/json"]["limit"], 10);
    let run = me.run(made.json()["id"].as_str().expect("an id"));
    assert_eq!(me.wait(&run)["status"], "suspended");
    appliance.control("reset", json!({}));
    let again = appliance.sign_in("admin");
    assert_eq!(again.rows(&format!("{PATH}?name=switched")).len(), 0);
}

#[test]
fn the_journal_knows_every_request_no_secret_and_who_left_early() {
    let appliance = Appliance::start();
    appliance.control("journal/clear", json!({}));
    let me = appliance.sign_in("admin");
    appliance.control("faults", json!([{"path": "/cluster", "hang": true}]));
    me.get("/scheduler/jobs?limit=1&sort=-createdAt");
    let mut stream = TcpStream::connect(("127.0.0.1", appliance.port)).expect("a connection");
    let request = support::request(appliance.port, "GET", "/api/v1/cluster", &[], "");
    stream.write_all(request.as_bytes()).expect("sent");
    let entries = || appliance.control("journal", Value::Null).as_array().expect("entries").clone();
    wait_for(|| (entries().len() == 3).then_some(()));
    assert_eq!(entries()[2]["closed_early"], false);
    drop(stream);
    wait_for(|| (entries()[2]["closed_early"] == true).then_some(()));
    let journal = entries();
    assert_eq!((&journal[0]["path"], &journal[0]["body"]["password"]), (&json!("/api/v1/auth/tokens/"), &json!("•••")));
    assert_eq!((&journal[1]["query"], &journal[1]["status"]), (&json!("limit=1&sort=-createdAt"), &json!(200)));
    let text = Value::from(journal).to_string();
    assert!(!text.contains("\"local\"") && !text.contains(&me.jwt));
}
