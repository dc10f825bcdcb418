//! Containers that can be picked for a synchronization (API.md §6.1).

use crate::domain::list::row::Identified;
use crate::domain::name::Name;

/// A KMS, vault, key ring, organization, group, domain or partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// The appliance's id, which requests carry.
    pub id: String,
    /// Name on the screen.
    pub label: Name,
    /// Distinction from others of the same name: account, region, location, subscription. May be empty.
    pub detail: String,
    /// Other names in schedules, jobs and results, verbatim (API.md §5.7).
    pub names: Vec<String>,
    /// Regions of a KMS; empty for other containers.
    pub regions: Vec<String>,
    /// Archived containers are still listed; the picker marks them and never preselects them.
    pub archived: bool,
}

impl Identified for Container {
    fn id_text(&self) -> &str {
        &self.id
    }
}
