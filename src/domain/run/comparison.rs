//! Two runs of one schedule, target by target: what failed anew, what recovered, what came and what went.

use std::collections::HashMap;

use super::Run;
use super::report::{Report, TargetState};
use crate::domain::schedule::{Parameters, Schedule};
use crate::domain::sync::params::{AzureItem, SyncParams};

/// What became of a target between two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetChange {
    /// It went well then and not now.
    NewlyFailing,
    /// It is in the later run alone.
    Appeared,
    /// It is in the earlier run alone.
    Vanished,
    /// It went well now and not then.
    Recovered,
    /// Neither then nor now.
    StillFailing,
}

impl TargetChange {
    /// What people read.
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

/// A target with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedTarget {
    /// What became of it.
    pub change: TargetChange,
    /// The target.
    pub target: String,
    /// Its text in the earlier run.
    pub before: Option<String>,
    /// Its text in the later run.
    pub after: Option<String>,
}

/// How a run differs from an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The targets that differ or still fail, what needs a look first, each kind by name.
    pub targets: Vec<ChangedTarget>,
    /// How many went well both times.
    pub unchanged: usize,
    /// By how much longer the later one took; negative for shorter. `None` where one of them has not ended.
    pub took_longer_ms: Option<i64>,
}

impl Comparison {
    /// How many targets went this way.
    #[must_use]
    pub fn count(&self, change: TargetChange) -> usize {
        self.targets.iter().filter(|target| target.change == change).count()
    }
}

/// Compares a run with an earlier one. A target that did not end is no success, as anywhere; nothing is said of one under way.
#[must_use]
pub fn compare(earlier: &Report, later: &Report) -> Comparison {
    let mut before: HashMap<&str, (TargetState, &str)> =
        earlier.targets.iter().map(|target| (&*target.target, (target.state, &*target.text))).collect();
    let mut targets = Vec::new();
    let mut unchanged = 0;
    for now in &later.targets {
        let was = before.remove(&*now.target);
        // What is under way may still go well.
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
    // What has no result yet has not gone.
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

/// How the schedule of today differs from what a run was made of: what, then, now. Only what a run keeps can be told (API.md §4).
#[must_use]
pub fn since_then(run: &Run, today: &Schedule) -> Vec<(&'static str, String, String)> {
    let containers = |parameters: &Parameters| match parameters.containers() {
        [] => parameters.selection_text(),
        list => crate::domain::list::sort::sorted(list.to_vec(), Ord::cmp).join(", "),
    };
    let texts = [
        ("Name", run.name.clone(), today.name.clone()),
        ("Description", run.description.clone(), today.description.clone()),
        ("Operation", run.operation.label().to_owned(), today.operation.label().to_owned()),
        ("Containers", containers(&run.parameters), containers(&today.parameters)),
        ("Items", items(&run.parameters), items(&today.parameters)),
    ];
    texts.into_iter().filter(|(_, then, now)| then != now).collect()
}

fn items(parameters: &Parameters) -> String {
    let Parameters::Sync(SyncParams::Azure { items, take_key_backup, .. }) = parameters else { return String::new() };
    let backup = take_key_backup.then_some("with a backup of each key");
    items.iter().map(AzureItem::label).chain(backup).collect::<Vec<_>>().join(", ")
}
