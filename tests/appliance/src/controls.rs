//! The controls of tests: `POST /__appliance/<name>`. A real appliance has none.

use serde_json::{Value, json};

use crate::appliance::{Appliance, ListOrder, PatchParameters, Settings};
use crate::calls::{Payload, Refusal, Reply};
use crate::clock::{Moment, SECOND};
use crate::faults::Rule;
use crate::options::Seeding;
use crate::sync_params::names;
use crate::sync_sources::SOURCES;
use crate::{nodes, rows};

/// Answers a control.
#[must_use]
pub fn answer(appliance: &Appliance, method: &str, name: &str, body: &[u8]) -> Reply {
    let body = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(body) };
    let Ok(body) = body else { return Reply::text(400, "The body is not JSON.") };
    match control(appliance, method, name, &body) {
        Ok(Value::Null) => Reply::empty(204),
        Ok(value) => Reply { payload: Payload::Json(value), ..Reply::empty(200) },
        Err(Failure::Sentence(why)) => Reply::text(400, &why),
        Err(Failure::Refusal(refusal)) => refusal.into(),
    }
}

enum Failure {
    Sentence(String),
    Refusal(Refusal),
}

impl From<String> for Failure {
    fn from(sentence: String) -> Failure {
        Failure::Sentence(sentence)
    }
}

impl<T: Into<Refusal>> From<T> for Failure {
    fn from(refusal: T) -> Failure {
        Failure::Refusal(refusal.into())
    }
}

fn control(appliance: &Appliance, method: &str, name: &str, body: &Value) -> Result<Value, Failure> {
    match (method, name) {
        ("GET", "journal") => return Ok(json!(appliance.journal.entries())),
        ("POST", "journal/clear") => appliance.journal.clear(),
        ("POST", "reset") => appliance.reset(seeding(body)?)?,
        ("POST", "clock") => clock(appliance, body)?,
        ("POST", "faults") => {
            let rules =
                body.as_array().or_else(|| body["rules"].as_array()).ok_or("the body must be a list of rules".to_owned())?;
            appliance.faults.add(rules.iter().map(Rule::read).collect::<Result<_, _>>()?);
        }
        ("POST", "faults/clear") => appliance.faults.clear(),
        ("POST", "tokens") => tokens(appliance, body)?,
        ("POST", "banner") => {
            let banner = body["value"].as_str().ok_or("value must be a text".to_owned())?;
            appliance.change_settings(|settings| banner.clone_into(&mut settings.banner));
        }
        ("POST", "cluster") => {
            let size = body["nodes"].as_u64().filter(|size| *size <= 9).ok_or("nodes must be a number up to 9".to_owned())?;
            let members = nodes::cluster(usize::try_from(size).unwrap_or(0));
            appliance.change_settings(|settings| settings.nodes = members);
        }
        ("POST", "settings") => settings(appliance, body)?,
        ("POST", "rows") => return rows::put(appliance, body).map_err(Failure::from),
        _ => return Err(format!("There is no control {method} {name}.").into()),
    }
    Ok(Value::Null)
}

fn seeding(body: &Value) -> Result<Seeding, String> {
    match (body["seed"].as_str(), body["n"].as_u64().and_then(|n| u32::try_from(n).ok())) {
        (None | Some("company"), _) => Ok(Seeding::Company),
        (Some("empty"), _) => Ok(Seeding::Empty),
        (Some("scale"), Some(n)) => Ok(Seeding::Scale(n)),
        _ => Err("seed must be company, empty, or scale with n".to_owned()),
    }
}

fn clock(appliance: &Appliance, body: &Value) -> Result<(), String> {
    match (body["offset_seconds"].as_i64(), body["now"].as_str()) {
        (Some(seconds), None) => appliance.clock.set_offset(seconds.saturating_mul(SECOND)),
        (None, Some(text)) => appliance.clock.set_now(Moment::parse(text).ok_or("now must be an RFC 3339 time")?),
        _ => return Err("give offset_seconds or now".to_owned()),
    }
    Ok(())
}

fn tokens(appliance: &Appliance, body: &Value) -> Result<(), Refusal> {
    if let Some(life) = body["life_seconds"].as_i64() {
        appliance.change_settings(|settings| settings.token_life = life);
    }
    let mut keys = appliance.keys();
    if body["expire_all"] == true {
        appliance.store.write(|db| keys.rotate(db, &crate::tokens::expired(50)))?;
    }
    if body["revoke_all"] == true {
        appliance.store.write(|db| {
            db.execute("UPDATE refresh_token SET revoked = 1", [])?;
            keys.rotate(db, "Token has been revoked")
        })?;
    }
    Ok(())
}

fn settings(appliance: &Appliance, body: &Value) -> Result<(), String> {
    let mut unknown = None;
    appliance.change_settings(|settings| {
        for (name, value) in body.as_object().into_iter().flatten() {
            if set(settings, &name.replace('-', "_"), value).is_none() {
                unknown = Some(format!("there is no setting \"{name}\" that can be {value}"));
            }
        }
    });
    unknown.map_or(Ok(()), Err)
}

/// Changes one setting; `None` for an unknown name or an invalid value.
fn set(settings: &mut Settings, name: &str, value: &Value) -> Option<()> {
    let status = || value.as_u64().and_then(|status| u16::try_from(status).ok());
    match name {
        "create_status" => settings.create_status = status()?,
        "run_now_status" => settings.run_now_status = status()?,
        "sync_status" => settings.sync_status = status()?,
        "run_seconds" => settings.run_seconds = seconds(value)?,
        "sync_seconds" => settings.sync_seconds = seconds(value)?,
        "unlicensed" => settings.unlicensed = sources(value)?,
        "running_sync" => settings.running_sync = status().filter(|status| matches!(status, 0 | 400 | 409))?,
        "refuse_unknown_query" => settings.refuse_unknown_query = value.as_bool()?,
        "list_order" => {
            settings.list_order = match value.as_str()? {
                "asked" => ListOrder::Asked,
                "oldest" => ListOrder::Oldest,
                "mixed" => ListOrder::Mixed,
                _ => return None,
            };
        }
        "refuse_create" => value.as_str()?.clone_into(&mut settings.refuse_create),
        "patch_parameters" => {
            settings.patch_parameters = match value.as_str()? {
                "usual" => PatchParameters::Usual,
                "keep" => PatchParameters::Keep,
                "replace" => PatchParameters::Replace,
                _ => return None,
            };
        }
        "patch_refuses_backup" => settings.patch_refuses_backup = value.as_bool()?,
        "unsaid_items" => {
            settings.unsaid_items = match value.as_str() {
                Some("key") => Some("key"),
                Some("all") => Some("all"),
                None if value.is_null() => None,
                _ => return None,
            };
        }
        "refuse_run_on" => settings.refuse_run_on = value.as_bool()?,
        "patch_lists_only" => settings.patch_lists_only = value.as_bool()?,
        "unknown_status" => settings.unknown_status = value.as_bool()?,
        "application_json_wrapper" => settings.application_json_wrapper = value.as_bool()?,
        _ => return None,
    }
    Some(())
}

/// A duration in seconds of at most a year; null is 0.
fn seconds(value: &Value) -> Option<f64> {
    if value.is_null() { Some(0.0) } else { value.as_f64().filter(|seconds| (0.0..=31_536_000.0).contains(seconds)) }
}

/// The names of sources of direct jobs in a list.
fn sources(value: &Value) -> Option<Vec<String>> {
    let words = names(Some(value))?;
    words.iter().all(|word| SOURCES.iter().any(|source| source.goes_by(word))).then_some(words)
}
