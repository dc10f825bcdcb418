//! Schedules: stored configurations that fire by cron (API.md §3).

pub mod day_ahead;
pub mod draft;
pub mod next_firings;
pub mod patch;
pub mod reach;
pub mod search;
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
use crate::domain::name::Name;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{Selection, SyncParams};
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, Stamp};

/// Operation of a schedule. The console creates synchronizations only; schedules of other operations can be listed, run, disabled
/// and deleted, with their parameters shown verbatim (API.md §3.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    Synchronization,
    /// Another operation in the appliance's words.
    Other(String),
}

impl Operation {
    /// Reads the API's word.
    pub fn from_wire(text: &str) -> Operation {
        if text == "cckm_synchronization" { Operation::Synchronization } else { Operation::Other(text.to_owned()) }
    }

    /// Gives the API's word.
    pub fn as_wire(&self) -> &str {
        match self {
            Operation::Synchronization => "cckm_synchronization",
            Operation::Other(word) => word,
        }
    }

    /// Gives the text on the screen; for an operation that API.md §3.2 does not list, its own word.
    pub fn label(&self) -> &str {
        match self.as_wire() {
            "cckm_synchronization" => "Synchronization",
            "cckm_key_rotation" => "Cloud key rotation",
            "cckm_xks_credential_rotation" => "XKS credential rotation",
            "cckm_key_backup" => "Cloud key backup",
            "cckm_add_containers" => "Adding containers",
            "key_rotation" => "Key rotation",
            "database_backup" => "Backup",
            "user_password_expiry_notification" | "user_password_expiry_notifications" => "Password expiry notification",
            "sync_crl" => "CRL synchronization",
            "" => "Unknown operation",
            other => other,
        }
    }
}

/// Node that fires a schedule (`run_on`, API.md §3.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunOn {
    /// The default.
    Any,
    /// The id of one node.
    Node(String),
}

impl RunOn {
    /// Reads `run_on`; empty text means `any`.
    pub fn from_wire(text: &str) -> RunOn {
        if text.is_empty() || text == "any" { RunOn::Any } else { RunOn::Node(text.to_owned()) }
    }

    /// Gives the spelling in requests.
    pub fn as_wire(&self) -> &str {
        match self {
            RunOn::Any => "any",
            RunOn::Node(id) => id,
        }
    }
}

/// `job_config_params`, as far as the console understands them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// Valid parameters of a synchronization.
    Sync(SyncParams),
    /// Parameters of a synchronization that this console does not understand; shown, never corrected.
    Odd {
        /// `None` if the cloud is not clear either.
        cloud: Option<Cloud>,
        /// The problem, as a text for the screen.
        why: String,
        /// Every member as text.
        pairs: Vec<(String, String)>,
    },
    /// Parameters of another operation.
    Foreign {
        /// Every member as text.
        pairs: Vec<(String, String)>,
    },
}

impl Parameters {
    /// Gives the cloud, if there is one.
    pub fn cloud(&self) -> Option<Cloud> {
        match self {
            Parameters::Sync(params) => Some(params.cloud()),
            Parameters::Odd { cloud, .. } => *cloud,
            Parameters::Foreign { .. } => None,
        }
    }

    /// Gives the listed containers; empty if everything is synchronized.
    pub fn containers(&self) -> &[String] {
        match self {
            Parameters::Sync(params) => match params.selection() {
                Selection::These(list) => list.as_slice(),
                Selection::Everything => &[],
            },
            Parameters::Odd { .. } | Parameters::Foreign { .. } => &[],
        }
    }

    /// Gives the selection in words: "3 KMS", "everything", "not understood"; empty for other operations.
    pub fn selection_text(&self) -> String {
        match self {
            Parameters::Sync(params) => match params.selection() {
                Selection::Everything => "everything".to_owned(),
                Selection::These(list) => {
                    let n = list.as_slice().len();
                    format!("{n} {}", params.cloud().container_noun(n))
                }
            },
            Parameters::Odd { .. } => "not understood".to_owned(),
            Parameters::Foreign { .. } => String::new(),
        }
    }
}

/// A stored configuration that fires by cron.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub id: ScheduleId,
    pub name: Name,
    /// May be empty.
    pub description: String,
    pub operation: Operation,
    /// Cron expression, verbatim.
    pub run_at: String,
    pub run_on: RunOn,
    pub disabled: bool,
    /// Inclusive.
    pub start: Option<Stamp>,
    /// Exclusive.
    pub end: Option<Stamp>,
    pub created: Option<Stamp>,
    pub updated: Option<Stamp>,
    pub parameters: Parameters,
    /// The answer's JSON, unknown members included.
    pub raw: Arc<str>,
}

impl Identified for Schedule {
    fn id_text(&self) -> &str {
        self.id.as_str()
    }
}

impl Schedule {
    /// True for schedules that the appliance made for itself; they are listed and not edited (API.md §3).
    pub fn is_system(&self) -> bool {
        self.name.as_sent().starts_with("system_")
    }

    /// Gives the period in which the schedule is on; fails with a text if a date cannot be read.
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

    /// Gives the cloud, if there is one.
    pub fn cloud(&self) -> Option<Cloud> {
        self.parameters.cloud()
    }

    /// Gives the selection in words: "3 KMS", "everything".
    pub fn selection_text(&self) -> String {
        self.parameters.selection_text()
    }

    /// Gives the listed containers; empty if everything is synchronized.
    pub fn containers(&self) -> &[String] {
        self.parameters.containers()
    }
}

/// Effective state of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EffectiveState {
    /// The schedule fires by its expression.
    Scheduled,
    /// The schedule fires from this time on.
    StartsLater(Instant),
    /// The schedule ended at this time.
    Expired(Instant),
    Disabled,
    /// The schedule is on and has not ended, but never fires.
    NeverFires(NeverFiresReason),
    /// The schedule is pinned to a node that the cluster does not have.
    NodeMissing(String),
    /// The appliance cannot fire the schedule by its expression; the text names the fault.
    Invalid(String),
    /// This console does not understand a part of the schedule, which the appliance may fire nonetheless; the text names it.
    NotUnderstood(String),
}

/// Reason why a schedule never fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NeverFiresReason {
    /// The expression matches nothing, or nothing for so long that the appliance gives up.
    NoMatch,
    /// The schedule ends before its next firing.
    EndsFirst {
        end: Instant,
        /// The firing that the end prevents.
        next: Instant,
    },
}

impl EffectiveState {
    /// Gives details that the state's label lacks; empty if there are none. `write` formats a time with its zone.
    pub fn detail(&self, write: impl Fn(Instant) -> String) -> String {
        match self {
            EffectiveState::Scheduled | EffectiveState::Disabled => String::new(),
            EffectiveState::StartsLater(at) => format!("starts {}", write(*at)),
            EffectiveState::Expired(at) => format!("ended {}", write(*at)),
            EffectiveState::NeverFires(NeverFiresReason::NoMatch) => {
                "its expression matches no time within the five years that the appliance looks ahead".to_owned()
            }
            EffectiveState::NeverFires(NeverFiresReason::EndsFirst { end, next }) => {
                format!("ends {}, before it is next due, {}", write(*end), write(*next))
            }
            EffectiveState::NodeMissing(node) => format!("{} is not in the cluster", Name::from(node.as_str()).marked()),
            EffectiveState::Invalid(why) | EffectiveState::NotUnderstood(why) => why.clone(),
        }
    }
}

/// Next firing of a schedule by its expression, its dates and its switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NextFiring {
    Fires(Instant),
    /// The schedule has no next firing.
    Silent(NoFiringReason),
    /// The expression or one of the dates cannot be read.
    Unreadable,
}

impl NextFiring {
    /// Finds the first firing after `now`. `appliance` is the zone by which the appliance reads expressions.
    pub fn of(schedule: &Schedule, cron: &ParsedCron, appliance: &dyn UtcOffsets, now: Instant) -> NextFiring {
        match (schedule.active(), cron.timetable()) {
            (Ok(Active::Off), _) => NextFiring::Silent(NoFiringReason::Off),
            (Ok(active), Some(timetable)) => {
                next_firing(timetable, active, cron.clocks(appliance), now).map_or_else(NextFiring::Silent, NextFiring::Fires)
            }
            _ => NextFiring::Unreadable,
        }
    }

    /// True if this earlier result is still valid at `now`.
    pub fn holds(self, now: Instant) -> bool {
        match self {
            NextFiring::Fires(until) | NextFiring::Silent(NoFiringReason::EndsFirst { end: until, .. }) => now < until,
            // The period in which the appliance searches moves with `now`, so a firing may have come into it.
            NextFiring::Silent(NoFiringReason::Never) => false,
            NextFiring::Silent(NoFiringReason::Off | NoFiringReason::Over(_)) | NextFiring::Unreadable => true,
        }
    }
}

/// Effective state and next firing of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleStatus {
    pub state: EffectiveState,
    /// Set even if the parameters are unclear, since the appliance fires them regardless.
    pub next: Option<Instant>,
}

impl ScheduleStatus {
    /// Computes the status of a schedule with a parsed expression. `nodes` is `None` while the cluster is unknown, and empty
    /// without a cluster: then a pinned node is missing. `local-node` is the node of an unclustered appliance (API.md §0.2).
    pub fn of(
        schedule: &Schedule,
        cron: &ParsedCron,
        nodes: Option<&[Node]>,
        appliance: &dyn UtcOffsets,
        now: Instant,
    ) -> ScheduleStatus {
        ScheduleStatus::with(NextFiring::of(schedule, cron, appliance, now), schedule, cron, nodes, now)
    }

    /// Like [`ScheduleStatus::of`], with a known next firing.
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
            (NextFiring::Unreadable, _) => (unreadable(schedule, cron), None),
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
            Parameters::Odd { why, .. } if !matches!(state, EffectiveState::Invalid(_)) => {
                ScheduleStatus { state: EffectiveState::NotUnderstood(why.clone()), next }
            }
            _ => ScheduleStatus { state, next },
        }
    }
}

/// The state for the first part that cannot be read: a date, else the expression.
fn unreadable(schedule: &Schedule, cron: &ParsedCron) -> EffectiveState {
    match (schedule.active(), cron.errors()) {
        (Err(why), _) => EffectiveState::NotUnderstood(why),
        (Ok(_), Some(errors)) if errors.is_foreign() => EffectiveState::NotUnderstood(errors.reason()),
        (Ok(_), errors) => EffectiveState::Invalid(errors.map(CronErrors::reason).unwrap_or_default()),
    }
}

/// The node that a schedule is pinned to, if the cluster does not have it.
fn missing_node<'a>(run_on: &'a RunOn, nodes: Option<&[Node]>) -> Option<&'a str> {
    let (RunOn::Node(id), Some(nodes)) = (run_on, nodes) else { return None };
    let known = id == "local-node" || nodes.iter().any(|node| node.id.as_str() == id || node.host == *id);
    (!known).then_some(id)
}
