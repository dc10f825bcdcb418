//! The versions of all tools. Two of them follow a file that other programs read: the wasm-bindgen tool must equal the crate in
//! `Cargo.lock`, and Trunk itself compares wasm-opt with `Trunk.toml`. The versions of npm packages are in
//! `tests/e2e/package-lock.json`.

use crate::failure::{Failure, Outcome};
use crate::files;

/// Trunk, which bundles the console. Version 0.22 needs a newer compiler than some machines have.
pub const TRUNK: &str = "0.21.14";

/// wasm-pack, which runs the browser tests.
pub const WASM_PACK: &str = "0.15.1";

/// The version of the crate wasm-bindgen in `Cargo.lock`.
pub fn wasm_bindgen() -> Outcome<String> {
    let lock = files::read(&files::root().join("Cargo.lock"))?;
    version_after(&lock, "name = \"wasm-bindgen\"\n", "version = \"")
        .ok_or_else(|| Failure::new("Cargo.lock names no wasm-bindgen", "restore Cargo.lock from git"))
}

/// The major version of wasm-opt in `Trunk.toml`: "132".
pub fn wasm_opt() -> Outcome<String> {
    let config = files::read(&files::root().join("Trunk.toml"))?;
    version_after(&config, "wasm_opt", "\"version_")
        .ok_or_else(|| Failure::new("Trunk.toml names no version of wasm_opt", "restore Trunk.toml from git"))
}

/// The text between `before`, the first time it comes after `start`, and the next double quote.
fn version_after(text: &str, start: &str, before: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    let (_, rest) = rest.split_once(before)?;
    Some(rest.split_once('"')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_follows_the_lock_file_not_a_crate_with_a_longer_name() {
        let lock = "name = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_after(lock, "name = \"wasm-bindgen\"\n", "version = \"").as_deref(), Some("0.2.130"));
        assert!(version_after("", "a", "b").is_none());
    }

    #[test]
    fn the_committed_files_name_both_versions() {
        assert!(wasm_bindgen().unwrap().starts_with("0.2."));
        assert!(wasm_opt().unwrap().parse::<u32>().unwrap() > 100);
    }
}
