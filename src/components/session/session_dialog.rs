//! The two dialogs about the session: it is about to end, and it has ended. Both cover the page and neither leaves it, so that no
//! input is lost.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use super::sign_in_form::SignInForm;
use crate::data::client::ExpiryReason;
use crate::data::client::Identity;
use crate::platform::announce;
use crate::ui::{Button, ButtonKind, Dialog, DialogKind};

/// Both dialogs. Once in the shell.
#[component]
pub fn SessionDialogs() -> AnyView {
    let session = AppContext::expect().session;
    let left = memo(move || session.seconds_left());
    let is_near = memo(move || left.get().is_some());
    let is_over = memo(move || session.expired().is_some());
    effect(move || {
        if let Some(seconds @ (60 | 30 | 10)) = left.get() {
            announce::assertive(&format!("Your session ends in {seconds} seconds."));
        }
    });
    let stay = move || {
        session.client().auth().stay_signed_in();
    };
    let near = move || {
        html::p()
            .child("This page has been idle for a while. The session ends in ")
            .child(html::strong().class("num").child(move || left.get().map(|left| left.to_string())))
            .child(" s. Your input stays on the page.")
    };
    let choices = move || {
        let stay = view! { <Button label="Stay signed in" kind=ButtonKind::Primary autofocus=true on_press=stay/> };
        (stay, view! { <Button label="Sign out" on_press=move || session.sign_out()/> })
    };
    let why = move || session.expired().map(reason).unwrap_or_default();
    let again = move || {
        let before = session.identity();
        let user = before.as_ref().map(|before| before.user.as_sent().to_owned()).unwrap_or_default();
        // Without the domain the form would sign in to root, which is another session, and the page would be lost.
        let domain = before.as_ref().map(|before| &before.domain).filter(|domain| !domain.is_root());
        let domain = domain.map(|domain| domain.name.as_sent().to_owned()).unwrap_or_default();
        let done = Callback::new(move |now: Identity| {
            // Another person starts with an empty page: the client has cleared all cached data by now.
            if before.as_ref().is_some_and(|before| before.is_same(&now)) {
                session.resume();
            }
        });
        let discarded = "To sign in as someone else, enter that user name; the contents of the page are then discarded.";
        (
            html::p().class("session").child(why).child(" The page is as you left it."),
            view! { <SignInForm user=user domain=domain on_done=done/> },
            html::p().class("dim").child(discarded),
        )
            .into_any()
    };
    (
        view! {
            <Dialog open=is_near kind=DialogKind::Alert title="Still there?" on_close=stay actions=choices>
                {near()}
            </Dialog>
        },
        view! {
            <Dialog open=is_over kind=DialogKind::Locked title="Sign in again" on_close=|| ()>
                {untrack(again)}
            </Dialog>
        },
    )
        .into_any()
}

fn reason(reason: ExpiryReason) -> &'static str {
    match reason {
        ExpiryReason::Idle => "Your session ended because this page was idle for a while.",
        ExpiryReason::Absolute => "Your session ended because it reached its maximum duration.",
        ExpiryReason::Refused => "The appliance ended your session.",
    }
}
