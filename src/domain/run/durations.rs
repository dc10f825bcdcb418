//! What the last runs of a schedule say about the next: how long they take, and whether one that has not ended is in the way.

use super::Run;
use super::verdict::{VerdictKind, verdict};
use crate::domain::appliance::id::RunId;
use crate::domain::list::sort::sorted;
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::params::Selection;
use crate::domain::time::Instant;

/// How long the runs that have ended took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// Half of them took this or less.
    pub median_ms: Option<i64>,
    /// 95 of 100 took this or less.
    pub p95_ms: Option<i64>,
    /// How many they are.
    pub counted: usize,
}

impl Durations {
    /// Of those that have ended and whose times do not contradict each other. By nearest rank: of n in order, the one at n · percent / 100,
    /// rounded up, counted from the shortest; so each number is that of a run.
    pub fn of(runs: &[Run]) -> Durations {
        let took: Vec<i64> = sorted(runs.iter().filter_map(|run| run.report.took_ms()).collect(), Ord::cmp);
        let rank = |percent: usize| {
            let place = (took.len() * percent).div_ceil(100).max(1) - 1;
            took.get(place).copied()
        };
        Durations { median_ms: rank(50), p95_ms: rank(95), counted: took.len() }
    }
}

/// One run as a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Which.
    pub run: RunId,
    /// What it came to.
    pub verdict: VerdictKind,
    /// How long it took; `None` while it has not ended.
    pub took_ms: Option<i64>,
    /// Its height in percent of the highest; never so low that it cannot be seen.
    pub height: u8,
}

const LOWEST: u8 = 4;

/// The newest runs as bars, oldest first. `runs` are newest first.
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

/// The containers of a schedule that a run which has not ended works on, too, by the same text: a name here and an id there are not
/// seen to be the same. Where both are about everything, the one word "everything", whatever other runs list.
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
