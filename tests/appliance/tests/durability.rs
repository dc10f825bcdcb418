//! Kill -9 in the middle of work: nothing acknowledged is lost, unfinished runs end as aborted.

mod support;

use std::sync::Mutex;

use serde_json::Value;
use support::{Appliance, aws_schedule};

const PATH: &str = "/scheduler/job-configs";

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let long = me.run(&me.make("never-finishes"));
    support::wait_for(|| (me.get(&format!("/scheduler/jobs/{long}")).json()["status"] == "in_progress").then_some(()));
    let first = me.make("first");
    let (schedules, runs) = (Mutex::new(vec![first.clone()]), Mutex::new(vec![long.clone()]));
    let port = appliance.port;
    let jwt = me.jwt.clone();
    let bearer = format!("Bearer {jwt}");
    let post =
        |path: &str, body: &str| support::send(port, "POST", &format!("/api/v1{path}"), &[("Authorization", &bearer)], body);
    let appliance = std::thread::scope(|scope| {
        for number in 0..20 {
            let (schedules, runs, post, first) = (&schedules, &runs, &post, &first);
            scope.spawn(move || {
                let made = post(PATH, &aws_schedule(&format!("made {number}")).to_string());
                if let Some(id) = made.filter(|made| made.status == 201 && !made.broken).map(|made| made.json()["id"].clone()) {
                    schedules.lock().expect("whole").push(id.as_str().expect("an id").to_owned());
                }
            });
            scope.spawn(move || {
                let ran = post(&format!("{PATH}/{first}/run-now"), "");
                if let Some(id) = ran.filter(|ran| ran.status == 202 && !ran.broken).map(|ran| ran.json()["job_id"].clone()) {
                    runs.lock().expect("whole").push(id.as_str().expect("an id").to_owned());
                }
            });
        }
        support::wait_for(|| (schedules.lock().expect("whole").len() + runs.lock().expect("whole").len() >= 17).then_some(()));
        appliance.kill_and_restart(&["--time-scale", "10"])
    });
    let me = support::Client { appliance: &appliance, jwt };
    let (schedules, runs) = (schedules.into_inner().expect("whole"), runs.into_inner().expect("whole"));
    assert!(schedules.len() + runs.len() >= 17, "{} and {}", schedules.len(), runs.len());
    for id in &schedules {
        assert_eq!(me.get(&format!("{PATH}/{id}")).json()["job_config_params"]["kms"][0], "payments-prod", "the token holds too");
    }
    for id in &runs {
        let status = me.get(&format!("/scheduler/jobs/{id}")).json()["status"].clone();
        assert!(status == "aborted" || status == "completed", "{status}");
    }
    let aborted = me.get(&format!("/scheduler/jobs/{long}")).json();
    assert_eq!((&aborted["status"], &aborted["details"]["error"]), (&Value::from("aborted"), &Value::from("node restarted")));
    let check = rusqlite::Connection::open(appliance.folder.0.join("data/appliance.sqlite")).expect("the file");
    let intact: String = check.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("checked");
    assert_eq!(intact, "ok");
}

#[test]
fn data_stays_until_it_is_reset() {
    let appliance = Appliance::start();
    let id = appliance.sign_in("admin").make("kept");
    let appliance = appliance.kill_and_restart(&[]);
    assert_eq!(appliance.sign_in("admin").get(&format!("{PATH}/{id}")).status, 200);
    let appliance = appliance.kill_and_restart(&["--reset"]);
    assert_eq!(appliance.sign_in("admin").get(&format!("{PATH}/{id}")).status, 404);
}

#[test]
fn a_scale_makes_so_many_schedules_and_two_hundred_times_as_many_runs() {
    let appliance = Appliance::with(&["--scale", "40"]);
    let me = appliance.sign_in("admin");
    assert_eq!(me.get(PATH).json()["total"], 40);
    assert_eq!(me.get("/scheduler/jobs").json()["total"], 8000);
    assert_eq!(me.get("/cckm/azure/vaults").json()["total"], 92);
}
