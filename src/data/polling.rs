//! The scheduler of all automatic requests: at most 20 per minute, none from a hidden tab. Requests that a person caused bypass
//! it.

use std::rc::Rc;

use crate::reactive::*;

use crate::domain::batch::request_budget::RequestBudget;
use crate::platform::{clock, page, timer};
use crate::state::session::SessionContext;

type Ask = Rc<dyn Fn()>;
type Due = Rc<dyn Fn() -> Option<u32>>;

struct Watch {
    id: u32,
    due: Due,
    ask: Ask,
    asked_at: i64,
}

/// The scheduler.
#[derive(Clone, Copy)]
pub struct Polling {
    session: SessionContext,
    watches: StoredValue<Vec<Watch>, LocalStorage>,
    budget: StoredValue<RequestBudget>,
}

impl Polling {
    /// Starts the scheduler, once per app.
    #[must_use]
    pub fn start(session: SessionContext) -> Self {
        let polling = Self {
            session,
            watches: StoredValue::new_local(Vec::new()),
            budget: StoredValue::new(RequestBudget::per_minute(20)),
        };
        StoredValue::new_local(timer::every(1_000, move || polling.tick()));
        page::on_visibility(move || polling.tick());
        polling
    }

    /// Calls `ask` repeatedly until the owner is disposed. `due` gives the interval in seconds, or `None` to pause. Each call
    /// counts as one request.
    pub fn watch(self, due: impl Fn() -> Option<u32> + 'static, ask: impl Fn() + 'static) {
        self.watch_since(None, due, ask);
    }

    /// Like [`Polling::watch`], for data that are `age` seconds old already.
    pub fn watch_since(self, age: Option<u32>, due: impl Fn() -> Option<u32> + 'static, ask: impl Fn() + 'static) {
        let asked_at = clock::uptime().seconds() - i64::from(age.unwrap_or(0));
        let id = self.watches.try_update_value(|watches| {
            let id = watches.last().map_or(0, |watch| watch.id + 1);
            watches.push(Watch { id, due: Rc::new(due), ask: Rc::new(ask), asked_at });
            id
        });
        on_cleanup(move || {
            let _ = self.watches.try_update_value(|watches| watches.retain(|watch| Some(watch.id) != id));
        });
    }

    fn tick(self) {
        // After a 429 the appliance gets no automatic request until its pause has passed.
        if page::is_hidden() || self.session.client().paused_until().is_some() {
            return;
        }
        let now = clock::uptime().seconds();
        // The closures run outside the borrow, since they may add or remove watches.
        let list = self.watches.try_with_value(|watches| {
            watches
                .iter()
                .map(|watch| (watch.id, watch.asked_at, Rc::clone(&watch.due), Rc::clone(&watch.ask)))
                .collect::<Vec<_>>()
        });
        for (id, asked_at, due, ask) in list.unwrap_or_default() {
            let is_due = due().is_some_and(|seconds| now - asked_at >= i64::from(seconds));
            if is_due && self.budget.try_update_value(|budget| budget.take(now)).unwrap_or(false) {
                let _ = self.watches.try_update_value(|watches| {
                    if let Some(watch) = watches.iter_mut().find(|watch| watch.id == id) {
                        watch.asked_at = now;
                    }
                });
                ask();
            }
        }
    }
}
