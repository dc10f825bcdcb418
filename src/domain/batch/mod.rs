//! The same to many, one request each: at most four on their way, a result for each, a stop that ends the rest, and a pause while
//! the session is gone. It decides; what it gives out is sent elsewhere.

pub mod request_budget;

use std::collections::VecDeque;

/// How many are on their way at once.
pub const IN_FLIGHT: usize = 4;

/// What came of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemOutcome {
    /// It is done.
    Done,
    /// It is not, for this reason.
    Failed(String),
    /// The answer was lost, so nobody knows; it is never sent again by itself.
    Unsure(String),
    /// It was refused before anything was done, because the session is over: it is sent again once there is one.
    SessionLost,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum ItemState {
    Waiting,
    /// Under the session of this number.
    InFlight(u32),
    Done,
    Failed(String),
    Unsure(String),
    NotTried,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct BatchProgress {
    pub total: usize,
    pub done: usize,
    /// Failed, or nobody knows.
    pub failed: usize,
    /// Of those, what a retry would send again.
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
    /// How often it was told to go on.
    session: u32,
    is_paused: bool,
    is_stopped: bool,
}

impl Batch {
    /// Over these ids, in this order; one that is given twice counts once.
    pub fn new(ids: impl IntoIterator<Item = String>) -> Batch {
        let mut seen = std::collections::HashSet::new();
        let items: Vec<_> = ids.into_iter().filter(|id| seen.insert(id.clone())).map(|id| (id, ItemState::Waiting)).collect();
        let queue = (0..items.len()).collect();
        Batch { items, queue, session: 0, is_paused: false, is_stopped: false }
    }

    /// The next one to send; `None` while enough are on their way, while it is paused, and when none is left.
    #[allow(clippy::should_implement_trait, reason = "what it gives depends on what was answered meanwhile")]
    pub fn next(&mut self) -> Option<String> {
        let in_flight = self.items.iter().filter(|(_, state)| matches!(state, ItemState::InFlight(_))).count();
        if self.is_paused || self.is_stopped || in_flight >= IN_FLIGHT {
            return None;
        }
        let (id, state) = self.items.get_mut(self.queue.pop_front()?)?;
        *state = ItemState::InFlight(self.session);
        Some(id.clone())
    }

    /// Takes what came of one that was given out; anything else is not listened to.
    pub fn answer(&mut self, id: &str, answered: ItemOutcome) {
        let found = self.items.iter_mut().enumerate().find(|(_, (own, _))| own == id);
        let Some((place, (_, state))) = found else { return };
        let ItemState::InFlight(session) = *state else { return };
        *state = match answered {
            ItemOutcome::Done => ItemState::Done,
            ItemOutcome::Failed(why) => ItemState::Failed(why),
            ItemOutcome::Unsure(why) => ItemState::Unsure(why),
            ItemOutcome::SessionLost if self.is_stopped => ItemState::NotTried,
            ItemOutcome::SessionLost => {
                // What was sent under a former session and refused late says nothing about today's, and nobody would end the pause.
                self.is_paused |= session == self.session;
                self.queue.push_front(place);
                ItemState::Waiting
            }
        };
    }

    /// Gives nothing out until [`Batch::resume`].
    pub fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Goes on; to be told after every sign-in, paused or not.
    pub fn resume(&mut self) {
        self.session = self.session.wrapping_add(1);
        self.is_paused = false;
    }

    /// Gives nothing out any more; what is on its way is still awaited.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        for place in self.queue.drain(..) {
            if let Some((_, state)) = self.items.get_mut(place) {
                *state = ItemState::NotTried;
            }
        }
    }

    /// How far it is.
    pub fn progress(&self) -> BatchProgress {
        let mut progress = BatchProgress { total: self.items.len(), ..BatchProgress::default() };
        for (_, state) in &self.items {
            match state {
                ItemState::Waiting => progress.waiting += 1,
                ItemState::InFlight(_) => progress.in_flight += 1,
                ItemState::Done => progress.done += 1,
                ItemState::Failed(_) => {
                    progress.failed += 1;
                    progress.retryable += 1;
                }
                ItemState::Unsure(_) => progress.failed += 1,
                ItemState::NotTried => progress.not_tried += 1,
            }
        }
        progress.is_over = progress.waiting + progress.in_flight == 0;
        progress.is_paused = self.is_paused && !progress.is_over;
        progress
    }

    /// What failed and why, in the order given.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items.iter().filter_map(|(id, state)| match state {
            ItemState::Failed(why) | ItemState::Unsure(why) => Some((id.as_str(), why.as_str())),
            ItemState::Waiting | ItemState::InFlight(_) | ItemState::Done | ItemState::NotTried => None,
        })
    }

    /// What is not done: what stays selected.
    pub fn unfinished(&self) -> Vec<String> {
        self.items.iter().filter(|(_, state)| *state != ItemState::Done).map(|(id, _)| id.clone()).collect()
    }

    /// Gives out what failed once more. What nobody knows the end of, and what was not tried, stays as it is.
    pub fn retry(&mut self) {
        (self.is_stopped, self.is_paused) = (false, false);
        for (place, (_, state)) in self.items.iter_mut().enumerate() {
            if matches!(state, ItemState::Failed(_)) {
                *state = ItemState::Waiting;
                self.queue.push_back(place);
            }
        }
    }

    /// "43 done, 7 failed, 2 not tried".
    pub fn summary(&self) -> String {
        let BatchProgress { done, failed, not_tried, .. } = self.progress();
        let parts = [(failed, "failed"), (not_tried, "not tried")];
        let rest = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        std::iter::once(format!("{done} done")).chain(rest).collect::<Vec<_>>().join(", ")
    }
}
