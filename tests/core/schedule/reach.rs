//! The page of a container: the schedules that reach it, and its results in runs and sync jobs.

use std::sync::Arc;

use crate::support::builders::{schedule, sync_parameters};
use crate::support::decode;
use crate::support::spelling::composed;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::list::row::Row;
use keysync::domain::run::report::{Report, TargetState};
use keysync::domain::schedule::reach::{ContainerIdentity, ReachedBy, reaching};
use keysync::domain::schedule::table::TableRow;
use keysync::domain::schedule::{Parameters, Schedule};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use serde_json::{Value, json};

fn vaults() -> Vec<Container> {
    let vault = |id: &str, name: &str, subscription: &str| json!({"id": id, "azure_name": name, "name": format!("{name}::{subscription}"), "location": "westeurope"});
    let list = [vault("v1", "kv-prod", "s1"), vault("v2", "kv-twin", "s1"), vault("v3", "kv-twin", "s2")];
    decode::containers(Cloud::Azure, decode::list_of(&list))
}

fn vault(text: &str) -> ContainerIdentity {
    ContainerIdentity::of(Cloud::Azure, text, &vaults())
}

fn report(targets: Value) -> Report {
    let run = json!({"id": "r", "status": "completed", "operation": "cckm_synchronization", "details": {"details": targets}});
    decode::run(run).report
}

fn row(name: &str, parameters: Parameters) -> TableRow {
    let schedule = Schedule { id: ScheduleId::from(name), name: name.into(), parameters, ..schedule("0 1 * * *") };
    TableRow::new(Arc::new(Row::Good(schedule)), composed)
}

#[test]
fn a_text_means_the_container_that_has_it_as_id_or_as_only_one_as_name() {
    for text in ["v1", "kv-prod", "kv-prod::s1"] {
        let found = vault(text);
        assert_eq!((found.id.as_str(), found.name().as_sent(), found.container.is_some()), ("v1", "kv-prod", true), "{text}");
    }
    let twin = vault("kv-twin");
    assert_eq!((twin.id.as_str(), twin.container), ("kv-twin", None), "two have this name");
    assert!(vault("v2").is_named("kv-twin::s1") && !vault("v2").is_named("kv-twin") && !vault("v2").is_named("kv-twin::s2"));
    let unknown = ContainerIdentity::of(Cloud::Azure, "v1", &[]);
    assert!(unknown.container.is_none() && unknown.is_named("v1") && !unknown.is_named("kv-prod"));
}

#[test]
fn schedules_that_list_a_container_come_before_those_of_everything() {
    let azure = |containers: &[&str]| sync_parameters(Cloud::Azure, containers);
    let rows = [
        row("zeta", azure(&["x", "v1"])),
        row("all", azure(&[])),
        row("Alpha", azure(&["kv-prod::s1"])),
        row("other", azure(&["v2"])),
        row("all-aws", sync_parameters(Cloud::Aws, &[])),
        row("odd", Parameters::Odd { cloud: Some(Cloud::Azure), why: String::new(), pairs: Vec::new() }),
    ];
    let of = |container: &ContainerIdentity, is_gone| {
        let word = |(key, by): (String, ReachedBy)| if by == ReachedBy::List { key } else { format!("({key})") };
        reaching(&rows, container, is_gone).into_iter().map(word).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of(&vault("v1"), false), "Alpha zeta (all)");
    assert_eq!(of(&vault("x"), true), "zeta", "everything does not include what the list lacks");
    assert_eq!(of(&ContainerIdentity::of(Cloud::Azure, "x", &[]), false), "zeta (all)", "the list is not known");
}

#[test]
fn the_result_of_a_container_is_the_worst_of_its_targets() {
    let vaults = report(json!({
        "westeurope/kv-prod::s1": "vault synchronized successfully",
        "westeurope/kv-twin::s2": "permission denied",
    }));
    assert_eq!(vaults.targets.len(), 2);
    assert_eq!(vault("v1").result_in(&vaults).unwrap().state, TargetState::Ok);
    assert_eq!(vault("v2").result_in(&vaults), None, "another one has this result");
    assert_eq!(vault("v3").result_in(&vaults).unwrap().text, "permission denied");
    let list = decode::containers(
        Cloud::Aws,
        decode::list_of(&[
            json!({"id": "k1", "name": "one", "account_id": "111"}),
            json!({"id": "k2", "name": "two", "account_id": "222"}),
        ]),
    );
    let regions = report(
        json!({"111/eu-west-1": "region synchronized successfully", "111/us-east-1": "denied", "222/us-east-1": "success", "eu-west-1": "denied"}),
    );
    let state = |id: &str| ContainerIdentity::of(Cloud::Aws, id, &list).result_in(&regions).map(|target| target.state);
    assert_eq!(state("k1"), Some(TargetState::NotOk));
    assert_eq!(state("two"), Some(TargetState::Ok), "a region alone belongs to no KMS");
}
