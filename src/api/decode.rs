//! From JSON to the domain. Elements are read one by one and leniently: unknown members are kept aside, missing ones are options,
//! numbers may come as text. A fault names its JSON path (API.md §10).

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::error::ApiError;
use super::page::{OddRow, Page, Row};
use crate::domain::name::Name;
use crate::domain::time::Stamp;

mod container;
mod node;
mod parameters;
mod report;
mod run;
mod schedule;
mod sync_job;

pub(super) use container::container;
pub(super) use node::{cluster, domain, node, system};
pub(super) use run::run;
pub(super) use schedule::schedule;
pub(super) use sync_job::sync_job;

/// A part of an answer that cannot be read.
#[derive(Debug)]
pub(super) struct DecodeFault {
    pub(super) path: String,
    pub(super) what: String,
}

/// An object of an answer and its JSON path.
#[derive(Clone, Copy)]
pub(super) struct JsonObject<'a> {
    map: &'a Map<String, Value>,
    path: &'a str,
}

/// Reads one element from its members and its original text.
pub(super) type Decode<'a, T> = &'a dyn Fn(JsonObject<'_>, Arc<str>) -> Result<T, DecodeFault>;

impl<'a> JsonObject<'a> {
    fn read(value: &'a Value, path: &'a str) -> Result<JsonObject<'a>, DecodeFault> {
        match value {
            Value::Object(map) => Ok(JsonObject { map, path }),
            other => Err(DecodeFault { path: path.to_owned(), what: format!("an object was expected, found {}", kind(other)) }),
        }
    }

    /// The member, unless it is absent or null.
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    fn fault(&self, name: &str, expected: &str, found: &Value) -> DecodeFault {
        DecodeFault { path: format!("{}.{name}", self.path), what: format!("{expected} was expected, found {}", kind(found)) }
    }

    /// A text; numbers and booleans count as their text.
    fn text(&self, name: &str) -> Result<Option<String>, DecodeFault> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => scalar(value).map(Some).ok_or_else(|| self.fault(name, "a string", value)),
        }
    }

    fn text_or_empty(&self, name: &str) -> Result<String, DecodeFault> {
        Ok(self.text(name)?.unwrap_or_default())
    }

    /// A text that must be present.
    fn required(&self, name: &str) -> Result<String, DecodeFault> {
        match self.text(name)? {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(DecodeFault { path: format!("{}.{name}", self.path), what: "it is missing".to_owned() }),
        }
    }

    fn flag(&self, name: &str) -> Result<bool, DecodeFault> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true),
            Some(Value::String(text)) if text.is_empty() || text.eq_ignore_ascii_case("false") => Ok(false),
            Some(other) => Err(self.fault(name, "true or false", other)),
        }
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(number)
    }

    fn stamp(&self, name: &str) -> Result<Option<Stamp>, DecodeFault> {
        Ok(self.text(name)?.and_then(|text| Stamp::read(&text)))
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(if *flag { "true" } else { "false" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

/// Any value as text, for generic rendering: texts as they are, the rest as JSON.
fn any_text(value: &Value) -> String {
    scalar(value).unwrap_or_else(|| value.to_string())
}

/// Every member as text.
fn pairs(map: &Map<String, Value>) -> Vec<(String, String)> {
    map.iter().map(|(name, value)| (name.clone(), any_text(value))).collect()
}

/// The body of a list. The parts stay text at first, so that one unreadable element does not spoil the others.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    skip: Option<&'a RawValue>,
    #[serde(borrow, default)]
    limit: Option<&'a RawValue>,
    #[serde(borrow, default)]
    total: Option<&'a RawValue>,
    #[serde(borrow, default)]
    resources: Option<&'a RawValue>,
    /// The documentation prints some lists inside an extra object of this name (API.md §5.4).
    #[serde(borrow, default, rename = "application/json")]
    wrapped: Option<&'a RawValue>,
}

/// Reads a page. Fails only when the body is no list answer at all.
pub(super) fn page<T>(body: &str, decode: Decode<'_, T>) -> Result<Page<T>, ApiError> {
    let outer = envelope(body)?;
    let envelope = match outer.wrapped {
        Some(inner) if outer.resources.is_none() => envelope(inner.get())?,
        _ => outer,
    };
    let elements: Vec<&RawValue> = match envelope.resources {
        None => Vec::new(),
        Some(raw) => serde_json::from_str(raw.get())
            .map_err(|_| DecodeFault { path: "$.resources".to_owned(), what: "a list was expected".to_owned() })?,
    };
    let count = |raw: Option<&RawValue>| raw.and_then(|raw| raw.get().trim_matches('"').parse::<u64>().ok());
    let seen = elements.len() as u64;
    let skip = count(envelope.skip).unwrap_or(0);
    Ok(Page {
        items: elements.iter().enumerate().map(|(at, raw)| element(raw.get(), at, decode)).collect(),
        skip,
        limit: count(envelope.limit).unwrap_or(seen),
        // A page beyond the end is empty, so its `skip` says nothing about the total.
        total: count(envelope.total).unwrap_or(0).max(if seen == 0 { 0 } else { skip.saturating_add(seen) }),
        left_out: 0,
    })
}

fn envelope(body: &str) -> Result<Envelope<'_>, DecodeFault> {
    // serde would read a list member by member as if it were the object.
    if !body.trim_start().starts_with('{') {
        return Err(unreadable(body));
    }
    serde_json::from_str(body).map_err(|_| unreadable(body))
}

fn unreadable(body: &str) -> DecodeFault {
    let what = match body.trim_start().chars().next() {
        None => "it is empty",
        Some('<') => "it is a web page, not an answer of the API",
        Some('{' | '[') => "it is cut off or not JSON",
        Some(_) => "it is not JSON",
    };
    DecodeFault { path: "$".to_owned(), what: what.to_owned() }
}

fn element<T>(raw: &str, at: usize, decode: Decode<'_, T>) -> Row<T> {
    let path = format!("$.resources[{at}]");
    let kept: Arc<str> = Arc::from(raw);
    let value = match serde_json::from_str::<Value>(raw) {
        Ok(value) => value,
        Err(_) => {
            let what = "it is nested too deeply, or not JSON".to_owned();
            return Row::Odd(OddRow { id: None, name: None, path, what, raw: kept });
        }
    };
    match JsonObject::read(&value, &path).and_then(|object| decode(object, Arc::clone(&kept))) {
        Ok(item) => Row::Good(item),
        Err(fault) => {
            let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
            Row::Odd(OddRow { id: text("id"), name: text("name").map(Name::from), path: fault.path, what: fault.what, raw: kept })
        }
    }
}

/// Reads an answer that is one object.
pub(super) fn one<T>(body: &str, decode: Decode<'_, T>) -> Result<T, ApiError> {
    let value = serde_json::from_str::<Value>(body).map_err(|_| unreadable(body))?;
    let inner = match &value {
        Value::Object(map) if map.len() == 1 => map.get("application/json").unwrap_or(&value),
        _ => &value,
    };
    let object = JsonObject::read(inner, "$")?;
    Ok(decode(object, Arc::from(body))?)
}
