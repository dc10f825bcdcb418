//! The rules of the tree that a compiler does not hold: who may import whom, who may call the browser, what a view may not contain.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

struct Source {
    /// Relative to the package.
    path: String,
    /// Its layer: the folder below `src`, or the file's own name.
    layer: String,
    /// Without comments.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(files.len() > 20, "the sources were not found");
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            let layer = path.split('/').nth(1).unwrap().trim_end_matches(".rs").to_owned();
            let code = without_comments(&std::fs::read_to_string(&file).unwrap());
            Source { path, layer, code }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Cuts line comments; `//` inside a text literal (an odd number of quotes before it) stays.
fn without_comments(text: &str) -> String {
    let cut = |line: &str| {
        let mut from = 0;
        while let Some(found) = line[from..].find("//") {
            let at = from + found;
            if line[..at].replace("\\\"", "").matches('"').count().is_multiple_of(2) {
                return line[..at].to_owned();
            }
            from = at + 2;
        }
        line.to_owned()
    };
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// The layers that `code` names after `crate::`, groups included.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.extend(words(&std::mem::take(&mut item)).next().map(str::to_owned)),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            found.extend(words(&item).next().map(str::to_owned));
        } else {
            found.extend(words(part).next().map(str::to_owned));
        }
    }
    found
}

/// Who may import whom. `reactive` is Leptos with its values behind pointers: any layer of the browser half may stand on it.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("api", &["domain"]),
    ("reactive", &[]),
    ("platform", &["reactive", "domain"]),
    ("routes", &["reactive", "platform", "domain"]),
    ("state", &["reactive", "api", "platform", "domain", "routes"]),
    ("data", &["reactive", "api", "state", "platform", "domain", "routes"]),
    ("ui", &["reactive", "platform"]),
    ("components", &["reactive", "ui", "data", "state", "platform", "domain", "routes"]),
    ("pages", &["reactive", "components", "ui", "data", "state", "platform", "api", "domain", "routes"]),
    ("app", &["reactive", "pages", "components", "ui", "data", "state", "platform", "api", "domain", "routes"]),
    ("lib", &["reactive", "app", "pages", "components", "ui", "data", "state", "platform", "api", "domain", "routes"]),
];

#[test]
fn each_layer_imports_only_what_lies_below() {
    let layers: Vec<&str> = MAY_IMPORT.iter().map(|(layer, _)| *layer).collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.layer != "main") {
        let (_, below) = MAY_IMPORT
            .iter()
            .find(|(layer, _)| *layer == source.layer)
            .unwrap_or_else(|| panic!("{}: a layer that this test does not know", source.path));
        for import in imports(&source.code) {
            let foreign = layers.contains(&import.as_str()) && import != source.layer;
            if foreign && !below.contains(&import.as_str()) {
                wrong.push(format!("{} imports {import}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn no_page_imports_another_page() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.layer == "pages") {
        let own = source.path.split('/').nth(2).unwrap().trim_end_matches(".rs").to_owned();
        for part in source.code.split("pages::").skip(1) {
            let page = words(part).next().unwrap_or("");
            if own != "mod" && page != own {
                wrong.push(format!("{} imports pages::{page}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// Calls into the browser live in `platform` and in `api/fetch.rs`; views may name the types of events and elements.
#[test]
fn the_browser_is_called_in_one_place() {
    let mut wrong = Vec::new();
    for source in sources() {
        if source.layer == "platform" || source.path == "src/api/fetch.rs" {
            continue;
        }
        for call in ["web_sys::window", "js_sys::", "window()", "document()", "JsFuture", "wasm_bindgen_futures", "gloo_net"] {
            if source.code.contains(call) {
                wrong.push(format!("{}: {call}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// A signal of Leptos' own, or an element of its renderer, would bring back the machinery that `reactive` and `platform/html` leave
/// out, and nobody would notice but by the size.
#[test]
fn leptos_is_named_where_it_is_wrapped_and_nowhere_else() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.layer != "reactive" && !source.path.starts_with("src/platform/html/"))
        .filter(|source| source.code.contains("leptos"))
        .map(|source| source.path)
        .collect();
    assert_eq!(wrong, [] as [String; 0]);
}

/// The policy forbids inline styles and strings that become markup. `Element::style` goes through the CSSOM, which it allows.
#[test]
fn no_view_carries_inline_style_or_markup() {
    let mut wrong = Vec::new();
    for source in sources() {
        for bad in [" style=", "\"style\"", "inner_html", "set_inner_html", "insert_adjacent_html", "outer_html"] {
            if source.code.contains(bad) {
                wrong.push(format!("{}: {bad}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// What weighs too much in wasm, or shows people the insides of our types.
/// Classes that tests and code find elements by, without a look of their own.
const HOOKS: [&str; 6] = ["compare", "names", "odd", "password", "session", "user-name"];

/// `index.html` holds the markup of the sign-in, which a renamed class would leave bare.
#[test]
fn each_class_of_a_view_has_a_rule_in_the_style() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let style: String = ["tokens", "base", "controls", "sign_in", "parts", "pages", "start"]
        .map(|name| read(&format!("style/{name}.css")))
        .concat();
    let mut used: Vec<(String, String)> = Vec::new();
    let mut note = |place: &str, text: &str, mark: &str| {
        for rest in text.split(mark).skip(1) {
            let classes = rest.split('"').next().unwrap_or_default();
            used.extend(classes.split_whitespace().map(|class| (place.to_owned(), class.to_owned())));
        }
    };
    sources().iter().for_each(|source| note(&source.path, &source.code, ".class(\""));
    note("index.html", &read("index.html"), "class=\"");
    let is_ruled = |class: &str| {
        let dotted = format!(".{class}");
        style.match_indices(&dotted).any(|(at, _)| {
            let next = style[at + dotted.len()..].chars().next();
            !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        })
    };
    let bare: Vec<_> = used.iter().filter(|(_, class)| !HOOKS.contains(&class.as_str()) && !is_ruled(class)).collect();
    assert!(used.len() > 100 && bare.is_empty(), "classes without a rule: {bare:?}");
}

/// A name from outside reaches a sentence by `Name::marked` alone: the type has no `Display`, and the browser half does not take the
/// verbatim text but where it is sent, compared, searched or kept.
#[test]
fn no_view_takes_a_name_as_it_was_sent() {
    const TAKES: [(&str, &str); 10] = [
        ("src/app/chunks.rs", "compared with the domain in the address"),
        ("src/app/mod.rs", "the domain in every address"),
        ("src/components/fields/container_names.rs", "compared with the stored text; replaced in a text that is marked later"),
        ("src/components/fields/untrusted_text.rs", "split into the pieces of the view"),
        ("src/components/session/session_dialog.rs", "the values of the sign-in form"),
        ("src/components/table/run_results.rs", "searched in the target"),
        ("src/data/schedules.rs", "compared with a name that is free or not"),
        ("src/pages/runs/export.rs", "a cell of a file; the name of a file, which keeps ASCII alone"),
        ("src/pages/runs/filters.rs", "compared with a filter"),
        ("src/pages/schedules/wizard/replacement.rs", "the value of a form field"),
    ];
    let halves = ["domain", "api"];
    let takers: Vec<String> = sources()
        .into_iter()
        .filter(|source| !halves.contains(&source.layer.as_str()) && words(&source.code).any(|word| word == "as_sent"))
        .map(|source| source.path)
        .collect();
    assert_eq!(takers.len(), TAKES.len(), "{takers:#?}");
    assert!(takers.iter().all(|path| TAKES.iter().any(|(taker, _)| taker == path)), "{takers:#?}");
}

#[test]
fn production_code_prints_no_debug_forms() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (line, text) in source.code.lines().enumerate() {
            if text.contains(":?}") || text.contains(":#?}") {
                wrong.push(format!("{}:{}", source.path, line + 1));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// Names that say nothing and files that do too much.
#[test]
fn files_have_nouns_for_names_and_stay_short() {
    let mut wrong = Vec::new();
    for source in sources() {
        let stem = Path::new(&source.path).file_stem().unwrap().to_str().unwrap();
        if ["utils", "util", "helpers", "helper", "manager", "common", "misc"].contains(&stem) {
            wrong.push(format!("{}: a name that says nothing", source.path));
        }
        let lines = source.code.lines().filter(|line| !line.trim().is_empty()).count();
        if lines > 400 {
            wrong.push(format!("{}: {lines} lines of code; near 300 is the rule", source.path));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// `missing_docs` cannot tell a function from a field, whose name says enough.
#[test]
fn each_public_function_of_domain_and_api_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| ["domain", "api"].contains(&source.layer.as_str())) {
        let text = std::fs::read_to_string(root.join(&source.path)).unwrap();
        let mut is_documented = false;
        for (line, text) in text.lines().map(str::trim).enumerate() {
            let function = ["pub fn ", "pub const fn ", "pub async fn "].iter().find_map(|start| text.strip_prefix(start));
            if let Some(name) = function.filter(|_| !is_documented) {
                wrong.push(format!("{}:{}: {}", source.path, line + 1, words(name).next().unwrap()));
            }
            // Attributes stay between the doc and the function.
            if !text.starts_with("#[") {
                is_documented = text.starts_with("///");
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// A name with two meanings is searched for twice. Aliases of a re-export are no second meaning.
#[test]
fn the_name_of_a_public_type_is_unique_in_the_crate() {
    let mut homes: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for source in sources() {
        for line in source.code.lines().map(str::trim).filter(|line| line.starts_with("pub")) {
            let line = line.strip_prefix("pub").unwrap().trim_start();
            let line = if line.starts_with('(') { line.split_once(')').map_or("", |(_, rest)| rest).trim_start() } else { line };
            let kind = ["struct ", "enum ", "trait ", "type "].iter().find_map(|kind| line.strip_prefix(kind));
            // A macro names its types where it is called.
            let name = kind.filter(|rest| !rest.starts_with('$')).and_then(|rest| words(rest).next());
            if let Some(name) = name {
                homes.entry(name.to_owned()).or_default().push(source.path.clone());
            }
        }
    }
    let twice: Vec<_> = homes.into_iter().filter(|(_, homes)| homes.len() > 1).collect();
    assert_eq!(twice, [] as [(String, Vec<String>); 0]);
}

/// Pages draw and ask; `data` sends, reads and knows the errors of the client.
#[test]
fn pages_neither_spawn_nor_import_the_client_nor_match_its_errors() {
    let mut wrong = Vec::new();
    let is_page = |source: &Source| source.layer == "pages" && source.path != "src/pages/faults.rs";
    for source in sources().iter().filter(|source| is_page(source)) {
        for bad in ["spawn_local", "crate::api", "ApiError::"] {
            // A function of the error that is passed on by name is no match.
            let calls = ["ApiError::is_", "ApiError::what"];
            let rest = calls.iter().fold(source.code.clone(), |code, call| code.replace(call, ""));
            if rest.contains(bad) {
                wrong.push(format!("{}: {bad}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// A comment line that opens with a relative clause or a pronoun does not name its subject.
#[test]
fn no_comment_opens_with_a_pronoun() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for source in sources() {
        let text = std::fs::read_to_string(root.join(&source.path)).unwrap();
        for (number, line) in text.lines().enumerate() {
            let comment = line.trim_start().strip_prefix("//").map(|rest| rest.trim_start_matches(['/', '!']).trim_start());
            let first = comment.and_then(|comment| words(comment).next());
            if first.is_some_and(|first| ["What", "Who", "Whoever", "Those", "Its"].contains(&first)) {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    assert_eq!(found, [] as [String; 0]);
}

/// Functions longer than this are listed; longer than the second are refused.
const LONG_FUNCTION: usize = 60;
const LONGEST_FUNCTION: usize = 100;
/// Functions above [`LONG_FUNCTION`] lines; the count may only fall.
const LONG_FUNCTIONS: usize = 12;

#[test]
#[expect(clippy::print_stdout, reason = "the list is for the reader of the test")]
fn functions_stay_short() {
    let mut long = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.code.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let is_function = line.contains("fn ") && !line.trim_start().starts_with(['*', '"']) && indent <= 8;
            let end = format!("{}}}", " ".repeat(indent));
            if is_function && let Some(length) = lines[start..].iter().position(|line| *line == end) {
                long.push((length + 1, format!("{}:{}", source.path, start + 1)));
            }
        }
    }
    long.retain(|(length, _)| *length > LONG_FUNCTION);
    long.sort_unstable();
    long.iter().for_each(|(length, place)| println!("{length} lines: {place}"));
    assert!(long.iter().all(|(length, _)| *length <= LONGEST_FUNCTION), "{long:#?}");
    assert!(long.len() <= LONG_FUNCTIONS, "{} of {LONG_FUNCTIONS}: {long:#?}", long.len());
}

/// Signed integers are times and lengths here; a reader of the call must see in which unit.
#[test]
fn constants_of_time_and_size_carry_their_unit() {
    const UNITS: [&str; 7] = ["_MS", "_S", "_MINUTES", "_HOURS", "_DAYS", "_PX", "_BYTES"];
    let mut wrong = Vec::new();
    for source in sources() {
        for line in source.code.lines().filter(|line| line.contains("const ") && !line.contains("const fn")) {
            let Some((name, kind)) = line.split("const ").nth(1).and_then(|rest| rest.split_once(':')) else { continue };
            let is_signed = ["i32", "i64"].iter().any(|signed| kind.trim_start().starts_with(signed));
            if is_signed && !UNITS.iter().any(|unit| name.ends_with(unit)) {
                wrong.push(format!("{}: {name}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}
