//! Verdicts of runs and sync jobs for random JSON: no answer without words of success is a success, and no text is lost.

use std::collections::BTreeMap;

use super::reports::{a_job, a_run, jobs, runs};
use crate::support::builders::now;
use crate::support::rng::Rng;
use keysync::domain::run::failure_cause::name_of;
use keysync::domain::run::report::Report;
use keysync::domain::run::verdict::{VerdictKind, headline, verdict};
use serde_json::{Map, Value, json};

/// "partly 1/0/2": the kind, and how many targets went well, have not ended, and all others.
fn outcome(report: &Report) -> String {
    let (kind, counts) = (verdict(report, now()).kind(), report.counts());
    format!("{} {}/{}/{}", kind.as_param(), counts.ok, counts.running, counts.not_ok)
}

const GOOD: [&str; 5] = [
    "success",
    "Success",
    "region synchronized successfully",
    "vault synchronized successfully",
    "Key Ring Synchronized Successfully",
];
const OPEN: [&str; 4] = ["in_progress", "in progress", "pending", "IN_PROGRESS"];
const BAD: [&str; 10] = [
    "AccessDenied: no",
    "Rate exceeded",
    "zeta",
    "alpha",
    "boom",
    "done",
    "quota exceeded",
    "ok",
    "region not synchronized successfully",
    "successful",
];

/// The rule, over texts alone.
fn expected(status: &str, abort: bool, silent: bool, targets: &[&str], said: &[&str]) -> VerdictKind {
    fn is_good(text: &&str) -> bool {
        GOOD.contains(text)
    }
    let texts = || targets.iter().chain(said);
    let all_good = texts().all(is_good);
    match status {
        "aborted" => VerdictKind::Cancelled,
        "completed" | "failed" if abort => VerdictKind::Cancelled,
        "completed" if all_good => VerdictKind::Succeeded,
        "completed" => VerdictKind::Contradiction,
        "failed" if all_good && texts().count() > 0 => VerdictKind::Contradiction,
        "failed" if targets.iter().any(is_good) => VerdictKind::Partly,
        "failed" => VerdictKind::Failed,
        _ if silent => VerdictKind::Stuck,
        "in_progress" => VerdictKind::Running,
        "scheduled" if abort => VerdictKind::Running,
        "scheduled" => VerdictKind::Queued,
        _ => VerdictKind::Unknown,
    }
}

/// The most frequent name, the first in the alphabet of those.
fn most_frequent<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    texts.filter(|text| BAD.contains(text)).for_each(|text| *counts.entry(name_of(text)).or_default() += 1);
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(name, _)| name)
}

/// 20,000 answers whose parts are known, from the rule to the verdict and back.
#[test]
fn verdicts_of_known_texts_follow_the_rule() {
    let mut rng = Rng::new();
    let mut told = |is_run: bool| {
        let status = rng.one_of(&["completed", "failed", "aborted", "in_progress", "scheduled", "Thawing"]).to_owned();
        let (abort, silent) = (!is_run && rng.below(3) == 0, rng.below(3) == 0);
        let lists: [&[&'static str]; 4] = [&GOOD, &OPEN, &BAD, &GOOD];
        let only = rng.below(8);
        let mut text = || {
            let list = lists[if only < 4 { only } else { rng.below(4) }];
            rng.one_of(list)
        };
        let texts: Vec<&'static str> = (0..3).map(|_| text()).collect();
        let count = rng.below(4);
        let targets: Vec<&'static str> = texts.into_iter().take(count).collect();
        let said: Vec<&'static str> = if rng.below(4) == 0 { vec![rng.one_of(&BAD)] } else { Vec::new() };
        let map: Map<String, Value> = targets.iter().enumerate().map(|(at, text)| (format!("t{at}"), json!(text))).collect();
        let mut body = if is_run {
            let mut details = if rng.flag() { map } else { Map::from_iter([("details".to_owned(), Value::Object(map))]) };
            details.extend(said.first().map(|text| (rng.one_of(&["error", "message"]).to_owned(), json!(text))));
            a_run(&json!(status), Some(Value::Object(details)))
        } else {
            let error = said.first().map(|text| json!(text));
            let map = ("detailed_status", Some(Value::Object(map)));
            a_job(&json!(status), &[("abort", Some(json!(abort))), map, ("message", error), ("error", None)])
        };
        if silent {
            body["updatedAt"] = json!("2026-11-23T07:20:00Z");
            body["createdAt"] = json!("2026-11-23T07:10:00Z");
            body["enqueued_at"] = json!("2026-11-23T07:10:00Z");
        }
        let kind = expected(&status, abort, silent, &targets, &said);
        let of = |list: &[&str]| targets.iter().filter(|text| list.contains(text)).count();
        let cause = most_frequent(targets.iter().copied()).or_else(|| most_frequent(said.iter().copied()));
        (body, format!("{} {}/{}/{}", kind.as_param(), of(&GOOD), of(&OPEN), of(&BAD)), cause)
    };
    for _ in 0..20 {
        for is_run in [true, false] {
            let cases: Vec<_> = (0..500).map(|_| told(is_run)).collect();
            let bodies: Vec<Value> = cases.iter().map(|(body, ..)| body.clone()).collect();
            let reports = if is_run { runs(&bodies) } else { jobs(&bodies) };
            for (report, (body, outcome_expected, cause)) in reports.into_iter().zip(cases) {
                let report = report.unwrap();
                assert_eq!(outcome(&report), outcome_expected, "{body}");
                assert_eq!(report.first_cause().map(|cause| cause.name).as_deref(), cause, "{body}");
            }
        }
    }
}

/// Any JSON, of the words that matter more often than of others.
fn anything(rng: &mut Rng, depth: usize) -> Value {
    match rng.below(if depth == 0 { 8 } else { 12 }) {
        0 => Value::Null,
        1 => json!(rng.flag()),
        2 => json!(rng.below(500)),
        3 => json!(rng.text(&["success", "synchronized successfully", " ", "not ", "\"", "AccessDenied", "\n"], 4)),
        4 => json!(rng.one_of(&OPEN)),
        5 => json!(rng.one_of(&BAD)),
        6 | 7 => json!(rng.one_of(&GOOD)),
        8 => Value::Array((0..rng.below(4)).map(|_| anything(rng, depth - 1)).collect()),
        _ => Value::Object((0..rng.below(4)).map(|_| (a_name(rng), anything(rng, depth - 1))).collect()),
    }
}

fn a_name(rng: &mut Rng) -> String {
    let names =
        ["eu-west-1", "northcentralus/v::s", "details", "error", "message", "name", "status", "job_id", "a", "b", "c", "d"];
    if rng.below(10) == 0 { rng.text(&names, 2) } else { rng.one_of(&names).to_owned() }
}

fn a_status(rng: &mut Rng) -> Value {
    let known =
        ["completed", "Completed", "success", " succeeded ", "failed", "error", "in progress", "queued", "aborted", "canceled"];
    match rng.below(12) {
        0 => anything(rng, 1),
        1 => json!(rng.text(&["completed", "success", " ", "-"], 2)),
        2..=5 => json!("completed"),
        _ => json!(rng.one_of(&known)),
    }
}

/// The contents of an answer: texts of targets, texts about the whole, and all texts that the report must keep.
#[derive(Default)]
struct Given {
    texts: Vec<String>,
    shown: Vec<String>,
}

impl Given {
    fn leaves(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::String(text) => out.push(text.clone()),
            Value::Array(list) => list.iter().for_each(|value| Given::leaves(value, out)),
            Value::Object(map) => map.iter().for_each(|(name, value)| {
                out.push(name.clone());
                Given::leaves(value, out);
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn texts(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.values().for_each(|value| Given::texts(value, out)),
            Value::Array(list) => list.iter().for_each(|value| Given::texts(value, out)),
            other => Given::leaves(other, out),
        }
    }

    /// Records a text about a target or the whole.
    fn tell(&mut self, value: &Value) {
        Given::leaves(value, &mut self.shown);
        Given::texts(value, &mut self.texts);
    }

    /// `details`: an inner object holds the targets; where there is none, the members are they (API.md §4).
    fn run(body: &Value) -> Given {
        let mut given = Given::default();
        let Value::Object(map) = &body["details"] else {
            given.tell(&body["details"]);
            return given;
        };
        let is_nested = map.get("details").is_some_and(|inner| !inner.is_null());
        for (name, value) in map {
            match name.as_str() {
                "job_id" | "job_config_id" | "name" | "operation" | "status" | "description" => {}
                "details" | "error" | "message" => given.tell(value),
                _ if is_nested || body["operation"] != "cckm_synchronization" => Given::leaves(value, &mut given.shown),
                _ => {
                    let is_empty = value.as_array().is_some_and(Vec::is_empty);
                    given.shown.extend((!is_empty).then(|| name.clone()));
                    given.tell(value);
                }
            }
        }
        given
    }

    fn job(body: &Value) -> Given {
        let mut given = Given::default();
        ["detailed_status", "error", "message"].into_iter().for_each(|name| given.tell(&body[name]));
        given
    }
}

/// API.md §5.7 and §10.2.
fn may_be_success(status: &Value, abort: &Value, given: &Given) -> bool {
    let status = status.as_str().unwrap_or("").trim().to_lowercase();
    let stopped = abort.as_bool() == Some(true) || abort.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let says_so = |text: &String| {
        let text = text.trim().to_lowercase();
        text == "success" || text.is_empty() || text.contains("synchronized successfully")
    };
    ["completed", "success", "succeeded"].contains(&&*status) && !stopped && given.texts.iter().all(says_so)
}

fn is_found(report: &Report, text: &str) -> bool {
    let escaped = json!(text).to_string();
    let within = |hay: &String| hay.contains(text) || hay.contains(escaped.trim_matches('"'));
    report.targets.iter().any(|target| within(&target.target) || within(&target.text))
        || report.said.iter().any(within)
        || report.rest.iter().any(|(name, value)| within(name) || within(value))
}

/// 40,000 answers of any shape. Rows that are not understood are kept as they came.
#[test]
fn no_answer_without_words_of_success_is_a_success() {
    let mut rng = Rng::new();
    let mut faults = Vec::new();
    let (mut good, mut succeeded) = (0, 0);
    for batch in 0..40 {
        let is_run = batch % 2 == 0;
        let bodies: Vec<Value> = (0..1_000)
            .map(|_| {
                let status = a_status(&mut rng);
                let told = |rng: &mut Rng, most: usize| (rng.below(most) == 0).then(|| anything(rng, 3));
                let details = match rng.below(8) {
                    0 => None,
                    1 => Some(anything(&mut rng, 3)),
                    2 | 3 => Some(json!({"details": anything(&mut rng, 2), "job_id": "r", "status": "completed"})),
                    _ => Some(Value::Object((0..rng.below(4)).map(|_| (a_name(&mut rng), anything(&mut rng, 2))).collect())),
                };
                if is_run {
                    let mut body = a_run(&status, details);
                    if rng.below(6) == 0 {
                        body["operation"] = json!(rng.one_of(&["cckm_key_rotation", ""]));
                    }
                    return body;
                }
                let abort = rng.below(3).eq(&0).then(|| match rng.below(4) {
                    0 => anything(&mut rng, 1),
                    1 => json!("TRUE"),
                    _ => json!(rng.flag()),
                });
                let (error, message) = (told(&mut rng, 8), told(&mut rng, 8));
                a_job(&status, &[("detailed_status", details), ("abort", abort), ("error", error), ("message", message)])
            })
            .collect();
        let reports = if is_run { runs(&bodies) } else { jobs(&bodies) };
        for (report, body) in reports.into_iter().zip(&bodies) {
            let report = match report {
                Ok(report) => report,
                Err(raw) => {
                    assert_eq!(raw, body.to_string());
                    continue;
                }
            };
            good += 1;
            let (given, status) =
                if is_run { (Given::run(body), &body["status"]) } else { (Given::job(body), &body["overall_status"]) };
            let verdict = verdict(&report, now());
            assert!(!headline(&report, &verdict).is_empty(), "{body}");
            if verdict.kind() == VerdictKind::Succeeded {
                succeeded += 1;
                if !may_be_success(status, &body["abort"], &given) {
                    faults.push(format!("called a success: {body}"));
                }
            }
            let lost = given.shown.iter().find(|text| !text.trim().is_empty() && !is_found(&report, text));
            faults.extend(lost.map(|text| format!("lost {text:?}: {body}")));
        }
    }
    assert!(good > 30_000 && succeeded > 2_000, "{good} were understood, {succeeded} of them successes");
    faults.sort_by_key(String::len);
    let count = faults.len();
    assert!(faults.is_empty(), "{count} of {good}, the shortest:\n{}", faults[..count.min(12)].join("\n"));
}
