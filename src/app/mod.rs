//! The app: its contexts, the sign-in guard, and the page of each route.

mod chunks;

use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use self::chunks::{Chunks, bare_layout};
use crate::api::session::SessionState;
use crate::components::session::sign_in_markup::SignInMarkup;
use crate::data::context::AppContext;
#[cfg(feature = "gallery")]
use crate::data::signed_in::SignedInContext;
use crate::pages;
use crate::platform::page;
use crate::routes::return_path::safe_return_path;
use crate::routes::{Place, Route, UrlQuery};

/// Mounts the console beside the sign-in page of `index.html`, which it takes over.
pub fn mount() {
    if let Some(root) = page::root() {
        html::mount(root, App).forget();
    }
}

/// The console.
#[component]
pub fn App() -> AnyView {
    let AppContext { clock, router, toasts, session, .. } = AppContext::start();
    let chunks = Chunks::start();
    SignInMarkup::start();
    effect(move || {
        // The answer to a sign-in is the first that tells the appliance's time.
        session.state().track();
        clock.tick();
    });
    // All state about the signed-in person lives below this key: another person drops it all.
    let person = RwSignal::new(0_u32);
    session.client().on_clear(move || {
        toasts.clear();
        let _ = person.try_update(|person| *person += 1);
    });
    effect(move || {
        let domain = session.identity().map(|identity| identity.domain).filter(|domain| !domain.is_root());
        router.set_domain(domain.map(|domain| domain.name.as_sent().to_owned()));
    });
    let is_signed_out = memo(move || session.state().with(|state| matches!(state, SessionState::SignedOut)));
    // A page that needs a session redirects to the sign-in, which leads back.
    effect(move || {
        let signed_out = is_signed_out.get();
        let place = Place { route: router.route().get(), query: router.query().get() };
        match (signed_out, &place.route) {
            (true, Route::SignIn) => {}
            (true, Route::Home) if place.query.get("show").is_none() => router.go_instead(Route::SignIn),
            (true, route) if is_gallery(route) => {}
            (true, _) => {
                router.go_instead(Place { route: Route::SignIn, query: UrlQuery::default().with("next", &place.href()) })
            }
            (false, Route::SignIn) => {
                router.go_instead(place_asked_for(&place.query));
            }
            (false, _) => {}
        }
    });
    #[cfg(feature = "gallery")]
    let shows_gallery = memo(move || router.route().with(is_gallery));
    (move || {
        person.track();
        if is_signed_out.get() {
            #[cfg(feature = "gallery")]
            if shows_gallery.get() {
                SignedInContext::start();
                SignInMarkup::expect().take().iter().for_each(html::Element::remove);
                return html::main().attr("id", "main").child(view! { <pages::gallery::Gallery/> }).into_any();
            }
            // Typing triggers the prefetch: a person who only looks at the sign-in page needs no chunk.
            let ahead = Callback::new(move |()| chunks.prefetch(&router.query().with_untracked(page_asked_for)));
            return view! { <pages::sign_in::SignIn on_typing=ahead/> }.into_any();
        }
        chunks.console.show(bare_layout)
    })
    .into_any()
}

/// The destination from before the sign-in.
fn place_asked_for(query: &UrlQuery) -> Place {
    let next = query.get("next").and_then(safe_return_path);
    next.map_or_else(|| Place::from(Route::Home), |href| Place::parse(&href))
}

fn page_asked_for(query: &UrlQuery) -> Route {
    place_asked_for(query).route
}

/// The gallery needs no session. Every other page does, and a signed-out person does not even learn whether it exists.
fn is_gallery(route: &Route) -> bool {
    #[cfg(feature = "gallery")]
    return *route == Route::Gallery;
    #[cfg(not(feature = "gallery"))]
    {
        let _ = route;
        false
    }
}
