//! The rules for a release: small, compressed, and without traces of the build machine or of the tests.

use std::path::{Path, PathBuf};

use crate::compress;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::markup;

/// A file of the release with its sizes in bytes.
pub struct Artefact {
    /// The path of the file.
    pub path: PathBuf,
    /// Size without compression.
    pub raw: u64,
    /// Size of the `.gz` file beside it, if there is one.
    pub gzip: Option<u64>,
    /// Size of the `.br` file beside it, if there is one.
    pub brotli: Option<u64>,
}

/// A limit on the bytes of brotli that a visit transfers. The goal is the target for the console; the ceiling is the present
/// weight and a little more. A build above the ceiling fails, so that a person raises it by hand, together with the feature that
/// needs the bytes.
pub struct Budget {
    /// The part of a visit that is limited.
    pub what: &'static str,
    /// The measured bytes.
    pub bytes: u64,
    /// The target in bytes.
    pub goal: u64,
    /// The limit in bytes; a build above it fails.
    pub ceiling: u64,
}

impl Artefact {
    /// Lists all files of a release.
    pub fn all(dist: &Path) -> Outcome<Vec<Self>> {
        let size = |path: &Path| std::fs::metadata(path).ok().map(|data| data.len());
        let found: Vec<Self> = files::all_below(dist)
            .into_iter()
            .filter(|path| path.extension().is_none_or(|extension| extension != "br" && extension != "gz"))
            .map(|path| Self {
                raw: size(&path).unwrap_or(0),
                gzip: size(&compress::beside(&path, ".gz")),
                brotli: size(&compress::beside(&path, ".br")),
                path,
            })
            .collect();
        if found.is_empty() {
            return Err(Failure::new(format!("There is nothing in {}", dist.display()), "run cargo xtask build"));
        }
        Ok(found)
    }

    fn is(&self, extension: &str) -> bool {
        self.path.extension().is_some_and(|held| held == extension)
    }

    /// The bytes that a browser transfers for the file.
    pub fn transferred(&self) -> u64 {
        self.brotli.unwrap_or(self.raw)
    }
}

/// Computes the budgets of a release. A first visit, up to the sign-in, loads every file but the later chunks of the program; the
/// overview or the table comes while a person types; the other pages come after it (src/app/chunks.rs). Chunks that several share
/// are counted for each, so a visit loads a little less. tests/e2e/chunks.spec.ts checks this order of loading in a browser. A
/// ceiling leaves room for 1 %: brotli's result varies by that much with the order of the functions.
pub fn budgets(artefacts: &[Artefact]) -> [Budget; 6] {
    let ends = |one: &Artefact, end: &str| one.path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(end));
    let is_later = |one: &Artefact| one.is("wasm") && !ends(one, "_bg.wasm");
    let is_first = |one: &Artefact| !is_later(one);
    let without = |one: &Artefact, end: &str| !ends(one, "_pages.wasm") && !ends(one, end);
    let sum = |pick: &dyn Fn(&Artefact) -> bool| artefacts.iter().filter(|one| pick(one)).map(Artefact::transferred).sum();
    [
        Budget { what: "wasm of a first visit", bytes: sum(&|one| ends(one, "_bg.wasm")), goal: 132_000, ceiling: 131_500 },
        Budget { what: "JavaScript", bytes: sum(&|one| one.is("js")), goal: 12_000, ceiling: 13_050 },
        Budget { what: "first visit in all", bytes: sum(&is_first), goal: 140_000, ceiling: 154_000 },
        Budget { what: "up to the overview", bytes: sum(&|one| without(one, "_table.wasm")), goal: 250_000, ceiling: 325_000 },
        Budget { what: "up to the table", bytes: sum(&|one| without(one, "_overview.wasm")), goal: 250_000, ceiling: 333_500 },
        Budget { what: "the whole console", bytes: sum(&|_| true), goal: 430_000, ceiling: 631_500 },
    ]
}

/// Checks a release for everything besides its size. Each group of rules is one check, with a sentence for each violation.
pub fn checks(artefacts: &[Artefact]) -> Outcome<Vec<(&'static str, Vec<String>)>> {
    let uncompressed = artefacts
        .iter()
        .filter(|one| compress::is_compressible(&one.path) && (one.brotli.is_none() || one.gzip.is_none()))
        .map(|one| format!("{} lacks .br or .gz", one.path.display()))
        .collect();
    let mut traces = Vec::new();
    let mut hooks = Vec::new();
    let mut markup = Vec::new();
    if !artefacts.iter().any(|one| one.is("wasm")) {
        markup.push("there is no wasm file".to_owned());
    }
    for one in artefacts {
        let bytes = files::read_bytes(&one.path)?;
        let name = one.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for folder in [files::home(), files::root(), files::cargo_home()] {
            let folder = folder.display().to_string();
            if folder.len() > 1 && markup::contains(&bytes, folder.as_bytes()) {
                traces.push(format!("{name} contains a path of this machine: {}", surroundings(&bytes, &folder)));
            }
        }
        // The folder names of cargo's and rustup's stores, at any place.
        for trace in ["registry/src/", ".rustup/", "sourceMappingURL"] {
            if markup::contains(&bytes, trace.as_bytes()) {
                traces.push(format!("{name} contains `{trace}`: {}", surroundings(&bytes, trace)));
            }
        }
        for hook in ["fault-injection", "__gallery", "__appliance"] {
            if markup::contains(&bytes, hook.as_bytes()) {
                hooks.push(format!("{name} contains `{hook}`"));
            }
        }
        if one.is("wasm") {
            markup.extend(markup::tags(&bytes).into_iter().map(|tag| format!("{name} holds the markup `<{tag}>`")));
        }
    }
    Ok(vec![
        (".br and .gz beside every file", uncompressed),
        ("no path of the building machine", traces),
        ("no hook of the tests", hooks),
        ("no text that could become markup", markup),
    ])
}

/// The text around the first place of the trace, so that a person can identify it.
fn surroundings(bytes: &[u8], trace: &str) -> String {
    let at = bytes.windows(trace.len()).position(|window| window == trace.as_bytes()).unwrap_or(0);
    let end = bytes.len().min(at + trace.len() + 80);
    String::from_utf8_lossy(&bytes[at.saturating_sub(20)..end]).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(name: &str, wasm: &[u8]) -> Vec<Artefact> {
        let dist = files::target().join("xtask-tests").join(name);
        files::remove_folder(&dist).unwrap();
        files::write(&dist.join("a.wasm"), wasm).unwrap();
        compress::compress_all(&dist).unwrap();
        Artefact::all(&dist).unwrap()
    }

    fn said(artefacts: &[Artefact], check: usize) -> Vec<String> {
        checks(artefacts).unwrap().remove(check).1
    }

    #[test]
    fn traces_and_hooks_are_found_and_a_clean_file_passes() {
        let dirty = release("dirty", format!("x {}/secret registry/src/a fault-injection", files::home().display()).as_bytes());
        assert_eq!((said(&dirty, 1).len(), said(&dirty, 2).len()), (2, 1));
        let clean = release("clean", b"nothing to see");
        assert_eq!((said(&clean, 0).len(), said(&clean, 1).len(), said(&clean, 2).len()), (0, 0, 0));
    }

    #[test]
    fn a_missing_compressed_form_is_found() {
        let artefacts = release("unpacked", b"x");
        std::fs::remove_file(compress::beside(&artefacts[0].path, ".br")).unwrap();
        assert_eq!(said(&Artefact::all(artefacts[0].path.parent().unwrap()).unwrap(), 0).len(), 1);
    }

    #[test]
    fn the_budget_counts_what_is_transferred() {
        let file = |name: &str, raw, brotli| Artefact { path: PathBuf::from(name), raw, gzip: None, brotli };
        let files = [
            file("a_bg.wasm", 900_000, Some(171_000)),
            file("a_console.wasm", 900_000, Some(50_000)),
            file("a_overview.wasm", 900_000, Some(20_000)),
            file("a_table.wasm", 900_000, Some(30_000)),
            file("a_pages.wasm", 900_000, Some(90_000)),
            file("a.js", 10, None),
            file("i.png", 5, None),
        ];
        let bytes = budgets(&files).map(|budget| budget.bytes);
        assert_eq!(bytes, [171_000, 10, 171_015, 241_015, 251_015, 361_015]);
    }
}
