//! Schedules: stored configurations that fire by cron (API.md §3).

pub mod day_ahead;
pub mod draft;
pub mod next_firings;
pub mod spec;
pub mod status;
pub mod table;
pub mod wizard;

use std::sync::Arc;

use crate::domain::appliance::cluster::Node;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::firing::preview::NoFiringReason;
use crate::domain::cron::{Active, CronErrors, ParsedCron, next_firing};
use crate::domain::list::row::Identified;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{Selection, SyncParams};
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, Stamp};

/// What a schedule does. We create synchronizations only; every other operation is listed, run, disabled and deleted, with its
/// parameters shown as they are (API.md §3.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `cckm_synchronization`.
    Synchronization,
    /// Anything else, as the appliance names it.
    Other(String),
}

impl Operation {
    /// Reads the API's word.
    pub fn from_wire(text: &str) -> Operation {
        if text == "cckm_synchronization" { Operation::Synchronization } else { Operation::Other(text.to_owned()) }
    }

    /// The API's word.
    pub fn as_wire(&self) -> &str {
        match self {
            Operation::Synchronization => "cckm_synchronization",
            Operation::Other(word) => word,
        }
    }

    /// What people read; an operation not known to API.md §3.2 is shown by its own word.
    pub fn label(&self) -> &str {
        match self.as_wire() {
            "cckm_synchronization" => "Synchronization",
            "cckm_key_rotation" => "Cloud key rotation",
            "cckm_xks_credential_rotation" => "XKS credential rotation",
            "cckm_key_backup" => "Cloud key backup",
            "cckm_add_containers" => "Adding containers",
            "key_rotation" => "Key rotation",
            "database_backup" => "Backup",
            "user_password_expiry_notification" => "Password expiry notification",
            "sync_crl" => "CRL synchronization",
            "" => "Unknown operation",
            other => other,
        }
    }
}

/// Which node fires a schedule (`run_on`, API.md §3.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunOn {
    /// `any`, the default.
    Any,
    /// One node, by the id given.
    Node(String),
}

impl RunOn {
    /// Reads `run_on`; nothing means `any`.
    pub fn from_wire(text: &str) -> RunOn {
        if text.is_empty() || text == "any" { RunOn::Any } else { RunOn::Node(text.to_owned()) }
    }

    /// The spelling in requests.
    pub fn as_wire(&self) -> &str {
        match self {
            RunOn::Any => "any",
            RunOn::Node(id) => id,
        }
    }
}

/// `job_config_params`, as far as we understand them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// A synchronization that says one thing.
    Sync(SyncParams),
    /// A synchronization that says none, or two; shown, never corrected.
    Odd {
        /// The cloud, if that much is clear.
        cloud: Option<Cloud>,
        /// What is odd about it, for people.
        why: String,
        /// Every member as text.
        pairs: Vec<(String, String)>,
    },
    /// The parameters of another operation.
    Foreign {
        /// Every member as text.
        pairs: Vec<(String, String)>,
    },
}

impl Parameters {
    /// The cloud, if there is one.
    pub fn cloud(&self) -> Option<Cloud> {
        match self {
            Parameters::Sync(params) => Some(params.cloud()),
            Parameters::Odd { cloud, .. } => *cloud,
            Parameters::Foreign { .. } => None,
        }
    }

    /// The containers listed; none when everything is synchronized.
    pub fn containers(&self) -> &[String] {
        match self {
            Parameters::Sync(params) => match params.selection() {
                Selection::These(list) => list.as_slice(),
                Selection::Everything => &[],
            },
            Parameters::Odd { .. } | Parameters::Foreign { .. } => &[],
        }
    }

    /// The selection in words: "3 KMS", "everything", "not readable"; empty for other operations.
    pub fn selection_text(&self) -> String {
        match self {
            Parameters::Sync(params) => match params.selection() {
                Selection::Everything => "everything".to_owned(),
                Selection::These(list) => {
                    let n = list.as_slice().len();
                    format!("{n} {}", params.cloud().container_noun(n))
                }
            },
            Parameters::Odd { .. } => "not readable".to_owned(),
            Parameters::Foreign { .. } => String::new(),
        }
    }
}

/// A stored configuration that fires by cron.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Its id.
    pub id: ScheduleId,
    /// Its name, exactly as stored: blanks count.
    pub name: String,
    /// Its description; may be empty.
    pub description: String,
    /// What it does.
    pub operation: Operation,
    /// Its cron expression, exactly as stored.
    pub run_at: String,
    /// Which node fires it.
    pub run_on: RunOn,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Not before.
    pub start: Option<Stamp>,
    /// Not after.
    pub end: Option<Stamp>,
    /// When it was made.
    pub created: Option<Stamp>,
    /// When it was last changed.
    pub updated: Option<Stamp>,
    /// What its operation is about.
    pub parameters: Parameters,
    /// The answer it was read from, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for Schedule {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}

impl Schedule {
    /// Whether the appliance made it for itself; such schedules are listed and not edited (API.md §3).
    pub fn is_system(&self) -> bool {
        self.name.starts_with("system_")
    }

    /// When it is on; fails with the words for a date that cannot be read.
    pub fn active(&self) -> Result<Active, String> {
        if self.disabled {
            return Ok(Active::Off);
        }
        let bound = |stamp: &Option<Stamp>, what| match stamp {
            None => Ok(None),
            Some(Stamp::Known(at)) => Ok(Some(*at)),
            Some(Stamp::Odd(text)) => Err(format!("The {what} date cannot be read: {text}")),
        };
        Ok(Active::On { start: bound(&self.start, "start")?, end: bound(&self.end, "end")? })
    }

    /// The cloud, if there is one.
    pub fn cloud(&self) -> Option<Cloud> {
        self.parameters.cloud()
    }

    /// The selection in words: "3 KMS", "everything".
    pub fn selection_text(&self) -> String {
        self.parameters.selection_text()
    }

    /// The containers listed; none when everything is synchronized.
    pub fn containers(&self) -> &[String] {
        self.parameters.containers()
    }
}

/// Whether a schedule fires.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EffectiveState {
    /// It fires when its expression says.
    Scheduled,
    /// It fires from then on.
    StartsLater(Instant),
    /// It does not fire any more since then.
    Expired(Instant),
    /// It is switched off.
    Disabled,
    /// It is switched on and has not ended, and will not fire all the same.
    NeverFires(NeverFiresReason),
    /// It is pinned to a node that the cluster does not have.
    NodeMissing(String),
    /// Something in it cannot be read; the text says what.
    Invalid(String),
}

/// Why a schedule will not fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NeverFiresReason {
    /// Its expression matches nothing, or nothing for so long that the appliance gives up.
    NoMatch,
    /// It ends before its next time.
    EndsFirst {
        /// Its end.
        end: Instant,
        /// When it would fire next.
        next: Instant,
    },
}

impl EffectiveState {
    /// What its word does not say; empty where that says it all. `write` writes a time with its zone.
    pub fn detail(&self, write: impl Fn(Instant) -> String) -> String {
        match self {
            EffectiveState::Scheduled | EffectiveState::Disabled => String::new(),
            EffectiveState::StartsLater(at) => format!("from {}", write(*at)),
            EffectiveState::Expired(at) => format!("since {}", write(*at)),
            EffectiveState::NeverFires(NeverFiresReason::NoMatch) => {
                "its expression matches no time within the five years that the appliance looks ahead".to_owned()
            }
            EffectiveState::NeverFires(NeverFiresReason::EndsFirst { end, next }) => {
                format!("ends {}, before its next time, {}", write(*end), write(*next))
            }
            EffectiveState::NodeMissing(node) => format!("{node} is not in the cluster"),
            EffectiveState::Invalid(why) => why.clone(),
        }
    }
}

/// When a schedule fires next by its expression, its dates and whether it is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NextFiring {
    /// Then.
    Fires(Instant),
    /// It does not.
    Silent(NoFiringReason),
    /// Its expression or one of its dates cannot be read.
    Unreadable,
}

impl NextFiring {
    /// What comes after `now`. `appliance` are the clocks by which the appliance reads expressions.
    pub fn of(schedule: &Schedule, cron: &ParsedCron, appliance: &dyn UtcOffsets, now: Instant) -> NextFiring {
        match (schedule.active(), cron.timetable()) {
            (Ok(Active::Off), _) => NextFiring::Silent(NoFiringReason::Off),
            (Ok(active), Some(timetable)) => {
                next_firing(timetable, active, appliance, now).map_or_else(NextFiring::Silent, NextFiring::Fires)
            }
            _ => NextFiring::Unreadable,
        }
    }

    /// Whether what was found some time ago is still so at `now`.
    pub fn holds(self, now: Instant) -> bool {
        match self {
            NextFiring::Fires(until) | NextFiring::Silent(NoFiringReason::EndsFirst { end: until, .. }) => now < until,
            // The years in which the appliance looks go on.
            NextFiring::Silent(NoFiringReason::Never) => false,
            NextFiring::Silent(NoFiringReason::Off | NoFiringReason::Over(_)) | NextFiring::Unreadable => true,
        }
    }
}

/// What lies ahead of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleStatus {
    /// Whether it fires.
    pub state: EffectiveState,
    /// When it fires next. Parameters that say nothing clear do not hinder that: the appliance fires what it has stored.
    pub next: Option<Instant>,
}

impl ScheduleStatus {
    /// What lies ahead of a schedule with its expression read. `nodes` is `None` while the cluster is not known, and empty when there
    /// is none: what is pinned to a node is then missing. `local-node` is the node of an unclustered appliance (API.md §0.2).
    pub fn of(
        schedule: &Schedule,
        cron: &ParsedCron,
        nodes: Option<&[Node]>,
        appliance: &dyn UtcOffsets,
        now: Instant,
    ) -> ScheduleStatus {
        ScheduleStatus::with(NextFiring::of(schedule, cron, appliance, now), schedule, cron, nodes, now)
    }

    /// The same where it is known already what comes.
    pub fn with(
        coming: NextFiring,
        schedule: &Schedule,
        cron: &ParsedCron,
        nodes: Option<&[Node]>,
        now: Instant,
    ) -> ScheduleStatus {
        let (state, next) = match (coming, missing_node(&schedule.run_on, nodes)) {
            (NextFiring::Silent(NoFiringReason::Off), _) => {
                return ScheduleStatus { state: EffectiveState::Disabled, next: None };
            }
            (NextFiring::Unreadable, _) => (EffectiveState::Invalid(unreadable(schedule, cron)), None),
            (NextFiring::Silent(NoFiringReason::Over(end)), _) => (EffectiveState::Expired(end), None),
            (_, Some(id)) => (EffectiveState::NodeMissing(id.to_owned()), None),
            (NextFiring::Silent(NoFiringReason::Never), _) => (EffectiveState::NeverFires(NeverFiresReason::NoMatch), None),
            (NextFiring::Silent(NoFiringReason::EndsFirst { end, first: next }), _) => {
                (EffectiveState::NeverFires(NeverFiresReason::EndsFirst { end, next }), None)
            }
            (NextFiring::Fires(next), _) => {
                let start = schedule.start.as_ref().and_then(Stamp::instant).filter(|start| *start > now);
                (start.map_or(EffectiveState::Scheduled, EffectiveState::StartsLater), Some(next))
            }
        };
        match &schedule.parameters {
            Parameters::Odd { why, .. } => ScheduleStatus { state: EffectiveState::Invalid(why.clone()), next },
            Parameters::Sync(_) | Parameters::Foreign { .. } => ScheduleStatus { state, next },
        }
    }
}

/// What cannot be read: the first date, else the expression.
fn unreadable(schedule: &Schedule, cron: &ParsedCron) -> String {
    schedule.active().err().or_else(|| cron.errors().map(CronErrors::reason)).unwrap_or_default()
}

/// The node that a schedule is pinned to, if the cluster does not have it.
fn missing_node<'a>(run_on: &'a RunOn, nodes: Option<&[Node]>) -> Option<&'a str> {
    let (RunOn::Node(id), Some(nodes)) = (run_on, nodes) else { return None };
    let known = id == "local-node" || nodes.iter().any(|node| node.id.as_str() == id || node.host == *id);
    (!known).then_some(id)
}
