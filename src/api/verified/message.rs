//! Sentences about the outcomes of writes: the event, the safety of the data, and the next step.

use super::outcome::WriteOutcome;
use crate::api::error::ApiError;
use crate::domain::batch::ItemOutcome;

/// A kind of write, for the sentence about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteKind {
    /// Creating a schedule.
    Create,
    /// Changing a schedule.
    Change,
    /// Storing the values of a former change that the appliance did not take.
    Repair,
    /// Enabling a schedule.
    Enable,
    /// Disabling a schedule.
    Disable,
    /// Deleting a schedule or a run.
    Delete,
    /// Running a schedule now.
    Run,
    /// Starting a direct sync job.
    StartSync,
    /// Cancelling a direct sync job.
    CancelSync,
}

impl WriteKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Create,
        Self::Change,
        Self::Repair,
        Self::Enable,
        Self::Disable,
        Self::Delete,
        Self::Run,
        Self::StartSync,
        Self::CancelSync,
    ];

    /// The participle, as in "was not created".
    fn done(self) -> &'static str {
        match self {
            Self::Create => "created",
            Self::Change => "changed",
            Self::Repair => "repaired",
            Self::Enable => "enabled",
            Self::Disable => "disabled",
            Self::Delete => "deleted",
            Self::Run | Self::StartSync => "started",
            Self::CancelSync => "asked to stop",
        }
    }

    /// The state after an applied write, as in "is enabled".
    fn state(self) -> &'static str {
        match self {
            Self::Enable => "is enabled",
            Self::Disable => "is disabled",
            Self::Run => "is running",
            Self::Create => "was created",
            Self::Change => "was changed",
            Self::Repair => "was repaired",
            Self::Delete => "was deleted",
            Self::StartSync => "was started",
            Self::CancelSync => "was asked to stop",
        }
    }
}

/// The tone of a message: success or failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageTone {
    /// The write is applied, or certain to be.
    Done,
    /// The write is not applied, applied differently, or unknown.
    Failed,
}

/// The sentences about an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteMessage {
    pub tone: MessageTone,
    /// The first sentence, without its full stop.
    pub headline: String,
    /// The sentences after it; may be empty.
    pub detail: String,
    /// True if the same write may be sent again. False if the write is applied, or may be.
    pub may_send_again: bool,
}

impl WriteMessage {
    fn new(tone: MessageTone, headline: impl Into<String>, detail: impl Into<String>, may_send_again: bool) -> Self {
        Self { tone, headline: headline.into(), detail: detail.into(), may_send_again }
    }

    /// Gives headline and detail as one text.
    #[must_use]
    pub fn text(&self) -> String {
        if self.detail.is_empty() { format!("{}.", self.headline) } else { format!("{}. {}", self.headline, self.detail) }
    }
}

/// Describes the outcome of a write of `kind` to the item called `name`.
#[must_use]
pub fn describe<T>(outcome: &WriteOutcome<T>, kind: WriteKind, name: &str) -> WriteMessage {
    match outcome {
        WriteOutcome::Applied(_) => describe_applied(kind, name),
        WriteOutcome::AppliedDifferently(_) => describe_difference(kind, name),
        WriteOutcome::NotReadBack(_, error) => describe_unread(error, kind, name),
        WriteOutcome::Conflict(_) => {
            failed(format!("Somebody else changed {name} meanwhile; nothing was sent"), "Check its current state.", false)
        }
        WriteOutcome::ChangedConcurrently(_) => failed(
            format!("The answer was lost, and the stored values of {name} are neither the old ones nor yours"),
            "Somebody else may have changed it at the same time. Check its current state.",
            false,
        ),
        WriteOutcome::Possibly(found) => describe_possible(found.len(), kind, name),
        WriteOutcome::Gone => failed(format!("{name} no longer exists; somebody deleted it"), "", false),
        WriteOutcome::Refused(error) => describe_refusal(error, kind, name),
        WriteOutcome::NotApplied => describe_loss(kind, name),
        WriteOutcome::Unknown(error) => describe_unknown(error, kind, name),
    }
}

fn done(headline: impl Into<String>, detail: impl Into<String>) -> WriteMessage {
    WriteMessage::new(MessageTone::Done, headline, detail, false)
}

fn failed(headline: impl Into<String>, detail: impl Into<String>, may_send_again: bool) -> WriteMessage {
    WriteMessage::new(MessageTone::Failed, headline, detail, may_send_again)
}

fn describe_applied(kind: WriteKind, name: &str) -> WriteMessage {
    match kind {
        WriteKind::Repair => done("The appliance now stores your values", ""),
        WriteKind::Delete => done(format!("{name} was deleted"), "Its runs stay listed."),
        _ => done(format!("{name} {}", kind.state()), ""),
    }
}

fn describe_difference(kind: WriteKind, name: &str) -> WriteMessage {
    let verb = kind.done();
    match kind {
        WriteKind::Repair => failed("The appliance accepted the repair, but did not store all of it", "", true),
        WriteKind::Enable | WriteKind::Disable => {
            failed(format!("The appliance accepted the change, but {name} is not {verb}"), "", true)
        }
        _ => failed(format!("{name} was {verb}, but the stored values differ from what you saved"), "", false),
    }
}

fn describe_unread(error: &ApiError, kind: WriteKind, name: &str) -> WriteMessage {
    match kind {
        WriteKind::Run => done(format!("{name} is queued; its run has not appeared yet"), ""),
        WriteKind::StartSync => done("The appliance accepted the request; the job has not appeared yet", ""),
        WriteKind::Create => done(format!("{name} was accepted, but it cannot be read back yet"), error.what()),
        WriteKind::Change => done(format!("The change of {name} was accepted, but it cannot be read back yet"), error.what()),
        _ => failed(format!("{name} should be {}, but could not be read back", kind.done()), error.what(), false),
    }
}

/// `found` is how many have appeared since.
fn describe_possible(found: usize, kind: WriteKind, name: &str) -> WriteMessage {
    if kind == WriteKind::Run {
        let headline = if found == 0 {
            format!("The answer to starting {name} was lost, so it may be running")
        } else {
            format!("The answer to starting {name} was lost, but it is running")
        };
        return failed(headline, "The request was not repeated; look at the newest run.", false);
    }
    failed(
        "The answer was lost; the job may be running",
        format!("{} since. Look at the newest jobs before you start another; the request was not repeated.", appeared(found)),
        false,
    )
}

fn describe_refusal(error: &ApiError, kind: WriteKind, name: &str) -> WriteMessage {
    let detail = format!("{} {}", error.what(), error.todo());
    match kind {
        // The one reason that both statuses are known to have (API.md §9 Q36); there is nothing to correct or to rename.
        WriteKind::StartSync if may_be_running(error) => {
            let next = "If another one is running for the same containers, watch that one, or start yours when it has ended.";
            failed("Nothing was started", [&error.what(), " ", next].concat(), true)
        }
        WriteKind::StartSync => failed("Nothing was started", detail, true),
        _ => failed(format!("{name} was not {}", kind.done()), detail, true),
    }
}

/// True for a refusal that may come from another synchronization in progress.
fn may_be_running(error: &ApiError) -> bool {
    match error {
        ApiError::Conflict(_) => true,
        ApiError::Invalid { fields, .. } => fields.is_empty(),
        _ => false,
    }
}

/// The answer was lost, and nothing was done.
fn describe_loss(kind: WriteKind, name: &str) -> WriteMessage {
    match kind {
        WriteKind::StartSync => {
            failed("The answer was lost, and no job has appeared", "The request was not repeated. You can start again.", true)
        }
        WriteKind::Create => {
            failed("The answer was lost", format!("The console checked: {name} was not created. You can send it again."), true)
        }
        WriteKind::Delete => failed("The answer was lost", format!("{name} is still there; you can delete it again."), true),
        _ => failed(
            "The answer was lost",
            format!("The console checked: {name} is unchanged. You can send the change again."),
            true,
        ),
    }
}

fn describe_unknown(error: &ApiError, kind: WriteKind, name: &str) -> WriteMessage {
    match kind {
        WriteKind::CancelSync => failed("The answer was lost; this page soon shows whether the job was asked to stop", "", false),
        WriteKind::StartSync => failed(
            "The answer was lost, and it is unknown whether a job was started",
            format!("{} Look at the newest jobs before you start another; the request was not repeated.", error.what()),
            false,
        ),
        WriteKind::Create => failed(
            format!("The answer was lost, and it is unknown whether {name} was created"),
            format!("{} Look at the table of schedules before you send it again.", error.what()),
            false,
        ),
        _ => failed(
            format!("The answer was lost, and it is unknown whether {name} {}", kind.state()),
            format!("{} Check its current state before you repeat this.", error.what()),
            false,
        ),
    }
}

fn appeared(count: usize) -> String {
    if count == 1 { "A job has appeared".to_owned() } else { format!("{count} jobs have appeared") }
}

/// Describes the outcome as a row of a batch, in a short form that fits a list.
#[must_use]
pub fn describe_item<T>(outcome: &WriteOutcome<T>, kind: WriteKind) -> ItemOutcome {
    let done = kind.done();
    match outcome {
        WriteOutcome::Applied(_) => ItemOutcome::Done,
        // Deletion of a missing item has the wanted effect.
        WriteOutcome::Gone if kind == WriteKind::Delete => ItemOutcome::Done,
        WriteOutcome::AppliedDifferently(_) if matches!(kind, WriteKind::Enable | WriteKind::Disable) => {
            let stored = if kind == WriteKind::Enable { "disabled" } else { "enabled" };
            ItemOutcome::Failed(format!("The appliance stored it {stored}."))
        }
        WriteOutcome::AppliedDifferently(_) => ItemOutcome::Failed("The appliance stored other values.".to_owned()),
        WriteOutcome::NotReadBack(_, _) if kind == WriteKind::Run => ItemOutcome::Done,
        WriteOutcome::NotReadBack(_, error) => {
            ItemOutcome::Unknown(format!("The stored value could not be read back. {}", error.what()))
        }
        WriteOutcome::Conflict(_) | WriteOutcome::ChangedConcurrently(_) => {
            ItemOutcome::Failed("Somebody else changed it meanwhile.".to_owned())
        }
        WriteOutcome::Possibly(_) => ItemOutcome::Unknown("The answer was lost; the action may have been done.".to_owned()),
        WriteOutcome::Gone => ItemOutcome::Failed("It no longer exists.".to_owned()),
        WriteOutcome::NotApplied => ItemOutcome::Failed(format!("The answer was lost, and it was not {done}.")),
        WriteOutcome::Refused(ApiError::SessionEnded) => ItemOutcome::SessionLost,
        // A change of person or domain aborts the request, so the outcome is unknown.
        WriteOutcome::Refused(error @ (ApiError::OutcomeUnknown | ApiError::Aborted)) | WriteOutcome::Unknown(error) => {
            ItemOutcome::Unknown(error.what())
        }
        WriteOutcome::Refused(error) => ItemOutcome::Failed(error.what()),
    }
}

/// The parts of a refused form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormRefusal {
    /// The errors by field (wire name and text), and the whole message of the appliance.
    Fields(Vec<(String, String)>, String),
    /// The message of the appliance about a name that is taken.
    NameTaken(String),
    /// Any other refusal, as a full message.
    Other(String),
}

/// Converts the refusal of a create or a change for the form. Only a create has conflicts about the name; a refusal that names no
/// field tells the next step where one is known.
#[must_use]
pub fn form_refusal(error: ApiError, kind: WriteKind) -> FormRefusal {
    let is_explained = error.known_step().is_some();
    match error {
        ApiError::Invalid { message, fields } if !fields.is_empty() || !is_explained => FormRefusal::Fields(fields, message),
        ApiError::Conflict(message) if kind == WriteKind::Create => FormRefusal::NameTaken(message),
        error => FormRefusal::Other(format!("{} {} {}", error.what(), error.safe(), error.todo())),
    }
}
