//! Comparison of two runs of one schedule, target by target.

use std::collections::HashMap;

use super::Run;
use super::report::{Report, TargetState};
use crate::domain::name::Name;
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::params::{AzureItem, SyncParams, UNSAID_ITEMS};

/// Change of a target between two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetChange {
    /// Succeeded in the earlier run and not in the later.
    NewlyFailing,
    /// Only in the later run.
    Appeared,
    /// Only in the earlier run.
    Vanished,
    /// Succeeded in the later run and not in the earlier.
    Recovered,
    /// Succeeded in neither run.
    StillFailing,
}

impl TargetChange {
    /// Gives the text on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            TargetChange::NewlyFailing => "Newly failing",
            TargetChange::Appeared => "Appeared",
            TargetChange::Vanished => "Vanished",
            TargetChange::Recovered => "Recovered",
            TargetChange::StillFailing => "Still failing",
        }
    }
}

/// A target and its change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedTarget {
    pub change: TargetChange,
    pub target: String,
    /// Result text in the earlier run.
    pub before: Option<String>,
    /// Result text in the later run.
    pub after: Option<String>,
}

/// Difference between a run and an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Targets that differ or still fail, in the order of [`TargetChange`], then by name.
    pub targets: Vec<ChangedTarget>,
    /// Number of targets that succeeded in both runs.
    pub unchanged: usize,
    /// Duration of the later run minus that of the earlier, in milliseconds. `None` if one of them has not ended.
    pub took_longer_ms: Option<i64>,
}

impl Comparison {
    /// Gives the number of targets with this change.
    #[must_use]
    pub fn count(&self, change: TargetChange) -> usize {
        self.targets.iter().filter(|target| target.change == change).count()
    }
}

/// Compares a run with an earlier one. An unfinished target is no success, as in verdicts; running targets of a later
/// run that has not ended are skipped.
#[must_use]
pub fn compare(earlier: &Report, later: &Report) -> Comparison {
    let mut before: HashMap<&str, (TargetState, &str)> =
        earlier.targets.iter().map(|target| (&*target.target, (target.state, &*target.text))).collect();
    let mut targets = Vec::new();
    let mut unchanged = 0;
    for now in &later.targets {
        let was = before.remove(&*now.target);
        // A running target may still succeed.
        if now.state == TargetState::Running && !later.status.is_terminal() {
            continue;
        }
        let change = match (was.map(|(state, _)| state == TargetState::Ok), now.state == TargetState::Ok) {
            (None, _) => TargetChange::Appeared,
            (Some(true), true) => {
                unchanged += 1;
                continue;
            }
            (Some(true), false) => TargetChange::NewlyFailing,
            (Some(false), true) => TargetChange::Recovered,
            (Some(false), false) => TargetChange::StillFailing,
        };
        let before = was.map(|(_, text)| text.to_owned());
        targets.push(ChangedTarget { change, target: now.target.clone(), before, after: Some(now.text.clone()) });
    }
    // A running run may still report the missing targets.
    let gone = before.into_iter().filter(|_| later.status.is_terminal());
    targets.extend(gone.map(|(target, (_, text))| ChangedTarget {
        change: TargetChange::Vanished,
        target: target.to_owned(),
        before: Some(text.to_owned()),
        after: None,
    }));
    let targets = crate::domain::list::sort::sorted(targets, |one, other| {
        one.change.cmp(&other.change).then_with(|| one.target.cmp(&other.target))
    });
    let took_longer_ms = earlier.took_ms().zip(later.took_ms()).map(|(before, now)| now.saturating_sub(before));
    Comparison { targets, unchanged, took_longer_ms }
}

/// Gives the differences between a run's snapshot and the schedule today: label, then, now. Covers only the settings that a run
/// keeps (API.md §4).
#[must_use]
pub fn since_then(run: &Run, today: &Schedule) -> Vec<(&'static str, Name, Name)> {
    let containers = |parameters: &Parameters| match parameters.containers() {
        [] => parameters.selection_text(),
        list => crate::domain::list::sort::sorted(list.to_vec(), Ord::cmp).join(", "),
    };
    let texts = [
        ("Name", run.name.clone(), today.name.clone()),
        ("Description", Name::from(run.description.as_str()), Name::from(today.description.as_str())),
        ("Operation", run.operation.label().into(), today.operation.label().into()),
        ("Containers", containers(&run.parameters).into(), containers(&today.parameters).into()),
        ("Items", items(&run.parameters).into(), items(&today.parameters).into()),
    ];
    texts.into_iter().filter(|(_, then, now)| then != now).collect()
}

fn items(parameters: &Parameters) -> String {
    let Parameters::Sync(SyncParams::Azure { items, take_key_backup, .. }) = parameters else { return String::new() };
    let backup = take_key_backup.then_some("with a backup of each key");
    let items = items.map_or_else(|| vec![UNSAID_ITEMS], |items| items.iter().map(AzureItem::label).collect());
    items.into_iter().chain(backup).collect::<Vec<_>>().join(", ")
}
