//! Every address of the console: [`Route`] is the path, [`UrlQuery`] what follows it, [`Place`] both. Nothing else writes a URL.
//!
//! The URL is the state of a page (filters, sort, page), so going back restores it and a link can be sent.

pub mod known;
mod percent;
mod query;
pub mod return_path;
#[cfg(feature = "ui")]
mod router;

pub use query::UrlQuery;
#[cfg(feature = "ui")]
pub use router::{Leave, Link, Router};

use crate::domain::appliance::id::{JobId, RunId, ScheduleId};
use crate::domain::schedule::wizard::{WizardMode, WizardStep};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::source::Source;

/// A page of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/`: problems and upcoming runs.
    Home,
    /// `/sign-in`: user and password; `?next=` is the page to go on to.
    SignIn,
    /// `/schedules`: the table.
    Schedules,
    /// `/schedules/new/:step`, `/schedules/:id/edit/:step`, `/schedules/:id/copy/:step`: a step of the wizard.
    Wizard(WizardMode, WizardStep),
    /// `/schedules/:id`: one schedule.
    Schedule(ScheduleId),
    /// `/runs`: the table of runs, paged by the appliance.
    Runs,
    /// `/runs/:id`: one run with its results per container.
    Run(RunId),
    /// `/sync`: the sources of direct synchronizations.
    Sync,
    /// `/sync/:source`: the sync jobs of one source.
    SyncJobs(Source),
    /// `/sync/:source/new`: the form that starts a sync job.
    NewSyncJob(Source),
    /// `/sync/:source/:id`: one sync job.
    SyncJob(Source, JobId),
    /// `/containers/:cloud/:id`: one container with the schedules that reach it. An id may hold slashes, which are written `~2F`.
    Container(Cloud, String),
    /// `/cron`: the cron editor as a scratch pad; `?e=` is the expression.
    Cron,
    /// `/settings`: zone, theme, density, refresh interval, about.
    Settings,
    /// `/__gallery`: every primitive in every state.
    #[cfg(feature = "gallery")]
    Gallery,
    /// Any other path, unchanged.
    Missing(String),
}

impl Route {
    /// The page of a path (without the prefix under which the console is hosted). Every text is a page: a path without a route is
    /// [`Route::Missing`].
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let segments: Option<Vec<String>> = path.split('/').filter(|segment| !segment.is_empty()).map(percent::decode).collect();
        let Some(segments) = segments else { return Self::Missing(path.to_owned()) };
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        match names.as_slice() {
            [] => Self::Home,
            ["sign-in"] => Self::SignIn,
            ["schedules"] => Self::Schedules,
            ["schedules", "new", rest @ ..] => wizard(WizardMode::Create, rest, path),
            ["schedules", id, "edit", rest @ ..] => wizard(WizardMode::Edit(ScheduleId::from(*id)), rest, path),
            ["schedules", id, "copy", rest @ ..] => wizard(WizardMode::Copy(ScheduleId::from(*id)), rest, path),
            ["schedules", id] => Self::Schedule(ScheduleId::from((*id).to_owned())),
            ["runs"] => Self::Runs,
            ["runs", id] => Self::Run(RunId::from((*id).to_owned())),
            ["sync"] => Self::Sync,
            ["sync", source, rest @ ..] => match (Source::from_word(source), rest) {
                (Some(source), []) => Self::SyncJobs(source),
                (Some(source), ["new"]) => Self::NewSyncJob(source),
                (Some(source), [id]) => Self::SyncJob(source, JobId::from(*id)),
                _ => Self::Missing(path.to_owned()),
            },
            ["containers", cloud, id] => {
                let cloud = Cloud::LISTED.into_iter().find(|known| known.cloud_name() == *cloud);
                let route = cloud.zip(percent::decode_plain(id)).map(|(cloud, id)| Self::Container(cloud, id));
                route.unwrap_or_else(|| Self::Missing(path.to_owned()))
            }
            ["cron"] => Self::Cron,
            ["settings"] => Self::Settings,
            #[cfg(feature = "gallery")]
            ["__gallery"] => Self::Gallery,
            _ => Self::Missing(path.to_owned()),
        }
    }

    /// The first step of the wizard in a mode.
    #[must_use]
    pub fn wizard(mode: WizardMode) -> Self {
        let step = mode.first_step();
        Self::Wizard(mode, step)
    }

    /// The page without its step: all steps of a wizard are one page, so that the form survives between them.
    #[must_use]
    pub fn page(&self) -> Self {
        match self {
            Self::Wizard(mode, _) => Self::Wizard(mode.clone(), WizardStep::Cloud),
            other => other.clone(),
        }
    }

    /// The path of the page, without the prefix. An id is one segment, whatever its characters.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::SignIn => "/sign-in".to_owned(),
            Self::Schedules => "/schedules".to_owned(),
            Self::Wizard(mode, step) => {
                let place = |id: &ScheduleId, verb| format!("{}/{verb}", percent::encode(id.as_str()));
                let place = match mode {
                    WizardMode::Create => "new".to_owned(),
                    WizardMode::Edit(id) => place(id, "edit"),
                    WizardMode::Copy(id) => place(id, "copy"),
                };
                format!("/schedules/{place}/{}", step.word())
            }
            Self::Schedule(id) => format!("/schedules/{}", percent::encode(id.as_str())),
            Self::Runs => "/runs".to_owned(),
            Self::Run(id) => format!("/runs/{}", percent::encode(id.as_str())),
            Self::Sync => "/sync".to_owned(),
            Self::SyncJobs(source) => format!("/sync/{}", source.word()),
            Self::NewSyncJob(source) => format!("/sync/{}/new", source.word()),
            Self::SyncJob(source, id) => format!("/sync/{}/{}", source.word(), percent::encode(id.as_str())),
            Self::Container(cloud, id) => format!("/containers/{}/{}", cloud.cloud_name(), percent::encode_plain(id)),
            Self::Cron => "/cron".to_owned(),
            Self::Settings => "/settings".to_owned(),
            #[cfg(feature = "gallery")]
            Self::Gallery => "/__gallery".to_owned(),
            Self::Missing(path) => path.clone(),
        }
    }
}

/// The step in the rest of a wizard's path; the first step when there is none.
fn wizard(mode: WizardMode, rest: &[&str], path: &str) -> Route {
    match rest {
        [] => Route::wizard(mode),
        [word] => WizardStep::from_word(word).map_or_else(|| Route::Missing(path.to_owned()), |step| Route::Wizard(mode, step)),
        _ => Route::Missing(path.to_owned()),
    }
}

/// A page and the state in its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub route: Route,
    pub query: UrlQuery,
}

impl Place {
    /// The place of a path with its query.
    #[must_use]
    pub fn parse(href: &str) -> Self {
        let href = href.split('#').next().unwrap_or_default();
        let (path, query) = href.split_once('?').unwrap_or((href, ""));
        Self { route: Route::parse(path), query: UrlQuery::parse(query) }
    }

    /// The place as a path with its query, without the prefix.
    #[must_use]
    pub fn href(&self) -> String {
        let query = self.query.text();
        if query.is_empty() { self.route.path() } else { format!("{}?{query}", self.route.path()) }
    }
}

impl From<Route> for Place {
    fn from(route: Route) -> Self {
        Self { route, query: UrlQuery::default() }
    }
}
