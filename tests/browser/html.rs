//! The element builder: rows that keep their nodes and the focus, dynamic parts, properties that a person changes.

use crate::support::page_harness::{self, Screen, open, settle};
use keysync::platform::html::{self, For};
use keysync::reactive::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;

async fn list(items: RwSignal<Vec<&'static str>>) -> Screen {
    let row = |name: &'static str| html::li().child(html::button().attr("id", name).child(name));
    open(move || html::ul().child(view! { <For each=move || items.get() key=|name| (*name).to_owned() children=row/> })).await
}

fn order(screen: &Screen) -> Vec<String> {
    screen.all("li").iter().map(|row| row.text_content().unwrap_or_default()).collect()
}

#[wasm_bindgen_test]
async fn rows_follow_every_order_and_keep_their_nodes() {
    let items = RwSignal::new(vec!["a", "b", "c", "d", "e"]);
    let screen = list(items).await;
    let b = screen.one("#b");
    for wanted in [
        vec!["e", "d", "c", "b", "a"],
        vec!["b", "a", "e"],
        vec!["f", "b", "g", "a", "h", "e", "i"],
        vec!["i", "b"],
        vec!["b", "b", "i"],
        vec!["c", "b", "i", "a"],
    ] {
        items.set(wanted.clone());
        settle().await;
        let mut once = wanted;
        once.dedup();
        assert_eq!(order(&screen), once);
        assert_eq!(screen.one("#b"), b, "the row of b is the one that it was");
    }
    items.set(Vec::new());
    settle().await;
    assert!(order(&screen).is_empty());
}

#[wasm_bindgen_test]
async fn a_moved_row_keeps_the_focus() {
    let items = RwSignal::new(vec!["a", "b", "c"]);
    let screen = list(items).await;
    screen.focus("c").await;
    items.set(vec!["c", "a", "b"]);
    settle().await;
    assert_eq!(order(&screen), ["c", "a", "b"]);
    assert_eq!(page_harness::focused(), "c");
}

#[wasm_bindgen_test]
async fn the_signals_of_a_row_end_with_it() {
    let items = RwSignal::new(vec!["a", "b"]);
    let ended = RwSignal::new(Vec::new());
    let row = move |name: &'static str| {
        on_cleanup(move || ended.update(|ended| ended.push(name)));
        html::li().child(name)
    };
    let shown = RwSignal::new(true);
    let list = move || shown.get().then(|| view! { <For each=move || items.get() key=|name| (*name).to_owned() children=row/> });
    let _screen = open(move || html::ul().child(list)).await;
    items.set(vec!["b"]);
    settle().await;
    assert_eq!(ended.get_untracked(), ["a"]);
    shown.set(false);
    settle().await;
    assert_eq!(ended.get_untracked(), ["a", "b"]);
}

#[wasm_bindgen_test]
async fn nested_dynamic_parts_change_alone_and_stay_in_place() {
    let (outer, inner) = (RwSignal::new(1), RwSignal::new(1));
    let screen = open(move || {
        let nested = move || (outer.get() > 0).then(|| ("<", move || (0..inner.get()).map(|_| "i").collect::<Vec<_>>(), ">"));
        html::p().child("a").child(nested).child("z")
    })
    .await;
    let text = || screen.one("p").text_content().unwrap_or_default();
    assert_eq!(text(), "a<i>z");
    inner.set(3);
    settle().await;
    assert_eq!(text(), "a<iii>z");
    outer.set(0);
    settle().await;
    assert_eq!(text(), "az");
    inner.set(2);
    outer.set(2);
    settle().await;
    assert_eq!(text(), "a<ii>z");
}

#[wasm_bindgen_test]
async fn an_attribute_is_set_removed_and_not_set_to_the_same_value() {
    let on = RwSignal::new(None::<&'static str>);
    let screen = open(move || html::p().attr("title", move || on.get())).await;
    let p = screen.one("p");
    assert!(!p.has_attribute("title"));
    on.set(Some("x"));
    settle().await;
    assert_eq!(p.get_attribute("title").as_deref(), Some("x"));
    let _ = p.set_attribute("title", "by hand");
    on.set(Some("x"));
    settle().await;
    assert_eq!(p.get_attribute("title").as_deref(), Some("by hand"), "nothing was written");
    on.set(None);
    settle().await;
    assert!(!p.has_attribute("title"));
}

#[wasm_bindgen_test]
async fn a_property_follows_its_signal_even_after_user_input() {
    let text = RwSignal::new("one".to_owned());
    let screen = open(move || html::input().prop("value", text)).await;
    let input: web_sys::HtmlInputElement = screen.one("input").unchecked_into();
    input.set_value("typed");
    text.set("one".to_owned());
    settle().await;
    assert_eq!(input.value(), "one");
}

/// Replaces each text node below the element, as a translator of the browser does.
fn translate(root: &web_sys::Node) {
    let children: Vec<web_sys::Node> = (0..root.child_nodes().length()).filter_map(|n| root.child_nodes().item(n)).collect();
    for child in children {
        if child.node_type() == web_sys::Node::TEXT_NODE {
            let font = document().create_element("font").expect("an element");
            font.set_text_content(child.text_content().as_deref());
            let _ = root.replace_child(&font, &child);
        } else {
            translate(&child);
        }
    }
}

#[wasm_bindgen_test]
async fn a_text_that_a_stranger_replaced_follows_its_signal_again() {
    let (value, more) = (RwSignal::new("one".to_owned()), RwSignal::new(true));
    let screen = open(move || {
        let nested = move || more.get().then(|| ("(", value, move || value.get(), ")"));
        html::p().child("as of ").child(value).child(" and ").child(html::i()).child(value).child(nested).child(".")
    })
    .await;
    let text = || screen.one("p").text_content().unwrap_or_default();
    assert_eq!(text(), "as of one and one(oneone).");
    for now in ["two", "three"] {
        translate(&screen.one("p"));
        value.set(now.to_owned());
        settle().await;
        assert_eq!(text(), format!("as of {now} and {now}({now}{now})."), "each value once, and the words around it");
    }
    translate(&screen.one("p"));
    more.set(false);
    settle().await;
    assert_eq!(text(), "as of three and three.");
    // A dictionary splits a text and marks a word in it.
    value.set("words".to_owned());
    settle().await;
    let node = screen.one("i").next_sibling().and_then(|node| node.dyn_into::<web_sys::Text>().ok());
    let _ = node.expect("the text after the mark").split_text(2);
    value.set("four".to_owned());
    settle().await;
    assert_eq!(text(), "as of four and four.");
}
