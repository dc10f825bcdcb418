//! `cargo xtask build`: the release in `dist/`.

use std::process::ExitCode;

use crate::failure::{Failure, Outcome};
use crate::options::Options;
use crate::release::Release;

/// Builds the release, if it is not there already.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    let options = Options::parse(words, &["public-url"], &[])?;
    let release = Release::shipped(&prefix(options.value("public-url").unwrap_or("/"))?);
    release.ensure()?;
    println!("The release is in {}, made for {}", release.dist.display(), release.public_url);
    Ok(ExitCode::SUCCESS)
}

/// A prefix with a slash at both ends. A whole address is refused: the console and the appliance's API share an origin.
fn prefix(given: &str) -> Outcome<String> {
    let is_path = given.starts_with('/')
        && !given.starts_with("//")
        && given.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.~".contains(c));
    if !is_path {
        return Err(Failure::new(
            format!("--public-url {given} is not a path of the appliance"),
            "for example --public-url /keys/",
        ));
    }
    Ok(format!("{}/", given.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_prefix_is_a_path_with_a_slash_at_both_ends() {
        assert_eq!(
            (prefix("/").unwrap(), prefix("/keys").unwrap(), prefix("/a/b/").unwrap()),
            ("/".into(), "/keys/".into(), "/a/b/".into())
        );
        for wrong in ["keys", "https://x/", "//x/", "/a\"b", ""] {
            assert!(prefix(wrong).is_err(), "{wrong}");
        }
    }
}
