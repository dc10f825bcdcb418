//! What the steps of the wizard share: the controls, the machine that they feed, and what became of the last request.

use super::form::Form;
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::Unmet;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{Field, ScheduleDraft};
use crate::domain::schedule::spec::{Change, Spec};
use crate::domain::schedule::wizard::{Errand, Input, Output, Request, Step, Wizard};
use crate::domain::time::Instant;
use crate::platform::{clock, timer};
use crate::reactive::*;
use crate::routes::{Place, Route, Router};
use crate::state::drafts::Drafts;
use crate::state::permissions::Permissions;
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::state::toasts::{Kind, Toasts};
use crate::ui::SummaryError;

/// A pause in typing after which the draft is kept.
const KEEP_MS: i32 = 400;

/// What stands in the way of a request that nothing in the form is to blame for.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// This happened.
    Said(String),
    /// Somebody else changed the schedule since it was read.
    Conflict {
        /// What was wanted, on top of what was stored then.
        change: Box<Change>,
        /// What is stored now.
        theirs: Box<Spec>,
    },
    /// The schedule does not exist any more.
    Gone,
    /// The appliance does not change these fields of a stored schedule; a new one can take its place.
    Fixed {
        /// In its own words.
        said: String,
        /// What was wanted.
        change: Box<Change>,
    },
}

/// The desk. Copied freely; lives as long as the page.
#[derive(Clone, Copy)]
pub struct Desk {
    pub errand: StoredValue<Errand>,
    pub form: Form,
    pub wizard: RwSignal<Wizard>,
    pub attempt: RwSignal<u32>,
    pub trouble: RwSignal<Option<Trouble>>,
    pub base: StoredValue<Option<Schedule>>,
    /// When what is in the form was typed, if it was typed before the page was loaded.
    pub restored: RwSignal<Option<Instant>>,
    pub router: Router,
    pub session: SessionContext,
    pub toasts: Toasts,
    pub preferences: Preferences,
    pub schedules: Schedules,
    pub unmet: Unmet,
    pub permissions: Permissions,
}

impl Desk {
    /// A desk for an errand; `wizard` is its machine as it begins.
    pub fn new(errand: Errand, mut wizard: Wizard, base: Option<Schedule>) -> Self {
        let session = SessionContext::expect();
        let kept = Drafts::of(session).and_then(|drafts| drafts.read(&errand, wizard.origin()));
        let restored = kept.as_ref().map(|(_, at)| *at);
        if let Some((draft, _)) = kept {
            wizard.handle(Input::Type(Box::new(draft)), clock::now());
        }
        let desk = Self {
            form: Form::new(wizard.draft()),
            errand: StoredValue::new(errand),
            wizard: RwSignal::new(wizard),
            attempt: RwSignal::new(0),
            trouble: RwSignal::new(None),
            base: StoredValue::new(base),
            restored: RwSignal::new(restored),
            router: Router::expect(),
            session,
            toasts: Toasts::expect(),
            preferences: Preferences::expect(),
            schedules: Schedules::expect(),
            unmet: Unmet::expect(),
            permissions: Permissions::expect(),
        };
        let draft = memo(move || desk.form.draft());
        effect(move || {
            let draft = draft.get();
            // What is offered as a way on was made of the form as it was sent.
            let is_other = desk.wizard.with_untracked(|wizard| *wizard.draft() != draft);
            if is_other
                && desk
                    .trouble
                    .with_untracked(|trouble| matches!(trouble, Some(Trouble::Conflict { .. } | Trouble::Fixed { .. })))
            {
                desk.trouble.set(None);
            }
            desk.wizard.update(|wizard| {
                wizard.handle(Input::Type(Box::new(draft)), clock::now());
            });
        });
        desk.keep_drafts(draft);
        effect(move || {
            if let Route::Wizard(_, step) = desk.router.route().get() {
                desk.wizard.update(|wizard| {
                    wizard.handle(Input::Show(step), clock::now());
                });
            }
        });
        let is_dirty = memo(move || desk.wizard.with(Wizard::is_dirty));
        let give_up = move |()| {
            // What is on its way may yet be refused: then the draft is all there is.
            if desk.wizard.try_with_untracked(Wizard::is_sending).unwrap_or(false) {
                return;
            }
            let _ = desk.wizard.try_update(|wizard| wizard.handle(Input::Saved, clock::now()));
            desk.drop_draft();
        };
        desk.router.guard(is_dirty.into(), Callback::new(give_up));
        desk
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
                let Some(errand) = self.errand.try_get_value() else { return };
                let written = self
                    .wizard
                    .try_with_untracked(|wizard| wizard.is_dirty().then(|| drafts.write(&errand, &draft, wizard.origin())));
                if written == Some(None) {
                    drafts.drop(&errand);
                } else if written == Some(Some(false)) && !std::mem::replace(&mut was_refused, true) {
                    let text = "The browser does not let this page keep what you type; a reload would lose it.";
                    self.toasts.show(Kind::Failed, text, None);
                }
            });
        });
    }

    /// Forgets what was kept: it is sent, or given up.
    pub fn drop_draft(self) {
        if let (Some(drafts), Some(errand)) = (Drafts::of(self.session), self.errand.try_get_value()) {
            drafts.drop(&errand);
        }
    }

    /// The step on screen.
    pub fn step(self) -> Step {
        self.wizard.with(Wizard::step)
    }

    /// The address of a step.
    pub fn href(self, step: Step) -> String {
        self.router.href(Route::Wizard(self.errand.get_value(), step))
    }

    /// Where the person came from.
    pub fn origin(self) -> Place {
        match self.errand.get_value() {
            Errand::Create => Route::Schedules.into(),
            Errand::Edit(id) | Errand::Copy(id) => Route::Schedule(id).into(),
        }
    }

    /// What is wrong with a field, where its step is on screen.
    pub fn error(self, field: Field) -> Signal<Option<String>> {
        derived(move || self.wizard.with(|wizard| wizard.errors().of(field).map(str::to_owned)))
    }

    /// Everything that is wrong on this step, for its summary. On the review a line leads to its step.
    pub fn summary(self) -> Signal<Vec<SummaryError>> {
        derived(move || {
            let step = self.step();
            let errors = self.wizard.with(Wizard::errors);
            let line = |(field, text): (Field, &str)| {
                let id = control(field);
                let field_id = if step == Step::Review { format!("change-{}", Step::of(field).word()) } else { id.to_owned() };
                SummaryError { field_id, text: text.to_owned() }
            };
            let said = match self.trouble.get() {
                Some(Trouble::Said(text)) => Some(SummaryError { field_id: "submit".to_owned(), text }),
                _ => None,
            };
            errors.iter().map(line).chain(said).collect()
        })
    }

    /// Feeds the machine, with what the controls hold in this moment, and does what it says.
    pub fn act(self, input: Input, send: impl FnOnce(Self, Request)) {
        let now = clock::now();
        let draft = untrack(|| self.form.draft());
        let output = self.wizard.try_update(|wizard| {
            wizard.handle(Input::Type(Box::new(draft)), now);
            wizard.handle(input, now)
        });
        match output {
            Some(Output::Enter(step)) => self.router.go(Route::Wizard(self.errand.get_value(), step)),
            Some(Output::Complain) => self.complain(),
            Some(Output::Send(request)) => {
                self.trouble.set(None);
                send(self, *request);
            }
            Some(Output::Stay) | None => {}
        }
    }

    /// Puts the focus where it says what is wrong.
    pub fn complain(self) {
        let _ = self.attempt.try_update(|attempt| *attempt += 1);
    }
}

/// The id of the control that a field error leads to.
pub fn control(field: Field) -> &'static str {
    match field {
        Field::Cloud => "cloud",
        Field::Selection => "selection",
        Field::Containers => "containers",
        Field::Items => "items",
        Field::Backup => "backup",
        Field::RunAt => "run-at",
        Field::Start => "start",
        Field::End => "end",
        Field::RunOn => "run-on",
        Field::Name => "name",
        Field::Description => "description",
        Field::Enabled => "enabled",
    }
}
