//! The wizard that creates, edits and copies schedules, as a state machine without a page: five steps, answers that are never lost
//! on the way, and one request that leaves when, and only when, nothing is wrong.

use super::draft::{FieldErrors, NewSchedule, ScheduleDraft, ScheduleField};
use super::spec::{ScheduleChange, Spec};
use crate::domain::appliance::id::ScheduleId;
use crate::domain::time::Instant;

/// A step of the wizard. Each has an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the step of the same name")]
pub enum WizardStep {
    Cloud,
    What,
    When,
    Name,
    Review,
}

impl WizardStep {
    /// All of them, in order.
    pub const ALL: [WizardStep; 5] =
        [WizardStep::Cloud, WizardStep::What, WizardStep::When, WizardStep::Name, WizardStep::Review];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        match self {
            WizardStep::Cloud => 1,
            WizardStep::What => 2,
            WizardStep::When => 3,
            WizardStep::Name => 4,
            WizardStep::Review => 5,
        }
    }

    /// Its word in an address.
    pub fn word(self) -> &'static str {
        match self {
            WizardStep::Cloud => "cloud",
            WizardStep::What => "what",
            WizardStep::When => "when",
            WizardStep::Name => "name",
            WizardStep::Review => "review",
        }
    }

    /// Reads the word of an address.
    pub fn from_word(word: &str) -> Option<WizardStep> {
        WizardStep::ALL.into_iter().find(|step| step.word() == word)
    }

    /// What people read in the list of steps.
    pub fn label(self) -> &'static str {
        match self {
            WizardStep::Cloud => "Cloud",
            WizardStep::What => "What",
            WizardStep::When => "When",
            WizardStep::Name => "Name",
            WizardStep::Review => "Review",
        }
    }

    /// The step that asks for a field.
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

/// What the wizard is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WizardMode {
    /// A new schedule.
    Create,
    /// A change of this one.
    Edit(ScheduleId),
    /// A new one like this one, switched off.
    Copy(ScheduleId),
}

impl WizardMode {
    /// Where it begins: a change shows all there is first, a copy asks for the one thing that it cannot know.
    pub fn first_step(&self) -> WizardStep {
        match self {
            WizardMode::Create => WizardStep::Cloud,
            WizardMode::Edit(_) => WizardStep::Review,
            WizardMode::Copy(_) => WizardStep::Name,
        }
    }
}

/// What happens to the wizard.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardInput {
    /// Something was typed or chosen; this is the form now.
    Type(Box<ScheduleDraft>),
    /// "Continue".
    Next,
    /// The address shows this step: a link, Back and Forward of the browser, a reload.
    Show(WizardStep),
    /// A "Change" link of the review: the step, and back from there.
    Change(WizardStep),
    /// "Create" or "Save".
    Submit,
    /// The appliance refused the request for these reasons, or it is not known what became of it.
    Refused(FieldErrors),
    /// The appliance took it.
    Saved,
}

/// A request that is to be sent, once.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardRequest {
    /// Create this.
    Create(NewSchedule),
    /// Change that.
    Change(ScheduleChange),
}

/// What the page has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardEffect {
    /// Nothing.
    Stay,
    /// Show the address of this step.
    Enter(WizardStep),
    /// Show what is wrong, and put the focus there.
    Complain,
    /// Send this.
    Send(Box<WizardRequest>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Filling,
    Sending,
    Saved,
}

/// The wizard.
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
    /// For a schedule that does not exist yet; `origin` is what the form begins with.
    pub fn create(origin: ScheduleDraft, step: WizardStep) -> Wizard {
        let errors = FieldErrors::default();
        Wizard { draft: origin.clone(), origin, stored: None, step, errors, returns: false, phase: Phase::Filling }
    }

    /// For a change of stored settings.
    pub fn edit(stored: Spec, step: WizardStep) -> Wizard {
        Wizard { stored: Some(stored.clone()), ..Wizard::create(ScheduleDraft::of(&stored), step) }
    }

    /// What the form holds.
    pub fn draft(&self) -> &ScheduleDraft {
        &self.draft
    }

    /// What the form began with.
    pub fn origin(&self) -> &ScheduleDraft {
        &self.origin
    }

    /// The stored settings that are changed; `None` for a new schedule.
    pub fn stored(&self) -> Option<&Spec> {
        self.stored.as_ref()
    }

    /// The step on screen.
    pub fn step(&self) -> WizardStep {
        self.step
    }

    /// What is wrong, of the step on screen; on the review, of all steps.
    pub fn errors(&self) -> FieldErrors {
        self.errors.only(|field| self.step == WizardStep::Review || WizardStep::of(field) == self.step)
    }

    /// Whether a request is under way: another one does not leave.
    pub fn is_sending(&self) -> bool {
        self.phase == Phase::Sending
    }

    /// Whether leaving the page would lose something.
    pub fn is_dirty(&self) -> bool {
        self.phase != Phase::Saved && self.draft != self.origin
    }

    /// Whether Continue leads back to the review.
    pub fn returns_to_review(&self) -> bool {
        self.returns
    }

    /// The step before, if there is one.
    pub fn previous(&self) -> Option<WizardStep> {
        self.step.previous()
    }

    /// Everything that is wrong with the form as it is.
    pub fn check(&self, now: Instant) -> FieldErrors {
        self.request(now).err().unwrap_or_default()
    }

    /// The request that the form makes, or all that is wrong with it.
    pub fn request(&self, now: Instant) -> Result<WizardRequest, FieldErrors> {
        match &self.stored {
            Some(stored) => self.draft.validate_change(stored, now).map(WizardRequest::Change),
            None => self.draft.validate(now).map(WizardRequest::Create),
        }
    }

    /// What was edited goes on top of other stored settings: somebody else changed them meanwhile.
    pub fn rebase(&mut self, theirs: Spec, mine: &Spec) {
        self.draft = ScheduleDraft::of(mine);
        self.origin = ScheduleDraft::of(&theirs);
        self.stored = Some(theirs);
        self.errors = FieldErrors::default();
        self.phase = Phase::Filling;
    }

    /// Takes in what happened and says what follows.
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
                WizardEffect::Complain
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
            (true, _) => WizardEffect::Complain,
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
                WizardEffect::Complain
            }
        }
    }
}
