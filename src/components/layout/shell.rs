//! The frame of every page: skip link, top bar, navigation, dialogs, toasts.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, Children, IntoView, ev};
use crate::reactive::*;

use crate::components::session::session_dialog::SessionDialogs;
use crate::data::query::Query;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::domains::Domain;
use crate::domain::time::ahead_text;
use crate::platform::zone::{Zone, browser_zone, is_browser_zone_known};
use crate::platform::{announce, page, timer};
use crate::routes::{Leave, Route};
use crate::state::preferences::Theme;
use crate::state::toasts::ToastKind;
use crate::ui::{ConfirmDialog, Icon, Menu, MenuItem, OfflineNote, Toast, ToastList, Tone, glyph};

/// How many milliseconds the requests of the shell wait, so that those of the page go first.
const SYSTEM_INFO_DELAY_MS: i32 = 250;
/// How long the appliance may leave its time untold before that is said, in milliseconds.
const CLOCK_DELAY_MS: i32 = 2_000;

/// The frame of a signed-in page.
#[component]
pub fn Shell(children: Children) -> AnyView {
    (
        html::div()
            .class("shell")
            .child(html::a().class("skip").attr("href", "#main").child("Skip to the page"))
            .child(
                html::header()
                    .class("top")
                    .child(html::span().class("brand").child(glyph(Icon::Key)).child(html::span().child("Key synchronization")))
                    .child(view! { <DomainSwitch/> })
                    // The name comes late, and moves nothing here.
                    .child(view! { <ApplianceName/> })
                    .child(html::span().class("grow"))
                    .child(view! { <ZoneSwitch/> })
                    .child(view! { <ThemeMenu/> })
                    .child(view! { <UserMenu/> }),
            )
            .child(
                html::nav().class("side").attr("aria-label", "Main").child(
                    html::ul()
                        .child(view! { <NavItem to=Route::Home icon=Icon::Home text="Overview"/> })
                        .child(view! { <NavItem to=Route::Schedules icon=Icon::Calendar text="Schedules"/> })
                        .child(view! { <NavItem to=Route::Runs icon=Icon::List text="Runs"/> })
                        .child(view! { <NavItem to=Route::Sync icon=Icon::Sync text="Sync jobs"/> })
                        .child(view! { <NavItem to=Route::Settings icon=Icon::Gear text="Settings"/> }),
                ),
            )
            .child(
                html::main()
                    .attr("id", "main")
                    .attr("tabindex", "-1")
                    .child(view! { <Offline/> })
                    .child(view! { <ClockNote/> })
                    .child(children.run()),
            ),
        view! { <SessionDialogs/> },
        view! { <LeaveDialog/> },
        view! { <Messages/> },
    )
        .into_any()
}

/// A banner at the top of every page while the browser is offline.
#[component]
fn Offline() -> AnyView {
    let offline = RwSignal::new(page::is_offline());
    page::on_network(move || {
        let _ = offline.try_set(page::is_offline());
    });
    (move || {
        offline.get().then(|| {
            announce::assertive("You are offline.");
            let text = "You are offline. This page shows its last refresh; nothing can be sent. It resumes by itself.";
            view! { <OfflineNote text=text/> }
        })
    })
    .into_any()
}

/// A line at the top of every page while the browser's clock is more than a minute off: other clocks on the person's screen then
/// contradict the page.
#[component]
fn ClockNote() -> AnyView {
    let clock = AppContext::expect().clock;
    // The answer to the sign-in tells the time, unless something on the way takes it out.
    let is_waited = RwSignal::new(false);
    timer::Slot::new().after(CLOCK_DELAY_MS, move || {
        let _ = is_waited.try_set(true);
    });
    let text = memo(move || {
        let Some(seconds) = clock.browser_ahead() else {
            let text = "The appliance's answers do not tell its time, so all ages go by this computer's clock.";
            return is_waited.get().then(|| text.to_owned());
        };
        (seconds.abs() > 60).then_some(())?;
        Some(format!("This computer's clock is {}. All times here go by the appliance's clock.", ahead_text(seconds)))
    });
    let is_shown = memo(move || text.with(Option::is_some));
    (move || {
        is_shown.get().then(|| {
            untrack(|| text.get()).iter().for_each(|text| announce::polite(text));
            html::div().class("notice warn").child(glyph(Icon::Clock)).child(html::span().child(text))
        })
    })
    .into_any()
}

#[component]
fn NavItem(to: Route, icon: Icon, text: &'static str) -> AnyView {
    let router = AppContext::expect().router;
    let path = to.path();
    // A schedule's own page belongs to "Schedules" in the navigation.
    let is_here = memo(move || {
        router.route().with(|route| if path == "/" { *route == Route::Home } else { route.path().starts_with(path.as_str()) })
    });
    html::li()
        .child(
            html::a()
                .attr("href", move || router.href(to.clone()))
                .attr("aria-current", move || is_here.get().then_some("page"))
                .child(glyph(icon))
                .child(html::span().child(text)),
        )
        .into_any()
}

#[component]
fn ApplianceName() -> AnyView {
    let session = AppContext::expect().session;
    let info = Query::new(move || {
        let client = session.client();
        async move {
            timer::sleep(SYSTEM_INFO_DELAY_MS).await;
            client.system().info().await
        }
    });
    html::span().class("dim wide").child(move || info.data.with(|info| info.as_ref().map(|info| info.name.marked()))).into_any()
}

#[component]
fn DomainSwitch() -> AnyView {
    let AppContext { router, session, toasts, .. } = AppContext::expect();
    let domains = Query::new(move || {
        let client = session.client();
        async move {
            timer::sleep(SYSTEM_INFO_DELAY_MS).await;
            client.auth().domains().await
        }
    });
    let present = memo(move || session.identity().map(|identity| identity.domain.name.marked()).unwrap_or_default());
    let items = memo(move || domains.data.with(|list| list.clone().unwrap_or_default()));
    let enter = move |domain: Domain| {
        spawn_local(async move {
            match session.enter_domain(domain.id).await {
                Ok(()) => router.go(Route::Schedules),
                // Another person has signed in meanwhile.
                Err(error) if error.is_abandoned() => {}
                Err(error) => {
                    toasts.show(ToastKind::Failed, format!("{} You are still in the previous domain.", error.what()), None)
                }
            }
        });
    };
    let menu = derived(move || {
        let here = present.get();
        items
            .get()
            .into_iter()
            .map(|domain| {
                let name = domain.name.marked();
                MenuItem::new(name.clone(), move || enter(domain.clone())).checked(name == here)
            })
            .collect::<Vec<_>>()
    });
    view! { <Menu label=derived(move || format!("Domain: {}", present.get())) text=present icon=Icon::ChevronDown items=menu/> }
        .into_any()
}

#[component]
fn ZoneSwitch() -> AnyView {
    let preferences = AppContext::expect().preferences;
    // The browser had time to look up its zone while a person typed a password. Otherwise the first rows go before.
    let is_known = RwSignal::new(is_browser_zone_known());
    if !is_known.get_untracked() {
        timer::Slot::new().after(1000, move || {
            drop(browser_zone());
            let _ = is_known.try_set(true);
        });
    }
    let place = move |zone: Zone| {
        if zone == Zone::Browser && !is_known.get() { "Local".to_owned() } else { zone.place() }
    };
    let option = move |zone: Signal<Zone>| {
        html::button()
            .attr("type", "button")
            .attr("aria-pressed", move || if preferences.zone.get() == zone.get() { "true" } else { "false" })
            .on(ev::click, move |_| preferences.zone.set(zone.get_untracked()))
            .child(move || place(zone.get()))
            .into_any()
    };
    html::div()
        .class("seg")
        .attr("role", "group")
        .attr("aria-label", "Time zone of all times")
        .child(option(Signal::stored(Zone::Utc)))
        // A person whose own zone is UTC has nothing to switch.
        .child(move || (place(preferences.other_zone.get()) != "UTC").then(|| option(preferences.other_zone.into())))
        .into_any()
}

#[component]
fn ThemeMenu() -> AnyView {
    let preferences = AppContext::expect().preferences;
    let icon_of = |theme: Theme| match theme {
        Theme::System => Icon::Monitor,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    };
    let items = derived(move || {
        Theme::ALL
            .into_iter()
            .map(|theme| {
                let word = match theme {
                    Theme::System => "Same as the system",
                    Theme::Light => "Light",
                    Theme::Dark => "Dark",
                };
                MenuItem::new(word, move || preferences.theme.set(theme))
                    .icon(icon_of(theme))
                    .checked(preferences.theme.get() == theme)
            })
            .collect::<Vec<_>>()
    });
    view! { <Menu label="Theme" icon=Icon::Sun items=items/> }.into_any()
}

#[component]
fn UserMenu() -> AnyView {
    let AppContext { session, router, .. } = AppContext::expect();
    let permissions = SignedInContext::expect().permissions;
    let user = memo(move || {
        let name = session.identity().map(|identity| identity.user.marked()).unwrap_or_default();
        if permissions.is_read_only() { name + ", read only" } else { name }
    });
    let items = derived(move || {
        let mut items = vec![
            MenuItem::link("Settings", router.href(Route::Settings)).icon(Icon::Gear),
            MenuItem::new("Sign out", move || router.sign_out(|| session.sign_out())).icon(Icon::SignOut),
        ];
        if permissions.is_any_refused() {
            items.insert(1, MenuItem::new("Offer everything again", move || permissions.forget()).icon(Icon::Pencil));
        }
        items
    });
    view! { <Menu label=derived(move || format!("User: {}", user.get())) text=user icon=Icon::User items=items/> }.into_any()
}

#[component]
fn LeaveDialog() -> AnyView {
    let AppContext { router, session, .. } = AppContext::expect();
    let open = derived(move || router.leaving().with(Option::<Leave>::is_some));
    view! {
        <ConfirmDialog
            open=open
            title="Leave without saving?"
            body="Your input on this page has not been sent to the appliance and is lost if you leave."
            confirm="Leave"
            keep="Stay on this page"
            danger=true
            on_close=move || router.stay()
            on_confirm=move || router.leave(|| session.sign_out())
        />
    }
    .into_any()
}

#[component]
fn Messages() -> AnyView {
    let AppContext { toasts, router, .. } = AppContext::expect();
    let list = derived(move || {
        toasts
            .list()
            .get()
            .into_iter()
            .map(|toast| Toast {
                id: u64::from(toast.id),
                tone: match toast.kind {
                    ToastKind::Done => Tone::Ok,
                    ToastKind::Failed => Tone::Bad,
                },
                text: toast.text,
                link: toast.link.map(|(words, path)| (words, router.href(crate::routes::Place::parse(&path)))),
                undo: toast.undo,
            })
            .collect::<Vec<_>>()
    });
    let dismiss = Callback::new(move |id: u64| toasts.dismiss(u32::try_from(id).unwrap_or_default()));
    view! { <ToastList toasts=list on_dismiss=dismiss/> }.into_any()
}
