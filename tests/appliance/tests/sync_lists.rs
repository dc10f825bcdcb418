//! Direct jobs: lists, the seeded month, who may do what, and what controls change (API.md §5.4).

mod support;

use serde_json::{Value, json};
use support::{Appliance, Client, wait_for};

const AWS: &str = "/cckm/aws/synchronization-jobs";
const AZURE: &str = "/cckm/azure/synchronization-jobs";
const SECRETS: &str = "/cckm/azure/secrets/synchronization-jobs";
const BASES: [&str; 14] = [
    AWS,
    "/cckm/aws/custom-key-stores/synchronization-jobs",
    AZURE,
    SECRETS,
    "/cckm/azure/certificates/synchronization-jobs",
    "/cckm/google/synchronization-jobs",
    "/cckm/oci/synchronization-jobs",
    "/cckm/sfdc/keys/synchronization-jobs",
    "/cckm/sfdc/certificates/synchronization-jobs",
    "/cckm/sap/synchronization-jobs",
    "/cckm/dsm/refresh",
    "/cckm/hsm/luna/refresh",
    "/cckm/hsm/luna/synchronize",
    "/cckm/external-cm/refresh",
];

fn total(me: &Client<'_>, list: &str) -> u64 {
    me.get(list).json()["total"].as_u64().expect("a total")
}

fn start(me: &Client<'_>, body: &Value) -> String {
    let started = me.post(AWS, body);
    assert_eq!(started.status, 202, "{}", started.text());
    started.json()["id"].as_str().expect("an id").to_owned()
}

#[test]
fn the_seeded_month_has_jobs_of_every_source_and_every_end() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("viewer");
    let jobs: Vec<Value> = BASES.iter().flat_map(|base| me.rows(&format!("{base}?limit=-1"))).collect();
    assert_eq!(jobs.len(), 60);
    assert!(BASES.iter().all(|base| total(&me, base) >= 2));
    assert!(jobs.iter().all(|job| job["completed_at"].is_string() && job["detailed_status"].is_object()));
    let well = |job: &Value| {
        let mut texts = job["detailed_status"].as_object().expect("targets").values();
        texts.all(|text| text.as_str().is_some_and(|text| text.ends_with("successfully")))
    };
    let of = |status: &str| jobs.iter().filter(|job| job["overall_status"] == status).collect::<Vec<_>>();
    assert_eq!(of("failed").len() + of("error").len() + of("completed").len(), jobs.len());
    assert!(of("error").iter().all(|job| job["cloud"] == "aws") && of("failed").iter().all(|job| job["cloud"] != "aws"));
    assert!(of("failed").into_iter().chain(of("error")).filter(|job| !well(job)).count() >= 5);
    let cancelled: Vec<_> = of("completed").into_iter().filter(|job| job["abort"] == true).collect();
    assert!(cancelled.len() == 2 && cancelled.iter().all(|job| !job["detailed_status"].as_object().expect("targets").is_empty()));
    let secrets = me.rows(SECRETS);
    assert_eq!(secrets[0]["overall_status"], "failed");
    assert_eq!(secrets[0]["detailed_status"].as_object().map(serde_json::Map::len), Some(2));
    assert!(well(&secrets[0]) && secrets[0]["sync_item"] == "azure-secret", "the documented contradiction");
    let finance = appliance.sign_in_to("viewer", "finance");
    assert_eq!(BASES.iter().map(|base| total(&finance, base)).sum::<u64>(), 4);
}

#[test]
fn lists_are_filtered_sorted_and_paged() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let all = me.rows(&format!("{AZURE}?limit=-1"));
    let created: Vec<&str> = all.iter().filter_map(|job| job["createdAt"].as_str()).collect();
    assert!(created.len() == 8 && created.is_sorted_by(|newer, older| newer >= older), "newest first");
    assert_eq!(me.rows(&format!("{AZURE}?skip=2&limit=3")), all[2..5]);
    let oldest = me.rows(&format!("{AZURE}?sort=completed_at&limit=1"));
    assert_eq!(oldest[0], all[7]);
    assert_eq!(me.rows(&format!("{AZURE}?sort=overall_status,-updatedAt")).len(), 8);
    assert_eq!(me.get(&format!("{AZURE}?sort=cloud")).status, 400);
    assert!(total(&me, &format!("{AZURE}?createdAfter=-4D")) < 8);
    let failed = total(&me, &format!("{AZURE}?overall_status=failed"));
    assert_eq!(failed + total(&me, &format!("{AZURE}?overall_status=completed")), 8);
    let vault = |name: &str| me.rows(&format!("/cckm/azure/vaults?azure_name={name}")).remove(0);
    let (hr, dr) = (vault("kv-hr"), vault("kv-payments-dr"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    // The job of all vaults is about it too.
    assert_eq!(total(&me, &format!("{AZURE}?key_vaults={}", text(&hr["name"]))), 2);
    assert_eq!(total(&me, &format!("{AZURE}?key_vaults={}", text(&hr["id"]))), 2);
    assert_eq!(total(&me, &format!("{AZURE}?key_vaults={}&key_vaults={}", text(&hr["id"]), text(&dr["id"]))), 5);
    assert_eq!(total(&me, &format!("{AZURE}?key_vaults=nobody")), 0);
    let id = text(&all[3]["id"]);
    assert_eq!(me.rows(&format!("{AZURE}?id={id}")), all[3..4]);
    let domain = text(&me.rows("/cckm/dsm/refresh")[0]["domains"][0]);
    assert!(total(&me, &format!("/cckm/dsm/refresh?domains={domain}")) >= 2);
}

#[test]
fn without_a_licence_a_source_is_forbidden() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"unlicensed": ["sap", "azure-secrets"]}));
    for answer in [
        me.get("/cckm/sap/synchronization-jobs"),
        me.get("/cckm/sap/synchronization-jobs/x"),
        me.post("/cckm/sap/synchronization-jobs", &json!({"synchronize_all": true})),
        me.get(SECRETS),
    ] {
        assert_eq!(answer.status, 403);
        assert!(answer.message().starts_with("License not installed yet for feature "), "{}", answer.text());
        assert!(answer.json()["codeDesc"].as_str().expect("a text").starts_with("NCERRInsufficientPermissions"));
    }
    assert_eq!((me.get(AZURE).status, me.get("/cckm/sap/groups").status), (200, 200));
    appliance.control("settings", json!({"unlicensed": ["hsm"]}));
    assert_eq!((me.get(SECRETS).status, me.get("/cckm/hsm/luna/synchronize").status), (200, 403));
    let odd = json!({"unlicensed": ["sun"]}).to_string();
    let refused = appliance.send("POST", "/__appliance/settings", &[("X-Appliance-Control", "1")], &odd).expect("an answer");
    assert_eq!(refused.status, 400);
}

#[test]
fn who_may_only_read_starts_nothing_and_what_is_not_there_is_not_found() {
    let appliance = Appliance::start();
    let (me, viewer) = (appliance.sign_in("operator"), appliance.sign_in("viewer"));
    let all = json!({"synchronize_all": true});
    assert_eq!(viewer.post(AWS, &all).status, 403);
    let path = format!("{AWS}/{}", start(&me, &all));
    assert_eq!((viewer.post(&format!("{path}/cancel"), &Value::Null).status, viewer.get(&path).status), (403, 200));
    for absent in [format!("{AWS}/nothing"), path.replace("/aws/", "/azure/"), format!("{AWS}/a/b"), format!("{path}/cancel/x")] {
        assert_eq!((me.get(&absent).status, &me.get(&absent).json()["code"]), (404, &json!(16)), "{absent}");
    }
    assert_eq!(me.post(&format!("{AWS}/nothing/cancel"), &Value::Null).status, 404);
    let admin = appliance.sign_in("admin");
    assert_eq!((admin.delete(&path).status, admin.patch(&path, &json!({})).status), (405, 405));
    assert_eq!((me.post(&path, &json!({})).status, me.get(&format!("{path}/cancel")).status), (405, 405));
    let finance = appliance.sign_in_to("admin", "finance");
    assert_eq!((finance.get(&path).status, finance.post(&format!("{path}/cancel"), &Value::Null).status), (404, 404));
    assert_eq!(finance.post(AWS, &all).json()["kms"], json!(["reporting", "treasury"]));
}

#[test]
fn switches_change_the_status_and_the_length() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_status": 200, "sync_seconds": 600, "run_seconds": 600, "running_sync": 0}));
    let started = me.post(AWS, &json!({"kms": ["payments-prod"]}));
    assert_eq!(started.status, 200);
    let run = format!("/scheduler/jobs/{}", me.run(&me.make("slow")));
    wait_for(|| (me.get(&run).json()["status"] == "in_progress").then_some(()));
    std::thread::sleep(std::time::Duration::from_millis(1000));
    assert_eq!(me.get(&run).json()["status"], "in_progress");
    assert_eq!(me.rows(AWS)[0]["overall_status"], "in_progress");
    appliance.control("settings", json!({"sync_seconds": 0, "run_seconds": null, "unknown_status": true, "sync_status": 202}));
    let path = format!("{AWS}/{}", start(&me, &json!({"kms": ["payments-prod"]})));
    wait_for(|| (me.get(&path).json()["overall_status"] == "suspended").then_some(()));
    me.wait(&me.run(&me.make("quick")));
}

#[test]
fn what_a_former_process_left_in_progress_has_failed() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_seconds": 600, "running_sync": 0}));
    let left = format!("{AWS}/{}", start(&me, &json!({"kms": ["payments-prod"]})));
    let cancelled = format!("{AWS}/{}", start(&me, &json!({"kms": ["payments-prod"]})));
    assert_eq!(me.post(&format!("{cancelled}/cancel"), &Value::Null).status, 200);
    let jwt = me.jwt.clone();
    let appliance = appliance.kill_and_restart(&[]);
    let me = Client { appliance: &appliance, jwt };
    let (left, cancelled) = (me.get(&left).json(), me.get(&cancelled).json());
    assert_eq!((&left["overall_status"], &left["abort"]), (&json!("error"), &json!(false)));
    assert!(left["completed_at"].is_string());
    assert_eq!((&cancelled["overall_status"], &cancelled["abort"]), (&json!("completed"), &json!(true)));
}

#[test]
fn odd_jobs_are_served_as_they_were_put() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let odd = json!({"id": "odd", "overall_status": "In-Progress ", "detailed_status": "a text", "kms": ["x"], "createdAt": "2036-01-02T03:04:05.1Z"});
    appliance.control("rows", json!({"kind": "sync", "source": "aws-keys", "json": odd}));
    assert_eq!((&me.rows(AWS)[0], &me.rows(&format!("{AWS}?kms=x"))[0]), (&odd, &odd));
    assert_eq!(me.get(&format!("{AWS}/odd")).json(), odd);
    assert_eq!(me.get(&format!("{AZURE}/odd")).status, 404);
    assert_eq!(me.post(&format!("{AWS}/odd/cancel"), &Value::Null).status, 409);
    let stuck = json!({"id": "stuck", "overall_status": "in_progress", "domains": ["x"], "abort": false});
    appliance.control("rows", json!({"kind": "sync", "source": "dsm", "json": stuck}));
    let cancelled = me.post("/cckm/dsm/refresh/stuck/cancel", &Value::Null).json();
    assert_eq!((&cancelled["abort"], &cancelled["overall_status"]), (&json!(true), &json!("in_progress")));
    wait_for(|| (me.get("/cckm/dsm/refresh/stuck").json()["overall_status"] == "completed").then_some(()));
    let nowhere = json!({"kind": "sync", "source": "sun", "json": {}}).to_string();
    let refused = appliance.send("POST", "/__appliance/rows", &[("X-Appliance-Control", "1")], &nowhere).expect("an answer");
    assert_eq!(refused.status, 400);
}
