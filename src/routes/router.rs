//! The router: the address bar as a signal, links followed in the page, guards against losing what was typed.

use crate::reactive::*;

use super::{Place, Route, UrlQuery};
use crate::platform::history;

/// A navigation that a guard holds back until the person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leave {
    /// A link or a button to this place.
    To(Place),
    /// Back or forward by so many entries.
    By(i32),
    SignOut,
}

struct Memory {
    base: String,
    index: u32,
    guard: Option<(Signal<bool>, Callback<()>)>,
    // Index of the history entry at which the person entered the page; later steps of the page follow it.
    entered: u32,
    // The place that replaces the entry to which the history is going back.
    landing: Option<Place>,
    // True while the router moves through the history, so that its own pop does not count as the person's.
    expected_pop: bool,
}

/// The current place, and the only way to change it.
#[derive(Clone, Copy)]
pub struct Router {
    place: RwSignal<Place>,
    route: Memo<Route>,
    page: Memo<Route>,
    query: Memo<UrlQuery>,
    domain: RwSignal<Option<String>>,
    leaving: RwSignal<Option<Leave>>,
    moves: RwSignal<u32>,
    memory: StoredValue<Memory>,
}

/// The target of a link: a route, or a place with its query.
pub trait Link: Into<Place> {}
impl<T: Into<Place>> Link for T {}

impl Router {
    /// Reads the address bar and follows it. One router per app, as a context.
    #[must_use]
    pub fn start() -> Self {
        let base = history::base();
        let place = RwSignal::new(Place::parse(without_base(&base, &history::href())));
        let index = history::index().unwrap_or(0);
        history::replace(&history::href(), index);
        let router = Self {
            place,
            route: memo(move || place.with(|place| place.route.clone())),
            page: memo(move || place.with(|place| place.route.page())),
            query: memo(move || place.with(|place| place.query.clone())),
            domain: RwSignal::new(None),
            leaving: RwSignal::new(None),
            moves: RwSignal::new(0),
            memory: StoredValue::new(Memory { base, index, guard: None, entered: index, landing: None, expected_pop: false }),
        };
        history::on_pop(move || router.popped());
        history::on_unload(move || router.is_guarded());
        history::on_link(move |href| router.follow(href));
        router
    }

    /// The current page with its step.
    #[must_use]
    pub fn route(self) -> Memo<Route> {
        self.route
    }

    /// The current page without its step.
    #[must_use]
    pub fn page(self) -> Memo<Route> {
        self.page
    }

    /// The current query.
    #[must_use]
    pub fn query(self) -> Memo<UrlQuery> {
        self.query
    }

    /// The value of a name in the query, as a signal of its own.
    #[must_use]
    pub fn value(self, name: &'static str) -> Memo<Option<String>> {
        memo(move || self.query.with(|query| query.get(name).map(str::to_owned)))
    }

    /// Number of pages entered since the start; zero is the first page, which takes no focus.
    #[must_use]
    pub fn moves(self) -> u32 {
        self.moves.get_untracked()
    }

    /// Sets the domain that every address carries; `None` for root.
    pub fn set_domain(self, domain: Option<String>) {
        self.domain.set(domain);
    }

    /// The address of a place, for a link.
    #[must_use]
    pub fn href(self, to: impl Link) -> String {
        let domain = self.domain.get();
        self.write(&to.into(), domain)
    }

    fn write(self, place: &Place, domain: Option<String>) -> String {
        let place = match domain {
            Some(domain) if place.query.get("domain").is_none() => {
                Place { route: place.route.clone(), query: place.query.clone().with("domain", &domain) }
            }
            _ => place.clone(),
        };
        let href = place.href();
        self.memory.with_value(|memory| format!("{}{}", memory.base.trim_end_matches('/'), href))
    }

    /// Goes to a place, unless a guard holds it back.
    pub fn go(self, to: impl Link) {
        let to = to.into();
        if self.is_guarded() && self.leaves(&to.route) {
            self.leaving.set(Some(Leave::To(to)));
        } else {
            self.enter(to);
        }
    }

    /// Goes to a place that replaces the current page, all its steps, in the history: after a create, Back must not offer to
    /// create again.
    pub fn go_instead(self, to: impl Link) {
        let to = to.into();
        let (index, entered) = self.memory.with_value(|memory| (memory.index, memory.entered));
        let has_steps = self.page.with_untracked(|page| matches!(page, Route::Wizard(..)));
        if has_steps && entered < index && self.leaves(&to.route) {
            self.memory.update_value(|memory| memory.landing = Some(to.clone()));
            history::go(-i32::try_from(index - entered).unwrap_or(0));
        } else {
            history::replace(&self.write(&to, self.domain.get_untracked()), index);
        }
        self.arrive(to);
    }

    /// Changes the query with a new entry in the history, for states that a person wants to return to.
    pub fn set_query(self, query: UrlQuery) {
        let place = Place { route: self.route.get_untracked(), query };
        if self.place.with_untracked(|present| *present == place) {
            return;
        }
        self.push(&place);
        self.place.set(place);
    }

    /// Changes the query without a new entry, for text as it is typed.
    pub fn replace_query(self, query: UrlQuery) {
        let place = Place { route: self.route.get_untracked(), query };
        let index = self.memory.with_value(|memory| memory.index);
        history::replace(&self.write(&place, self.domain.get_untracked()), index);
        self.place.set(place);
    }

    /// While `dirty` is true, leaving the page asks first; `on_leave` runs when the person gives up the input. The guard ends
    /// with the owner that set it.
    pub fn guard(self, dirty: Signal<bool>, on_leave: Callback<()>) {
        self.memory.update_value(|memory| memory.guard = Some((dirty, on_leave)));
        on_cleanup(move || {
            let _ = self.memory.try_update_value(|memory| memory.guard = None);
        });
    }

    /// Signs out by `sign_out`, unless a guard holds it back.
    pub fn sign_out(self, sign_out: impl FnOnce()) {
        if self.is_guarded() {
            self.leaving.set(Some(Leave::SignOut));
        } else {
            sign_out();
        }
    }

    /// The navigation that waits for the person's decision.
    #[must_use]
    pub fn leaving(self) -> Signal<Option<Leave>> {
        self.leaving.into()
    }

    /// Stays on the page.
    pub fn stay(self) {
        self.leaving.set(None);
    }

    /// Leaves the page and drops the input. `sign_out` runs if the navigation is a sign-out.
    pub fn leave(self, sign_out: impl FnOnce()) {
        let Some(way) = self.leaving.get_untracked() else { return };
        self.leaving.set(None);
        if let Some(Some((_, on_leave))) = self.memory.try_update_value(|memory| memory.guard.take()) {
            on_leave.try_run(());
        }
        match way {
            Leave::To(place) => self.enter(place),
            Leave::By(delta) => history::go(delta),
            Leave::SignOut => sign_out(),
        }
    }

    fn leaves(self, to: &Route) -> bool {
        self.page.with_untracked(|page| *page != to.page())
    }

    fn is_guarded(self) -> bool {
        let guard = self.memory.try_with_value(|memory| memory.guard).flatten();
        guard.and_then(|(dirty, _)| dirty.try_get_untracked()).unwrap_or(false)
    }

    fn push(self, place: &Place) {
        self.memory.update_value(|memory| memory.index += 1);
        history::push(&self.write(place, self.domain.get_untracked()), self.memory.with_value(|memory| memory.index));
    }

    fn enter(self, place: Place) {
        self.push(&place);
        self.arrive(place);
        history::scroll_to(0.0);
    }

    fn arrive(self, place: Place) {
        if self.leaves(&place.route) {
            self.memory.update_value(|memory| {
                memory.guard = None;
                memory.entered = memory.index;
            });
        }
        if self.route.get_untracked() != place.route {
            self.moves.update(|moves| *moves += 1);
        }
        self.place.set(place);
    }

    fn follow(self, href: &str) -> bool {
        let base = self.memory.with_value(|memory| memory.base.clone());
        if !href.starts_with(&base) && href != base.trim_end_matches('/') {
            return false;
        }
        self.go(Place::parse(without_base(&base, href)));
        true
    }

    fn popped(self) {
        let before = self.memory.with_value(|memory| memory.index);
        if let Some(Some(landing)) = self.memory.try_update_value(|memory| memory.landing.take()) {
            let at = history::index().unwrap_or_else(|| self.memory.with_value(|memory| memory.entered));
            self.memory.update_value(|memory| (memory.index, memory.entered) = (at, at));
            history::replace(&self.write(&landing, self.domain.get_untracked()), at);
            return;
        }
        // A link within the page (`#main`) makes an entry of the browser's own, without an index.
        let Some(after) = history::index() else { return };
        let expected = self.memory.try_update_value(|memory| std::mem::take(&mut memory.expected_pop)).unwrap_or(false);
        if expected || after == before {
            return;
        }
        let delta = i32::try_from(i64::from(after) - i64::from(before)).unwrap_or(0);
        let base = self.memory.with_value(|memory| memory.base.clone());
        let place = Place::parse(without_base(&base, &history::href()));
        if self.is_guarded() && self.leaves(&place.route) {
            // popstate cannot be cancelled: return to the entry before, then ask.
            self.memory.update_value(|memory| memory.expected_pop = true);
            history::go(-delta);
            self.leaving.set(Some(Leave::By(delta)));
            return;
        }
        self.memory.update_value(|memory| memory.index = after);
        self.arrive(place);
    }
}

fn without_base<'a>(base: &str, href: &'a str) -> &'a str {
    href.strip_prefix(base.trim_end_matches('/')).unwrap_or(href)
}
