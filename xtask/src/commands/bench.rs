//! `cargo xtask bench`: a first visit at the pace of a person, against a hand-written page.

use std::process::{Command, ExitCode};

use crate::browser::Browser;
use crate::commands::serve;
use crate::compress;
use crate::failure::Outcome;
use crate::files;
use crate::node;
use crate::options::Options;
use crate::process;
use crate::release::Release;

/// Builds both pages, measures them in the same browser and prints the ratios; the exit status tells whether all keep their targets.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let rounds = Options::parse(words, &["rounds"], &[])?.number("rounds", 11)?;
    let release = Release::shipped("/");
    let appliance = serve::build_with_appliance(&release)?;
    let browser = Browser::ensure()?;
    let root = files::root();
    node::install_locked(&root.join("tests/e2e"))?;

    // One server for both, so that headers and compression are the same.
    let dist = files::target().join("bench-dist");
    files::remove_folder(&dist)?;
    files::copy_folder(&release.dist, &dist)?;
    let baseline = dist.join("__bench");
    files::copy_folder(&root.join("tests/bench/baseline"), &baseline)?;
    compress::compress_all(&baseline)?;

    let status = Command::new("node")
        .arg(root.join("tests/bench/bench.mjs"))
        .env("KEYSYNC_APPLIANCE", appliance)
        .env("KEYSYNC_DIST", &dist)
        .env("KEYSYNC_CHROMIUM", &browser.chromium)
        .env("KEYSYNC_ROUNDS", rounds.to_string())
        .env("KEYSYNC_BENCH_DATA", files::target().join("bench-data"))
        .status()
        .map_err(|error| process::not_startable("node", &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
