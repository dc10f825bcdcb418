//! `/sign-in`.

use leptos::prelude::*;

use crate::parts::page_title::PageTitle;
use crate::parts::sign_in_form::SignInForm;
use crate::reactive::{memo, part};
use crate::state::query::Live;
use crate::state::session::SessionContext;

/// The page of a person who is not signed in.
#[component]
pub fn SignIn() -> impl IntoView {
    let session = SessionContext::expect();
    let banner = Live::new(move || {
        let client = session.client();
        async move { client.auth().banner().await }
    });
    let text = memo(move || banner.data.with(|text| text.clone().flatten().unwrap_or_default()));
    view! {
        <main id="main" class="sign-in" tabindex="-1">
            <PageTitle text="Sign in"/>
            <p class="dim">"Key synchronization on this CipherTrust Manager appliance"</p>
            // The appliance's own words, before anything is asked: untrusted text, line breaks kept.
            {part(move || (!text.with(String::is_empty)).then(|| view! { <p class="banner-text">{text.get()}</p> }))}
            <SignInForm on_done=Callback::new(|_| ())/>
        </main>
    }
}
