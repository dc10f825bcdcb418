//! Thirteen sources of direct synchronizations, of which Luna has two operations, each with a path of its own in the API (API.md §5.1), and the request that starts
//! one. As with schedules, a request names containers *or* everything; the types cannot express anything else.
//!
//! Regions belong to a list of KMS:
//!
//! ```compile_fail
//! use keysync::domain::sync::source::{AwsScope, AwsStore, SyncRequest};
//! let both = SyncRequest::Aws { store: AwsStore::Keys, scope: AwsScope::Everything { regions: vec![] } };
//! ```
//!
//! A backup of keys belongs to the keys of Azure:
//!
//! ```compile_fail
//! use keysync::domain::sync::source::{PlainSource, SyncRequest};
//! use keysync::domain::sync::params::Selection;
//! let backup = SyncRequest::Plain { source: PlainSource::AzureSecrets, selection: Selection::Everything, take_key_backup: true };
//! ```

use serde_json::{Map, Value};

use super::cloud::Cloud;
use super::container::Container;
use super::params::{AzureItem, AzureItems, Containers, Selection, SyncParams};

/// A source of direct synchronizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    AwsKeys,
    AwsCustomKeyStores,
    AzureKeys,
    AzureSecrets,
    AzureCertificates,
    Google,
    Oci,
    SalesforceKeys,
    SalesforceCertificates,
    Sap,
    Dsm,
    /// The refresh of partitions.
    Luna,
    LunaSynchronize,
    ExternalCm,
}

impl Source {
    /// All sources, clouds before key sources.
    pub const ALL: [Source; 14] = [
        Source::AwsKeys,
        Source::AwsCustomKeyStores,
        Source::AzureKeys,
        Source::AzureSecrets,
        Source::AzureCertificates,
        Source::Google,
        Source::Oci,
        Source::SalesforceKeys,
        Source::SalesforceCertificates,
        Source::Sap,
        Source::Dsm,
        Source::Luna,
        Source::LunaSynchronize,
        Source::ExternalCm,
    ];

    /// Gives the word in a URL of the console.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Source::AwsKeys => "aws-keys",
            Source::AwsCustomKeyStores => "aws-custom-key-stores",
            Source::AzureKeys => "azure-keys",
            Source::AzureSecrets => "azure-secrets",
            Source::AzureCertificates => "azure-certificates",
            Source::Google => "google",
            Source::Oci => "oci",
            Source::SalesforceKeys => "salesforce-keys",
            Source::SalesforceCertificates => "salesforce-certificates",
            Source::Sap => "sap",
            Source::Dsm => "dsm",
            Source::Luna => "luna",
            Source::LunaSynchronize => "luna-synchronize",
            Source::ExternalCm => "external-cm",
        }
    }

    /// Reads the word of a URL; `None` for an unknown word.
    #[must_use]
    pub fn from_word(text: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.word() == text)
    }

    /// Gives the text on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Source::AwsKeys => "AWS keys",
            Source::AwsCustomKeyStores => "AWS custom key stores",
            Source::AzureKeys => "Azure keys",
            Source::AzureSecrets => "Azure secrets",
            Source::AzureCertificates => "Azure certificates",
            Source::Google => "Google Cloud",
            Source::Oci => "Oracle Cloud",
            Source::SalesforceKeys => "Salesforce keys",
            Source::SalesforceCertificates => "Salesforce certificates",
            Source::Sap => "SAP",
            Source::Dsm => "DSM",
            Source::Luna => "Luna HSM",
            Source::LunaSynchronize => "Luna HSM (synchronize)",
            Source::ExternalCm => "External CM",
        }
    }

    /// Gives the cloud whose containers the source synchronizes.
    #[must_use]
    pub fn cloud(self) -> Cloud {
        match self {
            Source::AwsKeys | Source::AwsCustomKeyStores => Cloud::Aws,
            Source::AzureKeys | Source::AzureSecrets | Source::AzureCertificates => Cloud::Azure,
            Source::Google => Cloud::Gcp,
            Source::Oci => Cloud::Oci,
            Source::SalesforceKeys | Source::SalesforceCertificates => Cloud::Salesforce,
            Source::Sap => Cloud::Sap,
            Source::Dsm => Cloud::Dsm,
            Source::Luna | Source::LunaSynchronize => Cloud::Luna,
            Source::ExternalCm => Cloud::ExternalCm,
        }
    }

    /// Gives the request member that lists containers; Salesforce and OCI use other names than in schedules (API.md §5.1).
    #[must_use]
    pub fn body_field(self) -> &'static str {
        match self {
            Source::Oci => "vaults",
            Source::SalesforceKeys | Source::SalesforceCertificates => "organization_ids",
            other => other.cloud().container_field(),
        }
    }

    /// Gives the answer member that lists containers, also the parameter that filters a list by container (API.md §5.1).
    #[must_use]
    pub fn list_field(self) -> &'static str {
        match self {
            Source::Oci => "vaults",
            other => other.cloud().container_field(),
        }
    }

    /// True if the filter of the source's list takes a container's name in jobs; the others take its id (API.md §5.1).
    #[must_use]
    pub fn filters_by_name(self) -> bool {
        matches!(self, Source::AwsKeys | Source::AwsCustomKeyStores | Source::Google)
    }

    /// Gives the text by which the appliance filters the source's jobs for this container.
    #[must_use]
    pub fn filter_value(self, container: &Container) -> &str {
        let name = container.names.first().filter(|_| self.filters_by_name());
        name.unwrap_or(&container.id)
    }

    /// Gives the words of a failed job's `overall_status`: AWS says `error` (API.md §5.4).
    #[must_use]
    pub fn failed_words(self) -> &'static [&'static str] {
        if self.has_regions() { &["error", "failed"] } else { &["failed"] }
    }

    /// True if the source's jobs are about regions. The appliance has no filter by region (API.md §5.1).
    #[must_use]
    pub fn has_regions(self) -> bool {
        self.cloud() == Cloud::Aws
    }

    /// Gives the difference between the two operations of Luna (API.md §5.1); `None` for the other sources.
    #[must_use]
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Source::Luna => Some("A refresh reads the keys of the partitions."),
            Source::LunaSynchronize => Some("It acts on the keys that the appliance has already; a refresh reads new ones."),
            _ => None,
        }
    }

    /// Gives the sources whose direct jobs synchronize what a schedule does. Without items, those of Azure are keys.
    #[must_use]
    pub fn of_params(params: &SyncParams) -> Vec<Source> {
        match params {
            SyncParams::Azure { items, .. } => {
                let said = items.or_else(|| AzureItems::new([AzureItem::Key]));
                said.iter().flat_map(|items| items.iter()).map(Source::of_azure).collect()
            }
            SyncParams::Plain { cloud, .. } => {
                let of_cloud = |source: &Source| source.cloud() == Cloud::from(*cloud);
                // The API knows schedules of Salesforce for keys only; the first source of a cloud is the one for keys.
                Source::ALL.into_iter().find(of_cloud).into_iter().collect()
            }
        }
    }

    /// Gives the source of one kind of Azure item.
    #[must_use]
    pub fn of_azure(item: AzureItem) -> Source {
        match item {
            AzureItem::Key => Source::AzureKeys,
            AzureItem::Secret => Source::AzureSecrets,
            AzureItem::Certificate => Source::AzureCertificates,
        }
    }
}

/// The two kinds of AWS sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwsStore {
    Keys,
    CustomKeyStores,
}

/// The sources that take containers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainSource {
    AzureSecrets,
    AzureCertificates,
    Google,
    Oci,
    SalesforceKeys,
    SalesforceCertificates,
    Sap,
    Dsm,
    /// The refresh of partitions.
    Luna,
    LunaSynchronize,
    ExternalCm,
}

/// Scope of an AWS request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwsScope {
    /// Every KMS in all of its regions.
    Everything,
    These {
        kms: Containers,
        /// Empty for all regions (API.md §5.2).
        regions: Vec<String>,
    },
}

/// A request that starts a direct synchronization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncRequest {
    /// AWS, which has regions.
    Aws {
        /// Keys or custom key stores.
        store: AwsStore,
        scope: AwsScope,
    },
    /// Keys of Azure, which can be backed up.
    AzureKeys {
        /// Everything, or some key vaults.
        selection: Selection,
        /// True for a backup of each key.
        take_key_backup: bool,
    },
    /// Any other source.
    Plain {
        source: PlainSource,
        /// Everything, or some containers of the source.
        selection: Selection,
    },
}

impl SyncRequest {
    /// Builds a request from a selection. `regions` applies to a list of KMS only, `backup` to the keys of Azure only; other
    /// sources ignore them.
    #[must_use]
    pub fn new(source: Source, selection: Selection, regions: Vec<String>, backup: bool) -> SyncRequest {
        let plain = |source, selection| SyncRequest::Plain { source, selection };
        let aws = |store, selection| {
            let scope = match selection {
                Selection::Everything => AwsScope::Everything,
                Selection::These(kms) => AwsScope::These { kms, regions },
            };
            SyncRequest::Aws { store, scope }
        };
        match source {
            Source::AwsKeys => aws(AwsStore::Keys, selection),
            Source::AwsCustomKeyStores => aws(AwsStore::CustomKeyStores, selection),
            Source::AzureKeys => SyncRequest::AzureKeys { selection, take_key_backup: backup },
            Source::AzureSecrets => plain(PlainSource::AzureSecrets, selection),
            Source::AzureCertificates => plain(PlainSource::AzureCertificates, selection),
            Source::Google => plain(PlainSource::Google, selection),
            Source::Oci => plain(PlainSource::Oci, selection),
            Source::SalesforceKeys => plain(PlainSource::SalesforceKeys, selection),
            Source::SalesforceCertificates => plain(PlainSource::SalesforceCertificates, selection),
            Source::Sap => plain(PlainSource::Sap, selection),
            Source::Dsm => plain(PlainSource::Dsm, selection),
            Source::Luna => plain(PlainSource::Luna, selection),
            Source::LunaSynchronize => plain(PlainSource::LunaSynchronize, selection),
            Source::ExternalCm => plain(PlainSource::ExternalCm, selection),
        }
    }

    /// Gives the source.
    #[must_use]
    pub fn source(&self) -> Source {
        match self {
            SyncRequest::Aws { store: AwsStore::Keys, .. } => Source::AwsKeys,
            SyncRequest::Aws { store: AwsStore::CustomKeyStores, .. } => Source::AwsCustomKeyStores,
            SyncRequest::AzureKeys { .. } => Source::AzureKeys,
            SyncRequest::Plain { source, .. } => match source {
                PlainSource::AzureSecrets => Source::AzureSecrets,
                PlainSource::AzureCertificates => Source::AzureCertificates,
                PlainSource::Google => Source::Google,
                PlainSource::Oci => Source::Oci,
                PlainSource::SalesforceKeys => Source::SalesforceKeys,
                PlainSource::SalesforceCertificates => Source::SalesforceCertificates,
                PlainSource::Sap => Source::Sap,
                PlainSource::Dsm => Source::Dsm,
                PlainSource::Luna => Source::Luna,
                PlainSource::LunaSynchronize => Source::LunaSynchronize,
                PlainSource::ExternalCm => Source::ExternalCm,
            },
        }
    }

    /// Gives the listed containers; empty if everything is synchronized.
    #[must_use]
    pub fn containers(&self) -> &[String] {
        match self {
            SyncRequest::Aws { scope: AwsScope::These { kms, .. }, .. } => kms.as_slice(),
            SyncRequest::Aws { scope: AwsScope::Everything, .. } => &[],
            SyncRequest::AzureKeys { selection, .. } | SyncRequest::Plain { selection, .. } => match selection {
                Selection::These(list) => list.as_slice(),
                Selection::Everything => &[],
            },
        }
    }

    /// Gives the regions that the request is limited to; empty for no limit.
    #[must_use]
    pub fn regions(&self) -> &[String] {
        match self {
            SyncRequest::Aws { scope: AwsScope::These { regions, .. }, .. } => regions,
            _ => &[],
        }
    }

    /// Gives the request body (API.md §5.3).
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body = Map::new();
        match self.containers() {
            [] => body.insert("synchronize_all".to_owned(), Value::Bool(true)),
            list => body.insert(self.source().body_field().to_owned(), Value::from(list)),
        };
        if !self.regions().is_empty() {
            body.insert("regions".to_owned(), Value::from(self.regions()));
        }
        if matches!(self, SyncRequest::AzureKeys { take_key_backup: true, .. }) {
            body.insert("take_cloud_key_backup".to_owned(), Value::Bool(true));
        }
        Value::Object(body)
    }
}
