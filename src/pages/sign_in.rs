//! `/sign-in`.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::platform::timer;
use crate::platform::zone::browser_zone;
use crate::reactive::*;

use crate::components::layout::page_title::{enter_page, name_tab};
use crate::components::session::sign_in_form::connect;
use crate::components::session::sign_in_markup::SignInMarkup;
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
    timer::Slot::new().after(250, || drop(browser_zone()));
    let text = memo(move || banner.data.with(|text| text.clone().flatten().unwrap_or_default()));
    let markup = SignInMarkup::expect();
    let title = Signal::stored("Sign in".to_owned());
    name_tab(title);
    let on_screen = markup.take();
    let is_on_screen = on_screen.is_some();
    let page = on_screen.unwrap_or_else(|| markup.copy());
    let form = page.part("form");
    if is_on_screen {
        let has_text = ["#user-name", "#password"].into_iter().any(|input| !form.part(input).typed().is_empty());
        has_text.then(|| on_typing.run(()));
    } else {
        enter_page(title);
    }
    connect(&form, Callback::new(|_| ()));
    // The banner stands after the form, which must not move when it arrives.
    let page = page
        .on(ev::input, move |_| on_typing.run(()))
        .child(move || (!text.with(String::is_empty)).then(|| html::p().class("banner-text").child(text.get())));
    if is_on_screen { html::in_place(&page) } else { page.into_any() }
}
