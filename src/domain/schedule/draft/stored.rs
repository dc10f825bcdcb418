//! A draft as text, to survive a reload and the end of a session. A draft contains no secret.

use serde_json::{Map, Value};

use super::ScheduleDraft;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::AzureItem;

impl ScheduleDraft {
    /// Gives the draft as JSON.
    pub fn to_json(&self) -> Value {
        let texts = |list: &[String]| Value::from(list.to_vec());
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        put("cloud", self.cloud.map_or(Value::Null, |cloud| Value::from(cloud.cloud_name())));
        put("everything", Value::Bool(self.everything));
        put("containers", texts(&self.containers));
        put("typed", Value::from(self.typed.as_str()));
        put("items", Value::from(self.items.iter().map(|item| item.as_wire()).collect::<Vec<_>>()));
        put("all_items", Value::Bool(self.all_items));
        put("may_leave_items", Value::Bool(self.may_leave_items));
        put("backup", Value::Bool(self.take_key_backup));
        put("run_at", Value::from(self.run_at.as_str()));
        put("stored_run_at", Value::from(self.stored_run_at.clone()));
        put("start", Value::from(self.start.as_str()));
        put("end", Value::from(self.end.as_str()));
        put("never_ends", Value::Bool(self.never_ends));
        put("run_on", Value::from(self.run_on.as_str()));
        put("name", Value::from(self.name.as_str()));
        put("description", Value::from(self.description.as_str()));
        put("enabled", Value::Bool(self.enabled));
        let kept = self.kept.iter().map(|(cloud, everything, containers)| {
            Value::from(vec![Value::from(cloud.cloud_name()), Value::Bool(*everything), texts(containers)])
        });
        put("kept", Value::Array(kept.collect()));
        Value::Object(object)
    }

    /// Reads [`ScheduleDraft::to_json`]'s output. Missing and malformed members get the values of an empty form, since stored
    /// text may be altered.
    pub fn from_json(value: &Value) -> ScheduleDraft {
        let mut draft = ScheduleDraft::default();
        let flag = |name: &str, or: bool| value.get(name).and_then(Value::as_bool).unwrap_or(or);
        let text = |name: &str, or: &str| value.get(name).and_then(Value::as_str).unwrap_or(or).to_owned();
        let cloud = |value: Option<&Value>| value.and_then(Value::as_str).and_then(Cloud::from_wire);
        draft.cloud = cloud(value.get("cloud"));
        draft.everything = flag("everything", draft.everything);
        draft.containers = texts(value.get("containers"));
        draft.typed = text("typed", "");
        if let Some(items) = value.get("items") {
            let words = texts(Some(items));
            draft.items = AzureItem::ALL.into_iter().filter(|item| words.iter().any(|word| word == item.as_wire())).collect();
        }
        draft.all_items = flag("all_items", draft.all_items);
        draft.may_leave_items = flag("may_leave_items", draft.may_leave_items);
        draft.take_key_backup = flag("backup", draft.take_key_backup);
        draft.run_at = text("run_at", &draft.run_at);
        draft.stored_run_at = value.get("stored_run_at").and_then(Value::as_str).map(str::to_owned);
        draft.start = text("start", &draft.start);
        draft.end = text("end", &draft.end);
        draft.never_ends = flag("never_ends", draft.never_ends);
        draft.run_on = text("run_on", &draft.run_on);
        draft.name = text("name", &draft.name);
        draft.description = text("description", &draft.description);
        draft.enabled = flag("enabled", draft.enabled);
        let kept = value.get("kept").and_then(Value::as_array).into_iter().flatten();
        draft.kept = kept
            .filter_map(|entry| {
                let everything = entry.get(1).and_then(Value::as_bool)?;
                Some((cloud(entry.get(0))?, everything, texts(entry.get(2))))
            })
            .collect();
        draft
    }
}

/// Applies a stored draft to the form as it begins today: untouched fields keep today's value, so that somebody
/// else's change since then does not appear as this person's. `draft` and `origin` are outputs of [`ScheduleDraft::to_json`].
pub fn carry_over(draft: &Value, origin: &Value, today: &ScheduleDraft) -> ScheduleDraft {
    let Value::Object(mut members) = today.to_json() else { return today.clone() };
    for (name, member) in &mut members {
        if let Some(typed) = draft.get(name).filter(|typed| Some(*typed) != origin.get(name)) {
            *member = typed.clone();
        }
    }
    ScheduleDraft::from_json(&Value::Object(members))
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
