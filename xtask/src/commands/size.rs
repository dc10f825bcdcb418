//! `cargo xtask size`: the bytes of the release.

use std::process::ExitCode;

use crate::artefact::{self, Artefact};
use crate::failure::Outcome;
use crate::options::Options;
use crate::release::Release;
use crate::tally::Tally;

/// Prints the table; the exit status tells whether the budgets are kept.
pub fn run(words: &[String]) -> Outcome<ExitCode> {
    Options::parse(words, &[], &[])?;
    Ok(if measure()?.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the release if needed, prints the bytes of every file and every violation, and counts budgets and checks.
pub fn measure() -> Outcome<Tally> {
    let release = Release::shipped("/");
    release.ensure()?;
    let artefacts = Artefact::all(&release.dist)?;
    println!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    for one in &artefacts {
        let name = one.path.strip_prefix(&release.dist).unwrap_or(&one.path).display().to_string();
        let packed = |size: Option<u64>| size.map_or_else(|| "–".to_owned(), |size| size.to_string());
        println!("{name:<44} {:>9} {:>9} {:>9}", one.raw, packed(one.gzip), packed(one.brotli));
    }
    let mut tally = Tally::default();
    for budget in artefact::budgets(&artefacts) {
        let holds = budget.bytes > 0 && budget.bytes <= budget.ceiling;
        let over = budget.bytes.saturating_sub(budget.goal);
        println!(
            "{} {}: {} bytes; ceiling {}, goal {}{}",
            word(holds),
            budget.what,
            budget.bytes,
            budget.ceiling,
            budget.goal,
            if over > 0 { format!(", {over} over it") } else { String::new() }
        );
        tally += Tally::one(holds);
    }
    for (rule, faults) in artefact::checks(&artefacts)? {
        println!("{} {rule}", word(faults.is_empty()));
        for fault in &faults {
            println!("       {fault}");
        }
        tally += Tally::one(faults.is_empty());
    }
    Ok(tally)
}

fn word(holds: bool) -> &'static str {
    if holds { "ok    " } else { "FAILED" }
}
