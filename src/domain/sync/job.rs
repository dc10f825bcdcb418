//! Sync jobs: direct synchronizations, started by hand (API.md §5).

use std::sync::Arc;

use super::source::Source;
use crate::domain::appliance::id::JobId;
use crate::domain::list::row::Identified;
use crate::domain::run::report::Report;

/// One direct synchronization.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncJob {
    /// Its id.
    pub id: JobId,
    /// The source that it was asked of: that of the list or path it was read from.
    pub source: Source,
    /// The containers that it works on, by the names that the appliance gives them; with everything asked for they are listed too
    /// (API.md §5.3).
    pub containers: Vec<String>,
    /// The regions of AWS that it is confined to, if it is.
    pub regions: Vec<String>,
    /// What the appliance says of it.
    pub report: Report,
    /// The answer it was read from, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for SyncJob {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}

impl SyncJob {
    /// What it works on in a few words: "3 key vaults", "2 KMS in ap-south-1".
    #[must_use]
    pub fn scope_text(&self) -> String {
        let n = self.containers.len();
        let what = match n {
            0 => "no containers named".to_owned(),
            n => format!("{n} {}", self.source.cloud().container_noun(n)),
        };
        match self.regions.as_slice() {
            [] => what,
            [one] => format!("{what} in {one}"),
            several => format!("{what} in {} regions", several.len()),
        }
    }

    /// How many of the containers have a result, and of how many; `None` for AWS, which reports regions, and does not say of how many.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let counts = self.report.counts();
        let all = self.containers.len();
        let is_told = all > 0 && self.source.cloud() != super::cloud::Cloud::Aws;
        is_told.then(|| ((counts.ok + counts.not_ok).min(all), all.max(counts.total())))
    }
}
