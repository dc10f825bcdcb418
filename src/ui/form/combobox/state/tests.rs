use super::*;
use crate::ui::ComboOption;

/// A combobox without a browser: does what the component does with an effect.
struct Picker {
    state: ComboboxState,
    index: Index,
    selected: Vec<String>,
}

impl Picker {
    fn new(count: usize, single: bool, free: bool) -> Self {
        let option = |n| ComboOption { value: format!("id-{n}"), label: format!("vault {n}"), ..ComboOption::default() };
        let index = Index::new((0..count).map(option).collect());
        Self { state: ComboboxState::new(String::new(), single, free), index, selected: Vec::new() }
    }

    fn run(&mut self, transition: impl FnOnce(&mut ComboboxState, &Choices) -> Effect) -> Effect {
        let matches = self.index.find(&self.state.query);
        let addable = self.state.addable(&self.index);
        let selected = self.selected.clone();
        let choices = Choices { index: &self.index, matches: &matches, addable: addable.as_deref(), selected: &selected };
        let effect = transition(&mut self.state, &choices);
        if let Effect::Toggle(value) = &effect {
            toggle(&mut self.selected, value.clone(), self.state.single);
        }
        effect
    }

    fn press(&mut self, key: Key) -> Effect {
        self.run(|state, choices| state.on(key, choices))
    }

    fn click(&mut self, line: usize) -> Effect {
        self.run(|state, choices| state.pick(line, choices))
    }

    fn type_text(&mut self, text: &str) {
        self.state.type_text(text.to_owned());
    }
}

#[test]
fn arrows_open_the_list_and_move_the_mark_round() {
    let mut picker = Picker::new(30, false, false);
    let table = [
        (Key::Down, 0),
        (Key::Down, 1),
        (Key::Up, 0),
        (Key::Up, 29),
        (Key::Down, 0),
        (Key::PageDown, 10),
        (Key::End, 29),
        (Key::PageDown, 29),
        (Key::PageUp, 19),
        (Key::Home, 0),
        (Key::PageUp, 0),
    ];
    for (key, line) in table {
        assert_eq!(picker.press(key), Effect::Reveal(line), "the mark goes to line {line}");
        assert_eq!(picker.state.active_index, Some(line));
        assert!(picker.state.is_open);
    }
    picker.state.close();
    assert_eq!(picker.press(Key::Up), Effect::Reveal(29), "Up opens the list on its last line");
}

#[test]
fn keys_that_move_nothing_are_left_to_the_caret() {
    let mut picker = Picker::new(3, false, false);
    for key in [Key::Home, Key::End, Key::PageDown, Key::PageUp, Key::Escape, Key::Enter] {
        assert_eq!(picker.press(key), Effect::PassOn, "a closed, empty input");
        assert!(!picker.state.is_open);
    }
    picker.type_text("vault");
    assert_eq!((picker.press(Key::Home), picker.press(Key::End)), (Effect::PassOn, Effect::PassOn), "no line is marked");
    picker.type_text("nowhere");
    assert_eq!((picker.press(Key::Down), picker.press(Key::Up)), (Effect::PassOn, Effect::PassOn), "no line is there");
    assert_eq!(Key::named("a", false), None);
}

#[test]
fn alt_and_down_open_the_list_and_mark_nothing() {
    let mut picker = Picker::new(3, false, false);
    let key = Key::named("ArrowDown", true).expect("a key of the table");
    assert_eq!(picker.press(key), Effect::Done);
    assert_eq!((picker.state.is_open, picker.state.active_index), (true, None));
}

#[test]
fn down_opens_an_empty_list_without_a_mark() {
    let mut picker = Picker::new(0, false, false);
    assert_eq!(picker.press(Key::Down), Effect::Done);
    assert_eq!((picker.state.is_open, picker.state.active_index), (true, None));
}

#[test]
fn enter_picks_the_marked_line_and_takes_it_back() {
    let mut picker = Picker::new(5, false, false);
    picker.press(Key::Down);
    assert_eq!(picker.press(Key::Enter), Effect::Toggle("id-0".into()));
    picker.press(Key::Down);
    picker.press(Key::Enter);
    assert_eq!(picker.selected, ["id-0", "id-1"]);
    picker.press(Key::Enter);
    assert_eq!(picker.selected, ["id-0"]);
    assert!(picker.state.is_open, "picking several goes on");
}

#[test]
fn enter_in_an_open_list_without_a_mark_closes_it_once() {
    let mut picker = Picker::new(5, false, false);
    picker.state.open();
    assert_eq!(picker.press(Key::Enter), Effect::Done);
    assert!(!picker.state.is_open);
    assert_eq!(picker.press(Key::Enter), Effect::PassOn, "the next Enter belongs to the form");
}

#[test]
fn enter_ignores_a_mark_in_a_closed_list() {
    let mut picker = Picker::new(5, false, false);
    picker.press(Key::Down);
    picker.state.is_open = false;
    assert_eq!(picker.press(Key::Enter), Effect::PassOn);
    assert!(picker.selected.is_empty());
}

#[test]
fn enter_on_a_part_of_a_name_picks_the_only_match_and_closes() {
    for free in [true, false] {
        let mut picker = Picker::new(5, false, free);
        picker.type_text("lt 3");
        assert_eq!(picker.press(Key::Enter), Effect::Toggle("id-3".into()));
        assert_eq!((picker.state.query.as_str(), picker.state.is_open), ("", false));
        picker.type_text("lt 3");
        assert_eq!(picker.press(Key::Enter), Effect::AlreadySelected("vault 3".into()), "a typed name is not taken back");
        assert_eq!(picker.selected, ["id-3"]);
    }
}

#[test]
fn enter_on_several_matches_marks_the_first_new_one_and_picks_it_next() {
    let mut picker = Picker::new(5, false, true);
    picker.selected.push("id-0".into());
    picker.type_text("ault");
    assert_eq!(picker.press(Key::Enter), Effect::Choose { count: 5, line: 1 });
    assert_eq!(picker.state.active_index, Some(1));
    assert_eq!(picker.press(Key::Enter), Effect::Toggle("id-1".into()));
    assert_eq!((picker.state.query.as_str(), picker.state.active_index), ("", None), "the next text is another name");
    assert!(picker.state.is_open);
}

#[test]
fn enter_adds_unknown_text_only_where_it_may() {
    let mut picker = Picker::new(5, false, true);
    picker.type_text(" my-vault ");
    assert_eq!(picker.press(Key::Enter), Effect::Toggle(" my-vault ".into()), "blanks belong to the name");
    assert_eq!((picker.state.query.as_str(), picker.state.is_open), ("", false));

    let mut strict = Picker::new(5, false, false);
    strict.type_text("my-vault");
    assert_eq!(strict.press(Key::Enter), Effect::NothingPicked);
    assert_eq!((strict.state.query.as_str(), strict.state.is_open), ("my-vault", true), "the text stays");
}

#[test]
fn the_line_after_the_options_adds_the_typed_text() {
    let mut picker = Picker::new(5, false, true);
    picker.type_text("vault");
    assert_eq!(picker.press(Key::Up), Effect::Reveal(5));
    assert_eq!(picker.press(Key::Enter), Effect::Toggle("vault".into()));
    assert_eq!((picker.state.query.as_str(), picker.state.active_index), ("", None));
}

#[test]
fn escape_closes_first_and_empties_second() {
    let mut picker = Picker::new(5, false, false);
    picker.type_text("4");
    assert_eq!(picker.press(Key::Escape), Effect::Done);
    assert_eq!((picker.state.query.as_str(), picker.state.is_open), ("4", false));
    assert_eq!(picker.press(Key::Escape), Effect::Done);
    assert_eq!(picker.state.query, "");
    assert_eq!(picker.press(Key::Escape), Effect::PassOn, "a third belongs to the dialog around it");
}

#[test]
fn backspace_leaves_an_empty_input_for_the_chips() {
    let mut picker = Picker::new(5, false, false);
    assert_eq!(picker.press(Key::Backspace), Effect::FocusLastChip);
    picker.type_text("4");
    assert_eq!(picker.press(Key::Backspace), Effect::PassOn);
}

#[test]
fn a_used_query_stays_on_blur_and_goes_on_focus_while_other_text_stays() {
    let mut picker = Picker::new(30, false, true);
    picker.type_text("vault 1");
    picker.click(0);
    assert_eq!((picker.state.query.as_str(), picker.state.unused_query()), ("vault 1", ""), "more matches can be picked");
    picker.state.close();
    assert_eq!(picker.state.query, "vault 1");
    picker.state.clear_used_query();
    assert_eq!(picker.state.query, "");
    picker.type_text("elsewhere");
    picker.state.close();
    picker.state.clear_used_query();
    assert_eq!(picker.state.unused_query(), "elsewhere");
}

#[test]
fn escape_clears_a_used_query_at_once() {
    let mut picker = Picker::new(30, false, true);
    picker.type_text("vault 1");
    picker.click(0);
    picker.press(Key::Escape);
    assert_eq!((picker.state.query.as_str(), picker.state.is_open), ("", false));
}

#[test]
fn a_single_pick_replaces_and_closes() {
    let mut picker = Picker::new(3, true, false);
    picker.selected.push("id-0".into());
    picker.press(Key::Up);
    picker.press(Key::Enter);
    assert_eq!(picker.selected, ["id-2"]);
    assert_eq!((picker.state.is_open, picker.state.active_index), (false, None));
}

#[test]
fn a_pasted_list_is_taken_apart_and_unknown_pieces_are_kept() {
    let list = "vault 1\nid-3, elsewhere; id-3";
    let mut free = Picker::new(5, false, true);
    let pasted = free.state.paste(list, &free.index).expect("a list");
    assert_eq!(pasted, Pasted { values: ["id-1", "id-3", "id-3", "elsewhere"].map(str::to_owned).to_vec(), unknown: 1 });
    assert_eq!((free.state.query.as_str(), free.state.is_open), ("", false));

    let mut strict = Picker::new(5, false, false);
    let pasted = strict.state.paste(list, &strict.index).expect("a list");
    assert_eq!(pasted.unknown, 1);
    assert_eq!((strict.state.query.as_str(), strict.state.is_open), ("elsewhere", true));
    assert_eq!(strict.state.paste("vault 4", &strict.index), None, "one name is typed");

    let mut single = Picker::new(5, true, false);
    assert_eq!(single.state.paste(list, &single.index), None);
}

#[test]
fn added_values_are_new_and_counted_once() {
    let mut selected = vec!["a".to_owned()];
    assert_eq!(add_new(&mut selected, ["a", "b", "b", "c"].map(str::to_owned).to_vec()), 2);
    assert_eq!(selected, ["a", "b", "c"]);
}
