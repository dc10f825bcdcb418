//! Filters of a list of sync jobs, held against the rows that came: an appliance may ignore a query member (API.md §9 Q35), and
//! knows none for regions, so that a list may stand here under a filter which it does not fit.

use super::container::Container;
use super::job::SyncJob;
use crate::domain::list::order::{is_newest_first, left_out_text};
use crate::domain::list::row::Row;
use crate::domain::run::report::RunStatus;
use crate::domain::time::Stamp;

/// The filters of a list of sync jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// In the appliance's words.
    pub status: Option<String>,
    /// The name or id of a container.
    pub container: Option<String>,
    /// Held against the rows alone: no request carries it.
    pub region: Option<String>,
}

/// The rows of a page that fit the filters.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedJobs {
    pub rows: Vec<Row<SyncJob>>,
    /// Number of rows that came.
    pub came: usize,
    /// Rows that fit as far as this console can tell: it does not know their containers by the name or id in the filter.
    pub unsure: usize,
    /// True if the rows came in another order than newest first, which is how the appliance lists jobs.
    pub is_unordered: bool,
}

impl JobFilter {
    /// True without any filter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == JobFilter::default()
    }

    /// Leaves out the rows that do not fit. `containers` are the known ones of the cloud, whose names in jobs may differ from the
    /// filter's. Rows that cannot be read stay.
    #[must_use]
    pub fn check(&self, rows: Vec<Row<SyncJob>>, containers: &[Container]) -> CheckedJobs {
        let times = rows.iter().filter_map(Row::good).map(|job| job.report.began.as_ref().and_then(Stamp::instant));
        let is_unordered = !is_newest_first(&times.collect::<Vec<_>>());
        let mut checked = CheckedJobs { rows: Vec::new(), came: rows.len(), unsure: 0, is_unordered };
        for row in rows {
            let (fits, is_unsure) = row.good().map_or((true, false), |job| self.fits(job, containers));
            if fits {
                checked.unsure += usize::from(is_unsure);
                checked.rows.push(row);
            }
        }
        checked
    }

    /// Whether a job fits, and whether that is unsure.
    fn fits(&self, job: &SyncJob, containers: &[Container]) -> (bool, bool) {
        let is_status = |wanted: &String| RunStatus::from_wire(wanted) == job.report.status;
        // A job without regions covers them all.
        let is_region = |wanted: &String| job.regions.is_empty() || job.regions.contains(wanted);
        let (is_container, is_unsure) = self.container.as_ref().map_or((true, false), |wanted| names(job, wanted, containers));
        let fits = self.status.as_ref().is_none_or(is_status) && self.region.as_ref().is_none_or(is_region) && is_container;
        (fits, is_unsure)
    }

    /// Gives the sentences about rows that were left out or may not fit, and that an empty list rests on what was asked.
    #[must_use]
    pub fn note(&self, checked: &CheckedJobs) -> Option<String> {
        let CheckedJobs { came, unsure, .. } = *checked;
        let fit = checked.rows.len();
        let mut note = String::new();
        match &self.region {
            Some(region) => {
                note = format!("The appliance has no filter by region: {fit} of {came} on this page are about {region}.");
            }
            None if fit < came => note = left_out_text(came - fit, came),
            None => {}
        }
        if unsure > 0 {
            note.push_str(&format!(
                " For {unsure} of those shown this console cannot tell whether they are about that container."
            ));
        }
        (!note.is_empty()).then(|| note.trim_start().to_owned())
    }
}

/// Whether a job names this container, and whether that is unsure.
pub(super) fn names(job: &SyncJob, wanted: &String, containers: &[Container]) -> (bool, bool) {
    if job.containers.contains(wanted) {
        return (true, false);
    }
    let known = containers.iter().filter(|container| container.id == *wanted || container.names.contains(wanted));
    let mut others = known.flat_map(|container| container.names.iter().chain([&container.id])).peekable();
    let is_known = others.peek().is_some() && !job.containers.is_empty();
    (!is_known || others.any(|name| job.containers.contains(name)), !is_known)
}
