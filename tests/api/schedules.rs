//! Schedules over the wire.

use crate::support::builders::{at, complete_draft, now};
use crate::support::decode;
use crate::support::fake::{TestBed, answer, empty_list, fixture};
use keysync::api::error::ApiError;
use keysync::api::page::WriteAnswer;
use keysync::api::schedules::ScheduleQuery;
use keysync::api::transport::HttpMethod;
use keysync::domain::appliance::id::{RunId, ScheduleId};
use keysync::domain::schedule::draft::{FieldErrors, ScheduleField};
use keysync::domain::schedule::{Operation, Parameters, RunOn};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::{AzureItem, Selection};
use keysync::domain::time::Stamp;
use serde_json::json;

fn with_parameters(parameters: serde_json::Value) -> Parameters {
    decode::schedule(json!({"id": "a", "operation": "cckm_synchronization", "job_config_params": parameters})).parameters
}

#[test]
fn a_query_of_schedules_has_only_the_parameters_set() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    let schedules = bed.client.schedules();
    bed.run(async move {
        schedules.list(&ScheduleQuery::default()).await.unwrap();
        let query = ScheduleQuery {
            skip: 200,
            limit: 5_000,
            sort: Some("-updatedAt".to_owned()),
            name: Some("a & b ".to_owned()),
            disabled: Some(true),
            cloud: Some(Cloud::Azure),
            operation: None,
        };
        schedules.list(&query).await.unwrap();
    });
    let urls: Vec<String> = bed.fake.journal().into_iter().map(|sent| sent.url).collect();
    assert_eq!(
        urls,
        [
            "/api/v1/scheduler/job-configs?skip=0&limit=100",
            "/api/v1/scheduler/job-configs?skip=200&limit=1000&sort=-updatedAt&name=a%20%26%20b%20&disabled=true&cloud_name=AzureCloud",
        ]
    );
}

#[test]
fn the_documented_schedule_is_decoded_completely() {
    let schedule = decode::schedule(fixture("api/schedule-created.json"));
    assert_eq!(schedule.name, "nightly-aws");
    assert_eq!((schedule.operation.clone(), schedule.run_on.clone()), (Operation::Synchronization, RunOn::Any));
    assert_eq!(schedule.start, Some(Stamp::Known(at("2026-02-01T00:00:00Z"))));
    assert_eq!((schedule.end.clone(), schedule.disabled), (None, false));
    assert_eq!(schedule.created, Some(Stamp::Known(at("2026-01-02T03:04:05.678901234Z"))));
    assert_eq!(schedule.selection_text(), "1 KMS");
    assert!(schedule.raw.contains("devAccount"), "members that we do not know are kept");
}

/// API.md §0.5: the zero time means unset, what cannot be read is kept as it is.
#[test]
fn schedule_dates_are_known_unset_or_odd() {
    let schedule =
        decode::schedule(json!({"id": "a", "start_date": "0001-01-01T00:00:00Z", "end_date": "next week", "createdAt": ""}));
    assert_eq!((schedule.start, schedule.end, schedule.created), (None, Some(Stamp::Odd("next week".to_owned())), None));
}

#[test]
fn numbers_and_flags_may_come_as_text() {
    let schedule = decode::schedule(json!({"id": 7, "name": 12, "disabled": "true", "run_on": null, "description": true}));
    assert_eq!((schedule.id.as_str(), schedule.name.as_sent(), schedule.description.as_str()), ("7", "12", "true"));
    assert!(schedule.disabled);
}

/// API.md §3.3, §7 rows 21, 26: every cloud, in every spelling, with its own list.
#[test]
fn parameters_of_every_cloud_are_decoded() {
    for cloud in Cloud::ALL {
        let mut object = json!({"cloud_name": cloud.cloud_name(), "synchronize_all": false});
        object[cloud.container_field()] = json!(["one ", "two", "one "]);
        if cloud == Cloud::Azure {
            object["sync_item"] = json!("azure-secret");
        }
        let Parameters::Sync(params) = with_parameters(object) else { panic!("{}", cloud.label()) };
        let Selection::These(list) = params.selection() else { panic!("{}", cloud.label()) };
        assert_eq!((params.cloud(), list.as_slice()), (cloud, ["one ".to_owned(), "two".to_owned()].as_slice()));
        assert_eq!(
            params.items().map(|items| items.iter().collect::<Vec<_>>()),
            (cloud == Cloud::Azure).then(|| vec![AzureItem::Secret])
        );
    }
    let everything = with_parameters(json!({"cloud_name": "GoogleCloud", "synchronize_all": true, "kms": null}));
    assert_eq!((everything.cloud(), everything.selection_text().as_str()), (Some(Cloud::Gcp), "everything"));
}

/// Schedules of the vendor's Terraform provider say no item (D1).
#[test]
fn d1_azure_without_items_is_read_as_unsaid() {
    for unsaid in [json!({}), json!({"sync_item": null}), json!({"sync_item": []}), json!({"sync_item": ""})] {
        let mut object = json!({"cloud_name": "AzureCloud", "key_vaults": ["a"]});
        object.as_object_mut().unwrap().extend(unsaid.as_object().unwrap().clone());
        let Parameters::Sync(params) = with_parameters(object.clone()) else { panic!("{object}") };
        assert_eq!((params.items(), params.to_json()), (None, json!({"cloud_name": "AzureCloud", "key_vaults": ["a"]})));
    }
}

/// Contradicting or empty parameters are explained and kept, never corrected.
#[test]
fn contradicting_parameters_are_kept_as_odd() {
    for (parameters, cloud, why) in [
        (
            json!({"cloud_name": "aws", "kms": ["a"], "key_rings": ["b"]}),
            Some(Cloud::Aws),
            "The parameters are for AWS but also list key rings of Google Cloud.",
        ),
        (
            json!({"cloud_name": "aws", "kms": ["a"], "synchronize_all": true}),
            Some(Cloud::Aws),
            "The parameters select everything and list containers too.",
        ),
        (json!({"cloud_name": "sap"}), Some(Cloud::Sap), "The parameters list no group and do not select everything."),
        (json!({"cloud_name": "ibm", "kms": ["a"]}), None, "This console does not know the cloud ibm."),
        (
            json!({"cloud_name": "azure", "key_vaults": ["a"], "sync_item": ["hsm"]}),
            Some(Cloud::Azure),
            "This console does not know the item hsm.",
        ),
        (
            json!({"cloud_name": "aws", "kms": [1]}),
            Some(Cloud::Aws),
            "A list in the parameters holds something that is not text.",
        ),
        (json!(null), None, "The parameters name no cloud."),
    ] {
        let shown = parameters.to_string();
        let Parameters::Odd { cloud: found, why: said, .. } = with_parameters(parameters) else { panic!("{shown}") };
        assert_eq!((found, said.as_str()), (cloud, why), "{shown}");
    }
}

/// API.md §3.2: other operations keep their parameters as text.
#[test]
fn foreign_operations_are_shown_generically() {
    let schedule = decode::schedule(json!({"id": "a", "name": "system_auto_key_rotation", "operation": "database_backup",
                               "job_config_params": {"tiedToHSM": true, "filters": [{"a": 1}], "scope": "system"}}));
    assert!(schedule.is_system());
    let Parameters::Foreign { pairs } = &schedule.parameters else { panic!("a backup is no synchronization") };
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(pairs, [("filters", r#"[{"a":1}]"#), ("scope", "system"), ("tiedToHSM", "true")]);
}

#[test]
fn creating_sends_the_documented_body_once() {
    let mut bed = TestBed::signed_in(|_| answer(201, fixture("api/schedule-created.json")));
    let mut draft = complete_draft("nightly-aws", &["0a000000-0000-4000-8000-000000000010"]);
    draft.start = "2026-12-01 00:00".to_owned();
    let new = draft.validate(now()).unwrap();
    let schedules = bed.client.schedules();
    let written = bed.run(async move { schedules.create(&new).await }).unwrap();
    assert!(matches!(written, WriteAnswer::Stored(schedule) if schedule.name == "nightly-aws"));
    let sent = &bed.fake.journal()[0];
    assert_eq!((sent.method, sent.url.as_str()), (HttpMethod::Post, "/api/v1/scheduler/job-configs"));
    let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(
        body,
        json!({"name": "nightly-aws", "operation": "cckm_synchronization", "run_at": "0 1 * * *",
               "start_date": "2026-12-01T00:00:00Z",
               "cckm_synchronization_params": {"cloud_name": "aws", "kms": ["0a000000-0000-4000-8000-000000000010"]}})
    );
}

/// API.md §9 Q27, §10.6: a 2xx without the object means "read it back".
#[test]
fn an_accepted_write_without_an_object_is_a_success() {
    for body in ["", "{}", r#"{"status":"pending approval"}"#] {
        let mut bed = TestBed::signed_in(move |_| answer(202, body));
        let schedules = bed.client.schedules();
        let written = bed.run(async move { schedules.patch(&ScheduleId::from("a"), &json!({"disabled": true})).await });
        assert_eq!(written, Ok(WriteAnswer::Accepted), "{body}");
    }
}

/// API.md §3.9, §3.10.
#[test]
fn deleting_and_running_accept_every_documented_answer() {
    for body in ["", r#"{"status":204}"#] {
        let mut bed = TestBed::signed_in(move |_| answer(204, body));
        let schedules = bed.client.schedules();
        bed.run(async move { schedules.delete(&ScheduleId::from("a")).await }).unwrap();
    }
    for (body, run) in
        [(fixture("samples/run-now-accepted.json"), Some("a10b45e0-dc71-48d3-a50c-d40954abed80")), ("{}".to_owned(), None)]
    {
        let mut bed = TestBed::signed_in(move |_| answer(202, body.clone()));
        let schedules = bed.client.schedules();
        let answer = bed.run(async move { schedules.run_now(&ScheduleId::from("a b")).await }).unwrap();
        assert_eq!(answer.run, run.map(RunId::from));
        assert_eq!(bed.fake.journal()[0].url, "/api/v1/scheduler/job-configs/a%20b/run-now");
        assert_eq!(bed.fake.journal()[0].body, "");
    }
}

/// S-13: an id that cannot be one is not asked for.
#[test]
fn an_impossible_schedule_id_is_not_found_without_a_request() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    let schedules = bed.client.schedules();
    let result = bed.run(async move { schedules.get(&ScheduleId::from("../../auth/tokens")).await });
    assert!(matches!(result, Err(ApiError::NotFound(_))));
    assert!(bed.fake.journal().is_empty());
}

/// API.md §2.1, §9 Q8: the appliance's validation text goes to the fields that it names.
#[test]
fn validation_texts_of_the_appliance_find_their_fields() {
    let message = "Validation errors:\nrun_at: run_at is a required field\ncckm_synchronization_params.kms: too many\nsomething else is wrong\nfoo: bar";
    let body = json!({"code": 15, "codeDesc": "NCERRBadRequest: Bad HTTP request", "message": message}).to_string();
    let mut bed = TestBed::signed_in(move |_| answer(400, body.clone()));
    let schedules = bed.client.schedules();
    let result = bed.run(async move { schedules.patch(&ScheduleId::from("a"), &json!({})).await });
    let Err(ApiError::Invalid { message: shown, fields }) = result else { panic!("{result:?}") };
    assert_eq!(shown, message);
    let (errors, rest) = FieldErrors::from_wire(&fields);
    assert_eq!(errors.of(ScheduleField::RunAt), Some("run_at is a required field"));
    assert_eq!(errors.of(ScheduleField::Containers), Some("too many"));
    assert_eq!(rest, ["something else is wrong", "foo: bar"]);
}
