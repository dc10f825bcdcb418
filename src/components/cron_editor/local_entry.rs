//! Entry by local time: "09:00 in Berlin, Monday to Friday" becomes an expression in UTC, or the reason why no expression can
//! express it.

use std::rc::Rc;

use crate::components::fields::timestamp::time_of_day;
use crate::data::context::AppContext;
use crate::domain::cron::FieldValues;
use crate::domain::cron::editor::local_time::{LocalDays, LocalTimes, NoConversion, UtcConversion};
use crate::domain::time::zone::{DayLength, UtcOffsets};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::intl_zone::clocks;
use crate::platform::zone::{Style, Zone};
use crate::reactive::*;
use crate::state::preferences::Preferences;
use crate::ui::{Button, ButtonKind, Choice, Field, InputKind, RadioGroup, TextInput};

/// A disclosure below the simple fields; absent for an appliance whose clocks are not UTC.
#[component]
pub fn LocalEntry(text: RwSignal<String>) -> AnyView {
    let preferences = AppContext::expect().preferences;
    let place = memo(move || preferences.local_zone());
    let is_offered = memo(move || preferences.appliance_zone.get() == Zone::Utc && place.get() != Zone::Utc);
    (move || is_offered.get().then(|| entry(text, place.get(), preferences))).into_any()
}

fn entry(text: RwSignal<String>, zone: Zone, preferences: Preferences) -> Option<AnyView> {
    let clocks = clocks(&zone)?;
    let (clock, place) = (AppContext::expect().clock, zone.place());
    let time = RwSignal::new("09:00".to_owned());
    let days = RwSignal::new("every".to_owned());
    let choices =
        [("every", "Every day"), ("work", "Monday to Friday"), ("weekend", "Saturday and Sunday"), ("first", "The 1st")];
    let choices = choices.map(|(value, label)| Choice::new(value, label)).to_vec();
    let entered = memo(move || {
        let minute_and_hour = time.with(|time| {
            let (hour, minute) = time.split_once(':')?;
            Some((hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?))
        });
        let (hour, minute) = minute_and_hour?;
        let days = days.with(|word| match word.as_str() {
            "work" => LocalDays::Weekdays((1..=5).collect()),
            "weekend" => LocalDays::Weekdays([0, 6].into_iter().collect()),
            "first" => LocalDays::Dates(FieldValues::NONE.with(1)),
            _ => LocalDays::Every,
        });
        Some(LocalTimes { minutes: FieldValues::NONE.with(minute), hours: FieldValues::NONE.with(hour), days })
    });
    let offers = {
        let place = place.clone();
        let clocks: Rc<dyn UtcOffsets> = clocks.clone();
        let offers = memo(move || entered.get().map(|entered| (entered, entered.offers(&*clocks, clock.minute()))));
        move || {
            let Some((entered, offers)) = offers.get() else {
                return html::p().class("hint").child("Enter a time.").into_any();
            };
            let lines =
                std::iter::once(offers.now).chain(offers.changed).map(|offer| line(offer, entered, &place, text, preferences));
            lines.collect::<Vec<_>>().into_any()
        }
    };
    let fields = html::div().class("row cron-time").child(
        view! { <Field id="local-time" label=format!("Time in {place}")><TextInput value=time kind=InputKind::Time/></Field> },
    );
    Some(
        html::details()
            .child(html::summary().child(format!("Enter a time in {place} instead")))
            .child(fields)
            .child(view! { <RadioGroup id="local-days" legend="On" value=days choices=choices segmented=true/> })
            .child(offers)
            .into_any(),
    )
}

/// One expression for the entry, with the effect of clock changes on it, and a button that takes it over.
fn line(
    offer: Result<UtcConversion, NoConversion>,
    entered: LocalTimes,
    place: &str,
    text: RwSignal<String>,
    preferences: Preferences,
) -> AnyView {
    let UtcConversion { expression: written, late, then } = match offer {
        Ok(offer) => offer,
        Err(refusal) => return html::p().class("note warn").child(refusal.text()).into_any(),
    };
    let says = |late: i32| {
        let Some((shown, day)) = entered.shown(late) else { return String::new() };
        let time = time_of_day(shown);
        match day {
            DayLength::Before => format!("{time} the day before"),
            DayLength::Same => time,
            DayLength::After => format!("{time} the day after"),
        }
    };
    let mut sentence = format!("{written} fires at {} in {place}", says(late));
    if let Some(later) = then.filter(|later| later.late != late) {
        let zone = preferences.local_zone();
        sentence.push_str(&format!(" until {}, then at {}", zone.write(later.from, Style::Day), says(later.late)));
    }
    sentence.push('.');
    let put = {
        let written = written.clone();
        move || text.set(written.clone())
    };
    let is_taken = {
        let written = written.clone();
        move || text.with(|text| *text == written)
    };
    html::p()
        .class("hint")
        .child(sentence)
        .child(" ")
        .child(html::span().child(move || if is_taken() { "In use." } else { "" }))
        .child(view! { <Button kind=ButtonKind::Quiet label=format!("Use {written}") on_press=put/> })
        .into_any()
}
