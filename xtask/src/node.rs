//! Node and npm, for wasm-opt and for the end-to-end tests.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::process;

/// Installs one npm package into a folder of its own. An interrupted installation leaves no folder that looks complete.
pub fn install_package(step: &str, reason: &str, package: &str, version: &str, home: &Path) -> Outcome<()> {
    require_npm()?;
    let partial = home.with_extension("partial");
    files::remove_folder(&partial)?;
    files::create_folder(&partial)?;
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
        .arg(&partial)
        .arg(format!("{package}@{version}"));
    process::run(step, reason, &mut command)?;
    files::remove_folder(home)?;
    std::fs::rename(&partial, home).map_err(|error| Failure::file(home, &error))
}

/// Installs the packages in the lock file of the folder, unless that was done for the same lock file.
pub fn install_locked(folder: &Path) -> Outcome<()> {
    let lock = files::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.keysync.stamp");
    if files::is_stamped(&stamp, &lock) {
        return Ok(());
    }
    require_npm()?;
    let mut command = Command::new("npm");
    command.current_dir(folder).args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run("install the npm packages of the browser tests", "new lock file", &mut command)?;
    files::write(&stamp, lock)
}

fn require_npm() -> Outcome<()> {
    match process::ask("npm", &["--version"]) {
        Some(_) => Ok(()),
        None => Err(Failure::new(
            "There is no npm, and wasm-opt and the browser tests come as npm packages",
            "install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm), then run this command again",
        )),
    }
}
