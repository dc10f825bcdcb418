//! The view of a failed request: forbidden is not an error, and offline is not the appliance's fault.

use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;

use crate::data::client::ApiError;
use crate::platform::focus;
use crate::ui::{ErrorState, Forbidden};

/// The view in the place of data that failed to load. `permission` names the missing permission: "to read runs".
#[component]
pub fn Failure(
    error: ApiError,
    #[prop(into)] permission: String,
    #[prop(into)] on_retry: Callback<()>,
    #[prop(into, optional)] busy: Signal<bool>,
) -> AnyView {
    on_cleanup(focus::heading_if_lost);
    if error.is_forbidden() {
        let needs = format!("This needs the permission {permission}. An administrator of the appliance can grant it.");
        view! { <Forbidden what=error.what() permission=needs/> }.into_any()
    } else {
        view! { <ErrorState what=error.what() safe="Reading changed nothing on the appliance." todo=error.todo() on_retry=on_retry busy=busy/> }.into_any()
    }
}
