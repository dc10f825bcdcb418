//! The console's static files as a production server sends them: typed, cached by name, compressed beside, with a fallback for
//! its routes.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::calls::{Payload, Reply};
use crate::ids::hex;
use crate::uri;

/// First segments of the console's own routes; `index.html` answers below them.
const ROUTES: [&str; 8] = ["sign-in", "schedules", "runs", "containers", "cron", "sync", "settings", "__gallery"];

/// The folder of a build, and the prefix under which it is served.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    base: String,
}

/// The parts of a request that matter to a file.
pub struct Wish<'a> {
    /// The path, undecoded.
    pub path: &'a str,
    /// `Accept-Encoding`.
    pub encodings: &'a str,
    /// `If-None-Match`.
    pub known: &'a str,
}

impl Site {
    /// Opens the build in `root`, served under `base`, which begins and ends with a slash.
    ///
    /// # Errors
    /// A sentence if there is no build.
    pub fn open(root: &Path, base: &str) -> Result<Site, String> {
        if !root.join("index.html").is_file() {
            let folder = root.display();
            return Err(format!("there is no index.html in {folder}; build the console first: cargo xtask build"));
        }
        Ok(Site { root: root.to_path_buf(), base: base.to_owned() })
    }

    /// Answers a `GET` or `HEAD`.
    #[must_use]
    pub fn answer(&self, wish: &Wish<'_>) -> Reply {
        if wish.path.strip_suffix('/').unwrap_or(wish.path) == self.base.trim_end_matches('/') && !wish.path.ends_with('/') {
            let mut reply = Reply::empty(308);
            reply.headers.push(("location".to_owned(), self.base.clone()));
            return reply;
        }
        let inside = wish.path.strip_prefix(&self.base).and_then(uri::segments);
        let Some(segments) = inside.filter(|segments| segments.iter().all(|segment| harmless(segment))) else {
            return not_found();
        };
        let relative = segments.join("/");
        if !relative.is_empty() && self.root.join(&relative).is_file() {
            return self.file(&relative, wish);
        }
        match segments.first() {
            None => self.file("index.html", wish),
            Some(first) if ROUTES.contains(&first.as_str()) => self.file("index.html", wish),
            Some(_) => not_found(),
        }
    }

    fn file(&self, relative: &str, wish: &Wish<'_>) -> Reply {
        let compressed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(encoding, _)| accepts(wish.encodings, encoding));
        let found = compressed
            .map(|(encoding, suffix)| (Some(encoding), self.root.join(format!("{relative}.{suffix}"))))
            .find(|(_, path)| path.is_file())
            .unwrap_or((None, self.root.join(relative)));
        let (encoding, path) = found;
        let Ok(bytes) = std::fs::read(path) else { return not_found() };
        let tag = format!("\"{}\"", &hex(&Sha256::digest(&bytes))[..32]);
        let fixed = is_hashed(relative);
        let caching = if fixed { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut headers =
            vec![("cache-control", caching.to_owned()), ("vary", "Accept-Encoding".to_owned()), ("etag", tag.clone())];
        let same = wish.known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag);
        let mut reply = if same {
            Reply::empty(304)
        } else {
            headers.extend(encoding.map(|encoding| ("content-encoding", encoding.to_owned())));
            Reply { payload: Payload::Raw(content_type(relative).to_owned(), bytes), ..Reply::empty(200) }
        };
        reply.headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        reply
    }
}

fn not_found() -> Reply {
    let mut reply = Reply::text(404, "Not found");
    reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    reply
}

fn harmless(segment: &str) -> bool {
    segment != ".." && segment != "." && !segment.contains(['/', '\\', '\0'])
}

/// Whether a name changes with its content: Trunk puts `-` and up to sixteen hexadecimal digits into it, without leading zeros.
fn is_hashed(relative: &str) -> bool {
    relative.split('-').skip(1).any(|part| {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
        (8..=16).contains(&digits) && part[digits..].starts_with(['.', '_', '/'])
    })
}

fn accepts(encodings: &str, wanted: &str) -> bool {
    encodings.split(',').any(|offer| {
        let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
        name.trim() == wanted && !matches!(quality.trim(), "q=0" | "q=0.0")
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}
