//! What becomes of the request: one is sent, read back, and told.

use super::context::{SubmitProblem, WizardContext};
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{FieldErrors, NewSchedule, ScheduleField};
use crate::domain::schedule::spec::{ScheduleChange, Spec};
use crate::domain::schedule::wizard::{WizardInput, WizardRequest};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::client::{ApiError, Changed, Created};
use crate::state::permissions::{Permission, Permissions};
use crate::state::toasts::{ToastKind, Toasts};

/// What outlives the page while an answer is awaited: a person who has left it is told all the same.
#[derive(Clone, Copy)]
struct Submission {
    context: WizardContext,
    toasts: Toasts,
    schedules: Schedules,
    mismatches: WriteMismatches,
    permissions: Permissions,
}

/// Sends the request, once.
pub fn send(context: WizardContext, request: WizardRequest) {
    let counter = Submission {
        context,
        toasts: context.toasts,
        schedules: context.schedules,
        mismatches: context.mismatches,
        permissions: context.permissions,
    };
    match request {
        WizardRequest::Create(new) => counter.create(new),
        WizardRequest::Change(change) if change.to_json().is_none() => {
            context.act(WizardInput::Saved, |_, _| {});
            context.drop_draft();
            context.toasts.show(ToastKind::Done, "Nothing was changed, so nothing was sent.", None);
            context.router.go_instead(context.origin());
        }
        WizardRequest::Change(change) => counter.change(change),
    }
}

impl Submission {
    fn create(self, new: NewSchedule) {
        let (client, who) = (self.context.session.client(), self.context.session.identity_key());
        spawn_local(async move {
            let name = new.spec().name.trim().to_owned();
            let created = client.schedules().create_verified(&new).await;
            if self.context.session.identity_key() != who {
                return;
            }
            match created {
                Created::Stored(schedule) => self.stored(*schedule, new.spec().clone(), "created"),
                Created::Unseen(answer, error) => {
                    let text = format!("{name} was accepted, but it cannot be read back yet. {}", error.what());
                    self.saved();
                    self.toasts.show(ToastKind::Done, text, None);
                    if let Some(answer) = answer {
                        self.schedules.put(*answer);
                    }
                    self.leave_for(Route::Schedules);
                }
                Created::NotStored => {
                    self.refuse(
                        SubmitProblem::Said(format!(
                            "The answer was lost. The console looked for {name}: it was not created. You can send it again."
                        )),
                        &name,
                    );
                }
                Created::Unknown(error) => {
                    self.refuse(
                        SubmitProblem::Said(format!(
                            "The answer was lost, and whether {name} was created could not be found out: {} Look at the table of \
                         schedules before you send it again.",
                            error.what()
                        )),
                        &name,
                    );
                }
                Created::Refused(error) => self.refused(error, None, &name),
            }
        });
    }

    fn change(self, change: ScheduleChange) {
        let (client, who) = (self.context.session.client(), self.context.session.identity_key());
        let Some(base) = self.context.base.try_get_value().flatten() else { return };
        spawn_local(async move {
            let name = base.name.trim().to_owned();
            let changed = client.schedules().change_verified(&base.id, &change).await;
            if self.context.session.identity_key() != who {
                return;
            }
            match changed {
                Changed::Stored(schedule) => self.stored(*schedule, change.to, "changed"),
                Changed::Unseen(error) => {
                    self.saved();
                    let text = format!("The change of {name} was accepted, but it cannot be read back yet. {}", error.what());
                    self.toasts.show(ToastKind::Done, text, None);
                    self.leave_for(Route::Schedule(base.id));
                }
                Changed::Conflict(theirs) => match Spec::of(&theirs) {
                    Ok(spec) => {
                        let _ = self.context.base.try_set_value(Some(*theirs));
                        self.refuse(SubmitProblem::Conflict { change: Box::new(change), theirs: Box::new(spec) }, &name);
                    }
                    Err(why) => self.refuse(SubmitProblem::Said(why), &name),
                },
                Changed::Overtaken(_) => {
                    let text = format!(
                        "The answer was lost, and {name} is stored neither as it was before nor as you want it: somebody else may \
                         have changed it at the same time. Look at it as it is now."
                    );
                    self.refuse(SubmitProblem::Said(text), &name);
                }
                Changed::Gone => self.refuse(SubmitProblem::Gone, &name),
                Changed::NotStored => {
                    let text = format!(
                        "The answer was lost. The console looked at {name}: it is as it was before. You can send the change again."
                    );
                    self.refuse(SubmitProblem::Said(text), &name);
                }
                Changed::Unknown(error) => {
                    let text =
                        format!("The answer was lost, and whether {name} was changed could not be found out: {}", error.what());
                    self.refuse(SubmitProblem::Said(text), &name);
                }
                Changed::Refused(error) => self.refused(error, Some(change), &name),
            }
        });
    }

    /// It is stored; if otherwise than asked for, its page says so.
    fn stored(self, schedule: Schedule, wanted: Spec, verb: &str) {
        let name = schedule.name.trim().to_owned();
        let route = Route::Schedule(schedule.id.clone());
        let differs = match Spec::of(&schedule) {
            Ok(stored) => self.mismatches.hold(&schedule.id, stored, wanted),
            Err(_) => true,
        };
        self.saved();
        let is_here = self.is_here();
        let link = (!is_here).then(|| ("Show it".to_owned(), route.path()));
        if differs {
            let text = format!("{name} was {verb}, but the appliance stored it otherwise than asked for.");
            self.toasts.show(ToastKind::Failed, text, link);
        } else {
            self.toasts.show(ToastKind::Done, format!("{name} was {verb}."), link);
        }
        self.schedules.put(schedule);
        self.leave_for(route);
    }

    fn saved(self) {
        if self.is_here() {
            self.context.act(WizardInput::Saved, |_, _| {});
            self.context.drop_draft();
        }
    }

    fn is_here(self) -> bool {
        self.context.wizard.try_with_untracked(|_| ()).is_some()
    }

    fn leave_for(self, route: Route) {
        if self.is_here() {
            self.context.router.go_instead(route);
        }
    }

    fn refused(self, error: ApiError, change: Option<ScheduleChange>, name: &str) {
        self.permissions.learn(if change.is_some() { Permission::Change } else { Permission::Create }, &error);
        match (error, change) {
            // The person signed out, or is another by now.
            (ApiError::Aborted, _) => {}
            (ApiError::Invalid { message, fields }, change) => {
                let (found, rest) = FieldErrors::from_wire(&fields);
                // What passed our check and is refused in a change may be a field that this appliance keeps as it is.
                let fixed = change
                    .filter(|_| !found.is_empty())
                    .map(|change| SubmitProblem::Fixed { said: message.clone(), change: Box::new(change) });
                let said = if !rest.is_empty() { Some(rest.join(" ")) } else { found.is_empty().then_some(message) };
                self.complain(found, fixed.or(said.map(SubmitProblem::Said)), name);
            }
            (ApiError::Conflict(message), None) => {
                let mut found = FieldErrors::default();
                found.add(ScheduleField::Name, message);
                self.complain(found, None, name);
            }
            (error, _) => self.refuse(SubmitProblem::Said(format!("{} {} {}", error.what(), error.safe(), error.todo())), name),
        }
    }

    fn refuse(self, trouble: SubmitProblem, name: &str) {
        self.complain(FieldErrors::default(), Some(trouble), name);
    }

    fn complain(self, errors: FieldErrors, trouble: Option<SubmitProblem>, name: &str) {
        if !self.is_here() {
            let said = match &trouble {
                Some(SubmitProblem::Said(text)) => text.clone(),
                _ => {
                    let why = errors.iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
                    format!("{name} was not saved. {why} What you entered is kept: begin where you were.")
                }
            };
            self.toasts.show(ToastKind::Failed, said, None);
            return;
        }
        let _ = self.context.trouble.try_set(trouble);
        self.context.act(WizardInput::Refused(errors), |_, _| {});
    }
}
