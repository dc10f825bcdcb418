//! Fields and the error summary.

use crate::support::page_harness::{attribute, focused, open, press, settle, wait};
use keysync::platform::html;
use keysync::reactive::*;
use keysync::ui::{Button, Choice, ErrorSummary, Field, InputKind, RadioGroup, Select, SummaryError, TextArea, TextInput};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
async fn the_error_summary_takes_the_focus_at_every_attempt_and_links_to_the_field() {
    let attempt = RwSignal::new(0);
    let errors = Signal::derive(move || {
        let error = SummaryError { field_id: "name".into(), text: "Enter a name".into() };
        if attempt.get() > 0 { vec![error] } else { Vec::new() }
    });
    let screen = open(move || {
        view! {
            <ErrorSummary errors=errors attempt=attempt/>
            <Field id="name" label="Name"><TextInput value=RwSignal::new(String::new())/></Field>
            <Button label="Create" on_press=move || attempt.update(|n| *n += 1)/>
        }
    })
    .await;
    for _ in 0..2 {
        screen.click("Create").await;
        assert_eq!(focused(), "There is a problem", "also when nothing changed since the last attempt");
        screen.click("Enter a name").await;
        assert_eq!(focused(), "name");
    }
}

#[wasm_bindgen_test]
async fn a_field_describes_its_control_by_hint_and_error() {
    let error = RwSignal::new(None::<String>);
    let screen = open(move || {
        view! {
            <Field id="cron" label="Expression" hint="Five fields" error=error optional=true>
                <TextInput value=RwSignal::new(String::new()) mono=true/>
            </Field>
        }
    })
    .await;
    let input = screen.one("#cron");
    assert_eq!(screen.description(&input), "Five fields");
    assert!(!input.has_attribute("aria-invalid"));
    error.set(Some("Enter five fields".into()));
    settle().await;
    assert_eq!(screen.description(&input), "Five fields Error: Enter five fields");
    assert_eq!(attribute(&input, "aria-invalid"), "true");
    assert!(screen.text().contains("Expression (optional)"));
    assert_eq!(attribute(&screen.one("label"), "for"), "cron");
}

#[wasm_bindgen_test]
async fn radio_buttons_exclude_each_other_and_the_first_has_the_id_of_the_group() {
    let value = RwSignal::new("some".to_owned());
    let screen = open(move || {
        let choices = vec![Choice::new("some", "These"), Choice::new("all", "Everything").hint("Later ones too")];
        view! { <RadioGroup id="what" legend="What" value=value choices=choices/> }
    })
    .await;
    let checked = || screen.all("input:checked").iter().map(|radio| radio.id()).collect::<Vec<_>>();
    assert_eq!(checked(), ["what"]);
    screen.one("#what-2").click();
    settle().await;
    assert_eq!((value.get_untracked().as_str(), checked()), ("all", vec!["what-2".to_owned()]));
    assert_eq!(screen.description(&screen.one("#what-2")), "Later ones too");
    value.set("some".into());
    settle().await;
    assert_eq!(checked(), ["what"]);
}

#[wasm_bindgen_test]
async fn a_length_limit_counts_and_does_not_cut() {
    let value = RwSignal::new(String::new());
    let screen = open(move || view! { <Field id="text" label="Text"><TextArea value=value limit=5/></Field> }).await;
    assert!(screen.text().contains("0 of 5 characters"));
    value.set("größer als".into());
    settle().await;
    assert!(screen.text().contains("5 characters too many"));
    assert_eq!(value.get_untracked(), "größer als");
}

/// A browser takes the second 0 of "00" for "the next that begins with 0".
#[wasm_bindgen_test]
async fn two_digits_typed_into_a_select_choose_that_option() {
    let value = RwSignal::new("30".to_owned());
    let minutes = (0..60).map(|n| Choice::new(n.to_string(), format!("{n:02}"))).collect::<Vec<_>>();
    let screen =
        open(move || view! { <Field id="minute" label="Minute"><Select value=value choices=Signal::stored(minutes)/></Field> })
            .await;
    screen.focus("minute").await;
    for (keys, chosen) in [("00", "0"), ("09", "9"), ("45", "45")] {
        for key in keys.chars() {
            assert!(!press(&key.to_string()).await, "the browser has no say in it");
        }
        settle().await;
        let shown: web_sys::HtmlSelectElement = screen.one("#minute").unchecked_into();
        assert_eq!((value.get_untracked().as_str(), shown.value().as_str()), (chosen, chosen), "{keys}");
        wait(1_050).await;
    }
    assert!(press(" ").await, "which opens the list");
    assert!(press("x").await, "what begins no choice is the browser's");
    assert_eq!(value.get_untracked(), "45");
}

/// A password manager and a restored page write into controls and tell nobody.
#[wasm_bindgen_test]
async fn a_form_reads_what_stands_in_it() {
    let (name, about, cloud, sent) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new("aws".to_owned()),
        RwSignal::new(String::new()),
    );
    let screen = open(move || {
        let choices = vec![Choice::new("aws", "AWS"), Choice::new("gcp", "Google")];
        let send = move || sent.set(format!("{} {} {}", name.get_untracked(), about.get_untracked(), cloud.get_untracked()));
        let fields = view! {
            <Field id="name" label="Name"><TextInput value=name/></Field>
            <Field id="about" label="About"><TextArea value=about/></Field>
            <RadioGroup id="cloud" legend="Cloud" value=cloud choices=choices/>
            <Button label="Send" on_press=send/>
        };
        html::form().child(fields)
    })
    .await;
    screen.one("#name").unchecked_into::<web_sys::HtmlInputElement>().set_value("filled");
    screen.one("#about").unchecked_into::<web_sys::HtmlTextAreaElement>().set_value("in");
    screen.one("#cloud-2").unchecked_into::<web_sys::HtmlInputElement>().set_checked(true);
    screen.click("Send").await;
    assert_eq!(sent.get_untracked(), "filled in gcp");
}

/// A stored text that a control cannot show as it is stays what it is, however often the form is sent.
#[wasm_bindgen_test]
async fn a_text_that_a_control_cannot_show_stays_as_it_is() {
    let (about, start) = (RwSignal::new("one\r\ntwo".to_owned()), RwSignal::new("+12027-01-01T00:00".to_owned()));
    let screen = open(move || {
        html::form().child(view! {
            <Field id="about" label="About"><TextArea value=about/></Field>
            <Field id="start" label="Start"><TextInput value=start kind=InputKind::DateTime/></Field>
            <Button label="Send" on_press=|| ()/>
        })
    })
    .await;
    screen.click("Send").await;
    assert_eq!((about.get_untracked().as_str(), start.get_untracked().as_str()), ("one\r\ntwo", "+12027-01-01T00:00"));
}
