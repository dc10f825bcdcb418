//! Joins the style sheets of `style/` that follow each other in the page: they are separate for people, but a browser waits for
//! each.

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::files;
use crate::hash;

/// Replaces each row of style sheets in a `dist` by one sheet.
pub fn join(dist: &Path) -> Outcome<()> {
    let page = dist.join("index.html");
    let joined = joined(&files::read(&page)?, |names| {
        let mut whole = String::new();
        for name in names {
            let path = dist.join(name);
            whole.push_str(&files::read(&path)?);
            std::fs::remove_file(&path).map_err(|error| Failure::file(&path, &error))?;
        }
        let name = format!("style-{}.css", hash::for_name(&[whole.as_bytes()]));
        let integrity = hash::integrity(whole.as_bytes());
        files::write(&dist.join(&name), whole)?;
        Ok((name, integrity))
    })?;
    files::write(&page, joined)
}

const END: &str = " rel=stylesheet>";

/// Replaces the links of style sheets that follow each other by one link. `join` gets their names and gives name and hash of the
/// sheet that holds them all.
fn joined(page: &str, mut join: impl FnMut(&[&str]) -> Outcome<(String, String)>) -> Outcome<String> {
    let unknown =
        || Failure::new("Trunk wrote a page of an unknown form", "see xtask/src/styles.rs: where are the style sheets?");
    let mut rest = page;
    let mut written = String::new();
    while let Some(end) = rest.find(END) {
        let start = rest[..end].rfind("<link ").ok_or_else(unknown)?;
        written.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut names = Vec::new();
        let mut folder = "";
        while let Some((link, after)) = rest.split_once(END).filter(|(link, _)| link.rfind('<') == Some(0)) {
            let href = link.split_once("href=").ok_or_else(unknown)?.1;
            let href = href.split_once(' ').map_or(href, |(href, _)| href);
            let (base, name) = href.rsplit_once('/').ok_or_else(unknown)?;
            folder = base;
            names.push(name);
            rest = after;
        }
        let (name, integrity) = join(&names)?;
        written.push_str(&format!("<link href={folder}/{name} integrity={integrity}{END}"));
    }
    if written.is_empty() {
        return Err(unknown());
    }
    Ok(written + rest)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn one_link_stands_for_those_that_follow_each_other() {
        let page = "<link href=/k/i.svg rel=icon><link href=/k/a-1.css integrity=x rel=stylesheet>\
            <link href=/k/b-2.css integrity=y rel=stylesheet><p><link href=/k/c-3.css integrity=z rel=stylesheet></body>";
        let mut rows = Vec::new();
        let made = joined(page, |names| {
            rows.push(names.join("+"));
            Ok((format!("s{}.css", rows.len()), format!("h{}", rows.len())))
        });
        let wanted = "<link href=/k/i.svg rel=icon><link href=/k/s1.css integrity=h1 rel=stylesheet><p>\
            <link href=/k/s2.css integrity=h2 rel=stylesheet></body>";
        assert_eq!(made.unwrap(), wanted);
        assert_eq!(rows, ["a-1.css+b-2.css", "c-3.css"]);
        assert!(joined("<p>", |_| Ok((String::new(), String::new()))).is_err());
    }
}
