//! The commands of this repository, for people and for CI: `cargo xtask --help`.
#![allow(clippy::print_stdout, reason = "a command line program talks by printing")]
#![allow(clippy::disallowed_types, reason = "the clock is forbidden in the console, not here")]
#![allow(clippy::disallowed_methods, reason = "the size of a sort matters in the console, not here")]

mod artefact;
mod browser;
mod commands;
mod compress;
mod debian;
mod failure;
mod files;
mod hash;
mod markup;
mod node;
mod options;
mod process;
mod release;
mod split;
mod styles;
mod tally;
mod toolchain;
mod tools;
mod versions;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  serve [--port 8080] [--data DIR] [--scale N] [--reset] [--appliance URL [--insecure]]
          Builds the console, starts the local appliance with it and prints the address and the users.
          --data DIR       where the appliance keeps its database (.data)
          --scale N        N schedules and 200 × N runs instead of the small company
          --reset          starts from fresh data
          --appliance URL  passes /api on to a real appliance; --insecure accepts a self-signed certificate
  test [--only lint|native|browser|e2e|size]
          Everything that must hold, or one part of it. The last line is `N passed, M failed`.
  build [--public-url /keys/]
          The release in dist/, with .br and .gz beside every file.
  dev [--port 8080]
          Builds without optimization, serves it and builds again at every change; reload the page to see it.
  setup   Installs what the other commands need and this machine lacks; they do it by themselves, too.
  size    Bytes of every file of the release: raw, gzip, brotli, and the budget.
  bench [--rounds N]
          Times of a first visit to /schedules at the pace of a person, against a hand-written JavaScript page.
  compare DIST_A DIST_B [--rounds 9]
          Two releases, in pairs: bytes of each piece and of a visit, and the time from *Sign in* to the rows of /schedules.
  vectors FILE.jsonl
          Holds the cron engine against a file of the appliance's answers, as tests/fixtures/cron.jsonl. Prints every line that
          does not hold; the last line is `N passed, M failed`.

Environment: KEYSYNC_CACHE (tools shared by all clones; ~/.cache/keysync), KEYSYNC_CHROMIUM, CHROMEDRIVER (paths).
Logs of every step: target/logs/.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        None => {
            println!("{HELP}");
            return ExitCode::from(2);
        }
        Some((command, rest)) => match command.as_str() {
            "--help" | "-h" | "help" => {
                println!("{HELP}");
                return ExitCode::SUCCESS;
            }
            _ if rest.iter().any(|word| word == "--help" || word == "-h") => {
                println!("{HELP}");
                return ExitCode::SUCCESS;
            }
            "serve" => commands::serve::run(rest),
            "test" => commands::test::run(rest),
            "build" => commands::build::run(rest),
            "dev" => commands::dev::run(rest),
            "setup" => commands::setup::run(rest),
            "size" => commands::size::run(rest),
            "bench" => commands::bench::run(rest),
            "compare" => commands::compare::run(rest),
            "vectors" => commands::vectors::run(rest),
            other => Err(failure::Failure::new(format!("There is no command `{other}`"), "see cargo xtask --help")),
        },
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}
