//! Places in the repository and beside it, and walking through folders.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |given| root().join(given))
}

/// The home folder of the user.
pub fn home() -> PathBuf {
    env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// Cargo's own folder, with the sources of all dependencies.
pub fn cargo_home() -> PathBuf {
    env::var_os("CARGO_HOME").map_or_else(|| home().join(".cargo"), PathBuf::from)
}

/// The folder of the tools that all clones of the repository share.
pub fn cache() -> PathBuf {
    env::var_os("KEYSYNC_CACHE").map_or_else(
        || env::var_os("XDG_CACHE_HOME").map_or_else(|| home().join(".cache"), PathBuf::from).join("keysync"),
        PathBuf::from,
    )
}

/// Reads a text file.
pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

/// Reads a file.
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::file(path, &error))
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    fs::write(path, bytes).map_err(|error| Failure::file(path, &error))
}

/// Creates a folder and those above it.
pub fn create_folder(path: &Path) -> Outcome<()> {
    fs::create_dir_all(path).map_err(|error| Failure::file(path, &error))
}

/// Removes a folder and everything in it; a missing folder is no failure.
pub fn remove_folder(path: &Path) -> Outcome<()> {
    if path.exists() { fs::remove_dir_all(path).map_err(|error| Failure::file(path, &error)) } else { Ok(()) }
}

/// Every file below a folder (or the file itself), sorted; empty if the path does not exist.
pub fn all_below(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut found: Vec<PathBuf> =
        fs::read_dir(path).into_iter().flatten().flatten().flat_map(|entry| all_below(&entry.path())).collect();
    found.sort();
    found
}

/// Copies a folder and everything in it.
pub fn copy_folder(from: &Path, to: &Path) -> Outcome<()> {
    for file in all_below(from) {
        if let Ok(name) = file.strip_prefix(from) {
            write(&to.join(name), read_bytes(&file)?)?;
        }
    }
    Ok(())
}

/// A number that changes when the name or the content of a file below these paths changes, or the text `also`.
pub fn fingerprint(paths: &[PathBuf], also: &str) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    also.hash(&mut hasher);
    for path in paths {
        for file in all_below(path) {
            file.hash(&mut hasher);
            read_bytes(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the stamp file contains exactly this text.
pub fn is_stamped(stamp: &Path, text: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|held| held == text)
}
