//! The preview of an expression: its description in UTC and by the reader's clocks, its next firings, and warnings.

use std::rc::Rc;

use super::expression::FIELD;
use crate::components::fields::timestamp::time_of_day;
use crate::data::context::AppContext;
use crate::domain::cron::firing::iter::ClockChange;
use crate::domain::cron::firing::preview::{Firing, NoFiringReason, PreviewRow, Then};
use crate::domain::cron::{self, Active, Clocks, CronWarning, Expression, Preview, StoredExpression, Timetable};
use crate::domain::time::zone::{DayLength, LOOKAHEAD_MS, UtcOffsets, next_change};
use crate::domain::time::{Instant, after, duration_text, write_instant};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, Element, For, IntoView};
use crate::platform::zone::{Style, Zone};
use crate::reactive::*;
use crate::state::preferences::{Preferences, clocks_of};
use crate::ui::{Button, ButtonKind, Icon, glyph};

const ID: &str = "cron-preview";
const FIRST: usize = 10;
const ALL: usize = 100;

/// The preview of an expression; empty while the expression is invalid.
#[component]
pub fn CronPreview(
    expression: Memo<Option<StoredExpression>>,
    /// When the schedule is active.
    #[prop(into)]
    active: Signal<Active>,
    #[prop(into, optional)] warnings: Signal<Vec<CronWarning>>,
    /// The text that a fix of a warning changes.
    #[prop(optional)]
    text: Option<RwSignal<String>>,
) -> AnyView {
    let model = PreviewModel::new(expression, active);
    let PreviewModel { count, rows, note, has_more, .. } = model;
    let is_none = memo(move || rows.with(Vec::is_empty));
    let warn = move |warning: CronWarning| warning_line(&warning, text);
    html::section()
        .attr("id", ID)
        .attr("tabindex", "-1")
        .class("panel cron-preview")
        .attr("aria-label", "Preview")
        .child(view! { <PreviewHeader model=model text=text/> })
        .child(move || (!is_none.get()).then(|| view! { <FiringTable rows=rows/> }))
        .child(move || has_more.get().then(|| more_button(count)))
        .child(move || note.get().map(|note| html::p().class("note").child(note)))
        .child(move || expression.get().map(|_| warnings.get().into_iter().map(warn).collect::<Vec<_>>()))
        .into_any()
}

/// The words and rows of the preview.
#[derive(Clone, Copy)]
struct PreviewModel {
    /// How many firings are looked up.
    count: RwSignal<usize>,
    sentence: Memo<Option<String>>,
    local: Memo<Option<String>>,
    rows: Memo<Vec<PreviewRow>>,
    note: Memo<Option<String>>,
    has_more: Memo<bool>,
}

impl PreviewModel {
    fn new(expression: Memo<Option<StoredExpression>>, active: Signal<Active>) -> Self {
        let AppContext { preferences, clock, .. } = AppContext::expect();
        let count = RwSignal::new(FIRST);
        let zone = memo(move || match expression.get() {
            Some(StoredExpression { names_utc: true, .. }) => Zone::Utc,
            _ => preferences.appliance_zone.get(),
        });
        let expression = memo(move || expression.get().map(|stored| stored.expression));
        let preview = memo(move || {
            let expression = expression.get()?;
            let (appliance, shown) = (zone.with(clocks_of), preferences.local_clocks());
            let clocks = Clocks { appliance: &*appliance, shown: &*shown };
            Some(cron::preview(&Timetable::of(&expression), active.get(), clocks, clock.minute(), count.get()))
        });
        let sentence = memo(move || {
            let place = zone.with(Zone::in_words);
            expression.get().map(|expression| cron::sentence(&expression).text_in(&place))
        });
        let local = memo(move || {
            expression.get().and_then(|expression| local_sentence(&expression, &zone.get(), preferences, clock.minute()))
        });
        let rows = memo(move || {
            preview.with(|preview| match preview {
                Some(Preview::Fires(firings)) => firings.rows().to_vec(),
                _ => Vec::new(),
            })
        });
        let note = memo(move || preview.with(|preview| preview.as_ref().and_then(|preview| note(preview, preferences))));
        let has_more = memo(move || {
            let is_more =
                |preview: &Option<Preview>| matches!(preview, Some(Preview::Fires(firings)) if firings.then() == Then::More);
            count.get() < ALL && preview.with(is_more)
        });
        Self { count, sentence, local, rows, note, has_more }
    }
}

#[component]
fn PreviewHeader(model: PreviewModel, text: Option<RwSignal<String>>) -> AnyView {
    let PreviewModel { sentence, local, .. } = model;
    let says = move || {
        let none = match text.map(|text| text.with(|text| text.trim().is_empty())) {
            Some(true) => "No expression yet",
            Some(false) => "Not a valid expression yet",
            // A stored text; the reason stands above it.
            None => "The next firings are not known here",
        };
        sentence.get().unwrap_or_else(|| none.to_owned())
    };
    html::header()
        .child(html::p().class("sentence").child(says))
        .child(move || local.get().map(|local| html::p().class("dim").child(local)))
        .into_any()
}

#[component]
fn FiringTable(rows: Memo<Vec<PreviewRow>>) -> AnyView {
    let preferences = AppContext::expect().preferences;
    let zones = memo(move || zones_told(preferences));
    let place = memo(move || preferences.local_zone().place());
    let key = move |row: &PreviewRow| zones.with(|zones| row_key(row, zones));
    let row = move |row: PreviewRow| zones.with(|zones| place.with(|place| row_of(row, zones, place)));
    let head = ["Date", "Time", "In other zones", "From now"]
        .map(|name| html::th().attr("scope", "col").child(html::span().class("sr-only").child(name)));
    html::table()
        .child(html::caption().class("sr-only").child("Next firings"))
        .child(html::thead().class("sr-only").child(html::tr().child(Vec::from(head))))
        .child(html::tbody().child(view! { <For each=move || rows.get() key=key children=row/> }))
        .into_any()
}

fn row_key(row: &PreviewRow, zones: &[Zone]) -> String {
    let row = match row {
        PreviewRow::Fires(firing) => format!("{} {} {}", firing.at.timestamp(), firing.moved, firing.shown.offset),
        PreviewRow::Skipped { first, last, count, change } => {
            let minutes = |time: chrono::NaiveDateTime| time.and_utc().timestamp();
            format!("skipped {} {} {} {count}", change.at.timestamp(), minutes(*first), minutes(*last))
        }
    };
    zones.iter().fold(row, |key, zone| format!("{key} {}", zone.place()))
}

fn more_button(count: RwSignal<usize>) -> Element {
    // The button disappears, so the list that it made longer takes the focus.
    let show = move || {
        count.set(ALL);
        focus::by_id(ID);
    };
    html::p().class("note").child(view! { <Button kind=ButtonKind::Quiet label="Show 90 more" on_press=show/> })
}

/// A warning, and the button that puts the fix of it into `text`.
fn warning_line(warning: &CronWarning, text: Option<RwSignal<String>>) -> AnyView {
    let fix = warning.fix().cloned().zip(text).map(|(fix, text)| {
        let put = move || {
            text.set(fix.expression.clone());
            focus::by_id(FIELD);
        };
        view! { <Button kind=ButtonKind::Quiet label=fix.label.clone() on_press=put/> }
    });
    html::div()
        .class("note warn")
        .child(glyph(Icon::Warn))
        .child(html::span().child(warning.message()).child(" ").child(fix))
        .into_any()
}

/// The description by the reader's clocks; `read_by` is the zone of the expression: "= 02:00 in Berlin, every day until 28 Mar 2027, then 1 h later".
fn local_sentence(expression: &Expression, read_by: &Zone, preferences: Preferences, now: Instant) -> Option<String> {
    let zone = preferences.local_zone();
    if zone == *read_by {
        return None;
    }
    let lead = Lead(clocks_of(read_by), preferences.local_clocks());
    let words = zone.in_words();
    let at = |offset: i32| cron::describe_at_offset(expression, offset / 60, &words);
    let sentence = at(lead.offset_at(now))?;
    let Some(change) = next_change(&lead, now, after(now, LOOKAHEAD_MS)) else { return Some(format!("= {sentence}")) };
    // A description without a time of day, such as "at 20 minutes past every hour", does not change.
    if at(change.after).is_some_and(|changed| changed == sentence) {
        return Some(format!("= {sentence}"));
    }
    let moved = i64::from(change.after) - i64::from(change.before);
    let later = if moved > 0 { "later" } else { "earlier" };
    let until = zone.write(change.at, Style::Day);
    Some(format!("= {sentence} until {until}, then {} {later}", duration_text(moved.abs() * 1_000)))
}

/// How far the reader's clocks, the second, are ahead of those of the expression, the first.
struct Lead(Rc<dyn UtcOffsets>, Rc<dyn UtcOffsets>);

impl UtcOffsets for Lead {
    fn offset_at(&self, at: Instant) -> i32 {
        self.1.offset_at(at) - self.0.offset_at(at)
    }
}

/// The reason for an empty preview, or a note below the last row.
fn note(preview: &Preview, preferences: Preferences) -> Option<String> {
    match preview {
        Preview::Silent(NoFiringReason::Off) => Some("The schedule is disabled and does not fire.".to_owned()),
        Preview::Silent(NoFiringReason::Over(end)) => {
            Some(format!("The schedule ended on {} and no longer fires.", preferences.write(*end)))
        }
        Preview::Silent(NoFiringReason::EndsFirst { end, first }) => Some(format!(
            "The schedule never fires: it ends on {}, before its first firing on {}.",
            preferences.write(*end),
            preferences.write(*first)
        )),
        Preview::Silent(NoFiringReason::Never) => {
            Some("The expression never fires: the appliance looks five years ahead and finds no match.".to_owned())
        }
        Preview::Fires(firings) => {
            let starts = firings.starts().map(|start| format!("Starts on {}.", preferences.write(start)));
            let then = match firings.then() {
                Then::More => None,
                Then::Ends(end) => Some(format!("Ends on {}.", preferences.write(end))),
                Then::Nothing => Some("After that, the appliance finds no firing within five years.".to_owned()),
            };
            let parts: Vec<String> = starts.into_iter().chain(then).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        }
    }
}

fn row_of(row: PreviewRow, zones: &[Zone], place: &str) -> AnyView {
    match row {
        PreviewRow::Fires(firing) => firing_row(firing, zones, place).into_any(),
        PreviewRow::Skipped { first, last, count, .. } => {
            let (first, last) = (time_of_day(first.time()), time_of_day(last.time()));
            let what = if count == 1 { format!("{first} does not exist") } else { format!("{first} to {last} do not exist") };
            html::tr()
                .child(html::td().attr("colspan", "4").class("dim").child(format!("{what}: the appliance's clocks go forward")))
                .into_any()
        }
    }
}

/// The zones of a preview row: the preferred one first, then UTC, the reader's own and the appliance's.
fn zones_told(preferences: Preferences) -> Vec<Zone> {
    let mut told: Vec<Zone> = Vec::new();
    for zone in [preferences.zone.get(), Zone::Utc, preferences.local_zone(), preferences.appliance_zone.get()] {
        if !told.contains(&zone) {
            told.push(zone);
        }
    }
    told
}

/// A row of the preview. Only the time until the firing changes in it; another zone makes another row.
fn firing_row(firing: Firing, zones: &[Zone], place: &str) -> Element {
    let clock = AppContext::expect().clock;
    let at = firing.at;
    let (first, others) = zones.split_first().map_or((Zone::Utc, &[][..]), |(first, others)| (first.clone(), others));
    let day = first.write(at, Style::Day);
    let other = |zone: &Zone| {
        let own = zone.write(at, Style::Day);
        let date = if own == day { String::new() } else { format!("{own}, ") };
        format!("{date}{} {}", zone.write(at, Style::Time), zone.name_at(at))
    };
    let other = others.iter().map(other).collect::<Vec<_>>().join(" · ");
    let badge = |words: String| html::span().class("badge warn").child(glyph(Icon::Warn)).child(words);
    let moved = (firing.moved != 0).then(|| {
        let later = if firing.moved > 0 { "later" } else { "earlier" };
        badge(format!("clocks change: {} {later}", duration_text(i64::from(firing.moved).abs() * 1_000)))
    });
    let turn =
        firing.turn.map(|turn| badge(if turn == ClockChange::First { "first of two" } else { "second of two" }.to_owned()));
    let word = match firing.day() {
        DayLength::Same => None,
        DayLength::Before => Some("the day before"),
        DayLength::After => Some("the day after"),
    };
    let word = word.map(|word| html::span().class("sr-only").child(format!(" {word} in {place}")));
    let time = html::time()
        .attr("datetime", write_instant(at))
        .child(html::strong().child(first.write(at, Style::Time)))
        .child(" ")
        .child(first.name_at(at));
    html::tr()
        .child(html::th().attr("scope", "row").class("nowrap").child(day))
        .child(html::td().class("nowrap").child(time))
        .child(html::td().class("dim").child(other).child(word))
        .child(html::td().class("dimmer").child(move || clock.relative(at)).child(" ").child(moved).child(turn))
}
