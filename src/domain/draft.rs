//! The form that creates a schedule: what was typed, what is wrong with it, and the request that follows when nothing is.

use chrono::Datelike;
use serde_json::{Map, Value};

use super::cloud::Cloud;
use super::cron::{self, Active};
use super::sync::{AzureItem, AzureItems, Containers, Selection, SyncParams, SyncParamsError};
use super::time::{Instant, parse_instant, write_instant};

/// The longest description the vendor's console takes (API.md §3.1).
pub const LONGEST_DESCRIPTION: usize = 250;

/// What the form holds. It mirrors the form, so it can be wrong; [`ScheduleDraft::validate`] says how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleDraft {
    /// The cloud chosen; change it by [`ScheduleDraft::choose_cloud`] to keep what was chosen for the former one.
    pub cloud: Option<Cloud>,
    /// Whether everything of the cloud is synchronized.
    pub everything: bool,
    /// The containers picked or typed, names or ids.
    pub containers: Vec<String>,
    /// Azure's items.
    pub items: Vec<AzureItem>,
    /// Azure's key backup.
    pub take_key_backup: bool,
    /// The cron expression.
    pub run_at: String,
    /// Not before; empty for at once. See [`parse_form_time`] for what is understood.
    pub start: String,
    /// Not after; not looked at while `never_ends`.
    pub end: String,
    /// Whether there is no end.
    pub never_ends: bool,
    /// `any` or a node's id.
    pub run_on: String,
    /// The name, blanks and all.
    pub name: String,
    /// The description.
    pub description: String,
    /// Whether it is on from the start.
    pub enabled: bool,
    /// What was chosen for the other clouds.
    kept: Vec<(Cloud, bool, Vec<String>)>,
}

impl Default for ScheduleDraft {
    fn default() -> Self {
        ScheduleDraft {
            cloud: None,
            everything: false,
            containers: Vec::new(),
            items: vec![AzureItem::Key],
            take_key_backup: false,
            run_at: String::new(),
            start: String::new(),
            end: String::new(),
            never_ends: true,
            run_on: "any".to_owned(),
            name: String::new(),
            description: String::new(),
            enabled: true,
            kept: Vec::new(),
        }
    }
}

/// The fields of the form, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the field of the same name")]
pub enum Field {
    Cloud,
    Selection,
    Containers,
    Items,
    RunAt,
    Start,
    End,
    RunOn,
    Name,
    Description,
}

impl Field {
    /// The field that a name in the appliance's validation text is about. Dotted names count by their last part.
    pub fn from_wire(name: &str) -> Option<Field> {
        let last = name.rsplit('.').next().unwrap_or(name).trim();
        match last {
            "cloud_name" => Some(Field::Cloud),
            "synchronize_all" => Some(Field::Selection),
            "sync_item" | "take_cloud_key_backup" => Some(Field::Items),
            "run_at" => Some(Field::RunAt),
            "start_date" => Some(Field::Start),
            "end_date" => Some(Field::End),
            "run_on" => Some(Field::RunOn),
            "name" => Some(Field::Name),
            "description" => Some(Field::Description),
            _ if Cloud::ALL.iter().any(|cloud| cloud.container_field() == last) => Some(Field::Containers),
            _ => None,
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

impl ScheduleDraft {
    /// Changes the cloud, puts what was chosen for the former one aside, and brings back what was chosen for this one.
    pub fn choose_cloud(&mut self, cloud: Cloud) {
        if self.cloud == Some(cloud) {
            return;
        }
        let (everything, containers) = (std::mem::take(&mut self.everything), std::mem::take(&mut self.containers));
        if let Some(former) = self.cloud {
            self.kept.push((former, everything, containers));
        }
        if let Some(place) = self.kept.iter().position(|(kept, ..)| *kept == cloud) {
            (_, self.everything, self.containers) = self.kept.remove(place);
        }
        self.cloud = Some(cloud);
    }

    /// When it would be on, as far as the form says already; whether it is enabled is left out, so that a preview shows what
    /// enabling it would do.
    pub fn active(&self) -> Active {
        let end = if self.never_ends { None } else { parse_form_time(&self.end) };
        Active::On { start: parse_form_time(&self.start), end }
    }

    /// The request that this form makes, or everything that is wrong with it. `now` is what an end must lie after.
    pub fn validate(&self, now: Instant) -> Result<NewSchedule, FieldErrors> {
        let mut errors = FieldErrors::default();
        let parameters = self.parameters(&mut errors);
        match cron::parse(&self.run_at) {
            Ok(_) => {}
            Err(_) if self.run_at.trim().is_empty() => {
                errors.add(Field::RunAt, "Enter a cron expression: minute, hour, day of month, month, day of week.");
            }
            Err(wrong) => wrong.iter().for_each(|error| errors.add(Field::RunAt, error.message())),
        }
        let start = form_time(&self.start, Field::Start, &mut errors);
        let end = if self.never_ends { None } else { form_time(&self.end, Field::End, &mut errors) };
        if !self.never_ends && self.end.trim().is_empty() {
            errors.add(Field::End, "Enter when it ends, or choose that it never does.");
        }
        match end {
            Some(end) if start.is_some_and(|start| end <= start) => errors.add(Field::End, "The end must be after the start."),
            Some(end) if end <= now => errors.add(Field::End, "The end is in the past, so it would never run."),
            _ => {}
        }
        if self.name.trim().is_empty() {
            errors.add(Field::Name, "Enter a name. It cannot be changed later.");
        }
        let length = self.description.chars().count();
        if length > LONGEST_DESCRIPTION {
            errors.add(
                Field::Description,
                format!("The description has {length} characters; at most {LONGEST_DESCRIPTION} are allowed."),
            );
        }
        match parameters {
            Some(parameters) if errors.is_empty() => Ok(NewSchedule {
                name: self.name.clone(),
                description: self.description.clone(),
                run_at: self.run_at.clone(),
                run_on: if self.run_on.trim().is_empty() { "any".to_owned() } else { self.run_on.clone() },
                disabled: !self.enabled,
                start,
                end,
                parameters,
            }),
            _ => Err(errors),
        }
    }

    fn parameters(&self, errors: &mut FieldErrors) -> Option<SyncParams> {
        let Some(cloud) = self.cloud else {
            errors.add(Field::Cloud, "Choose a cloud.");
            return None;
        };
        let is_azure = cloud == Cloud::Azure;
        let items = if is_azure { AzureItems::new(self.items.iter().copied()) } else { None };
        if is_azure && items.is_none() {
            errors.add(Field::Items, "Choose at least one of keys, secrets and certificates.");
        }
        let selection = if self.everything {
            Some(Selection::Everything)
        } else {
            Containers::new(self.containers.iter().cloned()).map(Selection::These)
        };
        if selection.is_none() {
            let noun = cloud.container_noun(1);
            errors.add(Field::Containers, format!("Choose at least one {noun}, or synchronize everything."));
        }
        match SyncParams::new(cloud, selection?, items, is_azure && self.take_key_backup) {
            Ok(parameters) => Some(parameters),
            Err(SyncParamsError::AzureWithoutItems) => None,
            Err(SyncParamsError::ItemsWithoutAzure | SyncParamsError::BackupWithoutAzure) => {
                errors.add(Field::Items, "Only Azure has items.");
                None
            }
        }
    }
}

fn form_time(text: &str, field: Field, errors: &mut FieldErrors) -> Option<Instant> {
    if text.trim().is_empty() {
        return None;
    }
    // Requests carry whole seconds, and the zero time means "unset": what is checked must be what is sent.
    let at = parse_form_time(text)
        .and_then(|at| Instant::from_timestamp(at.timestamp(), 0))
        .filter(|at| (1970..=9999).contains(&at.year()));
    if at.is_none() {
        errors.add(field, "Enter a date and time, like 2027-03-28 01:00.");
    }
    at
}

/// Reads a time of the form: RFC 3339 with its offset, or `2027-03-28 01:00`, `2027-03-28T01:00:30` and `2027-03-28`, all UTC.
pub fn parse_form_time(text: &str) -> Option<Instant> {
    let text = text.trim();
    if let Some(at) = parse_instant(text) {
        return Some(at);
    }
    let spelled = text.replacen(' ', "T", 1);
    match spelled.len() {
        10 => parse_instant(&format!("{spelled}T00:00:00Z")),
        16 => parse_instant(&format!("{spelled}:00Z")),
        _ => parse_instant(&format!("{spelled}Z")),
    }
}

/// A schedule that can be created: made by [`ScheduleDraft::validate`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSchedule {
    name: String,
    description: String,
    run_at: String,
    run_on: String,
    disabled: bool,
    start: Option<Instant>,
    end: Option<Instant>,
    parameters: SyncParams,
}

impl NewSchedule {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its cloud and selection.
    pub fn parameters(&self) -> &SyncParams {
        &self.parameters
    }

    /// The request body (API.md §3.5). Unset members are left out, never null.
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        put("name", Value::from(self.name.as_str()));
        put("operation", Value::from("cckm_synchronization"));
        put("description", Value::from(self.description.as_str()));
        put("run_at", Value::from(self.run_at.as_str()));
        put("run_on", Value::from(self.run_on.as_str()));
        put("disabled", Value::Bool(self.disabled));
        if let Some(start) = self.start {
            put("start_date", Value::from(write_instant(start)));
        }
        if let Some(end) = self.end {
            put("end_date", Value::from(write_instant(end)));
        }
        put("cckm_synchronization_params", self.parameters.to_json());
        Value::Object(object)
    }
}
