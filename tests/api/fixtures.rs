//! Every documented answer, as printed and mended, and what is left of it when members are missing, null, or of another kind.

use crate::support::builders::{at, now};
use crate::support::decode::{self, list_of};
use crate::support::fake::fixture;
use keysync::api::error::ApiError;
use keysync::api::page::Row;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::name::Name;
use keysync::domain::run::verdict::{headline, verdict};
use keysync::domain::sync::cloud::Cloud;
use serde_json::{Value, json};

fn names(folder: &str) -> Vec<String> {
    let path = format!("{}/tests/fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    names.sort();
    names
}

/// R-15: every mended sample of a schedule or a run is understood whole, lists and single objects alike.
#[test]
fn documented_schedules_and_runs_are_decoded() {
    for name in ["samples/job-configs-list.json", "api/schedules.json"] {
        let page = decode::schedules(fixture(name)).unwrap();
        assert_eq!((page.good().count() as u64, page.items.len() as u64), (page.total, page.total), "{name}");
        assert!(page.good().all(|schedule| schedule.cloud() == Some(Cloud::Aws) && schedule.containers().len() == 1), "{name}");
    }
    for name in ["samples/jobs-list.json", "api/runs.json"] {
        let page = decode::runs(fixture(name)).unwrap();
        assert_eq!((page.good().count(), page.total), (1, 1), "{name}");
    }
    for name in ["job-config-created", "job-config-read", "job-config-updated"] {
        let schedule = decode::schedule(fixture(&format!("samples/{name}.json")));
        assert_eq!(schedule.name, "Sync CCKM AWS keys ", "the trailing blank stays");
    }
    let run = decode::run(fixture("samples/job-read.json"));
    assert_eq!(run.report.took_ms(), Some(15_569));
    assert_eq!(run.schedule.as_ref().map(ScheduleId::as_str), Some("ffbf9054-d1f2-450d-825d-ab85bb2af96e"));
    assert_eq!(run.schedule_in_details.as_ref().map(ScheduleId::as_str), Some("122d35bf-fa22-4227-9174-04ea8cbc671f"));
    assert_eq!(headline(&run.report, &verdict(&run.report, at("2026-01-01T00:00:00Z"))), "All 2 regions were synchronized.");
}

/// R-15: samples printed with broken commas and braces are an error with a place, never a panic.
#[test]
fn broken_samples_give_a_readable_error() {
    for name in names("samples").into_iter().filter(|name| name.ends_with(".txt")) {
        let error = decode::schedules(fixture(&name)).unwrap_err();
        assert_eq!(error.what(), "The answer cannot be read at $: it is cut off or not JSON.", "{name}");
    }
}

/// API.md §5.4: the extra object `application/json` is taken off.
#[test]
fn the_wrapper_of_the_documentation_is_removed() {
    assert_eq!(decode::runs(fixture("samples/azure-secrets-sync-jobs-list.json")).unwrap().good().count(), 2);
}

/// API.md §10.4: `resources` and `total` in every form they are known to take.
#[test]
fn list_envelopes_of_every_known_form_are_decoded() {
    for (body, total) in [
        (r#"{"skip":0,"limit":10,"total":0,"resources":null}"#, 0),
        (r#"{"skip":0,"limit":10,"total":0}"#, 0),
        (r#"{}"#, 0),
        (r#"{"skip":"10","limit":"10","total":"35","resources":[]}"#, 35),
        (r#"{"resources":[{"id":"a"},{"id":"b"}]}"#, 2),
        (r#"{"skip":20,"total":0,"resources":[{"id":"a"}]}"#, 21),
    ] {
        assert_eq!(decode::schedules(body).unwrap().total, total, "{body}");
    }
    for body in [r#"{"resources":{}}"#, r#"{"resources":3}"#] {
        let path = "$.resources".to_owned();
        assert!(matches!(decode::schedules(body), Err(ApiError::Decode { path: found, .. }) if found == path));
    }
}

/// API.md §10.1: an odd element is a row with its place and its text; all others are decoded.
#[test]
fn one_odd_row_never_hides_the_others() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let body = format!(
        r#"{{"total":6,"resources":[{{"id":"a"}},{{"name":"no id"}},{{"id":"b","name":{{"x":1}}}},7,{{"id":"c","deep":{deep}}},{{"id":"d"}}]}}"#
    );
    let page = decode::schedules(&body).unwrap();
    assert_eq!(page.good().map(|schedule| schedule.id.as_str()).collect::<Vec<_>>(), ["a", "d"]);
    let odd: Vec<_> = page
        .items
        .iter()
        .filter_map(|row| match row {
            Row::Odd(odd) => Some((odd.path.as_str(), odd.what.as_str(), odd.name.as_ref().map(Name::as_sent))),
            Row::Good(_) => None,
        })
        .collect();
    assert_eq!(
        odd,
        [
            ("$.resources[1].id", "it is missing", Some("no id")),
            ("$.resources[2].name", "a string was expected, found an object", None),
            ("$.resources[3]", "an object was expected, found a number", None),
            ("$.resources[4]", "it is nested too deeply, or not JSON", None),
        ]
    );
    assert_eq!(
        &*decode::schedules(r#"{"resources":[{"id":"x",  "extra": [1, 2]}]}"#).unwrap().good().next().unwrap().raw,
        r#"{"id":"x",  "extra": [1, 2]}"#
    );
}

/// Every place of a document, as a list of steps.
fn places(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let step = name.replace('~', "~0").replace('/', "~1");
                found.extend(places(inner).into_iter().map(|rest| format!("/{step}{rest}")));
            }
        }
        Value::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                found.extend(places(inner).into_iter().map(|rest| format!("/{at}{rest}")));
            }
        }
        _ => {}
    }
    found
}

fn remove(root: &mut Value, place: &str) {
    let Some((parent, last)) = place.rsplit_once('/') else { return };
    match root.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(&last.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(list)) => match last.parse::<usize>() {
            Ok(at) if at < list.len() => drop(list.remove(at)),
            _ => {}
        },
        _ => {}
    }
}

/// R-16: after any change of one or two places of a documented answer nothing panics, no other row suffers, and each row is either
/// decoded or kept as received.
#[test]
fn ten_thousand_mutants_never_hide_a_row() {
    let healthy = json!({"id": "healthy", "name": "n", "operation": "cckm_synchronization", "run_at": "0 1 * * *", "status": "completed",
                         "job_config_params": {"cloud_name": "aws", "synchronize_all": true}});
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!("7"),
        json!(""),
        json!("\u{202e}x"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"id": 1}),
        json!("0001-01-01T00:00:00Z"),
        json!("not a time"),
        json!([["deep"]]),
        json!("in progress"),
        json!(1e300),
    ];
    let mut subjects: Vec<Value> = Vec::new();
    for name in names("samples").into_iter().chain(names("api")).filter(|name| name.ends_with(".json")) {
        let value: Value = serde_json::from_str(&fixture(&name)).unwrap();
        let list =
            value.pointer("/resources").or(value.pointer("/application~1json/resources")).and_then(Value::as_array).cloned();
        subjects.extend(list.unwrap_or_else(|| vec![value]));
    }
    let mut mutants = 0;
    for subject in subjects {
        let places = places(&subject);
        let mut batch = Vec::new();
        for (at, place) in places.iter().enumerate() {
            for other in &others {
                let mut mutant = subject.clone();
                *mutant.pointer_mut(place).unwrap() = other.clone();
                batch.push(mutant.clone());
                remove(&mut mutant, &places[(at * 7 + 3) % places.len()]);
                batch.push(mutant);
            }
            let mut shorter = subject.clone();
            remove(&mut shorter, place);
            shorter["a_member_of_a_later_version"] = json!({"x": [1]});
            batch.push(shorter);
        }
        mutants += batch.len();
        let count = batch.len();
        batch.push(healthy.clone());
        let body = list_of(&batch);
        let (schedules, runs) = (decode::schedules(&body).unwrap(), decode::runs(&body).unwrap());
        assert_eq!((schedules.items.len(), runs.items.len()), (count + 1, count + 1));
        assert_eq!(schedules.good().last().map(|schedule| schedule.id.as_str()), Some("healthy"));
        assert_eq!(runs.good().last().map(|run| run.id.as_str()), Some("healthy"));
        let now = now();
        for run in runs.good() {
            assert!(!headline(&run.report, &verdict(&run.report, now)).is_empty());
        }
    }
    assert!(mutants >= 10_000, "{mutants}");
}
