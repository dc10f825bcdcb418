//! Containers that can be picked for a synchronization (API.md §6.1).

use crate::domain::list::row::Identified;

/// A KMS, vault, key ring, organization, group, domain or partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// The id on the appliance: what a request carries.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// What tells it from others of the same name: account, region, location, subscription. May be empty.
    pub detail: String,
    /// The other names by which schedules, jobs and results call it, exactly as the appliance writes them (API.md §5.7).
    pub names: Vec<String>,
    /// The regions of a KMS.
    pub regions: Vec<String>,
    /// Archived containers are still listed; they are marked and never preselected.
    pub archived: bool,
}

impl Identified for Container {
    fn id_text(&self) -> &str {
        &self.id
    }
}
