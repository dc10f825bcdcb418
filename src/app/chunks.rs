//! The program comes in pieces: what the sign-in needs; `console`, what stands around every page; `overview`, where a visit begins;
//! `table`, the schedules; and `pages`, every other page. What only one of the functions below reaches is in its piece, what several reach
//! in one that comes with any of them: the release build cuts the program there (xtask/src/split.rs). A build that is not cut has everything at once and
//! waits for nothing.

use std::pin::Pin;

use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::components::layout::page_title::PageTitle;
use crate::components::layout::shell::Shell;
use crate::data::containers::ContainerLists;
use crate::data::schedule_actions::ScheduleActions;
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::WriteMismatches;
use crate::pages;
use crate::platform::{page, timer};
use crate::routes::{Route, Router};
use crate::state::permissions::Permissions;
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::{ErrorState, SkeletonText};

#[cfg(feature = "split")]
use wasm_split_helpers::SplitLoaderError as NotLoaded;

/// How long the first page has the line for itself before the other pages are fetched. They are fetched unasked, so that from
/// then on a tab goes on whole when the console on the server is replaced.
const AHEAD: i32 = 2000;

/// After so many milliseconds a piece that has not come is said to be missing. It is still drawn when it comes.
const LATE: i32 = 10_000;

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(console, fallible, preload(load_console)))]
fn draw_console() -> Result<AnyView, NotLoaded> {
    Schedules::start();
    ScheduleActions::start();
    Permissions::start();
    WriteMismatches::start();
    ContainerLists::start();
    let Chunks { overview, table, pages, .. } = expect_context();
    let ahead = move || [table, overview, pages].into_iter().for_each(Chunk::ask_online);
    timer::Slot::new().after(AHEAD, ahead);
    page::on_network(ahead);
    Ok(view! { <Shell><Page/><TaskPlace/></Shell> }.into_any())
}

#[component]
fn Page() -> AnyView {
    let router = Router::expect();
    let chunks: Chunks = expect_context();
    (move || match router.page().get() {
        // It leads on at once.
        Route::SignIn => ().into_any(),
        Route::Missing(path) => view! { <pages::not_found::NotFound path=path/> }.into_any(),
        #[cfg(feature = "gallery")]
        Route::Gallery => view! { <pages::gallery::Gallery/> }.into_any(),
        route => chunks.of(&route).show(std::convert::identity),
    })
    .into_any()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(overview, fallible, preload(load_overview)))]
fn draw_overview() -> Result<AnyView, NotLoaded> {
    Ok(view! { <pages::overview::page::Overview/> }.into_any())
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(table, fallible, preload(load_table)))]
fn draw_table() -> Result<AnyView, NotLoaded> {
    Ok(view! { <pages::schedules::list::ScheduleList/> }.into_any())
}

/// What the piece of the other pages draws. One function for both: each function of a piece would load it by itself, and so draw later than at
/// once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    /// The page of the address.
    Page,
    /// The dialogs of what can be done to schedules.
    ScheduleActions,
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(pages, fallible, preload(load_pages)))]
fn draw_pages(what: Drawn) -> Result<AnyView, NotLoaded> {
    if what == Drawn::ScheduleActions {
        return Ok(view! { <pages::schedules::actions::TaskDialogs/> }.into_any());
    }
    Ok(match Router::expect().page().get_untracked() {
        Route::Wizard(mode, _) => view! { <pages::schedules::wizard::WizardPage mode=mode/> }.into_any(),
        Route::Schedule(id) => view! { <pages::schedules::detail::ScheduleDetail id=id/> }.into_any(),
        Route::Sync => view! { <pages::sync::sources::SyncSources/> }.into_any(),
        Route::SyncJobs(source) => view! { <pages::sync::jobs::SyncJobList source=source/> }.into_any(),
        Route::NewSyncJob(source) => view! { <pages::sync::start::NewSyncJob source=source/> }.into_any(),
        Route::SyncJob(source, id) => view! { <pages::sync::detail::SyncJobDetail source=source id=id/> }.into_any(),
        Route::Runs => view! { <pages::runs::list::RunList/> }.into_any(),
        Route::Run(id) => view! { <pages::runs::detail::RunDetail id=id/> }.into_any(),
        Route::Cron => view! { <pages::cron::CronPage/> }.into_any(),
        Route::Settings => view! { <pages::settings::Settings/> }.into_any(),
        _ => ().into_any(),
    })
}

/// Where the dialogs of tasks are, once the piece that they are in is there. A task that is asked for before waits for it.
#[component]
fn TaskPlace() -> AnyView {
    let pages = expect_context::<Chunks>().pages;
    let (tasks, toasts) = (ScheduleActions::expect(), Toasts::expect());
    let mut is_asked = false;
    effect(move || {
        let is_wanted = tasks.task.with(Option::is_some) && !pages.here.get();
        let has_failed = pages.failed.get();
        match (is_wanted, std::mem::replace(&mut is_asked, is_wanted)) {
            // That it could not be fetched ahead says nothing about now.
            (true, false) => {
                pages.failed.set(false);
                pages.ask();
            }
            (true, true) if has_failed => {
                is_asked = false;
                tasks.task.set(None);
                let text = "The browser did not get this part of the console. Nothing was done; try again.";
                toasts.show(ToastKind::Failed, text, None);
            }
            _ => {}
        }
    });
    (move || pages.here.get().then(|| untrack(|| present(draw_pages(Drawn::ScheduleActions)))).flatten()).into_any()
}

/// The pieces beside the first. A context.
#[derive(Clone, Copy)]
pub struct Chunks {
    /// What stands around every page.
    pub console: Chunk,
    /// The overview.
    pub overview: Chunk,
    /// The table of schedules.
    pub table: Chunk,
    /// The other pages.
    pub pages: Chunk,
}

impl Chunks {
    /// None is there yet. One per app.
    pub fn start() -> Self {
        let chunks = Self {
            console: Chunk::new(|| Box::pin(async { load_console().await.is_ok() }), || present(draw_console())),
            overview: Chunk::new(|| Box::pin(async { load_overview().await.is_ok() }), || present(draw_overview())),
            table: Chunk::new(|| Box::pin(async { load_table().await.is_ok() }), || present(draw_table())),
            pages: Chunk::new(|| Box::pin(async { load_pages().await.is_ok() }), || present(draw_pages(Drawn::Page))),
        };
        provide_context(chunks);
        chunks
    }

    /// The piece that a page is in.
    fn of(self, route: &Route) -> Chunk {
        match route {
            Route::Home => self.overview,
            Route::Schedules => self.table,
            _ => self.pages,
        }
    }

    /// Fetches what a person will see who is signing in on the way to this page.
    pub fn prefetch(self, route: &Route) {
        self.console.prefetch();
        self.of(route).prefetch();
    }
}

/// A part of the program that comes when it is asked for.
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

    /// Fetches it, unless it is there or on its way.
    pub fn ask(self) {
        if self.here.get_untracked() || self.coming.get_untracked() {
            return;
        }
        self.coming.set(true);
        self.late.after(LATE, move || self.miss());
        spawn_local(async move {
            let came = (self.load)().await;
            self.late.clear();
            let _ = self.coming.try_set(false);
            if came {
                let _ = self.here.try_set(true);
            } else {
                self.miss();
            }
        });
    }

    /// Fetches it before anybody wants it; once, for whoever wants it then asks again.
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

    fn miss(self) {
        // What is said already is not made anew: the person may stand in it.
        if self.failed.try_get_untracked() == Some(false) {
            let _ = self.failed.try_set(true);
        }
    }

    /// What it draws, as soon as it is there; until then what says so, in the frame that the page still lacks.
    pub fn show(self, frame: fn(AnyView) -> AnyView) -> AnyView {
        // That it could not be fetched ahead says nothing about now.
        self.failed.set(false);
        self.ask();
        (move || {
            if self.here.get() {
                untrack(|| (self.draw)()).unwrap_or_else(|| ().into_any())
            } else if self.failed.get() {
                frame(view! { <ChunkFailed chunk=self/> }.into_any())
            } else {
                // A heading, for the focus has to be somewhere.
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
            what="The browser did not get this part of the console"
            safe="Nothing was changed at the appliance. Schedules there run as before."
            todo="Try again. If that does not help, reload the page: a newer console may have taken the place of this one."
            busy=chunk.coming
            on_retry=Callback::new(move |()| chunk.ask())
        />
    };
    let title = html::div().class("head").child(view! { <PageTitle text="The page did not arrive"/> });
    (title, state).into_any()
}

/// The frame of a page without a shell.
pub fn alone(content: AnyView) -> AnyView {
    html::main().attr("id", "main").class("sign-in").child(content).into_any()
}

/// What a function of a piece gives that is there: the release makes it a future, which is ready at once.
#[cfg(feature = "split")]
fn present(drawn: impl Future<Output = Result<AnyView, NotLoaded>>) -> Option<AnyView> {
    futures_util::FutureExt::now_or_never(drawn)?.ok()
}

#[cfg(not(feature = "split"))]
fn present(drawn: Result<AnyView, NotLoaded>) -> Option<AnyView> {
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
