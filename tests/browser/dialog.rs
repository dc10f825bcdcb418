//! Dialogs: focus, Escape, and dialogs that cannot be closed.

use crate::support::page_harness::{self, Screen, attribute, focused, name, open, press, settle};
use keysync::platform::announce;
use keysync::reactive::*;
use keysync::ui::{Button, ConfirmDialog, Dialog, DialogKind, Field, TextInput};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;

async fn open_page(kind: DialogKind) -> Screen {
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    open(move || {
        view! {
            <Button label="Rename" on_press=move || is_open.set(true)/>
            <Dialog open=is_open on_close=move || is_open.set(false) kind=kind title="New name">
                <Field id="name" label="Name"><TextInput value=text/></Field>
            </Dialog>
        }
    })
    .await
}

fn is_modal(screen: &Screen) -> bool {
    screen.one("dialog").matches(":modal").unwrap_or(false)
}

#[wasm_bindgen_test]
async fn a_dialog_is_named_takes_the_focus_and_gives_it_back_on_escape() {
    let screen = open_page(DialogKind::Plain).await;
    screen.click("Rename").await;
    assert!(is_modal(&screen));
    assert_eq!(focused(), "name");
    let label = attribute(&screen.one("dialog"), "aria-labelledby");
    assert_eq!(name(&screen.one(&format!("#{label}"))), "New name");
    press("Escape").await;
    assert!(!is_modal(&screen));
    assert_eq!(focused(), "Rename");
    assert!(screen.all("#name").is_empty(), "the content goes with it");
}

#[wasm_bindgen_test]
async fn a_locked_dialog_does_not_close() {
    let screen = open_page(DialogKind::Locked).await;
    screen.click("Rename").await;
    press("Escape").await;
    let cancel = web_sys::Event::new("cancel").unwrap();
    screen.one("dialog").dispatch_event(&cancel).unwrap();
    settle().await;
    assert!(is_modal(&screen));
    screen.one("dialog").unchecked_into::<web_sys::HtmlDialogElement>().close();
    // The browser fires `close` in a task of its own.
    page_harness::wait(50).await;
    assert!(is_modal(&screen), "it comes back when the browser closed it");
    assert!(screen.all("dialog button").is_empty(), "it has no cross");
    assert_eq!(attribute(&screen.one("dialog"), "role"), "alertdialog");
}

#[wasm_bindgen_test]
async fn a_confirmation_of_a_deletion_offers_cancel_first() {
    let is_open = RwSignal::new(false);
    let deleted = RwSignal::new(false);
    let screen = open(move || {
        view! {
            <Button label="Delete" on_press=move || is_open.set(true)/>
            <ConfirmDialog
                open=is_open
                on_close=move || is_open.set(false)
                title="Delete Nightly?"
                body="Its runs stay."
                confirm="Delete schedule"
                danger=true
                on_confirm=move || deleted.set(true)
            />
        }
    })
    .await;
    screen.click("Delete").await;
    assert_eq!(focused(), "Cancel");
    assert_eq!(attribute(&screen.one("dialog"), "role"), "alertdialog");
    let description = attribute(&screen.one("dialog"), "aria-describedby");
    assert_eq!(name(&screen.one(&format!("#{description}"))), "Its runs stay.");
    screen.click("Cancel").await;
    assert_eq!((focused().as_str(), deleted.get_untracked()), ("Delete", false));
    screen.click("Delete").await;
    screen.click("Delete schedule").await;
    assert!(deleted.get_untracked());
}

#[wasm_bindgen_test]
async fn announcements_during_a_modal_dialog_are_made_inside_it() {
    let screen = open_page(DialogKind::Plain).await;
    screen.click("Rename").await;
    announce::polite("Saved");
    assert_eq!(name(&screen.one("dialog > [role=status]")), "Saved");
    press("Escape").await;
    announce::polite("Saved");
    announce::polite("Saved");
    let text = screen.one("#announce-polite").text_content().unwrap();
    assert_eq!(text, "Saved\u{a0}", "equal text is made a change, so that it is read again");
}
