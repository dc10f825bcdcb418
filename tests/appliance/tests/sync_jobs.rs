//! Direct jobs: start, progress, end, cancel, with the irregularities of each source (API.md §5).

mod support;

use serde_json::{Value, json};
use support::{Appliance, Client, wait_for};

/// Base path, list in the request, list in the answer, where its containers are, `cloud` at the start and on reading, what a target is.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const LINES: [Line; 14] = [
    ("aws/synchronization-jobs", "kms", "kms", "aws/kms?name=payments-prod", "aws", "aws", "region"),
    ("aws/custom-key-stores/synchronization-jobs", "kms", "kms", "aws/kms?name=payments-prod", "aws", "aws", "region"),
    ("azure/synchronization-jobs", "key_vaults", "key_vaults", VAULT, "AzureCloud", "AzureCloud", "vault"),
    ("azure/secrets/synchronization-jobs", "key_vaults", "key_vaults", VAULT, "AzureCloud", "AzureCloud", "vault"),
    ("azure/certificates/synchronization-jobs", "key_vaults", "key_vaults", VAULT, "AzureCloud", "AzureCloud", "vault"),
    (GOOGLE, "key_rings", "key_rings", "google/key-rings?project_id=acme-sandbox", "GoogleCloud", "gcp", "key ring"),
    ("oci/synchronization-jobs", "vaults", "vaults", "oci/vaults?name=erp-vault", "oci", "oci", "vault"),
    ("sfdc/keys/synchronization-jobs", "organization_ids", "organizations", ORGANIZATION, "sfdc", "sfdc", "organization"),
    ("sfdc/certificates/synchronization-jobs", "organization_ids", "organizations", ORGANIZATION, "sfdc", "sfdc", "organization"),
    ("sap/synchronization-jobs", "groups", "groups", "sap/groups?name=Ariba", "sap", "sap", "group"),
    ("dsm/refresh", "domains", "domains", "dsm/domains?name=vte-linux", "dsm", "dsm", "domain"),
    ("hsm/luna/refresh", "partitions", "partitions", PARTITION, "hsm-luna", "hsm-luna", "partition"),
    ("hsm/luna/synchronize", "partitions", "partitions", PARTITION, "hsm-luna", "hsm-luna", "partition"),
    ("external-cm/refresh", "domains", "domains", "external-cm/domains?name=cm-lab", "external-cm", "external-cm", "domain"),
];
const VAULT: &str = "azure/vaults?azure_name=kv-hr";
const ORGANIZATION: &str = "sfdc/organizations?name=Sales%20Europe";
const PARTITION: &str = "hsm/luna/partitions?name=root-ca";
const AWS: &str = "aws/synchronization-jobs";
const GOOGLE: &str = "google/synchronization-jobs";

fn start(me: &Client<'_>, base: &str, body: &Value) -> Value {
    let started = me.post(&format!("/cckm/{base}"), body);
    assert_eq!(started.status, 202, "{base}: {}", started.text());
    started.json()
}

fn path(base: &str, job: &Value) -> String {
    format!("/cckm/{base}/{}", job["id"].as_str().expect("an id"))
}

/// Reads the job once what it shows is `good`.
fn once(me: &Client<'_>, path: &str, good: impl Fn(&Value) -> bool) -> Value {
    wait_for(|| Some(me.get(path).json()).filter(&good))
}

fn ended(me: &Client<'_>, path: &str) -> Value {
    once(me, path, |job| job["overall_status"] != "in_progress")
}

fn digits(time: &Value) -> usize {
    time.as_str().and_then(|time| time.trim_end_matches('Z').split('.').nth(1)).map_or(0, str::len)
}

#[test]
fn every_source_starts_runs_ends_and_is_listed() {
    let appliance = Appliance::with(&["--time-scale", "3"]);
    let me = appliance.sign_in("admin");
    let mut started = Vec::new();
    for line in LINES {
        let (base, list, shown, containers, cloud, ..) = line;
        let container = me.rows(&format!("/cckm/{containers}")).remove(0);
        let job = start(&me, base, &json!({list: [container["id"]], "synchronize_all": false}));
        let id = job["id"].as_str().expect("an id");
        let called = if ["dsm/refresh", "external-cm/refresh"].contains(&base) {
            &container["id"]
        } else {
            first(&container, &["name", "Name", "display_name", "label"])
        };
        assert_eq!(job["uri"], format!("kylo:kylo:cckm:synchronize:{id}"));
        assert_eq!(job["account"], "kylo:kylo:admin:accounts:kylo");
        assert_eq!((&job["cloud"], &job[shown], &job["abort"]), (&json!(cloud), &json!([called]), &json!(false)), "{base}");
        let status = if base == "azure/synchronization-jobs" { "in progress" } else { "in_progress" };
        assert_eq!(job["overall_status"], status, "{base}");
        for absent in ["detailed_status", "completed_at", "synchronize_all"] {
            assert!(job.get(absent).is_none(), "{base}: {absent}");
        }
        let items = [("azure/secrets", "azure-secret"), ("azure/certificates", "azure-certificate")];
        let item = items.iter().find(|(start, _)| base.starts_with(start)).map(|(_, item)| json!(item));
        assert_eq!(job.get("sync_item"), item.as_ref(), "{base}");
        assert!(digits(&job["createdAt"]) > 6 || digits(&job["updatedAt"]) > 6, "{job}");
        assert!(job["createdAt"].as_str() < job["updatedAt"].as_str());
        let read = me.get(&path(base, &job)).json();
        assert_eq!(read["overall_status"], "in_progress", "{base}");
        assert!(digits(&read["createdAt"]) <= 6 && digits(&read["updatedAt"]) <= 6, "{read}");
        started.push((line, job, container));
    }
    for ((base, _, _, _, _, cloud, kind), job, container) in started {
        let end = ended(&me, &path(base, &job));
        assert_eq!((&end["overall_status"], &end["cloud"]), (&json!("completed"), &json!(cloud)), "{base}: {end}");
        let name = container["name"].as_str().unwrap_or_default();
        let keys = match base.split('/').next() {
            Some("aws") => ["eu-central-1", "eu-west-1", "eu-west-2"].map(|region| format!("402913558710/{region}")).to_vec(),
            Some("azure") => vec![format!("germanywestcentral/{name}")],
            Some("dsm" | "external-cm") => vec![container["id"].as_str().expect("an id").to_owned()],
            _ => vec![first(&container, &["name", "Name", "display_name", "label"]).as_str().expect("a name").to_owned()],
        };
        let texts: serde_json::Map<String, Value> =
            keys.into_iter().map(|key| (key, json!(format!("{kind} synchronized successfully")))).collect();
        assert_eq!(end["detailed_status"], Value::Object(texts), "{base}");
        assert!(end["completed_at"].as_str() < end["updatedAt"].as_str(), "{end}");
        assert_eq!(me.rows(&format!("/cckm/{base}?id={}", job["id"].as_str().expect("an id"))), vec![end]);
    }
}

fn first<'a>(container: &'a Value, members: &[&str]) -> &'a Value {
    members.iter().find_map(|member| container.get(*member)).expect("a name")
}

/// Refresh reads the keys of the partitions, synchronize acts on the keys that are known already (D14).
#[test]
fn d14_refresh_and_synchronize_of_luna_have_jobs_of_their_own() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let job = start(&me, "hsm/luna/synchronize", &json!({"synchronize_all": true}));
    assert_eq!(job["partitions"].as_array().map(Vec::len), Some(5));
    assert_eq!(me.get(&path("hsm/luna/refresh", &job)).status, 404);
    assert_eq!(me.get(&path("hsm/luna/synchronize", &job)).json()["id"], job["id"]);
    assert_ne!(me.rows("/cckm/hsm/luna/refresh"), me.rows("/cckm/hsm/luna/synchronize"));
}

#[test]
fn a_job_is_cancelled_while_it_runs_and_ends_as_completed() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_seconds": 600}));
    let job = start(&me, GOOGLE, &json!({"synchronize_all": true}));
    let rings = job["key_rings"].as_array().expect("rings").clone();
    assert_eq!((rings.len(), &job["cloud"]), (8, &json!("GoogleCloud")));
    let path = path(GOOGLE, &job);
    let running = once(&me, &path, |job| job.get("detailed_status").is_some());
    let texts = running["detailed_status"].as_object().expect("targets");
    assert!(texts.len() == 8 && texts.values().all(|text| text == "in_progress"), "{running}");
    assert!(texts.keys().is_sorted() && rings.iter().all(|ring| texts.contains_key(ring.as_str().expect("a name"))));
    let cancelled = me.post(&format!("{path}/cancel"), &Value::Null);
    let body = cancelled.json();
    assert_eq!((cancelled.status, &body["abort"], &body["overall_status"]), (200, &json!(true), &json!("in_progress")));
    assert_eq!(body["cloud"], "gcp");
    let end = ended(&me, &path);
    assert_eq!((&end["abort"], &end["overall_status"]), (&json!(true), &json!("completed")));
    assert_eq!(end["detailed_status"], json!({}), "nothing was done");
    let again = me.post(&format!("{path}/cancel"), &Value::Null);
    assert_eq!((again.status, &again.json()["code"]), (409, &json!(17)));
}

#[test]
fn a_cancelled_job_keeps_what_was_done() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_seconds": 4}));
    let job = start(&me, AWS, &json!({"kms": ["retail-web"]}));
    assert_eq!(job["regions"], json!(["eu-west-1", "us-east-1", "us-east-2", "us-west-2"]));
    let path = path(AWS, &job);
    let done = |job: &Value| job["detailed_status"].as_object().map_or(0, serde_json::Map::len);
    once(&me, &path, |job| done(job) > 0);
    let cancelled = me.post(&format!("{path}/cancel"), &Value::Null).json();
    assert!((1..4).contains(&done(&cancelled)), "{cancelled}");
    let end = ended(&me, &path);
    assert_eq!((&end["overall_status"], &end["abort"]), (&json!("completed"), &json!(true)));
    assert_eq!(end["detailed_status"], cancelled["detailed_status"]);
}

#[test]
fn regions_restrict_and_what_is_unknown_is_reported() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let end = |body: Value| ended(&me, &path(AWS, &start(&me, AWS, &body)));
    let some = end(json!({"kms": ["payments-prod", "payments-staging"], "regions": ["eu-west-1"]}));
    assert_eq!(some["regions"], json!(["eu-west-1"]));
    assert_eq!(some["detailed_status"], json!({"402913558710/eu-west-1": "region synchronized successfully"}));
    let astray = end(json!({"kms": ["payments-prod"], "regions": ["eu-west-1", "mars-1"]}));
    assert_eq!((&astray["overall_status"], &astray["regions"]), (&json!("error"), &json!(["eu-west-1", "mars-1"])));
    assert_eq!(astray["detailed_status"]["402913558710/mars-1"], "the account has no such region");
    let unknown = end(json!({"kms": ["payments-prod", "gone"]}));
    assert_eq!((&unknown["overall_status"], &unknown["kms"]), (&json!("error"), &json!(["payments-prod", "gone"])));
    assert_eq!(unknown["detailed_status"]["gone"], "no KMS with this name or id on the appliance");
    let faulty = end(json!({"kms": ["gov-workloads"]}));
    assert!(faulty["detailed_status"].to_string().contains("AccessDeniedException"), "{faulty}");
    let vault = "azure/secrets/synchronization-jobs";
    let gone = ended(&me, &path(vault, &start(&me, vault, &json!({"key_vaults": ["gone"]}))));
    assert_eq!(gone["detailed_status"], json!({"gone": "no vault with this name or id on the appliance"}));
}

#[test]
fn bodies_that_will_not_do_are_refused_with_a_line_for_each_fault() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let azure = "azure/synchronization-jobs";
    let refused = [
        (AWS, json!({}), "kms: at least one is needed"),
        (AWS, json!({"kms": [], "synchronize_all": false}), "kms: at least one is needed"),
        (AWS, json!({"kms": ["a"], "synchronize_all": true}), "synchronize_all: excludes kms"),
        (AWS, json!({"regions": ["eu-west-1"], "synchronize_all": true}), "synchronize_all: excludes regions"),
        (AWS, json!({"kms": "a"}), "kms: must be a list"),
        (AWS, json!({"kms": [1]}), "kms: must be a list"),
        (AWS, json!({"kms": [""]}), "kms: must be a list"),
        (AWS, json!({"kms": ["a"], "regions": "eu"}), "regions: must be a list"),
        (AWS, json!({"synchronize_all": "true"}), "synchronize_all: must be true or false"),
        (AWS, json!({"kms": ["a"], "key_vaults": ["b"]}), "key_vaults: does not belong to aws-keys"),
        (azure, json!({"key_vaults": ["a"], "take_cloud_key_backup": "yes"}), "take_cloud_key_backup: must be true or false"),
        (azure, json!({"key_vaults": ["a"], "regions": ["b"]}), "regions: does not belong to azure-keys"),
        (GOOGLE, json!({"key_rings": ["a"], "take_cloud_key_backup": true}), "take_cloud_key_backup: "),
        ("sfdc/keys/synchronization-jobs", json!({"organizations": ["a"]}), "organizations: does not belong to salesforce-keys"),
        ("oci/synchronization-jobs", json!({"vaults": ["a"], "oci_vaults": ["b"]}), "oci_vaults: excludes vaults"),
        ("dsm/refresh", json!({"synchronize_all": false}), "domains: at least one is needed"),
    ];
    for (base, body, line) in refused {
        let answer = me.post(&format!("/cckm/{base}"), &body);
        assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(15)), "{body}: {}", answer.text());
        let message = answer.message();
        assert!(message.starts_with("Validation errors:\n") && message.contains(line), "{body}: {message}");
    }
    let both = me.post(&format!("/cckm/{AWS}"), &json!({"kms": 1, "synchronize_all": 1})).message();
    assert_eq!(both.lines().count(), 3, "{both}");
    start(&me, azure, &json!({"key_vaults": ["a"], "take_cloud_key_backup": true, "kms": null, "of_a_later_version": {}}));
    let oci = start(&me, "oci/synchronization-jobs", &json!({"oci_vaults": ["erp-vault"]}));
    assert_eq!(oci["vaults"], json!(["erp-vault"]));
}
