//! A `ksctl` command (API.md §8).

use serde_json::{Map, Value};

use super::shell::{join, quote};
use super::{create_body, is_documented, is_unseen};
use crate::domain::schedule::{Parameters, Schedule};

/// Flags of every schedule and the request members that they carry.
const COMMON: [(&str, &str); 6] = [
    ("--name", "name"),
    ("--run-at", "run_at"),
    ("--description", "description"),
    ("--run-on", "run_on"),
    ("--start-date", "start_date"),
    ("--end-date", "end_date"),
];

/// Gives a POSIX shell command that creates a synchronization.
///
/// Gives a comment with the reason instead for other operations, whose flags are not public, and for values that are unsafe to
/// paste: a flag takes its value verbatim, so an invisible character would have to be part of the command.
pub fn ksctl(schedule: &Schedule) -> String {
    let body = create_body(schedule);
    let operation = schedule.operation.as_wire();
    if operation != "cckm_synchronization" {
        return match job_type(operation) {
            Some(job) => [NONE, "the flags for this operation are not public. See: ", CREATE, job, " --help"].concat(),
            None => [NONE, "this operation is not known to this console."].concat(),
        };
    }
    let (Parameters::Sync(_), Some(Value::Object(params))) = (&schedule.parameters, body.get("cckm_synchronization_params"))
    else {
        return [NONE, "its parameters are unclear."].concat();
    };
    let Some(words) = words(&body, params) else {
        return [NONE, "it holds characters that the command cannot quote safely. Copy it as curl."].concat();
    };
    let mut text = ["# Compare the flags with your version first: ", CREATE, "cckm-synchronization --help\n"].concat();
    if !params.keys().all(|name| is_documented(name)) {
        text.push_str("# Some of its parameters have no flag and are left out.\n");
    }
    text.push_str(&join(&words));
    text
}

const NONE: &str = "# There is no ksctl command for this schedule: ";
const CREATE: &str = "ksctl scheduler configs create ";

/// The command and its flags; `None` if a value cannot be a flag.
fn words(body: &Value, params: &Map<String, Value>) -> Option<Vec<String>> {
    let mut words = vec![[CREATE, "cckm-synchronization"].concat()];
    let mut put = |flag: &str, value: &str| {
        words.push([flag, " ", &quote(value)].concat());
        (!value.chars().any(is_unseen)).then_some(())
    };
    for (flag, name) in COMMON {
        if let Some(value) = body.get(name).and_then(Value::as_str) {
            put(flag, value)?;
        }
    }
    for (name, value) in params.iter().filter(|(name, _)| is_documented(name)) {
        match value {
            Value::String(text) => put(&["--", name].concat(), text)?,
            Value::Array(list) => put(&["--", name].concat(), &comma_list(list)?)?,
            _ => {}
        }
    }
    for (flag, set) in [
        ("--synchronize_all", params.get("synchronize_all")),
        ("--take-cloud-key-backup", params.get("take_cloud_key_backup")),
        ("--disabled", body.get("disabled")),
    ] {
        if set == Some(&Value::Bool(true)) {
            words.push(flag.to_owned());
        }
    }
    Some(words)
}

/// A list in one flag; `None` if an element contains the separator or a quote.
fn comma_list(list: &[Value]) -> Option<String> {
    let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
    (!texts.iter().any(|text| text.contains([',', '"']))).then(|| texts.join(","))
}

/// An operation in `ksctl`'s words.
fn job_type(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "cckm_key_rotation" => "cckm-key-rotation",
        "cckm_xks_credential_rotation" => "cckm-xks-credential-rotation",
        "cckm_key_backup" => "cckm-key-backup",
        "cckm_add_containers" => "cckm-add-containers",
        "key_rotation" => "key-rotation",
        "database_backup" => "backup",
        "user_password_expiry_notification" | "user_password_expiry_notifications" => "user-password-expiry-notification",
        "sync_crl" => "sync-crl",
        _ => return None,
    })
}
