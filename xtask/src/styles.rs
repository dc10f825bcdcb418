//! Joins the style sheets of `style/` into one: they are separate for people, but a browser waits for each.

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::hash;

/// Replaces the style sheets in a `dist` by one.
pub fn join(dist: &Path) -> Outcome<()> {
    let page = dist.join("index.html");
    let mut whole = String::new();
    let joined = joined(&files::read(&page)?, |name| {
        let path = dist.join(name);
        whole.push_str(&files::read(&path)?);
        std::fs::remove_file(&path).map_err(|error| Failure::file(&path, &error))
    })?;
    let name = format!("style-{}.css", hash::for_name(&[whole.as_bytes()]));
    let link = joined.replacen(HREF, &name, 1).replacen(HASH, &hash::integrity(whole.as_bytes()), 1);
    files::write(&dist.join(name), whole)?;
    files::write(&page, link)
}

const HREF: &str = "{href}";
const HASH: &str = "{hash}";
const END: &str = " rel=stylesheet>";

/// Replaces the links of all style sheets by one link in the place of the first, with name and hash left open. `take` gets the
/// name of each.
fn joined(page: &str, mut take: impl FnMut(&str) -> Outcome<()>) -> Outcome<String> {
    let unknown =
        || Failure::new("Trunk wrote a page of an unknown form", "see xtask/src/styles.rs: where are the style sheets?");
    let mut rest = page;
    let mut written = String::new();
    let mut is_first = true;
    while let Some(end) = rest.find(END) {
        let start = rest[..end].rfind("<link ").ok_or_else(unknown)?;
        let (_, href) = rest[start..end].split_once("href=").ok_or_else(unknown)?;
        let href = href.split_once(' ').map_or(href, |(href, _)| href);
        let (base, name) = href.rsplit_once('/').ok_or_else(unknown)?;
        take(name)?;
        written.push_str(&rest[..start]);
        if is_first {
            written.push_str(&format!("<link href={base}/{HREF} integrity={HASH}{END}"));
        }
        is_first = false;
        rest = &rest[end + END.len()..];
    }
    if is_first {
        return Err(unknown());
    }
    Ok(written + rest)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn one_link_stands_for_all_in_their_order() {
        let page = "<link href=/k/i.svg rel=icon><link href=/k/a-1.css integrity=x rel=stylesheet><link href=/k/b-2.css integrity=y rel=stylesheet><p>";
        let mut names = Vec::new();
        let made = joined(page, |name| {
            names.push(name.to_owned());
            Ok(())
        });
        assert_eq!(made.unwrap(), "<link href=/k/i.svg rel=icon><link href=/k/{href} integrity={hash} rel=stylesheet><p>");
        assert_eq!(names, ["a-1.css", "b-2.css"]);
        assert!(joined("<p>", |_| Ok(())).is_err());
    }
}
