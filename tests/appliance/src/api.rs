//! The routes of the API, and the checks of authentication and roles before each of them.

use serde_json::json;

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Payload, Refusal, Reply};
use crate::tokens::Claims;
use crate::{containers, nodes, runs, schedules, sessions, sync_jobs, sync_sources, users};

/// Answers a call.
#[must_use]
pub fn answer(appliance: &Appliance, call: &Call) -> Reply {
    let mut reply = route(appliance, call).unwrap_or_else(Reply::from);
    if let Payload::Json(value) = &mut reply.payload
        && value.get("resources").is_some()
        && appliance.settings().application_json_wrapper
    {
        *value = json!({"application/json": value.take()});
    }
    reply
}

fn route(appliance: &Appliance, call: &Call) -> Answer {
    let accepted = call.accept.as_deref().unwrap_or("*/*").to_lowercase();
    if !["application/json", "*/*", "application/*"].iter().any(|kind| accepted.contains(kind)) {
        return Err(Refusal::bad_request("Accept header is invalid"));
    }
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match (call.method.as_str(), &path[..]) {
        ("POST", ["auth", "tokens"]) => sessions::grant(appliance, call),
        ("POST", ["auth", "revoke"]) => sessions::revoke(appliance, call),
        ("POST", ["auth", "logout"]) => Ok(Reply::empty(204)),
        ("PATCH", ["auth", "changepw"]) => sessions::change_password(appliance, call),
        ("GET", ["auth", "banners", "pre-auth"]) => Ok(Reply::json(200, json!({"value": appliance.settings().banner}))),
        _ => signed_in(appliance, call, &path),
    }
}

fn signed_in(appliance: &Appliance, call: &Call, path: &[&str]) -> Answer {
    let who = appliance.keys().verify(call.authorization.as_deref(), call.now)?;
    match (call.method.as_str(), path) {
        ("GET", ["auth", "tokens"]) => return sessions::list_refresh_tokens(appliance, call, &who),
        ("GET", ["auth", "tokens", id]) => return sessions::read_refresh_token(appliance, &who, id),
        ("DELETE", ["auth", "tokens", id]) => return sessions::delete_refresh_token(appliance, &who, id),
        _ => {}
    }
    let user = users::find(&appliance.store.read(), &who.user)?.ok_or_else(|| Refusal::unauthorized("Invalid token"))?;
    if !known(path) {
        return Err(Refusal::not_found());
    }
    user.role.permit(&call.method)?;
    match (call.method.as_str(), path) {
        ("GET", ["auth", "self", "user"]) => sessions::this_user(appliance, &who),
        ("GET", ["auth", "self", "domains"] | ["domains"]) => sessions::domains(appliance, call),
        ("GET", ["auth", "self", "pwdpolicy"]) => sessions::password_policy(),
        ("GET", ["domain"]) => sessions::this_domain(appliance, &who),
        ("GET", ["system", "info"]) => Ok(Reply::json(200, system_info())),
        ("GET", ["cluster"]) => nodes::read_cluster(appliance),
        ("GET", ["cluster", "summary"]) => nodes::summary(appliance),
        ("GET", ["nodes"]) => nodes::list(appliance),
        ("GET", ["nodes", id]) => nodes::read(appliance, id),
        ("GET", ["scheduler", "job-configs"]) => schedules::list(appliance, call, &who),
        ("POST", ["scheduler", "job-configs"]) => schedules::create(appliance, call, &who),
        ("GET", ["scheduler", "job-configs", id]) => schedules::read(appliance, &who, id),
        ("PATCH", ["scheduler", "job-configs", id]) => schedules::change(appliance, call, &who, id),
        ("DELETE", ["scheduler", "job-configs", id]) => schedules::delete(appliance, &who, id),
        ("POST", ["scheduler", "job-configs", id, "run-now"]) => schedules::run_now(appliance, call, &who, id),
        ("GET", ["scheduler", "jobs"]) => runs::list(appliance, call, &who),
        ("GET", ["scheduler", "jobs", id]) => runs::read(appliance, &who, id),
        ("DELETE", ["scheduler", "jobs", id]) => runs::delete(appliance, &who, id),
        (_, ["cckm", rest @ ..]) => cckm(appliance, call, &who, rest),
        _ => Err(Refusal::method()),
    }
}

/// The containers of clouds and the direct jobs that synchronize them.
fn cckm(appliance: &Appliance, call: &Call, who: &Claims, path: &[&str]) -> Answer {
    if let Some((source, rest)) = sync_sources::at(path) {
        return sync_jobs::answer(appliance, call, who, source, rest);
    }
    if call.method != "GET" {
        return Err(Refusal::method());
    }
    match (containers::cloud_at(path), path.split_last()) {
        (Some(cloud), _) => containers::list(appliance, call, who, cloud),
        (None, Some((id, list))) => match containers::cloud_at(list) {
            Some(cloud) => containers::read(appliance, who, cloud, id),
            None => Err(Refusal::not_found()),
        },
        (None, None) => Err(Refusal::not_found()),
    }
}

/// Whether any method has a route at this path.
fn known(path: &[&str]) -> bool {
    match path {
        ["auth", "self", "user" | "domains" | "pwdpolicy"]
        | ["domain" | "domains" | "cluster" | "nodes"]
        | ["system", "info"]
        | ["cluster", "summary"]
        | ["nodes", _]
        | ["scheduler", "job-configs" | "jobs"]
        | ["scheduler", "job-configs" | "jobs", _]
        | ["scheduler", "job-configs", _, "run-now"] => true,
        ["cckm", rest @ ..] => {
            let list = rest.split_last().map_or(rest, |(_, list)| list);
            containers::cloud_at(rest).is_some() || containers::cloud_at(list).is_some() || sync_sources::at(rest).is_some()
        }
        _ => false,
    }
}

fn system_info() -> serde_json::Value {
    json!({
        "name": "cm-local", "version": "2.20.0+12345", "model": "Local appliance", "vendor": "keysync",
        "uptime": "6 days, 13 hours, 53 minutes", "crypto_version": "1.14.0",
    })
}
