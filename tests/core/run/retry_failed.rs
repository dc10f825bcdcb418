//! Retries of a failed run: jobs that synchronize exactly the failed targets.

use std::collections::BTreeSet;

use crate::support::decode;
use crate::support::rng::Rng;
use crate::sync::target_match::{a_container, documented};
use keysync::domain::run::Run;
use keysync::domain::run::retry_failed::{NoRetryReason, RetryPlan, failed, rerun};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use keysync::domain::sync::source::Source;
use keysync::domain::sync::target_match::{Directory, TargetMatch};
use serde_json::{Map, Value, json};

const OK: &str = "vault synchronized successfully";

/// A run that ended badly, about these parameters, with these results.
fn a_run(params: Value, results: Value) -> Run {
    let body = json!({"id": "r", "operation": "cckm_synchronization", "status": "failed", "job_config_params": params,
        "details": {"details": results}});
    decode::run(body)
}

/// The requests of a plan, each as the word of its source and the body.
fn plan(rerun: &RetryPlan) -> Vec<(&'static str, Value)> {
    rerun.requests.iter().map(|request| (request.source().word(), request.to_json())).collect()
}

/// For each cloud: its parameters, a result that failed by the documented key, and the one request.
#[test]
fn a_retry_synchronizes_exactly_the_failed_containers_of_each_cloud() {
    let id = |n: usize| format!("0a000000-0000-4000-8000-0000000000{n}");
    let cases = [
        (Cloud::Gcp, "gcp", "key_rings", "projects/p1/locations/global/keyRings/ring-a", "google", "key_rings", 12),
        (Cloud::Oci, "oci", "oci_vaults", "ocid1.vault.oc1..x", "oci", "vaults", 13),
        (Cloud::Luna, "hsm-luna", "partitions", "part-a", "luna", "partitions", 14),
        (Cloud::Dsm, "dsm", "domains", "0a000000-0000-4000-8000-000000000015", "dsm", "domains", 15),
        (Cloud::Salesforce, "sfdc", "organizations", "00D000000000001EAA", "salesforce-keys", "organization_ids", 16),
        (Cloud::Sap, "sap", "groups", "group-a", "sap", "groups", 17),
    ];
    for (cloud, name, field, target, source, body_field, n) in cases {
        let mut list = documented(cloud);
        list.push(a_container("other", &["fine"], &[]));
        list.push(a_container("idle", &["not in the run"], &[]));
        for params in [json!({"cloud_name": name, "synchronize_all": true}), json!({"cloud_name": name, field: [id(n), "other"]})]
        {
            let again =
                rerun(&a_run(params, json!({target: "AccessDenied", "fine": OK, "gone": "no such thing"})), &list).unwrap();
            assert_eq!(plan(&again), [(source, json!({body_field: [id(n)]}))], "{cloud:?}");
            assert_eq!(again.unmatched, ["gone"], "{cloud:?}");
        }
    }
}

#[test]
fn a_retry_in_azure_is_one_job_per_kind_of_item() {
    let mut list = documented(Cloud::Azure);
    list.push(a_container("other", &["vault-b::s"], &[]));
    let results = json!({"northcentralus/vault-a::0a000000-0000-4000-8000-0000000000b1": "ForbiddenByFirewall", "northcentralus/vault-b::s": OK});
    let body = || json!({"key_vaults": ["0a000000-0000-4000-8000-000000000011"]});
    let with_backup = || json!({"key_vaults": ["0a000000-0000-4000-8000-000000000011"], "take_cloud_key_backup": true});
    for (items, backup, expected) in [
        (json!(["key"]), false, vec![("azure-keys", body())]),
        (json!(null), true, vec![("azure-keys", with_backup())]),
        (json!(["secret"]), false, vec![("azure-secrets", body())]),
        (json!("azure-certificate"), false, vec![("azure-certificates", body())]),
        (json!(["secret", "key"]), false, vec![("azure-keys", body()), ("azure-secrets", body())]),
        (json!(["all"]), false, vec![("azure-keys", body()), ("azure-secrets", body()), ("azure-certificates", body())]),
        (json!(["key", "secret"]), true, vec![("azure-keys", with_backup()), ("azure-secrets", body())]),
        (json!(["secret"]), true, vec![("azure-secrets", body())]),
    ] {
        let params =
            json!({"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": items, "take_cloud_key_backup": backup});
        let again = rerun(&a_run(params, results.clone()), &list).unwrap();
        assert_eq!((plan(&again), again.unmatched), (expected, Vec::new()), "{items}");
    }
}

/// A run of AWS names regions alone: the job is about its KMS, in the regions that failed.
#[test]
fn a_retry_of_aws_keeps_the_regions() {
    let mut list = documented(Cloud::Aws);
    list.push(a_container("other", &["kms-b"], &["eu-west-1", "ap-south-1", "us-east-1"]));
    let run = |kms: Value, results: Value| a_run(json!({"cloud_name": "aws", "kms": kms}), results);
    let results = json!({"eu-west-1": "AccessDenied", "ap-south-1": "region synchronized successfully", "us-east-1": "region synchronized successfully"});
    let a = "0a000000-0000-4000-8000-000000000010";

    for name in ["kms-a", a] {
        let again = rerun(&run(json!([name]), results.clone()), &list).unwrap();
        assert_eq!(
            (plan(&again), again.unmatched),
            (vec![("aws-keys", json!({"kms": [a], "regions": ["eu-west-1"]}))], Vec::new())
        );
    }
    let again = rerun(&run(json!(["kms-b", "kms-a"]), results.clone()), &list).unwrap();
    assert_eq!(plan(&again), [("aws-keys", json!({"kms": ["other", a], "regions": ["eu-west-1"]}))], "both have that region");
    let again = rerun(&run(json!(["kms-a", "gone"]), results.clone()), &list).unwrap();
    assert_eq!(plan(&again), [("aws-keys", json!({"kms": [a], "regions": ["eu-west-1"]}))]);
    assert_eq!(again.unmatched, ["gone"], "what is left out is told");
    let both = json!({"eu-west-1": "AccessDenied", "ap-south-1": "Rate exceeded"});
    let again = rerun(&run(json!(["kms-a"]), both), &list).unwrap();
    assert_eq!(plan(&again), [("aws-keys", json!({"kms": [a], "regions": ["ap-south-1", "eu-west-1"]}))]);

    let everything = a_run(json!({"cloud_name": "aws", "synchronize_all": true}), results.clone());
    assert_eq!(rerun(&everything, &list), Err(NoRetryReason::RegionsOnly));
    assert_eq!(rerun(&run(json!(["gone"]), results), &list), Err(NoRetryReason::Unmatched));
}

#[test]
fn an_impossible_retry_has_a_reason() {
    let list = documented(Cloud::Gcp);
    let ring = "projects/p1/locations/global/keyRings/ring-a";
    let run = |status: &str, operation: &str, params: Value, details: Value| {
        rerun(
            &decode::run(
                json!({"id": "r", "operation": operation, "status": status, "job_config_params": params, "details": details}),
            ),
            &list,
        )
    };
    let google = || json!({"cloud_name": "gcp", "synchronize_all": true});
    let bad = || json!({"details": {ring: "boom"}});
    let sync = "cckm_synchronization";
    for status in ["in_progress", "scheduled", "Thawing", ""] {
        assert_eq!(run(status, sync, google(), bad()), Err(NoRetryReason::Unfinished), "{status}");
    }
    for status in ["failed", "completed", "aborted"] {
        assert!(run(status, sync, google(), bad()).is_ok(), "{status}");
    }
    assert_eq!(run("failed", "cckm_key_rotation", google(), bad()), Err(NoRetryReason::NoSync));
    assert_eq!(run("failed", sync, json!({"cloud_name": "gcp"}), bad()), Err(NoRetryReason::NoSync));
    assert_eq!(run("failed", sync, json!({"cloud_name": "moon", "synchronize_all": true}), bad()), Err(NoRetryReason::NoSync));
    for details in [
        json!(null),
        json!({}),
        json!("boom"),
        json!({"error": "boom"}),
        json!({"details": {ring: "key ring synchronized successfully"}}),
    ] {
        assert_eq!(run("failed", sync, google(), details.clone()), Err(NoRetryReason::NothingFailed), "{details}");
    }
    assert_eq!(run("failed", sync, google(), json!({"details": {"ring-b": "boom"}})), Err(NoRetryReason::Unmatched));
    let reasons = [
        NoRetryReason::Unfinished,
        NoRetryReason::NoSync,
        NoRetryReason::NothingFailed,
        NoRetryReason::RegionsOnly,
        NoRetryReason::Unmatched,
    ]
    .map(NoRetryReason::reason);
    assert_eq!(reasons.iter().collect::<BTreeSet<_>>().len(), reasons.len());
    // A target that the run has not reached when it ended is no success either.
    let run = a_run(google(), json!({ring: "in_progress", "x": null, "y": "success"}));
    assert_eq!(failed(&run), [ring, "x"]);
}

/// A pick-list of up to seven containers whose ids and names collide now and then.
fn a_list(rng: &mut Rng) -> Vec<Container> {
    let names = ["a::s", "b::s", "c", "d", "id-1", "northcentralus/a::s", "p/q"];
    let one = |n: usize, rng: &mut Rng| {
        let names: Vec<&str> = (0..rng.below(3)).map(|_| rng.one_of(&names)).collect();
        a_container(&format!("id-{n}"), &names, &[])
    };
    (0..rng.below(8)).filter(|n| *n != 3).map(|n| one(n, rng)).collect()
}

/// The only container of that name, by looking at each: an id before a name.
fn only<'a>(list: &'a [Container], name: &str) -> Option<&'a str> {
    if let Some(container) = list.iter().find(|container| container.id == name) {
        return Some(&container.id);
    }
    let mut named = list.iter().filter(|container| container.names.iter().any(|other| other == name));
    named.next().filter(|_| named.next().is_none()).map(|container| &*container.id)
}

/// 8,000 runs of seven clouds: no container is named but by a target that failed, and no failed target is left unsaid.
#[test]
fn a_retry_names_only_failed_containers() {
    let mut rng = Rng::new();
    let targets =
        ["a::s", "b::s", "there/b::s", "northcentralus/a::s", "c", "d", "id-0", "id-1", "id-2", "id-4", "p/q", "gone", ""];
    let texts = [OK, OK, "AccessDenied", "in_progress"];
    let (mut planned, mut left_out) = (0, 0);
    for case in 0..8_000 {
        let cloud = [Cloud::Azure, Cloud::Gcp, Cloud::Azure, Cloud::Oci, Cloud::Salesforce, Cloud::Sap, Cloud::Dsm, Cloud::Luna]
            [case % 8];
        let list = a_list(&mut rng);
        let results: Map<String, Value> =
            (0..rng.below(7)).map(|_| (rng.one_of(&targets).to_owned(), json!(rng.one_of(&texts)))).collect();
        let mut params = json!({"cloud_name": cloud.cloud_name(), "synchronize_all": true});
        if cloud == Cloud::Azure {
            let item = if case / 8 % 2 == 1 { "all" } else { "key" };
            params["sync_item"] = json!([item]);
        }
        let run = a_run(params, Value::Object(results.clone()));
        let container = |target: &str| {
            let cut = target.split_once('/').map(|(_, rest)| rest).filter(|_| cloud == Cloud::Azure);
            let is_known = list.iter().any(|one| one.id == target || one.names.iter().any(|name| name == target));
            only(&list, target).or_else(|| cut.filter(|_| !is_known).and_then(|cut| only(&list, cut)))
        };
        let bad: Vec<&str> = results.iter().filter(|(_, text)| **text != OK).map(|(target, _)| &**target).collect();
        let expected: BTreeSet<&str> = bad.iter().filter_map(|target| container(target)).collect();
        let unmatched: BTreeSet<&str> = bad.iter().copied().filter(|target| container(target).is_none()).collect();
        match rerun(&run, &list) {
            Err(NoRetryReason::NothingFailed) => assert!(bad.is_empty(), "case {case}"),
            Err(NoRetryReason::Unmatched) => assert!(!bad.is_empty() && expected.is_empty(), "case {case}"),
            Err(other) => panic!("case {case}: {other:?}"),
            Ok(again) => {
                planned += 1;
                left_out += again.unmatched.len();
                let sources: BTreeSet<Source> = again.requests.iter().map(|request| request.source()).collect();
                let all_items = cloud == Cloud::Azure && case / 8 % 2 == 1;
                assert_eq!((sources.len(), again.requests.len()), if all_items { (3, 3) } else { (1, 1) }, "case {case}");
                for request in &again.requests {
                    assert_eq!(request.source().cloud(), cloud, "case {case}");
                    let named: BTreeSet<&str> = request.containers().iter().map(String::as_str).collect();
                    assert_eq!(named, expected, "case {case}: {results:?} {list:?}");
                    assert_eq!(named.len(), request.containers().len(), "case {case}: none twice");
                }
                assert_eq!(
                    again.unmatched.iter().map(String::as_str).collect::<BTreeSet<_>>(),
                    unmatched,
                    "case {case}: {results:?} {list:?}"
                );
            }
        }
    }
    assert!(planned > 2_000 && left_out > 1_000, "{planned} {left_out}");
}

/// 4,000 runs of AWS by region: the KMS are those of the run, the regions those that failed.
#[test]
fn a_retry_of_aws_names_only_failed_regions() {
    let mut rng = Rng::new();
    let regions = ["eu-west-1", "eu-central-1", "us-east-1", "ap-south-1"];
    let mut planned = 0;
    for case in 0..4_000 {
        let list: Vec<Container> =
            (0..4).map(|n| a_container(&format!("id-{n}"), &[["a", "b", "c", "a"][n]], &regions)).collect();
        let wanted: Vec<&str> = (0..1 + rng.below(3)).map(|_| rng.one_of(&["a", "b", "c", "id-0", "id-3", "gone"])).collect();
        let results: Map<String, Value> =
            (0..rng.below(5)).map(|_| (rng.one_of(&regions).to_owned(), json!(rng.one_of(&[OK, OK, "boom", ""])))).collect();
        let bad: BTreeSet<&str> = results.iter().filter(|(_, text)| **text != OK).map(|(region, _)| &**region).collect();
        let kms: BTreeSet<&str> = wanted.iter().filter_map(|name| only(&list, name)).collect();
        let unmatched: BTreeSet<&str> = wanted.iter().copied().filter(|name| only(&list, name).is_none()).collect();
        match rerun(&a_run(json!({"cloud_name": "aws", "kms": wanted}), Value::Object(results.clone())), &list) {
            Err(NoRetryReason::NothingFailed) => assert!(bad.is_empty(), "case {case}"),
            Err(NoRetryReason::Unmatched) => assert!(kms.is_empty(), "case {case}"),
            Err(other) => panic!("case {case}: {other:?}"),
            Ok(again) => {
                planned += 1;
                let [(source, body)] = &*plan(&again) else { panic!("case {case}") };
                let set = |value: &Value| {
                    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect::<Vec<_>>()
                };
                let (named, again_regions) = (set(&body["kms"]), set(&body["regions"]));
                assert_eq!((*source, named.len(), again_regions.len()), ("aws-keys", kms.len(), bad.len()), "case {case}");
                assert!(
                    named.iter().all(|id| kms.contains(&**id)) && again_regions.iter().all(|region| bad.contains(&**region)),
                    "case {case}"
                );
                assert_eq!(again.unmatched.iter().map(String::as_str).collect::<BTreeSet<_>>(), unmatched, "case {case}");
            }
        }
    }
    assert!(planned > 1_000, "{planned}");
}

// KMS that could be taken for others, or named although none of their regions failed.

/// Results of AWS name regions and accounts, never a KMS: one that is called like a region is not it.
#[test]
fn a_kms_named_like_a_region_is_not_the_region() {
    let list = [
        a_container("1", &["eu-west-1", "111111111111"], &["eu-west-1", "us-east-1"]),
        a_container("2", &["b", "222222222222"], &["eu-west-1"]),
    ];
    assert_eq!(Directory::new(Cloud::Aws, &list).target("eu-west-1"), TargetMatch::None);
}

#[test]
fn a_kms_without_the_failed_region_is_not_retried() {
    let list =
        [a_container("1", &["a", "111111111111"], &["eu-west-1"]), a_container("2", &["b", "222222222222"], &["us-east-1"])];
    let run = a_run(json!({"cloud_name": "aws", "kms": ["a", "b"]}), json!({"eu-west-1": OK, "us-east-1": "AccessDenied"}));
    let again = rerun(&run, &list).unwrap();
    assert_eq!(plan(&again), [("aws-keys", json!({"kms": ["2"], "regions": ["us-east-1"]}))]);
}

/// Should a run ever give `<account id>/<region>`, as sync jobs do (API.md §5.7), then which KMS failed is known.
#[test]
fn a_kms_of_a_successful_account_is_not_retried() {
    let both = ["eu-west-1", "us-east-1"];
    let list = [a_container("1", &["a", "111111111111"], &both), a_container("2", &["b", "222222222222"], &both)];
    let results = json!({"111111111111/eu-west-1": OK, "111111111111/us-east-1": OK, "222222222222/eu-west-1": OK, "222222222222/us-east-1": "AccessDenied"});
    let again = rerun(&a_run(json!({"cloud_name": "aws", "kms": ["a", "b"]}), results), &list).unwrap();
    assert_eq!(plan(&again), [("aws-keys", json!({"kms": ["2"], "regions": ["us-east-1"]}))]);
}
