//! What public clients of the real system know of it (API.md §12), and the switches where no public source tells.

mod support;

use serde_json::{Value, json};
use support::{Appliance, Client, aws_schedule};

const PATH: &str = "/scheduler/job-configs";

fn schedule(name: &str, params: Value) -> Value {
    json!({"name": name, "operation": "cckm_synchronization", "run_at": "0 1 * * *", "cckm_synchronization_params": params})
}

/// Creates a schedule and gives its path.
fn create(me: &Client<'_>, name: &str, params: Value) -> String {
    let made = me.post(PATH, &schedule(name, params));
    assert_eq!(made.status, 201, "{}", made.text());
    format!("{PATH}/{}", made.json()["id"].as_str().expect("an id"))
}

fn params_of(me: &Client<'_>, path: &str) -> Value {
    me.get(path).json()["job_config_params"].clone()
}

#[test]
fn d1_azure_without_items_is_accepted_and_runs() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let all = json!({"cloud_name": "AzureCloud", "synchronize_all": true});
    let path = create(&me, "of Terraform", all.clone());
    assert_eq!(params_of(&me, &path), all, "no item that nobody chose");
    let run = me.wait(&me.run(path.rsplit('/').next().expect("an id")));
    assert!(run["details"]["details"].as_object().is_some_and(|targets| !targets.is_empty()), "{run}");
    for (item, name) in [("key", "keys"), ("all", "all kinds")] {
        appliance.control("settings", json!({"unsaid_items": item}));
        let vaults = json!({"cloud_name": "AzureCloud", "key_vaults": ["kv-hr"]});
        assert_eq!(params_of(&me, &create(&me, name, vaults))["sync_item"], json!([item]));
    }
    appliance.control("settings", json!({"unsaid_items": null}));
}

#[test]
fn d7_the_service_edition_refuses_a_node() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"refuse_run_on": true}));
    let pinned = me.post(PATH, &aws_schedule_on("any"));
    assert_eq!((pinned.status, pinned.message().contains("run_on: ")), (400, true), "{}", pinned.text());
    let path = create(&me, "unpinned", json!({"cloud_name": "aws", "synchronize_all": true}));
    assert_eq!(me.patch(&path, &json!({"run_on": "any"})).status, 400);
    assert_eq!(me.patch(&path, &json!({"disabled": true})).status, 200);
}

fn aws_schedule_on(node: &str) -> Value {
    let mut body = aws_schedule("pinned");
    body["run_on"] = json!(node);
    body
}

/// A change that carries every parameter has the same effect under each reading; one that carries a part has not.
#[test]
fn d8_a_change_of_parameters_is_read_in_three_manners() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let backed =
        json!({"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": ["key"], "take_cloud_key_backup": true});
    let whole = json!({"key_vaults": ["kv-hr"], "synchronize_all": false, "sync_item": ["key"], "take_cloud_key_backup": true});
    let part = json!({"key_vaults": ["kv-hr"]});
    let wanted =
        json!({"cloud_name": "AzureCloud", "key_vaults": ["kv-hr"], "sync_item": ["key"], "take_cloud_key_backup": true});
    let bare = json!({"cloud_name": "AzureCloud", "key_vaults": ["kv-hr"]});
    for (manner, of_part) in [("usual", &wanted), ("keep", &backed), ("replace", &bare)] {
        appliance.control("settings", json!({"patch_parameters": manner}));
        for (sent, expected) in [(&whole, &wanted), (&part, of_part)] {
            let path = create(&me, &format!("{manner} {sent}"), backed.clone());
            let changed = me.patch(&path, &json!({"cckm_synchronization_params": sent}));
            assert_eq!((changed.status, &params_of(&me, &path)), (200, expected), "{manner}: {sent}: {}", changed.text());
        }
    }
    appliance.control("settings", json!({"patch_parameters": "usual", "patch_refuses_backup": true}));
    let path = create(&me, "refused", backed);
    let refused = me.patch(&path, &json!({"cckm_synchronization_params": whole}));
    assert_eq!((refused.status, refused.message().contains("take_cloud_key_backup: ")), (400, true));
}

#[test]
fn d10_the_password_notice_is_an_operation_in_the_plural_and_lists_say_disabled() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let notice = me.rows(&format!("{PATH}?name=system_auto_user_password_expiry_notification")).remove(0);
    assert_eq!((&notice["operation"], &notice["disabled"]), (&json!("user_password_expiry_notifications"), &json!(false)));
    let body = json!({"name": "plural", "operation": "user_password_expiry_notifications", "run_at": "0 1 * * *"});
    assert_eq!(me.post(PATH, &body).status, 201);
}

#[test]
fn d12_direct_jobs_ignore_a_list_beside_everything_except_of_aws() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    for (base, list) in [("azure", "key_vaults"), ("azure/secrets", "key_vaults"), ("google", "key_rings"), ("oci", "vaults")] {
        let both = me.post(&format!("/cckm/{base}/synchronization-jobs"), &json!({list: ["x"], "synchronize_all": true}));
        assert_eq!(both.status, 202, "{base}: {}", both.text());
        assert!(both.json()[list].as_array().is_some_and(|all| all.len() > 1 && !all.contains(&json!("x"))), "{}", both.text());
    }
    let aws = me.post("/cckm/aws/synchronization-jobs", &json!({"kms": ["x"], "synchronize_all": true}));
    assert_eq!(aws.status, 400);
    let backup = json!({"key_vaults": ["kv-hr"], "take_cloud_key_backup": true});
    assert_eq!(me.post("/cckm/azure/certificates/synchronization-jobs", &backup).status, 202);
}

#[test]
fn d15_a_list_is_filtered_by_expire_in_and_parameters_of_another_operation_are_refused() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let found = me.rows(&format!("{PATH}?expire_in=30d"));
    assert!(!found.is_empty() && found.iter().all(|row| row["job_config_params"]["expire_in"] == "30d"), "{found:?}");
    let path = create(&me, "sync", json!({"cloud_name": "aws", "synchronize_all": true}));
    let refused = me.patch(&path, &json!({"cckm_key_rotation_params": {"cloud_name": "aws"}}));
    assert_eq!((refused.status, refused.message().contains("cckm_key_rotation_params: ")), (400, true), "{}", refused.text());
}
