//! The program comes in chunks: the first has the sign-in; `console` has the shell around every page; `overview` has the page
//! where a visit begins; `table` has the schedules; and `pages` has every other page. Code that only one of the functions below
//! reaches is in its chunk, and code that several reach is in a chunk that comes with any of them: the release build cuts the
//! program at these functions (xtask/src/split.rs). A build that is not cut has everything at once and waits for nothing.

use std::pin::Pin;

use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use super::place_asked_for;
use crate::components::layout::page_title::PageTitle;
use crate::components::layout::shell::Shell;
use crate::pages;
use crate::platform::{page, timer};
use crate::routes::known::unknown_parts;
use crate::routes::{Place, Route};
use crate::state::toasts::ToastKind;
use crate::ui::{ErrorState, SkeletonText};

#[cfg(feature = "split")]
use wasm_split_helpers::SplitLoaderError as NotLoaded;

/// How long the first page has the line for itself before the other chunks are fetched, in milliseconds. They are fetched early
/// so that a tab keeps working when the server gets a newer console.
const PREFETCH_DELAY_MS: i32 = 2000;

/// After so many milliseconds a chunk that has not come counts as missing. It is still drawn when it comes.
const LOAD_TIMEOUT_MS: i32 = 10_000;

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(console, fallible, preload(load_console)))]
fn draw_console() -> Result<AnyView, NotLoaded> {
    SignedInContext::start();
    read_ahead();
    let Chunks { overview, table, pages, .. } = expect_context();
    let ahead = move || [table, overview, pages].into_iter().for_each(Chunk::ask_online);
    timer::Slot::new().after(PREFETCH_DELAY_MS, ahead);
    page::on_network(ahead);
    Ok(view! { <Shell><Page/><ActionPlace/></Shell> }.into_any())
}

/// Asks for the schedules before the shell and the page that shows them are drawn. A table in another order asks by itself.
fn read_ahead() {
    let router = AppContext::expect().router;
    let page = match router.page().get_untracked() {
        Route::SignIn => router.query().with_untracked(place_asked_for),
        route => Place { route, query: router.query().get_untracked() },
    };
    if matches!(page.route, Route::Home | Route::Schedules) && page.query.get("sort").is_none() {
        SignedInContext::expect().schedules.read_ahead();
    }
}

#[component]
fn Page() -> AnyView {
    let AppContext { router, session, .. } = AppContext::expect();
    let chunks: Chunks = expect_context();
    let unknown = memo(move || {
        let domain = session.identity().map(|identity| identity.domain).filter(|domain| !domain.is_root());
        let place = Place { route: router.page().get(), query: router.query().get() };
        unknown_parts(&place, domain.as_ref().map(|domain| domain.name.as_sent()))
    });
    let is_known = memo(move || unknown.with(Vec::is_empty));
    (move || match router.page().get() {
        // The app leads away from the sign-in at once.
        Route::SignIn => ().into_any(),
        Route::Missing(path) => view! { <pages::not_found::NotFound path=path/> }.into_any(),
        #[cfg(feature = "gallery")]
        Route::Gallery => view! { <pages::gallery::Gallery/> }.into_any(),
        _ if !is_known.get() => view! { <pages::unknown_link::UnknownLink parts=unknown/> }.into_any(),
        route => chunks.of(&route).show(std::convert::identity),
    })
    .into_any()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(overview, fallible, preload(load_overview)))]
fn draw_overview() -> Result<AnyView, NotLoaded> {
    Ok(view! { <pages::overview::page::Overview/> }.into_any())
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(table, fallible, preload(load_table)))]
fn draw_table(what: Drawn) -> Result<AnyView, NotLoaded> {
    if what == Drawn::Rehearsal {
        return Ok(view! { <pages::schedules::list::Rehearsal/> }.into_any());
    }
    Ok(view! { <pages::schedules::list::ScheduleList/> }.into_any())
}

/// The views that a chunk with several draws. One function draws them, because each split function loads the chunk by itself and
/// so draws later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    /// The page of the current route.
    Page,
    /// The table that nobody sees.
    Rehearsal,
    /// The dialogs of the actions on schedules.
    ScheduleActions,
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(pages, fallible, preload(load_pages)))]
fn draw_pages(what: Drawn) -> Result<AnyView, NotLoaded> {
    if what == Drawn::ScheduleActions {
        return Ok(view! { <pages::schedules::actions::ActionDialogs/> }.into_any());
    }
    Ok(match AppContext::expect().router.page().get_untracked() {
        Route::Wizard(mode, _) => view! { <pages::schedules::wizard::WizardPage mode=mode/> }.into_any(),
        Route::Schedule(id) => view! { <pages::schedules::detail::ScheduleDetail id=id/> }.into_any(),
        Route::Sync => view! { <pages::sync::sources::SyncSources/> }.into_any(),
        Route::SyncJobs(source) => view! { <pages::sync::jobs::SyncJobList source=source/> }.into_any(),
        Route::NewSyncJob(source) => view! { <pages::sync::start::NewSyncJob source=source/> }.into_any(),
        Route::SyncJob(source, id) => view! { <pages::sync::detail::SyncJobDetail source=source id=id/> }.into_any(),
        Route::Runs => view! { <pages::runs::list::RunList/> }.into_any(),
        Route::Run(id) => view! { <pages::runs::detail::RunDetail id=id/> }.into_any(),
        Route::Container(cloud, id) => view! { <pages::containers::detail::ContainerDetail cloud=cloud id=id/> }.into_any(),
        Route::Cron => view! { <pages::cron::CronPage/> }.into_any(),
        Route::Settings => view! { <pages::settings::Settings/> }.into_any(),
        _ => ().into_any(),
    })
}

/// The place of the dialogs of schedule actions, once their chunk is loaded. An action that is requested earlier waits for it.
#[component]
fn ActionPlace() -> AnyView {
    let pages = expect_context::<Chunks>().pages;
    let (actions, toasts) = (SignedInContext::expect().actions, AppContext::expect().toasts);
    let mut is_asked = false;
    effect(move || {
        let is_wanted = actions.request.with(Option::is_some) && !pages.here.get();
        let has_failed = pages.failed.get();
        match (is_wanted, std::mem::replace(&mut is_asked, is_wanted)) {
            // A failed prefetch does not predict this request.
            (true, false) => {
                pages.failed.set(false);
                pages.ask();
            }
            (true, true) if has_failed => {
                is_asked = false;
                actions.request.set(None);
                let text = "This part of the console did not load. Nothing was done; try again.";
                toasts.show(ToastKind::Failed, text, None);
            }
            _ => {}
        }
    });
    (move || pages.here.get().then(|| untrack(|| unwrap_loaded(draw_pages(Drawn::ScheduleActions)))).flatten()).into_any()
}

/// The chunks beside the first. A context.
#[derive(Clone, Copy)]
pub struct Chunks {
    /// The shell around every page.
    pub console: Chunk,
    pub overview: Chunk,
    /// The table of schedules.
    pub table: Chunk,
    /// All other pages.
    pub pages: Chunk,
}

impl Chunks {
    /// Creates the chunks, none of them loaded. One per app.
    pub fn start() -> Self {
        let chunks = Self {
            console: Chunk::new(|| Box::pin(async { load_console().await.is_ok() }), || unwrap_loaded(draw_console())),
            overview: Chunk::new(|| Box::pin(async { load_overview().await.is_ok() }), || unwrap_loaded(draw_overview())),
            table: Chunk::new(|| Box::pin(async { load_table().await.is_ok() }), || unwrap_loaded(draw_table(Drawn::Page))),
            pages: Chunk::new(|| Box::pin(async { load_pages().await.is_ok() }), || unwrap_loaded(draw_pages(Drawn::Page))),
        };
        provide_context(chunks);
        chunks.rehearse();
        chunks
    }

    /// Draws the table once outside the page, as soon as its chunk has come while a person signs in.
    fn rehearse(self) {
        let app = AppContext::expect();
        effect(move || {
            if cfg!(feature = "split") && self.table.here.get() && app.session.identity_key().is_none() {
                spawn_local(async move {
                    let table = move || {
                        provide_context(app);
                        unwrap_loaded(draw_table(Drawn::Rehearsal))
                    };
                    let table = html::mount_aside(table);
                    // The rows are drawn by effects, after this task.
                    timer::sleep(0).await;
                    drop(table);
                });
            }
        });
    }

    /// The chunk with the page of a route.
    fn of(self, route: &Route) -> Chunk {
        match route {
            Route::Home => self.overview,
            Route::Schedules => self.table,
            _ => self.pages,
        }
    }

    /// Prefetches the chunks that this page needs, while a person signs in on the way to it.
    pub fn prefetch(self, route: &Route) {
        self.console.prefetch();
        self.of(route).prefetch();
    }
}

/// A part of the program that is loaded on request.
#[derive(Clone, Copy)]
pub struct Chunk {
    coming: RwSignal<bool>,
    here: RwSignal<bool>,
    failed: RwSignal<bool>,
    late: timer::Slot,
    load: fn() -> Pin<Box<dyn Future<Output = bool>>>,
    draw: fn() -> Option<AnyView>,
}

impl Chunk {
    fn new(load: fn() -> Pin<Box<dyn Future<Output = bool>>>, draw: fn() -> Option<AnyView>) -> Self {
        let [coming, here, failed] = [false, !cfg!(feature = "split"), false].map(RwSignal::new);
        Self { coming, here, failed, late: timer::Slot::new(), load, draw }
    }

    /// Fetches the chunk, unless it is loaded or on its way.
    pub fn ask(self) {
        if self.here.get_untracked() || self.coming.get_untracked() {
            return;
        }
        self.coming.set(true);
        self.late.after(LOAD_TIMEOUT_MS, move || self.mark_failed());
        spawn_local(async move {
            let came = (self.load)().await;
            self.late.clear();
            let _ = self.coming.try_set(false);
            if came {
                let _ = self.here.try_set(true);
            } else {
                self.mark_failed();
            }
        });
    }

    /// Prefetches the chunk. A failed prefetch is not retried; opening the page is the retry.
    pub fn prefetch(self) {
        if !self.failed.get_untracked() {
            self.ask();
        }
    }

    fn ask_online(self) {
        if !page::is_offline() {
            self.ask();
        }
    }

    fn mark_failed(self) {
        // Setting the signal again would render the error state again and take the focus from it.
        if self.failed.try_get_untracked() == Some(false) {
            let _ = self.failed.try_set(true);
        }
    }

    /// Renders the chunk once it is loaded; until then a loading or error state inside `frame`.
    pub fn show(self, frame: fn(AnyView) -> AnyView) -> AnyView {
        // A failed prefetch does not predict this request.
        self.failed.set(false);
        self.ask();
        (move || {
            if self.here.get() {
                untrack(|| (self.draw)()).unwrap_or_else(|| ().into_any())
            } else if self.failed.get() {
                frame(view! { <ChunkFailed chunk=self/> }.into_any())
            } else {
                // The heading takes the focus of the page change.
                let waiting =
                    (view! { <PageTitle text="Loading the page"/> }, view! { <SkeletonText label="Loading the page"/> });
                frame(waiting.into_any())
            }
        })
        .into_any()
    }
}

#[component]
fn ChunkFailed(chunk: Chunk) -> AnyView {
    let state = view! {
        <ErrorState
            what="This part of the console did not load"
            safe="Nothing on the appliance was changed. Schedules there run as before."
            todo="Try again. If that does not help, reload the page: a newer version may have replaced this one."
            busy=chunk.coming
            on_retry=Callback::new(move |()| chunk.ask())
        />
    };
    let title = html::div().class("head").child(view! { <PageTitle text="The page did not load"/> });
    (title, state).into_any()
}

/// The frame of a page without a shell.
pub fn bare_layout(content: AnyView) -> AnyView {
    html::main().attr("id", "main").class("sign-in").child(content).into_any()
}

/// In a release build the split step turns this call into a future, which is ready once the chunk is loaded.
#[cfg(feature = "split")]
fn unwrap_loaded(drawn: impl Future<Output = Result<AnyView, NotLoaded>>) -> Option<AnyView> {
    futures_util::FutureExt::now_or_never(drawn)?.ok()
}

#[cfg(not(feature = "split"))]
fn unwrap_loaded(drawn: Result<AnyView, NotLoaded>) -> Option<AnyView> {
    drawn.ok()
}

#[cfg(not(feature = "split"))]
enum NotLoaded {}

#[cfg(not(feature = "split"))]
async fn load_console() -> Result<(), NotLoaded> {
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn load_overview() -> Result<(), NotLoaded> {
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn load_table() -> Result<(), NotLoaded> {
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn load_pages() -> Result<(), NotLoaded> {
    Ok(())
}
