use crate::platform::html::{self, AnyView, IntoView};

/// A description list of [`fact`]s.
pub fn facts(list: impl IntoView) -> AnyView {
    html::dl().class("facts").child(list).into_any()
}

/// One entry of [`facts`]: a term and its value.
pub fn fact(term: impl IntoView, content: impl IntoView) -> AnyView {
    html::div().child(html::dt().child(term)).child(html::dd().child(content)).into_any()
}
