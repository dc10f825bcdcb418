//! One row of the table of runs. Every cell is a memo of its own: a refresh that changes one value touches that cell alone.

use super::delete::RunsToDelete;
use crate::components::fields::timestamp::Timestamp;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::status::badges::VerdictBadge;
use crate::components::table::row_selection::{RowSelection, SelectRow};
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::RunId;
use crate::domain::list::row::Row;
use crate::domain::name::Name;
use crate::domain::run::summary::RunSummary;
use crate::domain::run::verdict::Verdict;
use crate::domain::time::{Stamp, duration_text};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::routes::{Place, Route, UrlQuery};
use crate::state::permissions::Permission;
use crate::ui::{Icon, Menu, MenuItem};

/// The row of the run with this key.
#[component]
pub fn RunRow(
    key: String,
    rows: Signal<Vec<Row<RunSummary>>>,
    selected_rows: RowSelection,
    deletion: RwSignal<Option<RunsToDelete>>,
    /// The next rows to disappear are those of deleted runs.
    are_deleted: StoredValue<bool>,
) -> AnyView {
    let row = memo(move || rows.with(|rows| rows.iter().find(|row| row.id_text() == key).cloned()));
    let is_odd = memo(move || matches!(row.get(), Some(Row::Odd(_))));
    (move || {
        if is_odd.get() {
            view! { <OddRun row=row/> }.into_any()
        } else {
            view! { <GoodRun row=row selected_rows=selected_rows deletion=deletion are_deleted=are_deleted/> }.into_any()
        }
    })
    .into_any()
}

/// The values of the cells, empty for a row that is gone or cannot be read.
#[derive(Clone, Copy)]
struct RunCells {
    id: Memo<Option<RunId>>,
    name: Memo<Name>,
    about: Memo<String>,
    verdict: Memo<Option<Verdict>>,
    cause: Memo<String>,
    status: Memo<String>,
    began: Memo<Option<Stamp>>,
    ended: Memo<Option<Stamp>>,
    took: Memo<String>,
    node: Memo<Name>,
}

impl RunCells {
    fn new(row: Memo<Option<Row<RunSummary>>>) -> RunCells {
        let clock = AppContext::expect().clock;
        let text = move |read: fn(&RunSummary) -> String| {
            memo(move || row.with(|row| row.as_ref().and_then(Row::good).map(read)).unwrap_or_default())
        };
        let name = move |read: fn(&RunSummary) -> Name| {
            memo(move || row.with(|row| row.as_ref().and_then(Row::good).map(read)).unwrap_or_default())
        };
        RunCells {
            id: memo(move || row.with(|row| row.as_ref().and_then(Row::good).map(|run| run.id.clone()))),
            name: name(|run| run.name.clone()),
            about: text(|run| run.about.clone()),
            verdict: memo(move || {
                let now = clock.minute();
                row.with(|row| row.as_ref().and_then(Row::good).map(|run| run.verdict(now)))
            }),
            cause: text(|run| run.cause.clone().unwrap_or_default()),
            status: text(|run| Name::from(run.status.as_str()).marked()),
            began: memo(move || row.with(|row| row.as_ref().and_then(Row::good).and_then(|run| run.began.clone()))),
            ended: memo(move || row.with(|row| row.as_ref().and_then(Row::good).and_then(|run| run.ended.clone()))),
            took: text(|run| run.took_ms.map(duration_text).unwrap_or_else(|| "–".to_owned())),
            node: name(|run| run.node.as_deref().unwrap_or("–").into()),
        }
    }
}

fn menu_items(row: Memo<Option<Row<RunSummary>>>, deletion: RwSignal<Option<RunsToDelete>>) -> Signal<Vec<MenuItem>> {
    let router = AppContext::expect().router;
    let permissions = SignedInContext::expect().permissions;
    derived(move || {
        let Some(Row::Good(run)) = row.get() else { return Vec::new() };
        let all = Place { route: Route::Runs, query: UrlQuery::default() };
        let of_schedule = run.schedule.clone().map(|id| {
            let runs = Place { query: all.query.clone().with("schedule", id.as_str()), ..all.clone() };
            [
                MenuItem::link("Show the schedule", router.href(Route::Schedule(id))).icon(Icon::Calendar),
                MenuItem::link("Show only its runs", router.href(runs)).icon(Icon::List),
            ]
        });
        let delete = MenuItem::new("Delete", move || deletion.set(Some(RunsToDelete(vec![run.clone()]))))
            .danger()
            .why_not(permissions.why_not(Permission::DeleteRun));
        of_schedule.into_iter().flatten().chain([delete]).collect::<Vec<_>>()
    })
}

#[component]
fn GoodRun(
    row: Memo<Option<Row<RunSummary>>>,
    selected_rows: RowSelection,
    deletion: RwSignal<Option<RunsToDelete>>,
    are_deleted: StoredValue<bool>,
) -> AnyView {
    let router = AppContext::expect().router;
    // The deleted run takes its menu, and with it the focus, along.
    on_cleanup(move || {
        if are_deleted.try_get_value() == Some(true) {
            let _ = are_deleted.try_set_value(false);
            focus::heading_if_lost();
        }
    });
    let RunCells { id, name, about, verdict, cause, status, began, ended, took, node } = RunCells::new(row);
    let tick_id = derived(move || id.with(|id| id.as_ref().map(|id| id.as_str().to_owned())));
    let menu = menu_items(row, deletion);
    let menu_label = derived(move || format!("More for the run of {}", name.with(Name::marked)));
    let why = move || {
        cause.with(|cause| {
            (!cause.is_empty()).then(|| html::span().class("dim").child(view! { <UntrustedText text=cause.clone()/> }))
        })
    };
    html::tr()
        .child(view! { <SelectRow id=tick_id name=derived(move || format!("the run of {}", name.with(Name::marked))) selected_rows=selected_rows/> })
        .child(
            html::th().attr("scope", "row").child(
                html::span()
                    .class("two-lines")
                    .child(
                        html::a()
                            .attr("href", move || id.get().map(|id| router.href(Route::Run(id))))
                            .child(view! { <UntrustedText text=name/> }),
                    )
                    .child(html::span().child(about)),
            ),
        )
        .child(
            html::td().attr("data-label", "Verdict").child(
                html::span()
                    .class("two-lines")
                    .child(html::span().child(move || {
                        verdict.get().map(|verdict| view! { <VerdictBadge verdict=Signal::stored(verdict)/> })
                    }))
                    .child(why),
            ),
        )
        .child(html::td().attr("data-label", "The appliance says").child(html::code().child(status)))
        .child(html::td().attr("data-label", "Enqueued").class("nowrap").child(view! { <Timestamp at=began/> }))
        .child(html::td().attr("data-label", "Finished").class("nowrap").child(view! { <Timestamp at=ended/> }))
        .child(html::td().attr("data-label", "Took").class("num nowrap").child(took))
        .child(html::td().attr("data-label", "Node").class("nowrap").child(view! { <UntrustedText text=node/> }))
        .child(html::td().class("row-actions").child(view! { <Menu label=menu_label items=menu/> }))
        .into_any()
}

#[component]
fn OddRun(row: Memo<Option<Row<RunSummary>>>) -> AnyView {
    let text = move || {
        row.with(|row| match row {
            Some(Row::Odd(odd)) => {
                (odd.called().unwrap_or_else(|| "A run without a name".into()), format!("{}: {}", odd.path, odd.what))
            }
            _ => (Name::default(), String::new()),
        })
    };
    html::tr()
        .class("odd")
        .child(html::th().attr("scope", "row").child(view! { <UntrustedText text=derived(move || text().0)/> }))
        .child(
            html::td()
                .attr("colspan", "7")
                .attr("data-label", "Problem")
                .child("The appliance sent a run that this console cannot read (")
                .child(move || text().1)
                .child("). It is listed so that nothing is hidden."),
        )
        .into_any()
}
