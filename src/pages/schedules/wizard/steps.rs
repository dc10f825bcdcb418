//! The four steps with input fields.

use super::context::WizardContext;
use super::form::{ALL_ITEMS, EVERYTHING, THESE};
use crate::components::cron_editor::CronEditor;
use crate::components::fields::container_picker::ContainerField;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::data::query::Query;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::schedule::draft::{LONGEST_DESCRIPTION, ScheduleField, parse_form_time};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{AzureItem, UNSAID_ITEMS};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::zone::Style;
use crate::reactive::*;
use crate::ui::{
    Checkbox, CheckboxGroup, Choice, Field, Icon, InputKind, RadioGroup, Select, TextArea, TextInput, fact, facts, glyph,
};

/// A value that cannot change, with the reason.
fn locked(term: &'static str, content: impl IntoView, why: &'static str) -> AnyView {
    (facts(fact(term, (glyph(Icon::Lock), " ", content))), html::p().class("hint").child(why)).into_any()
}

fn is_edit(context: WizardContext) -> bool {
    context.wizard.with_untracked(|wizard| wizard.stored().is_some())
}

/// Step 1: the cloud.
pub fn cloud_step(context: WizardContext) -> AnyView {
    if is_edit(context) {
        let label = context.form.cloud().map(Cloud::label).unwrap_or_default();
        return locked("Cloud", label, "The cloud of a stored schedule cannot be changed. Copy the schedule to use another one.");
    }
    let choice = |cloud: Cloud| {
        let what = cloud.container_noun(2);
        let of = if cloud.is_key_source() { "A key source. Keys come from its" } else { "Synchronizes the keys of its" };
        Choice::new(cloud.cloud_name(), cloud.label()).hint(format!("{of} {what}."))
    };
    view! {
        <RadioGroup
            id="cloud"
            legend="Cloud or key source"
            hint="The cloud cannot be changed later. Your choices for one cloud are kept while you look at another."
            value=context.form.cloud
            choices=Cloud::ALL.map(choice).to_vec()
            error=context.error(ScheduleField::Cloud)
        />
    }
    .into_any()
}

/// Step 2: containers, kinds of item, and backup.
pub fn what_step(context: WizardContext) -> AnyView {
    let form = context.form;
    let cloud = memo(move || form.cloud());
    (move || match cloud.get() {
        Some(cloud) => targets(context, cloud),
        None => html::p().class("note warn").child("Choose a cloud first: what can be synchronized depends on it.").into_any(),
    })
    .into_any()
}

fn targets(context: WizardContext, cloud: Cloud) -> AnyView {
    let form = context.form;
    let lists = memo(move || form.selection.with(|word| word == THESE));
    let noun = cloud.container_noun(2);
    let choices = vec![
        Choice::new(THESE, format!("These {noun}")).hint("Any added later are not included."),
        Choice::new(EVERYTHING, "Everything").hint(format!("All {noun}, including any added later.")),
    ];
    let picker = move || view! { <ContainerField cloud=cloud selected=form.containers typed=form.typed error=context.error(ScheduleField::Containers)/> };
    let cost = move || {
        let text = "Everything may take hours on a large estate, and each key costs cloud requests. Each container added later \
                    makes every run longer.";
        html::p().class("note warn").child(text)
    };
    (
        view! {
            <RadioGroup
                id="selection" legend="Synchronize" value=form.selection choices=choices error=context.error(ScheduleField::Selection)
            />
        },
        move || if lists.get() { picker().into_any() } else { cost().into_any() },
        (cloud == Cloud::Azure).then(|| azure(context)),
    )
        .into_any()
}

fn azure(context: WizardContext) -> AnyView {
    let form = context.form;
    let all = Choice::new(ALL_ITEMS, "All kinds").hint("Including kinds that later appliances may add.");
    let items = AzureItem::ALL.map(|item| Choice::new(item.as_wire(), item.label())).into_iter().chain([all]).collect::<Vec<_>>();
    let error = context.error(ScheduleField::Items);
    (
        view! { <CheckboxGroup id="items" legend="Items" values=form.items choices=items error=error/> },
        move || form.draft().leaves_items().then(|| html::p().class("note").child([UNSAID_ITEMS, "."].concat())),
        view! { <Checkbox id="backup" label="Take a backup of each key" checked=form.backup/> },
    )
        .into_any()
}

/// Step 3: firing times, start, end and node.
pub fn when_step(context: WizardContext) -> AnyView {
    let form = context.form;
    let schedules = SignedInContext::expect().schedules;
    schedules.open();
    let own = context.base.with_value(|base| base.as_ref().map(|base| base.id.clone()));
    let others = memo(move || schedules.expressions(own.as_ref()));
    let active = memo(move || form.draft().active());
    let end = move || {
        view! {
            <Field id="end" label="Ends (UTC)" hint=at_home(context, form.end, "") error=context.error(ScheduleField::End)>
                <TextInput value=form.end kind=InputKind::DateTime autocomplete="off"/>
            </Field>
        }
    };
    let start = view! {
        <Field
            id="start" label="Starts (UTC)" optional=true hint=at_home(context, form.start, "At once if left empty.") error=context.error(ScheduleField::Start)
        >
            <TextInput value=form.start kind=InputKind::DateTime autocomplete="off"/>
        </Field>
    };
    let error = context.error(ScheduleField::RunAt);
    let others_too = (
        html::div().class("row").child(start).child(move || (!form.never_ends.get()).then(end)),
        view! { <Checkbox id="never-ends" label="Never ends" checked=form.never_ends/> },
        view! { <Node context=context/> },
    )
        .into_any();
    let stored = untrack(|| form.draft().stored_run_at);
    view! { <CronEditor form=form.when active=active error=error others=others stored=stored>{others_too}</CronEditor> }
        .into_any()
}

/// A UTC date in the time zone of the reader; `none` is the text for an empty or invalid date.
fn at_home(context: WizardContext, text: RwSignal<String>, none: &'static str) -> Signal<String> {
    derived(move || match text.with(|text| parse_form_time(text)) {
        None => none.to_owned(),
        Some(at) => {
            let zone = context.preferences.local_zone();
            format!("= {} {}", zone.write(at, Style::Minute), zone.name_at(at))
        }
    })
}

/// The choice of the node that fires the schedule: any, one of the cluster, or the stored one even if the cluster lacks it.
#[component]
fn Node(context: WizardContext) -> AnyView {
    let session = context.session;
    let nodes = Query::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let choices = memo(move || {
        let pinned = context.form.run_on.get();
        let mut choices = vec![Choice::new("any", "any node")];
        nodes.data.with(|nodes| {
            let known = nodes.iter().flatten();
            choices.extend(known.map(|node| {
                let here = if node.is_this { " (this one)" } else { "" };
                Choice::new(node.id.as_str(), format!("{}{here}", node.label.marked()))
            }));
        });
        if !pinned.is_empty() && choices.iter().all(|choice| choice.value != pinned) {
            choices.push(Choice::new(pinned.clone(), format!("{} (not in the cluster)", Name::from(pinned.as_str()).marked())));
        }
        choices
    });
    view! {
        <Field id="run-on" label="Runs on" hint="A schedule that is pinned to a node does not run while that node is away." error=context.error(ScheduleField::RunOn)>
            <Select value=context.form.run_on choices=choices/>
        </Field>
    }
    .into_any()
}

/// Step 4: name, description and state.
pub fn name_step(context: WizardContext) -> AnyView {
    let form = context.form;
    let name = if is_edit(context) {
        let name = derived(move || form.name.with(|name| Name::from(name.as_str())));
        locked("Name", view! { <UntrustedText text=name/> }, "The name of a stored schedule cannot be changed.")
    } else {
        view! {
            <Field id="name" label="Name" hint="The name cannot be changed later. Spaces at its ends are kept." error=context.error(ScheduleField::Name)>
                <TextInput value=form.name autocomplete="off"/>
            </Field>
        }
        .into_any()
    };
    let begins_disabled = context.wizard.with_untracked(|wizard| !wizard.origin().enabled);
    let hint = if begins_disabled && !is_edit(context) {
        "A copy starts disabled, so that it does not run by surprise. You can still run it by hand."
    } else {
        "A disabled schedule never fires, but you can still run it by hand."
    };
    (
        name,
        view! {
            <Field id="description" label="Description" optional=true error=context.error(ScheduleField::Description)>
                <TextArea value=form.description limit=LONGEST_DESCRIPTION/>
            </Field>
        },
        view! { <Checkbox id="enabled" label="Enabled" checked=form.enabled hint=hint/> },
    )
        .into_any()
}
