//! The simple fields: every so many minutes, hourly, daily, weekly, monthly, or the text as it is.

use super::form::CronForm;
use super::place::{self, PLACE};
use crate::domain::cron::editor::{BuilderKind, ClockTime, Minute, MinuteInterval, NoConversion};
use crate::domain::cron::{CronBuilder, CronField, Expression, FieldValues, parse};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, CheckboxGroup, Choice, Field, RadioGroup, Select};

const WEEKDAYS: [(u8, &str); 7] = [(1, "Mon"), (2, "Tue"), (3, "Wed"), (4, "Thu"), (5, "Fri"), (6, "Sat"), (0, "Sun")];

/// The id of the hour.
pub(super) const HOUR: &str = "hour";

/// The state, and the builder that the fields show.
#[derive(Clone, Copy)]
struct Drawn {
    form: CronForm,
    builder: Memo<CronBuilder>,
}

impl Drawn {
    /// A form control for one part of the builder, both ways. `write` gives nothing for a value that the builder cannot express;
    /// then the form stays as it is.
    fn word(
        self,
        read: fn(&CronBuilder) -> Option<String>,
        write: fn(&CronBuilder, &str) -> Option<CronBuilder>,
    ) -> RwSignal<String> {
        let own = memo(move || self.builder.with(read));
        let word = RwSignal::new(own.get_untracked().unwrap_or_default());
        effect(move || {
            let chosen = word.get();
            let now = self.builder.get_untracked();
            if read(&now).is_some_and(|held| held != chosen)
                && let Some(next) = write(&now, &chosen)
            {
                self.form.set(next);
            }
        });
        effect(move || {
            if let Some(held) = own.get()
                && word.with_untracked(|word| *word != held)
            {
                word.set(held);
            }
        });
        word
    }
}

/// The kind and its fields.
#[component]
pub fn Repeat(form: CronForm) -> AnyView {
    let drawn = Drawn { form, builder: memo(move || form.when.with(|when| when.shown().0)) };
    let kind = memo(move || drawn.builder.with(CronBuilder::kind));
    let word = RwSignal::new(word_of(kind.get_untracked()));
    effect(move || {
        let chosen = word.get();
        let chosen = BuilderKind::ALL.into_iter().find(|kind| word_of(*kind) == chosen);
        if let Some(chosen) = chosen.filter(|chosen| *chosen != kind.get_untracked()) {
            form.pick(chosen);
        }
    });
    effect(move || {
        let drawn = word_of(kind.get());
        if word.with_untracked(|word| *word != drawn) {
            word.set(drawn);
        }
    });
    let kinds = BuilderKind::ALL.map(|kind| Choice::new(word_of(kind), kind.label())).to_vec();
    // All fields exist from the start: typing goes through many kinds, and showing a field costs less than creating it.
    let of = move |kinds: &'static [BuilderKind], fields: AnyView| {
        let is_away = move || !kinds.contains(&kind.get());
        html::div().attr("hidden", is_away).child(fields)
    };
    let time = html::div()
        .class("row cron-time")
        .attr("role", "group")
        .attr("aria-label", "Time")
        .attr("aria-describedby", PLACE)
        .child(of(&[BuilderKind::Daily, BuilderKind::Weekly, BuilderKind::Monthly], hour(drawn)))
        .child(minute(drawn))
        .child(place::zone(form));
    let fields = (
        of(&[BuilderKind::EveryMinutes], every(drawn)),
        of(&[BuilderKind::Weekly], weekdays(form)),
        of(&[BuilderKind::Monthly], days(form)),
        of(&[BuilderKind::Hourly, BuilderKind::Daily, BuilderKind::Weekly, BuilderKind::Monthly], time.into_any()),
        place::note(form),
        of(&[BuilderKind::Custom], (move || simpler(form)).into_any()),
    );
    (view! { <RadioGroup id="repeat" legend="Repeat" value=word choices=kinds segmented=true/> }, fields).into_any()
}

fn word_of(kind: BuilderKind) -> String {
    BuilderKind::ALL.iter().position(|one| *one == kind).unwrap_or_default().to_string()
}

fn number(value: u8) -> String {
    if value < 10 { format!("0{value}") } else { value.to_string() }
}

fn numbers(field: CronField) -> Signal<Vec<Choice>> {
    Signal::stored((field.min()..=field.max()).map(|value| Choice::new(number(value), number(value))).collect())
}

fn every(drawn: Drawn) -> AnyView {
    let value = drawn.word(
        |builder| match builder {
            CronBuilder::EveryMinutes(interval) => Some(interval.get().to_string()),
            _ => None,
        },
        |_, word| word.parse().ok().and_then(MinuteInterval::new).map(CronBuilder::EveryMinutes),
    );
    let choices = MinuteInterval::ALL.map(|interval| {
        let minutes = interval.get().to_string();
        let label = if interval.get() == 1 { "1 minute".to_owned() } else { format!("{minutes} minutes") };
        Choice::new(minutes, label)
    });
    view! { <Field id="every" label="Every"><Select value=value choices=Signal::stored(choices.to_vec())/></Field> }.into_any()
}

fn time_of(builder: &CronBuilder) -> Option<ClockTime> {
    match builder {
        CronBuilder::Daily(time) | CronBuilder::Weekly(_, time) | CronBuilder::Monthly(_, time) => Some(*time),
        _ => None,
    }
}

fn with_time(builder: &CronBuilder, time: ClockTime) -> Option<CronBuilder> {
    match builder {
        CronBuilder::Daily(_) => Some(CronBuilder::Daily(time)),
        CronBuilder::Weekly(weekdays, _) => Some(CronBuilder::Weekly(*weekdays, time)),
        CronBuilder::Monthly(days, _) => Some(CronBuilder::Monthly(*days, time)),
        _ => None,
    }
}

fn minute(drawn: Drawn) -> AnyView {
    let value = drawn.word(
        |builder| match builder {
            CronBuilder::Hourly(minute) => Some(number(minute.get())),
            other => time_of(other).map(|time| number(time.minute().get())),
        },
        |builder, word| {
            let minute = word.parse().ok().and_then(Minute::new)?;
            match builder {
                CronBuilder::Hourly(_) => Some(CronBuilder::Hourly(minute)),
                other => with_time(other, time_of(other)?.at_minute(minute)),
            }
        },
    );
    let choices = numbers(CronField::Minute);
    view! { <Field id="minute" label="Minute"><Select value=value choices=choices/></Field> }.into_any()
}

fn hour(drawn: Drawn) -> AnyView {
    let hour = drawn.word(
        |builder| time_of(builder).map(|time| number(time.hour())),
        |builder, word| {
            let time = ClockTime::new(word.parse().ok()?, time_of(builder)?.minute().get())?;
            with_time(builder, time)
        },
    );
    let choices = numbers(CronField::Hour);
    view! { <Field id=HOUR label="Hour"><Select value=hour choices=choices/></Field> }.into_any()
}

fn weekdays(form: CronForm) -> AnyView {
    let choices = WEEKDAYS.map(|(value, name)| Choice::new(value.to_string(), name)).to_vec();
    checked_days(form, BuilderKind::Weekly, choices, "weekdays", "Days of the week")
}

fn days(form: CronForm) -> AnyView {
    let choices = (1..=31_u8).map(|day| Choice::new(day.to_string(), day.to_string())).collect();
    checked_days(form, BuilderKind::Monthly, choices, "days", "Days of the month")
}

fn words(days: FieldValues) -> Vec<String> {
    days.iter().map(|day| day.to_string()).collect()
}

fn values(words: &[String]) -> FieldValues {
    words.iter().filter_map(|word| word.parse::<u8>().ok()).collect()
}

/// Check boxes for the days of one kind; none of them checked is refused.
fn checked_days(form: CronForm, kind: BuilderKind, choices: Vec<Choice>, id: &'static str, legend: &'static str) -> AnyView {
    let shown = memo(move || form.when.with(|when| (when.shown().0.kind() == kind).then(|| when.days())));
    let picked = RwSignal::new(shown.get_untracked().map_or_else(Vec::new, words));
    effect(move || {
        let days = picked.with(|days| values(days));
        if shown.get_untracked().is_some_and(|shown| shown != days) {
            form.set_days(days);
        }
    });
    effect(move || {
        if let Some(shown) = shown.get()
            && picked.with_untracked(|days| values(days) != shown)
        {
            picked.set(words(shown));
        }
    });
    let error = derived(move || (shown.get() == Some(FieldValues::NONE)).then(|| NoConversion::NoDay.text().to_owned()));
    html::div()
        .class("cron-days")
        .child(view! { <CheckboxGroup id=id legend=legend values=picked choices=choices error=error one_stop=true/> })
        .into_any()
}

/// Offers the simple kind with the same meaning, for a text that is custom only by its spelling.
fn simpler(form: CronForm) -> Option<AnyView> {
    let (text, expression) = form.text.with(|text| parse(text).ok().map(|expression: Expression| (text.clone(), expression)))?;
    let simple = CronBuilder::suggest(&expression)?;
    let label = format!("Edit as “{}”", simple.kind().label());
    let written = simple.write();
    // The first member of a group has the group's id.
    let place = BuilderKind::ALL.iter().position(|kind| *kind == simple.kind()).unwrap_or_default();
    let chosen = if place == 0 { "repeat".to_owned() } else { format!("repeat-{}", place + 1) };
    let hint = if written == text { String::new() } else { format!("Same meaning as {written}.") };
    // The button disappears, so the choice that it made takes the focus.
    let draw = move || {
        form.put(&simple);
        focus::by_id(&chosen);
    };
    let button = view! { <Button kind=ButtonKind::Quiet label=label on_press=draw/> };
    Some(html::p().class("hint").child(hint).child(" ").child(button).into_any())
}
