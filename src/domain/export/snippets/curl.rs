//! A `curl` command.

use super::shell::{join, quote};
use super::{create_body, cut_note};
use crate::domain::schedule::Schedule;
use crate::domain::text::escape_unseen;

/// Gives a POSIX shell command that creates the schedule on the appliance at `origin` (`https://host`), by the request of API.md
/// §3.5. The command reads the token (API.md §0.1) from the variable `CM_TOKEN`.
pub fn curl(schedule: &Schedule, origin: &str) -> String {
    let url = [origin.trim_end_matches('/'), "/api/v1/scheduler/job-configs"].concat();
    // Interactive shells replace `!` on the later lines of a quoted text.
    let body = escape_unseen(&format!("{:#}", create_body(schedule)), true);
    let command = join(&[
        ["curl --fail-with-body -X POST ", &quote(&url)].concat(),
        r#"-H "Authorization: Bearer $CM_TOKEN""#.to_owned(),
        "-H 'Content-Type: application/json'".to_owned(),
        ["--data-binary ", &quote(&body)].concat(),
    ]);
    let note = cut_note(schedule).map(|note| ["# ", &note, "\n"].concat()).unwrap_or_default();
    ["# CM_TOKEN must hold an access token. To type it in unseen, run first: read -rs CM_TOKEN\n", &note, &command].concat()
}
