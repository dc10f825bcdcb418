//! The calls that public clients make (API.md §12): Terraform's provider of both lines, the Ansible modules of 2026 and the wrapper of
//! ksctl, line by line in tests/fixtures/calls-of-other-clients.jsonl. Bodies and queries are written from their facts: Terraform sends
//! null objects, an empty node and zero dates for what is unset, and no item of Azure; only what must be refused is refused.

mod support;

use std::collections::HashMap;

use serde_json::{Value, json};
use support::Appliance;

const CALLS: &str = include_str!("../../fixtures/calls-of-other-clients.jsonl");

/// The path with `{name}` replaced by the id that the call of this name made.
fn filled(path: &str, made: &HashMap<String, String>) -> String {
    let Some((before, (name, after))) = path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return path.to_owned();
    };
    format!("{before}{}{after}", made.get(name).map_or("none", String::as_str))
}

#[test]
fn seventy_calls_of_other_clients_are_answered_and_six_refused() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("settings", json!({"sync_seconds": 600}));
    let mut made = HashMap::new();
    let mut refused = Vec::new();
    for (n, line) in CALLS.lines().enumerate() {
        let call: Value = serde_json::from_str(line).expect("a call");
        let text = |member: &str| call[member].as_str().unwrap_or_default();
        let path = filled(text("path"), &made);
        let answer = me.call(text("method"), &path, &call["body"]).expect("an answer");
        let is_as_said = call["refused"].as_u64().map_or(answer.status < 300, |status| status == u64::from(answer.status));
        assert!(is_as_said, "call {n}, {} {path}: {} {}", text("method"), answer.status, answer.text());
        if answer.status >= 300 {
            refused.push(answer.status);
        } else if call["makes"].is_string() {
            made.insert(text("makes").to_owned(), answer.json()["id"].as_str().expect("an id").to_owned());
        }
    }
    assert_eq!(refused, [400, 400, 400, 404, 500, 404]);
    assert_eq!((CALLS.lines().count(), made.len()), (70, 23));
}
