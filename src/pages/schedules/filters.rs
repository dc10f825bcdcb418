//! Search and filters of the schedule list, stored in the URL.

use crate::components::status::freshness::freshness;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::run::verdict::VerdictFilter;
use crate::domain::schedule::status::StateKind;
use crate::domain::schedule::table::ScheduleFilter;
use crate::domain::sync::cloud::Cloud;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::timer;
use crate::reactive::*;
use crate::routes::UrlQuery;
use crate::ui::{Choice, FilterSelect, SearchBox};

/// Parses the filters of a URL.
pub fn read_filter(query: &UrlQuery) -> ScheduleFilter {
    ScheduleFilter {
        text: query.get("q").unwrap_or_default().to_owned(),
        cloud: query.get("cloud").and_then(Cloud::from_wire),
        state: query.get("state").and_then(StateKind::from_param),
        result: query.get("result").and_then(VerdictFilter::from_param),
        node: query.get("node").map(str::to_owned),
    }
}

/// The bar with search, filters and the age of the data.
#[component]
pub fn Filters(filter: Memo<ScheduleFilter>, set: Callback<(&'static str, String)>) -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let router = AppContext::expect().router;
    // The search text reaches the URL after a pause in typing, so a keystroke never waits for the table.
    let pause = timer::Slot::new();
    let search = move |text: String| {
        pause.after(120, move || {
            let next = router.query().get_untracked().with("q", &text).with("page", "");
            router.replace_query(next);
        });
    };
    let clouds = std::iter::once(Choice::new("", "all"))
        .chain(Cloud::ALL.map(|cloud| Choice::new(cloud.cloud_name(), cloud.label())))
        .collect::<Vec<_>>();
    let states = std::iter::once(Choice::new("", "all"))
        .chain(StateKind::ALL.map(|kind| Choice::new(kind.as_param(), kind.label())))
        .collect::<Vec<_>>();
    let results = std::iter::once(Choice::new("", "all"))
        .chain(VerdictFilter::all().map(|filter| Choice::new(filter.as_param(), filter.label())))
        .collect::<Vec<_>>();
    let nodes = memo(move || {
        let known = schedules.nodes.with(|nodes| {
            nodes
                .as_ref()
                .map(|nodes| nodes.iter().map(|node| Choice::new(node.id.as_str(), node.label.marked())).collect::<Vec<_>>())
                .unwrap_or_default()
        });
        [Choice::new("", "all"), Choice::new("any", "any node")].into_iter().chain(known).collect::<Vec<_>>()
    });
    let select = move |label: &'static str, name: &'static str, read: fn(&ScheduleFilter) -> String, choices| {
        let value = derived(move || filter.with(read));
        let on_change = Callback::new(move |value| set.run((name, value)));
        view! { <FilterSelect label=label value=value choices=choices on_change=on_change/> }
    };
    let text = derived(move || filter.with(|filter| filter.text.clone()));
    let on_input = Callback::new(search);
    html::div()
        .class("bar")
        .child(view! { <SearchBox id="search" label="Name, description or container" value=text on_input=on_input/> })
        .child(select("Cloud", "cloud", |filter| word(filter.cloud.map(Cloud::cloud_name)), Signal::stored(clouds)))
        .child(select("State", "state", |filter| word(filter.state.map(StateKind::as_param)), Signal::stored(states)))
        .child(select(
            "Last result",
            "result",
            |filter| word(filter.result.map(VerdictFilter::as_param)),
            Signal::stored(results),
        ))
        .child(select("Node", "node", |filter| word(filter.node.as_deref()), nodes.into()))
        .child(freshness(
            schedules.as_of.into(),
            derived(move || schedules.error.get().map(|error| error.what())),
            Callback::new(move |()| schedules.refresh_all()),
            Signal::stored(None),
        ))
        .into_any()
}

fn word(word: Option<&str>) -> String {
    word.unwrap_or_default().to_owned()
}
