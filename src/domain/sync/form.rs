//! The form of a direct synchronization, and the request that it makes.

use super::aws_region::is_aws_region;
use super::cloud::Cloud;
use super::params::{Containers, Selection, not_added};
use super::source::{Source, SyncRequest};

/// Values of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncForm {
    /// True for everything, false for a list; `None` before a choice.
    pub everything: Option<bool>,
    /// Kept while everything is chosen.
    pub containers: Vec<String>,
    /// Text in the container picker that was not added.
    pub typed: String,
    /// For AWS only.
    pub regions: Vec<String>,
    /// Text in the region picker that was not added.
    pub typed_region: String,
    /// True for a backup of each key; for the keys of Azure only.
    pub backup: bool,
}

/// An error of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncFault {
    /// Neither everything nor a list was chosen.
    Selection,
    Containers,
    /// Text that was typed for a container and not added.
    Typed(String),
    /// Text that was typed for a region and not added.
    TypedRegion(String),
    /// Text that is no region name of AWS.
    Region(String),
}

impl SyncFault {
    /// Gives the error as a text for the screen.
    #[must_use]
    pub fn message(&self, source: Source) -> String {
        let noun = source.cloud().container_noun(1);
        match self {
            SyncFault::Selection => {
                format!("Choose whether to synchronize everything or some {}.", source.cloud().container_noun(2))
            }
            SyncFault::Containers => format!("Choose at least one {noun}, or everything."),
            SyncFault::Typed(text) | SyncFault::TypedRegion(text) => not_added(text),
            SyncFault::Region(text) => {
                format!(
                    "“{text}” is not an AWS region: regions have names like eu-west-1. Remove it, or choose one from the list."
                )
            }
        }
    }
}

impl SyncForm {
    /// Gives the form's request to a source; fails with the first field in error.
    pub fn request(&self, source: Source) -> Result<SyncRequest, SyncFault> {
        let is_aws = source.cloud() == Cloud::Aws;
        let selection = match self.everything {
            None => return Err(SyncFault::Selection),
            Some(true) => Selection::Everything,
            Some(false) if !self.typed.trim().is_empty() => return Err(SyncFault::Typed(self.typed.trim().to_owned())),
            Some(false) if is_aws && !self.typed_region.trim().is_empty() => {
                return Err(SyncFault::TypedRegion(self.typed_region.trim().to_owned()));
            }
            Some(false) => Selection::These(Containers::new(self.containers.iter().cloned()).ok_or(SyncFault::Containers)?),
        };
        if let (Selection::These(_), true) = (&selection, is_aws)
            && let Some(wrong) = self.regions.iter().find(|region| !is_aws_region(region))
        {
            return Err(SyncFault::Region(wrong.clone()));
        }
        Ok(SyncRequest::new(source, selection, self.regions.clone(), self.backup))
    }
}
