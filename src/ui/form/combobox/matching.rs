//! Search and paste of a combobox: pure, so that 10,000 options are tested without a browser.

use crate::platform::unicode::{SearchText, search_text, search_words};

/// An option of a combobox.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ComboOption {
    pub value: String,
    pub label: String,
    pub detail: String,
    /// Selectable, but of little effect: not enabled, no permission.
    pub muted: bool,
}

/// Most options that are drawn; the rest is counted.
pub(super) const DRAWN: usize = 100;

/// Options with their search texts.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Index {
    pub options: Vec<ComboOption>,
    texts: Vec<SearchText>,
}

/// The matches of a query: the positions of the first [`DRAWN`], and the count of all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Matches {
    pub shown: Vec<usize>,
    pub count: usize,
}

impl Index {
    pub fn new(options: Vec<ComboOption>) -> Self {
        let texts = options.iter().map(|o| search_text(&format!("{}\n{}\n{}", o.label, o.detail, o.value))).collect();
        Self { options, texts }
    }

    /// The options that contain every word of the query, in their order.
    pub fn find(&self, query: &str) -> Matches {
        let words = search_words(query);
        let mut found = Matches::default();
        for (n, text) in self.texts.iter().enumerate() {
            if words.all_in(text) {
                found.count += 1;
                if found.shown.len() < DRAWN {
                    found.shown.push(n);
                }
            }
        }
        found
    }

    /// The values of all options that contain every word of the query, without muted ones.
    pub fn all(&self, query: &str) -> Vec<String> {
        let words = search_words(query);
        let found = self.options.iter().zip(&self.texts).filter(|(option, text)| !option.muted && words.all_in(text));
        found.map(|(option, _)| option.value.clone()).collect()
    }

    /// The option with exactly this text: by value first, else by a label that only one option has.
    pub fn named(&self, text: &str) -> Option<&ComboOption> {
        self.options.iter().find(|o| o.value == text).or_else(|| {
            let mut same = self.options.iter().filter(|o| o.label == text);
            same.next().filter(|_| same.next().is_none())
        })
    }

    /// The action of Enter while this text with these matches is typed and no option is marked. `can_add`: the text itself may
    /// be added.
    pub fn enter_action(&self, text: &str, found: &Matches, selected: &[String], can_add: bool) -> EnterAction {
        let is_new = |option: &ComboOption| !selected.contains(&option.value);
        let at = |place: &usize| self.options.get(*place);
        // A unique partial match selects that option. Enter on a typed name never deselects.
        let sole = || found.shown.first().and_then(at).filter(|_| found.count == 1);
        match self.named(text).or_else(|| self.named(text.trim())).or_else(sole) {
            Some(option) if is_new(option) => EnterAction::Pick(option.value.clone()),
            Some(option) => EnterAction::AlreadySelected(option.label.clone()),
            None if found.count > 0 => {
                let first = found.shown.iter().position(|place| at(place).is_some_and(is_new));
                EnterAction::Choose { count: found.count, first: first.unwrap_or(0) }
            }
            None if can_add => EnterAction::Add,
            None => EnterAction::Nothing,
        }
    }

    /// Splits a pasted list; `None` for text that is no list.
    pub fn take(&self, pasted: &str) -> Option<Taken> {
        // The byte order mark of a file stays in front of pasted text.
        let pasted = pasted.strip_prefix('\u{feff}').unwrap_or(pasted);
        let pieces = || pasted.split(['\n', '\r', '\t', ',', ';']).map(str::trim).filter(|piece| !piece.is_empty());
        if self.named(pasted.trim()).is_some() || pieces().count() < 2 {
            return None;
        }
        let mut taken = Taken::default();
        for piece in pieces() {
            match self.named(piece) {
                Some(option) => taken.known.push(option.value.clone()),
                None => taken.unknown.push(piece.to_owned()),
            }
        }
        Some(taken)
    }
}

/// The action of Enter while text is typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum EnterAction {
    /// Select the option of this value.
    Pick(String),
    /// None: the option of this label is selected already.
    AlreadySelected(String),
    /// Mark this line, the first unselected one of so many matches.
    Choose { count: usize, first: usize },
    /// Add the text itself.
    Add,
    /// None: no option matches.
    Nothing,
}

/// A pasted list: the values of options, and the unknown pieces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Taken {
    pub known: Vec<String>,
    pub unknown: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(value: &str, label: &str) -> ComboOption {
        ComboOption { value: value.into(), label: label.into(), detail: "eu-west-1".into(), muted: false }
    }

    #[test]
    fn of_ten_thousand_options_a_hundred_are_drawn_and_all_are_counted() {
        let index = Index::new((0..10_000).map(|n| option(&format!("id-{n}"), &format!("Vault {n}"))).collect());
        let found = index.find("vault WEST-1 99");
        assert_eq!((found.shown.len(), found.count), (DRAWN, 280));
        assert_eq!(index.find("vault 9999"), Matches { shown: vec![9999], count: 1 });
    }

    #[test]
    fn all_that_match_are_more_than_are_drawn_and_leave_out_what_is_archived() {
        let mut options: Vec<ComboOption> = (0..10_000).map(|n| option(&format!("id-{n}"), &format!("Vault {n}"))).collect();
        options[99].muted = true;
        let index = Index::new(options);
        assert_eq!(index.all("vault 99").len(), 279);
        assert_eq!(index.all("").len(), 9_999);
    }

    #[test]
    fn typed_text_means_what_it_finds_before_it_means_itself() {
        let names = [("a", "pay prod"), ("b", "pay prod 2"), ("c", "pay test"), ("d", "retail")];
        let index = Index::new(names.map(|(value, label)| option(value, label)).to_vec());
        let meant = |text: &str, selected: &[&str], can_add: bool| {
            let selected: Vec<String> = selected.iter().map(|value| (*value).to_owned()).collect();
            index.enter_action(text, &index.find(text), &selected, can_add)
        };
        for can_add in [true, false] {
            assert_eq!(meant("ret", &[], can_add), EnterAction::Pick("d".into()), "a part of one name");
            assert_eq!(
                meant(" pay prod ", &[], can_add),
                EnterAction::Pick("a".into()),
                "a whole name, though another has it in it"
            );
            assert_eq!(meant("c", &[], can_add), EnterAction::Pick("c".into()), "a value");
            assert_eq!(meant("test", &["c"], can_add), EnterAction::AlreadySelected("pay test".into()), "nothing is taken back");
            assert_eq!(meant("retail", &["d"], can_add), EnterAction::AlreadySelected("retail".into()));
            assert_eq!(meant("pay", &[], can_add), EnterAction::Choose { count: 3, first: 0 });
            assert_eq!(
                meant("pay", &["a"], can_add),
                EnterAction::Choose { count: 3, first: 1 },
                "the first that is not selected"
            );
            assert_eq!(meant("pay", &["a", "b", "c"], can_add), EnterAction::Choose { count: 3, first: 0 });
        }
        assert_eq!(meant("nowhere", &[], true), EnterAction::Add);
        assert_eq!(meant("nowhere", &[], false), EnterAction::Nothing);
    }

    #[test]
    fn a_pasted_list_is_taken_by_value_or_by_a_name_that_is_one_options_alone() {
        let index = Index::new(vec![option("1", "prod"), option("2", "twice"), option("3", "twice"), option("4", "a, b")]);
        let taken = index.take("prod, 3\n twice ;\r\nnowhere,").expect("a list");
        assert_eq!(taken.known, ["1", "3"]);
        assert_eq!(taken.unknown, ["twice", "nowhere"]);
        assert_eq!(index.take("a, b"), None, "a name with a comma in it is no list");
        assert_eq!(index.take("prod"), None);
    }
}
