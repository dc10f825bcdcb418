//! Schedules: stored configurations that fire by cron (API.md §3).

use std::sync::Arc;

use super::cloud::Cloud;
use super::cluster::Node;
use super::id::ScheduleId;
use super::row::Identified;
use super::sync::{Selection, SyncParams};
use super::time::{Instant, Stamp};

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

/// Whether a schedule can fire, as far as it is known without reading its cron expression.
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
    /// It is pinned to a node that the cluster does not have.
    NodeMissing(String),
    /// Something in it cannot be read; the text says what.
    Invalid(String),
}

/// The effective state of a schedule. `nodes` is `None` while the cluster is not known, and empty when there is none: what is pinned
/// to a node is then missing. `local-node` is the node of an unclustered appliance (API.md §0.2).
pub fn effective_state(schedule: &Schedule, nodes: Option<&[Node]>, now: Instant) -> EffectiveState {
    if schedule.disabled {
        return EffectiveState::Disabled;
    }
    if let Some(why) = invalid_reason(schedule) {
        return EffectiveState::Invalid(why);
    }
    if let Some(end) = schedule.end.as_ref().and_then(Stamp::instant).filter(|end| *end <= now) {
        return EffectiveState::Expired(end);
    }
    if let (RunOn::Node(id), Some(nodes)) = (&schedule.run_on, nodes) {
        let known = id == "local-node" || nodes.iter().any(|node| node.id.as_str() == id || node.host == *id);
        if !known {
            return EffectiveState::NodeMissing(id.clone());
        }
    }
    match schedule.start.as_ref().and_then(Stamp::instant).filter(|start| *start > now) {
        Some(start) => EffectiveState::StartsLater(start),
        None => EffectiveState::Scheduled,
    }
}

fn invalid_reason(schedule: &Schedule) -> Option<String> {
    if let Parameters::Odd { why, .. } = &schedule.parameters {
        return Some(why.clone());
    }
    if let Some(Stamp::Odd(text)) = &schedule.start {
        return Some(format!("The start date cannot be read: {text}"));
    }
    if let Some(Stamp::Odd(text)) = &schedule.end {
        return Some(format!("The end date cannot be read: {text}"));
    }
    match schedule.run_at.split_whitespace().count() {
        5 => None,
        0 => Some("It has no cron expression.".to_owned()),
        n => Some(format!("Its cron expression has {n} of five fields.")),
    }
}
