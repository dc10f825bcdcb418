//! The result of each target of a run or a sync job: failed first, by cause, searchable. The search is in the address.

use std::collections::HashMap;

use crate::components::fields::container_names::container_link;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::table::announce_found::announce_found;
use crate::components::table::clamp_page::clamp_page_of;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::run::failure_cause::{FailureCause, name_of};
use crate::domain::run::report::{Counts, Report, TargetResult, TargetState};
use crate::domain::schedule::table::page_of;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::target_match::{Directory, TargetMatch};
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::platform::number::grouped;
use crate::platform::unicode::{SearchText, search_text};
use crate::reactive::*;
use crate::ui::{Badge, CopyButton, Icon, NoMatch, Pagination, SearchBox, Table, ToggleChip, Tone, columns, fact, facts};

/// How many causes are explained; a run that fails in more ways has its texts in the table.
const EXPLAINED: usize = 5;

/// The filter of the targets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Choice {
    text: SearchText,
    state: Option<TargetState>,
    cause: Option<String>,
}

impl Choice {
    fn of_address() -> Memo<Choice> {
        let router = AppContext::expect().router;
        memo(move || {
            router.query().with(|query| Choice {
                text: search_text(query.get("q").unwrap_or_default()),
                state: query.get("show").and_then(TargetState::from_param),
                cause: query.get("cause").map(str::to_owned),
            })
        })
    }

    fn has_text(&self) -> bool {
        !self.text.as_str().is_empty()
    }

    /// `text` is needed for a search alone.
    fn matches(&self, target: &TargetResult, text: Option<&SearchText>) -> bool {
        let is_of_cause = |cause: &String| target.state == TargetState::NotOk && name_of(&target.text) == cause;
        // The search is the slowest test, so it comes last.
        self.state.is_none_or(|state| target.state == state)
            && (!self.has_text() || text.is_some_and(|text| text.contains(&self.text)))
            && self.cause.as_ref().is_none_or(is_of_cause)
    }
}

fn look(state: TargetState, is_over: bool) -> (Tone, Icon, &'static str) {
    match state {
        TargetState::Ok => (Tone::Ok, Icon::CheckCircle, "Synchronized"),
        TargetState::Running if is_over => (Tone::Warn, Icon::DashCircle, "Not finished"),
        TargetState::Running => (Tone::Run, Icon::Ring, "Running"),
        TargetState::NotOk => (Tone::Bad, Icon::OctagonX, "Failed"),
    }
}

/// The badge of a target's state. `is_over` states that the run or the job has ended.
pub fn target_badge(state: TargetState, is_over: bool) -> AnyView {
    let (tone, icon, word) = look(state, is_over);
    view! { <Badge tone=Signal::stored(tone) icon=Signal::stored(icon) word=word/> }.into_any()
}

/// A container among the targets.
#[derive(Clone, Debug, Default, PartialEq)]
struct TargetName {
    /// The id of the one container that the target is, with its cloud.
    id: Option<(Cloud, String)>,
    /// The name where the target has another text, or the reason why there is none.
    note: Option<Name>,
}

/// The results with their filters.
#[component]
pub fn Results(report: Memo<Option<Report>>) -> AnyView {
    let is_over = memo(move || report.with(|report| report.as_ref().is_some_and(|report| report.status.is_terminal())));
    let has_targets = memo(move || report.with(|report| report.as_ref().is_some_and(|report| !report.targets.is_empty())));
    let texts = memo(move || {
        report.with(|report| report.as_ref().map(|report| (report.said.clone(), report.rest.clone())).unwrap_or_default())
    });
    let sentence = move |text: &'static str| html::p().class("dim").child(text).into_any();
    let nothing = move || match (texts.with(|(said, rest)| said.is_empty() && rest.is_empty()), is_over.get()) {
        (false, _) => ().into_any(),
        (true, true) => sentence("The appliance gave no result per container."),
        (true, false) => sentence("Nothing reported yet. Results appear here as containers are finished."),
    };
    let others = move || {
        let (said, rest) = texts.get();
        let said =
            said.into_iter().map(|text| html::p().child(view! { <UntrustedText text=text/> }).into_any()).collect::<Vec<_>>();
        let words = |(name, value): (String, String)| fact(name, view! { <UntrustedText text=value/> });
        let rest = (!rest.is_empty()).then(|| facts(rest.into_iter().map(words).collect::<Vec<_>>()));
        (said, rest)
    };
    let content =
        move || if has_targets.get() { view! { <Targets report=report is_over=is_over/> }.into_any() } else { nothing() };
    (html::h2().child("Results"), others, content).into_any()
}

/// The targets that match the filters of the address, and those on the current page.
#[derive(Clone, Copy)]
struct TargetPage {
    page: Memo<usize>,
    size: Memo<usize>,
    /// The number of matching targets.
    total: Memo<usize>,
    shown: Memo<Vec<TargetResult>>,
}

impl TargetPage {
    fn new(report: Memo<Option<Report>>, choice: Memo<Choice>) -> TargetPage {
        let router = AppContext::expect().router;
        let texts = memo(move || report.with(|report| report.as_ref().map(searched).unwrap_or_default()));
        // The indices of the matching targets: ten thousand targets are not copied for a keystroke.
        let places = memo(move || {
            report.with(|report| {
                choice.with(|choice| {
                    let all = targets(report.as_ref()).iter().enumerate();
                    let found = |texts: &[SearchText]| {
                        all.filter(|(at, target)| choice.matches(target, texts.get(*at))).map(|(at, _)| at).collect::<Vec<_>>()
                    };
                    if choice.has_text() { texts.with(|texts| found(texts)) } else { found(&[]) }
                })
            })
        });
        let number = move |name: &'static str, default: usize| {
            memo(move || router.query().with(|query| query.get(name).and_then(|text| text.parse().ok())).unwrap_or(default))
        };
        let (page, size) = (number("page", 1), number("rows", 100));
        let size = memo(move || size.get().clamp(25, 100));
        let total = memo(move || places.with(Vec::len));
        let shown = memo(move || {
            let range = page_of(total.get(), page.get(), size.get());
            report.with(|report| {
                let targets = targets(report.as_ref());
                let places = places.with(|places| places.get(range).unwrap_or_default().to_vec());
                places.into_iter().filter_map(|at| targets.get(at).cloned()).collect::<Vec<_>>()
            })
        });
        TargetPage { page, size, total, shown }
    }
}

/// The text of each target: as reported, with the name of its container that stands beside it.
fn searched(report: &Report) -> Vec<SearchText> {
    let names = report.cloud.map(|cloud| names(cloud, &report.targets)).unwrap_or_default();
    let text = |target: &TargetResult| {
        let name = names.get(&target.target).and_then(|name| name.note.as_ref()).map(Name::as_sent).unwrap_or_default();
        search_text(&format!("{}\n{name}\n{}", target.target, target.text))
    };
    report.targets.iter().map(text).collect()
}

fn targets(report: Option<&Report>) -> &[TargetResult] {
    report.map(|report| report.targets.as_slice()).unwrap_or_default()
}

#[component]
fn Targets(report: Memo<Option<Report>>, is_over: Memo<bool>) -> AnyView {
    let router = AppContext::expect().router;
    let counts = memo(move || report.with(|report| report.as_ref().map(Report::counts).unwrap_or_default()));
    let causes = memo(move || report.with(|report| report.as_ref().map(Report::causes).unwrap_or_default()));
    let choice = Choice::of_address();
    let set = Callback::new(move |changes: Vec<(&'static str, String)>| {
        let query = router.query().get_untracked().with("page", "");
        router.replace_query(changes.iter().fold(query, |query, (name, value)| query.with(name, value)));
    });
    let TargetPage { page, size, total, shown } = TargetPage::new(report, choice);
    clamp_page_of(page, size, total, || true);
    announce_found(memo(move || Some(total.get())), ("container", "containers"));
    let search = derived(move || router.query().with(|query| query.get("q").unwrap_or_default().to_owned()));
    let on_search = Callback::new(move |text: String| set.run(vec![("q", text)]));
    let bar = html::div()
        .class("bar")
        .child(view! { <SearchBox id="target-search" label="Container or message" value=search on_input=on_search/> })
        .child(view! { <Chips counts=counts causes=causes choice=choice set=set/> })
        .child(html::span().class("grow"))
        .child(view! { <FailedNames report=report counts=counts/> });
    let on_page = Callback::new(move |page: usize| {
        let page = if page > 1 { page.to_string() } else { String::new() };
        router.set_query(router.query().get_untracked().with("page", &page));
    });
    let on_size =
        Callback::new(move |size: usize| set.run(vec![("rows", if size == 100 { String::new() } else { size.to_string() })]));
    let pages = move || {
        (counts.get().total() > 25)
            .then(|| view! { <Pagination page=page page_size=size total=total on_page=on_page on_size=on_size/> })
    };
    let is_none = memo(move || total.get() == 0);
    let clear = move || set.run(["q", "show", "cause"].map(|name| (name, String::new())).to_vec());
    let none = move || is_none.get().then(|| view! { <NoMatch sentence="No container matches." on_clear=clear/> });
    (
        move || explained(&causes.get()),
        bar,
        html::div().class("sheet").child(view! { <TargetTable report=report is_over=is_over shown=shown/> }).child(pages),
        none,
    )
        .into_any()
}

#[component]
fn TargetTable(report: Memo<Option<Report>>, is_over: Memo<bool>, shown: Memo<Vec<TargetResult>>) -> AnyView {
    let cloud = memo(move || report.with(|report| report.as_ref().and_then(|report| report.cloud)));
    let names = memo(move || cloud.get().map(|cloud| shown.with(|shown| names(cloud, shown))).unwrap_or_default());
    let row = move |target: TargetResult| target_row(target, is_over, names);
    // The key has the content of the row: a changed result is a new row.
    let key = |target: &TargetResult| format!("{} {} {}", target.state as u8, target.target, target.text);
    let head = move || {
        columns([if cloud.get() == Some(Cloud::Aws) { "Region" } else { "Container" }, "Result", "Cause", "Appliance message"])
    };
    let rows = (head, html::tbody().child(view! { <For each=move || shown.get() key=key children=row/> })).into_any();
    view! { <Table id="results" caption="Results per container, failed first" stack=true>{rows}</Table> }.into_any()
}

fn target_row(target: TargetResult, is_over: Memo<bool>, names: Memo<HashMap<String, TargetName>>) -> AnyView {
    let called = target.target.clone();
    let known = memo(move || names.with(|names| names.get(&called).cloned().unwrap_or_default()));
    let state = target.state;
    let badge = move || target_badge(state, is_over.get());
    let cause = if state == TargetState::NotOk && name_of(&target.text) != target.text { name_of(&target.text) } else { "–" };
    let cause = cause.to_owned();
    let note = move || known.get().note.map(|note| html::span().class("dim").child(view! { <UntrustedText text=note/> }));
    let id = memo(move || known.with(|known| known.id.clone()));
    let text = target.target;
    let name = move || {
        let text = Name::from(text.as_str());
        match id.get() {
            Some((cloud, id)) => container_link(cloud, id, text),
            None => view! { <UntrustedText text=text/> }.into_any(),
        }
    };
    html::tr()
        .child(
            html::th()
                .attr("scope", "row")
                .child(html::span().class("two-lines").child(html::span().class("mono").child(name)).child(note)),
        )
        .child(html::td().attr("data-label", "Result").child(badge))
        .child(html::td().attr("data-label", "Cause").child(cause))
        .child(html::td().attr("data-label", "Appliance message").class("dim").child(view! { <UntrustedText text=target.text/> }))
        .into_any()
}

/// The button that copies the names of all failed targets.
#[component]
fn FailedNames(report: Memo<Option<Report>>, counts: Memo<Counts>) -> AnyView {
    let failed = derived(move || {
        report.with(|report| {
            let failed = targets(report.as_ref()).iter().filter(|target| target.state == TargetState::NotOk);
            failed.map(|target| target.target.as_str()).collect::<Vec<_>>().join("\n")
        })
    });
    (move || {
        (counts.get().not_ok > 0).then(|| {
            html::span().class("dim").child("Failed names ").child(view! { <CopyButton text=failed what="the failed names"/> })
        })
    })
    .into_any()
}

/// The containers among the targets.
fn names(cloud: Cloud, shown: &[TargetResult]) -> HashMap<String, TargetName> {
    let Some(list) = SignedInContext::expect().containers.of(cloud) else { return HashMap::new() };
    let is_complete = list.done.get();
    list.held.with(|held| {
        let directory = Directory::new(cloud, held);
        let name = |target: &TargetResult| match directory.target(&target.target) {
            TargetMatch::One(container) => {
                let is_other = !target.target.contains(container.label.as_sent());
                TargetName { id: Some((cloud, container.id.clone())), note: is_other.then(|| container.label.clone()) }
            }
            TargetMatch::Several => TargetName { id: None, note: Some("several containers have this name".into()) },
            // A region alone is no container.
            TargetMatch::None if is_complete && (cloud != Cloud::Aws || target.target.contains('/')) => {
                TargetName { id: None, note: Some("unmatched".into()) }
            }
            TargetMatch::None => TargetName::default(),
        };
        shown.iter().map(|target| (target.target.clone(), name(target))).collect()
    })
}

/// The filter chips: one per state and one per known cause. A chip stays, with the focus on it, when its count changes.
#[component]
fn Chips(
    counts: Memo<Counts>,
    causes: Memo<Vec<FailureCause>>,
    choice: Memo<Choice>,
    set: Callback<Vec<(&'static str, String)>>,
) -> AnyView {
    let of_state = |state: TargetState, label: &'static str, read: fn(Counts) -> usize| {
        let is_on = derived(move || choice.with(|choice| choice.state == Some(state)));
        let turn = move || {
            let state = if is_on.get_untracked() { "" } else { state.as_param() };
            set.run(vec![("show", state.to_owned()), ("cause", String::new())]);
        };
        // A filter that is on stays where it can be seen, and put off.
        let has_any = memo(move || read(counts.get()) > 0 || is_on.get());
        let label = derived(move || format!("{label} {}", grouped(read(counts.get()))));
        (move || has_any.get().then(|| view! { <ToggleChip label=label pressed=is_on on_toggle=turn/> })).into_any()
    };
    let of_cause = move |name: String| {
        let (mine, own) = (name.clone(), name.clone());
        let is_on = derived(move || choice.with(|choice| choice.cause.as_ref() == Some(&mine)));
        let label = derived(move || {
            let count = causes.with(|causes| causes.iter().find(|cause| cause.name == own).map_or(0, |cause| cause.count));
            format!("{own} {}", grouped(count))
        });
        let turn = move || {
            let cause = if is_on.get_untracked() { String::new() } else { name.clone() };
            set.run(vec![("cause", cause), ("show", String::new())]);
        };
        view! { <ToggleChip label=label pressed=is_on on_toggle=turn/> }.into_any()
    };
    let known = memo(move || {
        causes.with(|causes| {
            let known = causes.iter().filter(|cause| cause.means.is_some()).take(EXPLAINED);
            let known = known.map(|cause| cause.name.clone()).collect::<Vec<_>>();
            let asked = choice.with(|choice| choice.cause.clone()).filter(|asked| !known.contains(asked));
            known.into_iter().chain(asked).collect::<Vec<_>>()
        })
    });
    (
        of_state(TargetState::NotOk, "Failed", |counts| counts.not_ok),
        of_state(TargetState::Running, "Not finished", |counts| counts.running),
        of_state(TargetState::Ok, "Synchronized", |counts| counts.ok),
        view! { <For each=move || known.get() key=Clone::clone children=of_cause/> },
    )
        .into_any()
}

/// Each known cause once, with the fix and the person who can make it.
fn explained(causes: &[FailureCause]) -> Option<AnyView> {
    let line = |cause: &FailureCause| {
        let means = cause.means?;
        let often = if cause.count == 1 { "once".to_owned() } else { format!("{} times", grouped(cause.count)) };
        let text = format!(", {often}. {} Who can fix it: {}.", means.next, means.who);
        Some(html::li().child(html::strong().child(means.label)).child(text).into_any())
    };
    let lines: Vec<AnyView> = causes.iter().filter_map(line).take(EXPLAINED).collect();
    (!lines.is_empty()).then(|| html::ul().class("causes").attr("aria-label", "Causes of the failures").child(lines).into_any())
}
