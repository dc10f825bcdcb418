//! What is typed to start a direct synchronization, and the request it makes.

use super::source::{Source, SyncRequest};
use super::sync::{Containers, Selection};

/// The controls of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncForm {
    /// Everything rather than a list; `None` while neither was chosen.
    pub everything: Option<bool>,
    /// The containers chosen; kept while everything is chosen.
    pub containers: Vec<String>,
    /// The regions chosen, for AWS.
    pub regions: Vec<String>,
    /// Whether a backup of each key is taken, for the keys of Azure.
    pub backup: bool,
}

/// What is missing, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncFault {
    /// Neither everything nor a list.
    Selection,
    /// A list without a container.
    Containers,
}

impl SyncFault {
    /// For people.
    #[must_use]
    pub fn message(self, source: Source) -> String {
        let noun = source.cloud().container_noun(1);
        match self {
            SyncFault::Selection => {
                format!("Choose whether everything is synchronized, or some {}.", source.cloud().container_noun(2))
            }
            SyncFault::Containers => format!("Choose at least one {noun}, or everything."),
        }
    }
}

impl SyncForm {
    /// The request that it makes of a source; fails with the field that is missing.
    pub fn request(&self, source: Source) -> Result<SyncRequest, SyncFault> {
        let selection = match self.everything {
            None => return Err(SyncFault::Selection),
            Some(true) => Selection::Everything,
            Some(false) => Selection::These(Containers::new(self.containers.iter().cloned()).ok_or(SyncFault::Containers)?),
        };
        Ok(SyncRequest::new(source, selection, self.regions.clone(), self.backup))
    }
}
