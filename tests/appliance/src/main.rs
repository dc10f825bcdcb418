//! Starts the local appliance.

use std::process::ExitCode;

use appliance::options::Options;
use appliance::server;

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(server::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("appliance: {why}");
            ExitCode::from(2)
        }
    }
}
