//! Writes that the appliance has refused: a first refusal of a kind of resource counts for all its writes until one goes through.

use keysync::domain::appliance::refusals::{Permission, Refusals};
use keysync::domain::sync::source::Source;
use proptest::prelude::*;

const OF_SCHEDULES: [Permission; 4] = [Permission::Create, Permission::Change, Permission::Run, Permission::Delete];

fn refused(permission: Permission) -> Refusals {
    let mut refusals = Refusals::default();
    refusals.refuse(permission, "Insufficient permissions.".to_owned());
    refusals
}

#[test]
fn the_refused_write_is_answered_with_the_text_of_the_appliance() {
    let why = refused(Permission::Run).why_not(Permission::Run, "viewer").unwrap();
    assert_eq!(why, "The appliance refused this to viewer: Insufficient permissions.");
}

#[test]
fn a_first_refusal_counts_for_all_writes_of_that_kind_of_resource() {
    for first in OF_SCHEDULES {
        for other in OF_SCHEDULES {
            assert!(refused(first).why_not(other, "viewer").is_some(), "{first:?} {other:?}");
        }
        for elsewhere in [Permission::DeleteRun, Permission::Sync(Source::ALL[0])] {
            assert_eq!(refused(first).why_not(elsewhere, "viewer"), None);
        }
    }
    let why = refused(Permission::Run).why_not(Permission::Create, "viewer").unwrap();
    assert!(why.starts_with("The appliance refused to let viewer run schedules"), "{why}");
}

/// A licence may be missing for one cloud alone.
#[test]
fn a_refused_source_says_nothing_about_another() {
    let refusals = refused(Permission::Sync(Source::ALL[0]));
    assert!(refusals.why_not(Permission::Sync(Source::ALL[0]), "viewer").is_some());
    assert_eq!(refusals.why_not(Permission::Sync(Source::ALL[1]), "viewer"), None);
}

/// An operator who may not delete has changed a schedule before.
#[test]
fn a_write_that_went_through_stays_on_offer() {
    let mut refusals = Refusals::default();
    refusals.allow(Permission::Change);
    refusals.refuse(Permission::Delete, "No.".to_owned());
    assert_eq!(refusals.why_not(Permission::Change, "operator"), None);
    assert!(refusals.why_not(Permission::Create, "operator").is_some());
    refusals.refuse(Permission::Change, "No more.".to_owned());
    assert!(refusals.why_not(Permission::Change, "operator").unwrap().contains("No more."));
    refusals.allow(Permission::Delete);
    assert_eq!(refusals.why_not(Permission::Delete, "operator"), None);
}

/// A 403 may be of a feature without a licence (API.md §2.2), and an account with one success is no reader.
#[test]
fn a_missing_licence_counts_for_its_own_write_and_one_success_is_no_reader() {
    let mut refusals = Refusals::default();
    refusals.refuse(Permission::Run, "License not installed yet for feature OCI".to_owned());
    assert!(refusals.why_not(Permission::Run, "a").is_some());
    assert_eq!(refusals.why_not(Permission::Create, "a"), None);
    assert!(refusals.is_any() && !refusals.is_read_only());
    refusals.refuse(Permission::Delete, "No.".to_owned());
    assert!(refusals.is_read_only());
    refusals.allow(Permission::Change);
    assert!(!refusals.is_read_only());
}

proptest! {
    #[test]
    fn the_last_answer_to_a_write_decides_about_it(answers in proptest::collection::vec((0..4_usize, any::<bool>()), 1..20)) {
        let mut refusals = Refusals::default();
        for (which, is_taken) in &answers {
            match is_taken {
                true => refusals.allow(OF_SCHEDULES[*which]),
                false => refusals.refuse(OF_SCHEDULES[*which], "No.".to_owned()),
            }
        }
        let last = |which: usize| answers.iter().rev().find(|(one, _)| *one == which).map(|(_, is_taken)| *is_taken);
        let is_any_refused = (0..4).any(|which| last(which) == Some(false));
        prop_assert_eq!(refusals.is_any(), is_any_refused);
        for (which, permission) in OF_SCHEDULES.into_iter().enumerate() {
            let is_offered = last(which).unwrap_or(!is_any_refused);
            prop_assert_eq!(refusals.why_not(permission, "a").is_none(), is_offered);
        }
    }
}
