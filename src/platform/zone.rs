//! Dates and times as text, by the browser's `Intl`, always in a zone that the person chose.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use chrono::{Datelike, Timelike};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::time::Instant;

/// Zone in which times are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// The appliance's time.
    Utc,
    Browser,
    /// A name of the tz database.
    Named(String),
}

/// Cities for which browsers still use the names of the first tz databases.
const RENAMED: [(&str, &str); 6] = [
    ("Calcutta", "Kolkata"),
    ("Katmandu", "Kathmandu"),
    ("Kiev", "Kyiv"),
    ("Rangoon", "Yangon"),
    ("Saigon", "Ho Chi Minh City"),
    ("Godthab", "Nuuk"),
];

/// Parts of a time that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `23 Nov 2026, 01:00`
    Minute,
    /// `Mon, 23 Nov 2026, 01:00:07`
    Full,
    /// `Mon, 23 Nov 2026`
    Day,
    /// `01:00`
    Time,
    /// `01:00:07`
    Clock,
    /// `CET`
    ZoneName,
}

impl Style {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Minute => {
                &[("day", "numeric"), ("month", "short"), ("year", "numeric"), ("hour", "2-digit"), ("minute", "2-digit")]
            }
            Self::Full => &[
                ("weekday", "short"),
                ("day", "numeric"),
                ("month", "short"),
                ("year", "numeric"),
                ("hour", "2-digit"),
                ("minute", "2-digit"),
                ("second", "2-digit"),
            ],
            Self::Day => &[("weekday", "short"), ("day", "numeric"), ("month", "short"), ("year", "numeric")],
            Self::Time => &[("hour", "2-digit"), ("minute", "2-digit")],
            Self::Clock => &[("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit")],
            Self::ZoneName => &[("timeZoneName", "short")],
        }
    }
}

thread_local! {
    // Making a formatter costs a hundred times as much as using it.
    static FORMATS: RefCell<HashMap<(Zone, Style), Option<Function>>> = RefCell::new(HashMap::new());
}

/// A function that formats milliseconds since 1970 by these options; `None` if the browser does not know the zone.
pub(super) fn make_format(zone: &Zone, parts: &[(&str, &str)]) -> Option<Function> {
    let options = Object::new();
    let set = |name: &str, value: &str| Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)).ok();
    for (name, value) in parts {
        set(name, value)?;
    }
    set("hourCycle", "h23")?;
    match zone {
        Zone::Utc => set("timeZone", "UTC")?,
        Zone::Browser => true,
        Zone::Named(name) => set("timeZone", name)?,
    };
    // The constructor throws for an unknown name; Reflect turns that into an error.
    let constructor = Reflect::get(&Reflect::get(&js_sys::global(), &"Intl".into()).ok()?, &"DateTimeFormat".into()).ok()?;
    let arguments = Array::of2(&JsValue::from_str("en-GB"), &options);
    let formatter = Reflect::construct(constructor.dyn_ref::<Function>()?, &arguments).ok()?;
    Reflect::get(&formatter, &"format".into()).ok()?.dyn_into().ok()
}

/// The text that `Intl` gives for UTC, in years of four digits.
fn utc_text(at: Instant, style: Style) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let two = |number: u32| if number < 10 { format!("0{number}") } else { number.to_string() };
    if !(1000..10_000).contains(&at.year()) {
        return None;
    }
    let month = MONTHS.get(usize::try_from(at.month0()).ok()?)?;
    let weekday = DAYS.get(usize::try_from(at.weekday().num_days_from_monday()).ok()?)?;
    let day = format!("{} {month} {}", at.day(), at.year());
    let minute = format!("{}:{}", two(at.hour()), two(at.minute()));
    let second = format!("{minute}:{}", two(at.second()));
    Some(match style {
        Style::Minute => format!("{day}, {minute}"),
        Style::Full => format!("{weekday}, {day}, {second}"),
        Style::Day => format!("{weekday}, {day}"),
        Style::Time => minute,
        Style::Clock => second,
        Style::ZoneName => return None,
    })
}

impl Zone {
    /// Formats an instant in this zone; in UTC if the browser does not know the zone.
    #[must_use]
    pub fn write(&self, at: Instant, style: Style) -> String {
        // UTC is formatted without `Intl`, because the first page would wait for the browser to load its tables.
        if let (Self::Utc, Some(text)) = (self, utc_text(at, style)) {
            return text;
        }
        let format = FORMATS.with_borrow_mut(|formats| {
            formats.entry((self.clone(), style)).or_insert_with(|| make_format(self, style.options())).clone()
        });
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53")]
        let milliseconds = JsValue::from_f64(at.timestamp_millis() as f64);
        format
            .and_then(|format| format.call1(&JsValue::UNDEFINED, &milliseconds).ok()?.as_string())
            .unwrap_or_else(|| crate::domain::time::write_instant(at))
    }

    /// Gives the short name of the zone at an instant: `UTC`, `CET`, `GMT+5:30`.
    #[must_use]
    pub fn name_at(&self, at: Instant) -> String {
        match self {
            Self::Utc => "UTC".to_owned(),
            // "22/11/2026, CET": the name follows the date.
            _ => self.write(at, Style::ZoneName).rsplit(", ").next().unwrap_or_default().to_owned(),
        }
    }

    /// Gives the city of the zone: `UTC`, `Berlin`.
    #[must_use]
    pub fn place(&self) -> String {
        let name = match self {
            Self::Utc => "UTC".to_owned(),
            Self::Browser => browser_zone(),
            Self::Named(name) => name.clone(),
        };
        let city = name.rsplit('/').next().unwrap_or(&name).replace('_', " ");
        RENAMED.iter().find(|(old, _)| *old == city).map_or(city, |(_, new)| (*new).to_owned())
    }

    /// Gives the zone in the form that follows a time: `UTC`, `in Berlin`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self.place() {
            utc if utc == "UTC" => utc,
            place => format!("in {place}"),
        }
    }

    /// True if the browser knows the zone.
    #[must_use]
    pub fn is_known(&self) -> bool {
        make_format(self, Style::Clock.options()).is_some()
    }
}

thread_local! {
    static BROWSER_ZONE: OnceCell<String> = const { OnceCell::new() };
}

/// Gives the browser's own zone, `Europe/Berlin`. The name is cached, since the browser's first answer takes tens of
/// milliseconds.
#[must_use]
pub fn browser_zone() -> String {
    let ask = || {
        let format = Intl::DateTimeFormat::default();
        let name = Reflect::get(&format.resolved_options(), &"timeZone".into()).ok();
        // A browser without a zone says "Etc/Unknown", and its clocks are those of UTC.
        let known = name.and_then(|name| name.as_string()).filter(|name| !name.is_empty() && !name.ends_with("Unknown"));
        known.unwrap_or_else(|| "UTC".to_owned())
    };
    BROWSER_ZONE.with(|name| name.get_or_init(ask).clone())
}

/// True if [`browser_zone`] answers from the cache.
#[must_use]
pub fn is_browser_zone_known() -> bool {
    BROWSER_ZONE.with(|name| name.get().is_some())
}

/// Gives every zone name that the browser knows, for the settings; empty if it cannot list them.
#[must_use]
pub fn known_zones() -> Vec<String> {
    let list = || -> Option<Array> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let values: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        values.call1(&intl, &"timeZone".into()).ok()?.dyn_into().ok()
    };
    list().map(|list| list.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
}
