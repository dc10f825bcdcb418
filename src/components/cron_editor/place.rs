//! The place of the time: its zone, the time by the appliance's clocks, and the effect of a change of the clocks.

use super::form::CronForm;
use super::repeat::HOUR;
use crate::components::fields::timestamp::time_of_day;
use crate::domain::cron::editor::{BuilderKind, Lead, NoConversion};
use crate::domain::cron::firing::preview::reading;
use crate::domain::cron::{self, Clocks, CronBuilder};
use crate::domain::list::sort::sorted;
use crate::domain::time::zone::DayLength;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::intl_zone::clocks;
use crate::platform::zone::{Style, Zone, known_zones};
use crate::platform::{focus, timer};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Choice, Field, Select};

/// The id of the line below the time.
pub(super) const PLACE: &str = "cron-place";

/// The zones that come first in the list: those at hand.
fn near(form: CronForm) -> Vec<Zone> {
    untrack(|| vec![form.appliance_zone(), form.context.preferences.local_zone(), form.zone(), Zone::Utc])
}

fn all() -> impl Iterator<Item = Zone> {
    known_zones().into_iter().map(Zone::Named)
}

/// Names of places, each once: the zones at hand, then the others by name.
fn places(form: CronForm, others: &mut dyn Iterator<Item = Zone>) -> Vec<Choice> {
    let mut names: Vec<String> = Vec::new();
    for name in near(form).iter().map(Zone::place) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut rest = sorted(others.map(|zone| zone.place()).filter(|name| !names.contains(name)).collect(), Ord::cmp);
    rest.dedup();
    names.into_iter().chain(rest).map(|name| Choice::new(name.clone(), name)).collect()
}

/// The choice of the zone.
pub fn zone(form: CronForm) -> AnyView {
    let shown = memo(move || form.shown_zone().place());
    let place = RwSignal::new(shown.get_untracked());
    effect(move || {
        let chosen = place.get();
        if shown.get_untracked() != chosen {
            if let Some(zone) = near(form).into_iter().chain(all()).find(|zone| zone.place() == chosen) {
                untrack(|| form.choose(zone));
            }
            place.set(shown.get_untracked());
        }
    });
    effect(move || {
        let shown = shown.get();
        if place.with_untracked(|place| *place != shown) {
            place.set(shown);
        }
    });
    let choices = RwSignal::new(places(form, &mut std::iter::empty()));
    // Four hundred options would delay the step.
    spawn_local(async move {
        timer::painted().await;
        if place.try_get_untracked().is_some() {
            let _ = choices.try_set(places(form, &mut all()));
        }
    });
    view! { <Field id="cron-zone" label="Time zone"><Select value=place choices=choices/></Field> }.into_any()
}

/// The line below the time, and buttons for other schedules.
#[derive(Clone, PartialEq)]
struct Note {
    is_refusal: bool,
    text: String,
    /// Labels, and schedules by the appliance's clocks.
    offers: Vec<(String, CronBuilder)>,
}

/// The line below the time.
pub fn note(form: CronForm) -> AnyView {
    // A tick of the clock must not take a button from under a person's finger.
    let note = memo(move || note_of(form));
    (move || {
        let Note { is_refusal, text, offers } = note.get()?;
        let offers = offers.into_iter().map(|(label, simple)| {
            // The button disappears with its reason.
            let put = move || {
                form.put(&simple);
                focus::by_id(HOUR);
            };
            (" ", view! { <Button kind=ButtonKind::Quiet label=label on_press=put/> }).into_any()
        });
        let line = html::p().class(if is_refusal { "note warn cron-place" } else { "hint cron-place" }).attr("id", PLACE);
        Some(line.child(html::span().child(text).child(offers.collect::<Vec<_>>())))
    })
    .into_any()
}

fn note_of(form: CronForm) -> Option<Note> {
    let when = form.when.get();
    let (builder, lead) = when.shown();
    let has_time = !matches!(builder.kind(), BuilderKind::EveryMinutes | BuilderKind::Custom);
    // A missing day is told beside the days.
    if !has_time || when.refusal() == Some(NoConversion::NoDay) {
        return None;
    }
    let (zone, appliance) = (form.shown_zone(), form.appliance_zone());
    if let Some(refusal) = when.refusal() {
        let words = zone.in_words();
        let offer =
            |near: CronBuilder| Some((cron::sentence(&near.expression()?).text_in(&words), near.on_appliance(lead).ok()?));
        let offers = builder.nearest(lead).into_iter().filter_map(offer).collect();
        return Some(Note { is_refusal: true, text: refusal.text().to_owned(), offers });
    }
    if zone != form.zone() {
        let text = format!("These dates differ by month {}, so the fields show {}.", form.zone().in_words(), zone.place());
        return Some(Note { is_refusal: false, text, offers: Vec::new() });
    }
    (zone != appliance).then(|| told(form, &builder, &zone, &appliance)).flatten()
}

/// The time by the appliance's clocks, the offset that this browser knows, and the next change.
fn told(form: CronForm, builder: &CronBuilder, zone: &Zone, appliance: &Zone) -> Option<Note> {
    let now = form.context.clock.minute();
    let (shown, by) = (clocks(zone)?, clocks(appliance)?);
    let place = zone.place();
    let mut text = format!("This browser has {place} at {}.", offset(shown.offset_at(now)));
    let mut offers = Vec::new();
    let expression = form.text.with(|text| CronBuilder::read(text).expression());
    if let Some(read) = reading(&expression?, Clocks { appliance: &*by, shown: &*shown }, now) {
        let time = time_of_day(read.first.appliance.time.time());
        let day = match read.first.day() {
            DayLength::Before => " the day after",
            DayLength::Same => "",
            DayLength::After => " the day before",
        };
        text = format!("= {time} {}{day}. {text}", appliance.in_words());
        if let Some(change) = read.change() {
            let time = time_of_day(change.shown.time.time());
            let day = match change.moved_day() {
                DayLength::Before => " the day before",
                DayLength::Same => "",
                DayLength::After => " the day after",
            };
            text.push_str(&format!(" From {} it fires at {time}{day} in {place}.", zone.write(change.at, Style::Day)));
            let later = Lead::from_seconds(change.shown.offset - change.appliance.offset);
            let later = later.and_then(|lead| builder.on_appliance(lead).ok());
            offers.extend(later.map(|later| (format!("Keep the time from then on: {}", later.write()), later)));
        }
    }
    Some(Note { is_refusal: false, text, offers })
}

/// `UTC−5`, `UTC+5:30`; takes seconds.
fn offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}
