//! Twelve sources of direct synchronizations, each with a path of its own in the API (API.md §5.1), and the request that starts
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
use super::params::{AzureItem, Containers, Selection};

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
    Luna,
}

impl Source {
    /// All sources, clouds before key sources.
    pub const ALL: [Source; 12] = [
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
            Source::Luna => Cloud::Luna,
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

    /// Gives the answer member that lists containers, also the parameter that filters a list by container. Custom key stores have
    /// no known filter (API.md §5.1).
    #[must_use]
    pub fn list_field(self) -> &'static str {
        match self {
            Source::Oci => "vaults",
            other => other.cloud().container_field(),
        }
    }

    /// True if the appliance can filter the source's jobs by container.
    #[must_use]
    pub fn has_filter(self) -> bool {
        self != Source::AwsCustomKeyStores
    }

    /// True if the appliance can filter the source's jobs by region.
    #[must_use]
    pub fn has_regions(self) -> bool {
        self == Source::AwsKeys
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
    Luna,
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
