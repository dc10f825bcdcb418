//! Tabs: one tab stop, arrows select.

use crate::support::page_harness::{attribute, focused, name, open, press};
use keysync::platform::html;
use keysync::reactive::*;
use keysync::ui::{Tab, Tabs};
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
async fn arrow_keys_select_tabs_and_only_the_selected_one_is_a_tab_stop() {
    let selected = RwSignal::new("unknown".to_owned());
    let screen = open(move || {
        let tabs = vec![
            Tab::new("results", "Results", || html::p().child("twelve")),
            Tab::new("parameters", "Parameters", || html::p().child("aws")),
            Tab::new("raw", "Raw", || html::p().child("json")),
        ];
        view! { <Tabs label="Run" tabs=tabs selected=selected on_select=Callback::new(move |id| selected.set(id))/> }
    })
    .await;
    screen.control("Results").focus().unwrap();
    for (key, tab, panel) in [
        ("ArrowLeft", "Raw", "json"),
        ("ArrowRight", "Results", "twelve"),
        ("End", "Raw", "json"),
        ("Home", "Results", "twelve"),
        ("ArrowRight", "Parameters", "aws"),
    ] {
        press(key).await;
        assert_eq!((focused().as_str(), name(&screen.one("[role=tabpanel]")).as_str()), (tab, panel), "after {key}");
        let stops: Vec<_> = screen.all("[role=tab]").into_iter().filter(|tab| tab.tab_index() == 0).collect();
        assert_eq!(
            stops.iter().map(|tab| (name(tab), attribute(tab, "aria-selected"))).collect::<Vec<_>>(),
            [(tab.to_owned(), "true".to_owned())]
        );
        assert_eq!(attribute(&screen.one("[role=tabpanel]"), "aria-labelledby"), stops[0].id());
    }
    assert_eq!(selected.get_untracked(), "parameters");
}
