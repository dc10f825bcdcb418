//! The sign-in form, used by its page and by the dialog over an expired session; and the change-password form that replaces it
//! when the appliance demands a new password first (tests/appliance/API.md §9 Q1).

use crate::data::context::AppContext;
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
    let inputs = SignInInputs::new(user, domain);
    let SignInInputs { name, password, must_change, busy, attempt, .. } = inputs;
    let no_name = inputs.missing(name, "Enter your user name");
    let no_password = inputs.missing(password, "Enter your password");
    let no_next = inputs.missing(inputs.next_password, "Enter a new password");
    let errors = inputs.errors(no_name, no_password, no_next);
    let label = derived(move || if must_change.get() { "Change password and sign in" } else { "Sign in" }.to_owned());
    html::form()
        .class("form")
        .attr("novalidate", true)
        .on(ev::submit, move |event| {
            event.prevent_default();
            inputs.submit(errors, on_done);
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
        .child(move || must_change.get().then(|| view! { <NewPassword value=inputs.next_password error=no_next/> }))
        .child(view! { <MoreFields domain=inputs.domain connection=inputs.connection/> })
        .child(html::div().class("actions").child(view! { <Button label=label kind=ButtonKind::Primary submit=true busy=busy/> }))
        .into_any()
}

#[component]
fn NewPassword(value: RwSignal<String>, error: Signal<Option<String>>) -> AnyView {
    (
        html::p()
            .class("note warn")
            .attr("role", "status")
            .child("The appliance requires a new password before you can sign in."),
        view! {
            <Field id="new-password" label="New password" error=error>
                <PasswordInput value=value autocomplete="new-password"/>
            </Field>
        },
    )
        .into_any()
}

#[component]
fn MoreFields(domain: RwSignal<String>, connection: RwSignal<String>) -> AnyView {
    html::details()
        .child(html::summary().child("More options"))
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
        })
        .into_any()
}

/// The inputs of the form, and the state of the attempts to sign in with them.
#[derive(Clone, Copy)]
struct SignInInputs {
    session: SessionContext,
    name: RwSignal<String>,
    password: RwSignal<String>,
    domain: RwSignal<String>,
    connection: RwSignal<String>,
    next_password: RwSignal<String>,
    must_change: RwSignal<bool>,
    busy: RwSignal<bool>,
    attempt: RwSignal<u32>,
    refusal: RwSignal<Option<String>>,
}

impl SignInInputs {
    fn new(user: String, domain: String) -> Self {
        Self {
            session: AppContext::expect().session,
            name: RwSignal::new(user),
            password: RwSignal::new(String::new()),
            domain: RwSignal::new(domain),
            connection: RwSignal::new(String::new()),
            next_password: RwSignal::new(String::new()),
            must_change: RwSignal::new(false),
            busy: RwSignal::new(false),
            attempt: RwSignal::new(0),
            refusal: RwSignal::new(None),
        }
    }

    /// `sentence` if `text` is empty after the first attempt.
    fn missing(self, text: RwSignal<String>, sentence: &'static str) -> Signal<Option<String>> {
        derived(move || (self.attempt.get() > 0 && text.with(String::is_empty)).then(|| sentence.to_owned()))
    }

    fn errors(
        self,
        no_name: Signal<Option<String>>,
        no_password: Signal<Option<String>>,
        no_next: Signal<Option<String>>,
    ) -> Signal<Vec<SummaryError>> {
        derived(move || {
            let field =
                |id: &str, error: Signal<Option<String>>| error.get().map(|text| SummaryError { field_id: id.to_owned(), text });
            let refused = self.refusal.get().map(|text| SummaryError { field_id: "password".into(), text });
            [
                field("user-name", no_name),
                field("password", no_password),
                field("new-password", no_next).filter(|_| self.must_change.get()),
                refused,
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
        })
    }

    fn change(self) -> Option<PasswordChange> {
        self.must_change.get_untracked().then(|| PasswordChange {
            username: self.name.get_untracked(),
            old: Secret::from(self.password.get_untracked()),
            new: Secret::from(self.next_password.get_untracked()),
            auth_domain: None,
        })
    }

    fn credentials(self, password: RwSignal<String>) -> Credentials {
        let filled = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        Credentials {
            username: self.name.get_untracked(),
            password: Secret::from(password.get_untracked()),
            domain: filled(self.domain),
            connection: filled(self.connection),
        }
    }

    fn submit(self, errors: Signal<Vec<SummaryError>>, on_done: Callback<Identity>) {
        let Self { password, next_password, must_change, busy, .. } = self;
        if busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        self.attempt.update(|attempt| *attempt += 1);
        if !errors.with_untracked(Vec::is_empty) {
            return;
        }
        busy.set(true);
        let auth = self.session.client().auth();
        let change = self.change();
        let credentials = self.credentials(if change.is_some() { next_password } else { password });
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
            self.end(answer, on_done);
        });
    }

    fn end(self, answer: Result<Identity, ApiError>, on_done: Callback<Identity>) {
        match answer {
            Ok(identity) => {
                let _ = self.password.try_set(String::new());
                let _ = self.next_password.try_set(String::new());
                on_done.try_run(identity);
            }
            Err(ApiError::PasswordExpired(_)) if !self.must_change.try_get_untracked().unwrap_or(true) => {
                let _ = self.attempt.try_set(0);
                let _ = self.must_change.try_set(true);
                focus::by_id("new-password");
            }
            Err(error) => {
                let _ = self.refusal.try_set(Some(format!("{} {}", error.what(), error.todo()).trim().to_owned()));
                let _ = self.attempt.try_update(|attempt| *attempt += 1);
            }
        }
    }
}
