//! Says things to screen readers through two live regions that stand in `index.html` from the start: a region that is mounted
//! together with its text is often not read.

use crate::reactive::document;

/// Says `text` when the reader has finished what it is saying.
pub fn polite(text: &str) {
    say("announce-polite", text);
}

/// Says `text` at once. For failures only.
pub fn assertive(text: &str) {
    say("announce-assertive", text);
}

fn say(region: &str, text: &str) {
    // An open modal makes everything outside of it inert, the static regions too; it brings its own.
    let in_modal = document().query_selector("dialog:modal > [role=status]").ok().flatten();
    let Some(region) = in_modal.or_else(|| document().get_element_by_id(region)) else {
        return;
    };
    // Equal text is no change and would not be read again; a trailing no-break space makes it one and is not heard.
    if region.text_content().as_deref() == Some(text) {
        region.set_text_content(Some(&format!("{text}\u{a0}")));
    } else {
        region.set_text_content(Some(text));
    }
}
