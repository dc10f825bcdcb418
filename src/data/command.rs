//! Writes on a person's request: sent once, reported to that person only, with refusals recorded as missing permissions.

use crate::api::verified::{MessageTone, WriteMessage, WriteOutcome};
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::reactive::*;
use crate::state::permissions::{Permission, Permissions};
use crate::state::session::{Console, SessionContext};
use crate::state::toasts::{ToastKind, Toasts};

/// Sends the writes of a page. `Copy`, and built from contexts alone, so that a write outlives its page.
#[derive(Clone, Copy)]
pub struct Command {
    session: SessionContext,
    permissions: Permissions,
    toasts: Toasts,
}

impl Command {
    /// Collects the contexts of the present owner.
    #[must_use]
    pub fn new() -> Self {
        Self {
            session: AppContext::expect().session,
            permissions: SignedInContext::expect().permissions,
            toasts: AppContext::expect().toasts,
        }
    }

    /// Gives the client that sends the writes.
    #[must_use]
    pub fn client(self) -> Console {
        self.session.client()
    }

    /// Records a refusal, or the success, of a write that needs `permission`.
    pub fn learn<T>(self, permission: Permission, outcome: &WriteOutcome<T>) {
        if let Some(error) = outcome.refusal() {
            self.permissions.learn(permission, error);
        } else if outcome.is_taken() {
            self.permissions.allow(permission);
        }
    }

    /// Runs `send`, then `ended` in any case, then `then` with the outcome. `then` does not run if the person or the domain
    /// changed meanwhile, or the write was aborted: an outcome belongs to the person who asked.
    pub fn run<T: 'static>(
        self,
        permission: Permission,
        send: impl Future<Output = WriteOutcome<T>> + 'static,
        ended: impl FnOnce() + 'static,
        then: impl FnOnce(WriteOutcome<T>) + 'static,
    ) {
        let asked_by = self.session.identity_key();
        spawn_local(async move {
            let outcome = send.await;
            ended();
            if self.session.identity_key() != asked_by || outcome.is_abandoned() {
                return;
            }
            self.learn(permission, &outcome);
            then(outcome);
        });
    }

    /// Runs a write of several steps whose outcome is no [`WriteOutcome`]; `then` has the condition of [`Self::run`].
    pub fn run_steps<T: 'static>(self, send: impl Future<Output = T> + 'static, then: impl FnOnce(T) + 'static) {
        let asked_by = self.session.identity_key();
        spawn_local(async move {
            let outcome = send.await;
            if self.session.identity_key() == asked_by {
                then(outcome);
            }
        });
    }

    /// Shows that another write to the same schedule is in progress.
    pub fn show_busy(self) {
        self.toasts.show(ToastKind::Failed, "Another action on this schedule is in progress. Try again in a moment.", None);
    }

    /// Shows the message about an outcome, with the label and the address of a link.
    pub fn show(self, message: &WriteMessage, link: Option<(String, String)>) {
        self.toasts.show(toast_kind(message.tone), message.text(), link);
    }

    /// Shows the message about an outcome that can be taken back.
    pub fn show_undoable(self, message: &WriteMessage, label: &'static str, undo: impl Fn() + 'static) {
        self.toasts.offer(toast_kind(message.tone), message.text(), label, undo);
    }
}

impl Default for Command {
    fn default() -> Self {
        Self::new()
    }
}

/// Gives the kind of toast for a tone.
#[must_use]
pub fn toast_kind(tone: MessageTone) -> ToastKind {
    match tone {
        MessageTone::Done => ToastKind::Done,
        MessageTone::Failed => ToastKind::Failed,
    }
}
