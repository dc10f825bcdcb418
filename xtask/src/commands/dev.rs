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

const PAUSE: Duration = Duration::from_millis(300);

/// Runs Trunk's watcher and the appliance until one of them ends; Ctrl-C reaches both.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let options = Options::parse(words, &["port"], &[])?;
    let port = options.number("port", 8080)?;
    serve::require_free(port)?;
    let toolbox = Toolbox::with(&Tool::BUILD)?;
    release::fetch_crates()?;
    let dist = files::target().join("dist-dev");
    files::create_folder(&dist)?;

    println!("Users: admin, operator, viewer; password of each: local. Stop with Ctrl-C. Reload the page after a build.");
    let program = serve::build_appliance()?;
    let mut trunk = toolbox.command("trunk");
    trunk.args(["watch", "--offline", "--skip-version-check", "--features", "gallery", "--dist"]).arg(&dist);
    let mut watcher = trunk.spawn().map_err(|error| process::not_startable("trunk", &error))?;
    // The appliance needs a page before it can start.
    while !dist.join("index.html").exists() && matches!(watcher.try_wait(), Ok(None)) {
        std::thread::sleep(PAUSE);
    }
    let mut appliance = Command::new(program);
    appliance.args(["--listen", &format!("127.0.0.1:{port}"), "--base", "/", "--dist"]).arg(&dist);
    appliance.arg("--data").arg(files::root().join(".data"));
    let appliance = appliance.spawn().map_err(|error| process::not_startable("the local appliance", &error));
    let outcome = appliance.map(|mut appliance| {
        while matches!((appliance.try_wait(), watcher.try_wait()), (Ok(None), Ok(None))) {
            std::thread::sleep(PAUSE);
        }
        let _ = appliance.kill();
        let _ = appliance.wait();
        ExitCode::FAILURE
    });
    let _ = watcher.kill();
    let _ = watcher.wait();
    outcome
}
