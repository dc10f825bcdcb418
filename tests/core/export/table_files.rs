//! Tables as files: CSV that reads back unchanged and that no spreadsheet runs, lossless JSON, and names of files.

use std::sync::Arc;

use crate::support::builders::at;
use crate::support::rng::Rng;
use keysync::domain::export::csv::csv_line;
use keysync::domain::export::{file_name, json_array, json_element};
use keysync::domain::time::Instant;
use serde_json::Value;
use serde_json::value::RawValue;

type Table = Vec<Vec<String>>;

/// A table as a file: all its lines are as long as the longest.
fn csv(columns: &[&str], rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).chain([columns.len()]).max().unwrap();
    let lines = rows.iter().map(|row| csv_line(row.iter().map(String::as_str), width));
    std::iter::once(csv_line(columns.iter().copied(), width)).chain(lines).collect()
}

fn json(rows: &[Arc<str>]) -> String {
    json_array(rows.iter().map(|row| json_element(row))).concat()
}

fn line(fields: &[&str]) -> String {
    csv(fields, &[])
}

/// The text of a field that has a neighbour.
fn field(text: &str) -> String {
    line(&[text, "x"]).strip_suffix(",x\r\n").unwrap().to_owned()
}

/// Reads RFC 4180 to the letter.
fn read_strictly(text: &str) -> Table {
    let mut table = Table::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut row = Vec::new();
        loop {
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix('"') {
                rest = quoted;
                loop {
                    let (part, behind) = rest.split_once('"').expect("quotes are closed");
                    value.push_str(part);
                    rest = behind;
                    let Some(more) = rest.strip_prefix('"') else { break };
                    value.push('"');
                    rest = more;
                }
            } else {
                let end = rest.find([',', '\r', '\n', '"']).expect("the last line ends");
                value.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            row.push(value);
            if let Some(next) = rest.strip_prefix(',') {
                rest = next;
            } else {
                rest = rest.strip_prefix("\r\n").expect("a comma or the end of the line");
                break;
            }
        }
        table.push(row);
    }
    table
}

/// The table as the crate `csv` reads it.
fn read(text: &str) -> Table {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

const CELL_ENDS: [char; 4] = [';', '\t', '\r', '\n'];

fn is_sign(c: char) -> bool {
    "=+-@＝＋－＠".contains(c)
}

fn is_formula(cell: &str, is_first: bool) -> bool {
    let begin = cell.trim_start_matches('\'');
    let begin = begin.trim_start_matches(|c: char| c.is_whitespace() && !CELL_ENDS.contains(&c) || c == '\u{feff}' || c == '"');
    begin.starts_with(is_sign) || is_first && begin.starts_with(['\t', '\r', '\n'])
}

/// Removes the guarding apostrophes.
fn unguarded(field: &str) -> String {
    let cells = field.split_inclusive(CELL_ENDS).enumerate();
    cells.map(|(place, cell)| cell.strip_prefix('\'').filter(|rest| is_formula(rest, place == 0)).unwrap_or(cell)).collect()
}

fn without_misleading(text: &str) -> String {
    let marks = "\0\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    text.chars().filter(|c| !marks.contains(*c)).collect()
}

/// The expected table: without misleading characters, all lines as long as the longest.
fn expected(columns: &[&str], rows: &[Vec<String>]) -> Table {
    let head: Vec<String> = columns.iter().map(|text| (*text).to_owned()).collect();
    let mut table: Table = [&[head], rows].concat();
    let width = table.iter().map(Vec::len).max().unwrap();
    for row in &mut table {
        row.resize(width, String::new());
        for field in row {
            *field = without_misleading(field);
        }
    }
    table
}

/// The file, and the table that a strict reader of RFC 4180 finds in it.
fn written(columns: &[&str], rows: &[Vec<String>]) -> (String, Table) {
    let text = csv(columns, rows);
    let table = read_strictly(&text);
    for field in table.iter().flatten() {
        assert!(!field.starts_with(|c| is_sign(c) || "\t\r\n\0".contains(c)), "{field:?}");
    }
    let back: Table = table.iter().map(|row| row.iter().map(|field| unguarded(field)).collect()).collect();
    assert_eq!(back, expected(columns, rows), "{text:?}");
    // Excel where the comma is the decimal sign: it splits at semicolons and line breaks, quotes or not.
    for cell in text.split(CELL_ENDS) {
        assert!(!cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"').starts_with(is_sign), "{text:?}");
    }
    (text, table)
}

const PARTS: [&str; 40] = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "'",
    "''",
    "\"",
    "\"\"",
    ",",
    ";",
    "\r\n",
    "\r",
    "\n",
    "\t",
    " ",
    "  ",
    "\0",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{200f}",
    "\u{feff}",
    "\u{a0}",
    "\u{3000}",
    "\u{b}",
    "\u{200b}",
    "=1+1",
    "=cmd|'/c x'!A1",
    "a",
    "kms-a",
    "1.5",
    "ü",
    "日本",
    "🔑",
    "|",
    "\\",
];

#[test]
fn every_csv_field_is_read_back_unchanged() {
    let mut rng = Rng::new();
    // One reader for many tables, since it is slow to make.
    for _ in 0..100 {
        let (mut texts, mut tables) = (String::new(), Table::new());
        for _ in 0..1_000 {
            let columns: Vec<String> = (0..1 + rng.below(3)).map(|_| rng.text(&PARTS, 3)).collect();
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let row = |rng: &mut Rng| (0..columns.len() + rng.below(2)).map(|_| rng.text(&PARTS, 6)).collect();
            let rows: Table = (0..rng.below(4)).map(|_| row(&mut rng)).collect();
            let (text, table) = written(&columns, &rows);
            texts.push_str(&text);
            tables.extend(table);
        }
        assert_eq!(read(&texts), tables);
    }
}

#[test]
fn five_thousand_csv_rows_are_read_back_unchanged() {
    let mut rng = Rng::new();
    let rows: Table = (0..5_000).map(|_| (0..12).map(|_| rng.text(&PARTS, 8)).collect()).collect();
    let columns: Vec<String> = (0..12).map(|place| format!("column {place}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let (text, table) = written(&columns, &rows);
    assert_eq!(read(&text), table);
    assert_eq!(table.len(), 5_001);
}

#[test]
fn csv_begins_with_the_columns_and_lines_end_with_crlf() {
    let rows = [vec!["nightly".to_owned(), "0 1 * * *".to_owned()], vec![String::new(), "x".to_owned()]];
    assert_eq!(csv(&["Name", "Cron expression"], &rows), "Name,Cron expression\r\nnightly,0 1 * * *\r\n,x\r\n");
    assert_eq!(csv(&["Name"], &[]), "Name\r\n");
}

#[test]
fn csv_fields_are_quoted_only_where_needed() {
    for (text, written) in [
        ("plain text", "plain text"),
        ("", ""),
        ("a,b", "\"a,b\""),
        ("say \"so\"", "\"say \"\"so\"\"\""),
        ("two\r\nlines", "\"two\r\nlines\""),
        ("two\nlines", "\"two\nlines\""),
        ("old\rlines", "\"old\rlines\""),
        ("a;b", "\"a;b\""),
        ("a\tb", "\"a\tb\""),
        ("trailing ", "\"trailing \""),
        (" leading", "\" leading\""),
        ("\u{a0}", "\"\u{a0}\""),
        ("\u{feff}id", "\"\u{feff}id\""),
        ("it's", "it's"),
    ] {
        assert_eq!(field(text), written, "{text:?}");
    }
}

#[test]
fn all_csv_lines_have_as_many_fields_as_the_longest() {
    let rows = [vec!["1".to_owned()], vec!["1".to_owned(), "2".to_owned(), "3".to_owned()], vec![]];
    assert_eq!(csv(&["a", "b"], &rows), "a,b,\r\n1,,\r\n1,2,3\r\n,,\r\n");
    assert_eq!(csv(&["a"], &[vec![String::new()], vec![]]), "a\r\n\"\"\r\n\"\"\r\n", "an empty line would be none");
}

#[test]
fn a_field_that_could_be_a_formula_is_guarded() {
    for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
        assert_eq!(field(&format!("{sign}1")), format!("'{sign}1"));
        assert_eq!(field(&format!("1{sign}1")), format!("1{sign}1"), "only where it begins");
        assert_eq!(field(sign), format!("'{sign}"));
        assert_eq!(field(&format!("  \u{a0}{sign}1")), format!("'  \u{a0}{sign}1"), "blanks may be trimmed");
    }
    assert_eq!(field("-5"), "'-5");
    assert_eq!(field("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
    for (text, written) in [("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), (" \t=x", "\"' \t'=x\"")] {
        assert_eq!(field(text), written, "{text:?}");
    }
    assert_eq!(line(&["=a", "-b"]), "'=a,'-b\r\n", "columns, too");
}

/// `a,"b;=c"` are two cells where semicolons separate: `a,"b` and `=c"`.
#[test]
fn formulas_are_guarded_after_every_separator_of_excel() {
    assert_eq!(field("b;=c"), "\"b;'=c\"");
    assert_eq!(field("b; =c"), "\"b;' =c\"");
    assert_eq!(field("b;\"=c"), "\"b;'\"\"=c\"", "an empty pair of quotes goes away");
    assert_eq!(field("b\n=c"), "\"b\n'=c\"");
    assert_eq!(field("b\r\n- c"), "\"b\r\n'- c\"");
    assert_eq!(field("b\t=c"), "\"b\t'=c\"");
    assert_eq!(field("b,=c"), "\"b,=c\"");
    assert_eq!(field("b;c=d; e"), "\"b;c=d; e\"");
}

#[test]
fn a_text_with_an_apostrophe_differs_from_a_guarded_one() {
    assert_eq!(field("'quoted'"), "'quoted'");
    assert_eq!(field("'=1"), "''=1", "or else it would be written as =1 is");
    assert_eq!(field("'' -1"), "''' -1");
}

#[test]
fn invisible_misleading_characters_are_left_out_of_csv() {
    assert_eq!(field("invoice\u{202e}gpj.exe"), "invoicegpj.exe");
    for c in ["\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202c}", "\u{2066}", "\u{2069}", "\0"] {
        assert_eq!(field(&format!("a{c}b{c}")), "ab", "{c:?}");
        assert_eq!(field(&format!("{c}=1")), "'=1", "{c:?} does not hide a formula");
        assert_eq!(field(&format!("'{c}=1")), "''=1", "{c:?}");
        assert_eq!(field(&format!("{c}a")), "a", "{c:?}");
    }
    assert_eq!(field("a\u{200d}b\u{2065}c\u{206a}"), "a\u{200d}b\u{2065}c\u{206a}", "joiners are part of writing");
}

fn rows(list: &[&str]) -> Vec<Arc<str>> {
    list.iter().map(|row| Arc::from(*row)).collect()
}

#[test]
fn json_export_keeps_answers_to_the_letter() {
    assert_eq!(json(&[]), "[]\n");
    let odd = r#"{"b": 1.50, "a":[1e400, "\ud800"], "a":2}"#;
    assert_eq!(json(&rows(&[odd, "  {\"x\":1}\n"])), format!("[\n{odd},\n{{\"x\":1}}\n]\n"), "order, spelling and all members");
}

#[test]
fn invalid_json_is_exported_as_a_text() {
    for text in ["", "{", "{\"a\":1", "nope", "1 2", "{}]", "[,]", "{'a':1}", "\u{0}", "NaN", "\"\n\""] {
        let value: Value = serde_json::from_str(&json(&rows(&["{}", text, "1"]))).unwrap();
        assert_eq!(value, Value::from(vec![Value::Object(serde_json::Map::new()), text.into(), 1.into()]), "{text:?}");
    }
}

#[test]
fn a_json_export_is_valid_for_any_rows() {
    let mut rng = Rng::new();
    let parts =
        ["{", "}", "[", "]", "\"", "\"a\"", ":", ",", "1", "-", "1e9", "null", "true", " ", "\n", "\\", "\\u0000", "\u{202e}"];
    let mut well_formed = 0;
    for _ in 0..20_000 {
        let list: Vec<Arc<str>> = (0..rng.below(5)).map(|_| Arc::from(rng.text(&parts, 6))).collect();
        let whole = json(&list);
        let elements: Vec<Box<RawValue>> = serde_json::from_str(&whole).unwrap_or_else(|_| panic!("{whole}"));
        assert_eq!(elements.len(), list.len(), "{whole}");
        for (element, row) in elements.iter().zip(&list) {
            if element.get() == row.trim_matches([' ', '\n', '\t', '\r']) {
                well_formed += 1;
            } else {
                assert_eq!(serde_json::from_str::<String>(element.get()).unwrap(), **row, "{whole}");
            }
        }
    }
    assert!(well_formed > 1_000, "only {well_formed} rows were JSON");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(json(&rows(&[&deep])), format!("[\n{deep}\n]\n"), "however deep it is");
}

#[test]
fn a_file_name_has_its_subject_domain_and_time() {
    let name = |what, domain, extension| file_name(what, domain, at("2026-11-27T09:15:59.999Z"), extension);
    assert_eq!(name("runs", "finance", "csv"), "runs-finance-2026-11-27T09-15Z.csv");
    assert_eq!(name("schedules", "root", "json"), "schedules-root-2026-11-27T09-15Z.json");
    assert_eq!(name("runs", "Über uns / 2", "csv"), "runs-ber-uns-2-2026-11-27T09-15Z.csv");
    assert_eq!(name("runs", "财务", "csv"), "runs-2026-11-27T09-15Z.csv", "nothing of it can stay");
    assert_eq!(name("runs", "", "csv"), "runs-2026-11-27T09-15Z.csv");
    assert_eq!(name("..", "../../etc", ".csv"), "export-etc-2026-11-27T09-15Z.csv");
    assert_eq!(name(".hidden", "a.b_c-", "tar.gz"), "hidden-a.b_c-2026-11-27T09-15Z.tar.gz");
    assert_eq!(name("-rf", "x", ""), "rf-x-2026-11-27T09-15Z");
    assert_eq!(name("runs\u{202e}", "a\r\nb", "csv\0"), "runs-a-b-2026-11-27T09-15Z.csv");
}

#[test]
fn any_name_becomes_a_valid_file_name() {
    let mut rng = Rng::new();
    let parts = ["a", "Z9", ".", "..", "-", "_", "/", "\\", " ", "\0", "ü", "财", ":", "a long word that goes on and on", "con"];
    let times = [at("2026-11-27T09:15:00Z"), at("0001-01-01T00:00:00Z"), Instant::MIN_UTC, Instant::MAX_UTC];
    for _ in 0..50_000 {
        let [what, domain, extension] = [4, 8, 3].map(|most| rng.text(&parts, most));
        let at = times[rng.below(4)];
        let name = file_name(&what, &domain, at, &extension);
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{name}");
        assert!(!name.starts_with(['.', '-']) && !name.ends_with(['.', '-']), "{name}");
        assert!((1..=100).contains(&name.len()), "{name}");
        assert_eq!(name, file_name(&what, &domain, at, &extension));
    }
    let long = "x".repeat(500);
    assert_eq!(file_name(&long, &long, Instant::MAX_UTC, &long).len(), 94);
}
