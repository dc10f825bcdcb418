//! The reports of single runs, read once each when they have ended: the lists keep summaries without targets.

use super::request_queue::RequestQueue;
use crate::data::context::AppContext;
use crate::domain::appliance::id::RunId;
use crate::domain::run::report::{Report, TargetResult};
use crate::domain::schedule::reach::ContainerIdentity;
use crate::reactive::*;
use crate::state::session::SessionContext;

/// The reports read so far. `Copy`, and valid as long as its owner.
#[derive(Clone, Copy)]
pub struct RunReports {
    session: SessionContext,
    known: RwSignal<Vec<(RunId, Report)>>,
    asked: StoredValue<Vec<RunId>>,
    queue: RequestQueue,
}

impl RunReports {
    /// Creates an empty set in the current owner.
    #[must_use]
    pub fn empty() -> Self {
        let session = AppContext::expect().session;
        Self { session, known: RwSignal::new(Vec::new()), asked: StoredValue::new(Vec::new()), queue: RequestQueue::empty() }
    }

    /// Requests the reports of these runs, unless they were requested before. A report that cannot be read stays unknown.
    pub fn ask(self, runs: Vec<RunId>) {
        for id in runs {
            let is_new = self.asked.try_update_value(|asked| {
                let is_new = !asked.contains(&id);
                asked.extend(is_new.then(|| id.clone()));
                is_new
            });
            if is_new != Some(true) {
                continue;
            }
            let client = self.session.client();
            self.queue.push(async move {
                if let Ok(run) = client.runs().get(&id).await {
                    let _ = self.known.try_update(|known| known.push((id, run.report)));
                }
            });
        }
    }

    /// Gives the result of a container in a run; `None` while the report is unknown, and if it has none for it.
    #[must_use]
    pub fn result(self, run: &RunId, container: &ContainerIdentity) -> Option<TargetResult> {
        self.known.with(|known| known.iter().find(|(id, _)| id == run).and_then(|(_, report)| container.result_in(report)))
    }
}
