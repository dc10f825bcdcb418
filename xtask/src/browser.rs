//! Chromium and its driver.

use std::env;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::process;

/// A browser for the tests.
pub struct Browser {
    /// The path of Chromium or Chrome.
    pub chromium: PathBuf,
    /// The path of the driver of the same version.
    pub driver: PathBuf,
}

/// The arguments of Chromium besides `--headless`: in a container it has no sandbox, and it must not call home.
pub const ARGUMENTS: [&str; 7] = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

impl Browser {
    /// Finds both programs, or installs Debian's.
    pub fn ensure() -> Outcome<Self> {
        if Self::find().is_none() {
            debian::install(&["chromium", "chromium-driver"], "browser tests need Chromium and chromedriver").map_err(|failure| {
                failure.advise("install Chromium or Chrome and the chromedriver of the same version, or name both by KEYSYNC_CHROMIUM and CHROMEDRIVER")
            })?;
        }
        let browser = Self::find().ok_or_else(|| {
            Failure::new(
                "Chromium was installed and is still not on PATH",
                "name it by KEYSYNC_CHROMIUM, and its driver by CHROMEDRIVER",
            )
        })?;
        let (chromium, driver) = (major(&browser.chromium), major(&browser.driver));
        if chromium != driver {
            return Err(Failure::new(
                format!("Chromium is {chromium:?} and chromedriver {driver:?}"),
                "install both in the same version, or name a pair by KEYSYNC_CHROMIUM and CHROMEDRIVER",
            ));
        }
        Ok(browser)
    }

    fn find() -> Option<Self> {
        const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        let chromium = named("KEYSYNC_CHROMIUM")
            .or_else(|| NAMES.iter().find_map(|name| on_path(name)))
            .or_else(|| Some(PathBuf::from(MAC)).filter(|path| path.exists()))?;
        Some(Self { chromium, driver: named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))? })
    }

    /// Writes the settings that wasm-pack's test runner passes to the driver, and returns their path.
    pub fn write_driver_settings(&self) -> Outcome<PathBuf> {
        let arguments: Vec<&str> = std::iter::once("--headless").chain(ARGUMENTS).collect();
        let settings = serde_json::json!({ "goog:chromeOptions": { "args": arguments, "binary": self.chromium } });
        let path = files::target().join("webdriver.json");
        files::write(&path, settings.to_string())?;
        Ok(path)
    }
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.exists())
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The first number in the version that the program prints: "Chromium 142.0.7444.59" gives 142.
fn major(program: &Path) -> Option<u32> {
    first_number(&process::ask(program, &["--version"])?)
}

fn first_number(said: &str) -> Option<u32> {
    said.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::first_number;

    #[test]
    fn browser_and_driver_are_compared_by_the_first_number() {
        assert_eq!(first_number("Chromium 142.0.7444.59 built on Debian"), Some(142));
        assert_eq!(first_number("ChromeDriver 142.0.1 (abc)"), Some(142));
        assert_eq!(first_number("nothing"), None);
    }
}
