//! Filters of a list of sync jobs, held against the rows that came: an appliance may ignore a query member (API.md §9 Q35), and
//! knows none for regions, so that a list may stand here under a filter which it does not fit.

use super::container::Container;
use super::job::SyncJob;
use crate::domain::list::order::page_note;
use crate::domain::list::row::Row;
use crate::domain::name::Name;
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
    /// The number of jobs that fit in the list; those of other regions count where the list has other pages.
    pub total: u64,
    /// Rows that fit as far as this console can tell: it does not know their containers by the name or id in the filter.
    pub unsure: usize,
    /// The sentences about the rows.
    pub note: Option<String>,
}

impl JobFilter {
    /// True without any filter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == JobFilter::default()
    }

    /// Leaves out the rows that do not fit, out of a list of `total`. `containers` are the known ones of the cloud, whose names in
    /// jobs may differ from the filter's. Rows that cannot be read stay.
    #[must_use]
    pub fn check(&self, rows: Vec<Row<SyncJob>>, total: u64, containers: &[Container]) -> CheckedJobs {
        let began = |row: &Row<SyncJob>| row.good().and_then(|job| job.report.began.as_ref().and_then(Stamp::instant));
        let times: Vec<_> = rows.iter().map(began).collect();
        let came = rows.len();
        let mut checked = CheckedJobs { rows, total, unsure: 0, note: None };
        let unsure = &mut checked.unsure;
        checked.rows.retain(|row| {
            let (fits, is_unsure) = row.good().map_or((true, false), |job| self.fits(job, containers));
            *unsure += usize::from(fits && is_unsure);
            fits
        });
        let fit = checked.rows.len();
        if self.region.is_some() && came as u64 >= total {
            checked.total = fit as u64;
        }
        // The region is no filter of the request, so that rows of others are no surprise.
        let left_out = if self.region.is_some() { 0 } else { came - fit };
        let mut notes: Vec<String> = page_note(left_out, came, total, &times).into_iter().collect();
        if let Some(region) = &self.region {
            notes.push(format!(
                "The appliance has no filter by region: {fit} of {came} on this page are about {}.",
                Name::from(region.as_str()).marked()
            ));
        }
        if checked.unsure > 0 {
            let unsure = checked.unsure;
            notes.push(format!("For {unsure} of those shown this console cannot tell whether they are about that container."));
        }
        checked.note = (!notes.is_empty()).then(|| notes.join(" "));
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
