//! The wizard that creates, edits and copies schedules, as a state machine without a page: five steps that keep every input, and
//! one request, sent only if the form is valid.

use super::draft::{FieldErrors, NewSchedule, ScheduleDraft, ScheduleField};
use super::patch::ScheduleChange;
use super::spec::Spec;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::time::Instant;

/// A step of the wizard; each step has a URL of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WizardStep {
    Cloud,
    What,
    When,
    Name,
    Review,
}

impl WizardStep {
    /// All steps, in order.
    pub const ALL: [WizardStep; 5] =
        [WizardStep::Cloud, WizardStep::What, WizardStep::When, WizardStep::Name, WizardStep::Review];

    /// Gives the number of the step, from 1.
    pub fn number(self) -> usize {
        match self {
            WizardStep::Cloud => 1,
            WizardStep::What => 2,
            WizardStep::When => 3,
            WizardStep::Name => 4,
            WizardStep::Review => 5,
        }
    }

    /// Gives the step's word in a URL.
    pub fn word(self) -> &'static str {
        match self {
            WizardStep::Cloud => "cloud",
            WizardStep::What => "what",
            WizardStep::When => "when",
            WizardStep::Name => "name",
            WizardStep::Review => "review",
        }
    }

    /// Reads the word of a URL; `None` for an unknown word.
    pub fn from_word(word: &str) -> Option<WizardStep> {
        WizardStep::ALL.into_iter().find(|step| step.word() == word)
    }

    /// Gives the text in the list of steps.
    pub fn label(self) -> &'static str {
        match self {
            WizardStep::Cloud => "Cloud",
            WizardStep::What => "What",
            WizardStep::When => "When",
            WizardStep::Name => "Name",
            WizardStep::Review => "Review",
        }
    }

    /// Gives the step with a field.
    pub fn of(field: ScheduleField) -> WizardStep {
        match field {
            ScheduleField::Cloud => WizardStep::Cloud,
            ScheduleField::Selection | ScheduleField::Containers | ScheduleField::Items | ScheduleField::Backup => {
                WizardStep::What
            }
            ScheduleField::RunAt | ScheduleField::Start | ScheduleField::End | ScheduleField::RunOn => WizardStep::When,
            ScheduleField::Name | ScheduleField::Description | ScheduleField::Enabled => WizardStep::Name,
        }
    }

    fn next(self) -> WizardStep {
        WizardStep::ALL.into_iter().find(|step| *step > self).unwrap_or(WizardStep::Review)
    }

    fn previous(self) -> Option<WizardStep> {
        WizardStep::ALL.into_iter().rev().find(|step| *step < self)
    }
}

/// Purpose of the wizard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WizardMode {
    Create,
    /// A change of this schedule.
    Edit(ScheduleId),
    /// A new schedule with the settings of this one, switched off.
    Copy(ScheduleId),
}

impl WizardMode {
    /// Gives the first step: an edit starts with the review of all settings, a copy with the name, the one setting that a copy
    /// cannot take over.
    pub fn first_step(&self) -> WizardStep {
        match self {
            WizardMode::Create => WizardStep::Cloud,
            WizardMode::Edit(_) => WizardStep::Review,
            WizardMode::Copy(_) => WizardStep::Name,
        }
    }
}

/// An event of the wizard.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardInput {
    /// An input changed; the draft is the form's new content.
    Type(Box<ScheduleDraft>),
    /// "Continue".
    Next,
    /// The URL shows this step: a link, Back and Forward of the browser, a reload.
    Show(WizardStep),
    /// A "Change" link of the review: shows the step, and Continue leads back to the review.
    Change(WizardStep),
    /// "Create" or "Save".
    Submit,
    /// The appliance refused the request with these errors, or the result is unknown.
    Refused(FieldErrors),
    Saved,
}

/// A request to send, once.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardRequest {
    Create(NewSchedule),
    Change(ScheduleChange),
}

/// An effect for the page to execute.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardEffect {
    /// No effect.
    Stay,
    /// Open the URL of this step.
    Enter(WizardStep),
    /// Show the errors, and focus them.
    FocusErrors,
    /// Send this request.
    Send(Box<WizardRequest>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Filling,
    Sending,
    Saved,
}

/// The wizard's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Wizard {
    draft: ScheduleDraft,
    origin: ScheduleDraft,
    stored: Option<Spec>,
    step: WizardStep,
    errors: FieldErrors,
    returns: bool,
    phase: Phase,
}

impl Wizard {
    /// Starts a wizard for a new schedule; `origin` is the initial form.
    pub fn create(origin: ScheduleDraft, step: WizardStep) -> Wizard {
        let errors = FieldErrors::default();
        Wizard { draft: origin.clone(), origin, stored: None, step, errors, returns: false, phase: Phase::Filling }
    }

    /// Starts a wizard for a change of stored settings.
    pub fn edit(stored: Spec, step: WizardStep) -> Wizard {
        Wizard { stored: Some(stored.clone()), ..Wizard::create(ScheduleDraft::of(&stored), step) }
    }

    /// Gives the current form.
    pub fn draft(&self) -> &ScheduleDraft {
        &self.draft
    }

    /// Gives the initial form.
    pub fn origin(&self) -> &ScheduleDraft {
        &self.origin
    }

    /// Gives the stored settings under change; `None` for a new schedule.
    pub fn stored(&self) -> Option<&Spec> {
        self.stored.as_ref()
    }

    /// Gives the step on screen.
    pub fn step(&self) -> WizardStep {
        self.step
    }

    /// Gives the errors of the step on screen; on the review, of all steps.
    pub fn errors(&self) -> FieldErrors {
        self.errors.only(|field| self.step == WizardStep::Review || WizardStep::of(field) == self.step)
    }

    /// True while a request is in flight; the wizard sends no second one.
    pub fn is_sending(&self) -> bool {
        self.phase == Phase::Sending
    }

    /// True if leaving the page would lose input.
    pub fn is_dirty(&self) -> bool {
        self.phase != Phase::Saved && self.draft != self.origin
    }

    /// True if Continue leads back to the review.
    pub fn returns_to_review(&self) -> bool {
        self.returns
    }

    /// Gives the previous step, if there is one.
    pub fn previous(&self) -> Option<WizardStep> {
        self.step.previous()
    }

    /// Gives every error of the form.
    pub fn check(&self, now: Instant) -> FieldErrors {
        self.request(now).err().unwrap_or_default()
    }

    /// Gives the request of the form, or all errors.
    pub fn request(&self, now: Instant) -> Result<WizardRequest, FieldErrors> {
        match &self.stored {
            Some(stored) => self.draft.validate_change(stored, now).map(WizardRequest::Change),
            None => self.draft.validate(now).map(WizardRequest::Create),
        }
    }

    /// Applies the edits to other stored settings, after somebody else changed them.
    pub fn rebase(&mut self, theirs: Spec, mine: &Spec) {
        self.draft = ScheduleDraft::of(mine);
        self.origin = ScheduleDraft::of(&theirs);
        self.stored = Some(theirs);
        self.errors = FieldErrors::default();
        self.phase = Phase::Filling;
    }

    /// Takes an event and gives its effect.
    pub fn handle(&mut self, input: WizardInput, now: Instant) -> WizardEffect {
        match input {
            WizardInput::Type(draft) => {
                self.draft = *draft;
                if self.phase == Phase::Saved {
                    self.phase = Phase::Filling;
                }
                WizardEffect::Stay
            }
            WizardInput::Show(step) => {
                self.step = step;
                if step == WizardStep::Review {
                    self.returns = false;
                }
                WizardEffect::Stay
            }
            WizardInput::Change(step) => {
                self.returns = step != WizardStep::Review;
                WizardEffect::Enter(step)
            }
            WizardInput::Next => self.next(now),
            WizardInput::Submit => self.submit(now),
            WizardInput::Refused(errors) => {
                self.phase = Phase::Filling;
                self.errors = errors;
                WizardEffect::FocusErrors
            }
            WizardInput::Saved => {
                self.phase = Phase::Saved;
                self.errors = FieldErrors::default();
                WizardEffect::Stay
            }
        }
    }

    fn next(&mut self, now: Instant) -> WizardEffect {
        let step = self.step;
        if step == WizardStep::Review {
            return self.submit(now);
        }
        let wrong = self.check(now).only(|field| WizardStep::of(field) == step);
        let others = self.errors.only(|field| WizardStep::of(field) != step);
        let is_wrong = !wrong.is_empty();
        self.errors = others;
        wrong.iter().for_each(|(field, text)| self.errors.add(field, text));
        match (is_wrong, self.returns) {
            (true, _) => WizardEffect::FocusErrors,
            (false, true) => WizardEffect::Enter(WizardStep::Review),
            (false, false) => WizardEffect::Enter(step.next()),
        }
    }

    fn submit(&mut self, now: Instant) -> WizardEffect {
        if self.step != WizardStep::Review || self.phase == Phase::Sending {
            return WizardEffect::Stay;
        }
        match self.request(now) {
            Ok(request) => {
                self.errors = FieldErrors::default();
                self.phase = Phase::Sending;
                WizardEffect::Send(Box::new(request))
            }
            Err(errors) => {
                self.errors = errors;
                WizardEffect::FocusErrors
            }
        }
    }
}
