//! The sign-in form, used by its page and by the dialog over an expired session; and the change-password form that replaces it
//! when the appliance demands a new password first (tests/appliance/API.md §9 Q1). Its markup is in `index.html`.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, Element, IntoView, ev};
use crate::reactive::*;

use super::sign_in_markup::{SignInMarkup, was_sent};
use crate::data::client::ApiError;
use crate::data::client::Identity;
use crate::data::client::Secret;
use crate::data::client::{Credentials, PasswordChange};
use crate::platform::{dom, focus};
use crate::state::session::SessionContext;
use crate::ui::{ErrorSummary, Icon, SummaryError, glyph, show_error};

/// The form for name, domain and password, in a dialog.
#[component]
pub fn SignInForm(
    /// The initial name.
    #[prop(into)]
    user: String,
    /// The initial domain; root if empty.
    #[prop(into)]
    domain: String,
    /// Called once the appliance has accepted.
    #[prop(into)]
    on_done: Callback<Identity>,
) -> AnyView {
    let form = SignInMarkup::expect().copy().part("form");
    let _ = form.part("#user-name").prop("value", user);
    let _ = form.part("#domain").prop("value", domain);
    connect(&form, on_done);
    form.into_any()
}

/// Makes the markup of the form work. Text that is in it already stays, and a form that was sent already is sent.
pub fn connect(form: &Element, on_done: Callback<Identity>) {
    let inputs = SignInInputs::of(form);
    let SignInInputs { name, password, must_change, attempt, .. } = inputs;
    let no_name = inputs.missing(name, "Enter your user name");
    let no_password = inputs.missing(password, "Enter your password");
    let no_next = inputs.missing(inputs.next_password, "Enter a new password");
    let errors = inputs.errors(no_name, no_password, no_next);
    form.part(".field").put_before(view! { <ErrorSummary errors=errors attempt=attempt/> });
    connect_field(&form.part(".field.user-name"), "user-name", name, no_name);
    connect_password(&form.part(PASSWORD), "password", password, no_password);
    let markup = SignInMarkup::expect();
    form.part("details").put_before(move || {
        must_change.get().then(|| new_password(&markup.copy().part(PASSWORD), inputs.next_password, no_next))
    });
    let _ = following(form.part("#domain"), inputs.domain);
    let _ = following(form.part("#connection"), inputs.connection);
    connect_button(&form.part(".btn.primary"), inputs);
    let _ = form.clone().on(ev::submit, move |event| {
        event.prevent_default();
        dom::tell_values(event.current_target());
        inputs.submit(errors, on_done);
    });
    if was_sent(form) {
        inputs.submit(errors, on_done);
    }
}

/// An input whose text is in `text`.
fn following(input: Element, text: RwSignal<String>) -> Element {
    input.bound(text)
}

/// The field for the password in the markup.
const PASSWORD: &str = ".field.password";

/// A field with its text and its error.
fn connect_field(field: &Element, id: &str, text: RwSignal<String>, error: Signal<Option<String>>) {
    let input = following(field.part("input"), text);
    show_error(input, &field.part("label + *"), id, error);
}

/// A field with a button that shows what is typed.
fn connect_password(field: &Element, id: &str, text: RwSignal<String>, error: Signal<Option<String>>) {
    connect_field(field, id, text, error);
    let shown = RwSignal::new(false);
    let _ = field.part("input").attr("type", move || if shown.get() { "text" } else { "password" });
    let _ = field.part("path").attr("d", move || if shown.get() { Icon::EyeOff } else { Icon::Eye }.path());
    let _ = field
        .part(".btn")
        .attr("aria-pressed", move || if shown.get() { "true" } else { "false" })
        .on(ev::click, move |_| shown.update(|shown| *shown = !*shown));
}

/// The button that sends the form: its words, and the sign that it has been sent.
fn connect_button(button: &Element, inputs: SignInInputs) {
    let SignInInputs { must_change, busy, .. } = inputs;
    let words = button.part("span");
    words.put_before(move || busy.get().then(|| html::span().class("spin").child(glyph(Icon::Ring))));
    let _ = words.emptied().child(move || if must_change.get() { "Change password and sign in" } else { "Sign in" });
    let _ = button.clone().attr("aria-disabled", move || busy.get().then_some("true"));
}

/// The field for the new password: a copy of the one for the password.
fn new_password(field: &Element, value: RwSignal<String>, error: Signal<Option<String>>) -> AnyView {
    let _ = field.part("label").attr("for", "new-password").emptied().child("New password");
    let _ = field.part("input").attr("id", "new-password").attr("name", "new-password").attr("autocomplete", "new-password");
    connect_password(field, "new-password", value, error);
    (
        html::p()
            .class("note warn")
            .attr("role", "status")
            .child("The appliance requires a new password before you can sign in."),
        field.clone(),
    )
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
    /// Reads what the form holds.
    fn of(form: &Element) -> Self {
        let typed = |input: &str| RwSignal::new(form.part(input).typed());
        Self {
            session: AppContext::expect().session,
            name: typed("#user-name"),
            password: typed("#password"),
            domain: typed("#domain"),
            connection: typed("#connection"),
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
