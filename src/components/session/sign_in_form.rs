//! The sign-in form, used by its page and by the dialog over an expired session; and the change-password form that replaces it
//! when the appliance demands a new password first (tests/appliance/API.md §9 Q1).

use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;

use crate::data::client::ApiError;
use crate::data::client::Identity;
use crate::data::client::Secret;
use crate::data::client::{Credentials, PasswordChange};
use crate::platform::focus;
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, ErrorSummary, Field, PasswordInput, SummaryError, TextInput};

/// The form for name, domain and password. `user` is read-only where an expired session is resumed.
#[component]
pub fn SignInForm(
    /// The initial name.
    #[prop(into, optional)]
    user: String,
    /// The initial domain; root if empty.
    #[prop(into, optional)]
    domain: String,
    /// Called once the appliance has accepted.
    #[prop(into)]
    on_done: Callback<Identity>,
) -> AnyView {
    let session = SessionContext::expect();
    let name = RwSignal::new(user);
    let password = RwSignal::new(String::new());
    let domain = RwSignal::new(domain);
    let connection = RwSignal::new(String::new());
    let next_password = RwSignal::new(String::new());
    let must_change = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let attempt = RwSignal::new(0_u32);
    let refusal = RwSignal::new(None::<String>);
    let missing = move |text: RwSignal<String>, sentence: &'static str| {
        derived(move || (attempt.get() > 0 && text.with(String::is_empty)).then(|| sentence.to_owned()))
    };
    let no_name = missing(name, "Enter your user name");
    let no_password = missing(password, "Enter your password");
    let no_next = missing(next_password, "Enter a new password");
    let errors = derived(move || {
        let field =
            |id: &str, error: Signal<Option<String>>| error.get().map(|text| SummaryError { field_id: id.to_owned(), text });
        let refused = refusal.get().map(|text| SummaryError { field_id: "password".into(), text });
        [
            field("user-name", no_name),
            field("password", no_password),
            field("new-password", no_next).filter(|_| must_change.get()),
            refused,
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
    });

    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        attempt.update(|attempt| *attempt += 1);
        if !errors.with_untracked(Vec::is_empty) {
            return;
        }
        busy.set(true);
        let auth = session.client().auth();
        let filled = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let change = must_change.get_untracked().then(|| PasswordChange {
            username: name.get_untracked(),
            old: Secret::from(password.get_untracked()),
            new: Secret::from(next_password.get_untracked()),
            auth_domain: None,
        });
        let credentials = Credentials {
            username: name.get_untracked(),
            password: Secret::from(if change.is_some() { next_password.get_untracked() } else { password.get_untracked() }),
            domain: filled(domain),
            connection: filled(connection),
        };
        spawn_local(async move {
            let changed = match change {
                Some(change) => auth.change_password(change).await.map(|()| {
                    // From here on the new password is valid, even if the sign-in that follows fails.
                    let _ = must_change.try_set(false);
                    let _ = password.try_set(next_password.try_get_untracked().unwrap_or_default());
                }),
                None => Ok(()),
            };
            let answer = match changed {
                Ok(()) => auth.sign_in(credentials).await,
                Err(error) => Err(error),
            };
            let _ = busy.try_set(false);
            match answer {
                Ok(identity) => {
                    let _ = password.try_set(String::new());
                    let _ = next_password.try_set(String::new());
                    on_done.try_run(identity);
                }
                Err(ApiError::PasswordExpired(_)) if !must_change.try_get_untracked().unwrap_or(true) => {
                    let _ = attempt.try_set(0);
                    let _ = must_change.try_set(true);
                    focus::by_id("new-password");
                }
                Err(error) => {
                    let _ = refusal.try_set(Some(format!("{} {}", error.what(), error.todo()).trim().to_owned()));
                    let _ = attempt.try_update(|attempt| *attempt += 1);
                }
            }
        });
    };

    let new_password = move || {
        (
            html::p()
                .class("note warn")
                .attr("role", "status")
                .child("The appliance wants a new password before it lets you in."),
            view! {
                <Field id="new-password" label="New password" error=no_next>
                    <PasswordInput value=next_password autocomplete="new-password"/>
                </Field>
            },
        )
    };
    let more = html::details()
        .child(html::summary().child("More"))
        .child(view! {
            <Field id="domain" label="Domain" optional=true hint="Name or id; root if left empty">
                <TextInput value=domain autocomplete="off"/>
            </Field>
        })
        .child(view! {
            <Field
                id="connection"
                label="Identity connection"
                optional=true
                hint="For users of a directory; local users leave it empty"
            >
                <TextInput value=connection autocomplete="off"/>
            </Field>
        });
    let label = derived(move || if must_change.get() { "Change password and sign in" } else { "Sign in" }.to_owned());
    html::form()
        .class("form")
        .attr("novalidate", true)
        .on(ev::submit, move |event| {
            event.prevent_default();
            submit();
        })
        .child(view! { <ErrorSummary errors=errors attempt=attempt/> })
        .child(view! {
            <Field id="user-name" label="User name" error=no_name>
                <TextInput value=name autocomplete="username"/>
            </Field>
        })
        .child(view! {
            <Field id="password" label="Password" error=no_password>
                <PasswordInput value=password autocomplete="current-password"/>
            </Field>
        })
        .child(move || must_change.get().then(new_password))
        .child(more)
        .child(html::div().class("actions").child(view! { <Button label=label kind=ButtonKind::Primary submit=true busy=busy/> }))
        .into_any()
}
