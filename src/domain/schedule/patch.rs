//! The PATCH request of a change: the members that differ.

use serde_json::{Map, Value};

use super::draft::ScheduleField;
use super::spec::{Spec, backup};
use crate::domain::sync::params::Selection;
use crate::domain::time::{Instant, write_instant};

/// A change of a stored schedule: the target settings, and the PATCH request.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleChange {
    /// The stored settings, as last read.
    pub from: Spec,
    /// The settings to store.
    pub to: Spec,
}

impl ScheduleChange {
    /// Gives the body of the PATCH (API.md §3.8): only differing members, never the name, the operation or the cloud. A removed
    /// date is sent as `""`. Parameters go as a whole if one of them differs, since nobody has seen the appliance merge a part.
    /// `None` if nothing differs.
    pub fn to_json(&self) -> Option<Value> {
        let (from, to) = (&self.from, &self.to);
        let mut object = Map::new();
        let mut touches_parameters = false;
        let date = |at: Option<Instant>| Value::from(at.map(write_instant).unwrap_or_default());
        for field in from.differing(to) {
            let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
            match field {
                ScheduleField::Cloud | ScheduleField::Name => {}
                ScheduleField::Selection | ScheduleField::Containers | ScheduleField::Items | ScheduleField::Backup => {
                    touches_parameters = true;
                }
                ScheduleField::RunAt => drop(put("run_at", Value::from(to.run_at.as_str()))),
                ScheduleField::Start => drop(put("start_date", date(to.start))),
                ScheduleField::End => drop(put("end_date", date(to.end))),
                ScheduleField::RunOn => drop(put("run_on", Value::from(to.run_on.as_wire()))),
                ScheduleField::Description => drop(put("description", Value::from(to.description.as_str()))),
                ScheduleField::Enabled => drop(put("disabled", Value::Bool(!to.enabled))),
            }
        }
        if touches_parameters {
            let mut parameters = Map::new();
            to.parameters.put_selection(&mut parameters);
            let is_all = *to.parameters.selection() == Selection::Everything;
            parameters.insert("synchronize_all".to_owned(), Value::Bool(is_all));
            to.parameters.put_items(&mut parameters);
            // Without a backup before and after, nobody set the member, and some clients cannot send it in a change.
            if backup(&from.parameters) || backup(&to.parameters) {
                parameters.insert("take_cloud_key_backup".to_owned(), Value::Bool(backup(&to.parameters)));
            }
            object.insert("cckm_synchronization_params".to_owned(), Value::Object(parameters));
        }
        (!object.is_empty()).then_some(Value::Object(object))
    }
}
