//! The sources of direct synchronization jobs with all their irregularities (API.md §5.1).

use crate::containers::Container;

/// How the filter of a list names a container (API.md §5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterBy {
    /// By its name in jobs.
    Name,
    /// By its id.
    Id,
    /// By either.
    Both,
}

/// A kind of direct synchronization, without a schedule.
#[derive(Debug)]
pub struct Source {
    /// The name in controls and in the database.
    pub name: &'static str,
    /// The paths of its jobs, without `/v1/cckm`; all of them lead to the same jobs.
    bases: &'static [&'static [&'static str]],
    /// The `cloud_name` of its containers.
    pub cloud: &'static str,
    /// The members by which a request lists containers; the first is the documented one.
    pub lists: &'static [&'static str],
    /// The member by which an answer lists containers.
    pub shown_as: &'static str,
    /// How the list's filter names a container.
    pub filter: FilterBy,
    /// The noun for one container in texts.
    pub noun: &'static str,
    /// The noun for one target in texts.
    pub target: &'static str,
    /// `cloud` in the answer to a start.
    pub cloud_posted: &'static str,
    /// `cloud` in a read answer.
    pub cloud_read: &'static str,
    /// `overall_status` in the answer to a start.
    pub status_posted: &'static str,
    /// `overall_status` of a job that failed.
    pub status_failed: &'static str,
    /// `sync_item` of its jobs.
    pub sync_item: Option<&'static str>,
    /// Whether a request may restrict itself to some regions.
    pub regional: bool,
    /// Whether a list beside `synchronize_all: true` is ignored rather than refused.
    pub ignores_list: bool,
    /// Whether a request may ask for a backup of the keys.
    pub backup: bool,
    /// Whether unfinished targets are shown with the text `in_progress`.
    pub shows_pending: bool,
}

const fn source(
    name: &'static str,
    bases: &'static [&'static [&'static str]],
    cloud: &'static str,
    lists: &'static [&'static str],
    noun: &'static str,
) -> Source {
    Source {
        name,
        bases,
        cloud,
        lists,
        shown_as: lists[0],
        filter: FilterBy::Id,
        noun,
        target: noun,
        cloud_posted: cloud,
        cloud_read: cloud,
        status_posted: "in_progress",
        status_failed: "failed",
        sync_item: None,
        regional: false,
        ignores_list: false,
        backup: false,
        shows_pending: false,
    }
}

const fn aws(name: &'static str, bases: &'static [&'static [&'static str]]) -> Source {
    let plain = source(name, bases, "aws", &["kms"], "KMS");
    Source { filter: FilterBy::Name, status_failed: "error", target: "region", regional: true, ..plain }
}

const fn azure(name: &'static str, bases: &'static [&'static [&'static str]], sync_item: Option<&'static str>) -> Source {
    let plain = source(name, bases, "AzureCloud", &["key_vaults"], "vault");
    Source { sync_item, ignores_list: true, backup: true, ..plain }
}

const fn salesforce(name: &'static str, bases: &'static [&'static [&'static str]]) -> Source {
    Source { shown_as: "organizations", ..source(name, bases, "sfdc", &["organization_ids"], "organization") }
}

/// The sources: thirteen kinds of containers, of which Luna's have two operations.
pub static SOURCES: [Source; 14] = [
    aws("aws-keys", &[&["aws", "synchronization-jobs"]]),
    aws("aws-custom-key-stores", &[&["aws", "custom-key-stores", "synchronization-jobs"]]),
    Source {
        status_posted: "in progress",
        filter: FilterBy::Both,
        ..azure("azure-keys", &[&["azure", "synchronization-jobs"]], None)
    },
    azure("azure-secrets", &[&["azure", "secrets", "synchronization-jobs"]], Some("azure-secret")),
    azure("azure-certificates", &[&["azure", "certificates", "synchronization-jobs"]], Some("azure-certificate")),
    Source {
        cloud_posted: "GoogleCloud",
        shows_pending: true,
        filter: FilterBy::Name,
        ignores_list: true,
        ..source("google", &[&["google", "synchronization-jobs"]], "gcp", &["key_rings"], "key ring")
    },
    Source {
        ignores_list: true,
        ..source("oci", &[&["oci", "synchronization-jobs"]], "oci", &["vaults", "oci_vaults"], "vault")
    },
    salesforce("salesforce-keys", &[&["sfdc", "keys", "synchronization-jobs"]]),
    salesforce("salesforce-certificates", &[&["sfdc", "certificates", "synchronization-jobs"]]),
    source("sap", &[&["sap", "synchronization-jobs"]], "sap", &["groups"], "group"),
    source("dsm", &[&["dsm", "refresh"]], "dsm", &["domains"], "domain"),
    source("luna", &[&["hsm", "luna", "refresh"]], "hsm-luna", &["partitions"], "partition"),
    source("luna-synchronize", &[&["hsm", "luna", "synchronize"]], "hsm-luna", &["partitions"], "partition"),
    source("external-cm", &[&["external-cm", "refresh"]], "external-cm", &["domains"], "domain"),
];

/// The source with this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.name == name)
}

/// The source of a path without `/v1/cckm`, and the rest of the path: empty, an id, or an id and `cancel`.
#[must_use]
pub fn at<'a>(path: &'a [&'a str]) -> Option<(&'static Source, &'a [&'a str])> {
    let bases = SOURCES.iter().flat_map(|source| source.bases.iter().map(move |base| (source, *base)));
    let mut found = bases.filter_map(|(source, base)| path.strip_prefix(base).map(|rest| (source, rest)));
    found.find(|(_, rest)| matches!(rest, [] | [_] | [_, "cancel"]))
}

impl Source {
    /// Whether the word is the source's name or the first segment of its path.
    #[must_use]
    pub fn goes_by(&self, word: &str) -> bool {
        self.name == word || self.bases.iter().any(|base| base[0] == word)
    }

    /// The name of a container in answers: domains have their id, all others their name (API.md §5.3).
    #[must_use]
    pub fn calls<'a>(&self, container: &'a Container) -> &'a str {
        if matches!(self.cloud, "dsm" | "external-cm") { &container.id } else { &container.name }
    }
}
