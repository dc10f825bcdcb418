//! Rows of a page that stay where they are while the list is refreshed.

use keysync::domain::list::stable_rows::StableRows;

#[test]
fn new_rows_are_counted_and_do_not_move_rows_on_screen() {
    let ids = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
    let shown = StableRows::showing(ids("dcba"));
    let renewed = shown.clone().renewed(ids("fedc"));
    assert_eq!((renewed.shown().concat(), renewed.fresh()), ("dcba".to_owned(), 2));
    let more = renewed.renewed(ids("wxyz"));
    assert_eq!((more.shown().concat(), more.fresh()), ("dcba".to_owned(), 4), "the whole page is new");
    let asked = StableRows::showing(ids("wxyz"));
    assert_eq!((asked.shown().concat(), asked.fresh()), ("wxyz".to_owned(), 0));
    let deleted = shown.renewed(ids("dba"));
    assert_eq!((deleted.shown().concat(), deleted.fresh()), ("dba".to_owned(), 0), "what was deleted goes");
    assert_eq!(StableRows::default().renewed(ids("ab")).shown().concat(), "ab", "nothing was shown, so nothing jumps");
}
