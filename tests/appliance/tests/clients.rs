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

fn total(me: &Client<'_>, list: &str) -> u64 {
    me.get(list).json()["total"].as_u64().expect("a total")
}

const AWS: &str = "/cckm/aws/synchronization-jobs";
const STORES: &str = "/cckm/aws/custom-key-stores/synchronization-jobs";

#[test]
fn d2_d9_containers_are_filtered_by_name_or_by_id_as_each_source_stores_them() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let lists = [
        (AWS, "kms", "aws/kms?name=retail-web", true, false),
        (STORES, "kms", "aws/kms?name=security-audit", true, false),
        ("/cckm/google/synchronization-jobs", "key_rings", "google/key-rings?project_id=acme-payments-prod", true, false),
        ("/cckm/azure/synchronization-jobs", "key_vaults", "azure/vaults?azure_name=kv-hr", true, true),
        ("/cckm/azure/secrets/synchronization-jobs", "key_vaults", "azure/vaults?azure_name=kv-identity", false, true),
        ("/cckm/oci/synchronization-jobs", "vaults", "oci/vaults?name=erp-vault", false, true),
        ("/cckm/sfdc/keys/synchronization-jobs", "organizations", "sfdc/organizations?name=Sales%20Europe", false, true),
        ("/cckm/external-cm/refresh", "domains", "external-cm/domains?name=cm-plant-2", false, true),
    ];
    for (base, member, container, by_name, by_id) in lists {
        let container = me.rows(&format!("/cckm/{container}")).remove(0);
        let name = container.get("name").or_else(|| container.get("display_name")).and_then(Value::as_str).expect("a name");
        for (wanted, found) in [(name, by_name), (container["id"].as_str().expect("an id"), by_id)] {
            let listed = total(&me, &format!("{base}?{member}={}", wanted.replace(' ', "%20")));
            assert_eq!(listed > 0, found, "{base} by {wanted}: {listed}");
        }
    }
    assert_eq!(total(&me, &format!("{STORES}?kms=nobody")), 0, "the filter of key stores is heeded");
}

#[test]
fn d3_regions_are_no_filter_and_an_unknown_one_is_ignored_or_refused() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let narrow = format!("{AWS}?regions=us-gov-east-1");
    assert_eq!(total(&me, &narrow), total(&me, AWS));
    appliance.control("settings", json!({"refuse_unknown_query": true}));
    for list in [narrow.as_str(), "/scheduler/jobs?colour=red", "/scheduler/job-configs?colour=red", "/cckm/aws/kms?colour=red"] {
        assert_eq!((me.get(list).status, &me.get(list).json()["code"]), (400, &json!(9)), "{list}");
    }
    for list in ["/scheduler/jobs?status=failed&sort=-createdAt&limit=5", "/scheduler/job-configs?disabled=true&expire_in=30d"] {
        assert_eq!(me.get(list).status, 200, "{list}");
    }
}

#[test]
fn d5_a_second_job_of_a_container_is_refused_while_one_runs() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_seconds": 600}));
    let body = |kms: &str| json!({"kms": [kms]});
    assert_eq!(me.post(AWS, &body("payments-prod")).status, 202);
    for status in [409, 400] {
        appliance.control("settings", json!({"running_sync": status}));
        for overlap in [body("payments-prod"), json!({"synchronize_all": true})] {
            let refused = me.post(AWS, &overlap);
            assert_eq!((refused.status, refused.message().contains("already in progress")), (status, true), "{overlap}");
        }
    }
    assert_eq!((me.post(AWS, &body("retail-web")).status, me.post(STORES, &body("payments-prod")).status), (202, 202));
    appliance.control("settings", json!({"running_sync": 0}));
    assert_eq!(me.post(AWS, &body("payments-prod")).status, 202);
}

#[test]
fn d6_failed_jobs_of_aws_are_in_error() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let azure = "/cckm/azure/secrets/synchronization-jobs";
    assert!(total(&me, &format!("{AWS}?overall_status=error")) >= 2 && total(&me, &format!("{AWS}?overall_status=failed")) == 0);
    assert!(
        total(&me, &format!("{azure}?overall_status=failed")) >= 2 && total(&me, &format!("{azure}?overall_status=error")) == 0
    );
}

#[test]
fn d13_a_create_is_refused_in_the_words_of_the_appliance() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let text = "the action is not supported for quorum";
    appliance.control("settings", json!({"refuse_create": text}));
    let refused = me.post(PATH, &aws_schedule("one too many"));
    assert_eq!((refused.status, refused.message().as_str()), (400, text));
    assert!(me.rows(&format!("{PATH}?name=one%20too%20many")).is_empty());
}

#[test]
fn lists_come_in_another_order_by_a_switch() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let created = || {
        let rows = me.rows("/scheduler/jobs?sort=-createdAt&limit=50");
        rows.iter().map(|row| row["createdAt"].as_str().expect("a time").to_owned()).collect::<Vec<_>>()
    };
    assert!(created().is_sorted_by(|one, other| one >= other));
    appliance.control("settings", json!({"list_order": "oldest"}));
    assert!(created().is_sorted());
    appliance.control("settings", json!({"list_order": "mixed"}));
    assert!(!created().is_sorted() && !created().is_sorted_by(|one, other| one >= other));
}
