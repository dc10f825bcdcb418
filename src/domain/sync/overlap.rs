//! Direct synchronizations that run while another is about to start: the appliance refuses a second one of the same source and
//! container (API.md §5.3).

use super::container::Container;
use super::job::SyncJob;
use super::job_filter::names;
use super::params::SyncParams;
use super::source::{Source, SyncRequest};
use crate::domain::list::row::Row;

/// Gives the requests of direct jobs that synchronize what a schedule does, one for each source.
#[must_use]
pub fn direct_requests(params: &SyncParams) -> Vec<SyncRequest> {
    let request = |source| SyncRequest::new(source, params.selection().clone(), Vec::new(), false);
    Source::of_params(params).into_iter().map(request).collect()
}

/// Gives the jobs in progress of the requests' sources that are about one of their containers, as far as can be told: a job whose
/// containers are not known by the request's names counts.
#[must_use]
pub fn overlapping(requests: &[SyncRequest], jobs: &[Row<SyncJob>], containers: &[Container]) -> Vec<SyncJob> {
    let shares = |job: &SyncJob, request: &SyncRequest| {
        let wanted = request.containers();
        let is_running = job.source == request.source() && !job.report.status.is_terminal();
        is_running && (wanted.is_empty() || wanted.iter().any(|wanted| names(job, wanted, containers).0))
    };
    let running = jobs.iter().filter_map(Row::good);
    running.filter(|job| requests.iter().any(|request| shares(job, request))).cloned().collect()
}
