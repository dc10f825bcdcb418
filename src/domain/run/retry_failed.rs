//! "Synchronize the failed ones again": sync jobs for exactly the failed containers of a run, or the reason why there are none.

use super::Run;
use super::report::TargetState;
use crate::domain::schedule::Parameters;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;
use crate::domain::sync::params::{Containers, Selection, SyncParams};
use crate::domain::sync::source::{Source, SyncRequest};
use crate::domain::sync::target_match::{Directory, TargetMatch, region_of};

/// Sync jobs for the failed targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPlan {
    /// One request per source; for AWS one per set of regions.
    pub requests: Vec<SyncRequest>,
    /// Targets that are left out, since no single container matches.
    pub unmatched: Vec<String>,
}

/// Reason why the failed targets cannot be synchronized alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRetryReason {
    /// The run has not ended.
    Unfinished,
    /// The run is no synchronization, or its parameters cannot be read.
    NoSync,
    /// The appliance named no failed target.
    NothingFailed,
    /// AWS reports regions alone, and the run covered every KMS.
    RegionsOnly,
    /// No failed target matches a listed container.
    Unmatched,
}

impl NoRetryReason {
    /// Gives the reason as a text for the screen.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            NoRetryReason::Unfinished => "The run has not ended.",
            NoRetryReason::NoSync => "Only synchronizations can be run again in part.",
            NoRetryReason::NothingFailed => "The appliance names no failed container. Run the schedule again instead.",
            NoRetryReason::RegionsOnly => {
                "The run covered every KMS, and its results name only regions, so the failed KMS are unknown. Run the schedule again instead."
            }
            NoRetryReason::Unmatched => "The appliance lists none of the failed containers.",
        }
    }
}

/// Gives the targets that failed or were not reached.
#[must_use]
pub fn failed(run: &Run) -> Vec<&str> {
    run.report.targets.iter().filter(|target| target.state != TargetState::Ok).map(|target| target.target.as_str()).collect()
}

/// Plans the jobs. `containers` are the readable containers of the run's cloud.
///
/// Fails if the API cannot do it; see [`NoRetryReason`]. AWS keeps regions: a job covers the KMS of the run that have the failed
/// regions, in those regions (API.md §5.2). In Azure each kind of item is a source of its own, and the result does not say which
/// of them failed, so every kind of the run is synchronized again.
pub fn rerun(run: &Run, containers: &[Container]) -> Result<RetryPlan, NoRetryReason> {
    if !run.report.status.is_terminal() {
        return Err(NoRetryReason::Unfinished);
    }
    let Parameters::Sync(params) = &run.parameters else { return Err(NoRetryReason::NoSync) };
    let failed = failed(run);
    if failed.is_empty() {
        return Err(NoRetryReason::NothingFailed);
    }
    let directory = Directory::new(params.cloud(), containers);
    if params.cloud() == Cloud::Aws {
        return of_regions(params, &failed, &directory);
    }
    let mut found = Vec::new();
    let mut unmatched = Vec::new();
    for target in failed {
        match directory.target(target) {
            TargetMatch::One(container) => found.push(container.id.clone()),
            TargetMatch::Several | TargetMatch::None => unmatched.push(target.to_owned()),
        }
    }
    let these = Containers::new(found).ok_or(NoRetryReason::Unmatched)?;
    let request = |source, backup| SyncRequest::new(source, Selection::These(these.clone()), Vec::new(), backup);
    let backup = matches!(params, SyncParams::Azure { take_key_backup: true, .. });
    let sources = Source::of_params(params).into_iter();
    let requests = sources.map(|source| request(source, backup && source == Source::AzureKeys)).collect();
    Ok(RetryPlan { requests, unmatched })
}

/// AWS: the failed regions in each KMS of the run that has them, or in the KMS whose account the result names. KMS with the same
/// regions share a request.
fn of_regions(params: &SyncParams, failed: &[&str], directory: &Directory<'_>) -> Result<RetryPlan, NoRetryReason> {
    let Selection::These(list) = params.selection() else { return Err(NoRetryReason::RegionsOnly) };
    let mut kms: Vec<(&Container, Vec<String>)> = Vec::new();
    let mut unmatched = Vec::new();
    for name in list.as_slice() {
        match directory.named(name) {
            TargetMatch::One(container) => kms.push((container, Vec::new())),
            TargetMatch::Several | TargetMatch::None => unmatched.push(name.clone()),
        }
    }
    for target in failed {
        let region = region_of(target);
        let of_account = directory.target(target);
        let has = |container: &Container| match of_account {
            TargetMatch::One(named) => named.id == container.id,
            _ => container.regions.is_empty() || container.regions.iter().any(|own| own == region),
        };
        let mut is_found = false;
        for (_, regions) in kms.iter_mut().filter(|(container, _)| has(container)) {
            is_found = true;
            if !regions.iter().any(|known| known == region) {
                regions.push(region.to_owned());
            }
        }
        if !is_found {
            unmatched.push((*target).to_owned());
        }
    }
    let mut groups: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (container, regions) in kms.into_iter().filter(|(_, regions)| !regions.is_empty()) {
        match groups.iter_mut().find(|(known, _)| *known == regions) {
            Some((_, ids)) => ids.push(container.id.clone()),
            None => groups.push((regions, vec![container.id.clone()])),
        }
    }
    let request =
        |(regions, ids)| Containers::new(ids).map(|kms| SyncRequest::new(Source::AwsKeys, Selection::These(kms), regions, false));
    let requests: Vec<SyncRequest> = groups.into_iter().filter_map(request).collect();
    if requests.is_empty() { Err(NoRetryReason::Unmatched) } else { Ok(RetryPlan { requests, unmatched }) }
}
