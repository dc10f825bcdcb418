//! The schedules that reach one container, and its results in their runs and in sync jobs.

use super::Parameters;
use super::table::TableRow;
use crate::domain::list::sort::sorted;
use crate::domain::name::Name;
use crate::domain::run::report::{Report, TargetResult};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;
use crate::domain::sync::params::Selection;
use crate::domain::sync::target_match::{Directory, TargetMatch};

/// A container, with the texts that mean it in schedules, jobs and results.
#[derive(Clone, Debug, PartialEq)]
pub struct ContainerIdentity {
    pub cloud: Cloud,
    /// The id of the list; where the list lacks it, the text by which it was asked for.
    pub id: String,
    /// `None` if the list lacks it, or is not known.
    pub container: Option<Container>,
    /// The id, and the names that no other container of the list has.
    texts: Vec<String>,
}

impl ContainerIdentity {
    /// Finds the container that a text means, by the cloud's list as far as it is known.
    #[must_use]
    pub fn of(cloud: Cloud, text: &str, list: &[Container]) -> ContainerIdentity {
        let directory = Directory::new(cloud, list);
        let TargetMatch::One(container) = directory.named(text) else {
            return ContainerIdentity { cloud, id: text.to_owned(), container: None, texts: vec![text.to_owned()] };
        };
        let is_unique = |name: &&String| matches!(directory.named(name), TargetMatch::One(known) if known.id == container.id);
        let texts = container.names.iter().chain([&container.id]).filter(is_unique).cloned().collect();
        ContainerIdentity { cloud, id: container.id.clone(), container: Some(container.clone()), texts }
    }

    /// Gives the name for the screen; the id where the list lacks it.
    #[must_use]
    pub fn name(&self) -> Name {
        self.container.as_ref().map_or_else(|| self.id.as_str().into(), |container| container.label.clone())
    }

    /// True if a schedule or a job names this container by the text.
    #[must_use]
    pub fn is_named(&self, text: &str) -> bool {
        self.texts.iter().any(|known| known == text)
    }

    /// True if a result's target is this container or a part of it (API.md §5.7): a region of a KMS, a vault with its location.
    fn is_target(&self, target: &str) -> bool {
        match (self.cloud, target.split_once('/')) {
            (Cloud::Aws, Some((account, _))) => self.is_named(account),
            // The region of a run belongs to no KMS alone.
            (Cloud::Aws, None) => false,
            (Cloud::Azure, Some((_, rest))) => self.is_named(target) || self.is_named(rest),
            _ => self.is_named(target),
        }
    }

    /// Gives the result of this container, the worst where it has several targets; `None` if the report has none for it.
    #[must_use]
    pub fn result_in(&self, report: &Report) -> Option<TargetResult> {
        let own = report.targets.iter().filter(|target| self.is_target(&target.target));
        own.min_by_key(|target| target.state).cloned()
    }

    /// Gives the way in which a schedule reaches this container; `None` if it does not.
    #[must_use]
    pub fn reached_by(&self, parameters: &Parameters) -> Option<ReachedBy> {
        let Parameters::Sync(params) = parameters else { return None };
        match params.selection() {
            _ if params.cloud() != self.cloud => None,
            Selection::Everything => Some(ReachedBy::Everything),
            Selection::These(list) => list.as_slice().iter().any(|stored| self.is_named(stored)).then_some(ReachedBy::List),
        }
    }
}

/// The way in which a schedule reaches a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReachedBy {
    /// The schedule lists it.
    List,
    /// The schedule synchronizes everything of the cloud.
    Everything,
}

/// Gives the keys of the schedules that reach a container: those that list it before those of everything, each group by name.
/// `is_gone` states that the cloud's list lacks it, so that everything does not include it.
#[must_use]
pub fn reaching(rows: &[TableRow], container: &ContainerIdentity, is_gone: bool) -> Vec<(String, ReachedBy)> {
    let reaches = |row: &TableRow| row.row.good().and_then(|schedule| container.reached_by(&schedule.parameters));
    let found: Vec<(&TableRow, ReachedBy)> = rows.iter().filter_map(|row| Some((row, reaches(row)?))).collect();
    let found = sorted(found, |(row, by), (other, other_by)| {
        by.cmp(other_by).then_with(|| row.name_key.as_str().cmp(other.name_key.as_str()))
    });
    let is_reached = |by: &ReachedBy| !is_gone || *by == ReachedBy::List;
    found.into_iter().filter(|(_, by)| is_reached(by)).map(|(row, by)| (row.id().to_owned(), by)).collect()
}
