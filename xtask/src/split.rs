//! Cuts the program of a release into the files of `src/app/chunks.rs`, so that a visit loads what it needs.
//!
//! Trunk has built the console as one file by then. The same program, as the compiler left it, is cut at its marked functions,
//! bound to JavaScript, made small, and takes the place of Trunk's file, in the page too. Where code and data go is decided by
//! wasm_split_cli_support, from the relocations that the linker writes (`--emit-relocs`).

use std::path::{Path, PathBuf};

use base64::Engine as _;
use sha2::{Digest as _, Sha256, Sha384};

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::process;
use crate::toolchain::TARGET;
use crate::tools::Toolbox;

/// What the linker must be told so that its output can be cut.
pub const LINKER_FLAG: &str = "-Clink-args=--emit-relocs";

/// What wasm-opt is told; `index.html` tells it the same for a build by Trunk alone.
const OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The name before the hash.
const PROGRAM: &str = "keysync";

/// Puts the program in pieces into a `dist` that holds it whole.
pub fn split(toolbox: &Toolbox, dist: &Path) -> Outcome<()> {
    let whole = toolbox.toolchain.target_folder().join(TARGET).join("release").join(format!("{PROGRAM}.wasm"));
    let folder = files::target().join("split");
    files::remove_folder(&folder)?;
    files::create_folder(&folder)?;
    let main = folder.join("whole.wasm");
    let link = format!("./{PROGRAM}_link.js");
    let glue = format!("./{PROGRAM}.js");
    let input = files::read_bytes(&whole)?;
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &glue;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| Failure::new("The program could not be cut into its files", format!("{error:#}; see xtask/src/split.rs")))?;
    let mut bind = toolbox.command("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--no-demangle", "--keep-lld-exports", "--out-name", PROGRAM]);
    bind.arg("--out-dir").arg(&folder).arg(&main);
    process::run_quietly("bind the program to JavaScript", &mut bind)?;
    let first = folder.join(format!("{PROGRAM}_bg.wasm"));
    for piece in cut.split_modules.iter().chain([&first]) {
        let mut shrink = toolbox.command("wasm-opt");
        shrink.args(OPT).arg(piece).arg("-o").arg(piece);
        process::run_quietly("make the program small", &mut shrink)?;
    }
    let mut pieces = Vec::new();
    for path in &cut.split_modules {
        pieces.push((stem(path), files::read_bytes(path)?));
    }
    let pieces = Pieces {
        glue: files::read(&folder.join(&glue))?,
        link: files::read(&folder.join(&link))?,
        first: files::read_bytes(&first)?,
        pieces,
    };
    let page = dist.join("index.html");
    let old = files::read(&page)?;
    let held = name_of_program(&old)?.to_owned();
    let (page_text, written) = pieces.named(&old, &held)?;
    for gone in [format!("{held}.js"), format!("{held}_bg.wasm")] {
        let path = dist.join(gone);
        std::fs::remove_file(&path).map_err(|error| Failure::file(&path, &error))?;
    }
    for (name, bytes) in written {
        files::write(&dist.join(name), bytes)?;
    }
    files::write(&page, page_text)
}

/// The files that the tools made, with names that say nothing of their content yet.
struct Pieces {
    glue: String,
    link: String,
    first: Vec<u8>,
    /// Name in the link file, content.
    pieces: Vec<(String, Vec<u8>)>,
}

impl Pieces {
    /// The page, and every file under its final name. They name each other in a circle, so one hash over all is in every name.
    fn named(self, page: &str, held: &str) -> Outcome<(String, Vec<(String, Vec<u8>)>)> {
        let mut hasher = Sha256::new();
        hasher.update(&self.glue);
        hasher.update(&self.link);
        hasher.update(&self.first);
        for (name, bytes) in &self.pieces {
            hasher.update(name);
            hasher.update(bytes);
        }
        let hash: String = hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{PROGRAM}-{hash}");
        // Only where it is imported: under its first name the program asks for it.
        let glue = replaced(&self.glue, &format!("from \"./{PROGRAM}_link.js\""), &format!("from \"./{name}_link.js\""))?;
        let mut link = replaced(&self.link, &format!("./{PROGRAM}.js"), &format!("./{name}.js"))?;
        let mut written = Vec::new();
        for (piece, bytes) in self.pieces {
            let fetch = format!("fetch(new URL(\"./{piece}.wasm\", import.meta.url))");
            let file = format!("{name}_{}.wasm", piece.trim_start_matches("split_"));
            let checked = format!("fetch(new URL(\"./{file}\", import.meta.url), {{ integrity: \"{}\" }})", integrity(&bytes));
            link = replaced(&link, &fetch, &checked)?;
            written.push((file, bytes));
        }
        let page = page.replace(held, &name);
        let page = with_integrity(&page, &format!("{name}.js"), &integrity(glue.as_bytes()))?;
        let page = with_integrity(&page, &format!("{name}_bg.wasm"), &integrity(&self.first))?;
        let page = with_preload(&page, &name, &integrity(link.as_bytes()))?;
        written.push((format!("{name}.js"), glue.into_bytes()));
        written.push((format!("{name}_link.js"), link.into_bytes()));
        written.push((format!("{name}_bg.wasm"), self.first));
        Ok((page, written))
    }
}

fn unknown_form() -> Failure {
    Failure::new("A tool wrote the program in an unknown form", "see xtask/src/split.rs, and which tool has a new version")
}

/// The text with every place of `old` changed; there must be one.
fn replaced(text: &str, old: &str, new: &str) -> Outcome<String> {
    if text.contains(old) { Ok(text.replace(old, new)) } else { Err(unknown_form()) }
}

/// `keysync-` and Trunk's hash, as the page names them.
fn name_of_program(page: &str) -> Outcome<&str> {
    let found = || {
        let start = page.find(&format!("{PROGRAM}-"))?;
        let length = page[start..].find(['.', '_'])?;
        Some(&page[start..start + length])
    };
    found().ok_or_else(unknown_form)
}

/// The page with another hash in the link to this file.
fn with_integrity(page: &str, file: &str, integrity: &str) -> Outcome<String> {
    let found = || {
        let (before, rest) = page.split_once(&format!("{file} integrity="))?;
        let (_, after) = rest.split_at(rest.find([' ', '>'])?);
        Some(format!("{before}{file} integrity={integrity}{after}"))
    };
    found().ok_or_else(unknown_form)
}

/// The page with a link that has the browser check the file that fetches the pieces; without one a module that a module imports
/// goes unchecked.
fn with_preload(page: &str, name: &str, integrity: &str) -> Outcome<String> {
    let found = || {
        let at = page.find(&format!("{name}.js integrity="))?;
        let (start, end) = (page[..at].rfind("<link ")?, at + page[at..].find('>')? + 1);
        let base = page[..at].rsplit("href=").next()?;
        let link = format!("<link crossorigin href={base}{name}_link.js integrity={integrity} rel=modulepreload>");
        page[start..end].contains("rel=modulepreload").then(|| format!("{}{link}{}", &page[..end], &page[end..]))
    };
    found().ok_or_else(unknown_form)
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

fn stem(path: &PathBuf) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<link crossorigin href=/keys/keysync-0a.js integrity=sha384-old+/= rel=modulepreload>\
        <link as=fetch href=/keys/keysync-0a_bg.wasm integrity=sha384-old rel=preload><script data-js=/keys/keysync-0a.js>";

    fn pieces(console: &[u8]) -> Pieces {
        Pieces {
            glue: "import * as a from \"./keysync_link.js\"; const imports = { \"./keysync_link.js\": a };".to_owned(),
            link: "import {initSync} from \"./keysync.js\"; fetch(new URL(\"./split_console.wasm\", import.meta.url)); \
                   fetch(new URL(\"./chunk_2.wasm\", import.meta.url))"
                .to_owned(),
            first: b"main".to_vec(),
            pieces: vec![("split_console".to_owned(), console.to_vec()), ("chunk_2".to_owned(), b"c".to_vec())],
        }
    }

    #[test]
    fn every_file_is_named_by_the_content_of_all_and_checked_where_it_is_fetched() {
        let (page, files) = pieces(b"b").named(PAGE, name_of_program(PAGE).unwrap()).unwrap();
        let (other, _) = pieces(b"x").named(PAGE, "keysync-0a").unwrap();
        assert_ne!(page, other, "another piece, another name for all");
        let named = |end: &str| files.iter().find(|(name, _)| name.ends_with(end)).map(|(_, bytes)| bytes.clone()).unwrap();
        let link = String::from_utf8(named("_link.js")).unwrap();
        assert!(link.contains(&format!("_console.wasm\", import.meta.url), {{ integrity: \"{}\" }})", integrity(b"b"))), "{link}");
        assert!(link.contains("_chunk_2.wasm\", import.meta.url), { integrity:"), "{link}");
        let name = files[0].0.split('_').next().unwrap();
        let glue = String::from_utf8(named(&format!("{name}.js"))).unwrap();
        assert_eq!(glue, format!("import * as a from \"./{name}_link.js\"; const imports = {{ \"./keysync_link.js\": a }};"));
        assert!(link.contains(&format!("\"./{name}.js\"")), "{link}");
        for wanted in [
            format!("href=/keys/{name}.js integrity={} rel=modulepreload>", integrity(&named(&format!("{name}.js")))),
            format!("href=/keys/{name}_link.js integrity={} rel=modulepreload>", integrity(link.as_bytes())),
            format!("href=/keys/{name}_bg.wasm integrity={} rel=preload>", integrity(b"main")),
            format!("data-js=/keys/{name}.js>"),
        ] {
            assert!(page.contains(&wanted), "{wanted} in {page}");
        }
        assert!(!page.contains("old"), "{page}");
    }

    #[test]
    fn a_form_that_is_not_known_is_said_and_not_shipped() {
        assert!(pieces(b"b").named("<p>", "keysync-0a").is_err());
        assert!(name_of_program("<p>").is_err());
        let mut changed = pieces(b"b");
        changed.link = changed.link.replace("new URL", "URL.of");
        assert!(changed.named(PAGE, "keysync-0a").is_err());
    }
}
