//! What a run or a sync job came to, whatever JSON tells of it: nothing is called a success that does not say so, nothing that was
//! told is lost, and texts that are known come to what the rule says.

use std::collections::BTreeMap;

use crate::support::fake::{ApiHarness, answer, at};
use crate::support::rng::Dice;
use keysync::api::page::{Page, Row};
use keysync::api::runs::RunQuery;
use keysync::api::sync_jobs::SyncJobQuery;
use keysync::domain::run::failure_cause::name_of;
use keysync::domain::run::report::Report;
use keysync::domain::run::verdict::{VerdictKind, headline, verdict};
use keysync::domain::sync::source::Source;
use keysync::domain::time::Instant;
use serde_json::{Map, Value, json};

fn now() -> Instant {
    at("2026-11-23T08:00:00Z")
}

fn context(bodies: &[Value]) -> ApiHarness {
    let body = json!({"resources": bodies}).to_string();
    ApiHarness::signed_in(move |_| answer(200, body.clone()))
}

/// Rows that cannot be understood are `Err` with their text.
fn runs(bodies: &[Value]) -> Vec<Result<Report, String>> {
    let mut context = context(bodies);
    let runs = context.client.runs();
    reports(context.run(async move { runs.list(&RunQuery::default()).await }).unwrap(), |run| run.report)
}

fn jobs(bodies: &[Value]) -> Vec<Result<Report, String>> {
    let mut context = context(bodies);
    let jobs = context.client.sync_jobs(Source::AzureSecrets);
    reports(context.run(async move { jobs.list(&SyncJobQuery::default()).await }).unwrap(), |job| job.report)
}

fn reports<T>(page: Page<T>, report: impl Fn(T) -> Report) -> Vec<Result<Report, String>> {
    let read = |row| match row {
        Row::Good(item) => Ok(report(item)),
        Row::Odd(odd) => Err(odd.raw.to_string()),
    };
    page.items.into_iter().map(read).collect()
}

fn a_run(status: &Value, details: Option<Value>) -> Value {
    let mut body = json!({"id": "r", "operation": "cckm_synchronization", "status": status,
        "job_config_params": {"cloud_name": "aws", "synchronize_all": true},
        "enqueued_at": "2026-11-23T07:50:00Z", "createdAt": "2026-11-23T07:50:00Z", "updatedAt": "2026-11-23T07:55:00Z"});
    body.as_object_mut().unwrap().extend(details.map(|details| ("details".to_owned(), details)));
    body
}

/// Members of nothing are left out.
fn a_job(status: &Value, members: [(&str, Option<Value>); 4]) -> Value {
    let mut body = json!({"id": "j", "overall_status": status, "cloud": "AzureCloud", "key_vaults": ["v"],
        "createdAt": "2026-11-23T07:50:00Z", "updatedAt": "2026-11-23T07:55:00Z"});
    let members = members.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)));
    body.as_object_mut().unwrap().extend(members);
    body
}

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
fn answers_of_known_texts_come_to_what_the_rule_says() {
    let mut dice = Dice::new();
    let mut told = |is_run: bool| {
        let status = dice.one_of(&["completed", "failed", "aborted", "in_progress", "scheduled", "Thawing"]).to_owned();
        let (abort, silent) = (!is_run && dice.below(3) == 0, dice.below(3) == 0);
        let lists: [&[&'static str]; 4] = [&GOOD, &OPEN, &BAD, &GOOD];
        let only = dice.below(8);
        let mut text = || {
            let list = lists[if only < 4 { only } else { dice.below(4) }];
            dice.one_of(list)
        };
        let texts: Vec<&'static str> = (0..3).map(|_| text()).collect();
        let count = dice.below(4);
        let targets: Vec<&'static str> = texts.into_iter().take(count).collect();
        let said: Vec<&'static str> = if dice.below(4) == 0 { vec![dice.one_of(&BAD)] } else { Vec::new() };
        let map: Map<String, Value> = targets.iter().enumerate().map(|(at, text)| (format!("t{at}"), json!(text))).collect();
        let mut body = if is_run {
            let mut details = if dice.flag() { map } else { Map::from_iter([("details".to_owned(), Value::Object(map))]) };
            details.extend(said.first().map(|text| (dice.one_of(&["error", "message"]).to_owned(), json!(text))));
            a_run(&json!(status), Some(Value::Object(details)))
        } else {
            let error = said.first().map(|text| json!(text));
            let map = ("detailed_status", Some(Value::Object(map)));
            a_job(&json!(status), [("abort", Some(json!(abort))), map, ("message", error), ("error", None)])
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
fn anything(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth == 0 { 8 } else { 12 }) {
        0 => Value::Null,
        1 => json!(dice.flag()),
        2 => json!(dice.below(500)),
        3 => json!(dice.text(&["success", "synchronized successfully", " ", "not ", "\"", "AccessDenied", "\n"], 4)),
        4 => json!(dice.one_of(&OPEN)),
        5 => json!(dice.one_of(&BAD)),
        6 | 7 => json!(dice.one_of(&GOOD)),
        8 => Value::Array((0..dice.below(4)).map(|_| anything(dice, depth - 1)).collect()),
        _ => Value::Object((0..dice.below(4)).map(|_| (a_name(dice), anything(dice, depth - 1))).collect()),
    }
}

fn a_name(dice: &mut Dice) -> String {
    let names =
        ["eu-west-1", "northcentralus/v::s", "details", "error", "message", "name", "status", "job_id", "a", "b", "c", "d"];
    if dice.below(10) == 0 { dice.text(&names, 2) } else { dice.one_of(&names).to_owned() }
}

fn a_status(dice: &mut Dice) -> Value {
    let known =
        ["completed", "Completed", "success", " succeeded ", "failed", "error", "in progress", "queued", "aborted", "canceled"];
    match dice.below(12) {
        0 => anything(dice, 1),
        1 => json!(dice.text(&["completed", "success", " ", "-"], 2)),
        2..=5 => json!("completed"),
        _ => json!(dice.one_of(&known)),
    }
}

/// What an answer tells: the texts of targets and those about the whole, and all that must still be found afterwards.
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

    /// Something told of a target or the whole.
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
fn nothing_is_called_a_success_that_does_not_say_so_and_nothing_is_lost() {
    let mut dice = Dice::new();
    let mut faults = Vec::new();
    let (mut good, mut succeeded) = (0, 0);
    for batch in 0..40 {
        let is_run = batch % 2 == 0;
        let bodies: Vec<Value> = (0..1_000)
            .map(|_| {
                let status = a_status(&mut dice);
                let told = |dice: &mut Dice, most: usize| (dice.below(most) == 0).then(|| anything(dice, 3));
                let details = match dice.below(8) {
                    0 => None,
                    1 => Some(anything(&mut dice, 3)),
                    2 | 3 => Some(json!({"details": anything(&mut dice, 2), "job_id": "r", "status": "completed"})),
                    _ => Some(Value::Object((0..dice.below(4)).map(|_| (a_name(&mut dice), anything(&mut dice, 2))).collect())),
                };
                if is_run {
                    let mut body = a_run(&status, details);
                    if dice.below(6) == 0 {
                        body["operation"] = json!(dice.one_of(&["cckm_key_rotation", ""]));
                    }
                    return body;
                }
                let abort = dice.below(3).eq(&0).then(|| match dice.below(4) {
                    0 => anything(&mut dice, 1),
                    1 => json!("TRUE"),
                    _ => json!(dice.flag()),
                });
                let (error, message) = (told(&mut dice, 8), told(&mut dice, 8));
                a_job(&status, [("detailed_status", details), ("abort", abort), ("error", error), ("message", message)])
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
