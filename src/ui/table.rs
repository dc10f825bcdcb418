use super::{Icon, live_glyph};
use crate::platform::{announce, focus};
use crate::reactive::derived;
use leptos::prelude::*;

/// A native table in a region of its own, which scrolls where the screen is narrow, with a link that skips it.
/// The children are `<thead>` and `<tbody>`.
#[component]
pub fn Table(
    /// The table's id; the end of it is `{id}-end`.
    #[prop(into)]
    id: String,
    /// The table's name.
    #[prop(into)]
    caption: Signal<String>,
    /// The caption is shown, not only spoken: for pages with more than one table.
    #[prop(optional)]
    caption_shown: bool,
    /// The rows are about to change; they stay readable.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Below 720 px a row becomes a block, each cell named by its `data-label`.
    #[prop(optional)]
    stack: bool,
    /// `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    let end = format!("{id}-end");
    let caption_id = format!("{id}-caption");
    let label = caption_id.clone();
    let target = end.clone();
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus::by_id(&target);
    };
    view! {
        <a class="skip-table vh" href=format!("#{end}") on:click=skip>"Skip table"</a>
        <div class="tablewrap" role="region" tabindex="0" aria-labelledby=label>
            <table id=id class:stack=stack aria-busy=derived(move || busy.get().then_some("true"))>
                <caption id=caption_id class:vh=!caption_shown>{caption}</caption>
                {children()}
            </table>
        </div>
        <div id=end tabindex="-1"></div>
    }
}

/// The direction of a sort.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortDir {
    /// A to Z, oldest first, smallest first.
    Ascending,
    /// The other way.
    Descending,
}

impl SortDir {
    const fn word(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

/// A column header that sorts: a button, `aria-sort` on the one column that is sorted by, and the change announced.
#[component]
pub fn SortHeader(
    /// The column's name.
    #[prop(into)]
    label: Signal<String>,
    /// The direction, when the table is sorted by this column.
    #[prop(into)]
    sort: Signal<Option<SortDir>>,
    /// Called when pressed; who owns the sort decides the direction.
    #[prop(into)]
    on_sort: Callback<()>,
    /// Numbers: aligned right.
    #[prop(optional)]
    num: bool,
) -> impl IntoView {
    let icon = derived(move || match sort.get() {
        Some(SortDir::Descending) => Icon::ArrowDown,
        _ => Icon::ArrowUp,
    });
    let press = move |_| {
        on_sort.try_run(());
        focus::settled(move || {
            if let Some(Some(dir)) = sort.try_get_untracked() {
                announce::polite(&format!("Sorted by {}, {}", label.get_untracked(), dir.word()));
            }
        });
    };
    view! {
        <th scope="col" class:num=num aria-sort=derived(move || sort.get().map(SortDir::word))>
            <button type="button" class="sort" on:click=press>
                {label}
                {live_glyph(icon)}
            </button>
        </th>
    }
    .into_any()
}
