//! Scripted faults: rules that a control sets and that spoil the matching requests.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::calls::{Call, Ending, Payload, Reply};

/// A rule for requests. A rule with a status answers the request itself; otherwise the appliance answers and the rule spoils
/// that.
#[derive(Clone, Debug)]
pub struct Rule {
    method: Option<String>,
    path: String,
    times: Option<u64>,
    status: Option<u16>,
    payload: Payload,
    headers: Vec<(String, String)>,
    delay: Duration,
    ending: Ending,
    null_resources: bool,
}

impl Rule {
    /// Reads a rule from a control; the README lists its members.
    ///
    /// # Errors
    /// A sentence about the invalid member.
    pub fn read(value: &Value) -> Result<Rule, String> {
        let members = value.as_object().ok_or("a rule must be an object")?;
        const KNOWN: [&str; 15] = [
            "method",
            "path",
            "times",
            "status",
            "body",
            "content_type",
            "headers",
            "delay_ms",
            "cut",
            "hang",
            "drip",
            "null_resources",
            "truncate",
            "stall",
            "reset",
        ];
        if let Some(unknown) = members.keys().find(|member| !KNOWN.contains(&member.as_str())) {
            return Err(format!("a rule has no member \"{unknown}\""));
        }
        let text = |member: &str| value[member].as_str().map(str::to_owned);
        let content_type = text("content_type");
        let kind = |default: &str| content_type.clone().unwrap_or_else(|| default.to_owned());
        let payload = match &value["body"] {
            Value::Null => Payload::Empty,
            Value::String(body) => Payload::Raw(kind("text/html; charset=utf-8"), body.clone().into_bytes()),
            body => Payload::Raw(kind("application/json"), body.to_string().into_bytes()),
        };
        let headers = value["headers"].as_object().into_iter().flatten();
        let on = |member: &str| value[member] == true;
        let ending = match value["drip"].as_u64() {
            Some(pause) => Ending::Drip(pause),
            None if on("cut") => Ending::Cut,
            None if on("hang") => Ending::Hang,
            None if on("stall") => Ending::Stalled,
            None if on("reset") => Ending::Reset,
            None if on("truncate") => Ending::Truncated,
            None => Ending::Whole,
        };
        Ok(Rule {
            method: text("method"),
            path: text("path").unwrap_or_default(),
            times: value["times"].as_u64(),
            status: value["status"].as_u64().and_then(|status| u16::try_from(status).ok()),
            payload,
            headers: headers.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect(),
            delay: Duration::from_millis(value["delay_ms"].as_u64().unwrap_or(0)),
            ending,
            null_resources: on("null_resources"),
        })
    }

    fn matches(&self, call: &Call, path: &str) -> bool {
        self.times != Some(0) && self.method.as_ref().is_none_or(|method| *method == call.method) && path.contains(&self.path)
    }

    /// The rule's own answer, if it has one.
    #[must_use]
    pub fn answer(&self) -> Option<Reply> {
        self.status.map(|status| Reply { payload: self.payload.clone(), ..Reply::empty(status) })
    }

    /// Spoils an answer.
    pub fn spoil(&self, reply: &mut Reply) {
        reply.delay += self.delay;
        reply.headers.extend(self.headers.iter().cloned());
        if self.ending != Ending::Whole {
            reply.ending = self.ending;
        }
        if let (None, Payload::Raw(..)) = (self.status, &self.payload) {
            reply.payload = self.payload.clone();
        }
        if let Payload::Json(list) = &mut reply.payload
            && self.null_resources
            && list.get("resources").is_some()
        {
            list["resources"] = Value::Null;
            list["total"] = json!(0);
        }
    }
}

/// The active rules in order; the first match is used.
#[derive(Default)]
pub struct Faults {
    rules: Mutex<Vec<Rule>>,
}

impl Faults {
    fn rules(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends rules to the active ones.
    pub fn add(&self, rules: Vec<Rule>) {
        self.rules().extend(rules);
    }

    /// Drops every rule.
    pub fn clear(&self) {
        self.rules().clear();
    }

    /// The matching rule for a request, with its count reduced.
    #[must_use]
    pub fn take(&self, call: &Call, path: &str) -> Option<Rule> {
        let mut rules = self.rules();
        let rule = rules.iter_mut().find(|rule| rule.matches(call, path))?;
        rule.times = rule.times.map(|times| times - 1);
        Some(rule.clone())
    }
}
