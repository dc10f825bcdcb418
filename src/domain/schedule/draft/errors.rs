//! Fields of the form, and their errors.

use crate::domain::sync::cloud::Cloud;

/// A field of the form; variants follow the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScheduleField {
    Cloud,
    Selection,
    Containers,
    Items,
    Backup,
    RunAt,
    Start,
    End,
    RunOn,
    Name,
    Description,
    Enabled,
}

impl ScheduleField {
    /// Reads a field name in the appliance's validation text; of a dotted name the last part counts. `None` if the form has no
    /// such field.
    pub fn from_wire(name: &str) -> Option<ScheduleField> {
        let last = name.rsplit('.').next().unwrap_or(name).trim();
        match last {
            "cloud_name" => Some(ScheduleField::Cloud),
            "synchronize_all" => Some(ScheduleField::Selection),
            "sync_item" => Some(ScheduleField::Items),
            "take_cloud_key_backup" => Some(ScheduleField::Backup),
            "run_at" => Some(ScheduleField::RunAt),
            "start_date" => Some(ScheduleField::Start),
            "end_date" => Some(ScheduleField::End),
            "run_on" => Some(ScheduleField::RunOn),
            "name" => Some(ScheduleField::Name),
            "description" => Some(ScheduleField::Description),
            "disabled" => Some(ScheduleField::Enabled),
            _ if Cloud::ALL.iter().any(|cloud| cloud.container_field() == last) => Some(ScheduleField::Containers),
            _ => None,
        }
    }

    /// Gives the name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            ScheduleField::Cloud => "Cloud",
            ScheduleField::Selection | ScheduleField::Containers => "What is synchronized",
            ScheduleField::Items => "Items",
            ScheduleField::Backup => "Key backup",
            ScheduleField::RunAt => "Fires",
            ScheduleField::Start => "Starts",
            ScheduleField::End => "Ends",
            ScheduleField::RunOn => "Runs on",
            ScheduleField::Name => "Name",
            ScheduleField::Description => "Description",
            ScheduleField::Enabled => "Enabled",
        }
    }
}

/// Errors by field, in the order of the form; at most one text per field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(ScheduleField, String)>);

impl FieldErrors {
    /// Adds an error; a second text of the same field follows the first on a new line.
    pub fn add(&mut self, field: ScheduleField, text: impl Into<String>) {
        let text = text.into();
        match self.0.iter_mut().find(|(known, _)| *known == field) {
            Some((_, known)) => {
                known.push('\n');
                known.push_str(&text);
            }
            None => {
                let at = self.0.partition_point(|(known, _)| *known < field);
                self.0.insert(at, (field, text));
            }
        }
    }

    /// Assigns the appliance's validation texts to fields; the second part lists the texts whose field the form lacks.
    pub fn from_wire(texts: &[(String, String)]) -> (FieldErrors, Vec<String>) {
        let mut errors = FieldErrors::default();
        let mut rest = Vec::new();
        for (name, text) in texts {
            match ScheduleField::from_wire(name) {
                Some(field) => errors.add(field, text.as_str()),
                None if name.is_empty() => rest.push(text.clone()),
                None => rest.push(format!("{name}: {text}")),
            }
        }
        (errors, rest)
    }

    /// Gives the errors of the fields that `keep` accepts.
    #[must_use]
    pub fn only(&self, keep: impl Fn(ScheduleField) -> bool) -> FieldErrors {
        FieldErrors(self.0.iter().filter(|(field, _)| keep(*field)).cloned().collect())
    }

    /// Gives the text of a field; `None` if the field is valid.
    pub fn of(&self, field: ScheduleField) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }

    /// Gives all errors in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (ScheduleField, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// True if no field has an error.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the number of fields with an error.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}
