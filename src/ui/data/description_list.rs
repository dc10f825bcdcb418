use crate::platform::html::{self, Html, IntoHtml};

/// A list of facts about one thing: [`fact`]s.
pub fn facts(list: impl IntoHtml) -> Html {
    html::dl().class("facts").child(list).into_html()
}

/// One of [`facts`]: a term, and what is known of it.
pub fn fact(term: impl IntoHtml, content: impl IntoHtml) -> Html {
    html::div().child(html::dt().child(term)).child(html::dd().child(content)).into_html()
}
