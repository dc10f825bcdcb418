//! The key table of a menu: pure.

use crate::platform::unicode::search_text;

/// The work that a key in an open menu leaves to the browser half.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum MenuEffect {
    /// The key keeps its own meaning.
    PassOn,
    /// The menu closes, and the key does not reach a dialog around it.
    Close,
    /// The menu closes and the focus goes to the button first, so that Tab goes on from there.
    CloseAndPassOn,
    /// The focus goes to this item.
    Focus(usize),
}

/// The effect of a key while item `at` of `labels` has the focus.
pub(super) fn on_menu_key(name: &str, has_modifier: bool, at: usize, labels: &[String]) -> MenuEffect {
    match name {
        "Escape" => MenuEffect::Close,
        "Tab" => MenuEffect::CloseAndPassOn,
        // The browser activates the item.
        "Enter" | " " => MenuEffect::PassOn,
        _ if has_modifier => MenuEffect::PassOn,
        _ => target(name, at, labels).map_or(MenuEffect::PassOn, MenuEffect::Focus),
    }
}

/// The item that takes the focus when this key on the button opens a menu of `count` items; `None` for a key that does not.
pub(super) fn on_button_key(name: &str, count: usize) -> Option<usize> {
    match name {
        "ArrowDown" => Some(0),
        "ArrowUp" => Some(count.saturating_sub(1)),
        _ => None,
    }
}

/// The item that a key leads to from item `at` of `labels`; `None` when the key moves nothing.
fn target(key: &str, at: usize, labels: &[String]) -> Option<usize> {
    let count = labels.len().max(1);
    match key {
        "ArrowDown" => Some((at + 1) % count),
        "ArrowUp" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => {
            let wanted = search_text(key);
            key.chars().nth(1).is_none().then_some(())?;
            (1..=count)
                .map(|step| (at + step) % count)
                .find(|n| labels.get(*n).is_some_and(|label| search_text(label).starts_with(&wanted)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(name: &str, at: usize) -> MenuEffect {
        on_menu_key(name, false, at, &["Copy id", "Disable", "Delete"].map(str::to_owned))
    }

    #[test]
    fn arrows_go_round_and_first_letters_find_the_next_item() {
        let table = [
            ("ArrowDown", 0, 1),
            ("ArrowDown", 2, 0),
            ("ArrowUp", 0, 2),
            ("Home", 2, 0),
            ("End", 0, 2),
            ("d", 0, 1),
            ("D", 1, 2),
            ("d", 2, 1),
            ("c", 0, 0),
        ];
        for (name, at, to) in table {
            assert_eq!(press(name, at), MenuEffect::Focus(to), "{name} on item {at}");
        }
    }

    #[test]
    fn escape_and_tab_close_and_other_keys_keep_their_meaning() {
        assert_eq!(press("Escape", 1), MenuEffect::Close);
        assert_eq!(press("Tab", 1), MenuEffect::CloseAndPassOn);
        for name in ["Enter", " ", "x", "F5", "PageDown"] {
            assert_eq!(press(name, 1), MenuEffect::PassOn, "{name}");
        }
        let labels = ["Copy id".to_owned()];
        assert_eq!(on_menu_key("c", true, 0, &labels), MenuEffect::PassOn, "a shortcut of the browser");
        assert_eq!(on_menu_key("Escape", true, 0, &labels), MenuEffect::Close);
    }

    #[test]
    fn a_menu_without_items_takes_keys_all_the_same() {
        assert_eq!(on_menu_key("ArrowUp", false, 0, &[]), MenuEffect::Focus(0));
        assert_eq!(on_menu_key("a", false, 0, &[]), MenuEffect::PassOn);
    }

    #[test]
    fn down_opens_on_the_first_item_and_up_on_the_last() {
        assert_eq!(on_button_key("ArrowDown", 3), Some(0));
        assert_eq!(on_button_key("ArrowUp", 3), Some(2));
        assert_eq!(on_button_key("ArrowUp", 0), Some(0));
        assert_eq!(on_button_key("a", 3), None);
    }
}
