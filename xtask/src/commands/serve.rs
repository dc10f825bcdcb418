//! `cargo xtask serve`: the console with an appliance behind it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::options::Options;
use crate::process;
use crate::release::Release;

/// Builds the release and the local appliance, and replaces this process by the appliance.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let options = Options::parse(words, &["port", "data", "scale", "appliance"], &["reset", "insecure"])?;
    let port = options.number("port", 8080)?;
    let upstream = upstream(&options)?;
    require_free(port)?;
    let release = Release::shipped("/");
    let mut command = Command::new(build_with_appliance(&release)?);
    command.args(["--listen", &format!("127.0.0.1:{port}"), "--base", "/", "--dist"]).arg(&release.dist);
    command.arg("--data").arg(options.value("data").map_or_else(|| files::root().join(".data"), PathBuf::from));
    if let Some(scale) = options.value("scale") {
        command.args(["--scale", &options.number("scale", 0)?.to_string()]);
        println!("{scale} schedules and 200 runs of each are made if the data is new; --reset starts anew.");
    }
    if options.has("reset") {
        command.arg("--reset");
    }
    match upstream {
        Some(url) => {
            command.args(["--upstream", url]);
            if options.has("insecure") {
                command.arg("--insecure");
            }
            println!("\nThe console talks to {url}; sign in with a user of that appliance.");
        }
        None => println!("\nUsers: admin (everything), operator (no delete), viewer (read only); password of each: local"),
    }
    println!("Stop with Ctrl-C. The address:");
    become_program(&mut command)
}

/// Builds a release and the local appliance, beside each other, and returns the path of the appliance.
pub fn build_with_appliance(release: &Release) -> Outcome<PathBuf> {
    if appliance().exists() {
        release.ensure()?;
        return build_appliance();
    }
    release.ensure_beside(APPLIANCE_STEP, || {
        process::run_quietly(APPLIANCE_STEP, &mut appliance_build())?;
        Ok(appliance())
    })
}

/// Compiles the local appliance if its sources changed, and returns its path.
pub fn build_appliance() -> Outcome<PathBuf> {
    if appliance().exists() {
        process::run_quietly(APPLIANCE_STEP, &mut appliance_build())?;
    } else {
        process::run(APPLIANCE_STEP, "not built yet", &mut appliance_build())?;
    }
    Ok(appliance())
}

const APPLIANCE_STEP: &str = "build the local appliance";

fn appliance_build() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(files::root()).args(["build", "--locked", "--package", "appliance", "--profile", "tool"]);
    command
}

fn appliance() -> PathBuf {
    files::target().join("tool").join(format!("appliance{}", std::env::consts::EXE_SUFFIX))
}

/// Fails if another program listens on the port.
pub fn require_free(port: u32) -> Outcome<()> {
    let port = u16::try_from(port).map_err(|_| Failure::new(format!("{port} is not a port"), "choose one from 1024 to 65535"))?;
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|error| {
        Failure::new(
            format!("Port {port} cannot be used: {error}"),
            format!("stop the program that holds it, or choose another: --port {}", port.checked_add(1).unwrap_or(8080)),
        )
    })
}

fn upstream(options: &Options) -> Outcome<Option<&str>> {
    match options.value("appliance") {
        Some(url) if !url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") => Err(Failure::new(
            format!("--appliance {url} is not the address of an appliance"),
            "give it whole, for example --appliance https://192.0.2.10",
        )),
        None if options.has("insecure") => {
            Err(Failure::new("--insecure is about the certificate of --appliance, which is not given", "leave it out"))
        }
        given => Ok(given),
    }
}

/// Replaces this process by the program, so that a signal of any kind stops the program itself.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Outcome<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(process::not_startable("the local appliance", &command.exec()))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Outcome<ExitCode> {
    let status = command.status().map_err(|error| process::not_startable("the local appliance", &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said_before_anything_is_built() {
        let holder = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = u32::from(holder.local_addr().unwrap().port());
        assert!(require_free(port).unwrap_err().to_string().contains("--port"));
        drop(holder);
        assert!(require_free(port).is_ok());
        assert!(require_free(70_000).is_err());
    }

    #[test]
    fn an_appliance_is_spoken_to_by_tls() {
        let parse = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let options = Options::parse(&words, &["appliance"], &["insecure"]).unwrap();
            upstream(&options).map(|url| url.map(str::to_owned))
        };
        assert_eq!(parse("--appliance https://a --insecure").unwrap().as_deref(), Some("https://a"));
        assert_eq!(parse("").unwrap(), None);
        assert!(parse("--appliance http://a").is_err());
        assert!(parse("--insecure").is_err());
    }
}
