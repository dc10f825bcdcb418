//! The course of a run or a direct job: its targets with their final texts, and its end (API.md §4, §5.7, §5.8).

use serde_json::{Map, Value};

use crate::containers::Container;
use crate::ids::Dice;
use crate::sentinels;
use crate::sync_params::list_of;
use crate::targets::{self, Reports, SUCCESS};

/// The course of a run or of a direct job, decided when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The targets in the order in which they finish, with their texts.
    pub targets: Vec<(String, String)>,
    /// The text of a failure without a target.
    pub error: Option<String>,
    /// The final status.
    pub status: String,
    /// Whether `details` exists at all.
    pub details: bool,
    /// Whether the run ever ends.
    pub ends: bool,
}

/// The facts that decide the plan of a run.
pub struct Circumstances<'a> {
    /// The schedule's name, for its sentinels.
    pub name: &'a str,
    /// The schedule's operation.
    pub operation: &'a str,
    /// The schedule's parameters.
    pub params: &'a Value,
    /// The containers of the parameters' cloud.
    pub containers: &'a [Container],
    /// The requested node, if it is not a member of the cluster.
    pub gone_node: Option<&'a str>,
    /// Whether runs end in a status that no document names.
    pub unknown_status: bool,
}

const OPERATIONS: [&str; 9] = [
    "cckm_key_rotation",
    "cckm_xks_credential_rotation",
    "cckm_key_backup",
    "cckm_add_containers",
    "key_rotation",
    "database_backup",
    "user_password_expiry_notifications",
    "user_password_expiry_notification",
    "sync_crl",
];

/// Whether this is an operation of API.md §3.2.
#[must_use]
pub fn known_operation(operation: &str) -> bool {
    operation == "cckm_synchronization" || OPERATIONS.contains(&operation)
}

impl Plan {
    /// Decides the course of a run; the dice make random choices repeatable.
    #[must_use]
    pub fn make(given: &Circumstances<'_>, dice: &mut Dice) -> Plan {
        if let Some(node) = given.gone_node {
            return Plan::failed(format!("node {node} is not a member of the cluster"));
        }
        if given.operation != "cckm_synchronization" {
            return if known_operation(given.operation) {
                Plan { details: false, ..Plan::over(Vec::new(), "completed") }
            } else {
                Plan::failed(format!("no handler for operation {}", given.operation))
            };
        }
        let asks = |word: &str| sentinels::asks(given.name, word);
        if asks("fail-message") {
            return Plan::failed("connection to the cloud refused: 401 invalid_client".to_owned());
        }
        if asks("fail-bare") {
            return Plan { details: false, ..Plan::over(Vec::new(), "failed") };
        }
        let mut targets = targets(given, dice);
        let count = targets.len();
        for (at, (_, text)) in targets.iter_mut().enumerate() {
            if asks("fail-all") || asks("fail-some") && (at % 3 == 0 || count == 1) {
                *text = "AccessDeniedException: not authorized to perform the operation ListKeys".to_owned();
            }
        }
        let mut plan = Plan::of_targets(targets, given.unknown_status || asks("unknown-status"));
        if asks("contradiction") && plan.status == "completed" {
            "failed".clone_into(&mut plan.status);
        }
        plan.ends = !asks("never-finishes");
        plan
    }

    /// Creates a course that succeeds if every target does.
    #[must_use]
    pub fn of_targets(targets: Vec<(String, String)>, unknown_status: bool) -> Plan {
        let failed = targets.iter().any(|(_, text)| !text.ends_with(SUCCESS));
        let status = if failed { "failed" } else { "completed" };
        Plan::over(targets, if unknown_status { "suspended" } else { status })
    }

    fn over(targets: Vec<(String, String)>, status: &str) -> Plan {
        Plan { targets, error: None, status: status.to_owned(), details: true, ends: true }
    }

    fn failed(error: String) -> Plan {
        Plan { error: Some(error), ..Plan::over(Vec::new(), "failed") }
    }

    /// The first `count` targets as the `details.details` of a run, or `None` if the run shows none.
    #[must_use]
    pub fn shown(&self, count: usize) -> Option<String> {
        let shown = self.targets.iter().take(count).map(|(target, text)| (target.clone(), Value::from(text.as_str())));
        (self.details && self.error.is_none()).then(|| Value::Object(shown.collect::<Map<_, _>>()).to_string())
    }
}

fn targets(given: &Circumstances<'_>, dice: &mut Dice) -> Vec<(String, String)> {
    let cloud = given.params["cloud_name"].as_str().unwrap_or_default();
    let kind = match cloud {
        "aws" => "region",
        "AzureCloud" | "oci" => "vault",
        "gcp" => "key ring",
        "sfdc" => "organization",
        "sap" => "group",
        "dsm" => "domain",
        _ => "partition",
    };
    let (chosen, unknown) = if given.params["synchronize_all"] == true {
        (given.containers.iter().collect(), Vec::new())
    } else {
        let list = list_of(cloud).and_then(|list| given.params[list].as_array());
        targets::choose(given.containers, list.into_iter().flatten().filter_map(Value::as_str))
    };
    let mut reports = Reports::default();
    for container in chosen {
        let text = targets::outcome(container, kind, dice);
        container.targets.iter().for_each(|target| reports.note(target, &text));
    }
    for called in unknown {
        reports.note(called, &targets::unknown_text(kind));
    }
    reports.into_list()
}
