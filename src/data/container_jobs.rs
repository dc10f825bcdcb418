//! The newest direct sync jobs of one container, from each source of its cloud.

use super::query::Query;
use crate::api::error::ApiError;
use crate::api::page::Page;
use crate::api::sync_jobs::SyncJobQuery;
use crate::data::context::AppContext;
use crate::domain::list::row::Row;
use crate::domain::schedule::reach::ContainerIdentity;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::Source;
use crate::domain::time::{Instant, Stamp};
use crate::reactive::*;
use crate::state::session::SessionContext;

/// Most jobs that are read of a source, and that are shown of all.
const NEWEST_SHOWN: usize = 5;

/// The newest jobs that name a container. `Copy`, and valid as long as its owner.
#[derive(Clone, Copy)]
pub struct ContainerJobs {
    /// Newest first.
    pub live: Query<Page<SyncJob>>,
    /// The sources that could not be read, each with the reason, while others could.
    pub note: RwSignal<Option<String>>,
}

impl ContainerJobs {
    /// Reads the jobs now, after a change of the container, and at the interval of the preferences.
    #[must_use]
    pub fn start(container: Memo<ContainerIdentity>) -> Self {
        let session = AppContext::expect().session;
        let note = RwSignal::new(None);
        let live = Query::new(move || read(session, container.get(), note));
        live.poll();
        Self { live, note }
    }
}

async fn read(
    session: SessionContext,
    container: ContainerIdentity,
    note: RwSignal<Option<String>>,
) -> Result<Page<SyncJob>, ApiError> {
    let (mut newest, mut failed, mut has_answer) = (Vec::new(), Vec::new(), false);
    for source in Source::ALL.into_iter().filter(|source| source.cloud() == container.cloud) {
        let known = container.container.as_ref();
        let wanted = known.map_or(container.id.as_str(), |known| source.filter_value(known)).to_owned();
        let query = SyncJobQuery { limit: NEWEST_SHOWN as u64, container: Some(wanted), ..SyncJobQuery::default() };
        match session.client().sync_jobs(source).list(&query).await {
            Ok(page) => {
                has_answer = true;
                page.items.into_iter().for_each(|row| insert(&mut newest, row, &container));
            }
            Err(error) => failed.push((source, error)),
        }
    }
    newest.truncate(NEWEST_SHOWN);
    let reasons: Vec<String> =
        failed.iter().map(|(source, error)| format!("{} could not be read: {}", source.label(), error.what())).collect();
    let is_over = failed.iter().any(|(_, error)| error.is_session_end());
    match failed.into_iter().next() {
        Some((_, error)) if is_over || !has_answer => Err(error),
        _ => {
            let _ = note.try_set((!reasons.is_empty()).then(|| reasons.join(" ")));
            let total = newest.len() as u64;
            Ok(Page { items: newest, skip: 0, limit: total, total, left_out: 0 })
        }
    }
}

/// Puts a job where it belongs, newest first, if it names the container: the appliance may ignore the filter (API.md §9 Q35).
fn insert(newest: &mut Vec<Row<SyncJob>>, row: Row<SyncJob>, container: &ContainerIdentity) {
    let names_it = |job: &SyncJob| job.containers.iter().any(|name| container.is_named(name));
    if row.good().is_some_and(names_it) {
        let at = newest.iter().position(|held| began(held) < began(&row)).unwrap_or(newest.len());
        newest.insert(at, row);
    }
}

fn began(row: &Row<SyncJob>) -> Option<Instant> {
    row.good().and_then(|job| job.report.began.as_ref()).and_then(Stamp::instant)
}
