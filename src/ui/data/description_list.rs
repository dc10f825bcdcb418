use crate::platform::html::{self, AnyView, IntoView};

/// A list of facts about one thing: [`fact`]s.
pub fn facts(list: impl IntoView) -> AnyView {
    html::dl().class("facts").child(list).into_any()
}

/// One of [`facts`]: a term, and what is known of it.
pub fn fact(term: impl IntoView, content: impl IntoView) -> AnyView {
    html::div().child(html::dt().child(term)).child(html::dd().child(content)).into_any()
}
