//! The search of the table of schedules: in name and description, in the containers that a schedule lists, by id and by the names
//! of their cloud's list, and, for a schedule of everything, in the containers of its cloud.

use std::collections::HashMap;
use std::sync::Arc;

use super::Parameters;
use super::table::{ScheduleFilter, TableRow};
use crate::domain::name::Name;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;
use crate::domain::sync::params::Selection;
use crate::domain::sync::target_match::{Directory, TargetMatch};
use crate::domain::text::{Compose, Missing, SearchText, SearchWords};

/// Containers that a row names as the reason why it is found; the others are counted.
pub const NAMED_REASONS: usize = 2;

/// The containers of one cloud, as they are searched.
#[derive(Debug)]
struct CloudNames {
    cloud: Cloud,
    containers: Vec<(ContainerRef, SearchText)>,
    /// Places in `containers`, by each id and each unambiguous name.
    places: HashMap<String, usize>,
}

/// A container by its id, or as a schedule stores it where the list lacks it, with the name for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerRef {
    pub cloud: Cloud,
    pub id: String,
    pub name: Name,
}

/// The containers of the clouds whose lists are known. Two values are equal if they come from the same readings.
#[derive(Clone, Debug, Default)]
pub struct ContainerNames(Vec<Arc<CloudNames>>);

impl PartialEq for ContainerNames {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(one, other)| Arc::ptr_eq(one, other))
    }
}

impl ContainerNames {
    /// Adds the list of a cloud.
    pub fn add(&mut self, cloud: Cloud, list: &[Container], compose: Compose) {
        let directory = Directory::new(cloud, list);
        let mut places = HashMap::new();
        let mut containers = Vec::with_capacity(list.len());
        for container in list {
            let mut text = container.label.as_sent().to_owned();
            for name in container.names.iter().chain([&container.id]) {
                text = [&text, "\n", name].concat();
                if matches!(directory.named(name), TargetMatch::One(known) if known.id == container.id) {
                    places.insert(name.clone(), containers.len());
                }
            }
            let reference = ContainerRef { cloud, id: container.id.clone(), name: container.label.clone() };
            containers.push((reference, SearchText::new(&text, compose)));
        }
        self.0.push(Arc::new(CloudNames { cloud, containers, places }));
    }
}

/// The way in which a search finds a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// By its name, its description or a container that it lists.
    Directly,
    /// As a schedule of everything, by a container of its cloud.
    ByEverything,
}

/// The containers by which a search finds a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchReason {
    pub found: Found,
    /// At most [`NAMED_REASONS`], in the order of the schedule or of the list.
    pub containers: Vec<ContainerRef>,
    /// Number of further containers.
    pub more: usize,
}

impl MatchReason {
    fn push(&mut self, container: ContainerRef) {
        if self.containers.len() < NAMED_REASONS {
            self.containers.push(container);
        } else {
            self.more += 1;
        }
    }
}

/// The words that the containers of a cloud lack.
#[derive(Clone, Debug, PartialEq)]
struct CloudMissing {
    /// In the order of the list.
    each: Vec<Missing>,
    /// Each value of `each` once.
    distinct: Vec<Missing>,
    /// The words that all of them lack.
    all: Missing,
}

/// A filter with its search, prepared for many rows. Every word must occur in the name, the description or a listed container; of
/// a cloud's containers that are not listed, one alone must have the words that name and description lack.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSearch {
    filter: ScheduleFilter,
    words: SearchWords,
    names: ContainerNames,
    /// In the order of `names`.
    missing: Vec<CloudMissing>,
}

impl TableSearch {
    /// Prepares a filter.
    #[must_use]
    pub fn new(filter: ScheduleFilter, names: ContainerNames, compose: Compose) -> TableSearch {
        let words = SearchWords::new(&filter.text, compose);
        let of_cloud = |cloud: &Arc<CloudNames>| {
            let (each, all) = (Vec::with_capacity(cloud.containers.len()), words.missing_in(&SearchText::default()));
            let mut missing = CloudMissing { each, distinct: Vec::new(), all };
            for (_, text) in &cloud.containers {
                let lacks = words.missing_in(text);
                missing.each.push(lacks);
                if !missing.distinct.contains(&lacks) {
                    missing.distinct.push(lacks);
                    missing.all = missing.all.and(lacks);
                }
            }
            missing
        };
        let missing = names.0.iter().map(of_cloud).collect();
        TableSearch { filter, words, names, missing }
    }

    /// Gives the filter.
    #[must_use]
    pub fn filter(&self) -> &ScheduleFilter {
        &self.filter
    }

    /// Finds a row by the words alone; `None` if it does not match.
    #[must_use]
    pub fn finds(&self, row: &TableRow) -> Option<Found> {
        let lacks = self.words.missing_in(&row.own);
        if lacks.is_empty() {
            return Some(Found::Directly);
        }
        let Parameters::Sync(params) = &row.row.good()?.parameters else { return None };
        let cloud = self.cloud(params.cloud());
        match params.selection() {
            Selection::These(list) => {
                let lacks = row.listed.iter().fold(lacks, |lacks, text| lacks.and(self.words.missing_in(text)));
                let is_in_reach = || cloud.is_some_and(|(_, cloud)| lacks.and(cloud.all).is_empty());
                let by_name = |stored: &String| cloud.and_then(|(names, all)| all.each.get(*names.places.get(stored)?).copied());
                let is_found = lacks.is_empty()
                    || is_in_reach() && list.as_slice().iter().filter_map(by_name).fold(lacks, Missing::and).is_empty();
                is_found.then_some(Found::Directly)
            }
            Selection::Everything => {
                let (_, all) = cloud?;
                all.distinct.iter().any(|one| lacks.and(*one).is_empty()).then_some(Found::ByEverything)
            }
        }
    }

    /// Gives the containers by which a row is found; `None` if its name and description are enough, and for one that is not found.
    #[must_use]
    pub fn reason(&self, row: &TableRow) -> Option<MatchReason> {
        let found = self.finds(row)?;
        let lacks = self.words.missing_in(&row.own);
        let Parameters::Sync(params) = &row.row.good()?.parameters else { return None };
        let cloud = self.cloud(params.cloud());
        let mut reason = MatchReason { found, containers: Vec::new(), more: 0 };
        match params.selection() {
            Selection::These(list) => {
                for (stored, text) in list.as_slice().iter().zip(&row.listed) {
                    let known = cloud.and_then(|(names, all)| {
                        let at = *names.places.get(stored)?;
                        Some((&names.containers.get(at)?.0, *all.each.get(at)?))
                    });
                    let both = lacks.and(self.words.missing_in(text));
                    if known.map_or(both, |(_, by_name)| both.and(by_name)) != lacks {
                        let by_id = || ContainerRef { cloud: params.cloud(), id: stored.clone(), name: stored.as_str().into() };
                        reason.push(known.map_or_else(by_id, |(container, _)| container.clone()));
                    }
                }
            }
            Selection::Everything => {
                let (names, all) = cloud.filter(|_| !lacks.is_empty())?;
                let matching = names.containers.iter().zip(&all.each).filter(|(_, one)| lacks.and(**one).is_empty());
                matching.for_each(|((container, _), _)| reason.push(container.clone()));
            }
        }
        (!reason.containers.is_empty()).then_some(reason)
    }

    fn cloud(&self, cloud: Cloud) -> Option<(&CloudNames, &CloudMissing)> {
        let at = self.names.0.iter().position(|names| names.cloud == cloud)?;
        Some((self.names.0.get(at)?, self.missing.get(at)?))
    }
}

/// Gives the clouds whose containers the schedules list, or synchronize all of.
#[must_use]
pub fn searched_clouds(rows: &[TableRow]) -> Vec<Cloud> {
    let is_of = |row: &TableRow, cloud| match row.row.good().map(|schedule| &schedule.parameters) {
        Some(Parameters::Sync(params)) => params.cloud() == cloud,
        _ => false,
    };
    Cloud::ALL.into_iter().filter(|cloud| rows.iter().any(|row| is_of(row, *cloud))).collect()
}

/// Gives the sentences about the clouds whose lists cannot be read, each with the appliance's reason; `None` without any.
#[must_use]
pub fn unknown_names(failed: &[(Cloud, String)]) -> Option<String> {
    let mut groups: Vec<(&str, String)> = Vec::new();
    for (cloud, why) in failed {
        let nouns = format!("{} {}", cloud.label(), cloud.container_noun(2));
        match groups.iter_mut().find(|(known, _)| known == why) {
            Some((_, list)) => *list = format!("{list}, {nouns}"),
            None => groups.push((why, nouns)),
        }
    }
    let say = |(why, list): (&str, String)| format!("Names of {list} are not known: {why} They are searched by id.");
    let notes: Vec<String> = groups.into_iter().map(say).collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}
