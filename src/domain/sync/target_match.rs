//! Which container a target of a result is (API.md §5.7, §7 rows 23 and 24). Schedules name containers by id or name, runs and sync
//! jobs by another name, results by a third, with a location before it or a region in its place. What cannot be told for sure is said
//! to be unmatched, never guessed.

use std::collections::HashMap;

use super::cloud::Cloud;
use super::container::Container;

/// What a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetMatch<'a> {
    /// This container.
    One(&'a Container),
    /// Several of that name: which one is not known.
    Several,
    /// None.
    None,
}

/// The containers of a cloud by all the names that they go by.
#[derive(Debug)]
pub struct Directory<'a> {
    cloud: Cloud,
    by_name: HashMap<&'a str, TargetMatch<'a>>,
}

impl<'a> Directory<'a> {
    /// Of these containers.
    #[must_use]
    pub fn new(cloud: Cloud, containers: &'a [Container]) -> Directory<'a> {
        let mut by_name: HashMap<&'a str, TargetMatch<'a>> = HashMap::new();
        // Ids first: a name that happens to be another's id does not take its place.
        let ids: std::collections::HashSet<&str> = containers.iter().map(|container| container.id.as_str()).collect();
        for container in containers {
            by_name.insert(&container.id, TargetMatch::One(container));
            for name in container.names.iter().filter(|name| !ids.contains(name.as_str())) {
                by_name
                    .entry(name)
                    .and_modify(|found| {
                        if !matches!(found, TargetMatch::One(known) if known.id == container.id) {
                            *found = TargetMatch::Several;
                        }
                    })
                    .or_insert(TargetMatch::One(container));
            }
        }
        Directory { cloud, by_name }
    }

    /// The container that a schedule, a request or the list of a job names.
    #[must_use]
    pub fn named(&self, name: &str) -> TargetMatch<'a> {
        self.by_name.get(name).copied().unwrap_or(TargetMatch::None)
    }

    /// The container of a target of a result. A region of AWS alone is none: it says nothing of the KMS.
    #[must_use]
    pub fn target(&self, target: &str) -> TargetMatch<'a> {
        match (self.cloud, target.split_once('/')) {
            // `<account id>/<region>`
            (Cloud::Aws, Some((account, _))) => self.named(account),
            (Cloud::Aws, None) => TargetMatch::None,
            // `<location>/<vault>::<subscription>`
            (Cloud::Azure, Some((_, rest))) if self.named(target) == TargetMatch::None => self.named(rest),
            _ => self.named(target),
        }
    }
}

/// The region in a target of AWS: `<account id>/<region>` in a sync job, the region alone in a run.
#[must_use]
pub fn region_of(target: &str) -> &str {
    target.rsplit_once('/').map_or(target, |(_, region)| region)
}
