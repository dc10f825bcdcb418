//! Validation of a draft, and the request of a valid one.

use chrono::Datelike;
use serde_json::{Map, Value};

use super::{FieldErrors, LONGEST_DESCRIPTION, ScheduleDraft, ScheduleField, parse_form_time};
use crate::domain::cron;
use crate::domain::schedule::RunOn;
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::Spec;
use crate::domain::sync::params::{AzureItems, Containers, Selection, SyncParams, SyncParamsError, not_added};
use crate::domain::time::{Instant, write_instant};

impl ScheduleDraft {
    /// Gives the request of this form, or all of its errors. An end must be later than `now`.
    pub fn validate(&self, now: Instant) -> Result<NewSchedule, FieldErrors> {
        let mut errors = FieldErrors::default();
        let parameters = self.parameters(&mut errors);
        self.check_expression(&mut errors);
        let (start, end) = self.dates(now, &mut errors);
        if self.name.trim().is_empty() {
            errors.add(ScheduleField::Name, "Enter a name. It cannot be changed later.");
        }
        self.check_description(&mut errors);
        match parameters {
            Some(parameters) if errors.is_empty() => Ok(NewSchedule(Spec {
                name: self.name.as_str().into(),
                description: self.description.clone(),
                run_at: self.run_at.clone(),
                run_on: RunOn::from_wire(self.run_on.trim()),
                enabled: self.enabled,
                start,
                end,
                parameters,
            })),
            _ => Err(errors),
        }
    }

    /// Gives the change of a stored schedule by this form, or all errors. Untouched fields are not validated: an end that has
    /// passed, or an expression that this console cannot parse, may stay.
    pub fn validate_change(&self, stored: &Spec, now: Instant) -> Result<ScheduleChange, FieldErrors> {
        let origin = ScheduleDraft::of(stored);
        let mut errors = FieldErrors::default();
        let mut to = stored.clone();
        if self.targets() != origin.targets()
            && let Some(parameters) = self.parameters(&mut errors)
        {
            if parameters.cloud() == stored.parameters.cloud() {
                to.parameters = parameters;
            } else {
                errors.add(ScheduleField::Cloud, "The cloud of a stored schedule cannot be changed.");
            }
        }
        if self.run_at != origin.run_at {
            self.check_expression(&mut errors);
            to.run_at.clone_from(&self.run_at);
        }
        let dates = |draft: &ScheduleDraft| (draft.start.clone(), draft.never_ends, draft.end.clone());
        if dates(self) != dates(&origin) {
            (to.start, to.end) = self.dates(now, &mut errors);
            // An untouched end may be in the past, as long as it is not before a new start.
            if (self.never_ends, &self.end) == (origin.never_ends, &origin.end)
                && to.start.is_none_or(|start| Some(start) < stored.end)
            {
                to.end = stored.end;
                errors = errors.only(|field| field != ScheduleField::End);
            }
        }
        if self.run_on != origin.run_on {
            to.run_on = RunOn::from_wire(self.run_on.trim());
        }
        if self.description != origin.description {
            self.check_description(&mut errors);
            to.description.clone_from(&self.description);
        }
        to.enabled = self.enabled;
        if errors.is_empty() { Ok(ScheduleChange { from: stored.clone(), to }) } else { Err(errors) }
    }

    fn targets(&self) -> impl PartialEq + '_ {
        (self.everything, &self.containers, self.typed.trim(), self.all_items, &self.items, self.take_key_backup)
    }

    fn check_expression(&self, errors: &mut FieldErrors) {
        if self.stored_run_at.as_ref() == Some(&self.run_at) {
            return;
        }
        match cron::parse(&self.run_at) {
            Ok(_) => {}
            Err(_) if self.run_at.trim().is_empty() => {
                errors.add(ScheduleField::RunAt, "Enter a cron expression: minute, hour, day of month, month, day of week.");
            }
            Err(wrong) => wrong.iter().for_each(|error| errors.add(ScheduleField::RunAt, error.message())),
        }
    }

    fn check_description(&self, errors: &mut FieldErrors) {
        let length = self.description.chars().count();
        if length > LONGEST_DESCRIPTION {
            let text = format!("The description has {length} characters; at most {LONGEST_DESCRIPTION} are allowed.");
            errors.add(ScheduleField::Description, text);
        }
    }

    fn dates(&self, now: Instant, errors: &mut FieldErrors) -> (Option<Instant>, Option<Instant>) {
        let start = form_time(&self.start, ScheduleField::Start, errors);
        let end = if self.never_ends { None } else { form_time(&self.end, ScheduleField::End, errors) };
        if !self.never_ends && self.end.trim().is_empty() {
            errors.add(ScheduleField::End, "Enter an end, or choose that the schedule never ends.");
        }
        match end {
            Some(end) if start.is_some_and(|start| end <= start) => {
                errors.add(ScheduleField::End, "The end must be after the start.")
            }
            Some(end) if end <= now => errors.add(ScheduleField::End, "The end is in the past, so the schedule would never run."),
            _ => {}
        }
        (start, end)
    }

    fn parameters(&self, errors: &mut FieldErrors) -> Option<SyncParams> {
        let Some(cloud) = self.cloud else {
            errors.add(ScheduleField::Cloud, "Choose a cloud.");
            return None;
        };
        let is_azure = self.is_azure();
        let items = if !is_azure {
            None
        } else if self.all_items {
            Some(AzureItems::ALL)
        } else {
            AzureItems::new(self.items.iter().copied())
        };
        if is_azure && items.is_none() && !self.leaves_items() {
            errors.add(ScheduleField::Items, "Choose at least one of keys, secrets and certificates.");
        }
        let selection = if self.everything {
            Some(Selection::Everything)
        } else {
            Containers::new(self.containers.iter().cloned()).map(Selection::These)
        };
        if !self.everything && !self.typed.trim().is_empty() {
            errors.add(ScheduleField::Containers, not_added(&self.typed));
        } else if selection.is_none() {
            let noun = cloud.container_noun(1);
            errors.add(ScheduleField::Containers, format!("Choose at least one {noun}, or synchronize everything."));
        }
        match SyncParams::new(cloud, selection?, items, is_azure && self.take_key_backup) {
            Ok(parameters) => Some(parameters),
            Err(SyncParamsError::NotScheduled) => {
                errors.add(ScheduleField::Cloud, "Choose a cloud.");
                None
            }
            Err(SyncParamsError::ItemsWithoutAzure | SyncParamsError::BackupWithoutAzure) => {
                errors.add(ScheduleField::Items, "Only Azure has items.");
                None
            }
        }
    }
}

fn form_time(text: &str, field: ScheduleField, errors: &mut FieldErrors) -> Option<Instant> {
    if text.trim().is_empty() {
        return None;
    }
    // Requests carry whole seconds, and the zero time means "unset"; so the check uses the value that is sent.
    let at = parse_form_time(text)
        .and_then(|at| Instant::from_timestamp(at.timestamp(), 0))
        .filter(|at| (1970..=9999).contains(&at.year()));
    if at.is_none() {
        errors.add(
            field,
            match odd_year(text) {
                Some(year) => format!("The year {year} is not possible; the year is 1970 to 9999."),
                None => "Enter a date and time, like 2027-03-28 01:00.".to_owned(),
            },
        );
    }
    at
}

/// The year of a date, if it is one that no request may hold. Date fields of browsers take six digits.
fn odd_year(text: &str) -> Option<&str> {
    let (year, rest) = text.trim().trim_start_matches('+').split_once('-')?;
    let is_date = rest.starts_with(|c: char| c.is_ascii_digit()) && (4..=6).contains(&year.len());
    let number = year.parse::<u32>().ok().filter(|_| is_date)?;
    (!(1970..=9999).contains(&number)).then_some(year)
}

/// A valid new schedule, from [`ScheduleDraft::validate`] or from one that the appliance stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSchedule(Spec);

impl NewSchedule {
    /// Gives the settings.
    pub fn spec(&self) -> &Spec {
        &self.0
    }

    /// Gives the schedule that was stored with these settings, to be created again. A start before `now` has had its effect and is
    /// left out.
    #[must_use]
    pub fn again(mut stored: Spec, now: Instant) -> NewSchedule {
        stored.start = stored.start.filter(|start| *start > now);
        NewSchedule(stored)
    }

    /// Gives the same schedule, switched off: a copy or a replacement must not fire unexpectedly.
    #[must_use]
    pub fn disabled(mut self) -> NewSchedule {
        self.0.enabled = false;
        self
    }

    /// Gives the request body (API.md §3.5). Members that say the appliance's default are left out, never null: an edition that does
    /// not have them, as the service has no `run_on`, refuses the body otherwise.
    pub fn to_json(&self) -> Value {
        let Spec { name, description, run_at, run_on, enabled, start, end, parameters } = &self.0;
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        put("name", Value::from(name.as_sent()));
        put("operation", Value::from("cckm_synchronization"));
        if !description.is_empty() {
            put("description", Value::from(description.as_str()));
        }
        put("run_at", Value::from(run_at.as_str()));
        if *run_on != RunOn::Any {
            put("run_on", Value::from(run_on.as_wire()));
        }
        if !enabled {
            put("disabled", Value::Bool(true));
        }
        if let Some(start) = start {
            put("start_date", Value::from(write_instant(*start)));
        }
        if let Some(end) = end {
            put("end_date", Value::from(write_instant(*end)));
        }
        put("cckm_synchronization_params", parameters.to_json());
        Value::Object(object)
    }
}
