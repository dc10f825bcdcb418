//! Executes a [`Batch`]: sends its items, returns the results to it, and waits while the session is over.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::data::context::AppContext;
use crate::domain::batch::{Batch, ItemOutcome};
use crate::reactive::*;

/// Request for one item, by id.
pub type BatchWork = Rc<dyn Fn(String) -> Pin<Box<dyn Future<Output = ItemOutcome>>>>;

/// A bulk action that is running or has ended.
#[derive(Clone, Copy)]
pub struct BatchRunner {
    /// `None` before the first start.
    pub bulk: RwSignal<Option<Batch>>,
    work: StoredValue<Option<BatchWork>, LocalStorage>,
}

impl BatchRunner {
    /// Creates an idle runner in the current owner.
    pub fn new() -> Self {
        let runner = Self { bulk: RwSignal::new(None), work: StoredValue::new_local(None) };
        let session = AppContext::expect().session;
        effect(move || {
            // After the session resumes, only the requests that its end refused are sent again.
            session.resumed().track();
            if untrack(|| runner.is_under_way()) {
                let _ = runner.bulk.try_update(|bulk| bulk.iter_mut().for_each(Batch::resume));
                runner.send();
            }
        });
        runner
    }

    /// Starts a bulk action.
    pub fn begin(self, bulk: Batch, work: BatchWork) {
        self.work.set_value(Some(work));
        self.bulk.set(Some(bulk));
        self.send();
    }

    /// Drops the requests that have not been sent.
    pub fn stop(self) {
        let _ = self.bulk.try_update(|bulk| bulk.iter_mut().for_each(Batch::stop));
    }

    /// Sends the failed items again.
    pub fn retry(self) {
        self.bulk.update(|bulk| bulk.iter_mut().for_each(Batch::retry));
        self.send();
    }

    /// True while the bulk action has items to send or in flight.
    pub fn is_under_way(self) -> bool {
        self.bulk.with(|bulk| bulk.as_ref().is_some_and(|bulk| !bulk.progress().is_over))
    }

    fn send(self) {
        let Some(Some(work)) = self.work.try_get_value() else { return };
        while let Some(id) = self.bulk.try_update(|bulk| bulk.as_mut().and_then(Batch::next)).flatten() {
            let answer = work(id.clone());
            spawn_local(async move {
                let answered = answer.await;
                let _ = self.bulk.try_update(|bulk| bulk.iter_mut().for_each(|bulk| bulk.answer(&id, answered.clone())));
                self.send();
            });
        }
    }
}

impl Default for BatchRunner {
    fn default() -> Self {
        Self::new()
    }
}
