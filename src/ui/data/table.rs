use crate::platform::html::{self, AnyView, Children, Element, IntoView, ev};
use crate::platform::{announce, focus};
use crate::reactive::*;
use crate::ui::{Icon, live_glyph};

/// A native table in a scrollable region, with a link that skips it.
/// The children are `<thead>` and `<tbody>`.
#[component]
pub fn Table(
    /// The table's id; the end of it is `{id}-end`.
    #[prop(into)]
    id: String,
    #[prop(into)] caption: Signal<String>,
    /// Shows the caption, which is otherwise for screen readers alone: for pages with more than one table.
    #[prop(optional)]
    caption_shown: bool,
    /// True while new rows load; the old ones stay readable.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Below 720 px, turns each row into a block whose cells show their `data-label`.
    #[prop(optional)]
    stack: bool,
    children: Children,
) -> AnyView {
    let end = format!("{id}-end");
    let caption_id = format!("{id}-caption");
    let label = caption_id.clone();
    let target = end.clone();
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus::by_id(&target);
    };
    (
        html::a().class("skip-table sr-only").attr("href", format!("#{end}")).on(ev::click, skip).child("Skip table"),
        html::div().class("tablewrap").attr("role", "region").attr("tabindex", "0").attr("aria-labelledby", label).child(
            html::table()
                .attr("id", id)
                .class_if("stack", stack)
                .attr("aria-busy", move || busy.get().then_some("true"))
                .child(html::caption().attr("id", caption_id).class_if("sr-only", !caption_shown).child(caption))
                .child(children.run()),
        ),
        html::div().attr("id", end).attr("tabindex", "-1"),
    )
        .into_any()
}

/// A `<thead>` of columns that do not sort.
pub fn columns<const N: usize>(names: [&'static str; N]) -> Element {
    let cell = |name| html::th().attr("scope", "col").child(name);
    html::thead().child(html::tr().child(names.map(cell).into_iter().collect::<Vec<_>>()))
}

/// The direction of a sort.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortDir {
    Ascending,
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

/// A column header that sorts: a button, with `aria-sort` on the sorted column, and an announcement of the change.
#[component]
pub fn SortHeader(
    #[prop(into)] label: Signal<String>,
    /// The direction, when the table is sorted by this column.
    #[prop(into)]
    sort: Signal<Option<SortDir>>,
    /// Called when pressed; the owner of the sort decides the direction.
    #[prop(into)]
    on_sort: Callback<()>,
    /// Numbers: aligned right.
    #[prop(optional)]
    num: bool,
) -> AnyView {
    let icon = derived(move || match sort.get() {
        Some(SortDir::Descending) => Icon::ArrowDown,
        _ => Icon::ArrowUp,
    });
    let press = move |_| {
        on_sort.try_run(());
        focus::settled(move || {
            if let (Some(Some(dir)), Some(label)) = (sort.try_get_untracked(), label.try_get_untracked()) {
                announce::polite(&format!("Sorted by {label}, {}", dir.word()));
            }
        });
    };
    html::th()
        .attr("scope", "col")
        .class_if("num", num)
        .attr("aria-sort", move || sort.get().map(SortDir::word))
        .child(html::button().attr("type", "button").class("sort").on(ev::click, press).child(label).child(live_glyph(icon)))
        .into_any()
}
