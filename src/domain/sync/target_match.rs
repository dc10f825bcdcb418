//! Matches targets of a result with containers (API.md §5.7, §7 rows 23 and 24). Schedules name containers by id or name, runs
//! and sync jobs by another name, results by a third one, with a location before it or a region in its place. An ambiguous target
//! stays unmatched; the module never guesses.

use std::collections::HashMap;

use super::cloud::Cloud;
use super::container::Container;

/// Result of a lookup by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetMatch<'a> {
    One(&'a Container),
    /// Several containers have this name.
    Several,
    /// No container has this name.
    None,
}

/// The containers of a cloud, by all of their names.
#[derive(Debug)]
pub struct Directory<'a> {
    cloud: Cloud,
    by_name: HashMap<&'a str, TargetMatch<'a>>,
}

impl<'a> Directory<'a> {
    /// Indexes the containers of a cloud.
    #[must_use]
    pub fn new(cloud: Cloud, containers: &'a [Container]) -> Directory<'a> {
        let mut by_name: HashMap<&'a str, TargetMatch<'a>> = HashMap::new();
        // Ids first, so that a name equal to another container's id does not replace it.
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

    /// Finds the container named by a schedule, a request or a job's list.
    #[must_use]
    pub fn named(&self, name: &str) -> TargetMatch<'a> {
        self.by_name.get(name).copied().unwrap_or(TargetMatch::None)
    }

    /// Finds the container of a result's target. An AWS region alone matches none, since it does not identify a KMS.
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

/// Gives the region of an AWS target: `<account id>/<region>` in a sync job, the region alone in a run.
#[must_use]
pub fn region_of(target: &str) -> &str {
    target.rsplit_once('/').map_or(target, |(_, region)| region)
}
