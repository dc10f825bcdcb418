//! Parameters of a synchronization. A request must name exactly one kind of target, a list *or* everything, and Azure alone has
//! items (API.md §3.3); the types below cannot express anything else.
//!
//! An empty list of containers does not compile, and neither does a second kind of target:
//!
//! ```compile_fail
//! use keysync::domain::sync::params::{Containers, Selection};
//! let none = Selection::These(Containers(vec![]));
//! ```
//!
//! ```compile_fail
//! use keysync::domain::sync::params::{PlainCloud, Selection, SyncParams};
//! let two = SyncParams::Plain { cloud: PlainCloud::Aws, cloud: PlainCloud::Gcp, selection: Selection::Everything };
//! ```
//!
//! Items belong to Azure:
//!
//! ```compile_fail
//! use keysync::domain::sync::params::{AzureItems, PlainCloud, Selection, SyncParams};
//! let items = SyncParams::Plain { cloud: PlainCloud::Aws, selection: Selection::Everything, items: AzureItems::ALL };
//! ```
//!
//! ```compile_fail
//! use keysync::domain::sync::params::{PlainCloud, Selection, SyncParams};
//! let azure_without_items = SyncParams::Plain { cloud: PlainCloud::Azure, selection: Selection::Everything };
//! ```

use super::cloud::Cloud;
use serde_json::{Map, Value};

/// The parameters of a `cckm_synchronization`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncParams {
    /// Any cloud but Azure.
    Plain {
        cloud: PlainCloud,
        /// Everything, or some containers of the cloud.
        selection: Selection,
    },
    /// Azure, which synchronizes keys, secrets and certificates separately.
    Azure {
        /// Everything, or some key vaults.
        selection: Selection,
        /// Kinds of items to synchronize; `None` leaves them to the appliance, whose default is keys (API.md §3.3).
        items: Option<AzureItems>,
        /// True for a backup of each key.
        take_key_backup: bool,
    },
}

/// The clouds that have no items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlainCloud {
    Aws,
    Gcp,
    Oci,
    Salesforce,
    Sap,
    Dsm,
    Luna,
}

impl From<PlainCloud> for Cloud {
    fn from(plain: PlainCloud) -> Cloud {
        match plain {
            PlainCloud::Aws => Cloud::Aws,
            PlainCloud::Gcp => Cloud::Gcp,
            PlainCloud::Oci => Cloud::Oci,
            PlainCloud::Salesforce => Cloud::Salesforce,
            PlainCloud::Sap => Cloud::Sap,
            PlainCloud::Dsm => Cloud::Dsm,
            PlainCloud::Luna => Cloud::Luna,
        }
    }
}

impl PlainCloud {
    /// Converts a cloud; `None` for Azure, and for External CM, which has no schedules.
    pub fn from_cloud(cloud: Cloud) -> Option<PlainCloud> {
        match cloud {
            Cloud::Aws => Some(PlainCloud::Aws),
            Cloud::Azure | Cloud::ExternalCm => None,
            Cloud::Gcp => Some(PlainCloud::Gcp),
            Cloud::Oci => Some(PlainCloud::Oci),
            Cloud::Salesforce => Some(PlainCloud::Salesforce),
            Cloud::Sap => Some(PlainCloud::Sap),
            Cloud::Dsm => Some(PlainCloud::Dsm),
            Cloud::Luna => Some(PlainCloud::Luna),
        }
    }
}

/// Everything of the cloud, or listed containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// `synchronize_all`.
    Everything,
    /// The cloud's container list.
    These(Containers),
}

/// Names or ids of containers: at least one, in the order given, without repetitions, verbatim. They are never trimmed, since the
/// appliance stores blanks (API.md §7 row 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Containers(Vec<String>);

impl Containers {
    /// Drops empty texts and repetitions; `None` if nothing is left.
    pub fn new(list: impl IntoIterator<Item = String>) -> Option<Containers> {
        let mut seen = std::collections::HashSet::new();
        let kept: Vec<String> = list.into_iter().filter(|item| !item.is_empty() && seen.insert(item.clone())).collect();
        if kept.is_empty() { None } else { Some(Containers(kept)) }
    }

    /// Gives the list, never empty.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// A kind of item that Azure synchronizes (`sync_item`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AzureItem {
    Key,
    Secret,
    Certificate,
}

impl AzureItem {
    /// The three kinds.
    pub const ALL: [AzureItem; 3] = [AzureItem::Key, AzureItem::Secret, AzureItem::Certificate];

    /// Gives the spelling in requests.
    pub fn as_wire(self) -> &'static str {
        match self {
            AzureItem::Key => "key",
            AzureItem::Secret => "secret",
            AzureItem::Certificate => "certificate",
        }
    }

    /// Gives the text on the screen, in the plural.
    pub fn label(self) -> &'static str {
        match self {
            AzureItem::Key => "Keys",
            AzureItem::Secret => "Secrets",
            AzureItem::Certificate => "Certificates",
        }
    }

    fn bit(self) -> u8 {
        match self {
            AzureItem::Key => 1,
            AzureItem::Secret => 2,
            AzureItem::Certificate => 4,
        }
    }
}

/// Text on the screen for the items of an Azure schedule that says none.
pub const UNSAID_ITEMS: &str = "Not said: the appliance’s default, keys";

/// At least one Azure item, or the word `all`, which a later appliance may read as more than today's three items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AzureItems(u8);

const ALL_BIT: u8 = 8;

impl AzureItems {
    /// `sync_item: ["all"]`.
    pub const ALL: AzureItems = AzureItems(ALL_BIT);

    /// Takes items; `None` for none.
    pub fn new(items: impl IntoIterator<Item = AzureItem>) -> Option<AzureItems> {
        match items.into_iter().fold(0, |bits, item| bits | item.bit()) {
            0 => None,
            bits => Some(AzureItems(bits)),
        }
    }

    /// True for the word `all`.
    pub fn is_all(self) -> bool {
        self.0 & ALL_BIT != 0
    }

    /// True if an item is included; `all` includes every item.
    pub fn contains(self, item: AzureItem) -> bool {
        self.is_all() || self.0 & item.bit() != 0
    }

    /// Gives the items in the order key, secret, certificate.
    pub fn iter(self) -> impl Iterator<Item = AzureItem> {
        AzureItem::ALL.into_iter().filter(move |item| self.contains(*item))
    }

    /// Reads the words of `sync_item`: a request's `key`, a job's `azure-key` (API.md §9 Q11). Fails with the first unknown word.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Option<AzureItems>, String> {
        let mut bits = 0;
        for word in words {
            let lower = word.trim().to_ascii_lowercase();
            bits |= match lower.strip_prefix("azure-").unwrap_or(&lower) {
                "key" => 1,
                "secret" => 2,
                "certificate" => 4,
                "all" => ALL_BIT,
                _ => return Err(word.to_owned()),
            };
        }
        Ok(match bits {
            0 => None,
            bits if bits & ALL_BIT != 0 => Some(AzureItems::ALL),
            bits => Some(AzureItems(bits)),
        })
    }

    /// True if the items are what the appliance may take where none is said: keys, or everything (API.md §9 Q33).
    pub(in crate::domain) fn may_be_default(self) -> bool {
        self.is_all() || self.0 == AzureItem::Key.bit()
    }

    fn to_json(self) -> Value {
        if self.is_all() {
            return Value::Array(vec![Value::from("all")]);
        }
        Value::Array(self.iter().map(|item| Value::from(item.as_wire())).collect())
    }
}

/// Conflict between a cloud and the other parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncParamsError {
    /// Only Azure has items.
    ItemsWithoutAzure,
    /// Only Azure takes key backups.
    BackupWithoutAzure,
    /// The cloud has no schedules.
    NotScheduled,
}

impl SyncParams {
    /// Combines the parts of a form or of an answer.
    ///
    /// Fails when another cloud than Azure has items or a backup, and for a cloud without schedules.
    pub fn new(
        cloud: Cloud,
        selection: Selection,
        items: Option<AzureItems>,
        backup: bool,
    ) -> Result<SyncParams, SyncParamsError> {
        match (PlainCloud::from_cloud(cloud), items) {
            (None, items) if cloud == Cloud::Azure => Ok(SyncParams::Azure { selection, items, take_key_backup: backup }),
            (None, _) => Err(SyncParamsError::NotScheduled),
            (Some(_), Some(_)) => Err(SyncParamsError::ItemsWithoutAzure),
            (Some(_), None) if backup => Err(SyncParamsError::BackupWithoutAzure),
            (Some(cloud), None) => Ok(SyncParams::Plain { cloud, selection }),
        }
    }

    /// Gives the cloud.
    pub fn cloud(&self) -> Cloud {
        match self {
            SyncParams::Plain { cloud, .. } => Cloud::from(*cloud),
            SyncParams::Azure { .. } => Cloud::Azure,
        }
    }

    /// Gives the selection.
    pub fn selection(&self) -> &Selection {
        match self {
            SyncParams::Plain { selection, .. } | SyncParams::Azure { selection, .. } => selection,
        }
    }

    /// Gives the items; `None` for all clouds but Azure, and for Azure where they are not said.
    pub fn items(&self) -> Option<&AzureItems> {
        match self {
            SyncParams::Plain { .. } => None,
            SyncParams::Azure { items, .. } => items.as_ref(),
        }
    }

    /// Replaces the selection.
    #[must_use]
    pub fn with_selection(self, selection: Selection) -> SyncParams {
        match self {
            SyncParams::Plain { cloud, .. } => SyncParams::Plain { cloud, selection },
            SyncParams::Azure { items, take_key_backup, .. } => SyncParams::Azure { selection, items, take_key_backup },
        }
    }

    /// Replaces the items; without effect except for Azure.
    #[must_use]
    pub fn with_items(self, items: Option<AzureItems>) -> SyncParams {
        match self {
            SyncParams::Azure { selection, take_key_backup, .. } => SyncParams::Azure { selection, items, take_key_backup },
            plain @ SyncParams::Plain { .. } => plain,
        }
    }

    /// Replaces the flag for key backups; without effect except for Azure.
    #[must_use]
    pub fn with_backup(self, take_key_backup: bool) -> SyncParams {
        match self {
            SyncParams::Azure { selection, items, .. } => SyncParams::Azure { selection, items, take_key_backup },
            plain @ SyncParams::Plain { .. } => plain,
        }
    }

    /// Gives `cckm_synchronization_params` for a request (API.md §3.3). Unset members are left out.
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("cloud_name".to_owned(), Value::from(self.cloud().cloud_name()));
        self.put_selection(&mut object);
        self.put_items(&mut object);
        if matches!(self, SyncParams::Azure { take_key_backup: true, .. }) {
            object.insert("take_cloud_key_backup".to_owned(), Value::Bool(true));
        }
        Value::Object(object)
    }

    /// Adds the request member with the containers: the cloud's list, or `synchronize_all`.
    pub(in crate::domain) fn put_selection(&self, object: &mut Map<String, Value>) {
        match self.selection() {
            Selection::Everything => object.insert("synchronize_all".to_owned(), Value::Bool(true)),
            Selection::These(list) => {
                let list = list.as_slice().iter().map(|item| Value::from(item.as_str())).collect();
                object.insert(self.cloud().container_field().to_owned(), Value::Array(list))
            }
        };
    }

    /// Adds the request member with the items; only Azure has one.
    pub(in crate::domain) fn put_items(&self, object: &mut Map<String, Value>) {
        if let Some(items) = self.items() {
            object.insert("sync_item".to_owned(), items.to_json());
        }
    }
}

/// Gives the error for text in a picker that was not added; the form neither sends nor drops such text.
#[must_use]
pub fn not_added(typed: &str) -> String {
    format!("“{}” was typed but not added. Press Enter in the field to add it, or clear the field.", typed.trim())
}
