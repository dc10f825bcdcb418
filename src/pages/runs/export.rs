//! The filtered runs as a file: up to 10,000 of them; the dialog reports when there are more.

use crate::components::status::badges::verdict_look;
use crate::data::client::{Page, RunQuery};
use crate::data::context::AppContext;
use crate::data::paged_query::{PageEvent, PagedQuery};
use crate::domain::export;
use crate::domain::list::collector::{PageCollector, PageRange};
use crate::domain::list::row::{Identified, Row};
use crate::domain::list::sort;
use crate::domain::run::Run;
use crate::domain::run::summary::RunSummary;
use crate::domain::time::{Instant, Stamp, write_instant};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::number::grouped;
use crate::platform::{clock as now, file};
use crate::reactive::*;
use crate::state::session::SessionContext;
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::{Button, Dialog, Meter, Tone};

use super::filters::RunFilters;

/// The largest number of runs in a file.
const MOST: u64 = 10_000;

/// The format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with the columns of [`COLUMNS`].
    Csv,
    /// The answers of the appliance, as they came.
    Json,
}

/// The columns of the table. Times are UTC.
const COLUMNS: [&str; 15] = [
    "id",
    "schedule id",
    "name",
    "operation",
    "about",
    "verdict",
    "status",
    "enqueued",
    "finished",
    "took ms",
    "node",
    "synchronized",
    "not successful",
    "first cause",
    "cause text",
];

/// A run as text of the file. It is written when its page comes: ten thousand at once would block the page.
#[derive(Clone, Debug)]
struct Written {
    id: String,
    /// The index among all, in the appliance's order: pages come in any order.
    place: u64,
    /// None if the filters exclude the run.
    text: Option<String>,
}

impl Identified for Written {
    fn id_text(&self) -> &str {
        &self.id
    }
}

impl Written {
    fn new(row: &Row<Run>, place: u64, format: Format, asked: &RunFilters, at: Instant) -> Written {
        // The appliance knows no verdicts: that filter is applied here.
        let is_asked_for = asked.verdict.is_none() || row.good().is_some_and(|run| asked.matches(&RunSummary::of(run), at));
        let text = is_asked_for.then(|| match (format, row) {
            (Format::Csv, Row::Good(run)) => csv_line(&line(run, at)),
            (Format::Csv, Row::Odd(odd)) => csv_line(&[
                odd.id.clone().unwrap_or_default(),
                String::new(),
                odd.name.as_ref().map(|name| name.as_sent().to_owned()).unwrap_or_default(),
            ]),
            (Format::Json, Row::Good(run)) => export::json_element(&run.raw),
            (Format::Json, Row::Odd(odd)) => export::json_element(&odd.raw),
        });
        Written { id: row.id_text().to_owned(), place, text }
    }

    fn stray(place: u64) -> Written {
        Written { id: format!("stray {place}"), place, text: None }
    }
}

fn place(row: &Row<Written>) -> Option<u64> {
    row.good().map(|run| run.place)
}

fn text(row: Row<Written>) -> Option<String> {
    match row {
        Row::Good(run) => run.text,
        Row::Odd(_) => None,
    }
}

fn csv_line(fields: &[String]) -> String {
    export::csv::csv_line(fields.iter().map(String::as_str), COLUMNS.len())
}

fn line(run: &Run, now: Instant) -> Vec<String> {
    let (summary, cause) = (RunSummary::of(run), run.report.first_cause());
    let time = |stamp: &Option<Stamp>| match stamp {
        Some(Stamp::Known(at)) => write_instant(*at),
        Some(Stamp::Odd(text)) => text.clone(),
        None => String::new(),
    };
    let counts = summary.standing.counts();
    let (_, _, verdict) = verdict_look(&summary.verdict(now));
    let schedule = summary.schedule.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
    vec![
        summary.id.as_str().to_owned(),
        schedule,
        summary.name.as_sent().to_owned(),
        summary.operation.as_wire().to_owned(),
        summary.about,
        verdict,
        summary.status,
        time(&summary.began),
        time(&summary.ended),
        summary.took_ms.map(|ms| ms.to_string()).unwrap_or_default(),
        summary.node.unwrap_or_default(),
        counts.ok.to_string(),
        (counts.not_ok + counts.running).to_string(),
        cause.as_ref().map(|cause| cause.name.clone()).unwrap_or_default(),
        cause.map(|cause| cause.text).unwrap_or_default(),
    ]
}

/// An export in progress. A later one, or none, ends it.
#[derive(Clone, Copy)]
struct Export {
    session: SessionContext,
    toasts: Toasts,
    format: RwSignal<Option<Format>>,
    pages: PagedQuery<Written>,
    /// The appliance's count of the runs that match.
    found: StoredValue<u64>,
    /// Number of runs that the appliance sent in spite of the filters.
    left_out: StoredValue<usize>,
}

impl Export {
    fn begin(self, format: Format, filters: RunFilters) {
        let at = now::now();
        let (client, found, left_out) = (self.session.client(), self.found, self.left_out);
        left_out.set_value(0);
        let fetch = {
            let filters = filters.clone();
            move |PageRange { skip, limit }| {
                let (client, filters) = (client.clone(), filters.clone());
                async move {
                    // Runs that appear meanwhile are left out, so that pages do not shift under the reading.
                    let mut query = filters.query(at);
                    query.skip = skip;
                    query.limit = limit;
                    // The order of creation, whatever the table is sorted by: a status or a duration changes while it is read.
                    query.sort = RunQuery::default().sort;
                    query.created_before = Some(query.created_before.map_or(at, |to| to.min(at)));
                    let page = client.runs().list(&query).await?;
                    let rows = (skip..).zip(&page.items);
                    let written = rows.map(|(place, row)| Row::Good(Written::new(row, place, format, &filters, at)));
                    // Rows that ignored a filter keep their places, or the reading would end at a page of them alone.
                    let strays = (skip..).take(page.left_out).map(|place| Row::Good(Written::stray(place)));
                    let items = written.chain(strays).collect();
                    let _ = left_out.try_update_value(|count| *count += page.left_out);
                    let _ = found.try_set_value(page.total);
                    Ok(Page { items, total: page.total.min(MOST), skip, limit: page.limit, left_out: page.left_out })
                }
            }
        };
        self.pages.read(fetch, move |event| match event {
            PageEvent::Page { is_last: true } => self.finish(format, &filters, at),
            PageEvent::Page { is_last: false } => {}
            PageEvent::Failed(error) => {
                self.stop();
                let text = format!("Nothing was exported. {} {}", error.what(), error.todo());
                self.toasts.show(ToastKind::Failed, text, None);
            }
        });
    }

    fn stop(self) {
        self.pages.stop();
        let _ = self.format.try_set(None);
    }

    fn finish(self, format: Format, filters: &RunFilters, at: Instant) {
        let total = self.found.try_get_value().unwrap_or_default();
        let gathered = self.pages.collector.try_update(std::mem::take);
        let rows = gathered.map(PageCollector::into_rows).unwrap_or_default();
        self.stop();
        let rows = sort::sorted(rows, |one, other| place(one).cmp(&place(other)));
        let texts: Vec<String> = rows.into_iter().filter_map(text).take(usize::try_from(MOST).unwrap_or(usize::MAX)).collect();
        let count = grouped(texts.len());
        let (pieces, extension, media) = match format {
            Format::Csv => {
                // The byte order mark shows spreadsheets that the file is UTF-8.
                let head = ["\u{feff}".to_owned(), export::csv::csv_line(COLUMNS, COLUMNS.len())];
                (head.into_iter().chain(texts).collect::<Vec<_>>(), "csv", "text/csv;charset=utf-8")
            }
            Format::Json => (export::json_array(texts.into_iter()), "json", "application/json"),
        };
        let domain = self.session.identity().map(|who| who.domain.name).unwrap_or_default();
        let name = export::file_name("runs", domain.as_sent(), at, extension);
        let is_filtered = filters.verdict.is_some();
        let (toasts, left_out) = (self.toasts, self.left_out.try_get_value().unwrap_or(0));
        file::save_then(&name.clone(), pieces, media, move |is_saved| {
            if !is_saved {
                return toasts.show(ToastKind::Failed, "The browser did not save the file. Nothing was changed.", None);
            }
            let scope = match total > MOST {
                true => format!(": the newest {} of {}", grouped_of(MOST), grouped_of(total)),
                false if is_filtered => {
                    format!(", found among all {} that match the other filters, not only among the newest", grouped_of(total))
                }
                false => String::new(),
            };
            let left_out = match left_out {
                0 => String::new(),
                count => format!(" Left out: {} that do not fit the filters.", grouped(count)),
            };
            toasts.show(ToastKind::Done, format!("{count} runs written to {name}{scope}.{left_out}"), None);
        });
    }
}

fn grouped_of(n: u64) -> String {
    grouped(usize::try_from(n).unwrap_or(usize::MAX))
}

/// Collects and saves, with progress and a way to stop.
#[component]
pub fn ExportDialog(
    /// The requested format.
    format: RwSignal<Option<Format>>,
    /// The filters of the runs.
    asked: Memo<RunFilters>,
) -> AnyView {
    let export = Export {
        session: AppContext::expect().session,
        toasts: AppContext::expect().toasts,
        format,
        pages: PagedQuery::new(),
        found: StoredValue::new(0),
        left_out: StoredValue::new(0),
    };
    effect(move || {
        if let Some(format) = format.get() {
            export.begin(format, asked.get_untracked());
        }
    });
    let done = memo(move || {
        export
            .pages
            .collector
            .with(|collector| (collector.rows().len(), usize::try_from(collector.total().unwrap_or(0).min(MOST)).unwrap_or(0)))
    });
    let parts = derived(move || {
        let (here, all) = done.get();
        vec![(Tone::Ok, here), (Tone::Idle, all.saturating_sub(here))]
    });
    let says = memo(move || {
        let (here, all) = done.get();
        format!("{} of {} runs read", grouped(here), grouped(all))
    });
    let open = derived(move || format.with(Option::is_some));
    let stop = move || export.stop();
    let actions = move || view! { <Button label="Stop" on_press=stop/> };
    let body = move || {
        (view! { <Meter parts=parts label=says/> }, html::p().class("num").attr("role", "status").child(move || says.get()))
            .into_any()
    };
    view! { <Dialog open=open on_close=stop title="Export runs" actions=actions>{body()}</Dialog> }.into_any()
}
