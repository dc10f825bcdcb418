//! The engine fires schedules by the appliance's clock: cron in UTC, start, end, disabled, node.

mod support;

use serde_json::{Value, json};
use support::{Appliance, Client, aws_schedule, wait_for};

fn make(me: &Client<'_>, name: &str, members: Value) {
    let mut schedule = aws_schedule(name);
    schedule["run_at"] = json!("30 4 * * *");
    for (member, value) in members.as_object().expect("an object") {
        schedule[member] = value.clone();
    }
    let made = me.post("/scheduler/job-configs", &schedule);
    assert_eq!(made.status, 201, "{}", made.text());
}

#[test]
fn a_minute_fires_what_it_should_and_nothing_else() {
    let appliance = Appliance::start();
    appliance.control("reset", json!({"seed": "empty"}));
    appliance.control("clock", json!({"now": "2031-05-05T04:28:00Z"}));
    let answer = appliance.send("GET", "/api/v1/scheduler/job-configs", &[], "").expect("an answer");
    assert!(
        answer.header("date").starts_with("Mon, 05 May 2031 04:28:0"),
        "clients learn of the clock: {}",
        answer.header("date")
    );
    appliance.control("tokens", json!({"life_seconds": 100_000}));
    let me = appliance.sign_in("admin");
    make(&me, "due", json!({}));
    make(&me, "bounded", json!({"start_date": "2031-05-05T04:30:00Z", "end_date": "2031-05-05T04:31:00Z"}));
    make(&me, "an hour later", json!({"run_at": "30 5 * * *"}));
    make(&me, "disabled", json!({"disabled": true}));
    make(&me, "not yet", json!({"start_date": "2031-05-06T00:00:00Z"}));
    make(&me, "no more", json!({"end_date": "2031-05-05T04:30:00Z"}));
    make(&me, "pinned", json!({"run_on": "gone-node"}));
    appliance.control("clock", json!({"now": "2031-05-05T04:29:59Z"}));
    let runs = || me.rows("/scheduler/jobs?sort=name");
    wait_for(|| (runs().len() >= 3).then_some(()));
    std::thread::sleep(std::time::Duration::from_millis(300));
    let names: Vec<Value> = runs().into_iter().map(|run| run["name"].clone()).collect();
    assert_eq!(names, ["bounded", "due", "pinned"]);
    let pinned = runs().remove(2);
    let pinned = me.wait(pinned["id"].as_str().expect("an id"));
    assert_eq!(pinned["details"]["error"], "node gone-node is not a member of the cluster");
    assert!(pinned["createdAt"].as_str().expect("a time").starts_with("2031-05-05T04:30:0"));
}

#[test]
fn a_jump_of_the_clock_catches_nothing_up() {
    let appliance = Appliance::start();
    appliance.control("reset", json!({"seed": "empty"}));
    appliance.control("tokens", json!({"life_seconds": 1_000_000}));
    let me = appliance.sign_in("admin");
    make(&me, "daily", json!({}));
    make(&me, "every minute", json!({"run_at": "* * * * *"}));
    appliance.control("clock", json!({"offset_seconds": 3 * 86_400}));
    wait_for(|| (!me.rows("/scheduler/jobs").is_empty()).then_some(()));
    std::thread::sleep(std::time::Duration::from_millis(300));
    let daily = me.rows("/scheduler/jobs?name=daily").len();
    assert!(me.rows("/scheduler/jobs").len() - daily <= 2 && daily <= 1);
}
