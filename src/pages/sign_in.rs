//! `/sign-in`.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::platform::timer;
use crate::platform::zone::browser_zone;
use crate::reactive::*;

use crate::components::layout::page_title::PageTitle;
use crate::components::session::sign_in_form::SignInForm;
use crate::data::query::Query;

/// The page of a person who is not signed in.
#[component]
pub fn SignIn(
    /// Called at each keystroke.
    on_typing: Callback<()>,
) -> AnyView {
    let session = AppContext::expect().session;
    let banner = Query::new(move || {
        let client = session.client();
        async move { client.auth().banner().await }
    });
    // The browser loads its zone tables while a person types, not while a page is drawn.
    timer::Slot::new().after(500, || drop(browser_zone()));
    let text = memo(move || banner.data.with(|text| text.clone().flatten().unwrap_or_default()));
    html::main()
        .attr("id", "main")
        .class("sign-in")
        .attr("tabindex", "-1")
        .on(ev::input, move |_| on_typing.run(()))
        .child(view! { <PageTitle text="Sign in"/> })
        .child(html::p().class("dim").child("Key synchronization on this CipherTrust Manager appliance"))
        .child(move || (!text.with(String::is_empty)).then(|| html::p().class("banner-text").child(text.get())))
        .child(view! { <SignInForm on_done=Callback::new(|_| ())/> })
        .into_any()
}
