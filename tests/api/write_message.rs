//! The sentences about outcomes of writes, as a table: every kind with every outcome.

use keysync::api::error::ApiError;
use keysync::api::verified::message::WriteKind;
use keysync::api::verified::{FormRefusal, MessageTone, WriteOutcome, describe, describe_item, form_refusal};
use keysync::domain::batch::ItemOutcome;

fn outcomes() -> Vec<(&'static str, WriteOutcome<()>)> {
    let error = || ApiError::Forbidden("your account may only read".to_owned());
    vec![
        ("applied", WriteOutcome::Applied(())),
        ("differently", WriteOutcome::AppliedDifferently(())),
        ("not read back", WriteOutcome::NotReadBack(None, ApiError::Timeout)),
        ("conflict", WriteOutcome::Conflict(())),
        ("concurrent", WriteOutcome::ChangedConcurrently(())),
        ("possibly", WriteOutcome::Possibly(vec![()])),
        ("gone", WriteOutcome::Gone),
        ("refused", WriteOutcome::Refused(error())),
        ("not applied", WriteOutcome::NotApplied),
        ("unknown", WriteOutcome::Unknown(ApiError::Offline)),
    ]
}

fn text(kind: WriteKind, outcome: &str) -> String {
    let (_, outcome) = outcomes().into_iter().find(|(name, _)| *name == outcome).unwrap();
    describe(&outcome, kind, "Nightly").text()
}

#[test]
fn each_outcome_has_its_sentence() {
    for (kind, outcome, expected) in [
        (WriteKind::Create, "applied", "Nightly was created."),
        (WriteKind::Enable, "applied", "Nightly is enabled."),
        (WriteKind::Delete, "applied", "Nightly was deleted. Its runs stay listed."),
        (WriteKind::Repair, "applied", "The appliance now stores your values."),
        (WriteKind::Run, "applied", "Nightly is running."),
        (WriteKind::Create, "differently", "Nightly was created, but the stored values differ from what you saved."),
        (WriteKind::Disable, "differently", "The appliance accepted the change, but Nightly is not disabled."),
        (WriteKind::Run, "not read back", "Nightly is queued; its run has not appeared yet."),
        (
            WriteKind::Change,
            "not read back",
            "The change of Nightly was accepted, but it cannot be read back yet. The appliance did not answer in time.",
        ),
        (WriteKind::Change, "conflict", "Somebody else changed Nightly meanwhile; nothing was sent. Check its current state."),
        (WriteKind::Disable, "gone", "Nightly no longer exists; somebody deleted it."),
        (
            WriteKind::Run,
            "refused",
            "Nightly was not started. Your account may only read. Ask an administrator for the permission or the licence.",
        ),
        (
            WriteKind::Create,
            "not applied",
            "The answer was lost. The console checked: Nightly was not created. You can send it again.",
        ),
        (WriteKind::Delete, "not applied", "The answer was lost. Nightly is still there; you can delete it again."),
        (
            WriteKind::Create,
            "unknown",
            "The answer was lost, and it is unknown whether Nightly was created. The appliance cannot be reached. Look at \
             the table of schedules before you send it again.",
        ),
        (
            WriteKind::StartSync,
            "possibly",
            "The answer was lost; the job may be running. A job has appeared since. Look at the newest jobs before you start another; \
             the request was not repeated.",
        ),
    ] {
        assert_eq!(text(kind, outcome), expected);
    }
}

#[test]
fn only_an_outcome_that_certainly_did_nothing_may_be_sent_again() {
    for kind in WriteKind::ALL {
        for (name, outcome) in outcomes() {
            let message = describe(&outcome, kind, "Nightly");
            let did_nothing = matches!(name, "refused" | "not applied");
            let repeats_harmlessly =
                name == "differently" && matches!(kind, WriteKind::Enable | WriteKind::Disable | WriteKind::Repair);
            assert_eq!(message.may_send_again, did_nothing || repeats_harmlessly, "{kind:?}, {name}");
        }
    }
}

#[test]
fn no_lost_or_refused_write_is_reported_as_done() {
    for kind in WriteKind::ALL {
        for (name, outcome) in outcomes() {
            let tone = describe(&outcome, kind, "Nightly").tone;
            if !matches!(name, "applied" | "not read back") {
                assert_eq!(tone, MessageTone::Failed, "{kind:?}, {name}");
            }
        }
    }
}

#[test]
fn every_text_is_made_of_closed_sentences() {
    for kind in WriteKind::ALL {
        for (name, outcome) in outcomes() {
            let text = describe(&outcome, kind, "Nightly").text();
            assert!(text.ends_with('.') && !text.contains(".."), "{kind:?}, {name}: {text}");
        }
    }
}

#[test]
fn a_row_of_a_batch_is_done_only_when_the_write_is() {
    for kind in WriteKind::ALL {
        for (name, outcome) in outcomes() {
            let is_done = describe_item(&outcome, kind) == ItemOutcome::Done;
            let expected = name == "applied"
                || (name == "gone" && kind == WriteKind::Delete)
                || (name == "not read back" && kind == WriteKind::Run);
            assert_eq!(is_done, expected, "{kind:?}, {name}");
        }
    }
    let ended = WriteOutcome::<()>::Refused(ApiError::SessionEnded);
    assert_eq!(describe_item(&ended, WriteKind::Enable), ItemOutcome::SessionLost);
}

#[test]
fn a_refused_form_shows_fields_a_taken_name_or_the_whole_sentence() {
    let fields = vec![("run_at".to_owned(), "is wrong".to_owned())];
    let invalid = ApiError::Invalid { message: "Validation errors".to_owned(), fields: fields.clone() };
    assert_eq!(form_refusal(invalid, WriteKind::Change), FormRefusal::Fields(fields, "Validation errors".to_owned()));
    let taken = ApiError::Conflict("taken".to_owned());
    assert_eq!(form_refusal(taken.clone(), WriteKind::Create), FormRefusal::NameTaken("taken".to_owned()));
    assert!(matches!(form_refusal(taken, WriteKind::Change), FormRefusal::Other(text) if text.starts_with("Taken.")));
}

/// Texts that other clients have met (D13, API.md §2.2); the one about a used-up licence is not public, so its words are guessed.
#[test]
fn d13_licence_quota_and_quorum_are_explained() {
    let step = |error: ApiError| error.todo();
    let missing = step(ApiError::Forbidden("License not installed yet for feature cckm_oci".to_owned()));
    assert!(missing.contains("lacks the licence") && !missing.contains("permission"), "{missing}");
    let invalid = |message: &str| ApiError::Invalid { message: message.to_owned(), fields: Vec::new() };
    assert!(step(invalid("The action is not supported for quorum")).contains("approvals"));
    for full in ["license quota exceeded", "the limit of the licence is reached"] {
        assert!(step(invalid(full)).contains("shows how many there are"), "{full}");
    }
    // In a form, too: no field is marked that could be corrected.
    let in_form = |message: &str| form_refusal(invalid(message), WriteKind::Create);
    let FormRefusal::Other(text) = in_form("Quorum policy is enabled") else { panic!("it names no field") };
    assert!(text.starts_with("Quorum policy is enabled. Nothing was changed.") && text.contains("approvals"), "{text}");
    assert_eq!(in_form("no"), FormRefusal::Fields(Vec::new(), "no".to_owned()));
    assert_eq!(step(ApiError::Forbidden("no".to_owned())), "Ask an administrator for the permission or the licence.");
}
