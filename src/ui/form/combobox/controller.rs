use super::matching::{Index, Matches};
use super::state::{Choices, ComboboxState, Effect, Key, add_new, toggle};
use crate::platform::html::NodeRef;
use crate::platform::number::grouped;
use crate::platform::{announce, dom, focus, timer};
use crate::reactive::*;
use crate::ui::ComboOption;

/// Milliseconds without typing after which the count of matches is announced.
const ANNOUNCE_DELAY_MS: i32 = 500;

/// The signals and elements of one combobox: passes events to [`ComboboxState`] and executes its effects.
#[derive(Clone, Copy)]
pub(super) struct Controller {
    /// The options, in the plural: "vaults".
    pub noun: &'static str,
    pub single: bool,
    pub selected: RwSignal<Vec<String>>,
    pub index: Memo<Index>,
    pub matches: Memo<Matches>,
    pub addable: Memo<Option<String>>,
    pub query: Memo<String>,
    pub is_open: Memo<bool>,
    pub active_index: Memo<Option<usize>>,
    pub input: NodeRef<web_sys::HtmlInputElement>,
    pub list: NodeRef<web_sys::HtmlElement>,
    pub chips: NodeRef<web_sys::HtmlElement>,
    state: RwSignal<ComboboxState>,
    count_announcement: timer::Slot,
}

impl Controller {
    /// `typed` follows the query until the query selects an option.
    pub fn new(
        selected: RwSignal<Vec<String>>,
        options: Signal<Vec<ComboOption>>,
        noun: &'static str,
        typed: RwSignal<String>,
        initial: ComboboxState,
        single: bool,
    ) -> Self {
        let state = RwSignal::new(initial);
        let query = memo(move || state.with(|state| state.query.clone()));
        let is_open = memo(move || state.with(|state| state.is_open));
        let index = memo(move || Index::new(options.get()));
        // A closed list is not searched.
        let matches =
            memo(
                move || {
                    if is_open.get() { index.with(|index| query.with(|query| index.find(query))) } else { Matches::default() }
                },
            );
        let unused_query = memo(move || state.with(|state| state.unused_query().to_owned()));
        effect(move || {
            let left = unused_query.get();
            if typed.with_untracked(|typed| *typed != left) {
                typed.set(left);
            }
        });
        effect(move || {
            index.track();
            state.update(ComboboxState::unmark);
        });
        Self {
            noun,
            single,
            selected,
            index,
            matches,
            addable: memo(move || {
                query.track();
                index.with(|index| state.with_untracked(|state| state.addable(index)))
            }),
            query,
            is_open,
            active_index: memo(move || state.with(|state| state.active_index)),
            input: NodeRef::new(),
            list: NodeRef::new(),
            chips: NodeRef::new(),
            state,
            count_announcement: timer::Slot::new(),
        }
    }

    pub fn on_keydown(self, event: &web_sys::KeyboardEvent) {
        let Some(key) = Key::named(&event.key(), event.alt_key()) else { return };
        let effect = self.transition(|state, choices| state.on(key, choices));
        if !matches!(effect, Effect::PassOn | Effect::FocusLastChip) {
            event.prevent_default();
        }
        self.perform(effect);
    }

    pub fn on_input(self, text: String) {
        self.state.update(|state| state.type_text(text));
        self.count_announcement.after(ANNOUNCE_DELAY_MS, move || {
            let count = self.matches.try_with_untracked(|matches| matches.count);
            if let (Some(count), Some(true)) = (count, self.is_open.try_get_untracked()) {
                announce::polite(&format!("{} {} found", grouped(count), self.noun));
            }
        });
    }

    /// Takes text that came without typing; the list stays closed.
    pub fn on_change(self, text: String) {
        if self.query.with_untracked(|query| *query != text) {
            self.state.update(|state| {
                state.type_text(text);
                state.close();
            });
        }
    }

    pub fn on_paste(self, event: &web_sys::ClipboardEvent) {
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text").ok()) else { return };
        let mut next = self.state.get_untracked();
        let Some(pasted) = self.index.with_untracked(|index| next.paste(&text, index)) else { return };
        event.prevent_default();
        self.state.set(next);
        let added = self.add(pasted.values);
        announce::polite(&format!("{} added, {} not in the list", grouped(added), grouped(pasted.unknown)));
    }

    pub fn on_focus(self) {
        self.state.update(ComboboxState::clear_used_query);
    }

    /// Also called when the field is removed from the page, after its signals are disposed.
    pub fn on_blur(self) {
        let _ = self.state.try_update(ComboboxState::close);
    }

    pub fn open(self) {
        self.state.update(ComboboxState::open);
    }

    pub fn pick(self, line: usize) {
        let effect = self.transition(|state, choices| state.pick(line, choices));
        self.perform(effect);
    }

    /// Selects all matches of the query, drawn or not.
    pub fn select_all_matches(self) {
        let values = self.index.with_untracked(|index| self.query.with_untracked(|query| index.all(query)));
        self.add(values);
        self.state.update(ComboboxState::close_and_clear);
        self.announce_selected();
        self.focus_input();
    }

    pub fn remove_all(self) {
        self.selected.set(Vec::new());
        self.announce_selected();
        self.focus_input();
    }

    pub fn focus_input(self) {
        self.input.get_untracked().iter().for_each(|input| focus::now(input));
    }

    /// Changes a copy of the state, because the transition reads memos that depend on its signal.
    fn transition(self, change: impl FnOnce(&mut ComboboxState, &Choices) -> Effect) -> Effect {
        let mut next = self.state.get_untracked();
        let addable = self.addable.get_untracked();
        let selected = self.selected.get_untracked();
        let effect = self.index.with_untracked(|index| {
            let matches = if next.is_open { self.matches.get_untracked() } else { index.find(&next.query) };
            let choices = Choices { index, matches: &matches, addable: addable.as_deref(), selected: &selected };
            change(&mut next, &choices)
        });
        self.state.set(next);
        effect
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::PassOn | Effect::Done => {}
            Effect::FocusLastChip => {
                let last = self.chips.get_untracked().and_then(|chips| dom::all(&chips, "button").pop());
                last.iter().for_each(focus::now);
            }
            Effect::Reveal(line) => self.reveal(line),
            Effect::Toggle(value) => {
                self.selected.update(|selected| toggle(selected, value, self.single));
                self.announce_selected();
            }
            Effect::Choose { count, line } => {
                self.reveal(line);
                let (count, noun) = (grouped(count), self.noun);
                announce::polite(&format!("{count} {noun} match: press Enter again for the marked one"));
            }
            Effect::AlreadySelected(label) => announce::polite(&format!("{label} is selected already")),
            Effect::NothingPicked => announce::polite("Nothing is picked: choose one from the list"),
        }
    }

    /// Waits until the list is drawn.
    fn reveal(self, line: usize) {
        focus::settled(move || {
            if let Some(list) = self.list.get_untracked()
                && let Some(line) = dom::all(&list, "[role=option]").get(line)
            {
                dom::reveal(line);
            }
        });
    }

    fn add(self, values: Vec<String>) -> usize {
        self.selected.try_update(|selected| add_new(selected, values)).unwrap_or(0)
    }

    fn announce_selected(self) {
        let text = match self.selected.with_untracked(Vec::len) {
            1 => "1 selected".to_owned(),
            count => format!("{} {} selected", grouped(count), self.noun),
        };
        announce::polite(&text);
    }
}
