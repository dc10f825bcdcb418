//! The last step: the settings in words, the consequences, and the exact request.

use super::context::WizardContext;
use crate::components::cron_editor::{CronPreview, cautions};
use crate::components::fields::container_names::{called_all, with_names};
use crate::components::table::difference_table::DifferenceTable;
use crate::data::signed_in::SignedInContext;
use crate::domain::cron::StoredExpression;
use crate::domain::name::Name;
use crate::domain::schedule::draft::{ScheduleDraft, ScheduleField};
use crate::domain::schedule::spec::{Spec, differences};
use crate::domain::schedule::wizard::{Wizard, WizardInput, WizardMode, WizardRequest, WizardStep};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{Selection, UNSAID_ITEMS};
use crate::platform::clock;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;
use crate::ui::CodeBlock;

/// Step 5: the review.
pub fn review_step(context: WizardContext) -> AnyView {
    let form = context.form;
    let draft = memo(move || form.draft());
    let request = memo(move || {
        draft.track();
        context.wizard.with(|wizard| wizard.request(clock::now()).ok())
    });
    let expression = memo(move || form.when.text.with(|text| StoredExpression::read(text)));
    let active = memo(move || draft.with(ScheduleDraft::active));
    let schedules = SignedInContext::expect().schedules;
    schedules.open();
    let own = context.base.with_value(|base| base.as_ref().map(|base| base.id.clone()));
    let warnings = memo(move || {
        let others = schedules.expressions(own.as_ref());
        form.when.text.with(|text| cautions(text, &others))
    });
    let is_off = move || !form.enabled.get();
    let off = "The schedule is disabled: none of these firings happens until it is enabled.";
    let copied = context.mode.with_value(|mode| matches!(mode, WizardMode::Copy(_)));
    (
        move || context.wizard.with(|wizard| wizard.stored().cloned()).map(|stored| changes(context, &stored, request)),
        html::div().class("review").child(
            WizardStep::ALL
                .into_iter()
                .filter(|step| *step != WizardStep::Review)
                .map(|step| section(context, step, draft))
                .collect::<Vec<_>>(),
        ),
        copied.then(|| html::p().class("hint").child("The copy is a schedule of its own; the original stays as it is.")),
        html::h2().child("When it fires"),
        move || is_off().then(|| html::p().class("note warn").child(off)),
        view! { <CronPreview expression=expression active=active warnings=warnings/> },
        html::h2().child("The request"),
        move || exact(context, request),
    )
        .into_any()
}

/// The settings of one step in words, with a link back to the step.
fn section(context: WizardContext, step: WizardStep, draft: Memo<ScheduleDraft>) -> AnyView {
    let label = match step {
        WizardStep::Cloud => "cloud",
        WizardStep::What => "what is synchronized",
        WizardStep::When => "when it fires",
        WizardStep::Name | WizardStep::Review => "name and description",
    };
    let link = html::a()
        .attr("id", format!("change-{}", step.word()))
        .attr("href", move || context.href(step))
        .on(ev::click, move |event| {
            if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                event.prevent_default();
                context.act(WizardInput::Change(step), |_, _| {});
            }
        })
        .child("Change")
        .child(html::span().class("sr-only").child(format!(" {label}")));
    let fields = move || {
        let told = draft.with(|draft| context.preferences.with_time_labels(|labels| told(draft, labels.time)));
        told.into_iter()
            .filter(|(field, _)| WizardStep::of(*field) == step)
            .map(|(field, text)| html::div().child(html::dt().child(field.label())).child(html::dd().child(text)).into_any())
            .collect::<Vec<_>>()
    };
    html::div()
        .class("review-step")
        .child(html::h2().child(step.label()))
        .child(html::dl().class("facts").child(fields))
        .child(link)
        .into_any()
}

/// Describes the draft in words, valid or not; a missing value is named in its line.
fn told(draft: &ScheduleDraft, time: &dyn Fn(crate::domain::time::Instant) -> String) -> Vec<(ScheduleField, String)> {
    let date = |text: &str, none: &str| match crate::domain::schedule::draft::parse_form_time(text) {
        Some(at) => time(at),
        None if text.trim().is_empty() => none.to_owned(),
        None => text.to_owned(),
    };
    let mut list = vec![(ScheduleField::Cloud, draft.cloud.map_or("Not chosen yet", |cloud| cloud.label()).to_owned())];
    if let Some(cloud) = draft.cloud {
        let n = draft.containers.len();
        let what = match (draft.everything, n) {
            (true, _) => format!("Everything, including {} added later", cloud.container_noun(2)),
            (false, 0) => format!("No {} chosen yet", cloud.container_noun(1)),
            (false, _) => format!("{n} {}: {}", cloud.container_noun(n), called_all(cloud, &draft.containers, 8)),
        };
        list.push((ScheduleField::Containers, what));
        if cloud == Cloud::Azure {
            let items: Vec<&str> = draft.items.iter().map(|item| item.label()).collect();
            let items = match (draft.leaves_items(), draft.all_items) {
                (true, _) => UNSAID_ITEMS.to_owned(),
                (_, true) => "All kinds".to_owned(),
                _ => items.join(", "),
            };
            list.push((ScheduleField::Items, items));
            list.push((ScheduleField::Backup, if draft.take_key_backup { "Taken for each key" } else { "Not taken" }.to_owned()));
        }
    }
    let marked = |text: &str| Name::from(text).marked();
    list.push((ScheduleField::RunAt, marked(&draft.run_at)));
    list.push((ScheduleField::Start, date(&draft.start, "At once")));
    list.push((ScheduleField::End, if draft.never_ends { "Never".to_owned() } else { date(&draft.end, "Not given yet") }));
    list.push((ScheduleField::RunOn, if draft.run_on == "any" { "Any node".to_owned() } else { marked(&draft.run_on) }));
    list.push((ScheduleField::Name, if draft.name.is_empty() { "Not given yet".to_owned() } else { marked(&draft.name) }));
    list.push((
        ScheduleField::Description,
        if draft.description.is_empty() { "None".to_owned() } else { marked(&draft.description) },
    ));
    list.push((ScheduleField::Enabled, if draft.enabled { "Yes" } else { "No" }.to_owned()));
    list
}

/// The changes to the stored schedule, field by field.
fn changes(context: WizardContext, stored: &Spec, request: Memo<Option<WizardRequest>>) -> AnyView {
    let stored = stored.clone();
    let list = memo(move || match request.get() {
        Some(WizardRequest::Change(change)) => {
            let mut told = context.preferences.with_time_labels(|labels| differences(&stored, &change.to, labels));
            let listed = |spec: &Spec| match spec.parameters.selection() {
                Selection::These(list) => list.as_slice().to_vec(),
                Selection::Everything => Vec::new(),
            };
            let ids: Vec<String> = [listed(&stored), listed(&change.to)].concat();
            for one in told.iter_mut().filter(|one| one.field == ScheduleField::Containers) {
                let cloud = stored.parameters.cloud();
                one.before = with_names(cloud, &one.before, ids.iter());
                one.after = with_names(cloud, &one.after, ids.iter());
            }
            Some(told)
        }
        _ => None,
    });
    let content = move || match list.get() {
        None => html::p().class("note warn").child("Fix the errors in the steps to continue.").into_any(),
        Some(list) if list.is_empty() => {
            html::p().class("dim").child("Nothing is changed yet. Choose below what to change.").into_any()
        }
        Some(list) => {
            let caption = "Changes to save";
            view! { <DifferenceTable id="changes" caption=caption before="Stored now" after="After saving" list=list/> }
                .into_any()
        }
    };
    (html::h2().child("Changes"), content).into_any()
}

/// The exact request: method, path and JSON body.
fn exact(context: WizardContext, request: Memo<Option<WizardRequest>>) -> AnyView {
    let id = context.base.with_value(|base| base.as_ref().map(|base| base.id.as_str().to_owned())).unwrap_or_default();
    let (line, body) = match request.get() {
        Some(WizardRequest::Create(new)) => ("POST /api/v1/scheduler/job-configs".to_owned(), Some(new.to_json())),
        Some(WizardRequest::Change(change)) => (format!("PATCH /api/v1/scheduler/job-configs/{id}"), change.to_json()),
        None => {
            let n = context.wizard.with(|wizard: &Wizard| wizard.check(clock::now()).len());
            let what = if n == 1 { "one error".to_owned() } else { format!("{n} errors") };
            return html::p().class("dim").child(format!("Fix {what} to see the request.")).into_any();
        }
    };
    match body.and_then(|body| serde_json::to_string_pretty(&body).ok()) {
        Some(body) => {
            view! { <CodeBlock text=Signal::stored(format!("{line}\n\n{body}")) label="The exact request"/> }.into_any()
        }
        None => html::p().class("dim").child("There is nothing to send.").into_any(),
    }
}
