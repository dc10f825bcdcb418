//! Requests that wait for their turn: at most four in flight.

use std::collections::VecDeque;
use std::pin::Pin;

use super::paged_query::READS_IN_FLIGHT;
use crate::reactive::*;

type Request = Pin<Box<dyn Future<Output = ()>>>;

/// A queue of requests. `Copy`, and valid as long as its owner.
#[derive(Clone, Copy)]
pub struct RequestQueue {
    waiting: StoredValue<VecDeque<Request>, LocalStorage>,
    in_flight: StoredValue<usize>,
}

impl RequestQueue {
    /// Creates an empty queue in the current owner.
    #[must_use]
    pub fn empty() -> Self {
        Self { waiting: StoredValue::new_local(VecDeque::new()), in_flight: StoredValue::new(0) }
    }

    /// Appends a request. It begins once fewer than [`READS_IN_FLIGHT`] are in flight.
    pub fn push(self, request: impl Future<Output = ()> + 'static) {
        let _ = self.waiting.try_update_value(|waiting| waiting.push_back(Box::pin(request)));
        self.send_waiting();
    }

    /// Drops the requests that have not begun.
    pub fn clear(self) {
        let _ = self.waiting.try_update_value(VecDeque::clear);
    }

    fn send_waiting(self) {
        while self.in_flight.try_get_value().is_some_and(|count| count < READS_IN_FLIGHT) {
            let Some(request) = self.waiting.try_update_value(VecDeque::pop_front).flatten() else { return };
            let _ = self.in_flight.try_update_value(|count| *count += 1);
            spawn_local(async move {
                request.await;
                let _ = self.in_flight.try_update_value(|count| *count = count.saturating_sub(1));
                self.send_waiting();
            });
        }
    }
}
