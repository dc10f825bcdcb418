//! Settings of schedules held against each other: what a change sends, what a read-back is compared by, what two people did.

use crate::support::rng::Dice;
use keysync::domain::schedule::RunOn;
use keysync::domain::schedule::draft::{ScheduleDraft, ScheduleField};
use keysync::domain::schedule::spec::{Prefer, ScheduleChange, Spec, TimeLabels, differences, foreign_changes, rebase};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::{AzureItem, AzureItems, Containers, Selection};
use keysync::domain::time::{Instant, parse_instant, write_instant};
use serde_json::{Value, json};

const VOICE: TimeLabels<'static> = TimeLabels { time: &write_instant, place: "UTC" };

fn at(text: &str) -> Instant {
    parse_instant(text).unwrap()
}

fn spec(change: impl FnOnce(&mut ScheduleDraft)) -> Spec {
    let mut draft = ScheduleDraft::default();
    draft.choose_cloud(Cloud::Aws);
    draft.containers = vec!["kms-a".to_owned(), "kms-b".to_owned()];
    draft.name = "nightly".to_owned();
    change(&mut draft);
    draft.validate(at("2026-11-23T08:00:00Z")).unwrap().spec().clone()
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
fn a_change_carries_what_differs() {
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
    assert_eq!(body(&from, &to), Some(json!({"cckm_synchronization_params": {"kms": ["kms-c"]}})));
    let dated = spec(|draft| (draft.never_ends, draft.end) = (false, "2027-06-01".to_owned()));
    assert_eq!(body(&dated, &from), Some(json!({"end_date": ""})), "never ends");
    let mut items = azure();
    items.parameters = items.parameters.clone().with_items(AzureItems::ALL).with_backup(true);
    let wanted = json!({"cckm_synchronization_params": {"sync_item": ["all"], "take_cloud_key_backup": true}});
    assert_eq!(body(&azure(), &items), Some(wanted));
}

/// API.md §3.8: what cannot be changed is never sent, whatever two settings say.
#[test]
fn a_change_never_carries_what_cannot_be_changed() {
    let from = spec(|_| {});
    let mut to = from.clone();
    to.name = "another".to_owned();
    assert_eq!(body(&from, &to), None);
    to.parameters = azure().parameters;
    let sent = body(&from, &to).unwrap_or_default().to_string();
    assert!(!sent.contains("cloud_name") && !sent.contains("another"), "{sent}");
}

#[test]
fn the_order_of_containers_is_no_difference_and_parts_of_a_second_are_none() {
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
fn long_lists_are_counted_not_read_out() {
    let many = spec(|draft| draft.containers = (0..40).map(|n| format!("kms-{n}")).collect());
    assert_eq!(many.words(ScheduleField::Containers, VOICE), "40 KMS: kms-0, kms-1, kms-2, kms-3, kms-4 and 35 more");
}

/// A form shows stored settings and gives them back untouched, whatever they are.
#[test]
fn a_form_that_was_not_touched_changes_nothing() {
    let now = at("2026-11-23T08:00:00Z");
    let mut dice = Dice::new();
    for _ in 0..20_000 {
        let stored = random_spec(&mut dice);
        let draft = ScheduleDraft::of(&stored);
        let change = draft.validate_change(&stored, now).expect("what is stored is not questioned");
        assert_eq!(change.to_json(), None, "{stored:?}");
    }
}

/// What was typed is checked, what was not is left alone: an expired end, an expression of another engine.
#[test]
fn only_what_was_touched_is_checked() {
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
fn the_cloud_of_a_stored_schedule_stays() {
    let stored = spec(|_| {});
    let mut draft = ScheduleDraft::of(&stored);
    draft.choose_cloud(Cloud::Gcp);
    draft.everything = true;
    let errors = draft.validate_change(&stored, at("2026-11-23T08:00:00Z")).unwrap_err();
    assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), [ScheduleField::Cloud]);
}

#[test]
fn a_copy_is_switched_off_under_a_name_that_is_free() {
    let stored = spec(|_| {});
    let copy = ScheduleDraft::copy_of(&stored, |name| name == "nightly (copy)");
    assert_eq!((copy.name.as_str(), copy.enabled), ("nightly (copy 2)", false));
}

#[test]
fn what_two_people_changed_is_told_field_by_field() {
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
fn merging_never_undoes_what_one_alone_changed() {
    let mut dice = Dice::new();
    for _ in 0..20_000 {
        let (base, mut mine, mut theirs) = (random_spec(&mut dice), random_spec(&mut dice), random_spec(&mut dice));
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

fn random_spec(dice: &mut Dice) -> Spec {
    let names = ["a", "b ", " c", "d"];
    let containers: Vec<String> = names.iter().filter(|_| dice.flag()).map(|name| (*name).to_owned()).collect();
    let mut draft = ScheduleDraft::default();
    draft.choose_cloud(if dice.flag() { Cloud::Azure } else { Cloud::Oci });
    draft.everything = containers.is_empty() || dice.below(4) == 0;
    draft.containers = containers;
    draft.items = AzureItem::ALL.into_iter().filter(|_| dice.flag()).collect();
    draft.all_items = draft.items.is_empty();
    draft.take_key_backup = dice.flag();
    draft.name = "n".to_owned();
    draft.description = dice.one_of(&["", "d", "e"]).to_owned();
    draft.enabled = dice.flag();
    draft.run_on = dice.one_of(&["any", "node-1"]).to_owned();
    let mut spec = draft.validate(at("2026-11-23T08:00:00Z")).unwrap().spec().clone();
    spec.run_at = dice.one_of(&["0 1 * * *", "@daily", "5 * * * *", ""]).to_owned();
    let date = |dice: &mut Dice| dice.flag().then(|| at(dice.one_of(&["2020-01-01T00:00:00Z", "2027-03-04T05:06:07.8Z"])));
    spec.start = date(dice);
    spec.end = date(dice);
    spec
}
