//! The eight clouds and key sources that can be scheduled (API.md §3.3), and External CM, which direct jobs alone have.

/// A cloud, or a key source that shares its place in the API (DSM and Luna, API.md §7 row 45).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cloud {
    /// Amazon Web Services; its containers are KMS accounts.
    Aws,
    /// Microsoft Azure; its containers are key vaults.
    Azure,
    /// Google Cloud; its containers are key rings.
    Gcp,
    /// Oracle Cloud; its containers are vaults.
    Oci,
    /// Salesforce; its containers are organizations.
    Salesforce,
    /// SAP Data Custodian; its containers are groups.
    Sap,
    /// Thales Data Security Manager, a key source; its containers are domains.
    Dsm,
    /// Luna HSM, a key source; its containers are partitions.
    Luna,
    /// Another CipherTrust Manager, a key source; its containers are domains. The word for it in schedules is not public.
    ExternalCm,
}

impl Cloud {
    /// All clouds and key sources that a schedule can be about, clouds first.
    pub const ALL: [Cloud; 8] =
        [Cloud::Aws, Cloud::Azure, Cloud::Gcp, Cloud::Oci, Cloud::Salesforce, Cloud::Sap, Cloud::Dsm, Cloud::Luna];

    /// All clouds whose containers the appliance lists.
    pub const LISTED: [Cloud; 9] = [
        Cloud::Aws,
        Cloud::Azure,
        Cloud::Gcp,
        Cloud::Oci,
        Cloud::Salesforce,
        Cloud::Sap,
        Cloud::Dsm,
        Cloud::Luna,
        Cloud::ExternalCm,
    ];

    /// Gives the spelling in requests (`cloud_name`, API.md §3.3).
    pub fn cloud_name(self) -> &'static str {
        match self {
            Cloud::Aws => "aws",
            Cloud::Azure => "AzureCloud",
            Cloud::Gcp => "gcp",
            Cloud::Oci => "oci",
            Cloud::Salesforce => "sfdc",
            Cloud::Sap => "sap",
            Cloud::Dsm => "dsm",
            Cloud::Luna => "hsm-luna",
            Cloud::ExternalCm => "external-cm",
        }
    }

    /// Gives the name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Cloud::Aws => "AWS",
            Cloud::Azure => "Azure",
            Cloud::Gcp => "Google Cloud",
            Cloud::Oci => "Oracle Cloud",
            Cloud::Salesforce => "Salesforce",
            Cloud::Sap => "SAP",
            Cloud::Dsm => "DSM",
            Cloud::Luna => "Luna HSM",
            Cloud::ExternalCm => "External CM",
        }
    }

    /// Reads any spelling seen in answers (API.md §10.3); `None` for an unknown cloud.
    pub fn from_wire(text: &str) -> Option<Cloud> {
        match text.trim().to_ascii_lowercase().as_str() {
            "aws" => Some(Cloud::Aws),
            "azurecloud" | "azure" => Some(Cloud::Azure),
            "gcp" | "googlecloud" | "google" => Some(Cloud::Gcp),
            "oci" => Some(Cloud::Oci),
            "sfdc" | "salesforce" => Some(Cloud::Salesforce),
            "sap" => Some(Cloud::Sap),
            "dsm" => Some(Cloud::Dsm),
            "hsm-luna" | "luna" => Some(Cloud::Luna),
            _ => None,
        }
    }

    /// Gives the only request field that may list this cloud's containers (API.md §3.3).
    pub fn container_field(self) -> &'static str {
        match self {
            Cloud::Aws => "kms",
            Cloud::Azure => "key_vaults",
            Cloud::Gcp => "key_rings",
            Cloud::Oci => "oci_vaults",
            Cloud::Salesforce => "organizations",
            Cloud::Sap => "groups",
            Cloud::Dsm | Cloud::ExternalCm => "domains",
            Cloud::Luna => "partitions",
        }
    }

    /// Gives the noun for `n` containers of this cloud.
    pub fn container_noun(self, n: usize) -> &'static str {
        let (one, many) = match self {
            Cloud::Aws => ("KMS", "KMS"),
            Cloud::Azure => ("key vault", "key vaults"),
            Cloud::Gcp => ("key ring", "key rings"),
            Cloud::Oci => ("vault", "vaults"),
            Cloud::Salesforce => ("organization", "organizations"),
            Cloud::Sap => ("group", "groups"),
            Cloud::Dsm | Cloud::ExternalCm => ("domain", "domains"),
            Cloud::Luna => ("partition", "partitions"),
        };
        if n == 1 { one } else { many }
    }

    /// Gives the noun for `n` targets of a run's result; AWS reports regions, the others their containers (API.md §5.7).
    pub fn target_noun(self, n: usize) -> &'static str {
        match self {
            Cloud::Aws if n == 1 => "region",
            Cloud::Aws => "regions",
            Cloud::Azure if n == 1 => "vault",
            Cloud::Azure => "vaults",
            _ => self.container_noun(n),
        }
    }

    /// True for sources *from* which keys come: the screen groups these as "key sources".
    pub fn is_key_source(self) -> bool {
        matches!(self, Cloud::Dsm | Cloud::Luna | Cloud::ExternalCm)
    }
}
