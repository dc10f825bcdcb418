//! Building the console by Trunk, unless a current build exists.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::compress;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::hash;
use crate::process;
use crate::split;
use crate::styles;
use crate::toolchain;
use crate::tools::{Tool, Toolbox};
use crate::versions;

/// One build of the console.
pub struct Release {
    /// The prefix under which the console will be hosted, with a slash at both ends.
    pub public_url: String,
    /// Cargo features beside the default ones.
    pub features: &'static str,
    /// The folder of the build.
    pub dist: PathBuf,
}

impl Release {
    /// The release: `dist/`.
    pub fn shipped(public_url: &str) -> Self {
        Self { public_url: public_url.to_owned(), features: "", dist: files::root().join("dist") }
    }

    /// The release under a prefix, for the test of prefixes.
    pub fn under_prefix() -> Self {
        Self { public_url: "/keys/".to_owned(), features: "", dist: files::target().join("dist-keys") }
    }

    /// The console with a control that panics, for the test of the recovery screen.
    pub fn with_faults() -> Self {
        Self { public_url: "/".to_owned(), features: "fault-injection", dist: files::target().join("dist-faults") }
    }

    /// Builds the console, unless a build of the same sources with the same options exists.
    pub fn ensure(&self) -> Outcome<()> {
        self.outdated()?.map_or(Ok(()), |outdated| self.build(&tools()?, outdated))
    }

    /// Builds the console and does the step `what` beside it: the program is compiled as one unit and keeps one core alone busy.
    pub fn ensure_beside<T: Send>(&self, what: &str, step: impl FnOnce() -> Outcome<T> + Send) -> Outcome<T> {
        let Some(outdated) = self.outdated()? else { return process::timed(what, "not built yet", step) };
        let toolbox = tools()?;
        std::thread::scope(|scope| {
            let step = scope.spawn(step);
            self.build(&toolbox, outdated)?;
            process::timed(what, "begun beside the console", || {
                step.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
        })
    }

    /// Why the console must be built, and the fingerprint of the build to come; `None` if there is one of the same sources with the
    /// same options.
    fn outdated(&self) -> Outcome<Option<(&'static str, String)>> {
        let wanted = self.fingerprint()?;
        let has_page = self.dist.join("index.html").exists();
        let is_current = has_page && files::is_stamped(&self.stamp(), &wanted);
        let reason = if has_page { "sources or options changed" } else { "not built yet" };
        Ok((!is_current).then_some((reason, wanted)))
    }

    fn build(&self, toolbox: &Toolbox, (reason, wanted): (&str, String)) -> Outcome<()> {
        let name = self.name();
        // Built in another folder and then moved as a whole: a server or a person that reads the old build meanwhile never sees a
        // mixture.
        let aside = files::target().join("aside").join(&name);
        files::remove_folder(&aside)?;
        files::create_folder(&aside)?;
        let mut command = toolbox.command("trunk");
        command
            .args(["build", "--cargo-profile", "release", "--minify", "--features", &format!("split,{}", self.features)])
            .args(["--offline", "--skip-version-check", "--public-url", &self.public_url, "--dist"])
            .arg(&aside);
        let flags: Vec<String> = toolchain::remappings().into_iter().chain([split::LINKER_FLAG.to_owned()]).collect();
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        process::run(&format!("build the console in {name}"), reason, &mut command)?;
        split::split(toolbox, &aside)?;
        styles::join(&aside)?;
        name_boot_script(&aside)?;
        compress::compress_all(&aside)?;
        files::remove_folder(&self.dist)?;
        std::fs::rename(&aside, &self.dist).map_err(|error| Failure::file(&self.dist, &error))?;
        files::write(&self.stamp(), wanted)
    }

    fn stamp(&self) -> PathBuf {
        files::target().join("stamps").join(self.name())
    }

    fn name(&self) -> String {
        self.dist.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn fingerprint(&self) -> Outcome<String> {
        let root = files::root();
        let own = ["release", "split", "styles", "hash"].map(|name| root.join(format!("xtask/src/{name}.rs")));
        let inputs = ["src", "style", "public", "index.html", "Cargo.toml", "Cargo.lock", "Trunk.toml"];
        let inputs: Vec<PathBuf> = inputs.map(|name| root.join(name)).into_iter().chain(own).collect();
        let options = format!("{} {} {} {:?}", self.public_url, self.features, versions::TRUNK, toolchain::remappings());
        files::fingerprint(&inputs, &options)
    }
}

/// Gives the boot script a name with its hash, and the hashes of the program: the links by which Trunk has the page ask for the
/// program go, since boot.js asks for it after the first paint.
fn name_boot_script(dist: &Path) -> Outcome<()> {
    let (boot, page) = (dist.join("boot.js"), dist.join("index.html"));
    let script = without_comments(&files::read(&boot)?);
    let name = format!("boot-{}.js", hash::for_name(&[script.as_bytes()]));
    files::write(&page, boot_page(&files::read(&page)?, &name, &hash::integrity(script.as_bytes()))?)?;
    std::fs::remove_file(&boot).map_err(|error| Failure::file(&boot, &error))?;
    files::write(&dist.join(name), script)
}

fn boot_page(page: &str, name: &str, integrity: &str) -> Outcome<String> {
    let made = || {
        let (page, glue) = without_link(page, " rel=modulepreload>")?;
        let (page, wasm) = without_link(&page, " rel=preload type=application/wasm>")?;
        let (before, script) = page.split_once("<script ").filter(|(_, script)| script.contains("/boot.js>"))?;
        let script = script.replacen("/boot.js>", &format!("/{name} integrity={integrity}>"), 1);
        Some(format!("{before}<script data-js-integrity={glue} data-wasm-integrity={wasm} {script}"))
    };
    made().ok_or_else(|| {
        Failure::new(
            "Trunk wrote a page of an unknown form",
            "see index.html and Trunk.toml: boot.js needs the hashes of the program",
        )
    })
}

/// Takes the end of a link and gives the page without the link, and the hash that the link has.
fn without_link(page: &str, end: &str) -> Option<(String, String)> {
    let at = page.find(end)?;
    let start = page[..at].rfind("<link ")?;
    let (_, hash) = page[start..at].split_once("integrity=")?;
    let hash = hash.split(' ').next()?.to_owned();
    Some((format!("{}{}", &page[..start], &page[at + end.len()..]), hash))
}

/// Cuts the lines that are a comment, and indents: nothing else makes boot.js smaller.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The tools of a build, and the sources of all dependencies.
fn tools() -> Outcome<Toolbox> {
    let toolbox = Toolbox::with(&Tool::BUILD)?;
    fetch_crates()?;
    Ok(toolbox)
}

/// Downloads the sources of all dependencies, so that nothing after this needs the network.
pub fn fetch_crates() -> Outcome<()> {
    let fetch = |extra: &[&str]| {
        let mut command = Command::new("cargo");
        command.current_dir(files::root()).args(["fetch", "--locked"]).args(extra);
        command
    };
    if process::run_quietly("look for the sources of the dependencies", &mut fetch(&["--offline"])).is_err() {
        process::run("fetch the sources of the dependencies", "not all are on this machine", &mut fetch(&[]))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{boot_page, without_comments};

    #[test]
    fn comments_go_and_code_stays() {
        let script = "// What it is.\n\"use strict\";\n\n  // 1. First.\n  const url = \"https://a\"; // an address\n";
        assert_eq!(without_comments(script), "\"use strict\";\nconst url = \"https://a\"; // an address\n");
    }

    #[test]
    fn the_program_is_asked_for_by_the_boot_script_alone() {
        let page = "<link crossorigin href=/a.js integrity=sha384-g rel=modulepreload>\
            <link as=fetch crossorigin href=/a_bg.wasm integrity=sha384-x/y+= rel=preload type=application/wasm></head>\
            <script data-js=/a.js id=boot src=/k/boot.js></script>";
        let wanted = "</head><script data-js-integrity=sha384-g data-wasm-integrity=sha384-x/y+= data-js=/a.js id=boot \
            src=/k/boot-1.js integrity=sha384-b></script>";
        assert_eq!(boot_page(page, "boot-1.js", "sha384-b").unwrap(), wanted);
        assert!(boot_page("<p>", "boot-1.js", "sha384-b").is_err());
    }
}
