//! Containers of each cloud, read with at most four requests in flight, and cached for five minutes: the picker, the
//! review, a schedule's page and the search share them.

use super::paged_query::{PageEvent, PagedQuery};
use crate::api::error::ApiError;
use crate::domain::list::collector::{PageCollector, PageRange};
use crate::domain::list::row::Row;
use crate::domain::name::Name;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;
use crate::domain::time::clock::Uptime;
use crate::platform::clock;
use crate::reactive::*;
use crate::state::session::SessionContext;

const KEPT_MS: i64 = 5 * 60 * 1_000;
/// Milliseconds before a list that could not be read is requested again, unless a person asks.
const AGAIN_MS: i64 = 30 * 1_000;

/// The containers of one cloud.
#[derive(Clone, Copy)]
pub struct ContainerList {
    session: SessionContext,
    pub cloud: Cloud,
    all: PagedQuery<Container>,
    read_at: StoredValue<Option<Uptime>>,
    /// Set once the whole list is read, so that the search covers all containers.
    pub held: RwSignal<Vec<Container>>,
    /// True once all containers are read.
    pub done: RwSignal<bool>,
    /// The error of the last reading, if it failed.
    pub error: RwSignal<Option<ApiError>>,
}

/// The lists of all clouds. Dropped at sign-out.
#[derive(Clone, Copy)]
pub struct ContainerLists(StoredValue<[ContainerList; Cloud::LISTED.len()]>);

impl ContainerLists {
    /// Creates the lists, empty.
    #[must_use]
    pub fn new(session: SessionContext) -> Self {
        let list = |cloud| ContainerList {
            session,
            cloud,
            all: PagedQuery::new(),
            read_at: StoredValue::new(None),
            held: RwSignal::new(Vec::new()),
            done: RwSignal::new(false),
            error: RwSignal::new(None),
        };
        Self(StoredValue::new(Cloud::LISTED.map(list)))
    }

    /// Gives a cloud's list as it is, which may be empty.
    #[must_use]
    pub fn held(self, cloud: Cloud) -> Option<ContainerList> {
        self.0.with_value(|lists| lists.iter().find(|list| list.cloud == cloud).copied())
    }

    /// Gives a cloud's list, and reads it if it is missing or older than five minutes.
    #[must_use]
    pub fn of(self, cloud: Cloud) -> Option<ContainerList> {
        let list = self.held(cloud)?;
        let is_fresh = list.read_at.get_value().is_some_and(|at| clock::uptime().ms_since(at) < KEPT_MS);
        if !is_fresh {
            list.read();
        }
        Some(list)
    }
}

impl ContainerList {
    /// Reads the list again.
    pub fn read(self) {
        let _ = self.read_at.try_set_value(Some(clock::uptime()));
        let _ = self.error.try_set(None);
        let (client, cloud) = (self.session.client(), self.cloud);
        let fetch = move |PageRange { skip, limit }| {
            let client = client.clone();
            async move { client.containers(cloud).list(skip, limit).await }
        };
        self.all.read(fetch, move |event| match event {
            PageEvent::Page { is_last: false } => {}
            PageEvent::Page { is_last: true } => {
                let good =
                    |collector: &PageCollector<Container>| collector.rows().iter().filter_map(Row::good).cloned().collect();
                if let Some(all) = self.all.collector.try_with_untracked(good) {
                    let _ = self.held.try_set(all);
                    let _ = self.done.try_set(true);
                }
            }
            PageEvent::Failed(error) => {
                // The pause prevents a request for each of the repeated readings by a view.
                let _ = self.read_at.try_set_value(Some(clock::uptime().after(AGAIN_MS - KEPT_MS)));
                let _ = self.error.try_set(Some(error));
            }
        });
    }

    /// True until the list was read, or a reading failed.
    #[must_use]
    pub fn is_coming(self) -> bool {
        !self.done.get() && self.error.with(Option::is_none)
    }

    /// Gives the label of a container by id; `None` if the list lacks it.
    #[must_use]
    pub fn label(self, named: &str) -> Option<Name> {
        self.held.with(|list| list.iter().find(|container| container.id == named).map(|container| container.label.clone()))
    }
}
