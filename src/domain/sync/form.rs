//! What is typed to start a direct synchronization, and the request it makes.

use super::cloud::Cloud;
use super::params::{Containers, Selection, not_added};
use super::source::{Source, SyncRequest};

/// The controls of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncForm {
    /// Everything rather than a list; `None` while neither was chosen.
    pub everything: Option<bool>,
    /// The containers chosen; kept while everything is chosen.
    pub containers: Vec<String>,
    /// Text that stands in the picker of containers and was not added.
    pub typed: String,
    /// The regions chosen, for AWS.
    pub regions: Vec<String>,
    /// Text that stands in the picker of regions and was not added.
    pub typed_region: String,
    /// Whether a backup of each key is taken, for the keys of Azure.
    pub backup: bool,
}

/// What is missing, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncFault {
    /// Neither everything nor a list.
    Selection,
    /// A list without a container.
    Containers,
    /// This text was typed for a container and not added.
    Typed(String),
    /// This text was typed for a region and not added.
    TypedRegion(String),
    /// This is no name of a region of AWS.
    Region(String),
}

impl SyncFault {
    /// For people.
    #[must_use]
    pub fn message(&self, source: Source) -> String {
        let noun = source.cloud().container_noun(1);
        match self {
            SyncFault::Selection => {
                format!("Choose whether everything is synchronized, or some {}.", source.cloud().container_noun(2))
            }
            SyncFault::Containers => format!("Choose at least one {noun}, or everything."),
            SyncFault::Typed(text) | SyncFault::TypedRegion(text) => not_added(text),
            SyncFault::Region(text) => {
                format!("“{text}” is no region of AWS: they are called like eu-west-1. Remove it, or choose one from the list.")
            }
        }
    }
}

impl SyncForm {
    /// The request that it makes of a source; fails with the field that is missing.
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
            && let Some(wrong) = self.regions.iter().find(|region| !is_region(region))
        {
            return Err(SyncFault::Region(wrong.clone()));
        }
        Ok(SyncRequest::new(source, selection, self.regions.clone(), self.backup))
    }
}

/// Whether a text is formed like the name of a region: words of small letters and digits with hyphens between, a number at the end.
fn is_region(text: &str) -> bool {
    let mut words = text.split('-');
    let is_number = words.next_back().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
    let words: Vec<&str> = words.collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_number && words.len() >= 2 && words.iter().all(is_word)
}
