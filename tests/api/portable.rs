//! Export and import of schedules: the plan of an import, before it sends a request.

use crate::support::builders::at;
use crate::support::decode::{self, list_of};
use keysync::api::portable::{ImportPlan, Incoming, cut_note, read, write};
use keysync::domain::schedule::Schedule;
use serde_json::{Value, json};

fn stored(rows: &[Value]) -> Vec<Schedule> {
    decode::schedules(list_of(rows)).unwrap().good().cloned().collect()
}

fn rows() -> Vec<Value> {
    vec![
        json!({"id": "1", "name": "nightly ", "operation": "cckm_synchronization", "run_at": "0 1 * * *", "run_on": "any",
               "job_config_params": {"cloud_name": "aws", "kms": ["a", "b"]}}),
        json!({"id": "2", "name": "vaults", "operation": "cckm_synchronization", "run_at": "5 1 * * *", "disabled": true,
               "description": "why", "end_date": "2031-01-01T00:00:00Z",
               "job_config_params": {"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": ["all"]}}),
    ]
}

fn plans(text: &str, stored: &[Schedule]) -> Vec<(String, &'static str)> {
    let word = |incoming: &Incoming| match &incoming.plan {
        ImportPlan::Create(_) => "create",
        ImportPlan::Change { .. } => "change",
        ImportPlan::Same => "same",
        ImportPlan::Refuse(_) => "refuse",
    };
    let read = read(text, stored, at("2026-11-23T08:00:00Z")).unwrap();
    read.iter().map(|incoming| (incoming.name.as_sent().to_owned(), word(incoming))).collect()
}

#[test]
fn an_exported_file_changes_nothing_here_and_creates_elsewhere() {
    let here = stored(&rows());
    let file = write(&here, at("2026-11-23T08:00:00Z"));
    let named = |word| vec![("nightly ".to_owned(), word), ("vaults".to_owned(), word)];
    assert_eq!(plans(&file, &here), named("same"));
    assert_eq!(plans(&file, &[]), named("create"));
    let created = read(&file, &[], at("2026-11-23T08:00:00Z")).unwrap();
    let ImportPlan::Create(new) = &created[1].plan else { panic!("it is new") };
    let body = new.to_json();
    assert_eq!((&body["disabled"], &body["end_date"]), (&json!(true), &json!("2031-01-01T00:00:00Z")));
    assert_eq!(body["cckm_synchronization_params"], rows()[1]["job_config_params"]);
}

#[test]
fn d15_an_export_says_how_many_schedules_lose_fractions_of_seconds() {
    assert_eq!(cut_note(&stored(&rows())), None);
    let mut rows = rows();
    rows[1]["end_date"] = json!("2031-01-01T00:00:00.25Z");
    assert_eq!(cut_note(&stored(&rows)).as_deref(), Some(" Fractions of seconds are cut from the dates of 1."));
}

/// Bodies of the vendor's Terraform provider up to 0.11, which knows no items (D1).
#[test]
fn d1_azure_without_items_is_exported_and_imported_as_it_stands() {
    for params in
        [json!({"cloud_name": "AzureCloud", "synchronize_all": true}), json!({"cloud_name": "AzureCloud", "key_vaults": ["a"]})]
    {
        let row = json!({"id": "1", "name": "n", "operation": "cckm_synchronization", "run_at": "0 1 * * *",
            "job_config_params": params});
        let here = stored(&[row]);
        let file = write(&here, at("2026-11-23T08:00:00Z"));
        assert!(!file.contains("sync_item") && !file.contains("run_on"), "{file}");
        assert_eq!(plans(&file, &here), [("n".to_owned(), "same")]);
        let elsewhere = read(&file, &[], at("2026-11-23T08:00:00Z")).unwrap();
        let [Incoming { plan: ImportPlan::Create(new), .. }] = &elsewhere[..] else { panic!("it is new") };
        let body = new.to_json();
        assert_eq!(body["cckm_synchronization_params"], params);
        assert!(body.get("run_on").is_none(), "{body}");
    }
}

#[test]
fn an_imported_schedule_that_differs_is_a_change_of_those_fields() {
    let mut changed = rows();
    changed[0]["run_at"] = json!("0 2 * * *");
    let file = write(&stored(&changed), at("2026-11-23T08:00:00Z"));
    let incoming = read(&file, &stored(&rows()), at("2026-11-23T08:00:00Z")).unwrap();
    let ImportPlan::Change { stored, change } = &incoming[0].plan else { panic!("it differs") };
    assert_eq!((stored.id.as_str(), change.to_json()), ("1", Some(json!({"run_at": "0 2 * * *"}))));
}

#[test]
fn a_schedule_that_cannot_be_imported_has_a_reason() {
    let here = stored(&rows());
    let refused = |body: Value| match &read(&body.to_string(), &here, at("2026-11-23T08:00:00Z")).unwrap()[..] {
        [.., Incoming { plan: ImportPlan::Refuse(why), .. }] => why.clone(),
        other => panic!("{other:?}"),
    };
    let of = |cloud: &str, list: &str| json!({"cloud_name": cloud, list: ["x"]});
    let new = |params: Value| {
        json!({"name": "n", "operation": "cckm_synchronization", "run_at": "0 1 * * *",
                                     "cckm_synchronization_params": params})
    };
    assert!(refused(new(of("gcp", "kms"))).contains("but also list"), "two kinds of target");
    assert!(
        refused(json!({"name": "n", "operation": "database_backup", "run_at": "0 1 * * *"})).contains("synchronizations only")
    );
    let mut bad = new(of("gcp", "key_rings"));
    bad["run_at"] = json!("0 9 * * 7");
    assert!(refused(bad).contains("7 is not accepted"));
    let mut other_cloud = new(of("gcp", "key_rings"));
    other_cloud["name"] = json!("vaults");
    assert!(refused(other_cloud).contains("a cloud cannot be changed"));
    let twice = new(of("gcp", "key_rings"));
    assert!(refused(json!([twice, twice])).contains("An earlier schedule in the file"));
    assert!(refused(json!([7])).contains("not a schedule"));
}

#[test]
fn a_file_without_schedules_is_refused() {
    for text in ["", "{", "7", r#"{"schedules": 7}"#] {
        assert!(read(text, &[], at("2026-11-23T08:00:00Z")).is_err(), "{text}");
    }
    assert_eq!(read("[]", &[], at("2026-11-23T08:00:00Z")), Ok(Vec::new()));
}

/// R49: a file can hold what the appliance of another client stored.
#[test]
fn r49_an_expression_that_only_this_console_does_not_understand_is_imported_as_it_is() {
    let unknown = " has a zone of its own, TZ=Asia/Tokyo; this console cannot say when it fires.";
    let cases = [
        ("TZ=UTC 0 3 * * *", vec![]),
        ("TZ=Asia/Tokyo 0 3 * * *", vec![format!("The cron expression{unknown}")]),
        (
            "@every 1h30m",
            vec!["The cron expression is @every 1h30m; this console cannot say when the appliance fires it.".to_owned()],
        ),
    ];
    for (run_at, notes) in cases {
        let mut rows = rows();
        rows[0]["run_at"] = json!(run_at);
        let now = at("2026-11-23T08:00:00Z");
        let file = write(&stored(&rows), now);
        let planned = |here: &[Schedule]| read(&file, here, now).unwrap().remove(0);
        let new = planned(&[]);
        let ImportPlan::Create(body) = &new.plan else { panic!("{new:?}") };
        assert_eq!((&body.to_json()["run_at"], &new.notes), (&json!(run_at), &notes));
        let ImportPlan::Change { change, .. } = planned(&stored(&self::rows())).plan else { panic!("{run_at}") };
        assert_eq!(change.to_json(), Some(json!({"run_at": run_at})));
        assert_eq!(planned(&stored(&rows)).plan, ImportPlan::Same);
    }
}
