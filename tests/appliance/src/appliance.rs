//! The appliance itself: the database, the clock, and the settings that controls change while it runs.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::calls::Refusal;
use crate::clock::Clock;
use crate::engine::Engine;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::nodes::Node;
use crate::options::Seeding;
use crate::store::{Store, setting};
use crate::tokens::Keyring;
use crate::{runs, seed, sync_job};

/// The default banner above the sign-in form.
pub const BANNER: &str = "Authorized use only. Activity on this system is logged and reviewed.";

/// How PATCH reads synchronization parameters; no public source tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchParameters {
    /// The selection is replaced, all other members stay unless they are sent.
    Usual,
    /// Every member stays unless it is sent: a list alone does not end `synchronize_all`.
    Keep,
    /// The parameters are replaced: members that are not sent are gone.
    Replace,
}

/// The order in which lists come; no public source tells whether every list heeds `sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    /// As `sort` asks, newest first without it.
    Asked,
    /// Oldest first, whatever `sort` asks.
    Oldest,
    /// By id, which is no order at all.
    Mixed,
}

/// Settings that controls change; a restart or a reset restores the defaults.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Life of a token in seconds.
    pub token_life: i64,
    /// The pre-authentication banner.
    pub banner: String,
    /// The nodes of the cluster; none when unclustered.
    pub nodes: Vec<Node>,
    /// The status of a successful create.
    pub create_status: u16,
    /// The status of a successful run-now.
    pub run_now_status: u16,
    /// The status of a successful start of a direct job.
    pub sync_status: u16,
    /// How many seconds runs take that start from now on; 0 for the usual duration.
    pub run_seconds: f64,
    /// How many seconds direct jobs take that start from now on; 0 for the usual duration.
    pub sync_seconds: f64,
    /// The status that refuses a direct job while one of the same source and container runs; 0 starts another.
    pub running_sync: u16,
    /// Whether a query member that a list does not know is refused instead of ignored.
    pub refuse_unknown_query: bool,
    /// The order in which lists come.
    pub list_order: ListOrder,
    /// The text with which a create of a schedule is refused; empty for none.
    pub refuse_create: String,
    /// The sources of direct jobs for which there is no licence, by name or by the first segment of their path.
    pub unlicensed: Vec<String>,
    /// How PATCH reads synchronization parameters.
    pub patch_parameters: PatchParameters,
    /// Whether PATCH refuses `take_cloud_key_backup`.
    pub patch_refuses_backup: bool,
    /// The item that a schedule of Azure gets which says none; `None` leaves it unsaid.
    pub unsaid_items: Option<&'static str>,
    /// Whether `run_on` is refused, as by the service edition.
    pub refuse_run_on: bool,
    /// Whether PATCH changes nothing but the container lists and `synchronize_all`.
    pub patch_lists_only: bool,
    /// Whether runs and direct jobs end in a status that no document names.
    pub unknown_status: bool,
    /// Whether lists are wrapped in an object keyed `application/json`.
    pub application_json_wrapper: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            token_life: 300,
            banner: BANNER.to_owned(),
            nodes: Vec::new(),
            create_status: 201,
            run_now_status: 202,
            sync_status: 202,
            run_seconds: 0.0,
            sync_seconds: 0.0,
            running_sync: 409,
            refuse_unknown_query: false,
            list_order: ListOrder::Asked,
            refuse_create: String::new(),
            unlicensed: Vec::new(),
            patch_parameters: PatchParameters::Usual,
            patch_refuses_backup: false,
            unsaid_items: None,
            refuse_run_on: false,
            patch_lists_only: false,
            unknown_status: false,
            application_json_wrapper: false,
        }
    }
}

/// The appliance.
pub struct Appliance {
    /// The database.
    pub store: Store,
    /// The one clock of the appliance.
    pub clock: Clock,
    /// The engine, which makes runs progress.
    pub engine: Engine,
    /// The scripted faults.
    pub faults: Faults,
    /// The journal of API requests.
    pub journal: Journal,
    /// How many times faster than usual runs progress.
    pub time_scale: f64,
    settings: Mutex<Settings>,
    keys: Mutex<Keyring>,
}

impl Appliance {
    /// Opens the data, seeding it if it is new, and ends the runs and direct jobs that a former process left in progress.
    ///
    /// # Errors
    /// A sentence: the data cannot be opened.
    pub fn open(data: &Path, seeding: Seeding, time_scale: f64) -> Result<Appliance, String> {
        let file = data.join("appliance.sqlite");
        let unusable = |why: &dyn std::fmt::Display| format!("cannot use the data in {}: {why}", file.display());
        std::fs::create_dir_all(data).map_err(|why| unusable(&why))?;
        let store = Store::open(&file).map_err(|why| unusable(&why))?;
        let clock = Clock::default();
        let seeded = setting(&store.read(), "seeded").map_err(|why| unusable(&why))?.is_some();
        if !seeded {
            store.write(|db| seed::fill(db, seeding, clock.now())).map_err(|why| unusable(&why))?;
        }
        let ended = store.write(|db| {
            runs::abort_unfinished(db, clock.now())?;
            sync_job::fail_unfinished(db, clock.now())
        });
        ended.map_err(|why: rusqlite::Error| unusable(&why))?;
        let keys = store.write(|db| Keyring::load(db)).map_err(|why| unusable(&why))?;
        Ok(Appliance {
            store,
            clock,
            engine: Engine::default(),
            faults: Faults::default(),
            journal: Journal::default(),
            time_scale,
            settings: Mutex::default(),
            keys: Mutex::new(keys),
        })
    }

    /// A copy of the settings.
    pub fn settings(&self) -> Settings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the settings.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The keys that tokens are signed with.
    pub fn keys(&self) -> MutexGuard<'_, Keyring> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Deletes all data and seeds again; clock, faults, journal and settings return to their defaults.
    ///
    /// # Errors
    /// Errors of the database.
    pub fn reset(&self, seeding: Seeding) -> Result<(), Refusal> {
        self.engine.forget();
        self.faults.clear();
        self.clock.set_offset(0);
        self.change_settings(|settings| *settings = Settings::default());
        let now = self.clock.now();
        self.engine.has_fired(now);
        self.store.write(|db| seed::fill(db, seeding, now))?;
        self.journal.clear();
        Ok(())
    }
}
