//! Statistics of a schedule's last runs for planning: usual durations, and unfinished runs on the same containers.

use super::Run;
use super::verdict::{VerdictKind, verdict};
use crate::domain::appliance::id::RunId;
use crate::domain::list::sort::sorted;
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::params::Selection;
use crate::domain::time::Instant;

/// Durations of the runs that have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// The median.
    pub median_ms: Option<i64>,
    /// The 95th percentile.
    pub p95_ms: Option<i64>,
    /// Number of runs in the statistics.
    pub counted: usize,
}

impl Durations {
    /// Takes runs; those that have not ended or have contradictory times are skipped. Percentiles use the nearest rank: of n
    /// sorted durations the one at n · percent / 100, rounded up, so each result is the duration of an actual run.
    pub fn of(runs: &[Run]) -> Durations {
        let took: Vec<i64> = sorted(runs.iter().filter_map(|run| run.report.took_ms()).collect(), Ord::cmp);
        let rank = |percent: usize| {
            let place = (took.len() * percent).div_ceil(100).max(1) - 1;
            took.get(place).copied()
        };
        Durations { median_ms: rank(50), p95_ms: rank(95), counted: took.len() }
    }
}

/// One run as a bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub run: RunId,
    pub verdict: VerdictKind,
    /// `None` while the run has not ended.
    pub took_ms: Option<i64>,
    /// Percent of the highest bar, with a visible minimum.
    pub height: u8,
}

const LOWEST: u8 = 4;

/// Takes runs, newest first, and gives at most `most` bars, oldest first.
pub fn bars(runs: &[Run], most: usize, now: Instant) -> Vec<Bar> {
    let shown = || runs.iter().take(most);
    let longest = shown().filter_map(|run| run.report.took_ms()).max().unwrap_or(0).max(1);
    let bar = |run: &Run| {
        let took_ms = run.report.took_ms();
        let share = took_ms.unwrap_or(0).saturating_mul(100) / longest;
        let height = u8::try_from(share).unwrap_or(100).clamp(LOWEST, 100);
        Bar { run: run.id.clone(), verdict: verdict(&run.report, now).kind(), took_ms, height }
    };
    let mut bars: Vec<Bar> = shown().map(bar).collect();
    bars.reverse();
    bars
}

/// Gives the schedule's containers that an unfinished run works on too. Containers match by text, so a name in one and an id in
/// the other are not recognized as equal. If both cover everything, the result is the one word "everything".
pub fn busy_containers(schedule: &Schedule, runs: &[Run]) -> Vec<String> {
    let Parameters::Sync(own) = &schedule.parameters else { return Vec::new() };
    let mut shared: Vec<String> = Vec::new();
    for run in runs.iter().filter(|run| !run.report.status.is_terminal()) {
        let theirs = match &run.parameters {
            Parameters::Sync(theirs) if theirs.cloud() == own.cloud() => theirs.selection(),
            _ => continue,
        };
        let (list, among) = match (own.selection(), theirs) {
            (Selection::Everything, Selection::Everything) => return vec!["everything".to_owned()],
            (Selection::These(list), Selection::Everything) | (Selection::Everything, Selection::These(list)) => (list, list),
            (Selection::These(own), Selection::These(theirs)) => (own, theirs),
        };
        for name in list.as_slice() {
            if among.as_slice().contains(name) && !shared.contains(name) {
                shared.push(name.clone());
            }
        }
    }
    shared
}
