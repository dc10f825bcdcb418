//! `.br` and `.gz` beside the files of a release, so that no server compresses during a request.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::files;

/// Whether compression makes a file smaller: text and wasm.
pub fn is_compressible(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| ["html", "js", "mjs", "css", "wasm", "svg", "json", "txt", "webmanifest"].contains(&extension))
}

/// The path with `.br` or `.gz` appended to its name.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes `.br` and `.gz` beside every compressible file below the folder.
pub fn compress_all(folder: &Path) -> Outcome<()> {
    for file in files::all_below(folder).iter().filter(|file| is_compressible(file)) {
        let raw = files::read_bytes(file)?;
        files::write(&beside(file, ".br"), brotli(&raw).map_err(|error| Failure::file(file, &error))?)?;
        files::write(&beside(file, ".gz"), gzip(&raw).map_err(|error| Failure::file(file, &error))?)?;
    }
    Ok(())
}

fn brotli(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: raw.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &raw[..], &mut small, &parameters)?;
    Ok(small)
}

fn gzip(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(raw)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn both_forms_unpack_to_what_was_packed() {
        let raw = b"the same words, the same words, the same words".repeat(20);
        let mut from_brotli = Vec::new();
        brotli::Decompressor::new(&brotli(&raw).unwrap()[..], 4096).read_to_end(&mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&raw).unwrap()[..]).read_to_end(&mut from_gzip).unwrap();
        assert_eq!((&from_brotli, &from_gzip), (&raw, &raw));
    }

    #[test]
    fn only_text_and_wasm_are_packed_and_never_twice() {
        let packed: Vec<bool> =
            ["a.wasm", "a.js", "a.png", "a.js.br", "a"].iter().map(|name| is_compressible(Path::new(name))).collect();
        assert_eq!(packed, [true, true, false, false, false]);
    }
}
