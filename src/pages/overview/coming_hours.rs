//! The next 24 hours: a chart of the busy hours, and a list by the hour.

use super::model::OverviewModel;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::data::context::AppContext;
use crate::domain::schedule::day_ahead::Hour;
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::state::preferences::Preferences;

/// How many schedules of an hour are named.
const NAMED: usize = 4;

/// Chart and list.
#[component]
pub fn NextDay(model: OverviewModel) -> AnyView {
    let AppContext { router, preferences, .. } = AppContext::expect();
    let asked = router.value("show");
    effect(move || {
        if asked.with(|asked| asked.as_deref() == Some("ahead")) {
            focus::by_id("ahead-title");
        }
    });
    let content = move || match model.hours.get() {
        None => html::p().class("dimmer").child("Calculating the next firings…").into_any(),
        Some(hours) if hours.iter().all(|hour| hour.firings == 0) => {
            html::p().class("dim").child("Nothing fires in the next 24 hours.").into_any()
        }
        Some(hours) => (strip(&hours, preferences), list(&hours, preferences, router)).into_any(),
    };
    html::section()
        .attr("aria-labelledby", "ahead-title")
        .child(html::h2().attr("id", "ahead-title").attr("tabindex", "-1").child("Next 24 hours"))
        .child(content)
        .into_any()
}

fn firings(count: usize) -> String {
    if count == 1 { "1 firing".to_owned() } else { format!("{} firings", grouped(count)) }
}

/// A bar for each hour; its height is the number of schedules that fire in it. The list says the same in words.
fn strip(hours: &[Hour], preferences: Preferences) -> AnyView {
    let most = hours.iter().map(|hour| hour.firings).max().unwrap_or(1).max(1);
    let bar = |hour: &Hour| {
        let share = hour.firings * 100 / most;
        let height = if hour.firings == 0 { 0 } else { share.max(4) };
        let (begins, count) = (hour.begins, hour.firings);
        html::i()
            .style("height", format!("{height}%"))
            .attr("title", move || format!("{}: {}", preferences.write(begins), firings(count)))
            .into_any()
    };
    let zone = hours.first().map(|hour| preferences.zone_name(hour.begins)).unwrap_or_default();
    let most_of = format!("at most {} in an hour; times are {zone}", firings(most));
    (
        html::div().class("hours").attr("aria-hidden", "true").child(hours.iter().map(bar).collect::<Vec<_>>()),
        html::p().class("dim num").child(most_of),
    )
        .into_any()
}

fn list(hours: &[Hour], preferences: Preferences, router: Router) -> AnyView {
    let mut day_before = String::new();
    let mut line = |hour: &Hour| {
        let (day, time) = preferences.write_parts(hour.begins);
        // The day is shown at its first hour.
        let is_new = day != day_before;
        let shown = is_new.then(|| html::span().child(day.clone()));
        day_before = day;
        let named = hour.schedules.iter().take(NAMED).enumerate().map(|(n, (at, id, name))| {
            let route = Route::Schedule(id.clone());
            let comma = if n == 0 { "" } else { ", " };
            let (_, first) = preferences.write_parts(*at);
            let first = html::span().class("num dim").child(first).child(" ");
            (
                comma,
                first,
                html::a().attr("href", move || router.href(route.clone())).child(view! { <UntrustedText text=name.clone()/> }),
            )
                .into_any()
        });
        let rest = hour.schedules.len().saturating_sub(NAMED);
        let more = (rest > 0).then(|| html::span().class("dim").child(format!(" and {} more", grouped(rest))));
        let count = hour.firings;
        html::li()
            .child(html::span().class("two-lines num nowrap").child(html::span().child(time)).child(shown))
            .child(html::span().class("num dim nowrap").child(firings(count)))
            .child(html::span().child(named.collect::<Vec<_>>()).child(more))
            .into_any()
    };
    let lines = hours.iter().filter(|hour| hour.firings > 0).map(&mut line).collect::<Vec<_>>();
    html::ol().class("lines by-hour").attr("aria-label", "Firings by hour").child(lines).into_any()
}
