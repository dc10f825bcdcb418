//! The programs that the build needs, in the right version: taken from the cache or from PATH, else installed into the cache.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Outcome;
use crate::files;
use crate::node;
use crate::process;
use crate::toolchain::WasmToolchain;
use crate::versions;

/// A program that the build calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Bundles the console.
    Trunk,
    /// Makes the glue between wasm and JavaScript.
    WasmBindgen,
    /// Makes the wasm smaller.
    WasmOpt,
    /// Runs the browser tests.
    WasmPack,
}

impl Tool {
    /// The tools for a build of the console.
    pub const BUILD: [Self; 3] = [Self::Trunk, Self::WasmBindgen, Self::WasmOpt];

    fn program(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmOpt => "wasm-opt",
            Self::WasmPack => "wasm-pack",
        }
    }

    /// The package of the tool: a crate, or for wasm-opt an npm package.
    fn package(self) -> &'static str {
        match self {
            Self::WasmBindgen => "wasm-bindgen-cli",
            Self::WasmOpt => "binaryen",
            Self::Trunk | Self::WasmPack => self.program(),
        }
    }

    /// Features of the package that the build needs; Trunk downloads nothing here, so it needs no TLS.
    fn features(self) -> &'static [&'static str] {
        if self == Self::Trunk { &["--no-default-features"] } else { &[] }
    }

    /// wasm-bindgen reads and writes the whole program, four times in a test of everything; the others only start programs.
    fn opt_level(self) -> &'static str {
        if self == Self::WasmBindgen { "1" } else { "0" }
    }

    fn version(self) -> Outcome<String> {
        match self {
            Self::Trunk => Ok(versions::TRUNK.to_owned()),
            Self::WasmPack => Ok(versions::WASM_PACK.to_owned()),
            Self::WasmBindgen => versions::wasm_bindgen(),
            Self::WasmOpt => Ok(format!("{}.0.0", versions::wasm_opt()?)),
        }
    }

    /// The folder of the program, which is installed first if needed; none if the program is on PATH already.
    fn ensure(self) -> Outcome<Option<PathBuf>> {
        let version = self.version()?;
        let home = files::cache().join("tools").join(format!("{}-{version}", self.package()));
        let folder = home.join(if self == Self::WasmOpt { "node_modules/binaryen/bin" } else { "bin" });
        if folder.join(self.program()).exists() {
            return Ok(Some(folder));
        }
        if process::ask(self.program(), &["--version"]).is_some_and(|said| is_version(&said, &version)) {
            return Ok(None);
        }
        let step = format!("install {} {version}", self.package());
        let reason = format!("{} is neither on PATH nor in {}", self.program(), home.parent().unwrap_or(&home).display());
        if self == Self::WasmOpt {
            node::install_package(&step, &reason, self.package(), &version, &home)?;
        } else {
            let install = |step: &str, reason: &str, locked: &[&str]| {
                let mut command = Command::new("cargo");
                command.args(["install", self.package(), "--version", &version, "--root"]).arg(&home);
                command.arg("--target-dir").arg(files::target().join("tools")).args(locked).args(self.features());
                // A tool runs for seconds and would compile for minutes by its own profile of a release (Trunk: LTO of all crates).
                for (setting, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", self.opt_level()), ("DEBUG", "0")]
                {
                    command.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
                }
                process::run(step, reason, &mut command)
            };
            let reason = format!("{reason}; once");
            if let Err(failure) = install(&step, &reason, &["--locked"]) {
                // The tool's lock file may name a crate version that this registry does not have.
                const SIGNS: [&str; 3] = ["failed to select a version", "not found in registry", "could not find"];
                if !SIGNS.iter().any(|sign| failure.log().contains(sign)) {
                    return Err(failure);
                }
                install(&format!("{step} without its lock file"), "its lock file names a crate that the registry lacks", &[])?;
            }
        }
        Ok(Some(folder))
    }
}

/// Whether the answer to `--version` names the version: whole ("trunk 0.21.14"), or its first number ("wasm-opt version 132").
fn is_version(said: &str, version: &str) -> bool {
    said.split_whitespace().any(|word| word == version || version.strip_suffix(".0.0").is_some_and(|major| word == major))
}

/// Tools and compiler, ready to be called.
pub struct Toolbox {
    path: OsString,
    /// The place of the standard library for the browser.
    pub toolchain: WasmToolchain,
}

impl Toolbox {
    /// Finds or installs the standard library for the browser and these tools.
    pub fn with(tools: &[Tool]) -> Outcome<Self> {
        let toolchain = WasmToolchain::ensure()?;
        let mut folders = Vec::new();
        for tool in tools {
            folders.extend(tool.ensure()?);
        }
        let given = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(folders.into_iter().chain(env::split_paths(&given))).unwrap_or(given);
        Ok(Self { path, toolchain })
    }

    /// A call of one of the tools, in the environment that it needs.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(files::root()).env("PATH", &self.path);
        self.toolchain.apply(&mut command);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn only_the_very_version_is_taken() {
        assert!(is_version("trunk 0.21.14", "0.21.14"));
        assert!(is_version("wasm-opt version 132 (version_132)", "132.0.0"));
        assert!(!is_version("trunk 0.21.1", "0.21.14"));
        assert!(!is_version("wasm-opt version 108", "132.0.0"));
        assert!(!is_version("wasm-bindgen 0.2.130-rc", "0.2.130"));
    }
}
