//! The page to return to after the sign-in. A URL carries it, so anyone may have written it.

/// The path to return to, if it is one inside this console: a single leading `/`, and nothing that a browser, a proxy or a router
/// could read as another origin. The router decides whether the route exists.
pub fn safe_return_path(text: &str) -> Option<String> {
    let inside = text.strip_prefix('/')?;
    let path = text.split(['?', '#']).next().unwrap_or(text);
    let lower = path.to_ascii_lowercase();
    let escapes = inside.starts_with('/')
        || text.len() > 2_000
        || text.contains('\\')
        || text.chars().any(|c| c.is_control() || c.is_whitespace())
        || path.contains("//")
        || path.contains(['@', ':'])
        // Encoded slashes, backslashes, dots, controls and percent signs: no route has them, and decoders disagree about them.
        || ["%2f", "%5c", "%2e", "%25", "%40", "%3a", "%0", "%1"].iter().any(|bad| lower.contains(bad))
        || path.split('/').any(|segment| segment == "." || segment == "..");
    if escapes { None } else { Some(text.to_owned()) }
}
