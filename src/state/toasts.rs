//! Short messages about what was done, shown over every page.

use crate::reactive::*;

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// It was done.
    Done,
    /// It was not done.
    Failed,
}

/// One message, with an optional way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Tells messages apart.
    pub id: u32,
    /// How it is meant.
    pub kind: ToastKind,
    /// The sentence.
    pub text: String,
    /// Words and address of a link, if there is something to go and see.
    pub link: Option<(String, String)>,
}

/// The messages on screen. A context.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Message>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Makes the context. One per app.
    #[must_use]
    pub fn start() -> Self {
        let toasts = Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// The messages of the app.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::start)
    }

    /// The messages on screen, oldest first.
    #[must_use]
    pub fn list(self) -> Signal<Vec<Message>> {
        self.list.into()
    }

    /// Shows a message.
    pub fn show(self, kind: ToastKind, text: impl Into<String>, link: Option<(String, String)>) {
        let Some(id) = self.next.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        let toast = Message { id, kind, text: text.into(), link };
        let _ = self.list.try_update(|list| list.push(toast));
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }

    /// Takes all messages away: another person signs in.
    pub fn clear(self) {
        let _ = self.list.try_update(Vec::clear);
    }
}
