//! Import of the files that administrators have, made after public ones: bodies of Terraform and of the manual, answers of an
//! appliance, output of ksctl and jq.

use crate::support::builders::at;
use crate::support::decode::{self, list_of};
use keysync::api::portable::{ImportPlan, Incoming, read};
use keysync::domain::schedule::Schedule;
use serde_json::{Value, json};

const NOW: &str = "2026-11-29T08:00:00Z";

fn import(text: &str) -> Result<Vec<Incoming>, String> {
    read(text, &[], at(NOW))
}

/// The only schedule of a text, which is new: the body that creates it.
fn created(text: &str) -> Value {
    match &import(text).unwrap()[..] {
        [Incoming { plan: ImportPlan::Create(new), .. }] => new.to_json(),
        other => panic!("{other:?}"),
    }
}

/// The reason why the only schedule of a text is refused.
fn refused(text: &str) -> String {
    match &import(text).unwrap()[..] {
        [Incoming { plan: ImportPlan::Refuse(why), .. }] => why.clone(),
        other => panic!("{other:?}"),
    }
}

fn notes(text: &str) -> Vec<String> {
    import(text).unwrap().into_iter().flat_map(|incoming| incoming.notes).collect()
}

fn body(params: Value) -> Value {
    json!({"name": "n", "operation": "cckm_synchronization", "run_at": "0 9 * * sat", "cckm_synchronization_params": params})
}

fn created_params(params: Value) -> Value {
    created(&body(params).to_string())["cckm_synchronization_params"].clone()
}

fn with(mut body: Value, more: Value) -> String {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body.to_string()
}

#[test]
fn input_01_body_of_terraform_1_for_an_aws_list() {
    let text = with(
        body(json!({"cloud_name": "aws", "kms": ["0a01"], "synchronize_all": false})),
        json!({"run_on": "any", "start_date": "", "end_date": "", "cckm_key_rotation_params": null}),
    );
    assert_eq!(created(&text)["cckm_synchronization_params"], json!({"cloud_name": "aws", "kms": ["0a01"]}));
}

#[test]
fn input_02_body_of_terraform_1_for_everything_of_oci() {
    let params = json!({"cloud_name": "oci", "synchronize_all": true});
    assert_eq!(created_params(json!({"cloud_name": "oci", "synchronize_all": true, "oci_vaults": null})), params);
}

#[test]
fn input_03_and_04_bodies_of_terraform_0_11_for_azure_without_items() {
    for params in [
        json!({"cloud_name": "AzureCloud", "synchronize_all": true}),
        json!({"cloud_name": "AzureCloud", "key_vaults": ["a", "b"]}),
    ] {
        assert_eq!(created_params(params.clone()), params);
    }
}

#[test]
fn input_05_azure_keys_with_backup() {
    let params = json!({"cloud_name": "AzureCloud", "key_vaults": ["a"], "sync_item": ["key"], "take_cloud_key_backup": true});
    assert_eq!(created_params(params.clone()), params);
}

#[test]
fn input_06_sync_items_of_terraform() {
    let params = json!({"cloud_name": "AzureCloud", "key_vaults": ["a"], "sync_items": ["key"]});
    assert_eq!(created_params(params)["sync_item"], json!(["key"]));
    let both = body(json!({"cloud_name": "AzureCloud", "key_vaults": ["a"], "sync_item": ["key"], "sync_items": ["secret"]}));
    assert_eq!(created(&both.to_string())["cckm_synchronization_params"]["sync_item"], json!(["key"]));
    assert_eq!(notes(&both.to_string()), ["Unknown to this console and left out: sync_items."]);
}

#[test]
fn input_07_google_sample() {
    let params = json!({"cloud_name": "gcp", "key_rings": ["projects/p/locations/l/keyRings/r"]});
    assert_eq!(created_params(params.clone()), params);
}

#[test]
fn input_08_list_of_an_appliance() {
    let row = |name: &str, operation: &str, params: Value| {
        json!({"id": format!("id of {name}"), "uri": "u", "account": "a", "createdAt": "2026-01-02T03:04:05.678901Z", "name": name,
            "operation": operation, "run_at": "0 1 * * *", "run_on": "any", "disabled": false, "job_config_params": params})
    };
    let list = json!({"skip": 0, "limit": 10, "total": 5, "resources": [
        row("system_password_notification", "user_password_expiry_notifications", json!({})),
        row("system_crl", "sync_crl", json!({})),
        row("backup", "database_backup", json!({"scope": "system", "tiedToHSM": false})),
        row("rotation", "cckm_key_rotation", json!({"cloud_name": "aws", "expiration": "365d"})),
        row("nightly", "cckm_synchronization", json!({"cloud_name": "aws", "synchronize_all": true})),
    ]});
    let plans = import(&list.to_string()).unwrap();
    let (last, first) = plans.split_last().unwrap();
    assert_eq!(last.name, "nightly");
    assert!(matches!(last.plan, ImportPlan::Create(_)), "{last:?}");
    let words = ["Password expiry notification", "CRL synchronization", "Backup", "Cloud key rotation"];
    for (incoming, word) in first.iter().zip(words) {
        let ImportPlan::Refuse(why) = &incoming.plan else { panic!("{incoming:?}") };
        assert!(why.contains(word), "{why}");
    }
    assert_eq!(first.len(), words.len());
}

#[test]
fn input_09_example_of_the_manual_with_a_comma_too_many() {
    let text = "{\n\"name\": \"n\",\n\"operation\": \"cckm_synchronization\",\n}";
    assert_eq!(import(text), Err("This is not JSON: trailing comma at line 4 column 1.".to_owned()));
}

#[test]
fn input_10_ksctl_output_of_one_configuration() {
    let text = "{\n\t\"id\": \"0a\",\n\t\"uri\": \"kylo:kylo:naboo:job-configs:0a\",\n\t\"name\": \"nightly \",\n\
        \t\"operation\": \"cckm_synchronization\",\n\t\"run_at\": \"0 1 * * *\",\n\t\"disabled\": true,\n\
        \t\"job_config_params\": {\n\t\t\"cloud_name\": \"aws\",\n\t\t\"kms\": [\n\t\t\t\"k\"\n\t\t]\n\t}\n}\n";
    let body = created(text);
    assert_eq!((&body["name"], &body["disabled"]), (&json!("nightly "), &json!(true)), "its blank is kept");
}

#[test]
fn input_11_azure_key_backup() {
    let text = json!({"name": "n", "operation": "cckm_key_backup", "run_at": "0 1 * * *",
        "cckm_key_backup_params": {"cloud_name": "AzureCloud"}});
    assert!(refused(&text.to_string()).contains("Cloud key backup"));
}

#[test]
fn input_12_list_within_application_json() {
    let one = body(json!({"cloud_name": "aws", "kms": ["k"]}));
    assert_eq!(created(&json!({"application/json": {"skip": 0, "resources": [one]}}).to_string())["name"], "n");
    assert_eq!(created(&json!({"application/json": one}).to_string())["name"], "n");
}

#[test]
fn input_13_configuration_of_terraform() {
    for text in [
        "terraform {\n  required_providers {}\n}\n",
        "# nightly\nresource \"ciphertrust_scheduler\" \"a\" {\n  name = \"n\"\n}\n",
        "provider \"ciphertrust\" {\n}\n",
    ] {
        let why = import(text).unwrap_err();
        assert!(why.starts_with("This is a Terraform configuration.") && why.contains("terraform show -json"), "{why}");
    }
}

fn resource(values: Value) -> Value {
    json!({"address": "ciphertrust_scheduler.a", "mode": "managed", "type": "ciphertrust_scheduler", "name": "a",
        "schema_version": 0, "sensitive_values": {}, "values": values})
}

#[test]
fn input_14_output_of_terraform_show() {
    let params = json!({"cloud_name": "AzureCloud", "key_vaults": ["v"], "kms": null, "sync_items": ["key"],
        "synchronize_all": false, "take_cloud_key_backup": null});
    let one = with(
        body(params),
        json!({"id": "0a", "description": "", "disabled": false, "start_date": null,
        "cckm_key_rotation_params": null, "database_backup_params": null}),
    );
    let old = with(body(json!([{"cloud_name": "aws", "synchronize_all": true}])), json!({"name": "of 0.11"}));
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let connection = json!({"type": "ciphertrust_aws_connection", "values": {"name": "c"}});
    let root = json!({"resources": [connection, resource(parsed(&one))],
        "child_modules": [{"address": "module.m", "resources": [resource(parsed(&old))]}]});
    for state in ["values", "planned_values"] {
        let shown = json!({"format_version": "1.0", "terraform_version": "1.11.4", state: {"root_module": root}});
        let plans = import(&shown.to_string()).unwrap();
        let bodies: Vec<Value> = plans
            .iter()
            .map(|incoming| match &incoming.plan {
                ImportPlan::Create(new) => new.to_json()["cckm_synchronization_params"].clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        let items = json!({"cloud_name": "AzureCloud", "key_vaults": ["v"], "sync_item": ["key"]});
        assert_eq!(bodies, [items, json!({"cloud_name": "aws", "synchronize_all": true})]);
    }
    let none = json!({"format_version": "1.0", "terraform_version": "1.11.4"});
    assert!(import(&none.to_string()).unwrap_err().contains("no ciphertrust_scheduler"));
    let state = json!({"version": 4, "terraform_version": "1.11.4", "resources": []});
    assert!(import(&state.to_string()).unwrap_err().contains("terraform show -json"));
}

#[test]
fn input_15_cloud_spelled_azure() {
    let params = created_params(json!({"cloud_name": "azure", "synchronize_all": true, "sync_item": ["key"]}));
    assert_eq!(params["cloud_name"], "AzureCloud");
}

#[test]
fn input_16_body_of_a_direct_job() {
    let why = refused(r#"{"kms": ["k"], "regions": ["us-east-1"], "synchronize_all": false}"#);
    assert!(why.contains("No operation is named") && why.contains("starts at once"), "{why}");
}

#[test]
fn input_17_empty_lists_beside_the_full_one_and_a_fraction_of_a_second() {
    let params = json!({"cloud_name": "aws", "kms": ["k"], "key_vaults": [], "oci_vaults": []});
    let text = with(body(params), json!({"start_date": "2027-12-07T14:24:00.123456Z", "end_date": "2030-12-07T14:24:00Z"}));
    assert_eq!(created(&text)["start_date"], "2027-12-07T14:24:00Z");
    assert_eq!(notes(&text), ["Starts: the fraction of a second is cut."]);
}

#[test]
fn input_18_schedule_that_has_ended() {
    let text = with(body(json!({"cloud_name": "aws", "kms": ["k"]})), json!({"end_date": "2025-12-07T14:24:00Z"}));
    let plans = import(&text).unwrap();
    let [Incoming { plan: ImportPlan::Create(new), is_ended: true, notes, .. }] = &plans[..] else { panic!("{plans:?}") };
    let body = new.to_json();
    assert_eq!((&body["disabled"], &body["end_date"]), (&json!(true), &json!("2025-12-07T14:24:00Z")));
    assert_eq!(notes, &["Ended at 2025-12-07T14:24:00Z: imported disabled, and only if you agree."]);
    // A second import finds it as it is in the file, or ended by it.
    let stored = |more: Value| -> Vec<Schedule> {
        let row = json!({"id": "1", "name": "n", "operation": "cckm_synchronization", "run_at": "0 9 * * sat",
            "job_config_params": {"cloud_name": "aws", "kms": ["k"]}});
        let row = serde_json::from_str(&with(row, more)).unwrap();
        decode::schedules(list_of(&[row])).unwrap().good().cloned().collect()
    };
    for disabled in [true, false] {
        let here = stored(json!({"disabled": disabled, "end_date": "2025-12-07T14:24:00Z"}));
        let plans = read(&text, &here, at(NOW)).unwrap();
        assert!(matches!(&plans[..], [Incoming { plan: ImportPlan::Same, is_ended: false, .. }]), "{plans:?}");
    }
    let plans = read(&text, &stored(json!({})), at(NOW)).unwrap();
    let [Incoming { plan: ImportPlan::Change { change, .. }, is_ended: true, .. }] = &plans[..] else { panic!("{plans:?}") };
    assert_eq!(change.to_json(), Some(json!({"end_date": "2025-12-07T14:24:00Z", "disabled": true})));
    let backwards = with(body_of_aws(), json!({"start_date": "2025-12-08T00:00:00Z", "end_date": "2025-12-07T14:24:00Z"}));
    assert!(refused(&backwards).contains("after the start"));
}

fn body_of_aws() -> Value {
    body(json!({"cloud_name": "aws", "kms": ["k"]}))
}

#[test]
fn input_19_mark_of_utf_8_at_the_start() {
    assert_eq!(created(&format!("\u{feff}{}", body_of_aws()))["name"], "n");
}

#[test]
fn input_20_external_cm() {
    let why = refused(&body(json!({"cloud_name": "external-cm", "domains": ["d"]})).to_string());
    assert!(why.contains("external-cm"), "{why}");
}

#[test]
fn input_21_no_operation() {
    let mut none = body_of_aws();
    none.as_object_mut().unwrap().remove("operation");
    let why = refused(&none.to_string());
    assert!(why.contains("No operation is named") && why.contains("cckm_synchronization"), "{why}");
}

#[test]
fn input_22_one_object_a_line() {
    let named = |name: &str| with(body_of_aws(), json!({"name": name}));
    let text = format!("{}\n{}\r\n\n{}\n", named("a"), named("b"), named("a"));
    let plans = import(&text).unwrap();
    assert_eq!(plans.iter().map(|incoming| incoming.name.as_sent()).collect::<Vec<_>>(), ["a", "b", "a"]);
    assert!(matches!(plans[2].plan, ImportPlan::Refuse(_)), "a name counts once over all lines");
    let why = import(&format!("{}\n{{\"name\": oops}}\n", named("a"))).unwrap_err();
    assert!(why.contains("at line 2"), "{why}");
}

#[test]
fn members_that_the_console_does_not_know_are_named() {
    let text = body(json!({"cloud_name": "aws", "kms": ["k"], "depth": 3, "later": null})).to_string();
    assert_eq!(notes(&text), ["Unknown to this console and left out: depth."]);
    assert_eq!(notes(&body_of_aws().to_string()), [] as [String; 0]);
}

/// The appliance writes an empty list as null, too (API.md §0.6).
#[test]
fn empty_answer_of_an_appliance_holds_no_schedule_to_import() {
    assert!(matches!(import(&json!({"total": 0, "resources": null}).to_string()), Ok(list) if list.is_empty()));
    let why = import(&json!({"total": 1, "resources": {}}).to_string()).unwrap_err();
    assert!(why.contains("“resources”"), "{why}");
}

/// Items that a file does not name are the appliance's default, whatever it stored (D1, API.md §9 Q33).
#[test]
fn d1_a_second_import_without_items_is_the_same() {
    let text = body(json!({"cloud_name": "AzureCloud", "key_vaults": ["v"]})).to_string();
    for (items, is_same) in [(json!(["key"]), true), (json!("all"), true), (json!(["secret"]), false)] {
        let parameters = json!({"cloud_name": "AzureCloud", "key_vaults": ["v"], "sync_item": items});
        let answer = json!({"id": "a", "name": "n", "operation": "cckm_synchronization", "run_at": "0 9 * * sat",
            "run_on": "any", "disabled": false, "job_config_params": parameters});
        let stored: Vec<Schedule> = decode::schedules(list_of(&[answer])).unwrap().good().cloned().collect();
        let plans = read(&text, &stored, at(NOW)).unwrap();
        assert_eq!(matches!(plans[0].plan, ImportPlan::Same), is_same, "{items}");
    }
}
