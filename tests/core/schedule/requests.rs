//! every request body of the console is valid by a schema written from tests/appliance/API.md alone.
#![allow(clippy::print_stdout)]

use crate::support::builders::now;
use crate::support::rng::Rng;
use jsonschema::Validator;
use keysync::domain::cron;
use keysync::domain::schedule::draft::ScheduleDraft;
use keysync::domain::schedule::spec::Spec;
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::AzureItem;
use keysync::domain::time::parse_instant;
use serde_json::{Value, json};

fn create_schema() -> Validator {
    schema(include_str!("../../fixtures/schedule-create.schema.json"))
}

fn change_schema() -> Validator {
    schema(include_str!("../../fixtures/schedule-change.schema.json"))
}

fn schema(text: &str) -> Validator {
    let schema: Value = serde_json::from_str(text).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema), "the schema itself is wrong");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

fn fault(schema: &Validator, body: &Value) -> Option<String> {
    schema.iter_errors(body).next().map(|error| format!("{}: {error}", error.instance_path()))
}

/// Rules of the documentation that a schema cannot express.
fn beyond_the_schema(body: &Value) -> Result<(), String> {
    let cron = body["run_at"].as_str().ok_or("no cron")?;
    cron::parse(cron).map_err(|_| format!("a cron that is refused elsewhere: {cron}"))?;
    let date =
        |name: &str| body.get(name).map(|date| parse_instant(date.as_str().unwrap_or("")).ok_or(format!("{name}: {date}")));
    let (start, end) = (date("start_date").transpose()?, date("end_date").transpose()?);
    match (start, end) {
        (Some(start), Some(end)) if end <= start => Err("an end that is not after the start".to_owned()),
        (_, Some(end)) if end <= now() => Err("an end in the past".to_owned()),
        _ => Ok(()),
    }
}

const GOOD_CRONS: [&str; 8] = [
    "0 1 * * *",
    "*/15 * * * *",
    "45 23 * * 6",
    "0 9 * * fri",
    " */5  * * * mon ",
    "0\t1 * * *",
    "0 0 1-7 jan,JUL ?",
    "59 23 31 12 0",
];
const ODD_CRONS: [&str; 9] = ["", " ", "* * * *", "0 0 1 * * *", "0\n1 * * *", "@daily", "60 * * * *", "0 0 * * 7", "0 0 L * *"];
const GOOD_TIMES: [&str; 8] = [
    "",
    "2026-11-23 08:01",
    "2027-01-01T00:00:00.9Z",
    "2027-01-01T00:00:00.1Z",
    "2027-01-01T01:00",
    "2028-02-29 12:00",
    "2028-02-29T12:00:00-08:00",
    "9999-12-31T23:59:59Z",
];
const ODD_TIMES: [&str; 9] = [
    "2026-01-01",
    "2026-11-23 08:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-12:00",
    "2027-02-30 01:00",
    "2027-01-01T00:00:60Z",
    "+12027-01-01T00:00",
    "next week",
    "null",
];
const WORDS: [&str; 8] = ["", " ", "a", "b ", "kms-a", "0a000000-0000-4000-8000-000000000010", "é\u{202e}", "\u{feff}\0"];

/// Mostly from `good`, so that of many fields not one is always wrong.
fn mostly(rng: &mut Rng, good: &[&str], bad: &[&str]) -> String {
    if rng.below(16) == 0 { rng.one_of(bad) } else { rng.one_of(good) }.to_owned()
}

fn random_draft(rng: &mut Rng) -> ScheduleDraft {
    let mut draft = ScheduleDraft::default();
    for _ in 0..rng.below(16).min(5) {
        draft.choose_cloud(Cloud::ALL[rng.below(Cloud::ALL.len())]);
        draft.everything = rng.flag();
        draft.containers = (0..rng.below(5)).map(|_| rng.text(&WORDS, 2)).collect();
    }
    draft.items = (0..rng.below(5)).map(|_| AzureItem::ALL[rng.below(3)]).collect();
    draft.all_items = rng.below(4) == 0;
    draft.may_leave_items = rng.below(4) == 0;
    draft.take_key_backup = rng.flag();
    draft.run_at = mostly(rng, &GOOD_CRONS, &ODD_CRONS);
    draft.start = mostly(rng, &GOOD_TIMES, &ODD_TIMES);
    draft.end = mostly(rng, &GOOD_TIMES, &ODD_TIMES);
    draft.never_ends = rng.flag();
    draft.enabled = rng.flag();
    draft.run_on = rng.text(&["any", "", " ", "node-1", "local-node"], 1);
    draft.name = rng.text(&WORDS, 4);
    draft.description = if rng.below(4) == 0 {
        let letter = rng.one_of(&["x", "é", "\u{1f511}"]);
        letter.repeat(245 + rng.below(10))
    } else {
        rng.text(&WORDS, 3)
    };
    draft
}

/// Of 100,000 forms, none that is let through makes a request against the documentation.
#[test]
fn every_create_that_a_form_makes_is_as_documented() {
    let schema = create_schema();
    let mut rng = Rng::new();
    let mut accepted = 0;
    let mut seen = std::collections::BTreeMap::<(String, bool), usize>::new();
    for case in 0..100_000 {
        let Ok(new) = random_draft(&mut rng).validate(now()) else { continue };
        let body = new.to_json();
        if !schema.is_valid(&body) {
            panic!("case {case}: {}: {body}", fault(&schema, &body).unwrap_or_default());
        }
        assert_eq!(beyond_the_schema(&body), Ok(()), "case {case}: {body}");
        accepted += 1;
        let params = &body["cckm_synchronization_params"];
        let cloud = params["cloud_name"].as_str().unwrap().to_owned();
        *seen.entry((cloud, params.get("synchronize_all").is_some())).or_default() += 1;
    }
    println!("R-21: 100000 forms, {accepted} requests, 0 wrong: {seen:?}");
    assert!(accepted > 20_000, "only {accepted} forms were good enough to be tried");
    assert_eq!(seen.len(), 2 * Cloud::ALL.len(), "not every cloud in both modes: {seen:?}");
}

/// Cloud, list, and a body that is right.
fn right(cloud: &str, list: &str) -> Value {
    let mut params = json!({ "cloud_name": cloud, list: ["a", "b"] });
    if cloud == "AzureCloud" {
        params["sync_item"] = json!(["key", "secret"]);
    }
    json!({
        "name": "n", "operation": "cckm_synchronization", "description": "", "run_on": "any", "run_at": "0 1 * * *",
        "disabled": false, "start_date": "2026-02-01T00:00:00Z", "end_date": "2027-02-01T00:00:00Z",
        "cckm_synchronization_params": params
    })
}

const CLOUDS: [(&str, &str); 8] = [
    ("aws", "kms"),
    ("AzureCloud", "key_vaults"),
    ("gcp", "key_rings"),
    ("oci", "oci_vaults"),
    ("sfdc", "organizations"),
    ("sap", "groups"),
    ("dsm", "domains"),
    ("hsm-luna", "partitions"),
];

#[test]
fn the_create_schema_accepts_documented_bodies() {
    let schema = create_schema();
    for (cloud, list) in CLOUDS {
        let mut body = right(cloud, list);
        assert_eq!(fault(&schema, &body), None, "{cloud}");
        let params = body["cckm_synchronization_params"].as_object_mut().unwrap();
        params.remove(list);
        params.insert("synchronize_all".to_owned(), Value::Bool(true));
        assert_eq!(fault(&schema, &body), None, "{cloud}: everything");
    }
    let least = json!({"name": "n ", "operation": "cckm_synchronization", "run_at": "0 1 * * *",
        "cckm_synchronization_params": {"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": ["all"],
            "take_cloud_key_backup": true}});
    assert_eq!(fault(&schema, &least), None);
}

/// Each of these members on top of a right body makes it wrong; `null` inside is sent as `null`, and `DROP` takes a member away.
const DROP: &str = "\u{0}drop";

fn changed(mut body: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        if value == DROP {
            body.as_object_mut().unwrap().remove(name);
        } else if name == "cckm_synchronization_params" && value.is_object() {
            let inner = body["cckm_synchronization_params"].take();
            body["cckm_synchronization_params"] = changed(inner, value);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

fn params(members: Value) -> Value {
    json!({ "cckm_synchronization_params": members })
}

/// Every wrong body is one step away from a right one, so that it is refused for that step.
#[test]
fn the_create_schema_refuses_every_wrong_body() {
    let schema = create_schema();
    let aws = [
        ("no name", json!({"name": DROP})),
        ("an empty name", json!({"name": ""})),
        ("a blank name", json!({"name": " \t"})),
        ("a name that is no text", json!({"name": 7})),
        ("no operation", json!({"operation": DROP})),
        ("another operation", json!({"operation": "cckm_key_rotation"})),
        ("no cron", json!({"run_at": DROP})),
        ("four fields", json!({"run_at": "* * * *"})),
        ("six fields", json!({"run_at": "0 0 1 * * *"})),
        ("a macro", json!({"run_at": "@daily"})),
        ("a long description", json!({"description": "é".repeat(251)})),
        ("a null description", json!({"description": null})),
        ("a word for a flag", json!({"disabled": "false"})),
        ("no node", json!({"run_on": ""})),
        ("a null node", json!({"run_on": null})),
        ("a null date", json!({"start_date": null})),
        ("an empty date", json!({"end_date": ""})),
        ("the zero date", json!({"start_date": "0001-01-01T00:00:00Z"})),
        ("an offset", json!({"start_date": "2026-02-01T00:00:00+01:00"})),
        ("an offset of nothing", json!({"end_date": "2027-02-01T00:00:00+00:00"})),
        ("a fraction", json!({"end_date": "2027-02-01T00:00:00.5Z"})),
        ("no seconds", json!({"end_date": "2027-02-01T00:00Z"})),
        ("no zone", json!({"end_date": "2027-02-01T00:00:00"})),
        ("a day alone", json!({"end_date": "2027-02-01"})),
        ("a day that is none", json!({"end_date": "2027-02-30T00:00:00Z"})),
        ("an hour that is none", json!({"end_date": "2027-02-01T25:00:00Z"})),
        ("a year too long", json!({"end_date": "+12027-02-01T00:00:00Z"})),
        ("an unknown member", json!({"color": "red"})),
        ("the name of the answer", json!({"job_config_params": {"cloud_name": "aws", "kms": ["a"]}})),
        ("no parameters", json!({"cckm_synchronization_params": DROP})),
        ("null parameters", json!({"cckm_synchronization_params": null})),
        ("no cloud", params(json!({"cloud_name": DROP}))),
        ("an unknown cloud", params(json!({"cloud_name": "azure"}))),
        ("no list", params(json!({"kms": DROP}))),
        ("an empty list", params(json!({"kms": []}))),
        ("a null list", params(json!({"kms": null}))),
        ("a text for a list", params(json!({"kms": "a"}))),
        ("an empty container", params(json!({"kms": ["a", ""]}))),
        ("a null container", params(json!({"kms": ["a", null]}))),
        ("a container twice", params(json!({"kms": ["a", "b", "a"]}))),
        ("a list with everything", params(json!({"synchronize_all": true}))),
        ("a list with not everything", params(json!({"synchronize_all": false}))),
        ("not everything", params(json!({"kms": DROP, "synchronize_all": false}))),
        ("a null everything", params(json!({"kms": DROP, "synchronize_all": null}))),
        ("a word for everything", params(json!({"kms": DROP, "synchronize_all": "true"}))),
        ("a list of another cloud", params(json!({"kms": DROP, "key_rings": ["a"]}))),
        ("two lists", params(json!({"key_rings": ["a"]}))),
        ("a second list that is null", params(json!({"key_rings": null}))),
        ("a second list that is empty", params(json!({"key_rings": []}))),
        ("items of AWS", params(json!({"sync_item": ["key"]}))),
        ("no items of AWS", params(json!({"sync_item": []}))),
        ("a backup of AWS", params(json!({"take_cloud_key_backup": true}))),
        ("no backup of AWS", params(json!({"take_cloud_key_backup": false}))),
        ("regions", params(json!({"regions": ["eu-west-1"]}))),
    ];
    let azure = [
        ("Azure with no items", params(json!({"sync_item": []}))),
        ("Azure with null items", params(json!({"sync_item": null}))),
        ("an unknown item", params(json!({"sync_item": ["key", "keys"]}))),
        ("the item of a job", params(json!({"sync_item": ["azure-key"]}))),
        ("an item twice", params(json!({"sync_item": ["key", "key"]}))),
        ("a word for a backup", params(json!({"take_cloud_key_backup": "true"}))),
        ("a null backup", params(json!({"take_cloud_key_backup": null}))),
        ("Azure's items with the list of AWS", params(json!({"key_vaults": DROP, "kms": ["a"]}))),
    ];
    let aws = aws.map(|(what, members)| (what, changed(right("aws", "kms"), &members)));
    let azure = azure.map(|(what, members)| (what, changed(right("AzureCloud", "key_vaults"), &members)));
    for (what, body) in aws.into_iter().chain(azure) {
        assert!(!schema.is_valid(&body), "{what}: {body}");
    }
    for (cloud, _) in CLOUDS {
        for (owner, list) in CLOUDS.iter().filter(|(owner, _)| *owner != cloud) {
            let mut body = right(owner, list);
            body["cckm_synchronization_params"]["cloud_name"] = json!(cloud);
            body["cckm_synchronization_params"].as_object_mut().unwrap().remove("sync_item");
            if cloud == "AzureCloud" {
                body["cckm_synchronization_params"]["sync_item"] = json!(["key"]);
            }
            assert!(!schema.is_valid(&body), "{cloud} with {list}: {body}");
        }
    }
    for body in [json!(null), json!([]), json!("{}"), json!({})] {
        assert!(!schema.is_valid(&body), "{body}");
    }
}

/// Every change that an edited form makes of stored settings.
#[test]
fn every_change_that_a_form_makes_is_as_documented() {
    let schema = change_schema();
    let mut rng = Rng::new();
    let (mut sent, mut stored) = (0, Vec::<Spec>::new());
    for case in 0..100_000 {
        let mut form = random_draft(&mut rng);
        if let Ok(new) = form.validate(now()) {
            stored.push(new.spec().clone());
        }
        let Some(base) = stored.last() else { continue };
        // Some fields of another form over what is stored: a person changes a few things.
        let mut edited = ScheduleDraft::of(base);
        form.choose_cloud(base.parameters.cloud());
        for _ in 0..=rng.below(3) {
            match rng.below(7) {
                0 => (edited.everything, edited.containers) = (form.everything, form.containers.clone()),
                1 => (edited.items, edited.all_items) = (form.items.clone(), form.all_items),
                2 => edited.take_key_backup = form.take_key_backup,
                3 => edited.run_at.clone_from(&form.run_at),
                4 => {
                    edited.start.clone_from(&form.start);
                    (edited.never_ends, edited.end) = (form.never_ends, form.end.clone());
                }
                5 => edited.run_on.clone_from(&form.run_on),
                _ => (edited.description, edited.enabled) = (form.description.clone(), form.enabled),
            }
        }
        let Some(body) = edited.validate_change(base, now()).ok().and_then(|change| change.to_json()) else { continue };
        sent += 1;
        assert_eq!(fault(&schema, &body), None, "case {case}: {body}");
        let listed =
            Cloud::ALL.into_iter().filter(|cloud| body["cckm_synchronization_params"].get(cloud.container_field()).is_some());
        assert!(listed.into_iter().all(|cloud| cloud == base.parameters.cloud()), "case {case}: {body}");
    }
    println!("R-21: 100000 edited forms, {sent} changes, 0 wrong");
    assert!(sent > 20_000, "{sent}");
}

#[test]
fn the_change_schema_accepts_documented_bodies() {
    let schema = change_schema();
    let bodies = [
        json!({"run_at": "30 2 * * 1-5", "disabled": true, "cckm_synchronization_params": {"synchronize_all": true}}),
        json!({"description": "é".repeat(250)}),
        json!({"description": "", "run_on": "node-1"}),
        json!({"start_date": "", "end_date": ""}),
        json!({"start_date": "2026-02-01T00:00:00Z", "end_date": "2027-02-01T00:00:00Z"}),
        params(json!({"key_vaults": ["a"], "synchronize_all": false, "sync_item": ["all"], "take_cloud_key_backup": true})),
        params(json!({"key_vaults": ["a"], "synchronize_all": false, "take_cloud_key_backup": false})),
        params(json!({"synchronize_all": true, "sync_item": ["secret"]})),
    ];
    let lists = CLOUDS.map(|(_, list)| params(json!({ list: ["a ", "a"], "synchronize_all": false })));
    for body in bodies.into_iter().chain(lists) {
        assert_eq!(fault(&schema, &body), None, "{body}");
    }
}

#[test]
fn the_change_schema_refuses_every_wrong_body() {
    let schema = change_schema();
    let saying = |members: Value, all: bool| params(changed(members, &json!({ "synchronize_all": all })));
    let (these, all) = (|members| saying(members, false), |members| saying(members, true));
    let bodies = [
        ("nothing", json!({})),
        ("no object", json!(null)),
        ("a list", json!([{"disabled": true}])),
        ("the name", json!({"name": "n"})),
        ("an empty name", json!({"name": "", "disabled": true})),
        ("the operation", json!({"operation": "cckm_synchronization", "disabled": true})),
        ("an unknown member", json!({"color": "red", "disabled": true})),
        ("the name of the answer", json!({"job_config_params": {"kms": ["a"]}})),
        ("the envelope", json!({"id": "0a000000-0000-4000-8000-000000000001", "disabled": true})),
        ("the version", json!({"updatedAt": "2026-01-02T03:04:05.678901Z", "disabled": true})),
        ("a null cron", json!({"run_at": null})),
        ("an empty cron", json!({"run_at": ""})),
        ("six fields", json!({"run_at": "0 0 1 * * *"})),
        ("a macro", json!({"run_at": "@daily"})),
        ("a long description", json!({"description": "é".repeat(251)})),
        ("a null description", json!({"description": null})),
        ("a word for a flag", json!({"disabled": "true"})),
        ("a null flag", json!({"disabled": null})),
        ("no node", json!({"run_on": ""})),
        ("a null node", json!({"run_on": null})),
        ("a null date", json!({"end_date": null})),
        ("the zero date", json!({"end_date": "0001-01-01T00:00:00Z"})),
        ("a blank date", json!({"start_date": " "})),
        ("an offset", json!({"start_date": "2026-02-01T00:00:00+01:00"})),
        ("a fraction", json!({"start_date": "2026-02-01T00:00:00.000Z"})),
        ("a day that is none", json!({"start_date": "2026-02-30T00:00:00Z"})),
        ("a day alone", json!({"start_date": "2026-02-01"})),
        ("null parameters", json!({"cckm_synchronization_params": null, "disabled": true})),
        ("parameters that say nothing", json!({"cckm_synchronization_params": {}, "disabled": true})),
        ("the cloud", these(json!({"cloud_name": "aws", "kms": ["a"]}))),
        ("an empty cloud", these(json!({"cloud_name": "", "kms": ["a"]}))),
        ("two lists", these(json!({"kms": ["a"], "key_rings": ["a"]}))),
        ("a second list that is null", these(json!({"kms": ["a"], "key_rings": null}))),
        ("a list with everything", params(json!({"kms": ["a"], "synchronize_all": true}))),
        ("a list alone", params(json!({"kms": ["a"]}))),
        ("items alone", params(json!({"sync_item": ["key"]}))),
        ("a backup alone", params(json!({"take_cloud_key_backup": true}))),
        ("not everything", params(json!({"synchronize_all": false}))),
        ("a null everything", params(json!({"synchronize_all": null}))),
        ("an empty list", these(json!({"partitions": []}))),
        ("a null list", these(json!({"oci_vaults": null}))),
        ("a text for a list", these(json!({"groups": "a"}))),
        ("an empty container", these(json!({"domains": [""]}))),
        ("a container twice", these(json!({"organizations": ["a", "a"]}))),
        ("no items", all(json!({"sync_item": []}))),
        ("an unknown item", all(json!({"sync_item": ["azure-key"]}))),
        ("an item twice", all(json!({"sync_item": ["key", "key"]}))),
        ("items with the list of AWS", these(json!({"kms": ["a"], "sync_item": ["key"]}))),
        ("a backup with the list of AWS", these(json!({"kms": ["a"], "take_cloud_key_backup": false}))),
        ("a null backup", all(json!({"take_cloud_key_backup": null}))),
        ("regions", these(json!({"kms": ["a"], "regions": ["eu-west-1"]}))),
    ];
    for (what, body) in bodies {
        assert!(!schema.is_valid(&body), "{what}: {body}");
    }
}
