//! A bulk action: one request per item, at most four in flight, one result per item, a stop that drops the queue, and a pause
//! while the session is lost. This module decides which item is next; callers send the requests.

pub mod request_budget;

use std::collections::VecDeque;

/// Most requests in flight at once.
pub const WRITES_IN_FLIGHT: usize = 4;

/// Result of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemOutcome {
    Done,
    /// Nothing was to be done: the item was in the wanted state.
    Already,
    /// The text is the reason.
    Failed(String),
    /// The answer was lost, so the result is unknown; such an item is never resent automatically.
    Unknown(String),
    /// Refused before any effect, because the session is over; resent after the next sign-in.
    SessionLost,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum ItemState {
    Waiting,
    /// The number is the session that sent it.
    InFlight(u32),
    Done,
    Already,
    Failed(String),
    Unknown(String),
    NotTried,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchProgress {
    pub total: usize,
    pub done: usize,
    /// Items that were in the wanted state before.
    pub already: usize,
    /// Failed items and items with an unknown result.
    pub failed: usize,
    /// Failed items that a retry would resend.
    pub retryable: usize,
    pub in_flight: usize,
    pub waiting: usize,
    pub not_tried: usize,
    pub is_paused: bool,
    pub is_over: bool,
}

/// A bulk action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    items: Vec<(String, ItemState)>,
    queue: VecDeque<usize>,
    /// Number of the current session; [`Batch::resume`] counts it up.
    session: u32,
    is_paused: bool,
    is_stopped: bool,
}

impl Batch {
    /// Takes ids in sending order; a repeated id counts once.
    pub fn new(ids: impl IntoIterator<Item = String>) -> Batch {
        let mut seen = std::collections::HashSet::new();
        let items: Vec<_> = ids.into_iter().filter(|id| seen.insert(id.clone())).map(|id| (id, ItemState::Waiting)).collect();
        let queue = (0..items.len()).collect();
        Batch { items, queue, session: 0, is_paused: false, is_stopped: false }
    }

    /// Gives the next id to send; `None` while enough requests are in flight, while paused, and when the queue is empty.
    #[allow(clippy::should_implement_trait, reason = "what it gives depends on what was answered meanwhile")]
    pub fn next(&mut self) -> Option<String> {
        let in_flight = self.items.iter().filter(|(_, state)| matches!(state, ItemState::InFlight(_))).count();
        if self.is_paused || self.is_stopped || in_flight >= WRITES_IN_FLIGHT {
            return None;
        }
        let (id, state) = self.items.get_mut(self.queue.pop_front()?)?;
        *state = ItemState::InFlight(self.session);
        Some(id.clone())
    }

    /// Takes the result of an id that is in flight; any other id is ignored.
    pub fn answer(&mut self, id: &str, answered: ItemOutcome) {
        let found = self.items.iter_mut().enumerate().find(|(_, (own, _))| own == id);
        let Some((place, (_, state))) = found else { return };
        let ItemState::InFlight(session) = *state else { return };
        *state = match answered {
            ItemOutcome::Done => ItemState::Done,
            ItemOutcome::Already => ItemState::Already,
            ItemOutcome::Failed(why) => ItemState::Failed(why),
            ItemOutcome::Unknown(why) => ItemState::Unknown(why),
            ItemOutcome::SessionLost if self.is_stopped => ItemState::NotTried,
            ItemOutcome::SessionLost => {
                // A late refusal from an earlier session must not pause: no sign-in would follow to end that pause.
                self.is_paused |= session == self.session;
                self.queue.push_front(place);
                ItemState::Waiting
            }
        };
    }

    /// Stops giving out ids until [`Batch::resume`].
    pub fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Ends the pause. Callers call it after every sign-in, paused or not.
    pub fn resume(&mut self) {
        self.session = self.session.wrapping_add(1);
        self.is_paused = false;
    }

    /// Drops the queue; requests in flight still get their results.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        for place in self.queue.drain(..) {
            if let Some((_, state)) = self.items.get_mut(place) {
                *state = ItemState::NotTried;
            }
        }
    }

    /// Counts the items by state.
    pub fn progress(&self) -> BatchProgress {
        let mut progress = BatchProgress { total: self.items.len(), ..BatchProgress::default() };
        for (_, state) in &self.items {
            match state {
                ItemState::Waiting => progress.waiting += 1,
                ItemState::InFlight(_) => progress.in_flight += 1,
                ItemState::Done => progress.done += 1,
                ItemState::Already => progress.already += 1,
                ItemState::Failed(_) => {
                    progress.failed += 1;
                    progress.retryable += 1;
                }
                ItemState::Unknown(_) => progress.failed += 1,
                ItemState::NotTried => progress.not_tried += 1,
            }
        }
        progress.is_over = progress.waiting + progress.in_flight == 0;
        progress.is_paused = self.is_paused && !progress.is_over;
        progress
    }

    /// Gives the id and the reason of each failed or unsure item, in the order given.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items.iter().filter_map(|(id, state)| match state {
            ItemState::Failed(why) | ItemState::Unknown(why) => Some((id.as_str(), why.as_str())),
            ItemState::Waiting | ItemState::InFlight(_) | ItemState::Done | ItemState::Already | ItemState::NotTried => None,
        })
    }

    /// Gives the ids that are not done; the page keeps them selected.
    pub fn unfinished(&self) -> Vec<String> {
        let is_open = |state: &ItemState| !matches!(state, ItemState::Done | ItemState::Already);
        self.items.iter().filter(|(_, state)| is_open(state)).map(|(id, _)| id.clone()).collect()
    }

    /// True if this item was done: exactly these an undo takes back.
    pub fn is_done(&self, id: &str) -> bool {
        self.items.iter().any(|(own, state)| own == id && *state == ItemState::Done)
    }

    /// Queues the failed items again. Items with an unknown result and items that were not tried keep their state.
    pub fn retry(&mut self) {
        (self.is_stopped, self.is_paused) = (false, false);
        for (place, (_, state)) in self.items.iter_mut().enumerate() {
            if matches!(state, ItemState::Failed(_)) {
                *state = ItemState::Waiting;
                self.queue.push_back(place);
            }
        }
    }

    /// "43 done, 1 was so already, 7 failed, 2 not tried".
    pub fn summary(&self) -> String {
        let BatchProgress { done, already, failed, not_tried, .. } = self.progress();
        let was_so = if already == 1 { "was so already" } else { "were so already" };
        let parts = [(already, was_so), (failed, "failed"), (not_tried, "not tried")];
        let rest = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        std::iter::once(format!("{done} done")).chain(rest).collect::<Vec<_>>().join(", ")
    }
}
