//! Sync jobs: direct synchronizations, started by hand (API.md §5).

use std::sync::Arc;

use super::source::Source;
use crate::domain::appliance::id::JobId;
use crate::domain::list::row::Identified;
use crate::domain::name::Name;
use crate::domain::run::report::Report;

/// One direct synchronization.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncJob {
    pub id: JobId,
    /// The source whose list or path returned the job.
    pub source: Source,
    /// Names in the appliance's words; with everything requested the containers are listed too (API.md §5.3).
    pub containers: Vec<String>,
    /// Regions of AWS that the job is limited to; empty for no limit.
    pub regions: Vec<String>,
    pub report: Report,
    /// The answer's JSON, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for SyncJob {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}

impl SyncJob {
    /// Gives the scope in a few words: "3 key vaults", "2 KMS in ap-south-1".
    #[must_use]
    pub fn scope_text(&self) -> String {
        let n = self.containers.len();
        let what = match n {
            0 => "no containers named".to_owned(),
            n => format!("{n} {}", self.source.cloud().container_noun(n)),
        };
        match self.regions.as_slice() {
            [] => what,
            [one] => format!("{what} in {}", Name::from(one.as_str()).marked()),
            several => format!("{what} in {} regions", several.len()),
        }
    }

    /// Gives the number of containers with a result, and of all. `None` for AWS, which reports regions without a total.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let counts = self.report.counts();
        let all = self.containers.len();
        let is_told = all > 0 && self.source.cloud() != super::cloud::Cloud::Aws;
        is_told.then(|| ((counts.ok + counts.not_ok).min(all), all.max(counts.total())))
    }
}
