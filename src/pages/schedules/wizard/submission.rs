//! What becomes of the request: one is sent, read back, and told.

use super::context::{Desk, Trouble};
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::Unmet;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::{Field, FieldErrors, NewSchedule};
use crate::domain::schedule::spec::{Change, Spec};
use crate::domain::schedule::wizard::{Input, Request};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::client::{ApiError, Changed, Created};
use crate::state::permissions::{Deed, Permissions};
use crate::state::toasts::{Kind, Toasts};

/// What outlives the page while an answer is awaited: a person who has left it is told all the same.
#[derive(Clone, Copy)]
struct Counter {
    desk: Desk,
    toasts: Toasts,
    schedules: Schedules,
    unmet: Unmet,
    permissions: Permissions,
}

/// Sends the request, once.
pub fn send(desk: Desk, request: Request) {
    let counter =
        Counter { desk, toasts: desk.toasts, schedules: desk.schedules, unmet: desk.unmet, permissions: desk.permissions };
    match request {
        Request::Create(new) => counter.create(new),
        Request::Change(change) if change.to_json().is_none() => {
            desk.act(Input::Saved, |_, _| {});
            desk.drop_draft();
            desk.toasts.show(Kind::Done, "Nothing was changed, so nothing was sent.", None);
            desk.router.go_instead(desk.origin());
        }
        Request::Change(change) => counter.change(change),
    }
}

impl Counter {
    fn create(self, new: NewSchedule) {
        let (client, who) = (self.desk.session.client(), self.desk.session.mark());
        spawn_local(async move {
            let name = new.spec().name.trim().to_owned();
            let created = client.schedules().create_verified(&new).await;
            if self.desk.session.mark() != who {
                return;
            }
            match created {
                Created::Stored(schedule) => self.stored(*schedule, new.spec().clone(), "created"),
                Created::Unseen(answer, error) => {
                    let text = format!("{name} was accepted, but it cannot be read back yet. {}", error.what());
                    self.saved();
                    self.toasts.show(Kind::Done, text, None);
                    if let Some(answer) = answer {
                        self.schedules.put(*answer);
                    }
                    self.leave_for(Route::Schedules);
                }
                Created::NotStored => {
                    self.refuse(
                        Trouble::Said(format!(
                            "The answer was lost. The console looked for {name}: it was not created. You can send it again."
                        )),
                        &name,
                    );
                }
                Created::Unknown(error) => {
                    self.refuse(
                        Trouble::Said(format!(
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

    fn change(self, change: Change) {
        let (client, who) = (self.desk.session.client(), self.desk.session.mark());
        let Some(base) = self.desk.base.try_get_value().flatten() else { return };
        spawn_local(async move {
            let name = base.name.trim().to_owned();
            let changed = client.schedules().change_verified(&base.id, &change).await;
            if self.desk.session.mark() != who {
                return;
            }
            match changed {
                Changed::Stored(schedule) => self.stored(*schedule, change.to, "changed"),
                Changed::Unseen(error) => {
                    self.saved();
                    let text = format!("The change of {name} was accepted, but it cannot be read back yet. {}", error.what());
                    self.toasts.show(Kind::Done, text, None);
                    self.leave_for(Route::Schedule(base.id));
                }
                Changed::Conflict(theirs) => match Spec::of(&theirs) {
                    Ok(spec) => {
                        let _ = self.desk.base.try_set_value(Some(*theirs));
                        self.refuse(Trouble::Conflict { change: Box::new(change), theirs: Box::new(spec) }, &name);
                    }
                    Err(why) => self.refuse(Trouble::Said(why), &name),
                },
                Changed::Overtaken(_) => {
                    let text = format!(
                        "The answer was lost, and {name} is stored neither as it was before nor as you want it: somebody else may \
                         have changed it at the same time. Look at it as it is now."
                    );
                    self.refuse(Trouble::Said(text), &name);
                }
                Changed::Gone => self.refuse(Trouble::Gone, &name),
                Changed::NotStored => {
                    let text = format!(
                        "The answer was lost. The console looked at {name}: it is as it was before. You can send the change again."
                    );
                    self.refuse(Trouble::Said(text), &name);
                }
                Changed::Unknown(error) => {
                    let text =
                        format!("The answer was lost, and whether {name} was changed could not be found out: {}", error.what());
                    self.refuse(Trouble::Said(text), &name);
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
            Ok(stored) => self.unmet.hold(&schedule.id, stored, wanted),
            Err(_) => true,
        };
        self.saved();
        let is_here = self.is_here();
        let link = (!is_here).then(|| ("Show it".to_owned(), route.path()));
        if differs {
            let text = format!("{name} was {verb}, but the appliance stored it otherwise than asked for.");
            self.toasts.show(Kind::Failed, text, link);
        } else {
            self.toasts.show(Kind::Done, format!("{name} was {verb}."), link);
        }
        self.schedules.put(schedule);
        self.leave_for(route);
    }

    fn saved(self) {
        if self.is_here() {
            self.desk.act(Input::Saved, |_, _| {});
            self.desk.drop_draft();
        }
    }

    fn is_here(self) -> bool {
        self.desk.wizard.try_with_untracked(|_| ()).is_some()
    }

    fn leave_for(self, route: Route) {
        if self.is_here() {
            self.desk.router.go_instead(route);
        }
    }

    fn refused(self, error: ApiError, change: Option<Change>, name: &str) {
        self.permissions.learn(if change.is_some() { Deed::Change } else { Deed::Create }, &error);
        match (error, change) {
            // The person signed out, or is another by now.
            (ApiError::Aborted, _) => {}
            (ApiError::Invalid { message, fields }, change) => {
                let (found, rest) = FieldErrors::from_wire(&fields);
                // What passed our check and is refused in a change may be a field that this appliance keeps as it is.
                let fixed = change
                    .filter(|_| !found.is_empty())
                    .map(|change| Trouble::Fixed { said: message.clone(), change: Box::new(change) });
                let said = if !rest.is_empty() { Some(rest.join(" ")) } else { found.is_empty().then_some(message) };
                self.complain(found, fixed.or(said.map(Trouble::Said)), name);
            }
            (ApiError::Conflict(message), None) => {
                let mut found = FieldErrors::default();
                found.add(Field::Name, message);
                self.complain(found, None, name);
            }
            (error, _) => self.refuse(Trouble::Said(format!("{} {} {}", error.what(), error.safe(), error.todo())), name),
        }
    }

    fn refuse(self, trouble: Trouble, name: &str) {
        self.complain(FieldErrors::default(), Some(trouble), name);
    }

    fn complain(self, errors: FieldErrors, trouble: Option<Trouble>, name: &str) {
        if !self.is_here() {
            let said = match &trouble {
                Some(Trouble::Said(text)) => text.clone(),
                _ => {
                    let why = errors.iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
                    format!("{name} was not saved. {why} What you entered is kept: begin where you were.")
                }
            };
            self.toasts.show(Kind::Failed, said, None);
            return;
        }
        let _ = self.desk.trouble.try_set(trouble);
        self.desk.act(Input::Refused(errors), |_, _| {});
    }
}
