//! `cargo xtask setup`: everything that any command needs.

use std::process::ExitCode;

use crate::browser::Browser;
use crate::failure::Outcome;
use crate::files;
use crate::node;
use crate::options::Options;
use crate::release;
use crate::tools::{Tool, Toolbox};

/// Installs what is missing.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    Options::parse(words, &[], &[])?;
    release::fetch_crates()?;
    let toolbox = Toolbox::with(&[Tool::Trunk, Tool::WasmBindgen, Tool::WasmOpt, Tool::WasmPack])?;
    let browser = Browser::ensure()?;
    node::install_locked(&files::root().join("tests/e2e"))?;
    println!("All set: {:?} toolchain, {}, {}", toolbox.toolchain, browser.chromium.display(), browser.driver.display());
    Ok(ExitCode::SUCCESS)
}
