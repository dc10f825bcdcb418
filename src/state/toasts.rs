//! Short messages about completed actions, shown over every page.

use std::rc::Rc;

use crate::reactive::*;

/// Outcome that a message reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    Done,
    Failed,
}

/// One message.
#[derive(Clone)]
pub struct Message {
    /// Key of the message.
    pub id: u32,
    pub kind: ToastKind,
    pub text: String,
    /// Text and URL of a link to the result.
    pub link: Option<(String, String)>,
    /// Label and work of a button that takes the action back.
    pub undo: Option<(&'static str, Work)>,
}

/// The messages on screen.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Message>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Creates the list, empty.
    #[must_use]
    pub fn empty() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Gives the messages on screen, oldest first.
    #[must_use]
    pub fn list(self) -> Signal<Vec<Message>> {
        self.list.into()
    }

    /// Shows a message.
    pub fn show(self, kind: ToastKind, text: impl Into<String>, link: Option<(String, String)>) {
        self.add(kind, text.into(), link, None);
    }

    /// Shows a message with a button that takes the action back.
    pub fn offer(self, kind: ToastKind, text: impl Into<String>, label: &'static str, undo: impl Fn() + 'static) {
        self.add(kind, text.into(), None, Some((label, Rc::new(undo))));
    }

    fn add(self, kind: ToastKind, text: String, link: Option<(String, String)>, undo: Option<(&'static str, Work)>) {
        let Some(id) = self.next.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        let toast = Message { id, kind, text, link, undo };
        let _ = self.list.try_update(|list| list.push(toast));
    }

    /// Removes a message.
    pub fn dismiss(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }

    /// Removes all messages, when another person signs in.
    pub fn clear(self) {
        let _ = self.list.try_update(Vec::clear);
    }
}
