//! Settings that a person decides about a schedule: the content of a request, the reference of a read-back, and the unit of
//! merging two people's changes.

use super::draft::ScheduleField;
use super::{Parameters, RunOn, Schedule};
use crate::domain::cron::ParsedCron;
use crate::domain::name::Name;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{AzureItems, Selection, SyncParams, UNSAID_ITEMS};
use crate::domain::time::{Instant, Stamp};

/// Words for times: a formatter with zone, and the name of the zone that an expression is about.
#[derive(Clone, Copy)]
pub struct TimeLabels<'a> {
    /// Formats an instant with its zone.
    pub time: &'a dyn Fn(Instant) -> String,
    /// "UTC", or the appliance's zone in words.
    pub place: &'a str,
}

/// The settings of a synchronization schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Blanks included; cannot be changed later (API.md §3.1).
    pub name: Name,
    pub description: String,
    /// Verbatim.
    pub run_at: String,
    pub run_on: RunOn,
    /// False for a schedule that runs only by hand.
    pub enabled: bool,
    /// Inclusive.
    pub start: Option<Instant>,
    /// Exclusive.
    pub end: Option<Instant>,
    /// Cloud, selection and items; the cloud cannot be changed later.
    pub parameters: SyncParams,
}

/// The fields of a [`Spec`], in the order of the form. `Containers` covers the selection as well.
const FIELDS: [ScheduleField; 11] = [
    ScheduleField::Cloud,
    ScheduleField::Containers,
    ScheduleField::Items,
    ScheduleField::Backup,
    ScheduleField::RunAt,
    ScheduleField::Start,
    ScheduleField::End,
    ScheduleField::RunOn,
    ScheduleField::Name,
    ScheduleField::Description,
    ScheduleField::Enabled,
];

impl Spec {
    /// Takes the settings of a stored schedule. Fails with the reason in words if this console cannot express them: another
    /// operation, contradictory parameters, an unreadable date. Such a schedule can be shown, run, switched on and off, and
    /// deleted, but not edited or copied.
    pub fn of(schedule: &Schedule) -> Result<Spec, String> {
        let parameters = match &schedule.parameters {
            Parameters::Sync(parameters) => parameters.clone(),
            Parameters::Odd { why, .. } => return Err(why.clone()),
            Parameters::Foreign { .. } => {
                return Err(format!("This console edits synchronizations only, not: {}.", schedule.operation.label()));
            }
        };
        let date = |stamp: &Option<Stamp>, what| match stamp {
            None => Ok(None),
            Some(Stamp::Known(at)) => Ok(Some(*at)),
            Some(Stamp::Odd(text)) => Err(format!("The {what} date cannot be read: {text}")),
        };
        Ok(Spec {
            name: schedule.name.clone(),
            description: schedule.description.clone(),
            run_at: schedule.run_at.clone(),
            run_on: schedule.run_on.clone(),
            enabled: !schedule.disabled,
            start: date(&schedule.start, "start")?,
            end: date(&schedule.end, "end")?,
            parameters,
        })
    }

    /// True if a field is equal in both. Containers are compared as a set, instants by the second as in requests.
    fn agrees(&self, other: &Spec, field: ScheduleField) -> bool {
        let second = |at: Option<Instant>| at.map(|at| at.timestamp());
        match field {
            ScheduleField::Cloud => self.parameters.cloud() == other.parameters.cloud(),
            ScheduleField::Selection | ScheduleField::Containers => {
                same_selection(self.parameters.selection(), other.parameters.selection())
            }
            ScheduleField::Items => self.parameters.items() == other.parameters.items(),
            ScheduleField::Backup => backup(&self.parameters) == backup(&other.parameters),
            ScheduleField::RunAt => self.run_at == other.run_at,
            ScheduleField::Start => second(self.start) == second(other.start),
            ScheduleField::End => second(self.end) == second(other.end),
            ScheduleField::RunOn => self.run_on == other.run_on,
            ScheduleField::Name => self.name == other.name,
            ScheduleField::Description => self.description == other.description,
            ScheduleField::Enabled => self.enabled == other.enabled,
        }
    }

    /// Gives the fields in which the two differ, in the order of the form.
    pub fn differing<'a>(&'a self, other: &'a Spec) -> impl Iterator<Item = ScheduleField> + 'a {
        FIELDS.into_iter().filter(move |field| !self.agrees(other, *field))
    }

    /// True if a stored schedule has exactly these settings. Items that a request leaves to the appliance may come back as its
    /// default.
    pub fn is_stored_as(&self, schedule: &Schedule) -> bool {
        Spec::of(schedule).is_ok_and(|stored| self.is_met_by(&stored))
    }

    /// True if the stored settings are these, but for items that a request leaves to the appliance.
    pub fn is_met_by(&self, stored: &Spec) -> bool {
        let is_filled = self.leaves_items_to(stored);
        self.differing(stored).all(|field| is_filled && field == ScheduleField::Items)
    }

    /// True if these settings name no items, and the stored ones may be the appliance's default.
    pub fn leaves_items_to(&self, stored: &Spec) -> bool {
        self.parameters.items().is_none() && stored.parameters.items().is_some_and(|items| items.may_be_default())
    }

    /// Copies one field from another spec.
    fn take(&mut self, other: &Spec, field: ScheduleField) {
        match field {
            ScheduleField::Cloud => self.parameters = other.parameters.clone(),
            ScheduleField::Selection | ScheduleField::Containers => {
                self.parameters = self.parameters.clone().with_selection(other.parameters.selection().clone());
            }
            ScheduleField::Items => {
                self.parameters = self.parameters.clone().with_items(other.parameters.items().copied());
            }
            ScheduleField::Backup => self.parameters = self.parameters.clone().with_backup(backup(&other.parameters)),
            ScheduleField::RunAt => self.run_at.clone_from(&other.run_at),
            ScheduleField::Start => self.start = other.start,
            ScheduleField::End => self.end = other.end,
            ScheduleField::RunOn => self.run_on = other.run_on.clone(),
            ScheduleField::Name => self.name.clone_from(&other.name),
            ScheduleField::Description => self.description.clone_from(&other.description),
            ScheduleField::Enabled => self.enabled = other.enabled,
        }
    }

    /// Gives a field's value as a text for the screen.
    pub fn words(&self, field: ScheduleField, labels: TimeLabels<'_>) -> String {
        match field {
            ScheduleField::Cloud => self.parameters.cloud().label().to_owned(),
            ScheduleField::Selection | ScheduleField::Containers => selection_words(&self.parameters),
            ScheduleField::Items => match self.parameters.items() {
                Some(items) => items_words(*items),
                None if self.parameters.cloud() == Cloud::Azure => UNSAID_ITEMS.to_owned(),
                None => String::new(),
            },
            ScheduleField::Backup => if backup(&self.parameters) { "taken" } else { "not taken" }.to_owned(),
            ScheduleField::RunAt => match ParsedCron::read(&self.run_at).words(labels.place) {
                Some(words) => format!("{} ({words})", self.run_at),
                None => self.run_at.clone(),
            },
            ScheduleField::Start => self.start.map_or_else(|| "at once".to_owned(), labels.time),
            ScheduleField::End => self.end.map_or_else(|| "never".to_owned(), labels.time),
            ScheduleField::RunOn => match &self.run_on {
                RunOn::Any => "any node".to_owned(),
                RunOn::Node(id) => id.clone(),
            },
            ScheduleField::Name => self.name.as_sent().to_owned(),
            ScheduleField::Description if self.description.is_empty() => "none".to_owned(),
            ScheduleField::Description => self.description.clone(),
            ScheduleField::Enabled => if self.enabled { "enabled" } else { "disabled" }.to_owned(),
        }
    }
}

/// One field that differs, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub field: ScheduleField,
    /// Value in the first spec.
    pub before: String,
    /// Value in the second spec.
    pub after: String,
}

/// Gives the fields that differ between two specs, in words.
pub fn differences(before: &Spec, after: &Spec, labels: TimeLabels<'_>) -> Vec<Difference> {
    before
        .differing(after)
        .map(|field| Difference {
            field,
            before: before.words(field, labels),
            after: match field {
                ScheduleField::Containers => list_change(before, after),
                _ => after.words(field, labels),
            },
        })
        .collect()
}

/// Winner where two people changed the same field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefer {
    /// The value of this console.
    Mine,
    /// The stored value.
    Theirs,
}

/// A field that somebody else changed during an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignChange {
    pub field: ScheduleField,
    /// Value when the edit began.
    pub base: String,
    /// Value in the edited form.
    pub mine: String,
    /// Stored value.
    pub theirs: String,
    /// True if the field was also edited here, to another value, so that a person has to decide.
    pub clashes: bool,
}

/// Gives the fields that somebody else changed since `base`, each beside the value in this form.
pub fn foreign_changes(base: &Spec, mine: &Spec, theirs: &Spec, labels: TimeLabels<'_>) -> Vec<ForeignChange> {
    base.differing(theirs)
        .map(|field| ForeignChange {
            field,
            base: base.words(field, labels),
            mine: mine.words(field, labels),
            theirs: theirs.words(field, labels),
            clashes: !mine.agrees(base, field) && !mine.agrees(theirs, field),
        })
        .collect()
}

/// Merges two people's changes: fields that were not edited here take `theirs`, fields that both changed follow `prefer`.
pub fn rebase(base: &Spec, mine: &Spec, theirs: &Spec, prefer: Prefer) -> Spec {
    let mut merged = theirs.clone();
    for field in base.differing(mine) {
        if prefer == Prefer::Mine || theirs.agrees(base, field) {
            merged.take(mine, field);
        }
    }
    merged
}

pub(super) fn backup(parameters: &SyncParams) -> bool {
    matches!(parameters, SyncParams::Azure { take_key_backup: true, .. })
}

fn same_selection(one: &Selection, other: &Selection) -> bool {
    match (one, other) {
        (Selection::Everything, Selection::Everything) => true,
        (Selection::These(one), Selection::These(other)) => {
            let (one, other) = (one.as_slice(), other.as_slice());
            one.len() == other.len() && one.iter().all(|item| other.contains(item))
        }
        _ => false,
    }
}

/// Most names in a sentence; further ones are counted.
const NAMED: usize = 5;

fn named(list: &[&str]) -> String {
    let shown = list.iter().take(NAMED).map(|name| Name::from(*name).listed()).collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn selection_words(parameters: &SyncParams) -> String {
    match parameters.selection() {
        Selection::Everything => "everything".to_owned(),
        Selection::These(list) => {
            let list: Vec<&str> = list.as_slice().iter().map(String::as_str).collect();
            format!("{} {}: {}", list.len(), parameters.cloud().container_noun(list.len()), named(&list))
        }
    }
}

/// The new selection as additions and removals, since two long lists hide the difference.
fn list_change(before: &Spec, after: &Spec) -> String {
    let (Selection::These(old), Selection::These(new)) = (before.parameters.selection(), after.parameters.selection()) else {
        return selection_words(&after.parameters);
    };
    let less = |one: &[String], other: &[String]| {
        let left: Vec<&str> = one.iter().filter(|item| !other.contains(item)).map(String::as_str).collect();
        (!left.is_empty()).then(|| named(&left))
    };
    let (old, new) = (old.as_slice(), new.as_slice());
    let adds = less(new, old).map(|names| format!("adds {names}"));
    let drops = less(old, new).map(|names| format!("drops {names}"));
    let parts: Vec<String> = adds.into_iter().chain(drops).collect();
    format!("{} {}: {}", new.len(), after.parameters.cloud().container_noun(new.len()), parts.join("; "))
}

fn items_words(items: AzureItems) -> String {
    if items.is_all() {
        return "all kinds".to_owned();
    }
    items.iter().map(|item| item.label().to_lowercase()).collect::<Vec<_>>().join(", ")
}
