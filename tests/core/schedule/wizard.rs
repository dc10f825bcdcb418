//! The wizard as a state machine: no input is lost, and it sends exactly when the form is valid (R-22).
#![allow(clippy::print_stdout, reason = "the counts that a bar wants are part of the result")]

use crate::support::builders::{complete_draft, now};
use crate::support::rng::Rng;
use keysync::domain::schedule::draft::{FieldErrors, ScheduleDraft, ScheduleField};
use keysync::domain::schedule::spec::Spec;
use keysync::domain::schedule::wizard::{Wizard, WizardEffect, WizardInput, WizardMode, WizardRequest, WizardStep};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::AzureItem;

fn stored() -> Spec {
    complete_draft("nightly", &[]).validate(now()).unwrap().spec().clone()
}

fn type_in(wizard: &mut Wizard, change: impl FnOnce(&mut ScheduleDraft)) {
    let mut draft = wizard.draft().clone();
    change(&mut draft);
    wizard.handle(WizardInput::Type(Box::new(draft)), now());
}

#[test]
fn the_wizard_visits_each_step_once_and_sends_once() {
    let mut wizard = Wizard::create(ScheduleDraft::default(), WizardMode::Create.first_step());
    assert_eq!(wizard.handle(WizardInput::Next, now()), WizardEffect::FocusErrors, "no cloud yet");
    assert_eq!(wizard.errors().iter().map(|(field, _)| field).collect::<Vec<_>>(), [ScheduleField::Cloud], "only this step's");
    type_in(&mut wizard, |draft| draft.choose_cloud(Cloud::Gcp));
    for step in [WizardStep::What, WizardStep::When, WizardStep::Name, WizardStep::Review] {
        if step == WizardStep::When {
            type_in(&mut wizard, |draft| draft.everything = true);
        }
        if step == WizardStep::Review {
            type_in(&mut wizard, |draft| draft.name = "nightly".to_owned());
        }
        assert_eq!(wizard.handle(WizardInput::Next, now()), WizardEffect::Enter(step));
        wizard.handle(WizardInput::Show(step), now());
    }
    let WizardEffect::Send(sent) = wizard.handle(WizardInput::Submit, now()) else { panic!("it is complete") };
    let WizardRequest::Create(request) = *sent else { panic!("it is new") };
    assert_eq!(request.to_json()["cckm_synchronization_params"]["cloud_name"], "gcp");
    assert_eq!(wizard.handle(WizardInput::Submit, now()), WizardEffect::Stay, "one is under way");
    assert!(wizard.is_dirty());
    wizard.handle(WizardInput::Saved, now());
    assert!(!wizard.is_dirty(), "what is saved is not lost by leaving");
}

#[test]
fn a_change_link_of_the_review_leads_back_to_it() {
    let mut wizard = Wizard::create(complete_draft("nightly", &[]), WizardStep::Review);
    assert_eq!(wizard.handle(WizardInput::Change(WizardStep::When), now()), WizardEffect::Enter(WizardStep::When));
    wizard.handle(WizardInput::Show(WizardStep::When), now());
    assert!(wizard.returns_to_review());
    type_in(&mut wizard, |draft| draft.run_at = "61 * * * *".to_owned());
    assert_eq!(wizard.handle(WizardInput::Next, now()), WizardEffect::FocusErrors);
    type_in(&mut wizard, |draft| draft.run_at = "6 * * * *".to_owned());
    assert_eq!(wizard.handle(WizardInput::Next, now()), WizardEffect::Enter(WizardStep::Review));
    wizard.handle(WizardInput::Show(WizardStep::Review), now());
    assert!(!wizard.returns_to_review());
}

#[test]
fn a_refusal_of_the_appliance_shows_at_its_step_and_can_be_retried() {
    let mut wizard = Wizard::create(complete_draft("nightly", &[]), WizardStep::Review);
    assert!(matches!(wizard.handle(WizardInput::Submit, now()), WizardEffect::Send(_)));
    let mut errors = FieldErrors::default();
    errors.add(ScheduleField::Name, "already exists");
    assert_eq!(wizard.handle(WizardInput::Refused(errors), now()), WizardEffect::FocusErrors);
    assert_eq!(wizard.errors().of(ScheduleField::Name), Some("already exists"));
    wizard.handle(WizardInput::Show(WizardStep::When), now());
    assert!(wizard.errors().is_empty(), "another step has nothing to do with it");
    wizard.handle(WizardInput::Show(WizardStep::Name), now());
    assert_eq!(wizard.errors().of(ScheduleField::Name), Some("already exists"));
    wizard.handle(WizardInput::Show(WizardStep::Review), now());
    assert!(matches!(wizard.handle(WizardInput::Submit, now()), WizardEffect::Send(_)));
}

#[test]
fn an_edit_sends_only_changed_fields() {
    let mut wizard = Wizard::edit(stored(), WizardStep::Review);
    assert!(!wizard.is_dirty());
    type_in(&mut wizard, |draft| draft.description = "as agreed".to_owned());
    assert!(wizard.is_dirty());
    let WizardEffect::Send(sent) = wizard.handle(WizardInput::Submit, now()) else { panic!("it is complete") };
    let WizardRequest::Change(change) = *sent else { panic!("it is stored") };
    assert_eq!(change.to_json().unwrap().to_string(), r#"{"description":"as agreed"}"#);
}

/// Every value that a person can enter.
fn answers(draft: &ScheduleDraft) -> Vec<String> {
    vec![
        format!("{:?}", draft.cloud),
        draft.run_at.clone(),
        draft.start.clone(),
        draft.end.clone(),
        draft.never_ends.to_string(),
        draft.run_on.clone(),
        draft.name.clone(),
        draft.description.clone(),
        draft.enabled.to_string(),
        format!("{:?} {} {}", draft.items, draft.all_items, draft.take_key_backup),
    ]
}

fn edit(rng: &mut Rng, draft: &mut ScheduleDraft) {
    match rng.below(12) {
        0 => draft.choose_cloud(Cloud::ALL[rng.below(8)]),
        1 => draft.everything = rng.flag(),
        2 => draft.containers = (0..rng.below(4)).map(|_| rng.text(&["a", "kms-", " "], 3)).collect(),
        3 => draft.items = AzureItem::ALL.into_iter().filter(|_| rng.flag()).collect(),
        4 => draft.run_at = rng.one_of(&["0 1 * * *", "61 * * * *", "", "*/5 * * * *", "0 0 31 2 *"]).to_owned(),
        5 => draft.start = rng.one_of(&["", "2027-01-01T00:00", "soon", "2026-01-01 00:00"]).to_owned(),
        6 => draft.end = rng.one_of(&["", "2027-06-01T00:00", "2020-01-01T00:00", "never"]).to_owned(),
        7 => draft.never_ends = rng.flag(),
        8 => draft.name = rng.one_of(&["", " ", "n", "nightly "]).to_owned(),
        9 => draft.description = "x".repeat(rng.below(300)),
        10 => draft.enabled = rng.flag(),
        _ => draft.all_items = rng.flag(),
    }
}

/// 10,000 walks of up to 50 moves: the address, Back and Forward of the browser are `Show` of any step, a reload and an ended
/// session are the draft written and read again.
#[test]
fn no_path_through_the_wizard_loses_input_or_sends_a_wrong_request() {
    let mut rng = Rng::new();
    let (mut sent, mut refused, mut reloads) = (0, 0, 0);
    for walk in 0..10_000 {
        let is_edit = rng.below(3) == 0;
        let mut wizard = if is_edit {
            Wizard::edit(stored(), WizardStep::Review)
        } else {
            Wizard::create(ScheduleDraft::default(), WizardStep::Cloud)
        };
        let mut address = wizard.step();
        for _ in 0..=rng.below(50) {
            let before = wizard.clone();
            let is_right = wizard.request(now()).is_ok();
            let mut typed = false;
            let output = match rng.below(12) {
                0..=4 => {
                    let mut draft = wizard.draft().clone();
                    edit(&mut rng, &mut draft);
                    if is_edit {
                        draft.cloud = wizard.draft().cloud;
                    }
                    typed = true;
                    wizard.handle(WizardInput::Type(Box::new(draft)), now())
                }
                5 | 6 => wizard.handle(WizardInput::Next, now()),
                7 => wizard.handle(WizardInput::Change(WizardStep::ALL[rng.below(5)]), now()),
                8 => {
                    address = WizardStep::ALL[rng.below(5)];
                    wizard.handle(WizardInput::Show(address), now())
                }
                9 => {
                    reloads += 1;
                    let text = wizard.draft().to_json().to_string();
                    let read = ScheduleDraft::from_json(&serde_json::from_str(&text).unwrap());
                    assert_eq!(read, *wizard.draft(), "walk {walk}: a reload keeps everything");
                    WizardEffect::Stay
                }
                10 if wizard.is_sending() => wizard.handle(WizardInput::Refused(FieldErrors::default()), now()),
                _ => wizard.handle(WizardInput::Submit, now()),
            };
            if !typed {
                assert_eq!(wizard.draft(), before.draft(), "walk {walk}: moving about changes no answer");
            }
            match output {
                WizardEffect::Enter(step) => {
                    address = step;
                    wizard.handle(WizardInput::Show(step), now());
                }
                WizardEffect::Send(_) => {
                    sent += 1;
                    assert!(is_right && !before.is_sending() && before.step() == WizardStep::Review, "walk {walk}");
                }
                WizardEffect::FocusErrors => {
                    refused += 1;
                    assert!(!wizard.errors().is_empty() || before.is_sending(), "walk {walk}: what is wrong is shown");
                }
                WizardEffect::Stay => {}
            }
            assert_eq!(wizard.step(), address, "walk {walk}: the step and the address agree");
            assert_eq!(answers(wizard.draft()).len(), 10);
        }
    }
    println!("R-22: 10000 walks, {sent} requests, {refused} refusals, {reloads} reloads, 0 violations");
    assert!(sent > 1_000 && refused > 1_000 && reloads > 1_000);
}

/// A complete form on its review always sends, an incomplete one never does.
#[test]
fn the_wizard_sends_exactly_when_the_form_is_valid() {
    let mut rng = Rng::new();
    let (mut right, mut wrong) = (0, 0);
    for _ in 0..20_000 {
        let mut draft = complete_draft("nightly", &[]);
        for _ in 0..rng.below(6) {
            edit(&mut rng, &mut draft);
        }
        let is_right = draft.validate(now()).is_ok();
        let mut wizard = Wizard::create(draft, WizardStep::Review);
        let sends = matches!(wizard.handle(WizardInput::Submit, now()), WizardEffect::Send(_));
        assert_eq!(sends, is_right);
        if sends { right += 1 } else { wrong += 1 }
    }
    assert!(right > 1_000 && wrong > 1_000);
}

#[test]
fn every_wizard_step_has_an_address_and_every_field_a_step() {
    for (n, step) in WizardStep::ALL.into_iter().enumerate() {
        assert_eq!((WizardStep::from_word(step.word()), step.number()), (Some(step), n + 1));
    }
    assert_eq!(WizardStep::from_word("pay"), None);
    assert_eq!(WizardStep::of(ScheduleField::Containers), WizardStep::What);
}
