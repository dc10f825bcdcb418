//! The standard library for the browser on a Debian machine that reaches package registries only: Debian's compiler, and the
//! library built once from Debian's copy of its source.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::process;
use crate::toolchain::{self, TARGET};

/// The name under which rustup knows Debian's toolchain.
pub const LINKED: &str = "keysync-wasm";

const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";
const SYSROOT: &str = "/usr";

/// Whether [`set_up`] is complete, by this clone or another, for the compiler that is installed now.
pub fn is_ready() -> bool {
    let linked =
        process::ask("rustup", &["toolchain", "list"]).is_some_and(|list| list.lines().any(|line| line.starts_with(LINKED)));
    linked && is_std_in_place()
}

/// Installs the compiler, builds the library, and links both into rustup; skips the parts that are present.
pub fn set_up() -> Outcome<()> {
    if !is_compiler_installed() {
        install(&PACKAGES, "rustup's servers cannot be reached, and Debian's compiler is not installed")?;
    }
    link_linker()?;
    if !is_std_in_place() {
        build_std()?;
    }
    process::run(
        &format!("rustup toolchain link {LINKED}"),
        "so that Trunk and wasm-pack find Debian's compiler",
        Command::new("rustup").args(["toolchain", "link", LINKED, SYSROOT]),
    )?;
    Ok(())
}

/// Installs Debian packages, if this is Debian and the user may.
pub fn install(packages: &[&str], reason: &str) -> Outcome<()> {
    let wish = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if process::ask("apt-get", &["--version"]).is_none() {
        return Err(Failure::new(
            format!("Missing: {} ({reason}), and this is no Debian that could install it", packages.join(", ")),
            "install its like by your system's own means, or connect to rustup's servers and run `rustup target add wasm32-unknown-unknown`",
        ));
    }
    if process::ask("id", &["-u"]).as_deref() != Some("0") {
        return Err(Failure::new(
            format!("Missing: {} ({reason}), and only root may install it", packages.join(", ")),
            format!("run `sudo apt-get update && sudo {wish}`, then this command again"),
        ));
    }
    process::run("apt-get update", "the list of packages may be old", Command::new("apt-get").arg("update"))?;
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "--no-install-recommends"]).args(packages);
    process::run(&format!("install {}", packages.join(" ")), reason, &mut command)?;
    Ok(())
}

fn is_compiler_installed() -> bool {
    [RUSTC, CARGO, SOURCE].iter().all(|path| Path::new(path).exists())
}

/// Whether the library exists and matches the compiler. A match is tested once by compiling a line, and noted in a stamp file.
fn is_std_in_place() -> bool {
    let Some(version) = process::ask(RUSTC, &["--version", "--verbose"]) else { return false };
    if !toolchain::has_std(Path::new(SYSROOT)) {
        return false;
    }
    let stamp = files::cache().join("debian-std.stamp");
    if files::is_stamped(&stamp, &version) {
        return true;
    }
    let folder = files::target().join("wasm-std");
    let fits = files::write(&folder.join("probe.rs"), "pub fn probe() -> String { String::from(\"\") }\n").is_ok()
        && Command::new(RUSTC)
            .args(["--target", TARGET, "--crate-type", "lib", "probe.rs"])
            .current_dir(&folder)
            .env_remove("RUSTFLAGS")
            .output()
            .is_ok_and(|output| output.status.success());
    if fits {
        // Without the stamp the next run only repeats the test.
        let _ = files::write(&stamp, version);
    }
    fits
}

/// rustc wants its own copy of LLD for the target, which Debian leaves out: rustup's or Debian's lld serves.
fn link_linker() -> Outcome<()> {
    let place = sysroot_tools().join("rust-lld");
    if place.exists() {
        return Ok(());
    }
    let ordinary = process::ask("rustc", &["--print", "sysroot"])
        .map(|sysroot| PathBuf::from(sysroot).join("lib/rustlib").join(host()).join("bin/rust-lld"));
    let found =
        ordinary.into_iter().chain((14..40).rev().map(|n| PathBuf::from(format!("/usr/bin/lld-{n}")))).find(|path| path.exists());
    let Some(found) = found else {
        return Err(Failure::new(
            "There is no linker for wasm (rust-lld)",
            "install Debian's package `lld`, then run this command again",
        ));
    };
    files::create_folder(&sysroot_tools())?;
    let _ = std::fs::remove_file(&place);
    symlink(&found, &place).map_err(|error| {
        Failure::file(&place, &error).advise(format!(
            "run this command as root, or `sudo ln -s {} {}`",
            found.display(),
            place.display()
        ))
    })
}

#[cfg(unix)]
use std::os::unix::fs::symlink;

#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

fn sysroot_tools() -> PathBuf {
    PathBuf::from("/usr/lib/rustlib").join(host()).join("bin")
}

/// The machine's own target.
fn host() -> String {
    process::ask(RUSTC, &["--version", "--verbose"])
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned)))
        .unwrap_or_default()
}

fn build_std() -> Outcome<()> {
    let scratch = files::target().join("wasm-std");
    files::remove_folder(&scratch)?;
    files::write(
        &scratch.join("Cargo.toml"),
        "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
         [profile.release]\nopt-level = \"s\"\npanic = \"abort\"\n",
    )?;
    files::write(&scratch.join("src/lib.rs"), "")?;
    // Without the bitcode a build with `lto` finds nothing to optimize and fails.
    let flags: Vec<String> = std::iter::once("-Cembed-bitcode=yes".to_owned()).chain(toolchain::remappings()).collect();
    let mut command = Command::new(CARGO);
    command
        .current_dir(&scratch)
        .args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,test,panic_abort", "--target-dir", "target"])
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    process::run("build the standard library for wasm", "once for this compiler, about a minute", &mut command)?;

    let built = scratch.join("target").join(TARGET).join("release/deps");
    let place = PathBuf::from("/usr/lib/rustlib").join(TARGET).join("lib");
    // Two versions of the library side by side would be ambiguous, and cargo does not notice that the library changed.
    files::remove_folder(&place)?;
    files::remove_folder(&files::target().join("wasm"))?;
    for library in files::all_below(&built) {
        let name = library.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libscratch-") {
            files::write(&place.join(&name), files::read_bytes(&library)?)
                .map_err(|failure| failure.advise("run this command as root once: it adds the library to Debian's compiler"))?;
        }
    }
    files::remove_folder(&scratch)
}
