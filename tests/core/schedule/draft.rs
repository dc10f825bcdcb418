//! The create form: each refusal has its reason, and no accepted form makes a wrong request.
#![allow(clippy::field_reassign_with_default)]

use crate::support::builders::{complete_draft, now, schedule};
use crate::support::rng::Rng;
use keysync::domain::schedule::draft::{FieldErrors, ScheduleDraft, ScheduleField, carry_over, parse_form_time, write_form_time};
use keysync::domain::schedule::spec::Spec;
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::AzureItem;
use keysync::domain::time::{parse_instant, write_instant};
use serde_json::Value;

/// The refused fields, in the order of their errors.
fn refused(change: impl FnOnce(&mut ScheduleDraft)) -> Vec<ScheduleField> {
    let mut draft = complete_draft("n", &[]);
    change(&mut draft);
    match draft.validate(now()) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(|(field, _)| field).collect(),
    }
}

#[test]
fn an_empty_form_names_every_field_in_order() {
    let errors = ScheduleDraft::default().validate(now()).unwrap_err();
    assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), [ScheduleField::Cloud, ScheduleField::Name]);
}

#[test]
fn each_field_is_refused_for_its_own_reason() {
    assert_eq!(refused(|_| {}), []);
    assert_eq!(refused(|draft| draft.everything = false), [ScheduleField::Containers]);
    let typed = |draft: &mut ScheduleDraft| {
        (draft.everything, draft.containers, draft.typed) = (false, vec!["a".to_owned()], "kv-".to_owned());
    };
    assert_eq!(refused(typed), [ScheduleField::Containers], "what was typed and not added is not dropped without a word");
    assert_eq!(refused(|draft| (draft.everything, draft.containers) = (false, vec![String::new()])), [ScheduleField::Containers]);
    assert_eq!(refused(|draft| (draft.cloud, draft.items) = (Some(Cloud::Azure), vec![])), [ScheduleField::Items]);
    assert_eq!(refused(|draft| draft.run_at = "* * * *".to_owned()), [ScheduleField::RunAt]);
    assert_eq!(refused(|draft| draft.run_at = "0 0 1 * * *".to_owned()), [ScheduleField::RunAt]);
    assert_eq!(refused(|draft| draft.start = "soon".to_owned()), [ScheduleField::Start]);
    assert_eq!(
        refused(|draft| draft.start = "0001-01-01T00:00:00Z".to_owned()),
        [ScheduleField::Start],
        "the zero time would mean unset"
    );
    assert_eq!(refused(|draft| draft.never_ends = false), [ScheduleField::End]);
    assert_eq!(refused(|draft| (draft.never_ends, draft.end) = (false, "2026-11-23 07:59".to_owned())), [ScheduleField::End]);
    assert_eq!(refused(|draft| draft.end = "nonsense".to_owned()), [], "an end that is not asked for is not looked at");
    assert_eq!(refused(|draft| draft.name = "  ".to_owned()), [ScheduleField::Name]);
    assert_eq!(refused(|draft| draft.description = "é".repeat(250)), []);
    assert_eq!(refused(|draft| draft.description = "é".repeat(251)), [ScheduleField::Description]);
    let start_and_end = |draft: &mut ScheduleDraft| {
        draft.never_ends = false;
        draft.start = "2027-01-01 00:00".to_owned();
        draft.end = "2027-01-01T01:00+01:00".to_owned();
    };
    assert_eq!(refused(start_and_end), [ScheduleField::End], "the same moment in two spellings");
}

#[test]
fn each_cloud_keeps_the_containers_chosen_for_it() {
    let mut draft = ScheduleDraft::default();
    draft.choose_cloud(Cloud::Aws);
    draft.containers = vec!["kms-a ".to_owned()];
    draft.choose_cloud(Cloud::Gcp);
    assert_eq!((draft.everything, draft.containers.len()), (false, 0));
    draft.everything = true;
    draft.choose_cloud(Cloud::Aws);
    assert_eq!((draft.everything, draft.containers.clone()), (false, vec!["kms-a ".to_owned()]));
    draft.choose_cloud(Cloud::Gcp);
    assert!(draft.everything);
}

/// API.md §7 row 8: names and containers are sent as typed.
#[test]
fn names_and_containers_are_not_trimmed() {
    let mut draft = complete_draft("n", &[]);
    draft.name = " nightly ".to_owned();
    (draft.everything, draft.containers) = (false, vec!["a ".to_owned(), "a".to_owned(), "a ".to_owned()]);
    let body = draft.validate(now()).unwrap().to_json();
    assert_eq!(body["name"], " nightly ");
    assert_eq!(body["cckm_synchronization_params"]["kms"], serde_json::json!(["a ", "a"]));
}

/// An edition that lacks a member refuses it even at its default, so a default that nobody set is not sent.
#[test]
fn defaults_that_nobody_set_are_not_sent() {
    let members = |body: &serde_json::Value| body.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    let draft = complete_draft("n", &["a"]);
    let body = draft.validate(now()).unwrap().to_json();
    assert_eq!(members(&body), "cckm_synchronization_params name operation run_at");
    assert_eq!(members(&body["cckm_synchronization_params"]), "cloud_name kms");
    let mut set = draft.clone();
    (set.enabled, set.run_on, set.description) = (false, "n1".to_owned(), "d".to_owned());
    let body = set.validate(now()).unwrap().to_json();
    assert_eq!(members(&body), "cckm_synchronization_params description disabled name operation run_at run_on");
    // A change has the members that differ, a default among them: it was set.
    let stored = set.validate(now()).unwrap().spec().clone();
    let mut changed = set.clone();
    (changed.enabled, changed.run_on) = (true, "any".to_owned());
    let change = changed.validate_change(&stored, now()).unwrap().to_json().unwrap();
    assert_eq!(change, serde_json::json!({"disabled": false, "run_on": "any"}));
}

#[test]
fn a_year_that_no_request_holds_is_named() {
    for (start, words) in [
        ("12027-01-01T00:00", "The year 12027 is not possible; the year is 1970 to 9999."),
        ("275760-09-13T00:00", "The year 275760 is not possible; the year is 1970 to 9999."),
        ("+12027-01-01T00:00", "The year 12027 is not possible; the year is 1970 to 9999."),
        ("1969-12-31 23:59", "The year 1969 is not possible; the year is 1970 to 9999."),
        ("2027-02-30 01:00", "Enter a date and time, like 2027-03-28 01:00."),
        ("next-week", "Enter a date and time, like 2027-03-28 01:00."),
    ] {
        let mut draft = complete_draft("n", &["a"]);
        draft.start = start.to_owned();
        assert_eq!(draft.validate(now()).unwrap_err().of(ScheduleField::Start), Some(words), "{start}");
    }
}

#[test]
fn times_are_read_as_people_and_inputs_write_them() {
    let known = |text: &str| parse_form_time(text).map(write_instant);
    for text in ["2027-03-28T01:00", "2027-03-28 01:00", "2027-03-28T01:00:00", " 2027-03-28T02:00:00+01:00 "] {
        assert_eq!(known(text).as_deref(), Some("2027-03-28T01:00:00Z"), "{text}");
    }
    assert_eq!(known("2027-03-28").as_deref(), Some("2027-03-28T00:00:00Z"));
    for text in ["", "28.3.2027", "2027-02-30 01:00", "2027-03-28 25:00", "2027-03-28T01", "é027-03-28 0100"] {
        assert_eq!(known(text), None, "{text}");
    }
}

#[test]
fn the_appliance_s_field_names_lead_to_the_form_s_fields() {
    let texts = [
        ("synchronize_all", ScheduleField::Selection),
        ("params.sync_item", ScheduleField::Items),
        ("oci_vaults", ScheduleField::Containers),
    ];
    for (name, field) in texts {
        let (errors, rest) =
            FieldErrors::from_wire(&[(name.to_owned(), "no".to_owned()), (String::new(), "and more".to_owned())]);
        assert_eq!((errors.of(field), errors.len(), rest), (Some("no"), 1, vec!["and more".to_owned()]));
    }
}

/// The rules of API.md §3.3 to §3.5, written down a second time and without the domain's types.
fn obeys_the_documentation(body: &Value) -> Result<(), String> {
    let lists = [
        ("aws", "kms"),
        ("AzureCloud", "key_vaults"),
        ("gcp", "key_rings"),
        ("oci", "oci_vaults"),
        ("sfdc", "organizations"),
        ("sap", "groups"),
        ("dsm", "domains"),
        ("hsm-luna", "partitions"),
    ];
    let check = |good: bool, what: &str| if good { Ok(()) } else { Err(what.to_owned()) };
    let known = [
        "name",
        "operation",
        "description",
        "run_at",
        "run_on",
        "disabled",
        "start_date",
        "end_date",
        "cckm_synchronization_params",
    ];
    let members = body.as_object().ok_or("no object")?;
    check(members.keys().all(|name| known.contains(&name.as_str())), "an unknown member")?;
    check(members.values().all(|value| !value.is_null()), "a null")?;
    check(body["operation"] == "cckm_synchronization", "another operation")?;
    check(body["name"].as_str().is_some_and(|name| !name.trim().is_empty()), "no name")?;
    let optional = |name: &str, holds: fn(&str) -> bool| members.get(name).is_none_or(|text| text.as_str().is_some_and(holds));
    check(optional("description", |text| (1..=250).contains(&text.chars().count())), "a long description, or none")?;
    check(body["run_at"].as_str().is_some_and(|cron| cron.split(' ').filter(|field| !field.is_empty()).count() == 5), "no cron")?;
    check(optional("run_on", |node| !node.is_empty() && node != "any"), "no node")?;
    check(body.get("disabled").is_none_or(|disabled| *disabled == serde_json::json!(true)), "disabled")?;
    let date = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if text.len() == 20 && text.ends_with('Z') => Ok(parse_instant(text)),
        Some(other) => Err(format!("{name}: {other}")),
    };
    let (start, end) = (date("start_date")?, date("end_date")?);
    check(!matches!((start, end), (Some(start), Some(end)) if end <= start), "an end before the start")?;
    let params = body["cckm_synchronization_params"].as_object().ok_or("no parameters")?;
    let cloud = params["cloud_name"].as_str().ok_or("no cloud")?;
    let given: Vec<&(&str, &str)> = lists.iter().filter(|(_, field)| params.contains_key(*field)).collect();
    if params.contains_key("synchronize_all") {
        check(params["synchronize_all"] == true && given.is_empty(), "everything and a list")?;
    } else {
        check(given.len() == 1 && given[0].0 == cloud, "not exactly its own list")?;
        let list = params[given[0].1].as_array().ok_or("no list")?;
        check(!list.is_empty() && list.iter().all(|item| item.as_str().is_some_and(|item| !item.is_empty())), "an empty list")?;
        check((1..list.len()).all(|at| !list[..at].contains(&list[at])), "a repetition")?;
    }
    let items = params.get("sync_item").and_then(Value::as_array).map(Vec::len).unwrap_or(0);
    check((cloud == "AzureCloud") == (items > 0), "items")?;
    check(cloud == "AzureCloud" || !params.contains_key("take_cloud_key_backup"), "a backup")?;
    let allowed = ["cloud_name", "synchronize_all", "sync_item", "take_cloud_key_backup"];
    check(
        params.keys().all(|name| allowed.contains(&name.as_str()) || lists.iter().any(|(_, field)| field == name)),
        "another member",
    )
}

const TEXTS: [&str; 6] = ["", " ", "a", "b ", "nightly", "é\u{202e}"];
const CRONS: [&str; 5] = ["0 1 * * *", " */5  * * * mon ", "* * * *", "0 0 1 * * *", ""];
const TIMES: [&str; 11] = [
    "",
    "",
    "2026-01-01",
    "2026-11-23 08:00",
    "2027-01-01T00:00:00.9Z",
    "2027-01-01T00:00:00.1Z",
    "2027-01-01T01:00",
    "2028-02-29 12:00",
    "2028-02-29T12:00:00-08:00",
    "9999-12-31T23:59:59-12:00",
    "next week",
];

fn random_draft(rng: &mut Rng) -> ScheduleDraft {
    let mut draft = ScheduleDraft::default();
    for _ in 0..rng.below(4) {
        draft.choose_cloud(Cloud::ALL[rng.below(8)]);
        draft.everything = rng.flag();
        draft.containers = (0..rng.below(4)).map(|_| rng.text(&TEXTS, 2)).collect();
    }
    draft.items = AzureItem::ALL.into_iter().filter(|_| rng.flag()).collect();
    draft.take_key_backup = rng.flag();
    draft.run_at = rng.one_of(&CRONS).to_owned();
    draft.start = rng.one_of(&TIMES).to_owned();
    draft.end = rng.one_of(&TIMES).to_owned();
    draft.never_ends = rng.flag();
    draft.enabled = rng.flag();
    draft.run_on = rng.text(&TEXTS, 1);
    draft.name = rng.text(&TEXTS, 3);
    draft.description = rng.text(&TEXTS, 3);
    if rng.below(8) == 0 {
        draft.description = "x".repeat(245 + rng.below(10));
    }
    draft
}

/// of 100,000 forms, no accepted one makes a request against the documentation, and no refusal lacks a message.
#[test]
fn no_form_makes_a_wrong_request() {
    let mut rng = Rng::new();
    let mut accepted = 0;
    for case in 0..100_000 {
        match random_draft(&mut rng).validate(now()) {
            Ok(new) => {
                accepted += 1;
                assert_eq!(obeys_the_documentation(&new.to_json()), Ok(()), "case {case}");
            }
            Err(errors) => assert!(!errors.is_empty(), "case {case}"),
        }
    }
    assert!(accepted > 5_000, "only {accepted} forms were good enough to be tried");
}

#[test]
fn a_draft_is_read_back_from_its_text() {
    let mut draft = complete_draft("n", &[]);
    draft.containers = vec!["kms a ".to_owned()];
    draft.choose_cloud(Cloud::Azure);
    draft.items = vec![AzureItem::Secret];
    draft.end = "2031-01-02T03:04".to_owned();
    draft.never_ends = false;
    let read = ScheduleDraft::from_json(&draft.to_json());
    assert_eq!(read, draft);
    let mut back = read;
    back.choose_cloud(Cloud::Aws);
    assert_eq!(back.containers, ["kms a "], "also what waits for another cloud");
    for odd in [Value::Null, Value::from(7), serde_json::json!({"cloud": 7, "items": "key", "kept": [[1, 2]]})] {
        assert_eq!(ScheduleDraft::from_json(&odd).run_at, ScheduleDraft::default().run_at);
    }
}

/// A draft kept yesterday does not revert changes that others made since.
#[test]
fn a_kept_draft_is_merged_into_the_schedule_stored_today() {
    let begun = complete_draft("n", &[]);
    let mut typed = begun.clone();
    typed.description = "mine".to_owned();
    let mut today = begun.clone();
    today.run_at = "5 5 * * *".to_owned();
    let carried = carry_over(&typed.to_json(), &begun.to_json(), &today);
    assert_eq!((carried.description.as_str(), carried.run_at.as_str()), ("mine", "5 5 * * *"));
}

#[test]
fn a_form_time_is_read_back_as_the_same_time() {
    for (text, written) in [("2027-03-28T01:00:00Z", "2027-03-28T01:00"), ("2027-03-28T01:00:30+01:00", "2027-03-28T00:00:30")] {
        let at = parse_instant(text).unwrap();
        assert_eq!((write_form_time(at).as_str(), parse_form_time(written)), (written, Some(at)));
    }
}

/// A reload loses nothing of it.
#[test]
fn typed_text_that_was_not_added_is_kept_with_the_draft() {
    let mut draft = complete_draft("n", &[]);
    (draft.everything, draft.typed) = (false, " kv-prod".to_owned());
    let kept = ScheduleDraft::from_json(&draft.to_json());
    assert_eq!(kept, draft);
    assert_ne!(kept, complete_draft("n", &[]));
}

/// R49: other clients can have stored what this editor does not write.
#[test]
fn r49_a_stored_expression_is_sent_as_it_is_until_it_is_edited() {
    for run_at in ["TZ=UTC 0 3 * * *", "CRON_TZ=Asia/Tokyo 0 3 * * *", "@every 1h30m", "0 9 * * 7", "  0 1 * * *"] {
        let stored = Spec::of(&schedule(run_at)).unwrap();
        let copy = ScheduleDraft::copy_of(&stored, |_| false);
        let kept = carry_over(&copy.to_json(), &copy.to_json(), &copy);
        for draft in [copy.clone(), kept, ScheduleDraft::from_json(&copy.to_json())] {
            let sent = draft.validate(now()).map(|new| new.to_json()["run_at"].clone());
            assert_eq!(sent, Ok(Value::from(run_at)));
        }
        let mut edited = copy;
        edited.run_at = "TZ=UTC 0 4 * * *".to_owned();
        let errors = edited.validate(now()).unwrap_err();
        assert!(errors.of(ScheduleField::RunAt).is_some_and(|why| why.contains("This console does not offer")), "{errors:?}");
        assert!(edited.validate_change(&stored, now()).is_err());
    }
    assert_eq!(refused(|draft| draft.run_at = "TZ=UTC 0 3 * * *".to_owned()), [ScheduleField::RunAt], "newly typed");
    // The form holds a blank text while an entry is refused, which must not pass for a stored one.
    let blank = ScheduleDraft::copy_of(&Spec::of(&schedule(" ")).unwrap(), |_| false);
    assert!(blank.validate(now()).unwrap_err().of(ScheduleField::RunAt).is_some());
}
