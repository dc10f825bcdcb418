//! `cargo xtask compare`: two releases against each other, in bytes and in time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::artefact::{self, Artefact};
use crate::browser::Browser;
use crate::commands::serve;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::node;
use crate::options::Options;
use crate::process;

/// Prints the bytes of each chunk and each visit in both, and the time of both from *Sign in* to the schedules.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let [a, b, rest @ ..] = words else {
        return Err(Failure::new("compare needs the folders of two releases", "cargo xtask compare DIST_A DIST_B"));
    };
    let rounds = Options::parse(rest, &["rounds"], &[])?.number("rounds", 9)?;
    let dists = [release(a)?, release(b)?];
    print_sizes(&dists)?;
    if rounds == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let appliance = serve::build_appliance()?;
    let browser = Browser::ensure()?;
    let root = files::root();
    node::install_locked(&root.join("tests/e2e"))?;
    let status = Command::new("node")
        .arg(root.join("tests/bench/compare.mjs"))
        .env("KEYSYNC_APPLIANCE", appliance)
        .env("KEYSYNC_DIST_A", &dists[0])
        .env("KEYSYNC_DIST_B", &dists[1])
        .env("KEYSYNC_ROUNDS", rounds.to_string())
        .env("KEYSYNC_CHROMIUM", &browser.chromium)
        .env("KEYSYNC_BENCH_DATA", files::target().join("compare-data"))
        .status()
        .map_err(|error| process::not_startable("node", &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn release(folder: &str) -> Outcome<PathBuf> {
    let dist = std::env::current_dir().unwrap_or_default().join(folder);
    if dist.join("index.html").exists() {
        return Ok(dist);
    }
    Err(Failure::new(format!("There is no release in {}", dist.display()), "run cargo xtask build in its checkout"))
}

fn print_sizes(dists: &[PathBuf; 2]) -> Outcome<()> {
    let artefacts = [Artefact::all(&dists[0])?, Artefact::all(&dists[1])?];
    println!("{:<26} {:>9} {:>9} {:>8}   (bytes of brotli)", "", "A", "B", "B − A");
    let mut pieces: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for (side, artefacts) in artefacts.iter().enumerate() {
        for one in artefacts {
            pieces.entry(piece(&one.path)).or_default()[side] += one.transferred();
        }
    }
    for (name, [a, b]) in pieces {
        print_line(&name, a, b);
    }
    let [a, b] = artefacts.map(|artefacts| artefact::budgets(&artefacts));
    for (a, b) in a.iter().zip(&b) {
        print_line(a.what, a.bytes, b.bytes);
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "sizes of files are far below 2^52")]
fn print_line(name: &str, a: u64, b: u64) {
    let change = if a == 0 { 0.0 } else { (b as f64 / a as f64 - 1.0) * 100.0 };
    println!("{name:<26} {a:>9} {b:>9} {change:>+7.2} %");
}

/// The name of a chunk without its hash. Each build numbers the chunks that several share (`chunk_7`) in its own order, so they
/// count as one, and so do all files outside the program.
fn piece(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match (name.split_once('_'), name.ends_with(".wasm")) {
        (Some((_, piece)), true) if piece.starts_with("chunk_") => "shared chunks".to_owned(),
        (Some((_, piece)), true) => piece.to_owned(),
        _ => "all other files".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_the_same_under_another_hash() {
        assert_eq!(piece(Path::new("dist/keysync-0a1b_table.wasm")), "table.wasm");
        assert_eq!(piece(Path::new("dist/keysync-0a1b_chunk_12.wasm")), "shared chunks");
        assert_eq!(piece(Path::new("dist/keysync-0a1b.js")), "all other files");
    }

    #[test]
    fn a_folder_without_a_page_is_no_release() {
        assert!(release("src").is_err());
    }
}
