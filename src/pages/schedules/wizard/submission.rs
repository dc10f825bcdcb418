//! Submission of the wizard: sends one request, reads the schedule back, and reports the outcome.

use super::context::{SubmitProblem, WizardContext};
use crate::data::client::{FormRefusal, WriteKind, WriteMessage, WriteOutcome, describe, form_refusal};
use crate::data::command::Command;
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{FieldErrors, NewSchedule, ScheduleField};
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::Spec;
use crate::domain::schedule::wizard::{WizardInput, WizardRequest};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::state::toasts::{ToastKind, Toasts};

/// Services that outlive the page during a request, so that a person who left the page still sees the outcome.
#[derive(Clone, Copy)]
struct Submission {
    context: WizardContext,
    toasts: Toasts,
    schedules: Schedules,
    mismatches: WriteMismatches,
    command: Command,
}

/// Sends the request, once.
pub fn send(context: WizardContext, request: WizardRequest) {
    let submission = Submission {
        context,
        toasts: context.toasts,
        schedules: context.schedules,
        mismatches: context.mismatches,
        command: context.command,
    };
    match request {
        WizardRequest::Create(new) => submission.create(new),
        WizardRequest::Change(change) if change.to_json().is_none() => {
            context.act(WizardInput::Saved, |_, _| {});
            context.drop_draft();
            context.toasts.show(ToastKind::Done, "Nothing was changed, so nothing was sent.", None);
            context.router.go_instead(context.origin());
        }
        WizardRequest::Change(change) => submission.change(change),
    }
}

impl Submission {
    fn create(self, new: NewSchedule) {
        let (client, wanted) = (self.command.client(), new.spec().clone());
        let send = async move { client.schedules().create_verified(&new).await };
        self.command.run(
            Permission::Create,
            send,
            || {},
            move |outcome| {
                let name = wanted.name.marked();
                let message = describe(&outcome, WriteKind::Create, &name);
                match outcome {
                    WriteOutcome::Applied(schedule) | WriteOutcome::AppliedDifferently(schedule) => {
                        self.stored(schedule, wanted, &message);
                    }
                    WriteOutcome::NotReadBack(answer, _) => {
                        self.saved();
                        self.command.show(&message, None);
                        answer.into_iter().for_each(|answer| self.schedules.put(answer));
                        self.leave_for(Route::Schedules);
                    }
                    WriteOutcome::Refused(error) => self.refused(form_refusal(error, WriteKind::Create), None, &name),
                    _ => self.refuse(SubmitProblem::Message(message.text()), &name),
                }
            },
        );
    }

    fn change(self, change: ScheduleChange) {
        let Some(base) = self.context.base.try_get_value().flatten() else { return };
        let (client, id, sent) = (self.command.client(), base.id.clone(), change.clone());
        let send = async move { client.schedules().change_verified(&id, &sent).await };
        self.command.run(
            Permission::Change,
            send,
            || {},
            move |outcome| {
                let name = base.name.marked();
                let message = describe(&outcome, WriteKind::Change, &name);
                match outcome {
                    WriteOutcome::Applied(schedule) | WriteOutcome::AppliedDifferently(schedule) => {
                        self.stored(schedule, change.to, &message);
                    }
                    WriteOutcome::NotReadBack(..) => {
                        self.saved();
                        self.command.show(&message, None);
                        self.leave_for(Route::Schedule(base.id));
                    }
                    WriteOutcome::Conflict(theirs) => match Spec::of(&theirs) {
                        Ok(spec) => {
                            let _ = self.context.base.try_set_value(Some(theirs));
                            self.refuse(SubmitProblem::Conflict { change: Box::new(change), theirs: Box::new(spec) }, &name);
                        }
                        Err(why) => self.refuse(SubmitProblem::Message(why), &name),
                    },
                    WriteOutcome::Gone => self.refuse(SubmitProblem::Gone, &name),
                    WriteOutcome::Refused(error) => {
                        self.refused(form_refusal(error, WriteKind::Change), Some(change), &name);
                    }
                    _ => self.refuse(SubmitProblem::Message(message.text()), &name),
                }
            },
        );
    }

    /// Opens the page of the stored schedule, where a banner lists the differences from the wanted values.
    fn stored(self, schedule: Schedule, wanted: Spec, message: &WriteMessage) {
        let route = Route::Schedule(schedule.id.clone());
        if let Ok(stored) = Spec::of(&schedule) {
            self.mismatches.hold(&schedule.id, stored, wanted);
        }
        self.saved();
        let link = (!self.is_here()).then(|| ("Show it".to_owned(), route.path()));
        self.command.show(message, link);
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

    fn refused(self, refusal: FormRefusal, change: Option<ScheduleChange>, name: &str) {
        match refusal {
            FormRefusal::Fields(fields, message) => {
                let (found, rest) = FieldErrors::from_wire(&fields);
                // The appliance may refuse to change a field that passed the check of the form; the offer is then a replacement.
                let fixed = change
                    .filter(|_| !found.is_empty())
                    .map(|change| SubmitProblem::FixedField { message: message.clone(), change: Box::new(change) });
                let other = if !rest.is_empty() { Some(rest.join(" ")) } else { found.is_empty().then_some(message) };
                self.report_error(found, fixed.or(other.map(SubmitProblem::Message)), name);
            }
            FormRefusal::NameTaken(message) => {
                let mut found = FieldErrors::default();
                found.add(ScheduleField::Name, message);
                self.report_error(found, None, name);
            }
            FormRefusal::Other(text) => self.refuse(SubmitProblem::Message(text), name),
        }
    }

    fn refuse(self, problem: SubmitProblem, name: &str) {
        self.report_error(FieldErrors::default(), Some(problem), name);
    }

    fn report_error(self, errors: FieldErrors, problem: Option<SubmitProblem>, name: &str) {
        if !self.is_here() {
            let text = match &problem {
                Some(SubmitProblem::Message(text)) => text.clone(),
                _ => {
                    let why = match &problem {
                        Some(SubmitProblem::Conflict { .. }) => "Somebody else changed it meanwhile.".to_owned(),
                        Some(SubmitProblem::Gone) => "Somebody deleted it.".to_owned(),
                        Some(SubmitProblem::FixedField { message, .. }) => message.clone(),
                        _ => errors.iter().map(|(_, text)| text).collect::<Vec<_>>().join(" "),
                    };
                    format!("{name} was not saved. {why} Your input is kept. Reopen the form to continue.")
                }
            };
            self.toasts.show(ToastKind::Failed, text, None);
            return;
        }
        let _ = self.context.problem.try_set(problem);
        self.context.act(WizardInput::Refused(errors), |_, _| {});
    }
}
