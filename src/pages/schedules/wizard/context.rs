//! State that the steps of the wizard share: the controls, the state machine behind them, and the problem of the last request.

use super::form::Form;
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{ScheduleDraft, ScheduleField};
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::Spec;
use crate::domain::schedule::wizard::{Wizard, WizardEffect, WizardInput, WizardMode, WizardRequest, WizardStep};
use crate::domain::time::Instant;
use crate::platform::{clock, timer};
use crate::reactive::*;
use crate::routes::{Place, Route, Router};
use crate::state::drafts::Drafts;
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::SummaryError;

/// Milliseconds without typing after which the draft is stored.
const KEEP_MS: i32 = 400;

/// An obstacle to saving that no field of the form causes.
#[derive(Clone, Debug, PartialEq)]
pub enum SubmitProblem {
    /// A problem described by this text.
    Message(String),
    /// Another person changed the schedule after this wizard read it.
    Conflict {
        /// The requested change, based on the settings as this wizard read them.
        change: Box<ScheduleChange>,
        /// The settings that the appliance stores now.
        theirs: Box<Spec>,
    },
    /// The schedule no longer exists.
    Gone,
    /// The appliance refuses to change these fields of a stored schedule; a new schedule can replace it.
    FixedField {
        /// The message of the appliance.
        message: String,
        /// The requested change.
        change: Box<ScheduleChange>,
    },
}

/// Signals and services that all steps use; `Copy`, and valid as long as the page.
#[derive(Clone, Copy)]
pub struct WizardContext {
    pub mode: StoredValue<WizardMode>,
    pub form: Form,
    pub wizard: RwSignal<Wizard>,
    pub attempt: RwSignal<u32>,
    pub problem: RwSignal<Option<SubmitProblem>>,
    pub base: StoredValue<Option<Schedule>>,
    /// Time of the last edit of a draft that was restored after a page load.
    pub restored: RwSignal<Option<Instant>>,
    pub router: Router,
    pub session: SessionContext,
    pub toasts: Toasts,
    pub preferences: Preferences,
    pub schedules: Schedules,
    pub mismatches: WriteMismatches,
    /// Made with the context: a press has no owner to take contexts from.
    pub command: Command,
}

impl WizardContext {
    /// Creates the context for a mode; `wizard` is the initial state of its machine.
    pub fn new(mode: WizardMode, mut wizard: Wizard, base: Option<Schedule>) -> Self {
        let session = AppContext::expect().session;
        let kept = Drafts::of(session).and_then(|drafts| drafts.read(&mode, wizard.origin()));
        let restored = kept.as_ref().map(|(_, at)| *at);
        if let Some((draft, _)) = kept {
            wizard.handle(WizardInput::Type(Box::new(draft)), clock::now());
        }
        let context = Self {
            form: Form::new(wizard.draft()),
            mode: StoredValue::new(mode),
            wizard: RwSignal::new(wizard),
            attempt: RwSignal::new(0),
            problem: RwSignal::new(None),
            base: StoredValue::new(base),
            restored: RwSignal::new(restored),
            router: AppContext::expect().router,
            session,
            toasts: AppContext::expect().toasts,
            preferences: AppContext::expect().preferences,
            schedules: SignedInContext::expect().schedules,
            mismatches: SignedInContext::expect().write_mismatches,
            command: Command::new(),
        };
        let draft = memo(move || context.form.draft());
        effect(move || {
            let draft = draft.get();
            // The offers of a conflict or a refused field belong to the submitted draft, so an edit removes them.
            let is_other = context.wizard.with_untracked(|wizard| *wizard.draft() != draft);
            if is_other
                && context.problem.with_untracked(|problem| {
                    matches!(problem, Some(SubmitProblem::Conflict { .. } | SubmitProblem::FixedField { .. }))
                })
            {
                context.problem.set(None);
            }
            context.wizard.update(|wizard| {
                wizard.handle(WizardInput::Type(Box::new(draft)), clock::now());
            });
        });
        context.keep_drafts(draft);
        effect(move || {
            if let Route::Wizard(_, step) = context.router.route().get() {
                context.wizard.update(|wizard| {
                    wizard.handle(WizardInput::Show(step), clock::now());
                });
            }
        });
        let is_dirty = memo(move || context.wizard.with(Wizard::is_dirty));
        let give_up = move |()| {
            // The appliance may still refuse a request in flight; the draft is then the only copy.
            if context.wizard.try_with_untracked(Wizard::is_sending).unwrap_or(false) {
                return;
            }
            let _ = context.wizard.try_update(|wizard| wizard.handle(WizardInput::Saved, clock::now()));
            context.drop_draft();
        };
        context.router.guard(is_dirty.into(), Callback::new(give_up));
        context
    }

    fn keep_drafts(self, draft: Memo<ScheduleDraft>) {
        let pause = timer::Slot::new();
        let mut was_refused = false;
        let mut is_first = true;
        effect(move || {
            draft.track();
            if std::mem::take(&mut is_first) {
                return;
            }
            pause.after(KEEP_MS, move || {
                let (Some(drafts), Some(draft)) = (Drafts::of(self.session), draft.try_get_untracked()) else { return };
                let Some(mode) = self.mode.try_get_value() else { return };
                let written = self
                    .wizard
                    .try_with_untracked(|wizard| wizard.is_dirty().then(|| drafts.write(&mode, &draft, wizard.origin())));
                if written == Some(None) {
                    drafts.drop(&mode);
                } else if written == Some(Some(false)) && !std::mem::replace(&mut was_refused, true) {
                    let text = "The browser does not let this page keep your input; a reload would lose it.";
                    self.toasts.show(ToastKind::Failed, text, None);
                }
            });
        });
    }

    /// Deletes the stored draft, after it is submitted or discarded.
    pub fn drop_draft(self) {
        if let (Some(drafts), Some(mode)) = (Drafts::of(self.session), self.mode.try_get_value()) {
            drafts.drop(&mode);
        }
    }

    /// Gives the step on screen.
    pub fn step(self) -> WizardStep {
        self.wizard.with(Wizard::step)
    }

    /// Gives the address of a step.
    pub fn href(self, step: WizardStep) -> String {
        self.router.href(Route::Wizard(self.mode.get_value(), step))
    }

    /// Gives the page that the wizard was opened from.
    pub fn origin(self) -> Place {
        match self.mode.get_value() {
            WizardMode::Create => Route::Schedules.into(),
            WizardMode::Edit(id) | WizardMode::Copy(id) => Route::Schedule(id).into(),
        }
    }

    /// Gives the error of a field, while its step is on screen.
    pub fn error(self, field: ScheduleField) -> Signal<Option<String>> {
        derived(move || self.wizard.with(|wizard| wizard.errors().of(field).map(str::to_owned)))
    }

    /// Gives all errors of the step on screen for the error summary. On the review, each line links to the step of its field.
    pub fn summary(self) -> Signal<Vec<SummaryError>> {
        derived(move || {
            let step = self.step();
            let errors = self.wizard.with(Wizard::errors);
            let line = |(field, text): (ScheduleField, &str)| {
                let id = control(field);
                let field_id =
                    if step == WizardStep::Review { format!("change-{}", WizardStep::of(field).word()) } else { id.to_owned() };
                SummaryError { field_id, text: text.to_owned() }
            };
            let message = match self.problem.get() {
                Some(SubmitProblem::Message(text)) => Some(SummaryError { field_id: "submit".to_owned(), text }),
                _ => None,
            };
            errors.iter().map(line).chain(message).collect()
        })
    }

    /// Passes the present draft and `input` to the state machine, and executes the effect that the machine returns.
    pub fn act(self, input: WizardInput, send: impl FnOnce(Self, WizardRequest)) {
        let now = clock::now();
        let draft = untrack(|| self.form.draft());
        let output = self.wizard.try_update(|wizard| {
            wizard.handle(WizardInput::Type(Box::new(draft)), now);
            wizard.handle(input, now)
        });
        match output {
            Some(WizardEffect::Enter(step)) => self.router.go(Route::Wizard(self.mode.get_value(), step)),
            Some(WizardEffect::FocusErrors) => self.focus_errors(),
            Some(WizardEffect::Send(request)) => {
                self.problem.set(None);
                send(self, *request);
            }
            Some(WizardEffect::Stay) | None => {}
        }
    }

    /// Moves the focus to the error summary.
    pub fn focus_errors(self) {
        let _ = self.attempt.try_update(|attempt| *attempt += 1);
    }
}

/// Gives the element id of the control that belongs to a field.
pub fn control(field: ScheduleField) -> &'static str {
    match field {
        ScheduleField::Cloud => "cloud",
        ScheduleField::Selection => "selection",
        ScheduleField::Containers => "containers",
        ScheduleField::Items => "items",
        ScheduleField::Backup => "backup",
        ScheduleField::RunAt => "run-at",
        ScheduleField::Start => "start",
        ScheduleField::End => "end",
        ScheduleField::RunOn => "run-on",
        ScheduleField::Name => "name",
        ScheduleField::Description => "description",
        ScheduleField::Enabled => "enabled",
    }
}
