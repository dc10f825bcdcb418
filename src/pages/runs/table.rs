//! The table of runs with its pages. The headers sort; the order is in the address.

use super::delete::RunsToDelete;
use super::filters::RunFilters;
use super::list_model::RunListModel;
use super::row::RunRow;
use crate::components::table::row_selection::{RowSelection, SelectAll};
use crate::data::context::AppContext;
use crate::domain::list::row::Row;
use crate::domain::run::summary::RunSummary;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::reactive::*;
use crate::routes::known::PAGE_SIZES;
use crate::ui::{Pagination, SortDir, SortHeader, Table};

/// The rows of one page, and the choice of the page.
#[component]
pub fn RunTable(
    model: RunListModel,
    asked: Memo<RunFilters>,
    on_page: RwSignal<Vec<Row<RunSummary>>>,
    selected_rows: RowSelection,
    deletion: RwSignal<Option<RunsToDelete>>,
    /// The next rows to disappear are those of deleted runs.
    are_deleted: StoredValue<bool>,
) -> AnyView {
    let keys = memo(move || on_page.with(|rows| rows.iter().map(|row| row.id_text().to_owned()).collect::<Vec<_>>()));
    let header = move |label: &'static str, name: &'static str| view! { <Header label=label name=name asked=asked/> };
    let head = html::tr()
        .child(view! { <SelectAll keys=keys selected_rows=selected_rows/> })
        .child(header("Run of", "name"))
        .child(html::th().attr("scope", "col").child("Verdict"))
        .child(header("The appliance says", "status"))
        .child(header("Enqueued", "enqueued_at"))
        .child(header("Finished", "updatedAt"))
        .child(html::th().attr("scope", "col").class("num").child("Took"))
        .child(header("Node", "processing_node"))
        .child(html::th().attr("scope", "col").child(html::span().class("sr-only").child("Actions")));
    let row = move |key: String| view! { <RunRow key=key rows=on_page.into() selected_rows=selected_rows deletion=deletion are_deleted=are_deleted/> };
    let rows =
        (html::thead().child(head), html::tbody().child(view! { <For each=move || keys.get() key=Clone::clone children=row/> }))
            .into_any();
    html::div()
        .class("sheet")
        .child(view! { <Table id="runs" caption="Runs, newest first" busy=model.page.busy stack=true>{rows}</Table> })
        .child(view! { <Pages asked=asked total=model.total/> })
        .into_any()
}

#[component]
fn Pages(asked: Memo<RunFilters>, total: Memo<Option<usize>>) -> AnyView {
    let router = AppContext::expect().router;
    let set = move |name: &'static str, value: String| {
        let next = router.query().get_untracked().with(name, &value);
        router.set_query(if name == "page" { next } else { next.with("page", "") });
    };
    let total = derived(move || total.get().unwrap_or_default());
    let on_page = Callback::new(move |page: usize| set("page", if page > 1 { page.to_string() } else { String::new() }));
    let on_size =
        Callback::new(move |size: usize| set("rows", if size == PAGE_SIZES[0] { String::new() } else { size.to_string() }));
    let number = derived(move || asked.with(|asked| asked.page));
    let size = derived(move || asked.with(|asked| asked.size));
    view! { <Pagination page=number page_size=size total=total on_page=on_page on_size=on_size/> }.into_any()
}

#[component]
fn Header(label: &'static str, name: &'static str, asked: Memo<RunFilters>) -> AnyView {
    let router = AppContext::expect().router;
    let direction = derived(move || {
        asked.with(|asked| match asked.sort.as_deref() {
            Some(sort) if sort == name => Some(SortDir::Ascending),
            Some(sort) if sort.strip_prefix('-') == Some(name) => Some(SortDir::Descending),
            None if name == "enqueued_at" => Some(SortDir::Descending),
            _ => None,
        })
    });
    let turn = move || {
        let sort = match direction.get_untracked() {
            Some(SortDir::Ascending) => format!("-{name}"),
            _ => name.to_owned(),
        };
        // Newest first is the default and stays out of the address.
        let sort = if sort == "-enqueued_at" { String::new() } else { sort };
        router.set_query(router.query().get_untracked().with("page", "").with("sort", &sort));
    };
    // The newest runs are stored newest first.
    let is_fixed = memo(move || asked.with(|asked| asked.verdict.is_some()));
    (move || {
        if is_fixed.get() {
            html::th().attr("scope", "col").child(label).into_any()
        } else {
            view! { <SortHeader label=label sort=direction on_sort=turn/> }.into_any()
        }
    })
    .into_any()
}
