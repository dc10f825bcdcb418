//! The state of a combobox and its transitions: pure, so that the key table is tested without a browser.

use super::matching::{EnterAction, Index, Matches};
use std::collections::HashSet;

/// Lines that Page Down and Page Up move by.
const PAGE_LINES: usize = 10;

/// The keys that a combobox handles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Key {
    Enter,
    Escape,
    Backspace,
    /// Alt and Down: opens the list and marks nothing.
    AltDown,
    Down,
    Up,
    PageDown,
    PageUp,
    Home,
    End,
}

impl Key {
    /// The key of this browser name; `None` for every other key.
    pub fn named(name: &str, with_alt: bool) -> Option<Self> {
        Some(match name {
            "Enter" => Self::Enter,
            "Escape" => Self::Escape,
            "Backspace" => Self::Backspace,
            "ArrowDown" if with_alt => Self::AltDown,
            "ArrowDown" => Self::Down,
            "ArrowUp" => Self::Up,
            "PageDown" => Self::PageDown,
            "PageUp" => Self::PageUp,
            "Home" => Self::Home,
            "End" => Self::End,
            _ => return None,
        })
    }
}

/// The inputs of a transition besides the state.
pub(super) struct Choices<'a> {
    pub index: &'a Index,
    /// The options that the query finds, whether the list is open or not.
    pub matches: &'a Matches,
    /// The typed text, where it may be added as a value.
    pub addable: Option<&'a str>,
    pub selected: &'a [String],
}

impl Choices<'_> {
    /// The line that adds the typed text comes after the options.
    fn line_count(&self) -> usize {
        self.matches.shown.len() + usize::from(self.addable.is_some())
    }

    fn value_at(&self, line: usize) -> Option<String> {
        let option = self.matches.shown.get(line).and_then(|place| self.index.options.get(*place));
        option.map(|option| option.value.clone())
    }
}

/// The work that a key leaves to the browser half. Every effect but the first two prevents the default action of the key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Effect {
    /// The key keeps its own meaning: moves the caret, submits the form, closes the dialog around it.
    PassOn,
    /// The focus moves to the last chip, if there is one.
    FocusLastChip,
    /// The state alone has changed.
    Done,
    /// This line is scrolled into view.
    Reveal(usize),
    /// This value is selected or deselected.
    Toggle(String),
    /// Several options match: this line is scrolled into view, and their count is announced.
    Choose { count: usize, line: usize },
    /// The option of this label is selected already.
    AlreadySelected(String),
    /// The text matches no option and cannot be added.
    NothingPicked,
}

/// The result of splitting a pasted list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pasted {
    pub values: Vec<String>,
    /// The number of pieces that match no option.
    pub unknown: usize,
}

/// One combobox between two events.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct ComboboxState {
    /// One value at most; picking another replaces it.
    single: bool,
    /// Typed and pasted text that is no option may be added.
    free: bool,
    pub query: String,
    /// The query has selected an option: the form sees no typed text any more, and the next focus clears it.
    query_is_used: bool,
    pub is_open: bool,
    /// The marked line of the list, the one that Enter picks.
    pub active_index: Option<usize>,
}

impl ComboboxState {
    pub fn new(query: String, single: bool, free: bool) -> Self {
        Self { single, free, query, ..Self::default() }
    }

    /// The typed text, unless it has selected an option.
    pub fn unused_query(&self) -> &str {
        if self.query_is_used { "" } else { &self.query }
    }

    /// The typed text, where it may be added as a value and names no option.
    pub fn addable(&self, index: &Index) -> Option<String> {
        let text = self.query.as_str();
        (self.free && !text.trim().is_empty() && index.named(text).is_none()).then(|| text.to_owned())
    }

    pub fn open(&mut self) {
        self.is_open = true;
    }

    /// The focus leaves. The query stays, even a used one, so that no layout shift moves the element being pressed.
    pub fn close(&mut self) {
        self.is_open = false;
        self.active_index = None;
    }

    pub fn close_and_clear(&mut self) {
        self.close();
        self.clear_query();
    }

    pub fn clear_used_query(&mut self) {
        if self.query_is_used {
            self.clear_query();
        }
    }

    /// New options invalidate the marked line.
    pub fn unmark(&mut self) {
        self.active_index = None;
    }

    pub fn type_text(&mut self, text: String) {
        *self = Self { query: text, query_is_used: false, is_open: true, active_index: None, ..*self };
    }

    pub fn on(&mut self, key: Key, choices: &Choices) -> Effect {
        match key {
            Key::Enter => self.on_enter(choices),
            Key::Escape => self.on_escape(),
            Key::Backspace if self.query.is_empty() => Effect::FocusLastChip,
            Key::Backspace => Effect::PassOn,
            Key::AltDown => {
                self.open();
                Effect::Done
            }
            _ => self.on_move(key, choices),
        }
    }

    /// Selects a line of the list: an option, or the typed text.
    pub fn pick(&mut self, line: usize, choices: &Choices) -> Effect {
        let option = choices.value_at(line);
        if option.is_none() {
            self.clear_query();
            self.active_index = None;
        }
        let Some(value) = option.or_else(|| choices.addable.map(str::to_owned)) else { return Effect::Done };
        if self.single {
            self.close_and_clear();
        }
        self.query_is_used = !self.query.is_empty();
        Effect::Toggle(value)
    }

    /// Splits a pasted list; `None` when the text is no list. Unknown pieces that cannot be added stay in the query for
    /// correction.
    pub fn paste(&mut self, text: &str, index: &Index) -> Option<Pasted> {
        let mut taken = if self.single { None } else { index.take(text) }?;
        let unknown = taken.unknown.len();
        if self.free {
            taken.known.append(&mut taken.unknown);
        }
        self.type_text(taken.unknown.join(", "));
        self.is_open = !self.free && unknown > 0;
        Some(Pasted { values: taken.known, unknown })
    }

    fn clear_query(&mut self) {
        self.query.clear();
        self.query_is_used = false;
    }

    fn on_enter(&mut self, choices: &Choices) -> Effect {
        if !self.is_open {
            // The mark of a closed list is invisible, so it does not count.
            self.active_index = None;
        }
        if self.active_index.is_none() && self.query.trim().is_empty() {
            // A closed, empty input leaves Enter to the form.
            return if std::mem::take(&mut self.is_open) { Effect::Done } else { Effect::PassOn };
        }
        self.open();
        if let Some(line) = self.active_index {
            let effect = self.pick(line, choices);
            if !self.query.is_empty() {
                // The text has selected its option; further typing begins another name.
                self.clear_query();
                self.active_index = None;
            }
            return effect;
        }
        self.on_typed_enter(choices)
    }

    /// Enter while text is typed and no line is marked. A selection closes the list, so that the controls below are reachable.
    fn on_typed_enter(&mut self, choices: &Choices) -> Effect {
        let can_add = choices.addable.is_some();
        match choices.index.enter_action(&self.query, choices.matches, choices.selected, can_add) {
            EnterAction::Pick(value) => {
                self.close_and_clear();
                Effect::Toggle(value)
            }
            EnterAction::AlreadySelected(label) => {
                self.close_and_clear();
                Effect::AlreadySelected(label)
            }
            EnterAction::Add => {
                let effect = self.pick(choices.line_count(), choices);
                self.close();
                effect
            }
            EnterAction::Choose { count, first } => {
                self.active_index = Some(first);
                Effect::Choose { count, line: first }
            }
            EnterAction::Nothing => Effect::NothingPicked,
        }
    }

    fn on_escape(&mut self) -> Effect {
        if self.is_open {
            self.close();
            self.clear_used_query();
            Effect::Done
        } else if self.query.is_empty() {
            Effect::PassOn
        } else {
            self.clear_query();
            Effect::Done
        }
    }

    fn on_move(&mut self, key: Key, choices: &Choices) -> Effect {
        let last = choices.line_count().checked_sub(1);
        let now = self.active_index;
        let next = match (key, self.is_open, last) {
            (Key::Down, false, _) => last.map(|_| 0),
            (Key::Up, false, _) => last,
            (_, false, _) | (_, _, None) => return Effect::PassOn,
            (Key::Down, _, Some(last)) => Some(now.map_or(0, |n| if n >= last { 0 } else { n + 1 })),
            (Key::Up, _, Some(last)) => Some(now.map_or(last, |n| n.checked_sub(1).unwrap_or(last))),
            (Key::PageDown, _, Some(last)) => Some(now.map_or(0, |n| (n + PAGE_LINES).min(last))),
            (Key::PageUp, ..) => Some(now.map_or(0, |n| n.saturating_sub(PAGE_LINES))),
            (Key::Home, ..) if now.is_some() => Some(0),
            (Key::End, _, Some(last)) if now.is_some() => Some(last),
            _ => return Effect::PassOn,
        };
        self.open();
        self.active_index = next;
        next.map_or(Effect::Done, Effect::Reveal)
    }
}

/// Toggles the selection of a value.
pub(super) fn toggle(selected: &mut Vec<String>, value: String, single: bool) {
    if let Some(n) = selected.iter().position(|own| *own == value) {
        selected.remove(n);
    } else if single {
        *selected = vec![value];
    } else {
        selected.push(value);
    }
}

/// Adds the values that are not selected yet, each once; returns how many they are.
pub(super) fn add_new(selected: &mut Vec<String>, values: Vec<String>) -> usize {
    let before = selected.len();
    let mut seen = selected.iter().cloned().collect::<HashSet<_>>();
    selected.extend(values.into_iter().filter(|value| seen.insert(value.clone())));
    selected.len() - before
}

#[cfg(test)]
mod tests;
