//! Times of the appliance on the page: in the preferred zone, with the zone's name and the distance from now.

use chrono::{NaiveTime, Timelike};

use crate::data::context::AppContext;
use crate::domain::name::Name;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::domain::time::{Stamp, write_instant};
use crate::platform::clock::Clock;
use crate::state::preferences::Preferences;
use crate::ui::TimeCell;

/// A timestamp in two lines, absolute and relative. An unreadable one is shown as the appliance sent it.
#[component]
pub fn Timestamp(#[prop(into)] at: Signal<Option<Stamp>>, #[prop(into, default = "–".to_owned())] none: String) -> AnyView {
    let AppContext { preferences, clock, .. } = AppContext::expect();
    // Three separate closures: only the text that changes touches the page.
    (move || match at.get() {
        Some(Stamp::Known(instant)) => {
            let absolute = memo(move || preferences.write(instant));
            let ago = memo(move || clock.relative(instant));
            view! { <TimeCell datetime=write_instant(instant) absolute=absolute relative=ago/> }.into_any()
        }
        Some(Stamp::Odd(raw)) => html::span().class("dim").child(Name::from(raw).marked()).into_any(),
        None => html::span().class("dimmer").child(none.clone()).into_any(),
    })
    .into_any()
}

/// A timestamp to the second in one line, with its zone and the distance from now.
#[must_use]
pub fn stamp_text(stamp: Option<&Stamp>, preferences: Preferences, clock: Clock) -> String {
    match stamp {
        Some(Stamp::Known(instant)) => {
            format!("{} ({})", preferences.write_full(*instant), clock.relative(*instant))
        }
        Some(Stamp::Odd(raw)) => Name::from(raw.as_str()).marked(),
        None => "–".to_owned(),
    }
}

/// A time of day by the clock: `09:05`.
#[must_use]
pub fn time_of_day(time: NaiveTime) -> String {
    let two = |number: u32| if number < 10 { format!("0{number}") } else { number.to_string() };
    format!("{}:{}", two(time.hour()), two(time.minute()))
}
