//! The names of containers for the search of the table: read once a search is there, of the clouds that the schedules have, and kept.

use crate::data::containers::{ContainerList, ContainerLists};
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::schedule::search::{ContainerNames, searched_clouds, unknown_names};
use crate::domain::schedule::table::ScheduleFilter;
use crate::domain::sync::cloud::Cloud;
use crate::platform::unicode;
use crate::reactive::*;

/// The lists of the clouds that the search covers; of none while there is no search.
#[derive(Clone, Copy)]
pub struct SearchedContainers {
    lists: ContainerLists,
    clouds: Memo<Vec<Cloud>>,
    pub names: Memo<ContainerNames>,
}

impl SearchedContainers {
    pub fn new(schedules: Schedules, filter: Memo<ScheduleFilter>) -> Self {
        let lists = SignedInContext::expect().containers;
        let has_text = memo(move || filter.with(|filter| !filter.text.trim().is_empty()));
        let clouds = memo(move || if has_text.get() { schedules.rows.with(|rows| searched_clouds(rows)) } else { Vec::new() });
        effect(move || {
            clouds.with(|clouds| {
                clouds.iter().for_each(|cloud| {
                    let _ = lists.of(*cloud);
                })
            })
        });
        let names = memo(move || {
            let mut names = ContainerNames::default();
            for list in held(lists, clouds) {
                list.held.with(|held| names.add(list.cloud, held, unicode::composed));
            }
            names
        });
        Self { lists, clouds, names }
    }

    /// True while names are missing that may still come.
    pub fn is_coming(self) -> bool {
        held(self.lists, self.clouds).into_iter().any(ContainerList::is_coming)
    }

    /// The sentences about lists that could not be read.
    pub fn problem(self) -> Option<String> {
        let failed = |list: ContainerList| list.error.with(|error| error.as_ref().map(|error| (list.cloud, error.what())));
        let failed: Vec<_> = held(self.lists, self.clouds).into_iter().filter_map(failed).collect();
        unknown_names(&failed)
    }
}

fn held(lists: ContainerLists, clouds: Memo<Vec<Cloud>>) -> Vec<ContainerList> {
    clouds.with(|clouds| clouds.iter().filter_map(|cloud| lists.held(*cloud)).collect())
}
