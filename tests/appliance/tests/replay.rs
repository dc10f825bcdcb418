//! The calls that public clients make (API.md §12): Terraform's provider of both lines, the Ansible modules of 2026 and the wrapper of
//! ksctl. Bodies and queries are written from their facts; only what must be refused is refused.

mod support;

use serde_json::{Value, json};
use support::{Answer, Appliance, Client};

const CONFIGS: &str = "/scheduler/job-configs";

/// What was called, and the answers that were no success.
#[derive(Default)]
struct Replay {
    calls: usize,
    refused: Vec<String>,
}

impl Replay {
    fn call(&mut self, me: &Client<'_>, method: &str, path: &str, body: Value) -> Answer {
        let answer = me.call(method, path, &body).expect("an answer");
        self.calls += 1;
        if answer.status >= 300 {
            self.refused.push(format!("{} {method} {path}", answer.status));
        }
        answer
    }

    /// The id in the answer to a call.
    fn made(&mut self, me: &Client<'_>, path: &str, body: Value) -> String {
        self.call(me, "POST", path, body).json()["id"].as_str().unwrap_or("none").to_owned()
    }
}

fn config(name: &str, params: Value) -> Value {
    // Terraform sends null objects, an empty node and zero dates for what is unset.
    json!({"name": name, "operation": "cckm_synchronization", "run_at": "0 9 * * sat", "description": "", "run_on": "",
           "disabled": false, "start_date": "0001-01-01T00:00:00Z", "end_date": "0001-01-01T00:00:00Z",
           "database_backup_params": null, "cckm_key_rotation_params": null, "cckm_synchronization_params": params})
}

/// The schedules of Terraform 0.11 and 1.0, of which none of Azure says an item, and those of the wrapper of ksctl, which do.
fn schedules(replay: &mut Replay, me: &Client<'_>) {
    let all = |cloud: &str| json!({"cloud_name": cloud, "synchronize_all": true});
    let list = |cloud: &str, member: &str| json!({"cloud_name": cloud, member: ["a", "b"], "synchronize_all": false});
    let bodies = [
        all("aws"),
        list("aws", "kms"),
        all("AzureCloud"),
        list("AzureCloud", "key_vaults"),
        all("gcp"),
        list("gcp", "key_rings"),
        all("oci"),
        list("oci", "oci_vaults"),
        json!({"cloud_name": "AzureCloud", "key_vaults": ["a"], "sync_item": ["key", "secret"], "take_cloud_key_backup": true}),
        json!({"cloud_name": "hsm-luna", "partitions": ["a"]}),
    ];
    let ids: Vec<String> = bodies
        .into_iter()
        .enumerate()
        .map(|(n, body)| replay.made(me, CONFIGS, config(&format!("replayed {n}"), body)))
        .collect();
    let path = |n: usize| format!("{CONFIGS}/{}", ids[n]);
    let params = |members: Value| json!({"name": "", "operation": "", "cckm_synchronization_params": members});
    let changes = [
        (1, params(json!({"cloud_name": "", "synchronize_all": true, "kms": null}))),
        (1, params(json!({"cloud_name": "", "synchronize_all": false, "kms": ["c"]}))),
        (7, params(json!({"cloud_name": "oci", "synchronize_all": true}))),
        (3, params(json!({"key_vaults": ["c"], "synchronize_all": false, "sync_item": ["certificate"]}))),
        (0, json!({"start_date": "2027-01-01T00:00:00.123456Z"})),
        (0, json!({"start_date": "", "end_date": "0001-01-01T00:00:00Z"})),
        (0, json!({"disabled": true, "run_at": "*/15 * * * *", "description": "changed"})),
    ];
    for (n, body) in changes {
        replay.call(me, "PATCH", &path(n), body);
    }
    let queries = [
        "limit=-1",
        "name=replayed%201",
        "disabled=true&cloud_name=aws",
        "expire_in=30d",
        "createdAfter=-2d&sort=-createdAt",
        "id=none&createdBefore=2030-01-01T00:00:00Z",
    ];
    for query in queries {
        replay.call(me, "GET", &format!("{CONFIGS}/?{query}"), Value::Null);
    }
    replay.call(me, "GET", &path(2), Value::Null);
    replay.call(me, "POST", &format!("{}/run-now", path(2)), Value::Null);
    replay.call(me, "GET", "/scheduler/jobs?sort=-createdAt&limit=10&status=in_progress", Value::Null);
    replay.call(me, "DELETE", &path(9), Value::Null);
}

/// Start, list with the filters of the modules, and cancel, for each source.
fn direct_jobs(replay: &mut Replay, me: &Client<'_>) {
    let these = |member: &str| json!({member: ["somebody's"], "synchronize_all": false});
    let sources = [
        (
            "aws/synchronization-jobs",
            json!({"kms": ["payments-prod"], "regions": ["eu-west-1"]}),
            "kms=payments-prod&overall_status=error",
        ),
        ("aws/custom-key-stores/synchronization-jobs", these("kms"), "kms=nobody"),
        ("azure/synchronization-jobs", json!({"key_vaults": ["x"], "synchronize_all": true}), "key_vaults=x"),
        (
            "azure/secrets/synchronization-jobs",
            json!({"key_vaults": ["x"], "take_cloud_key_backup": true}),
            "overall_status=in_progress",
        ),
        (
            "azure/certificates/synchronization-jobs",
            json!({"synchronize_all": true, "take_cloud_key_backup": false}),
            "skip=0&limit=10",
        ),
        ("google/synchronization-jobs", json!({"key_rings": ["x"], "synchronize_all": true}), "key_rings=x"),
        ("oci/synchronization-jobs", json!({"vaults": ["x"], "synchronize_all": true}), "vaults=x"),
        ("sfdc/keys/synchronization-jobs", these("organization_ids"), "organizations=x&sort=-createdAt"),
        ("sap/synchronization-jobs", these("groups"), "groups=x"),
        ("dsm/refresh", these("domains"), "domains=x"),
        ("hsm/luna/refresh", these("partitions"), "id=x"),
        ("external-cm/refresh", json!({"synchronize_all": true}), "limit=1"),
    ];
    for (base, body, query) in sources {
        let base = format!("/cckm/{base}");
        let id = replay.made(me, &base, body);
        replay.call(me, "GET", &format!("{base}?{query}"), Value::Null);
        replay.call(me, "POST", &format!("{base}/{id}/cancel"), Value::Null);
    }
}

/// The six that a real appliance refuses too.
fn rightly_refused(me: &Client<'_>) -> Replay {
    let mut replay = Replay::default();
    let aws = || json!({"cloud_name": "aws", "synchronize_all": true});
    let id = replay.made(me, CONFIGS, config("to rename", aws()));
    let path = format!("{CONFIGS}/{id}");
    replay.call(me, "POST", "/cckm/aws/synchronization-jobs", json!({}));
    replay.call(me, "PATCH", &path, json!({"name": "another"}));
    let mut two = config("two objects", aws());
    two["cckm_key_rotation_params"] = json!({"cloud_name": "aws"});
    replay.call(me, "POST", CONFIGS, two);
    replay.call(me, "GET", &format!("{CONFIGS}/0a000000-0000-4000-8000-00000000ffff"), Value::Null);
    replay.call(me, "GET", "/nodes/nobody", Value::Null);
    replay.call(me, "GET", &format!("{CONFIGS}/to%20rename"), Value::Null);
    replay
}

#[test]
fn seventy_calls_of_other_clients_are_answered_and_six_refused() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_seconds": 600}));
    let mut replay = Replay::default();
    schedules(&mut replay, &me);
    direct_jobs(&mut replay, &me);
    assert_eq!(replay.refused, [] as [String; 0], "of {} calls", replay.calls);
    let wrong = rightly_refused(&me);
    let statuses: Vec<&str> = wrong.refused.iter().map(|call| &call[..3]).collect();
    assert_eq!(statuses, ["400", "400", "400", "404", "500", "404"], "{:?}", wrong.refused);
    assert_eq!(replay.calls + wrong.calls, 70);
}
