//! The standard library for `wasm32-unknown-unknown`: by rustup where its servers can be reached, else from Debian's source.

use std::path::PathBuf;
use std::process::Command;

use crate::debian;
use crate::failure::Outcome;
use crate::files;
use crate::process;

/// The target of the console.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The place of the standard library for the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// In the toolchain that runs everything else.
    Ordinary,
    /// In Debian's, linked into rustup under the name [`debian::LINKED`].
    Linked,
}

impl WasmToolchain {
    /// Finds the target or installs it. Does nothing, and contacts no server, when the target is installed.
    pub fn ensure() -> Outcome<Self> {
        if is_in_ordinary() {
            return Ok(Self::Ordinary);
        }
        if debian::is_ready() {
            return Ok(Self::Linked);
        }
        let add = process::run(
            &format!("rustup target add {TARGET}"),
            "this Rust has no standard library for the browser",
            Command::new("rustup").args(["target", "add", TARGET]),
        );
        match add {
            Ok(_) if is_in_ordinary() => Ok(Self::Ordinary),
            _ => debian::set_up().map(|()| Self::Linked),
        }
    }

    /// Sets the environment of a program that calls cargo for the target: which toolchain, which target folder (two toolchains in
    /// one folder would rebuild everything at every change between them), and no path of this machine in the wasm.
    pub fn apply(self, command: &mut Command) {
        // Cargo sets these for xtask itself; a cargo started here must choose for itself.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            let is_of_cargo = name == "CARGO" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
            if is_of_cargo || (name == "RUSTUP_TOOLCHAIN" && self == Self::Linked) {
                command.env_remove(name);
            }
        }
        if self == Self::Linked {
            command.env("RUSTUP_TOOLCHAIN", debian::LINKED);
        }
        command.env("CARGO_TARGET_DIR", self.target_folder()).env("CARGO_ENCODED_RUSTFLAGS", remappings().join("\u{1f}"));
    }

    /// The folder of cargo's builds for the target.
    pub fn target_folder(self) -> PathBuf {
        match self {
            Self::Ordinary => files::target(),
            Self::Linked => files::target().join("wasm"),
        }
    }
}

/// The flags of every build for the browser. They replace folders of this machine, which panic messages would contain, by fixed
/// words, and remove the name of the registry.
pub fn remappings() -> Vec<String> {
    let registry = files::cargo_home().join("registry/src");
    let crates = std::fs::read_dir(&registry).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut pairs = vec![(files::home(), "/home"), (files::root(), "/keysync"), (files::cargo_home(), "/cargo")];
    pairs.extend(crates.map(|folder| (folder, "/crates")));
    // The last matching flag wins, so a folder comes before those inside it.
    pairs.sort();
    pairs.into_iter().map(|(folder, word)| format!("--remap-path-prefix={}={word}", folder.display())).collect()
}

fn is_in_ordinary() -> bool {
    process::ask("rustc", &["--print", "sysroot"]).is_some_and(|sysroot| has_std(&PathBuf::from(sysroot)))
}

/// Whether a sysroot contains the standard library for the target.
pub fn has_std(sysroot: &std::path::Path) -> bool {
    let libraries = files::all_below(&sysroot.join("lib/rustlib").join(TARGET).join("lib"));
    ["libstd-", "libtest-"]
        .iter()
        .all(|name| libraries.iter().any(|file| file.file_name().is_some_and(|held| held.to_string_lossy().starts_with(name))))
}
