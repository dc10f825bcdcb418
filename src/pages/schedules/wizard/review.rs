//! The last step: everything in words, what it comes to, and the request that will be sent.

use super::context::Desk;
use crate::components::cron_editor::{CronPreview, cautions};
use crate::components::fields::container_names::{called_all, with_names};
use crate::components::fields::untrusted_text::Words;
use crate::components::table::difference_table::DifferenceTable;
use crate::data::schedules::Schedules;
use crate::domain::cron;
use crate::domain::schedule::draft::{Field, ScheduleDraft};
use crate::domain::schedule::spec::{Spec, differences};
use crate::domain::schedule::wizard::{Errand, Input, Request, Step, Wizard};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::Selection;
use crate::platform::clock;
use crate::platform::html::{self, Html, IntoHtml, part};
use crate::reactive::*;
use crate::ui::CodeBlock;

/// Step 5.
pub fn review_step(desk: Desk) -> Html {
    let form = desk.form;
    let draft = memo(move || form.draft());
    let request = memo(move || {
        draft.track();
        desk.wizard.with(|wizard| wizard.request(clock::now()).ok())
    });
    let expression = memo(move || form.run_at.with(|text| cron::parse(text).ok()));
    let active = memo(move || draft.with(ScheduleDraft::active));
    let schedules = Schedules::expect();
    schedules.open();
    let own = desk.base.with_value(|base| base.as_ref().map(|base| base.id.clone()));
    let warnings = memo(move || {
        let others = schedules.expressions(own.as_ref());
        form.run_at.with(|text| cautions(text, &others))
    });
    let is_off = move || !form.enabled.get();
    let off = "It is disabled: none of these happens by itself until it is enabled.";
    let copied = desk.errand.with_value(|errand| matches!(errand, Errand::Copy(_)));
    (
        part(move || desk.wizard.with(|wizard| wizard.stored().cloned()).map(|stored| changes(desk, &stored, request))),
        html::div().class("review").child(
            Step::ALL.into_iter().filter(|step| *step != Step::Review).map(|step| section(desk, step, draft)).collect::<Vec<_>>(),
        ),
        copied.then(|| {
            html::p().class("hint").child("It becomes a schedule of its own; the one that it is copied from stays as it is.")
        }),
        html::h2().child("When it fires"),
        part(move || is_off().then(|| html::p().class("note warn").child(off))),
        view! { <CronPreview expression=expression active=active warnings=warnings/> },
        html::h2().child("The request"),
        part(move || exact(desk, request)),
    )
        .into_html()
}

/// What one step asked, in words, with the way back to it.
fn section(desk: Desk, step: Step, draft: Memo<ScheduleDraft>) -> Html {
    let label = match step {
        Step::Cloud => "cloud",
        Step::What => "what is synchronized",
        Step::When => "when it fires",
        Step::Name | Step::Review => "name and description",
    };
    let link = html::a()
        .attr("id", format!("change-{}", step.word()))
        .attr("href", html::live(move || desk.href(step)))
        .on_click(move |event| {
            if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                event.prevent_default();
                desk.act(Input::Change(step), |_, _| {});
            }
        })
        .child("Change")
        .child(html::span().class("vh").child(format!(" {label}")));
    let fields = move || {
        let told = draft.with(|draft| desk.preferences.speak(|voice| told(draft, voice.time)));
        told.into_iter()
            .filter(|(field, _)| Step::of(*field) == step)
            .map(|(field, text)| {
                html::div()
                    .child(html::dt().child(field.label()))
                    .child(html::dd().child(view! { <Words text=text/> }))
                    .into_html()
            })
            .collect::<Vec<_>>()
    };
    html::div()
        .class("review-step")
        .child(html::h2().child(step.label()))
        .child(html::dl().class("facts").child(part(fields)))
        .child(link)
        .into_html()
}

/// The form in words, right or not: what is missing is said where it is missing.
fn told(draft: &ScheduleDraft, time: &dyn Fn(crate::domain::time::Instant) -> String) -> Vec<(Field, String)> {
    let date = |text: &str, none: &str| match crate::domain::schedule::draft::parse_form_time(text) {
        Some(at) => time(at),
        None if text.trim().is_empty() => none.to_owned(),
        None => text.to_owned(),
    };
    let mut list = vec![(Field::Cloud, draft.cloud.map_or("Not chosen yet", |cloud| cloud.label()).to_owned())];
    if let Some(cloud) = draft.cloud {
        let n = draft.containers.len();
        let what = match (draft.everything, n) {
            (true, _) => format!("Everything, also {} that are added later", cloud.container_noun(2)),
            (false, 0) => format!("No {} chosen yet", cloud.container_noun(1)),
            (false, _) => format!("{n} {}: {}", cloud.container_noun(n), called_all(cloud, &draft.containers, 8)),
        };
        list.push((Field::Containers, what));
        if cloud == Cloud::Azure {
            let items: Vec<&str> = draft.items.iter().map(|item| item.label()).collect();
            list.push((Field::Items, if draft.all_items { "All kinds".to_owned() } else { items.join(", ") }));
            list.push((Field::Backup, if draft.take_key_backup { "Taken of each key" } else { "Not taken" }.to_owned()));
        }
    }
    list.push((Field::RunAt, draft.run_at.clone()));
    list.push((Field::Start, date(&draft.start, "At once")));
    list.push((Field::End, if draft.never_ends { "Never".to_owned() } else { date(&draft.end, "Not given yet") }));
    list.push((Field::RunOn, if draft.run_on == "any" { "Any node".to_owned() } else { draft.run_on.clone() }));
    list.push((Field::Name, if draft.name.is_empty() { "Not given yet".to_owned() } else { draft.name.clone() }));
    list.push((Field::Description, if draft.description.is_empty() { "None".to_owned() } else { draft.description.clone() }));
    list.push((Field::Enabled, if draft.enabled { "Yes" } else { "No" }.to_owned()));
    list
}

/// What saving changes, field by field.
fn changes(desk: Desk, stored: &Spec, request: Memo<Option<Request>>) -> Html {
    let stored = stored.clone();
    let list = memo(move || match request.get() {
        Some(Request::Change(change)) => {
            let mut told = desk.preferences.speak(|voice| differences(&stored, &change.to, voice));
            let listed = |spec: &Spec| match spec.parameters.selection() {
                Selection::These(list) => list.as_slice().to_vec(),
                Selection::Everything => Vec::new(),
            };
            let ids: Vec<String> = [listed(&stored), listed(&change.to)].concat();
            for one in told.iter_mut().filter(|one| one.field == Field::Containers) {
                let cloud = stored.parameters.cloud();
                one.before = with_names(cloud, &one.before, ids.iter());
                one.after = with_names(cloud, &one.after, ids.iter());
            }
            Some(told)
        }
        _ => None,
    });
    let content = part(move || match list.get() {
        None => html::p().class("note warn").child("Something is not right yet; what it is stands at its step.").into_html(),
        Some(list) if list.is_empty() => {
            html::p().class("dim").child("Nothing is changed yet. Choose below what to change.").into_html()
        }
        Some(list) => {
            let caption = "What saving changes";
            view! { <DifferenceTable id="changes" caption=caption before="Stored now" after="After saving" list=list/> }
                .into_html()
        }
    });
    (html::h2().child("Changes"), content).into_html()
}

/// The request to the letter.
fn exact(desk: Desk, request: Memo<Option<Request>>) -> Html {
    let id = desk.base.with_value(|base| base.as_ref().map(|base| base.id.as_str().to_owned())).unwrap_or_default();
    let (line, body) = match request.get() {
        Some(Request::Create(new)) => ("POST /api/v1/scheduler/job-configs".to_owned(), Some(new.to_json())),
        Some(Request::Change(change)) => (format!("PATCH /api/v1/scheduler/job-configs/{id}"), change.to_json()),
        None => {
            let n = desk.wizard.with(|wizard: &Wizard| wizard.check(clock::now()).len());
            let what = if n == 1 { "One thing is".to_owned() } else { format!("{n} things are") };
            return html::p().class("dim").child(format!("{what} not right yet, so there is no request to show.")).into_html();
        }
    };
    match body.and_then(|body| serde_json::to_string_pretty(&body).ok()) {
        Some(body) => {
            view! { <CodeBlock text=Signal::stored(format!("{line}\n\n{body}")) label="The exact request"/> }.into_html()
        }
        None => html::p().class("dim").child("There is nothing to send.").into_html(),
    }
}
