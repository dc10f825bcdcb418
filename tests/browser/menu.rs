//! The menu button's keys (APG menu button).

use crate::support::page_harness::{Screen, attribute, focused, open, press};
use keysync::reactive::*;
use keysync::ui::{Button, Menu, MenuItem};
use wasm_bindgen_test::*;

const NAME: &str = "More actions for Nightly";

async fn open_row(picked: RwSignal<Vec<&'static str>>) -> Screen {
    let screen = open(move || {
        let pick = move |what: &'static str| move || picked.update(|all| all.push(what));
        let items = derived(move || {
            vec![
                MenuItem::new("Copy id", pick("copy")),
                MenuItem::new("Disable", pick("disable")).why_not(Some("It is running".to_owned())),
                MenuItem::new("Delete", pick("delete")).danger(),
            ]
        });
        view! {
            <Menu label=NAME items=items/>
            <Button label="After"/>
        }
    })
    .await;
    screen.control(NAME).focus().unwrap();
    screen
}

fn is_open(screen: &Screen) -> bool {
    assert_eq!(attribute(&screen.control(NAME), "aria-expanded"), (!screen.all("[role=menu]").is_empty()).to_string());
    !screen.all("[role=menu]").is_empty()
}

#[wasm_bindgen_test]
async fn arrow_keys_open_the_menu_and_wrap_around() {
    let screen = open_row(RwSignal::new(Vec::new())).await;
    press("ArrowUp").await;
    assert_eq!(focused(), "Delete");
    press("ArrowDown").await;
    assert_eq!(focused(), "Copy id");
    press("Escape").await;
    press("ArrowDown").await;
    assert_eq!(focused(), "Copy id");
    for (key, lands_on) in [
        ("End", "Delete"),
        ("Home", "Copy id"),
        ("d", "DisableIt is running"),
        ("D", "Delete"),
        ("d", "DisableIt is running"),
        ("x", "DisableIt is running"),
    ] {
        press(key).await;
        assert_eq!(focused(), lands_on, "after {key}");
    }
    assert!(is_open(&screen));
}

#[wasm_bindgen_test]
async fn escape_and_tab_close_the_menu_and_the_button_has_the_focus() {
    let screen = open_row(RwSignal::new(Vec::new())).await;
    for key in ["Escape", "Tab"] {
        screen.click(NAME).await;
        assert!(is_open(&screen));
        assert_eq!(press(key).await, key == "Tab", "the browser moves on from the button on Tab");
        assert!(!is_open(&screen));
        assert_eq!(focused(), NAME);
    }
}

#[wasm_bindgen_test]
async fn a_menu_closes_when_the_focus_moves_elsewhere() {
    let screen = open_row(RwSignal::new(Vec::new())).await;
    press("ArrowDown").await;
    screen.click("After").await;
    assert!(!is_open(&screen));
    assert_eq!(focused(), "After");
}

#[wasm_bindgen_test]
async fn choosing_an_item_closes_the_menu_and_acts_once_unless_it_is_unavailable() {
    let picked = RwSignal::new(Vec::new());
    let screen = open_row(picked).await;
    screen.click(NAME).await;
    screen.click("DisableIt is running").await;
    assert!(is_open(&screen), "a refused item leaves its reason in sight");
    screen.click("Delete").await;
    assert!(!is_open(&screen));
    assert_eq!(picked.get_untracked(), ["delete"]);
    assert_eq!(focused(), NAME);
}
