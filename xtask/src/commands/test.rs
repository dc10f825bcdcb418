//! `cargo xtask test`: all checks of the repository.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::browser::Browser;
use crate::commands::{serve, size};
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::node;
use crate::options::Options;
use crate::process;
use crate::release::{self, Release};
use crate::tally::Tally;
use crate::tools::{Tool, Toolbox};

type Part = (&'static str, fn() -> Outcome<Tally>);

const PARTS: [Part; 5] = [("lint", lint), ("native", native), ("browser", browser), ("e2e", end_to_end), ("size", size::measure)];

/// Runs all parts, or the requested one. A part that cannot run counts as failed; the others still run.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let options = Options::parse(words, &["only"], &[])?;
    let only = options.value("only");
    let parts: Vec<Part> = PARTS.into_iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if parts.is_empty() {
        return Err(Failure::new(
            format!("There is no part `{}`", only.unwrap_or_default()),
            "one of lint, native, browser, e2e, size",
        ));
    }
    let mut sum = Tally::default();
    let mut lines = Vec::new();
    for (name, part) in parts {
        println!("── {name}");
        let began = Instant::now();
        let tally = part().unwrap_or_else(|failure| {
            println!("{failure}");
            Tally::one(false)
        });
        lines.push(format!(
            "{name:<8} {:>5} passed {:>4} failed {:>6.0} s",
            tally.passed,
            tally.failed,
            began.elapsed().as_secs_f32()
        ));
        println!("{}", lines.last().map_or("", String::as_str));
        sum += tally;
    }
    if lines.len() > 1 {
        println!("── all\n{}", lines.join("\n"));
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Formatting, and clippy without a warning for everything that is compiled for this machine.
fn lint() -> Outcome<Tally> {
    release::fetch_crates()?;
    let clippy = |step: &'static str, arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.current_dir(files::root()).arg("clippy").args(arguments).args(["--locked", "--", "-D", "warnings"]);
        (step, command)
    };
    let mut format = Command::new("cargo");
    format.current_dir(files::root()).args(["fmt", "--all", "--check"]);
    let checks = [
        ("rustfmt", format),
        clippy("clippy core", &["--no-default-features", "--lib", "--tests", "--benches"]),
        clippy("clippy ui", &["--features", "gallery,fault-injection", "--lib", "--bins"]),
        clippy("clippy split", &["--features", "split", "--lib", "--bins"]),
        clippy("clippy appliance", &["--package", "appliance", "--all-targets"]),
        clippy("clippy xtask", &["--package", "xtask", "--all-targets"]),
        clippy("clippy vectors", &["--package", "vectors", "--all-targets"]),
    ];
    let mut tally = Tally::default();
    for (step, mut command) in checks {
        let outcome = process::run(step, "warnings are errors", &mut command);
        if let Err(failure) = &outcome {
            println!("{failure}");
        }
        tally += Tally::one(outcome.is_ok());
    }
    Ok(tally)
}

/// The tests that need no browser.
fn native() -> Outcome<Tally> {
    release::fetch_crates()?;
    let mut tally = Tally::default();
    let packages: [(&str, &[&str]); 5] = [
        ("test the console's core", &["--no-default-features"]),
        ("test what of the browser half needs no browser", &["--lib"]),
        ("test the local appliance", &["--package", "appliance"]),
        ("test the check of vectors", &["--package", "vectors"]),
        ("test xtask", &["--package", "xtask"]),
    ];
    for (step, arguments) in packages {
        let mut command = Command::new("cargo");
        command.current_dir(files::root()).args(["test", "--locked", "--no-fail-fast"]).args(arguments);
        // Tests that pass print the counts for the quality limits, too.
        command.args(["--", "--show-output"]);
        tally += counted(step, &mut command)?;
    }
    Ok(tally)
}

/// The tests of primitives and components in a browser, by wasm-pack.
fn browser() -> Outcome<Tally> {
    let toolbox = Toolbox::with(&[Tool::WasmBindgen, Tool::WasmPack])?;
    let browser = Browser::ensure()?;
    release::fetch_crates()?;
    let mut command = toolbox.command("wasm-pack");
    // `no-install`: the tools are on PATH already, in matching versions.
    command.args(["test", "--mode", "no-install", "--headless", "--chrome", "--chromedriver"]).arg(&browser.driver);
    command.args(["--test", "browser", "--locked", "--features", "gallery"]);
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser.write_driver_settings()?);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "120").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    counted("test in the browser", &mut command)
}

/// Runs a test program and reads its counts. A program without any count is a failure, not a success of zero tests; so is a
/// program that fails although none of its tests did.
fn counted(step: &str, command: &mut Command) -> Outcome<Tally> {
    let (said, failure) = match process::run(step, "as it is now", command) {
        Ok(said) => (said, None),
        Err(failure) => (failure.log().to_owned(), Some(failure)),
    };
    let tally = Tally::of_libtest(&said);
    print_bars(&said);
    println!("  {} passed, {} failed", tally.passed, tally.failed);
    match failure {
        Some(failure) => {
            println!("{failure}");
            Ok(Tally { failed: tally.failed.max(1), ..tally })
        }
        None if tally.passed == 0 => {
            Err(Failure::new(format!("No test ran: {step}"), "add the tests, or look why they were left out"))
        }
        None => Ok(tally),
    }
}

/// The end-to-end tests: the release and two other builds, in a browser, against the local appliance.
fn end_to_end() -> Outcome<Tally> {
    let folder = files::root().join("tests/e2e");
    let browser = Browser::ensure()?;
    node::install_locked(&folder)?;
    let [shipped, prefixed, faulty] = [Release::shipped("/"), Release::under_prefix(), Release::with_faults()];
    let appliance = serve::build_with_appliance(&shipped)?;
    for release in [&prefixed, &faulty] {
        release.ensure()?;
    }
    let report = files::target().join("playwright.json");
    files::write(&report, "")?;
    let mut command = Command::new("npx");
    command.current_dir(&folder).args(["--no-install", "playwright", "test"]);
    command.env("KEYSYNC_CHROMIUM", &browser.chromium).env("KEYSYNC_APPLIANCE", appliance);
    command.env("KEYSYNC_DIST", &shipped.dist).env("KEYSYNC_DIST_KEYS", &prefixed.dist).env("KEYSYNC_DIST_FAULTS", &faulty.dist);
    command.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let outcome = process::run("test end to end", "release, /keys/ and fault-injection builds", &mut command);
    match &outcome {
        Ok(said) => print_bars(said),
        Err(failure) => println!("{failure}"),
    }
    let tally = read_report(&report)?;
    println!("  {} passed, {} failed", tally.passed, tally.failed);
    Ok(Tally { failed: tally.failed.max(u64::from(outcome.is_err())), ..tally })
}

/// Prints the counts for the quality limits: lines like `R-09: 200 lost answers, …`.
fn print_bars(said: &str) {
    let is_bar = |line: &&str| {
        let (letter, rest) = line.split_once('-').unwrap_or(("", ""));
        matches!(letter, "A" | "P" | "R" | "S") && rest.starts_with(|c: char| c.is_ascii_digit())
    };
    said.lines().map(str::trim).filter(is_bar).for_each(|line| println!("  {line}"));
}

fn read_report(path: &Path) -> Outcome<Tally> {
    Tally::of_playwright(&files::read(path)?)
        .filter(|tally| tally.passed + tally.failed > 0)
        .ok_or_else(|| Failure::new("Playwright ran no test", "read the log of the step"))
}
