//! Announcements for screen readers, through two live regions in `index.html`: a region that is mounted together with its text is
//! often not read.

use crate::domain::text::harmless;
use crate::reactive::document;

/// Announces `text` after the current speech.
pub fn polite(text: &str) {
    say("announce-polite", text);
}

/// Announces `text` at once; for failures only.
pub fn assertive(text: &str) {
    say("announce-assertive", text);
}

fn say(region: &str, text: &str) {
    let text = &*harmless(text);
    // An open modal makes the rest of the page inert, the static regions too; so the modal has a region of its own.
    let in_modal = document().query_selector("dialog:modal > [role=status]").ok().flatten();
    let Some(region) = in_modal.or_else(|| document().get_element_by_id(region)) else {
        return;
    };
    // A region with unchanged text is not read again; a trailing no-break space changes the text silently.
    if region.text_content().as_deref() == Some(text) {
        region.set_text_content(Some(&format!("{text}\u{a0}")));
    } else {
        region.set_text_content(Some(text));
    }
}
