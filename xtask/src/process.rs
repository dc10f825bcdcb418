//! Running other programs: one line on the screen per step, the whole output in `target/logs/<step>.log`.

use std::fs::{self, File};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::files;

/// Seconds that the long steps take on two cores, by the beginning of their name; what a person who waits wants to know.
const USUAL: [(&str, u64); 5] = [
    ("install trunk", 130),
    ("install wasm-bindgen-cli", 85),
    ("install wasm-pack", 60),
    ("build the local appliance", 50),
    ("build the console", 105),
];

/// How often the line of a step is written anew on a terminal.
const BEAT: Duration = Duration::from_millis(250);

/// Does the rest of a step that began beside another: prints its line and the time taken.
pub fn timed<T>(step: &str, reason: &str, rest: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let began = Instant::now();
    print!("· {step} ({reason}) … ");
    let _ = std::io::stdout().flush();
    let outcome = rest();
    let word = if outcome.is_ok() { "" } else { "failed after " };
    println!("{word}{:.1} s", began.elapsed().as_secs_f32());
    outcome
}

/// Runs a program to its end. `step` names the task ("install Trunk 0.21.14") and `reason` why it is needed now ("not on this
/// machine"); both are printed, with the usual time and the time taken, and on a terminal with how far the step is. Returns the
/// whole output; if the program fails, the failure has the end of the output.
pub fn run(step: &str, reason: &str, command: &mut Command) -> Outcome<String> {
    let usual = USUAL.iter().find(|(start, _)| step.starts_with(start));
    let usual = usual.map_or_else(String::new, |(_, seconds)| format!("; usually {seconds} s on two cores"));
    let line = format!("· {step} ({reason}{usual}) … ");
    print!("{line}");
    let _ = std::io::stdout().flush();
    let began = Instant::now();
    let (is_over, over) = mpsc::channel::<()>();
    let outcome = thread::scope(|scope| {
        if std::io::stdout().is_terminal() {
            let (line, log) = (&line, log_path(step));
            scope.spawn(move || {
                while over.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                    let said = fs::read(&log).unwrap_or_default();
                    let far = how_far(&String::from_utf8_lossy(&said));
                    // Back to the start of the line, and nothing left of the text before.
                    print!("\r{line}{:.0} s{far}\x1b[K", began.elapsed().as_secs_f32());
                    let _ = std::io::stdout().flush();
                }
                print!("\r{line}\x1b[K");
            });
        }
        let outcome = run_quietly(step, command);
        drop(is_over);
        outcome
    });
    let word = if outcome.is_ok() { "" } else { "failed after " };
    println!("{word}{:.1} s", began.elapsed().as_secs_f32());
    outcome
}

/// The last "12/345" of Cargo's own progress bar in its output, as ", 12 of 345"; empty without one.
fn how_far(said: &str) -> String {
    let count = |bar: &str| {
        let (done, all) = bar.split_once("] ")?.1.split_once(':')?.0.split_once('/')?;
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        (is_number(done) && is_number(all)).then(|| format!(", {done} of {all}"))
    };
    said.rsplit("Building [").next().filter(|bar| bar.len() < said.len()).and_then(count).unwrap_or_default()
}

/// Like [`run`], without a line on the screen.
pub fn run_quietly(step: &str, command: &mut Command) -> Outcome<String> {
    let path = log_path(step);
    let log = create_log(&path)?;
    let errors = log.try_clone().map_err(|error| Failure::file(&path, &error))?;
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .env("RUST_BACKTRACE", "0")
        // Into a file, Cargo writes its bar only when told to.
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "60")
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(errors)
        .status()
        .map_err(|error| not_startable(&program, &error))?;
    let said = without_bars(&String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()));
    if status.success() { Ok(said) } else { Err(failed(step, &path, &said).with_log(said)) }
}

/// The output as a terminal shows it in the end: of each line the text after the last return.
fn without_bars(said: &str) -> String {
    said.lines().flat_map(|line| [line.rsplit('\r').next().unwrap_or_default(), "\n"]).collect()
}

/// The output of a program, if it starts and succeeds; nothing is logged.
pub fn ask(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The failure of a program that could not be started.
pub fn not_startable(program: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{program}` could not be started: {error}"), format!("install {program} or put it on PATH"))
}

fn failed(step: &str, path: &Path, said: &str) -> Failure {
    let remedy = if is_offline(said) {
        "this needs the network: connect this machine (or set your proxy) and try again; after that no network is needed"
            .to_owned()
    } else {
        format!("read {}", path.strip_prefix(files::root()).unwrap_or(path).display())
    };
    Failure::new(format!("Step failed: {step}. What it said of it:\n{}", cause(said, 20)), remedy)
}

/// Whether the output of a program says that a server could not be reached.
fn is_offline(said: &str) -> bool {
    const SIGNS: [&str; 10] = [
        "Could not resolve",
        "Couldn't resolve",
        "failed to lookup address",
        "Temporary failure in name resolution",
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "Could not connect",
        "Couldn't connect",
        "Network is unreachable",
    ];
    SIGNS.iter().any(|sign| said.contains(sign))
}

/// The lines with the reason: from the first that begins with "error", else the last ones.
fn cause(said: &str, most: usize) -> String {
    let all: Vec<&str> = said.trim_end().lines().collect();
    let first = all.iter().position(|line| line.starts_with("error")).unwrap_or_else(|| all.len().saturating_sub(most));
    all[first..].iter().take(most).map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn log_path(step: &str) -> PathBuf {
    let name: String =
        step.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' }).collect();
    files::target().join("logs").join(format!("{name}.log"))
}

fn create_log(path: &Path) -> Outcome<File> {
    files::write(path, "")?;
    File::options().append(true).open(path).map_err(|error| Failure::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_says_what_the_program_said_and_where_the_log_is() {
        let failure =
            run_quietly("test of failure", Command::new("sh").args(["-c", "echo first; echo cause >&2; exit 3"])).unwrap_err();
        let text = failure.to_string();
        assert!(text.contains("    first\n    cause"), "{text}");
        assert!(text.contains("logs/test-of-failure.log"), "{text}");
    }

    #[test]
    fn a_missing_network_is_said_as_such() {
        let failure = run_quietly("test of network", Command::new("sh").args(["-c", "echo 'getaddrinfo ENOTFOUND x'; exit 1"]))
            .unwrap_err();
        assert!(failure.to_string().contains("needs the network"), "{failure}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = run_quietly("test of absence", &mut Command::new("no-such-program")).unwrap_err();
        assert!(failure.to_string().contains("install no-such-program"), "{failure}");
    }

    #[test]
    fn progress_is_the_last_count_of_the_bar() {
        let said = "   Compiling a v1.0.0\n    Building [=>   ] 1/20: a\r    Building [==>  ] 12/20: b, c(build)\r";
        assert_eq!(how_far(said), ", 12 of 20");
        assert_eq!(how_far("    Finished in 1/2: s\n"), "");
        assert_eq!(how_far("Building [=> "), "");
    }

    #[test]
    fn a_message_behind_the_bar_is_found() {
        let said = "    Building [==> ] 12/20: b\rerror: no such type\n  --> a.rs\n";
        assert_eq!(cause(&without_bars(said), 1), "    error: no such type");
    }

    #[test]
    fn the_cause_is_the_first_error_or_the_end() {
        assert_eq!(cause("warning: x\nerror: a\nb\nc\n", 2), "    error: a\n    b");
        assert_eq!((cause("a\nb", 5), cause("a\nb", 1)), ("    a\n    b".to_owned(), "    b".to_owned()));
    }
}
