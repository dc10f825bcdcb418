//! Cuts the program of a release into the chunks of `src/app/chunks.rs`, so that a visit loads only the code it needs.
//!
//! Trunk has built the console as one file by then. The same program, as the compiler left it, is cut at its marked functions,
//! bound to JavaScript, optimized, and replaces Trunk's file, in the page too. wasm_split_cli_support decides where code and data
//! go, from the relocations that the linker writes (`--emit-relocs`).

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::hash::{self, integrity};
use crate::process;
use crate::toolchain::TARGET;
use crate::tools::Toolbox;

/// The linker flag without which its output cannot be cut.
pub const LINKER_FLAG: &str = "-Clink-args=--emit-relocs";

/// The arguments of wasm-opt. Control flow is flattened and structured again first, which saves 0.4 %. Functions of up to six
/// instructions are inlined, and up to twenty those with one caller: the pieces up to the table are 8 kB smaller than with a limit
/// of twenty for all, and 1 kB smaller than without. The first 1024 bytes are the far end of the stack (`--stack-first`, Rust's
/// default), so no valid address lies there. Browsers read neither section that is stripped.
const OPT: [&str; 10] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    "--low-memory-unused",
    "-aimfs",
    "6",
    "-ocimfs",
    "20",
    "--strip-producers",
    "--strip-target-features",
];

/// The name of the program's files before the hash.
const PROGRAM: &str = "keysync";

/// Replaces the whole program in a `dist` by its chunks.
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
    let cut = wasm_split_cli_support::transform(options).map_err(|error| {
        Failure::new("The program could not be cut into its files", format!("{error:#}; see xtask/src/split.rs"))
    })?;
    let mut bind = toolbox.command("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--no-demangle", "--keep-lld-exports", "--out-name", PROGRAM]);
    bind.arg("--out-dir").arg(&folder).arg(&main);
    process::run_quietly("bind the program to JavaScript", &mut bind)?;
    let first = folder.join(format!("{PROGRAM}_bg.wasm"));
    let features = wasm_features(&files::read(&files::root().join("index.html"))?)?;
    for piece in cut.split_modules.iter().chain([&first]) {
        let mut shrink = toolbox.command("wasm-opt");
        shrink.args(OPT).args(&features).arg(piece).arg("-o").arg(piece);
        process::run_quietly("make the program small", &mut shrink)?;
    }
    let mut pieces = Vec::new();
    for path in &cut.split_modules {
        pieces.push((stem(path), files::read_bytes(path)?));
    }
    let pieces = Pieces {
        script: joined(&files::read(&folder.join(&glue))?, &files::read(&folder.join(&link))?)?,
        first: files::read_bytes(&first)?,
        later: pieces,
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

/// The features of wasm that the compiler uses, as `index.html` names them to wasm-opt for a build by Trunk alone.
fn wasm_features(page: &str) -> Outcome<Vec<String>> {
    let found = || page.split_once("data-wasm-opt-params=\"")?.1.split_once('"');
    let (features, _) = found().ok_or_else(|| Failure::new("index.html has no data-wasm-opt-params", "restore it from git"))?;
    Ok(features.split_whitespace().map(str::to_owned).collect())
}

/// Joins the two scripts of the tools: the glue between the program and JavaScript, and the loader of chunks. They import each
/// other, so a browser would have to request both before it could start.
fn joined(glue: &str, link: &str) -> Outcome<String> {
    let import = format!(" from \"./{PROGRAM}_link.js\"");
    let (mut script, mut names) = (String::new(), Vec::new());
    for line in glue.lines() {
        match line.strip_prefix("import * as ").and_then(|rest| rest.strip_suffix(&import)) {
            Some(name) => names.push(name),
            None => script.extend([line, "\n"]),
        }
    }
    let link = replaced(link, &format!("import {{ initSync }} from \"./{PROGRAM}.js\";\n"), "")?;
    let loaders: Vec<&str> =
        link.split("export const ").skip(1).filter_map(|rest| rest.split_once(' ')).map(|(name, _)| name).collect();
    if names.is_empty() || loaders.is_empty() || script.contains("import ") || link.contains("import ") {
        return Err(unknown_form());
    }
    script.push_str(&link.replace("export const ", "const "));
    for name in names {
        script.push_str(&format!("\nconst {name} = {{ {} }};", loaders.join(", ")));
    }
    Ok(script)
}

/// Name and content.
type File = (String, Vec<u8>);

/// The files from the tools, before their names have a hash.
struct Pieces {
    script: String,
    first: Vec<u8>,
    /// Name in the script, content.
    later: Vec<File>,
}

impl Pieces {
    /// Returns the page, and every file under its final name. All names have one hash over all files: the script names the
    /// chunks, and they fit together only.
    fn named(self, page: &str, held: &str) -> Outcome<(String, Vec<File>)> {
        let parts: Vec<&[u8]> = [self.script.as_bytes(), &self.first]
            .into_iter()
            .chain(self.later.iter().map(|(_, bytes)| bytes.as_slice()))
            .collect();
        let name = format!("{PROGRAM}-{}", hash::for_name(&parts));
        let mut script = self.script;
        let mut written = Vec::new();
        for (piece, bytes) in self.later {
            let fetch = format!("fetch(new URL(\"./{piece}.wasm\", import.meta.url))");
            let file = format!("{name}_{}.wasm", piece.trim_start_matches("split_"));
            let checked = format!("fetch(new URL(\"./{file}\", import.meta.url), {{ integrity: \"{}\" }})", integrity(&bytes));
            script = replaced(&script, &fetch, &checked)?;
            written.push((file, bytes));
        }
        let page = page.replace(held, &name);
        let page = with_integrity(&page, &format!("{name}.js"), &integrity(script.as_bytes()))?;
        let page = with_integrity(&page, &format!("{name}_bg.wasm"), &integrity(&self.first))?;
        written.push((format!("{name}.js"), script.into_bytes()));
        written.push((format!("{name}_bg.wasm"), self.first));
        Ok((page, written))
    }
}

fn unknown_form() -> Failure {
    Failure::new("A tool wrote the program in an unknown form", "see xtask/src/split.rs, and which tool has a new version")
}

/// Replaces every occurrence of `old` in the text; fails if there is none.
fn replaced(text: &str, old: &str, new: &str) -> Outcome<String> {
    if text.contains(old) { Ok(text.replace(old, new)) } else { Err(unknown_form()) }
}

/// The name of the program's files with Trunk's hash (`keysync-…`), from the page.
fn name_of_program(page: &str) -> Outcome<&str> {
    let found = || {
        let end = page.find("_bg.wasm")?;
        Some(&page[page[..end].rfind('/')? + 1..end]).filter(|name| name.starts_with(&format!("{PROGRAM}-")))
    };
    found().ok_or_else(unknown_form)
}

/// Replaces the hash in the page's link to this file.
fn with_integrity(page: &str, file: &str, integrity: &str) -> Outcome<String> {
    let found = || {
        let (before, rest) = page.split_once(&format!("{file} integrity="))?;
        let (_, after) = rest.split_at(rest.find([' ', '>'])?);
        Some(format!("{before}{file} integrity={integrity}{after}"))
    };
    found().ok_or_else(unknown_form)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<link crossorigin href=/keys/keysync-0a.js integrity=sha384-old+/= rel=modulepreload>\
        <link as=fetch href=/keys/keysync-0a_bg.wasm integrity=sha384-old rel=preload><script data-js=/keys/keysync-0a.js>";

    const GLUE: &str =
        "import * as import1 from \"./keysync_link.js\"\nfunction f() { return { \"./keysync_link.js\": import1 }; }\n";
    const LINK: &str = "import { initSync } from \"./keysync.js\";\nconst a = fetch(new URL(\"./chunk_2.wasm\", import.meta.url));\n\
        export const load_console = fetch(new URL(\"./split_console.wasm\", import.meta.url));\n";

    fn pieces(console: &[u8]) -> Pieces {
        Pieces {
            script: joined(GLUE, LINK).unwrap(),
            first: b"main".to_vec(),
            later: vec![("split_console".to_owned(), console.to_vec()), ("chunk_2".to_owned(), b"c".to_vec())],
        }
    }

    #[test]
    fn what_binds_and_what_fetches_becomes_one_script() {
        let script =
            joined(GLUE, "import { initSync } from \"./keysync.js\";\nconst a = 1;\nexport const load_x = 2;\n").unwrap();
        let wanted = "function f() { return { \"./keysync_link.js\": import1 }; }\nconst a = 1;\nconst load_x = 2;\n\nconst import1 = { load_x };";
        assert_eq!(script, wanted);
        assert!(joined(GLUE, "export const a = 1;").is_err());
        assert!(joined("f();", LINK).is_err());
    }

    #[test]
    fn every_file_is_named_by_the_content_of_all_and_checked_where_it_is_fetched() {
        let (page, files) = pieces(b"b").named(PAGE, name_of_program(PAGE).unwrap()).unwrap();
        let (other, _) = pieces(b"x").named(PAGE, "keysync-0a").unwrap();
        assert_ne!(page, other, "another piece, another name for all");
        let name = files[0].0.split('_').next().unwrap();
        let (_, script) = files.iter().find(|(file, _)| *file == format!("{name}.js")).unwrap();
        let script = String::from_utf8(script.clone()).unwrap();
        assert!(
            script.contains(&format!("\"./{name}_console.wasm\", import.meta.url), {{ integrity: \"{}\" }})", integrity(b"b")))
        );
        assert!(
            script.contains(&format!("\"./{name}_chunk_2.wasm\", import.meta.url), {{ integrity: \"{}\" }})", integrity(b"c")))
        );
        for wanted in [
            format!("href=/keys/{name}.js integrity={} rel=modulepreload>", integrity(script.as_bytes())),
            format!("href=/keys/{name}_bg.wasm integrity={} rel=preload>", integrity(b"main")),
            format!("data-js=/keys/{name}.js>"),
        ] {
            assert!(page.contains(&wanted), "{wanted} in {page}");
        }
        assert!(!page.contains("old"), "{page}");
    }

    #[test]
    fn the_features_are_those_of_the_page() {
        let page = files::read(&files::root().join("index.html")).unwrap();
        assert!(wasm_features(&page).unwrap().contains(&"--enable-bulk-memory".to_owned()));
        assert!(wasm_features("<p>").is_err());
    }

    #[test]
    fn a_form_that_is_not_known_is_said_and_not_shipped() {
        assert!(pieces(b"b").named("<p>", "keysync-0a").is_err());
        assert!(name_of_program("<p>").is_err());
        assert_eq!(name_of_program("href=/keysync-ui/i.svg href=/keysync-ui/keysync-0a_bg.wasm").unwrap(), "keysync-0a");
        let mut changed = pieces(b"b");
        changed.script = changed.script.replace("new URL", "URL.of");
        assert!(changed.named(PAGE, "keysync-0a").is_err());
    }
}
