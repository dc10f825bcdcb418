//! Settings of schedules compared: the body of a change, the check of a read-back, conflicting changes.

use crate::support::builders::{self, at, complete_draft, now};
use crate::support::rng::Rng;
use keysync::domain::schedule::draft::{ScheduleDraft, ScheduleField};
use keysync::domain::schedule::patch::ScheduleChange;
use keysync::domain::schedule::spec::{Prefer, Spec, TimeLabels, differences, foreign_changes, rebase};
use keysync::domain::schedule::{Operation, Parameters, RunOn};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::{AzureItem, AzureItems, Containers, Selection, SyncParams};
use keysync::domain::time::write_instant;
use serde_json::{Value, json};

const VOICE: TimeLabels<'static> = TimeLabels { time: &write_instant, place: "UTC" };

fn spec(change: impl FnOnce(&mut ScheduleDraft)) -> Spec {
    let mut draft = complete_draft("nightly", &["kms-a", "kms-b"]);
    change(&mut draft);
    draft.validate(now()).unwrap().spec().clone()
}

fn azure() -> Spec {
    spec(|draft| {
        draft.choose_cloud(Cloud::Azure);
        draft.containers = vec!["vault".to_owned()];
    })
}

fn body(from: &Spec, to: &Spec) -> Option<Value> {
    ScheduleChange { from: from.clone(), to: to.clone() }.to_json()
}

/// API.md §3.8: only what differs, the list replaces the old one, a date is taken away by an empty text.
#[test]
fn a_change_sends_only_fields_that_differ() {
    let from = spec(|_| {});
    assert_eq!(body(&from, &from), None);
    let with = |change: fn(&mut Spec)| {
        let mut to = from.clone();
        change(&mut to);
        body(&from, &to).unwrap()
    };
    assert_eq!(with(|to| to.run_at = "5 * * * *".to_owned()), json!({"run_at": "5 * * * *"}));
    assert_eq!(with(|to| to.enabled = false), json!({"disabled": true}));
    assert_eq!(with(|to| to.run_on = RunOn::Node("n1".to_owned())), json!({"run_on": "n1"}));
    assert_eq!(with(|to| to.start = Some(at("2027-01-01T00:00:00Z"))), json!({"start_date": "2027-01-01T00:00:00Z"}));
    let everything = with(|to| to.parameters = to.parameters.clone().with_selection(Selection::Everything));
    assert_eq!(everything, json!({"cckm_synchronization_params": {"synchronize_all": true}}));
    let list = Containers::new(["kms-c".to_owned()]).map(Selection::These).unwrap();
    let mut to = from.clone();
    to.parameters = to.parameters.clone().with_selection(list);
    let wanted = json!({"cckm_synchronization_params": {"kms": ["kms-c"], "synchronize_all": false}});
    assert_eq!(body(&from, &to), Some(wanted));
    let dated = spec(|draft| (draft.never_ends, draft.end) = (false, "2027-06-01".to_owned()));
    assert_eq!(body(&dated, &from), Some(json!({"end_date": ""})), "never ends");
}

/// Nobody has seen the appliance merge a part of the parameters (D8): list, `synchronize_all`, items and backup go together.
#[test]
fn d8_a_change_of_one_parameter_sends_them_all() {
    let sent = |from: &Spec, to: &Spec| body(from, to).unwrap()["cckm_synchronization_params"].clone();
    let these = azure();
    let with = |change: fn(SyncParams) -> SyncParams| {
        let mut to = these.clone();
        to.parameters = change(to.parameters);
        to
    };
    let items = with(|params| params.with_items(Some(AzureItems::ALL)));
    assert_eq!(sent(&these, &items), json!({"key_vaults": ["vault"], "synchronize_all": false, "sync_item": ["all"]}));
    let backup = with(|params| params.with_backup(true));
    let wanted = json!({"key_vaults": ["vault"], "synchronize_all": false, "sync_item": ["key"], "take_cloud_key_backup": true});
    assert_eq!(sent(&these, &backup), wanted);
    let ended = json!({"key_vaults": ["vault"], "synchronize_all": false, "sync_item": ["key"], "take_cloud_key_backup": false});
    assert_eq!(sent(&backup, &these), ended);
    let everything = with(|params| params.with_selection(Selection::Everything));
    assert_eq!(sent(&these, &everything), json!({"synchronize_all": true, "sync_item": ["key"]}));
    assert_eq!(sent(&everything, &these), json!({"key_vaults": ["vault"], "synchronize_all": false, "sync_item": ["key"]}));
    let mut noted = these.clone();
    noted.description = "why".to_owned();
    assert_eq!(body(&these, &noted), Some(json!({"description": "why"})), "untouched parameters stay at home");
}

/// An item that nobody chose is never sent (D1), and stays unsaid through a form.
#[test]
fn d1_azure_without_items_is_changed_and_copied_as_it_stands() {
    let mut stored = azure();
    stored.parameters = stored.parameters.with_items(None);
    assert_eq!(stored.words(ScheduleField::Items, VOICE), "Not said: the appliance’s default, keys");
    let mut draft = ScheduleDraft::of(&stored);
    assert!(draft.leaves_items() && draft.validate_change(&stored, now()).unwrap().to_json().is_none());
    draft.containers.push("second".to_owned());
    let again = ScheduleDraft::from_json(&draft.to_json());
    let sent = again.validate_change(&stored, now()).unwrap().to_json().unwrap();
    assert_eq!(sent, json!({"cckm_synchronization_params": {"key_vaults": ["vault", "second"], "synchronize_all": false}}));
    let copy = ScheduleDraft::copy_of(&stored, |_| false).validate(now()).unwrap().to_json();
    assert_eq!(copy["cckm_synchronization_params"], json!({"cloud_name": "AzureCloud", "key_vaults": ["vault"]}));
    draft.items = vec![AzureItem::Secret];
    let sent = draft.validate_change(&stored, now()).unwrap().to_json().unwrap();
    assert_eq!(sent["cckm_synchronization_params"]["sync_item"], json!(["secret"]), "a person may choose");
    let mut mine = stored.clone();
    mine.parameters = mine.parameters.with_items(Some(AzureItems::ALL));
    let undone = rebase(&mine, &stored, &mine, Prefer::Mine);
    assert_eq!(undone.parameters.items(), None, "a merge may take the word away again");
}

/// The service edition refuses `run_on`, and `any` is the default anyway (D7).
#[test]
fn d7_a_create_names_no_node_that_nobody_chose() {
    let body = |node: &str| {
        let mut draft = complete_draft("nightly", &[]);
        node.clone_into(&mut draft.run_on);
        draft.validate(now()).unwrap().to_json()
    };
    for unchosen in ["any", "", " "] {
        let sent = body(unchosen);
        assert!(sent.get("run_on").is_none() && sent.get("description").is_none(), "{sent}");
    }
    assert_eq!(body("node-1")["run_on"], "node-1");
}

/// API.md §3.8.
#[test]
fn a_change_never_sends_read_only_fields() {
    let from = spec(|_| {});
    let mut to = from.clone();
    to.name = "another".into();
    assert_eq!(body(&from, &to), None);
    to.parameters = azure().parameters;
    let sent = body(&from, &to).unwrap_or_default().to_string();
    assert!(!sent.contains("cloud_name") && !sent.contains("another"), "{sent}");
}

#[test]
fn order_of_containers_and_fractions_of_a_second_are_no_difference() {
    let one = spec(|_| {});
    let mut other = spec(|draft| draft.containers.reverse());
    other.start = None;
    assert_eq!(one.differing(&other).count(), 0);
    let mut late = one.clone();
    late.start = Some(at("2027-01-01T00:00:00.9Z"));
    let mut later = one.clone();
    later.start = Some(at("2027-01-01T00:00:00Z"));
    assert_eq!(late.differing(&later).count(), 0);
}

#[test]
fn differences_read_as_sentences() {
    let before = spec(|_| {});
    let mut after = spec(|draft| {
        draft.containers = vec!["kms-b".to_owned(), "kms-c".to_owned()];
        draft.run_at = "30 2 * * 1-5".to_owned();
        draft.enabled = false;
    });
    after.start = Some(at("2027-01-01T00:00:00Z"));
    let told: Vec<_> = differences(&before, &after, VOICE)
        .into_iter()
        .map(|difference| (difference.field.label(), difference.before, difference.after))
        .collect();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        told,
        [
            ("What is synchronized", text("2 KMS: kms-a, kms-b"), text("2 KMS: adds kms-c; drops kms-a")),
            ("Fires", text("0 1 * * * (At 01:00 UTC, every day)"), text("30 2 * * 1-5 (At 02:30 UTC, Monday to Friday)")),
            ("Starts", text("at once"), text("2027-01-01T00:00:00Z")),
            ("Enabled", text("enabled"), text("disabled")),
        ]
    );
}

#[test]
fn long_lists_in_differences_are_counted() {
    let many = spec(|draft| draft.containers = (0..40).map(|n| format!("kms-{n}")).collect());
    assert_eq!(many.words(ScheduleField::Containers, VOICE), "40 KMS: kms-0, kms-1, kms-2, kms-3, kms-4 and 35 more");
}

/// A form shows stored settings and gives them back untouched, whatever they are.
#[test]
fn a_form_that_was_not_touched_changes_nothing() {
    let now = at("2026-11-23T08:00:00Z");
    let mut rng = Rng::new();
    for _ in 0..20_000 {
        let stored = random_spec(&mut rng);
        let draft = ScheduleDraft::of(&stored);
        let change = draft.validate_change(&stored, now).expect("what is stored is not questioned");
        assert_eq!(change.to_json(), None, "{stored:?}");
    }
}

/// Unchanged fields may be invalid today, such as an expired end or an expression of another engine; they are not validated.
#[test]
fn only_changed_fields_are_validated() {
    let now = at("2026-11-23T08:00:00Z");
    let mut stored = spec(|_| {});
    stored.end = Some(at("2020-01-01T00:00:00Z"));
    stored.run_at = "@daily".to_owned();
    let mut draft = ScheduleDraft::of(&stored);
    draft.description = "why".to_owned();
    assert_eq!(draft.validate_change(&stored, now).unwrap().to_json(), Some(json!({"description": "why"})));
    draft.run_at = "@hourly".to_owned();
    draft.end = "2021-01-01T00:00".to_owned();
    let errors = draft.validate_change(&stored, now).unwrap_err();
    assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), [ScheduleField::RunAt, ScheduleField::End]);
    let mut draft = ScheduleDraft::of(&stored);
    draft.start = "2019-01-01T00:00".to_owned();
    let change = draft.validate_change(&stored, now).unwrap();
    assert_eq!(change.to_json(), Some(json!({"start_date": "2019-01-01T00:00:00Z"})), "the old end is not looked at");
    draft.start = "2027-01-01T00:00".to_owned();
    assert_eq!(draft.validate_change(&stored, now).unwrap_err().len(), 1, "but it must not come before the new start");
}

#[test]
fn the_cloud_of_a_stored_schedule_cannot_change() {
    let stored = spec(|_| {});
    let mut draft = ScheduleDraft::of(&stored);
    draft.choose_cloud(Cloud::Gcp);
    draft.everything = true;
    let errors = draft.validate_change(&stored, at("2026-11-23T08:00:00Z")).unwrap_err();
    assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), [ScheduleField::Cloud]);
}

#[test]
fn a_copy_is_disabled_and_has_a_free_name() {
    let stored = spec(|_| {});
    let copy = ScheduleDraft::copy_of(&stored, |name| name == "nightly (copy)");
    assert_eq!((copy.name.as_str(), copy.enabled), ("nightly (copy 2)", false));
}

#[test]
fn conflicting_changes_are_listed_field_by_field() {
    let base = spec(|_| {});
    let mut mine = base.clone();
    mine.run_at = "5 5 * * *".to_owned();
    mine.description = "mine".to_owned();
    let mut theirs = base.clone();
    theirs.run_at = "6 6 * * *".to_owned();
    theirs.enabled = false;
    let told = foreign_changes(&base, &mine, &theirs, VOICE);
    let short: Vec<_> = told.iter().map(|change| (change.field, change.clashes)).collect();
    assert_eq!(short, [(ScheduleField::RunAt, true), (ScheduleField::Enabled, false)]);
    let kept = rebase(&base, &mine, &theirs, Prefer::Mine);
    assert_eq!((kept.run_at.as_str(), kept.description.as_str(), kept.enabled), ("5 5 * * *", "mine", false));
    let left = rebase(&base, &mine, &theirs, Prefer::Theirs);
    assert_eq!((left.run_at.as_str(), left.description.as_str(), left.enabled), ("6 6 * * *", "mine", false));
}

/// Whatever two people do, what one of them alone changed is never lost.
#[test]
fn a_merge_never_undoes_a_change_of_one_side() {
    let mut rng = Rng::new();
    for _ in 0..20_000 {
        let (base, mut mine, mut theirs) = (random_spec(&mut rng), random_spec(&mut rng), random_spec(&mut rng));
        // Cloud and name cannot be changed by anybody.
        for other in [&mut mine, &mut theirs] {
            other.name.clone_from(&base.name);
            if other.parameters.cloud() != base.parameters.cloud() {
                other.parameters = base.parameters.clone();
            }
        }
        let (i_did, they_did): (Vec<_>, Vec<_>) = (base.differing(&mine).collect(), base.differing(&theirs).collect());
        for prefer in [Prefer::Mine, Prefer::Theirs] {
            let merged = rebase(&base, &mine, &theirs, prefer);
            for field in merged.differing(&theirs) {
                assert!(i_did.contains(&field), "{field:?}: only mine is put on top of theirs");
                assert!(prefer == Prefer::Mine || !they_did.contains(&field), "{field:?}");
            }
            for field in merged.differing(&mine) {
                assert!(they_did.contains(&field), "{field:?}: mine is only given up for theirs");
            }
        }
    }
}

fn random_spec(rng: &mut Rng) -> Spec {
    let names = ["a", "b ", " c", "d"];
    let containers: Vec<String> = names.iter().filter(|_| rng.flag()).map(|name| (*name).to_owned()).collect();
    let mut draft = ScheduleDraft::default();
    draft.choose_cloud(if rng.flag() { Cloud::Azure } else { Cloud::Oci });
    draft.everything = containers.is_empty() || rng.below(4) == 0;
    draft.containers = containers;
    draft.items = AzureItem::ALL.into_iter().filter(|_| rng.flag()).collect();
    draft.may_leave_items = rng.below(4) == 0;
    draft.all_items = draft.items.is_empty() && !draft.may_leave_items;
    draft.take_key_backup = rng.flag();
    draft.name = "n".to_owned();
    draft.description = rng.one_of(&["", "d", "e"]).to_owned();
    draft.enabled = rng.flag();
    draft.run_on = rng.one_of(&["any", "node-1"]).to_owned();
    let mut spec = draft.validate(now()).unwrap().spec().clone();
    spec.run_at = rng.one_of(&["0 1 * * *", "@daily", "5 * * * *", ""]).to_owned();
    let date = |rng: &mut Rng| rng.flag().then(|| at(rng.one_of(&["2020-01-01T00:00:00Z", "2027-03-04T05:06:07.8Z"])));
    spec.start = date(rng);
    spec.end = date(rng);
    spec
}

/// What the appliance may put in the place of items that were left to it is no other value (D1, API.md §9 Q33).
#[test]
fn d1_a_default_item_of_the_appliance_agrees_with_none() {
    let mut wanted = azure();
    wanted.parameters = wanted.parameters.with_items(None);
    let stored_as = |items: Option<AzureItems>| {
        let mut stored = builders::schedule(&wanted.run_at);
        stored.name.clone_from(&wanted.name);
        stored.parameters = Parameters::Sync(wanted.parameters.clone().with_items(items));
        wanted.is_stored_as(&stored)
    };
    assert!(stored_as(None) && stored_as(AzureItems::new([AzureItem::Key])) && stored_as(Some(AzureItems::ALL)));
    assert!(!stored_as(AzureItems::new([AzureItem::Secret])), "secrets are no default");
}

/// The operation is in the plural on a real appliance; the singular stays readable (D10).
#[test]
fn d10_both_spellings_of_the_password_notice_have_a_label() {
    for word in ["user_password_expiry_notifications", "user_password_expiry_notification"] {
        assert_eq!(Operation::from_wire(word).label(), "Password expiry notification");
    }
}

#[test]
fn r49_the_words_of_an_expression_understand_utc_in_front() {
    let spec =
        Spec { run_at: "TZ=UTC 0 3 * * *".to_owned(), ..Spec::of(&crate::support::builders::schedule("0 1 * * *")).unwrap() };
    let labels = TimeLabels { place: "in Berlin", ..VOICE };
    assert_eq!(spec.words(ScheduleField::RunAt, labels), "TZ=UTC 0 3 * * * (At 03:00 UTC, every day)");
}
