//! What a person chose for the look of the console. Kept in the browser, under one versioned key, and nothing secret in it.

use crate::reactive::*;
use chrono::Utc;
use serde_json::{Map, Value};
use std::rc::Rc;

use crate::domain::schedule::spec::TimeLabels;
use crate::domain::time::Instant;
use crate::domain::time::zone::UtcOffsets;
use crate::platform::intl_zone::clocks;
use crate::platform::page;
use crate::platform::storage::Area;
use crate::platform::zone::{Style, Zone};

/// `boot.js` reads the theme under the same key before the first paint.
const KEY: &str = "keysync:v1:preferences";

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in storage and in the form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The preferences as signals. A context.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// In which zone times are shown.
    pub zone: RwSignal<Zone>,
    /// The zone that the switch in the header offers beside UTC.
    pub other_zone: RwSignal<Zone>,
    /// The zone in which the appliance evaluates cron: UTC unless the person knows better.
    pub appliance_zone: RwSignal<Zone>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Taller table rows.
    pub comfortable: RwSignal<bool>,
    /// Seconds between refreshes of a list.
    pub refresh_seconds: RwSignal<u32>,
    /// Whether lists refresh by themselves.
    pub live: RwSignal<bool>,
}

impl Preferences {
    /// The refresh intervals that the settings offer, in seconds.
    pub const INTERVALS: [u32; 4] = [15, 30, 60, 300];

    /// Reads what is stored, applies it to the page, and stores every change. What is stored may have been altered by others:
    /// anything unknown gives the default.
    pub fn start() -> Self {
        let stored: Map<String, Value> =
            Area::Local.read(KEY).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let text = |name: &str| stored.get(name).and_then(Value::as_str).unwrap_or_default();
        let flag = |name: &str, default: bool| stored.get(name).and_then(Value::as_bool).unwrap_or(default);
        let preferences = Self {
            zone: RwSignal::new(zone_of(text("zone"), Zone::Utc)),
            other_zone: RwSignal::new(zone_of(text("other_zone"), Zone::Browser)),
            appliance_zone: RwSignal::new(zone_of(text("appliance_zone"), Zone::Utc)),
            theme: RwSignal::new(Theme::ALL.into_iter().find(|theme| theme.word() == text("theme")).unwrap_or(Theme::System)),
            comfortable: RwSignal::new(flag("comfortable", false)),
            refresh_seconds: RwSignal::new(
                stored
                    .get("refresh_seconds")
                    .and_then(Value::as_u64)
                    .and_then(|seconds| u32::try_from(seconds).ok())
                    .filter(|seconds| Self::INTERVALS.contains(seconds))
                    .unwrap_or(30),
            ),
            live: RwSignal::new(flag("live", true)),
        };
        effect(move || {
            let theme = preferences.theme.get();
            page::set_root_attribute("data-theme", Some(theme.word()).filter(|_| theme != Theme::System));
            page::set_root_attribute("data-density", Some("comfortable").filter(|_| preferences.comfortable.get()));
        });
        effect(move || {
            let text = preferences.text();
            Area::Local.write(KEY, &text);
        });
        provide_context(preferences);
        preferences
    }

    /// The preferences of the app.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::start)
    }

    fn text(self) -> String {
        let mut map = Map::new();
        map.insert("zone".into(), zone_word(&self.zone.get()).into());
        map.insert("other_zone".into(), zone_word(&self.other_zone.get()).into());
        map.insert("appliance_zone".into(), zone_word(&self.appliance_zone.get()).into());
        map.insert("theme".into(), self.theme.get().word().into());
        map.insert("comfortable".into(), self.comfortable.get().into());
        map.insert("refresh_seconds".into(), self.refresh_seconds.get().into());
        map.insert("live".into(), self.live.get().into());
        Value::Object(map).to_string()
    }

    /// The zone that is told beside UTC: the one chosen, or the other one of the switch.
    #[must_use]
    pub fn local_zone(self) -> Zone {
        match self.zone.get() {
            Zone::Utc => self.other_zone.get(),
            zone => zone,
        }
    }

    /// The clocks of [`Self::local_zone`].
    #[must_use]
    pub fn local_clocks(self) -> Rc<dyn UtcOffsets> {
        clocks(&self.local_zone()).unwrap_or_else(|| Rc::new(Utc))
    }

    /// The clocks by which the appliance reads cron expressions.
    #[must_use]
    pub fn appliance_clocks(self) -> Rc<dyn UtcOffsets> {
        clocks(&self.appliance_zone.get()).unwrap_or_else(|| Rc::new(Utc))
    }

    /// An instant to the minute with its zone: `23 Nov 2026, 01:00 UTC`.
    #[must_use]
    pub fn write(self, at: Instant) -> String {
        self.zone.with(|zone| format!("{} {}", zone.write(at, Style::Minute), zone.name_at(at)))
    }

    /// An instant to the second with its zone: `Mon, 23 Nov 2026, 01:00:07 UTC`.
    #[must_use]
    pub fn write_full(self, at: Instant) -> String {
        self.zone.with(|zone| format!("{} {}", zone.write(at, Style::Full), zone.name_at(at)))
    }

    /// Works with the words for times: of moments by the zone chosen, of expressions by the appliance's.
    pub fn with_time_labels<T>(self, work: impl FnOnce(TimeLabels<'_>) -> T) -> T {
        let place = self.appliance_zone.with(Zone::in_words);
        work(TimeLabels { time: &|at| self.write(at), place: &place })
    }

    /// The day and the time of day of an instant: `Mon, 23 Nov 2026` and `01:00`.
    #[must_use]
    pub fn write_parts(self, at: Instant) -> (String, String) {
        self.zone.with(|zone| (zone.write(at, Style::Day), zone.write(at, Style::Time)))
    }

    /// What the zone chosen is called at an instant: `UTC`, `CET`.
    #[must_use]
    pub fn zone_name(self, at: Instant) -> String {
        self.zone.with(|zone| zone.name_at(at))
    }

    /// The time of day to the second with its zone: `01:00:07 UTC`.
    #[must_use]
    pub fn write_clock(self, at: Instant) -> String {
        self.zone.with(|zone| format!("{} {}", zone.write(at, Style::Clock), zone.name_at(at)))
    }
}

/// The zone that a stored word names, if the browser knows it.
#[must_use]
pub fn zone_of(word: &str, default: Zone) -> Zone {
    match word {
        "" => default,
        "UTC" => Zone::Utc,
        "browser" => Zone::Browser,
        name => Some(Zone::Named(name.to_owned())).filter(Zone::is_known).unwrap_or(default),
    }
}

/// The word under which a zone is stored and stands in the form.
#[must_use]
pub fn zone_word(zone: &Zone) -> String {
    match zone {
        Zone::Utc => "UTC".to_owned(),
        Zone::Browser => "browser".to_owned(),
        Zone::Named(name) => name.clone(),
    }
}
