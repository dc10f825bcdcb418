//! Hashes of the files of a release: in their names, and in the attribute that the browser checks.

use base64::Engine as _;
use sha2::{Digest as _, Sha256, Sha384};

/// Sixteen hexadecimal digits for a file name; they change when one of the parts does.
pub fn for_name(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The value of an attribute `integrity`.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}
