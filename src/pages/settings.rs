//! `/settings`: the preferences of a person, and the facts about the appliance.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::components::layout::page_title::PageTitle;
use crate::data::client::SystemInfo;
use crate::data::query::Query;
use crate::domain::time::{ahead_text, duration_text};
use crate::platform::zone::known_zones;
use crate::platform::zone::{Zone, browser_zone};
use crate::state::preferences::{Preferences, Theme, zone_of, zone_word};
use crate::ui::{Checkbox, Choice, CopyButton, Field, RadioGroup, Select, fact, facts};

/// The settings. Each takes effect and is stored at once.
#[component]
pub fn Settings() -> AnyView {
    #[cfg(feature = "fault-injection")]
    let faults = view! { <super::faults::Faults/> };
    #[cfg(not(feature = "fault-injection"))]
    let faults = ();
    (
        html::div().class("head").child(view! { <PageTitle text="Settings"/> }),
        html::p()
            .class("dim")
            .child("Settings are kept in this browser, for everyone who uses it. Each change takes effect at once."),
        html::div().class("cols").child(html::div().child(view! { <Times/> }).child(view! { <Look/> })).child(view! { <About/> }),
        faults,
    )
        .into_any()
}

/// A text signal for a preference in a form control.
fn bind<T: PartialEq + Clone + Send + Sync + 'static>(
    preference: RwSignal<T>,
    write: fn(&T) -> String,
    read: impl Fn(&str) -> T + 'static,
) -> RwSignal<String> {
    let text = RwSignal::new(preference.with_untracked(write));
    effect(move || {
        let value = text.with(|text| read(text));
        if preference.with_untracked(|held| *held != value) {
            preference.set(value);
        }
    });
    // The switch in the header changes the zone, too.
    effect(move || {
        let word = preference.with(write);
        if text.with_untracked(|text| *text != word) {
            text.set(word);
        }
    });
    text
}

#[component]
fn Times() -> AnyView {
    let preferences = AppContext::expect().preferences;
    let zone = bind(preferences.zone, zone_word, |word| zone_of(word, Zone::Utc));
    let other = bind(preferences.other_zone, zone_word, |word| zone_of(word, Zone::Browser));
    let appliance = bind(preferences.appliance_zone, zone_word, |word| zone_of(word, Zone::Utc));
    let zones = || {
        let browser = Choice::new("browser", format!("This browser ({})", browser_zone()));
        let named = known_zones().into_iter().filter(|name| name != "UTC").map(|name| Choice::new(name.clone(), name));
        [Choice::new("UTC", "UTC"), browser].into_iter().chain(named).collect::<Vec<_>>()
    };
    let choices = Signal::stored(zones());
    (
        html::h2().child("Times"),
        view! {
            <Field id="zone" label="Show times in" hint="All times name their zone.">
                <Select value=zone choices=choices/>
            </Field>
        },
        view! {
            <Field
                id="other-zone"
                label="Second zone"
                hint="The header switches all times between UTC and this zone."
            >
                <Select value=other choices=choices/>
            </Field>
        },
        view! {
            <Field
                id="appliance-zone"
                label="The appliance's zone"
                hint="The appliance evaluates cron expressions in this zone. Keep UTC unless yours differs."
            >
                <Select value=appliance choices=choices/>
            </Field>
        },
    )
        .into_any()
}

#[component]
fn Look() -> AnyView {
    let preferences = AppContext::expect().preferences;
    let theme = bind(
        preferences.theme,
        |theme| theme.word().to_owned(),
        |word| Theme::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or(Theme::System),
    );
    let refresh = bind(preferences.refresh_seconds, u32::to_string, |word| word.parse().unwrap_or(30));
    let intervals = Preferences::INTERVALS
        .map(|seconds| Choice::new(seconds.to_string(), format!("Every {}", duration_text(i64::from(seconds) * 1_000))))
        .to_vec();
    let themes = vec![Choice::new("system", "Same as the system"), Choice::new("light", "Light"), Choice::new("dark", "Dark")];
    (
        html::h2().child("Appearance"),
        view! { <RadioGroup id="theme" legend="Theme" value=theme choices=themes segmented=true/> },
        view! { <Checkbox id="comfortable" label="Taller table rows" checked=preferences.comfortable/> },
        html::h2().child("Refresh"),
        view! { <Checkbox id="live" label="Refresh lists automatically" checked=preferences.live/> },
        view! { <Field id="refresh" label="How often"><Select value=refresh choices=Signal::stored(intervals)/></Field> },
    )
        .into_any()
}

#[component]
fn About() -> AnyView {
    let AppContext { session, clock, .. } = AppContext::expect();
    let info = Query::new(move || {
        let client = session.client();
        async move { client.system().info().await }
    });
    let fact_of = move |read: fn(&SystemInfo) -> String| {
        derived(move || match (info.data.with(|info| info.as_ref().map(read)), info.error.get()) {
            (Some(text), _) => text,
            (None, Some(error)) => error.what(),
            (None, None) => "…".to_owned(),
        })
    };
    let difference = move || match clock.browser_ahead() {
        None => "not known yet".to_owned(),
        Some(seconds) if seconds.abs() <= 2 => "none".to_owned(),
        Some(seconds) => format!("this browser is {}", ahead_text(seconds)),
    };
    let user = move || {
        session
            .identity()
            .map(|identity| format!("{} in {}", identity.user.marked(), identity.domain.name.marked()))
            .unwrap_or_default()
    };
    let diagnostics = derived(move || {
        format!(
            "Key synchronization {}\nAppliance {} ({})\nClock difference: {}\nBrowser zone: {}\n",
            env!("CARGO_PKG_VERSION"),
            fact_of(|info| info.version.clone()).get(),
            fact_of(|info| info.model.clone()).get(),
            difference(),
            browser_zone(),
        )
    });
    let body = html::div()
        .class("body")
        .child(facts((
            fact("Console", env!("CARGO_PKG_VERSION")),
            fact("Appliance", fact_of(|info| info.name.marked())),
            fact("Appliance version", fact_of(|info| info.version.clone())),
            fact("Clock difference", difference),
            fact("Signed in as", user),
        )))
        .child(
            html::p()
                .child(view! { <CopyButton text=diagnostics what="diagnostics"/> })
                .child(html::span().class("dim").child(" Diagnostics hold no names, tokens or data.")),
        );
    html::section()
        .class("panel")
        .attr("aria-labelledby", "about")
        .child(html::header().child(html::h2().attr("id", "about").child("About")))
        .child(body)
        .into_any()
}
