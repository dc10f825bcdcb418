//! The wizard that creates, edits and copies schedules, as a state machine without a page: five steps, answers that are never lost
//! on the way, and one request that leaves when, and only when, nothing is wrong.

use super::draft::{Field, FieldErrors, NewSchedule, ScheduleDraft};
use super::spec::{Change, Spec};
use crate::domain::appliance::id::ScheduleId;
use crate::domain::time::Instant;

/// A step of the wizard. Each has an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the step of the same name")]
pub enum Step {
    Cloud,
    What,
    When,
    Name,
    Review,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Step; 5] = [Step::Cloud, Step::What, Step::When, Step::Name, Step::Review];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        match self {
            Step::Cloud => 1,
            Step::What => 2,
            Step::When => 3,
            Step::Name => 4,
            Step::Review => 5,
        }
    }

    /// Its word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Step::Cloud => "cloud",
            Step::What => "what",
            Step::When => "when",
            Step::Name => "name",
            Step::Review => "review",
        }
    }

    /// Reads the word of an address.
    pub fn from_word(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }

    /// What people read in the list of steps.
    pub fn label(self) -> &'static str {
        match self {
            Step::Cloud => "Cloud",
            Step::What => "What",
            Step::When => "When",
            Step::Name => "Name",
            Step::Review => "Review",
        }
    }

    /// The step that asks for a field.
    pub fn of(field: Field) -> Step {
        match field {
            Field::Cloud => Step::Cloud,
            Field::Selection | Field::Containers | Field::Items | Field::Backup => Step::What,
            Field::RunAt | Field::Start | Field::End | Field::RunOn => Step::When,
            Field::Name | Field::Description | Field::Enabled => Step::Name,
        }
    }

    fn next(self) -> Step {
        Step::ALL.into_iter().find(|step| *step > self).unwrap_or(Step::Review)
    }

    fn previous(self) -> Option<Step> {
        Step::ALL.into_iter().rev().find(|step| *step < self)
    }
}

/// What the wizard is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Errand {
    /// A new schedule.
    Create,
    /// A change of this one.
    Edit(ScheduleId),
    /// A new one like this one, switched off.
    Copy(ScheduleId),
}

impl Errand {
    /// Where it begins: a change shows all there is first, a copy asks for the one thing that it cannot know.
    pub fn first_step(&self) -> Step {
        match self {
            Errand::Create => Step::Cloud,
            Errand::Edit(_) => Step::Review,
            Errand::Copy(_) => Step::Name,
        }
    }
}

/// What happens to the wizard.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Something was typed or chosen; this is the form now.
    Type(Box<ScheduleDraft>),
    /// "Continue".
    Next,
    /// The address shows this step: a link, Back and Forward of the browser, a reload.
    Show(Step),
    /// A "Change" link of the review: the step, and back from there.
    Change(Step),
    /// "Create" or "Save".
    Submit,
    /// The appliance refused the request for these reasons, or it is not known what became of it.
    Refused(FieldErrors),
    /// The appliance took it.
    Saved,
}

/// A request that is to be sent, once.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Create this.
    Create(NewSchedule),
    /// Change that.
    Change(Change),
}

/// What the page has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing.
    Stay,
    /// Show the address of this step.
    Enter(Step),
    /// Show what is wrong, and put the focus there.
    Complain,
    /// Send this.
    Send(Box<Request>),
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
    step: Step,
    errors: FieldErrors,
    returns: bool,
    phase: Phase,
}

impl Wizard {
    /// For a schedule that does not exist yet; `origin` is what the form begins with.
    pub fn create(origin: ScheduleDraft, step: Step) -> Wizard {
        let errors = FieldErrors::default();
        Wizard { draft: origin.clone(), origin, stored: None, step, errors, returns: false, phase: Phase::Filling }
    }

    /// For a change of stored settings.
    pub fn edit(stored: Spec, step: Step) -> Wizard {
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
    pub fn step(&self) -> Step {
        self.step
    }

    /// What is wrong, of the step on screen; on the review, of all steps.
    pub fn errors(&self) -> FieldErrors {
        self.errors.only(|field| self.step == Step::Review || Step::of(field) == self.step)
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
    pub fn previous(&self) -> Option<Step> {
        self.step.previous()
    }

    /// Everything that is wrong with the form as it is.
    pub fn check(&self, now: Instant) -> FieldErrors {
        self.request(now).err().unwrap_or_default()
    }

    /// The request that the form makes, or all that is wrong with it.
    pub fn request(&self, now: Instant) -> Result<Request, FieldErrors> {
        match &self.stored {
            Some(stored) => self.draft.validate_change(stored, now).map(Request::Change),
            None => self.draft.validate(now).map(Request::Create),
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
    pub fn handle(&mut self, input: Input, now: Instant) -> Output {
        match input {
            Input::Type(draft) => {
                self.draft = *draft;
                if self.phase == Phase::Saved {
                    self.phase = Phase::Filling;
                }
                Output::Stay
            }
            Input::Show(step) => {
                self.step = step;
                if step == Step::Review {
                    self.returns = false;
                }
                Output::Stay
            }
            Input::Change(step) => {
                self.returns = step != Step::Review;
                Output::Enter(step)
            }
            Input::Next => self.next(now),
            Input::Submit => self.submit(now),
            Input::Refused(errors) => {
                self.phase = Phase::Filling;
                self.errors = errors;
                Output::Complain
            }
            Input::Saved => {
                self.phase = Phase::Saved;
                self.errors = FieldErrors::default();
                Output::Stay
            }
        }
    }

    fn next(&mut self, now: Instant) -> Output {
        let step = self.step;
        if step == Step::Review {
            return self.submit(now);
        }
        let wrong = self.check(now).only(|field| Step::of(field) == step);
        let others = self.errors.only(|field| Step::of(field) != step);
        let is_wrong = !wrong.is_empty();
        self.errors = others;
        wrong.iter().for_each(|(field, text)| self.errors.add(field, text));
        match (is_wrong, self.returns) {
            (true, _) => Output::Complain,
            (false, true) => Output::Enter(Step::Review),
            (false, false) => Output::Enter(step.next()),
        }
    }

    fn submit(&mut self, now: Instant) -> Output {
        if self.step != Step::Review || self.phase == Phase::Sending {
            return Output::Stay;
        }
        match self.request(now) {
            Ok(request) => {
                self.errors = FieldErrors::default();
                self.phase = Phase::Sending;
                Output::Send(Box::new(request))
            }
            Err(errors) => {
                self.errors = errors;
                Output::Complain
            }
        }
    }
}
