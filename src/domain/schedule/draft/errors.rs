//! The fields of the form and what is wrong with them.

use crate::domain::sync::cloud::Cloud;

/// The fields of the form, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the field of the same name")]
pub enum Field {
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

impl Field {
    /// The field that a name in the appliance's validation text is about. Dotted names count by their last part.
    pub fn from_wire(name: &str) -> Option<Field> {
        let last = name.rsplit('.').next().unwrap_or(name).trim();
        match last {
            "cloud_name" => Some(Field::Cloud),
            "synchronize_all" => Some(Field::Selection),
            "sync_item" => Some(Field::Items),
            "take_cloud_key_backup" => Some(Field::Backup),
            "run_at" => Some(Field::RunAt),
            "start_date" => Some(Field::Start),
            "end_date" => Some(Field::End),
            "run_on" => Some(Field::RunOn),
            "name" => Some(Field::Name),
            "description" => Some(Field::Description),
            "disabled" => Some(Field::Enabled),
            _ if Cloud::ALL.iter().any(|cloud| cloud.container_field() == last) => Some(Field::Containers),
            _ => None,
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Field::Cloud => "Cloud",
            Field::Selection | Field::Containers => "What is synchronized",
            Field::Items => "Items",
            Field::Backup => "Key backup",
            Field::RunAt => "Fires",
            Field::Start => "Starts",
            Field::End => "Ends",
            Field::RunOn => "Runs on",
            Field::Name => "Name",
            Field::Description => "Description",
            Field::Enabled => "Enabled",
        }
    }
}

/// What is wrong, field by field, in the order of the form; at most one text per field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(Field, String)>);

impl FieldErrors {
    /// Adds what is wrong with a field; a second text for the same field goes below the first.
    pub fn add(&mut self, field: Field, text: impl Into<String>) {
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

    /// Sorts the appliance's validation texts to their fields; what names no field of the form comes back beside.
    pub fn from_wire(texts: &[(String, String)]) -> (FieldErrors, Vec<String>) {
        let mut errors = FieldErrors::default();
        let mut rest = Vec::new();
        for (name, text) in texts {
            match Field::from_wire(name) {
                Some(field) => errors.add(field, text.as_str()),
                None if name.is_empty() => rest.push(text.clone()),
                None => rest.push(format!("{name}: {text}")),
            }
        }
        (errors, rest)
    }

    /// Only those of the fields that `keep` says yes to.
    #[must_use]
    pub fn only(&self, keep: impl Fn(Field) -> bool) -> FieldErrors {
        FieldErrors(self.0.iter().filter(|(field, _)| keep(*field)).cloned().collect())
    }

    /// The text for a field.
    pub fn of(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }

    /// All of them, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are wrong.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}
