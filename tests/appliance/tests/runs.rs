//! Runs: what they report, how they end, their lists (API.md §4).

mod support;

use serde_json::{Value, json};
use support::{Appliance, Client, aws_schedule, wait_for};

const PATH: &str = "/scheduler/jobs";

/// Makes a schedule with a name and container, runs it, and gives the finished run.
fn outcome(me: &Client<'_>, name: &str, kms: &str) -> Value {
    let mut schedule = aws_schedule(name);
    schedule["cckm_synchronization_params"]["kms"] = json!([kms]);
    let made = me.post("/scheduler/job-configs", &schedule).json();
    let run = me.run(made["id"].as_str().expect("an id"));
    me.wait(&run)
}

#[test]
fn a_run_goes_from_the_queue_over_its_regions_to_its_end() {
    let appliance = Appliance::with(&["--time-scale", "2"]);
    let me = appliance.sign_in("admin");
    let schedule = me.make("watched");
    let id = me.run(&schedule);
    let path = format!("{PATH}/{id}");
    let regions = |run: &Value| run["details"]["details"].as_object().map_or(0, serde_json::Map::len);
    let partly = wait_for(|| Some(me.get(&path).json()).filter(|run| (1..3).contains(&regions(run))));
    assert_eq!(partly["status"], "in_progress");
    let run = me.wait(&id);
    let texts = json!({"eu-central-1": "region synchronized successfully", "eu-west-1": "region synchronized successfully",
                       "eu-west-2": "region synchronized successfully"});
    assert_eq!((&run["status"], &run["details"]["details"]), (&json!("completed"), &texts));
    assert_eq!((&run["details"]["status"], &run["job_config_id"]), (&json!("completed"), &json!(schedule)));
    assert!(!run["uri"].as_str().expect("a text").ends_with(&id), "the uri's uuid is another");
    assert!(run["enqueued_at"].as_str() < run["createdAt"].as_str());
    assert!(partly["updatedAt"].as_str() < run["updatedAt"].as_str());
}

#[test]
fn failures_come_in_three_shapes_and_as_a_contradiction() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let texts = |run: &Value| {
        let texts = run["details"]["details"].as_object().expect("targets").values();
        texts.map(|text| text.as_str().unwrap_or_default().ends_with("successfully")).collect::<Vec<_>>()
    };
    let some = outcome(&me, "fail-some", "payments-prod");
    assert_eq!((&some["status"], texts(&some)), (&json!("failed"), vec![false, true, true]));
    let message = outcome(&me, "fail-message", "payments-prod");
    assert!(message["details"]["error"].is_string() && message["details"].get("details").is_none());
    assert!(outcome(&me, "fail-bare", "payments-prod").get("details").is_none());
    let contradiction = outcome(&me, "contradiction", "payments-prod");
    assert_eq!((&contradiction["status"], texts(&contradiction)), (&json!("failed"), vec![true, true, true]));
    let gone = outcome(&me, "unknown container", "no such kms");
    assert_eq!(gone["status"], "failed");
    assert_eq!(gone["details"]["details"]["no such kms"], "no region with this name or id on the appliance");
    assert_eq!(outcome(&me, "unknown-status", "payments-prod")["status"], "suspended");
}

#[test]
fn azure_reports_location_and_vault_where_the_list_has_the_vault_alone() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let vault = me.rows("/cckm/azure/vaults?azure_name=kv-hr").remove(0);
    let body = json!({"name": "hr", "operation": "cckm_synchronization", "run_at": "0 1 * * *",
        "cckm_synchronization_params": {"cloud_name": "AzureCloud", "key_vaults": [vault["id"]], "sync_item": ["key"]}});
    let schedule = me.post("/scheduler/job-configs", &body).json();
    let run = me.wait(&me.run(schedule["id"].as_str().expect("an id")));
    let key = format!("germanywestcentral/{}", vault["name"].as_str().expect("a name"));
    assert_eq!(run["details"]["details"][&key], "vault synchronized successfully");
}

#[test]
fn a_slow_queue_gives_no_job_id_but_the_run_comes() {
    let appliance = Appliance::with(&["--time-scale", "50"]);
    let me = appliance.sign_in("admin");
    let schedule = me.make("slow-queue");
    let ran = me.post(&format!("/scheduler/job-configs/{schedule}/run-now"), &Value::Null);
    assert_eq!((ran.status, ran.json()), (202, json!({"job_config_id": schedule})));
    assert_eq!(me.rows(&format!("{PATH}?job_config_id={schedule}")).len(), 1);
}

#[test]
fn the_seeded_month_is_listed_filtered_and_snapshots_its_schedule() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let total = |query: &str| me.get(&format!("{PATH}?limit=1&{query}")).json()["total"].as_i64().expect("a total");
    let all = total("");
    assert!((1200..2200).contains(&all), "{all}");
    assert_eq!(all, total("status=completed") + total("status=failed") + total("status=aborted"));
    assert!(total("status=failed") > 20 && total("createdAfter=-2D") < all && total("operation=database_backup") > 0);
    let contradictions = me.rows(&format!("{PATH}?name=sandbox-azure-secrets&status=failed"));
    assert!(
        contradictions[0]["details"]["details"]
            .as_object()
            .expect("targets")
            .values()
            .all(|text| text == "vault synchronized successfully")
    );
    let schedule = me.make("snapshot");
    let run = me.run(&schedule);
    me.patch(&format!("/scheduler/job-configs/{schedule}"), &json!({"description": "later"}));
    assert_eq!(me.wait(&run)["description"], "");
}

#[test]
fn the_newest_runs_of_the_seeded_schedules_ended_in_every_way() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("viewer");
    let ends = |name: &str| {
        let run = me.rows(&format!("{PATH}?limit=1&name={name}")).remove(0);
        let texts = run["details"]["details"].as_object().cloned().unwrap_or_default();
        let well = texts.values().filter(|text| text.as_str().is_some_and(|text| text.ends_with("successfully"))).count();
        (run["status"].as_str().expect("a status").to_owned(), well, texts.len() - well)
    };
    assert_eq!(ends("gov-workloads"), ("failed".to_owned(), 2, 2), "partly");
    assert_eq!(ends("old-backup-ring"), ("failed".to_owned(), 0, 1));
    assert_eq!(ends("pinned-to-node-3"), ("failed".to_owned(), 0, 0));
    assert_eq!(ends("sandbox-azure-secrets"), ("failed".to_owned(), 2, 0), "a contradiction");
    let (status, ..) = ends("salesforce-organizations");
    assert_eq!(status, "aborted");
}

#[test]
fn a_run_can_be_deleted_while_it_runs() {
    let appliance = Appliance::with(&["--time-scale", "4"]);
    let me = appliance.sign_in("admin");
    let path = format!("{PATH}/{}", me.run(&me.make("never-finishes")));
    wait_for(|| (me.get(&path).json()["status"] == "in_progress").then_some(()));
    assert_eq!(me.delete(&path).status, 204);
    assert_eq!(me.get(&path).status, 404);
    let total = |query: &str| me.get(&format!("{PATH}?limit=1{query}")).json()["total"].clone();
    assert_eq!(total(""), total("&createdAfter=2000-01-01T00:00:00Z"), "the kept count is the count");
}

#[test]
fn odd_runs_are_served_as_they_were_put() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let odd = json!({"id": "odd", "status": "zzz", "details": "a text", "createdAt": "2026-01-02T03:04:05.1Z"});
    appliance.control("rows", json!({"kind": "run", "json": odd}));
    assert_eq!(me.rows(&format!("{PATH}?status=zzz")), vec![odd]);
}
