//! Addresses of the API. Only this file makes an [`ApiUrl`]: from a fixed collection, one id as one segment, and encoded query
//! values, so that no id can reach another endpoint.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::source::Source;

/// The prefix of every address, independent of the console's own prefix.
pub const API_BASE: &str = "/api/v1";

/// All but the unreserved characters of RFC 3986 §2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An address below [`API_BASE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(String);

impl ApiUrl {
    /// The path and query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The endpoints that take no id, and the collections whose elements have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Tokens,
    Revoke,
    ChangePassword,
    Banner,
    OwnDomains,
    Schedules,
    Runs,
    Containers(Cloud),
    SyncJobs(Source),
    Cluster,
    Nodes,
    SystemInfo,
}

impl Endpoint {
    fn path(self) -> &'static str {
        match self {
            Endpoint::Tokens => "/auth/tokens/",
            Endpoint::Revoke => "/auth/revoke",
            Endpoint::ChangePassword => "/auth/changepw",
            Endpoint::Banner => "/auth/banners/pre-auth",
            Endpoint::OwnDomains => "/auth/self/domains",
            Endpoint::Schedules => "/scheduler/job-configs",
            Endpoint::Runs => "/scheduler/jobs",
            Endpoint::Containers(Cloud::Aws) => "/cckm/aws/kms",
            Endpoint::Containers(Cloud::Azure) => "/cckm/azure/vaults",
            Endpoint::Containers(Cloud::Gcp) => "/cckm/google/key-rings",
            Endpoint::Containers(Cloud::Oci) => "/cckm/oci/vaults",
            Endpoint::Containers(Cloud::Salesforce) => "/cckm/sfdc/organizations",
            Endpoint::Containers(Cloud::Sap) => "/cckm/sap/groups",
            Endpoint::Containers(Cloud::Dsm) => "/cckm/dsm/domains",
            Endpoint::Containers(Cloud::Luna) => "/cckm/hsm/luna/partitions",
            Endpoint::Containers(Cloud::ExternalCm) => "/cckm/external-cm/domains",
            Endpoint::SyncJobs(Source::AwsKeys) => "/cckm/aws/synchronization-jobs",
            Endpoint::SyncJobs(Source::AwsCustomKeyStores) => "/cckm/aws/custom-key-stores/synchronization-jobs",
            Endpoint::SyncJobs(Source::AzureKeys) => "/cckm/azure/synchronization-jobs",
            Endpoint::SyncJobs(Source::AzureSecrets) => "/cckm/azure/secrets/synchronization-jobs",
            Endpoint::SyncJobs(Source::AzureCertificates) => "/cckm/azure/certificates/synchronization-jobs",
            Endpoint::SyncJobs(Source::Google) => "/cckm/google/synchronization-jobs",
            Endpoint::SyncJobs(Source::Oci) => "/cckm/oci/synchronization-jobs",
            Endpoint::SyncJobs(Source::SalesforceKeys) => "/cckm/sfdc/keys/synchronization-jobs",
            Endpoint::SyncJobs(Source::SalesforceCertificates) => "/cckm/sfdc/certificates/synchronization-jobs",
            Endpoint::SyncJobs(Source::Sap) => "/cckm/sap/synchronization-jobs",
            Endpoint::SyncJobs(Source::Dsm) => "/cckm/dsm/refresh",
            Endpoint::SyncJobs(Source::Luna) => "/cckm/hsm/luna/refresh",
            Endpoint::SyncJobs(Source::LunaSynchronize) => "/cckm/hsm/luna/synchronize",
            Endpoint::SyncJobs(Source::ExternalCm) => "/cckm/external-cm/refresh",
            Endpoint::Cluster => "/cluster",
            Endpoint::Nodes => "/nodes",
            Endpoint::SystemInfo => "/system/info",
        }
    }

    /// The address of the endpoint itself.
    pub fn url(self) -> ApiUrl {
        ApiUrl(format!("{API_BASE}{}", self.path()))
    }

    /// The address with a query. Every value is encoded; no token or password is ever among them.
    pub fn with_query(self, pairs: &[(&str, String)]) -> ApiUrl {
        let mut url = self.url().0;
        for (at, (name, value)) in pairs.iter().enumerate() {
            url.push(if at == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.extend(utf8_percent_encode(value, ENCODED));
        }
        ApiUrl(url)
    }

    /// The address of one element, or `None` for an id that cannot be one.
    pub fn one(self, id: &str) -> Option<ApiUrl> {
        let mut url = self.url().0;
        url.push('/');
        push_segment(id, &mut url)?;
        Some(ApiUrl(url))
    }

    /// The address of an action on one element, or `None` for an id that cannot be one.
    pub fn action(self, id: &str, action: &'static str) -> Option<ApiUrl> {
        let mut url = self.one(id)?.0;
        url.push('/');
        url.push_str(action);
        Some(ApiUrl(url))
    }
}

/// Appends an id as one segment. Ids are UUIDs or short names (API.md §0.2); characters that a proxy might decode into a
/// separator, a dot segment or a second encoding are refused rather than encoded.
fn push_segment(id: &str, url: &mut String) -> Option<()> {
    let dots = id.chars().all(|c| c == '.');
    let refused = dots || id.len() > 256 || id.chars().any(|c| c.is_control() || matches!(c, '/' | '\\' | '%'));
    if refused {
        return None;
    }
    url.extend(utf8_percent_encode(id, ENCODED));
    Some(())
}
