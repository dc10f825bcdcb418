//! Preferences of a person, kept in the browser under one versioned key. No preference is secret.

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

/// Color scheme of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The color scheme of the operating system.
    System,
    Light,
    Dark,
}

impl Theme {
    /// Every theme, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Gives the word in storage and in the form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The preferences as signals.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// Zone in which times are shown.
    pub zone: RwSignal<Zone>,
    /// Zone that the switch in the header offers besides UTC.
    pub other_zone: RwSignal<Zone>,
    /// Zone in which the appliance evaluates cron: UTC unless the person sets another.
    pub appliance_zone: RwSignal<Zone>,
    pub theme: RwSignal<Theme>,
    /// True for taller table rows.
    pub comfortable: RwSignal<bool>,
    /// Seconds between refreshes of a list.
    pub refresh_seconds: RwSignal<u32>,
    /// True if lists refresh automatically.
    pub live: RwSignal<bool>,
}

impl Preferences {
    /// Refresh intervals in the settings, in seconds.
    pub const INTERVALS: [u32; 4] = [15, 30, 60, 300];

    /// Reads the stored preferences, applies them to the page, and stores every change. Stored text may have been altered:
    /// unknown values give the default.
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
        preferences
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

    /// Gives the zone to show besides UTC: the chosen one, or the other one of the switch.
    #[must_use]
    pub fn local_zone(self) -> Zone {
        let zone = match self.zone.get() {
            Zone::Utc => self.other_zone.get(),
            zone => zone,
        };
        if zone.place() == "UTC" { Zone::Utc } else { zone }
    }

    /// Gives the clocks of [`Self::local_zone`].
    #[must_use]
    pub fn local_clocks(self) -> Rc<dyn UtcOffsets> {
        clocks_of(&self.local_zone())
    }

    /// Gives the clocks by which the appliance reads cron expressions.
    #[must_use]
    pub fn appliance_clocks(self) -> Rc<dyn UtcOffsets> {
        self.appliance_zone.with(clocks_of)
    }

    /// Writes an instant to the minute with its zone: `23 Nov 2026, 01:00 UTC`.
    #[must_use]
    pub fn write(self, at: Instant) -> String {
        self.zone.with(|zone| format!("{} {}", zone.write(at, Style::Minute), zone.name_at(at)))
    }

    /// Writes an instant to the second with its zone: `Mon, 23 Nov 2026, 01:00:07 UTC`.
    #[must_use]
    pub fn write_full(self, at: Instant) -> String {
        self.zone.with(|zone| format!("{} {}", zone.write(at, Style::Full), zone.name_at(at)))
    }

    /// Runs `work` with words for times: instants in the chosen zone, expressions in the appliance's zone.
    pub fn with_time_labels<T>(self, work: impl FnOnce(TimeLabels<'_>) -> T) -> T {
        let place = self.appliance_zone.with(Zone::in_words);
        work(TimeLabels { time: &|at| self.write(at), place: &place })
    }

    /// Writes the date and the time of day of an instant: `Mon, 23 Nov 2026` and `01:00`.
    #[must_use]
    pub fn write_parts(self, at: Instant) -> (String, String) {
        self.zone.with(|zone| (zone.write(at, Style::Day), zone.write(at, Style::Time)))
    }

    /// Gives the short name of the chosen zone at an instant: `UTC`, `CET`.
    #[must_use]
    pub fn zone_name(self, at: Instant) -> String {
        self.zone.with(|zone| zone.name_at(at))
    }

    /// Writes the time of day to the second with its zone: `01:00:07 UTC`.
    #[must_use]
    pub fn write_clock(self, at: Instant) -> String {
        self.zone.with(|zone| format!("{} {}", zone.write(at, Style::Clock), zone.name_at(at)))
    }
}

/// Reads a stored word; gives `default` for empty text and for a zone that the browser does not know.
#[must_use]
pub fn zone_of(word: &str, default: Zone) -> Zone {
    match word {
        "" => default,
        "UTC" => Zone::Utc,
        "browser" => Zone::Browser,
        name => Some(Zone::Named(name.to_owned())).filter(Zone::is_known).unwrap_or(default),
    }
}

/// Gives the word for a zone in storage and in the form.
#[must_use]
pub fn zone_word(zone: &Zone) -> String {
    match zone {
        Zone::Utc => "UTC".to_owned(),
        Zone::Browser => "browser".to_owned(),
        Zone::Named(name) => name.clone(),
    }
}

/// Gives the clocks of a zone; those of UTC if the browser does not know the zone.
#[must_use]
pub fn clocks_of(zone: &Zone) -> Rc<dyn UtcOffsets> {
    clocks(zone).unwrap_or_else(|| Rc::new(Utc))
}
