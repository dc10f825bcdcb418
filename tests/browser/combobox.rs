//! The combobox: the key table of the APG, chips, pastes, and 10,000 options.

use crate::support::page_harness::{Screen, attribute, focused, name, open, press, press_composing, settle};
use keysync::reactive::*;
use keysync::ui::{ComboOption, Combobox, Field, OptionsState};
use wasm_bindgen_test::*;

fn vaults(count: usize) -> Vec<ComboOption> {
    let vault =
        |n: usize| ComboOption { value: format!("id-{n}"), label: format!("vault {n}"), detail: "eu".into(), muted: false };
    (0..count).map(vault).collect()
}

struct Picker {
    screen: Screen,
    selected: RwSignal<Vec<String>>,
}

async fn open_picker(count: usize, free: bool) -> Picker {
    let selected = RwSignal::new(Vec::new());
    let screen = open(move || {
        view! {
            <Field id="vaults" label="Vaults"><Combobox selected=selected options=vaults(count) noun="vaults" free=free/></Field>
        }
    })
    .await;
    screen.focus("vaults").await;
    Picker { screen, selected }
}

impl Picker {
    fn meant(&self) -> String {
        let id = attribute(&self.screen.one("#vaults"), "aria-activedescendant");
        if id.is_empty() { String::new() } else { name(&self.screen.one(&format!("#{id}"))) }
    }

    fn is_open(&self) -> bool {
        let open = attribute(&self.screen.one("#vaults"), "aria-expanded") == "true";
        assert_eq!(open, !self.screen.one(".list").hidden());
        open
    }

    fn selected(&self) -> Vec<String> {
        self.selected.get_untracked()
    }
}

#[wasm_bindgen_test]
async fn arrow_keys_move_the_active_option_while_the_input_keeps_the_focus() {
    let picker = open_picker(30, false).await;
    for (key, lands_on) in [
        ("ArrowDown", "vault 0eu"),
        ("ArrowDown", "vault 1eu"),
        ("ArrowUp", "vault 0eu"),
        ("ArrowUp", "vault 29eu"),
        ("ArrowDown", "vault 0eu"),
        ("PageDown", "vault 10eu"),
        ("End", "vault 29eu"),
        ("PageUp", "vault 19eu"),
        ("Home", "vault 0eu"),
    ] {
        assert!(!press(key).await, "{key} must not move the caret");
        assert_eq!(picker.meant(), lands_on, "after {key}");
        assert_eq!(focused(), "vaults");
    }
    picker.screen.type_into("vaults", "vault 2").await;
    assert_eq!(picker.meant(), "", "typing means nothing yet");
    assert!(press("Home").await, "then Home is the caret's");
}

#[wasm_bindgen_test]
async fn enter_selects_and_deselects_and_the_count_is_announced() {
    let picker = open_picker(5, false).await;
    press("ArrowDown").await;
    press("Enter").await;
    press("ArrowDown").await;
    press("Enter").await;
    assert_eq!(picker.selected(), ["id-0", "id-1"]);
    assert_eq!(picker.screen.said(), "2 vaults selected");
    let states: Vec<_> = picker.screen.all("[role=option]").iter().map(|option| attribute(option, "aria-selected")).collect();
    assert_eq!(states, ["true", "true", "false", "false", "false"]);
    press("Enter").await;
    assert_eq!(picker.selected(), ["id-0"]);
    assert!(picker.is_open(), "picking several goes on");
}

#[wasm_bindgen_test]
async fn the_first_escape_closes_the_list_and_the_second_empties_the_input() {
    let picker = open_picker(5, false).await;
    picker.screen.type_into("vaults", "4").await;
    assert!(picker.is_open());
    press("Escape").await;
    assert!(!picker.is_open());
    assert_eq!(picker.screen.value("vaults"), "4");
    press("Escape").await;
    assert_eq!(picker.screen.value("vaults"), "");
    assert!(press("Escape").await, "a third belongs to the dialog around it");
}

#[wasm_bindgen_test]
async fn a_hundred_of_ten_thousand_options_are_rendered_and_all_can_be_found() {
    let picker = open_picker(10_000, false).await;
    press("ArrowDown").await;
    assert_eq!(picker.screen.all("[role=option]").len(), 100);
    assert!(picker.screen.text().contains("100 of 10,000 shown"));
    picker.screen.type_into("vaults", "9999").await;
    press("ArrowDown").await;
    press("Enter").await;
    assert_eq!(picker.selected(), ["id-9999"]);
    picker.screen.type_into("vaults", "nowhere").await;
    assert!(picker.screen.text().contains("None of 10,000 vaults matches"));
}

#[wasm_bindgen_test]
async fn chips_are_removed_by_keyboard_and_the_next_one_has_the_focus() {
    let picker = open_picker(5, false).await;
    picker.selected.set(vec!["id-0".into(), "id-1".into(), "id-2".into()]);
    settle().await;
    press("Backspace").await;
    assert_eq!(focused(), "Remove vault 2");
    press("ArrowLeft").await;
    assert_eq!(focused(), "Remove vault 1");
    press("Delete").await;
    assert_eq!(picker.selected(), ["id-0", "id-2"]);
    assert_eq!(focused(), "Remove vault 2");
    assert_eq!(picker.screen.said(), "vault 1 removed, 2 vaults selected");
    press("Backspace").await;
    assert_eq!(focused(), "Remove vault 0");
    let stops = picker.screen.all(".picked button").iter().filter(|chip| chip.tab_index() == 0).count();
    assert_eq!(stops, 1, "the chips are one tab stop");
    press("Delete").await;
    assert_eq!(focused(), "vaults");
    assert!(picker.selected().is_empty());
}

#[wasm_bindgen_test]
async fn a_pasted_list_is_split_and_unknown_names_are_kept() {
    let list = "vault 1\nid-3, elsewhere; id-3";
    let picker = open_picker(5, true).await;
    assert!(!picker.screen.paste("vaults", list).await);
    assert_eq!(picker.selected(), ["id-1", "id-3", "elsewhere"]);
    assert_eq!(picker.screen.said(), "3 added, 1 not in the list");
    assert!(picker.screen.text().contains("elsewhere · not in the list"));
    drop(picker);

    let strict = open_picker(5, false).await;
    strict.screen.paste("vaults", list).await;
    assert_eq!(strict.selected(), ["id-1", "id-3"]);
    assert_eq!(strict.screen.value("vaults"), "elsewhere", "nothing that was pasted is lost");
    assert!(strict.screen.paste("vaults", "vault 4").await, "one name is typed, not taken");
}

#[wasm_bindgen_test]
async fn enter_adds_typed_text_only_where_free_text_is_allowed() {
    let picker = open_picker(5, true).await;
    picker.screen.type_into("vaults", " my-vault ").await;
    assert!(!press("Enter").await, "the form is not submitted");
    assert_eq!(picker.selected(), [" my-vault "], "blanks belong to the name");
    assert_eq!(picker.screen.value("vaults"), "");
    drop(picker);

    let strict = open_picker(5, false).await;
    strict.screen.type_into("vaults", "my-vault").await;
    assert!(!press("Enter").await, "the form is not submitted");
    assert!(strict.selected().is_empty());
    strict.screen.type_into("vaults", "vault 3").await;
    press("Enter").await;
    assert_eq!(strict.selected(), ["id-3"], "a whole name is enough");
}

/// Part of an option's name means that option; it is not added as free text.
#[wasm_bindgen_test]
async fn a_unique_part_of_a_name_selects_its_option() {
    for free in [true, false] {
        let picker = open_picker(5, free).await;
        picker.screen.type_into("vaults", "lt 3").await;
        press("Enter").await;
        assert_eq!(picker.selected(), ["id-3"]);
        assert_eq!(picker.screen.value("vaults"), "");
        picker.screen.type_into("vaults", "ault").await;
        press("Enter").await;
        assert_eq!(picker.selected(), ["id-3"], "which of five is not known");
        assert_eq!(picker.meant(), "vault 0eu");
        assert_eq!(picker.screen.said(), "5 vaults match: press Enter again for the marked one");
        press("Enter").await;
        assert_eq!(picker.selected(), ["id-3", "id-0"]);
        assert_eq!(picker.screen.value("vaults"), "", "what is typed next is another name");
        assert!(picker.is_open() && !press("Enter").await, "one Enter too many closes the list");
        assert!(!picker.is_open() && press("Enter").await, "the next belongs to the form");
        assert_eq!(picker.selected(), ["id-3", "id-0"]);
        picker.screen.type_into("vaults", "ault").await;
        press("Enter").await;
        assert_eq!(picker.meant(), "vault 1eu", "the first that is not picked yet");
        picker.screen.type_into("vaults", "lt 3").await;
        press("Enter").await;
        assert_eq!(picker.selected(), ["id-3", "id-0"], "a name that is typed is not taken back");
        assert_eq!(picker.screen.said(), "vault 3 is selected already");
        drop(picker);
    }
}

#[wasm_bindgen_test]
async fn a_used_query_does_not_outlive_the_focus_and_other_text_stays() {
    let picker = open_picker(30, true).await;
    picker.screen.type_into("vaults", "vault 1").await;
    press("ArrowDown").await;
    picker.screen.all("[role=option]").first().expect("it finds some").click();
    settle().await;
    assert_eq!(picker.screen.value("vaults"), "vault 1", "others that it finds can be picked, too");
    picker.screen.one("#vaults").blur().expect("it has the focus");
    settle().await;
    assert_eq!(picker.screen.value("vaults"), "vault 1", "nothing moves under what is pressed next");
    picker.screen.focus("vaults").await;
    assert_eq!((picker.selected().len(), picker.screen.value("vaults").as_str()), (1, ""));
    picker.screen.type_into("vaults", "elsewhere").await;
    picker.screen.one("#vaults").blur().expect("it has the focus");
    settle().await;
    assert_eq!(picker.screen.value("vaults"), "elsewhere", "nothing that was typed is lost");
}

#[wasm_bindgen_test]
async fn a_single_choice_replaces_the_selection_and_closes_the_list() {
    let selected = RwSignal::new(vec!["id-0".to_owned()]);
    let screen = open(move || {
        view! { <Field id="vault" label="Vault"><Combobox selected=selected options=vaults(3) noun="vaults" single=true/></Field> }
    })
    .await;
    screen.focus("vault").await;
    press("ArrowUp").await;
    press("Enter").await;
    assert_eq!(selected.get_untracked(), ["id-2"]);
    assert!(screen.one(".list").hidden());
}

#[wasm_bindgen_test]
async fn the_list_says_when_options_are_loading_missing_or_failed() {
    let state = RwSignal::new(OptionsState::Loading);
    let options = RwSignal::new(vaults(2));
    let asked = RwSignal::new(0);
    let screen = open(move || {
        view! {
            <Field id="vaults" label="Vaults">
                <Combobox selected=RwSignal::new(vec!["id-9".to_owned()]) options=options noun="vaults" state=state on_retry=move || asked.set(1)/>
            </Field>
        }
    })
    .await;
    assert!(screen.text().contains("Loading vaults: 2 so far"));
    assert!(!screen.text().contains("not in the list"), "as long as the list is not whole nothing is called unknown");
    state.set(OptionsState::Failed("The appliance did not answer".to_owned()));
    settle().await;
    assert!(screen.text().contains("The appliance did not answer"));
    screen.click("Try again").await;
    assert_eq!(asked.get_untracked(), 1);
    options.set(Vec::new());
    state.set(OptionsState::Ready);
    settle().await;
    assert!(screen.text().contains("The appliance has no vaults"));
    assert!(screen.text().contains("id-9 · not in the list"));
}

/// The keys that an input method takes reach no handler, in all controls: the element builder holds them back.
#[wasm_bindgen_test]
async fn keys_of_an_input_method_are_its_own() {
    let picker = open_picker(3, true).await;
    picker.screen.type_into("vaults", "けい").await;
    for key in ["Enter", "ArrowDown"] {
        assert!(press_composing(key).await, "{key} is left to the input method");
    }
    assert!(!press_composing("Escape").await, "Escape ends the composition and nothing else");
    assert!(picker.selected().is_empty());
    assert_eq!((picker.screen.value("vaults").as_str(), picker.meant().as_str()), ("けい", ""));
    press("Enter").await;
    assert_eq!(picker.selected(), ["けい"]);
}

/// Every spelling of a character finds every other among 10,000 options; what is picked keeps its code points.
#[wasm_bindgen_test]
async fn a_search_finds_canonically_equal_text() {
    let (composed, decomposed) = ("Schl\u{fc}ssel", "Schlu\u{308}ssel");
    for (stored, typed) in [(composed, decomposed), (decomposed, composed)] {
        let selected = RwSignal::new(Vec::new());
        let screen = open(move || {
            let mut options = vaults(10_000);
            options.push(ComboOption { value: stored.into(), label: stored.into(), ..ComboOption::default() });
            view! { <Field id="vaults" label="Vaults"><Combobox selected=selected options=options noun="vaults"/></Field> }
        })
        .await;
        screen.focus("vaults").await;
        screen.type_into("vaults", &typed.to_uppercase()).await;
        press("Enter").await;
        assert_eq!(selected.get_untracked(), [stored]);
    }
}
