//! Schedules: create, read, list, change, delete (API.md §3).

mod support;

use serde_json::{Value, json};
use support::{Appliance, aws_schedule};

const PATH: &str = "/scheduler/job-configs";

fn with(mut schedule: Value, members: Value) -> Value {
    for (member, value) in members.as_object().expect("an object") {
        schedule[member] = value.clone();
    }
    schedule
}

#[test]
fn a_created_schedule_is_read_back_as_the_appliance_shows_it() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let made =
        me.post(PATH, &with(aws_schedule("with a blank "), json!({"description": "", "end_date": "2027-03-01T00:00:00Z"})));
    let body = made.json();
    assert_eq!((made.status, &body["name"], &body["run_on"]), (201, &json!("with a blank "), &json!("any")));
    assert_eq!(body["account"], "kylo:kylo:admin:accounts:kylo");
    assert_eq!(body["createdAt"], body["updatedAt"]);
    assert!(body.get("disabled").is_none() && body.get("start_date").is_none(), "omitted when empty");
    assert_eq!(body["job_config_params"], json!({"cloud_name": "aws", "kms": ["payments-prod"]}));
    let id = body["id"].as_str().expect("an id");
    assert_eq!(body["uri"], format!("kylo:kylo:scheduler:job_configs:{id}"));
    let read = me.get(&format!("{PATH}/{id}")).json();
    assert_eq!(read["end_date"], "2027-03-01T00:00:00Z");
    let digits = |body: &Value| body["createdAt"].as_str().and_then(|time| time.split('.').nth(1)).map_or(0, str::len);
    assert!(digits(&read) <= 7, "six digits and Z at most: {}", read["createdAt"]);
    assert!(digits(&body) >= digits(&read));
}

#[test]
fn every_field_at_fault_has_its_line() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let body = json!({"name": "", "operation": "cckm_synchronization", "run_at": "0 1 * * 7", "description": "x".repeat(251),
        "start_date": "2027-01-02T00:00:00Z", "end_date": "2027-01-01T00:00:00Z",
        "cckm_synchronization_params": {"cloud_name": "AzureCloud", "kms": ["a"], "synchronize_all": true, "key_vaults": ["b"]}});
    let refused = me.post(PATH, &body);
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!(15)));
    let message = refused.message();
    assert!(message.starts_with("Validation errors:\n"), "{message}");
    for field in ["name", "run_at", "description", "end_date", "kms", "synchronize_all"] {
        assert_eq!(message.lines().filter(|line| line.starts_with(&format!("{field}: "))).count(), 1, "{field} in {message}");
    }
    let bare = me.post(PATH, &json!({"name": "n", "operation": "cckm_synchronization", "run_at": "* * * * *"}));
    assert!(bare.message().contains("cckm_synchronization_params"), "{}", bare.text());
    assert_eq!(me.rows(&format!("{PATH}?name=n")).len(), 0);
}

#[test]
fn what_other_clients_send_for_unset_is_accepted() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let unset = json!({"run_on": "", "start_date": "0001-01-01T00:00:00Z", "end_date": null, "database_backup_params": null});
    let mut sent = with(aws_schedule("like Terraform"), unset);
    sent["cckm_synchronization_params"]["key_vaults"] = Value::Null;
    let made = me.post(PATH, &sent);
    assert_eq!(made.status, 201, "{}", made.text());
    assert!(made.json().get("start_date").is_none());
}

#[test]
fn a_name_is_taken_once_in_a_domain() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    me.make("only one");
    let again = me.post(PATH, &aws_schedule("only one"));
    assert_eq!(again.status, 409);
    assert!(again.json()["codeDesc"].as_str().expect("a text").starts_with("NCERRConflict"));
    assert!(again.message().starts_with("name: "));
    let finance = appliance.sign_in_to("admin", "finance");
    assert_eq!(finance.post(PATH, &aws_schedule("only one")).status, 201);
}

#[test]
fn every_cloud_can_be_scheduled_with_its_own_list() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let lists = [
        ("aws", "kms"),
        ("AzureCloud", "key_vaults"),
        ("gcp", "key_rings"),
        ("oci", "oci_vaults"),
        ("sfdc", "organizations"),
        ("sap", "groups"),
        ("dsm", "domains"),
        ("hsm-luna", "partitions"),
    ];
    for (cloud, list) in lists {
        let mut params = json!({"cloud_name": cloud});
        params[list] = json!(["some container"]);
        if cloud == "AzureCloud" {
            params["sync_item"] = json!(["key", "secret"]);
        }
        let body = json!({"name": cloud, "operation": "cckm_synchronization", "run_at": "0 1 * * *", "cckm_synchronization_params": params});
        let made = me.post(PATH, &body);
        assert_eq!((made.status, &made.json()["job_config_params"]), (201, &params), "{}", made.text());
    }
    assert_eq!(me.rows(&format!("{PATH}?cloud_name=oci&name=oci")).len(), 1);
}

#[test]
fn lists_are_filtered_sorted_and_paged() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let all = me.get(&format!("{PATH}?limit=-1")).json();
    let total = all["total"].as_u64().expect("a total");
    assert!(total >= 35 && all["resources"].as_array().map(Vec::len) == Some(total as usize), "{total}");
    assert_eq!(me.rows(PATH).len(), 10);
    let created: Vec<&str> =
        all["resources"].as_array().expect("rows").iter().filter_map(|row| row["createdAt"].as_str()).collect();
    assert!(created.is_sorted_by(|newer, older| newer >= older), "newest first");
    let page = me.rows(&format!("{PATH}?sort=name&skip=2&limit=3"));
    let names: Vec<&str> = page.iter().filter_map(|row| row["name"].as_str()).collect();
    assert!(names.len() == 3 && names.is_sorted());
    let off = me.rows(&format!("{PATH}?disabled=true&limit=-1"));
    assert!(off.len() >= 2 && off.iter().all(|row| row["disabled"] == true));
    let azure = me.rows(&format!("{PATH}?cloud_name=AzureCloud&limit=-1"));
    assert!(azure.iter().all(|row| row["job_config_params"]["cloud_name"] == "AzureCloud") && azure.len() >= 5);
    me.make("new");
    assert_eq!(me.rows(&format!("{PATH}?createdAfter=-1D")).len(), 1);
    assert_eq!(me.get(&format!("{PATH}?limit=ten")).json()["code"], 9);
    assert_eq!(me.get(&format!("{PATH}?sort=colour")).status, 400);
}

#[test]
fn a_change_takes_what_was_sent_and_keeps_the_rest() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let path = format!("{PATH}/{}", me.make("to change"));
    let before = me.get(&path).json();
    let changed = me.patch(
        &path,
        &json!({"disabled": true, "name": "", "cckm_synchronization_params": {"cloud_name": "", "synchronize_all": true}}),
    );
    let body = changed.json();
    assert_eq!((changed.status, &body["disabled"], &body["run_at"]), (200, &json!(true), &json!("0 1 * * *")));
    assert_eq!(body["job_config_params"], json!({"cloud_name": "aws", "synchronize_all": true}));
    assert_eq!(body["createdAt"], before["createdAt"]);
    assert_ne!(body["updatedAt"], before["updatedAt"]);
    let back =
        me.patch(&path, &json!({"cckm_synchronization_params": {"kms": ["a1"]}, "end_date": "2030-01-01T00:00:00Z"})).json();
    assert_eq!(back["job_config_params"], json!({"cloud_name": "aws", "kms": ["a1"]}));
    assert_eq!(back["end_date"], "2030-01-01T00:00:00Z");
    assert!(me.patch(&path, &json!({"end_date": ""})).json().get("end_date").is_none());
    assert!(me.patch(&path, &json!({"name": "other"})).message().contains("name: cannot be changed"));
    assert!(me.patch(&path, &json!({"run_at": "@daily"})).message().contains("run_at: "));
    appliance.control("settings", json!({"patch-lists-only": true}));
    let lists = json!({"run_at": "5 5 * * *", "cckm_synchronization_params": {"kms": ["b2"]}});
    let only = me.patch(&path, &lists).json();
    assert_eq!((&only["run_at"], &only["job_config_params"]["kms"]), (&json!("0 1 * * *"), &json!(["b2"])));
}

#[test]
fn some_appliances_change_nothing_but_containers() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let path = format!("{PATH}/{}", me.make("patch-lists-only"));
    let refused = me.patch(&path, &json!({"run_at": "5 5 * * *", "description": "new"}));
    assert_eq!(refused.status, 400);
    assert!(refused.message().contains("run_at: cannot be changed") && refused.message().contains("description: cannot be"));
    let taken = me.patch(&path, &json!({"disabled": true, "cckm_synchronization_params": {"kms": ["b2"]}}));
    assert_eq!((taken.status, &taken.json()["job_config_params"]["kms"]), (200, &json!(["b2"])));
}

#[test]
fn a_deleted_schedule_is_gone_and_its_runs_stay() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let id = me.make("to delete");
    let run = me.run(&id);
    let gone = me.delete(&format!("{PATH}/{id}"));
    assert_eq!((gone.status, gone.body.len()), (204, 0));
    assert_eq!(me.get(&format!("{PATH}/{id}")).json()["code"], 16);
    assert_eq!(me.delete(&format!("{PATH}/{id}")).status, 404);
    assert_eq!(me.delete(PATH).status, 405);
    assert_eq!(me.wait(&run)["status"], "completed");
}

#[test]
fn another_domain_s_schedule_does_not_exist() {
    let appliance = Appliance::start();
    let id = appliance.sign_in("admin").make("in root");
    let finance = appliance.sign_in_to("admin", "finance");
    assert_eq!(finance.get(&format!("{PATH}/{id}")).status, 404);
    let account = finance.rows(PATH)[0]["account"].clone();
    assert_eq!(account, "kylo:kylo:admin:accounts:5f0c7c1e-8a44-4e0e-9d55-0b1f7f3c2a10");
}

#[test]
fn odd_rows_are_served_as_they_were_put() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let odd = json!({"id": "odd", "name": 7, "run_at": null, "job_config_params": "none", "new_in_2_30": {"a": [1]}});
    appliance.control("rows", json!({"kind": "schedule", "json": odd}));
    assert_eq!(me.rows(PATH)[0], odd);
    assert_eq!(me.get(&format!("{PATH}/odd")).json(), odd);
}
