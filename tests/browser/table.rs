//! Tables: sort headers, the link that skips them, the ends of the pages.

use crate::support::page_harness::{attribute, focused, name, open, settle};
use keysync::platform::html::{self, IntoView};
use keysync::reactive::*;
use keysync::ui::{Pagination, SortDir, SortHeader, Table};
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
async fn the_sorted_column_is_marked_and_a_change_is_announced() {
    let sort = RwSignal::new(("Name", SortDir::Ascending));
    let by = move |column: &'static str| Signal::derive(move || Some(sort.get().1).filter(|_| sort.get().0 == column));
    let press = move |column: &'static str| {
        move || {
            let again = sort.get_untracked() == (column, SortDir::Ascending);
            sort.set((column, if again { SortDir::Descending } else { SortDir::Ascending }));
        }
    };
    let screen = open(move || {
        let heads = html::tr()
            .child(view! { <SortHeader label="Name" sort=by("Name") on_sort=press("Name")/> })
            .child(view! { <SortHeader label="Took" sort=by("Took") on_sort=press("Took")/> });
        let row = html::tr().child(html::th().attr("scope", "row").child("a")).child(html::td().child("1 s"));
        let rows = (html::thead().child(heads), html::tbody().child(row)).into_any();
        view! { <Table id="runs" caption="Runs">{rows}</Table> }
    })
    .await;
    let sorted = || screen.all("th[aria-sort]").iter().map(|th| (name(th), attribute(th, "aria-sort"))).collect::<Vec<_>>();
    assert_eq!(sorted(), [("Name".to_owned(), "ascending".to_owned())]);
    screen.click("Took").await;
    screen.click("Took").await;
    assert_eq!(sorted(), [("Took".to_owned(), "descending".to_owned())]);
    assert_eq!(screen.said(), "Sorted by Took, descending");
    assert_eq!(focused(), "Took");

    let region = screen.one("[role=region]");
    assert_eq!(name(&screen.one(&format!("#{}", attribute(&region, "aria-labelledby")))), "Runs");
    assert_eq!(region.tab_index(), 0, "it can be scrolled by keyboard");
    screen.click("Skip table").await;
    assert_eq!(document().active_element().unwrap().id(), "runs-end");
}

#[wasm_bindgen_test]
async fn page_buttons_at_the_ends_keep_the_focus_and_give_a_reason() {
    let page = RwSignal::new(1_usize);
    let size = RwSignal::new(25_usize);
    let screen = open(move || {
        view! {
            <Pagination page=page page_size=size total=1312 on_page=Callback::new(move |to| page.set(to)) on_size=Callback::new(move |to| size.set(to))/>
        }
    })
    .await;
    assert!(screen.text().contains("1–25 of 1,312"));
    screen.click("Previous page").await;
    assert_eq!(page.get_untracked(), 1);
    assert_eq!(screen.description(&screen.control("Previous page")), "This is the first page");
    page.set(52);
    settle().await;
    screen.click("Next page").await;
    assert_eq!(page.get_untracked(), 53);
    assert!(screen.text().contains("1,301–1,312 of 1,312"));
    assert_eq!(focused(), "Next page", "the focus stays though there is no next page");
    screen.click("Next page").await;
    assert_eq!(page.get_untracked(), 53);
}
