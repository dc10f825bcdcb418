//! `cargo xtask dev`: an unoptimized build that follows the sources, with the local appliance and its headers before it.

use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::commands::serve;
use crate::failure::Outcome;
use crate::files;
use crate::options::Options;
use crate::process;
use crate::release;
use crate::tools::{Tool, Toolbox};

/// Runs Trunk's watcher and the appliance until one of them ends; Ctrl-C reaches both.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let options = Options::parse(words, &["port"], &[])?;
    let port = options.number("port", 8080)?;
    serve::require_free(port)?;
    let toolbox = Toolbox::with(&Tool::BUILD)?;
    release::fetch_crates()?;
    let dist = files::target().join("dist-dev");
    files::create_folder(&dist)?;

    let mut appliance = Command::new(serve::build_appliance()?);
    appliance.args(["--listen", &format!("127.0.0.1:{port}"), "--base", "/", "--dist"]).arg(&dist);
    appliance.arg("--data").arg(files::root().join(".data"));
    println!("Users: admin, operator, viewer; password of each: local. Stop with Ctrl-C. Reload the page after a build.");
    let mut appliance = appliance.spawn().map_err(|error| process::not_startable("the local appliance", &error))?;

    let mut trunk = toolbox.command("trunk");
    trunk.args(["watch", "--offline", "--skip-version-check", "--features", "gallery", "--dist"]).arg(&dist);
    let watcher = trunk.spawn().map_err(|error| process::not_startable("trunk", &error));
    let outcome = watcher.map(|mut watcher| {
        while matches!((appliance.try_wait(), watcher.try_wait()), (Ok(None), Ok(None))) {
            std::thread::sleep(Duration::from_millis(300));
        }
        let _ = watcher.kill();
        let _ = watcher.wait();
        ExitCode::FAILURE
    });
    let _ = appliance.kill();
    let _ = appliance.wait();
    outcome
}
