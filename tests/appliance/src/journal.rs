//! The journal of API requests, for tests of the requests that the console really sent. It never contains passwords and tokens.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::appliance::Appliance;
use crate::calls::Call;

const SECRETS: [&str; 4] = ["password", "new_password", "token", "refresh_token"];
/// The replacement of a secret.
const HIDDEN: &str = "•••";
/// The largest number of entries; older ones are dropped.
const LONGEST: usize = 20_000;

/// The journal.
#[derive(Default)]
pub struct Journal {
    kept: Mutex<(u64, VecDeque<Value>)>,
}

impl Journal {
    fn kept(&self) -> MutexGuard<'_, (u64, VecDeque<Value>)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every entry, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Value> {
        self.kept().1.iter().cloned().collect()
    }

    /// Forgets every entry; the numbering continues.
    pub fn clear(&self) {
        self.kept().1.clear();
    }

    fn amend(&self, seq: u64, change: impl FnOnce(&mut Value)) {
        let mut kept = self.kept();
        if let Some(entry) = kept.1.iter_mut().rev().find(|entry| entry["seq"] == seq) {
            change(entry);
        }
    }
}

/// An entry of a request in progress. If it is dropped before its end, the client closed early.
pub struct Entry {
    appliance: Arc<Appliance>,
    seq: u64,
    over: bool,
}

impl Entry {
    /// Adds an entry for a request.
    #[must_use]
    pub fn open(appliance: &Arc<Appliance>, call: &Call, path: &str, query: &str) -> Entry {
        let body = serde_json::from_slice(&call.body).map_or_else(
            |_| if call.body.is_empty() { Value::Null } else { json!(String::from_utf8_lossy(&call.body)) },
            redacted,
        );
        let mut kept = appliance.journal.kept();
        kept.0 += 1;
        let seq = kept.0;
        let signed = call.authorization.is_some();
        kept.1.push_back(json!({
            "seq": seq, "time": call.now.stored(), "method": call.method, "path": path, "query": query, "body": body,
            "authorization": if signed { json!(HIDDEN) } else { Value::Null }, "status": null, "closed_early": false,
        }));
        if kept.1.len() > LONGEST {
            kept.1.pop_front();
        }
        drop(kept);
        Entry { appliance: Arc::clone(appliance), seq, over: false }
    }

    /// Adds the status of the answer.
    pub fn answered(&self, status: u16) {
        self.appliance.journal.amend(self.seq, |entry| entry["status"] = json!(status));
    }

    /// Marks the end: the whole answer was sent, or the appliance itself broke it off.
    pub fn close(&mut self) {
        self.over = true;
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if !self.over {
            self.appliance.journal.amend(self.seq, |entry| entry["closed_early"] = json!(true));
        }
    }
}

fn redacted(mut body: Value) -> Value {
    if let Some(body) = body.as_object_mut() {
        for (member, value) in body {
            if SECRETS.contains(&member.as_str()) && *value != "" {
                *value = json!(HIDDEN);
            }
        }
    }
    body
}
