//! The four steps that ask.

use super::context::Desk;
use super::form::{ALL_ITEMS, EVERYTHING, THESE};
use crate::components::cron_editor::CronEditor;
use crate::components::fields::container_picker::ContainerField;
use crate::components::fields::untrusted_text::Words;
use crate::data::query::Live;
use crate::data::schedules::Schedules;
use crate::domain::schedule::draft::{Field as Of, LONGEST_DESCRIPTION, parse_form_time};
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::AzureItem;
use crate::platform::html::{self, Html, IntoHtml, part};
use crate::platform::zone::Style;
use crate::reactive::*;
use crate::ui::{
    Checkbox, CheckboxGroup, Choice, Field, Icon, InputKind, RadioGroup, Select, TextArea, TextInput, fact, facts, glyph,
};

/// A fact that cannot be changed, with the reason.
fn locked(term: &'static str, content: impl IntoHtml, why: &'static str) -> Html {
    (facts(fact(term, (glyph(Icon::Lock), " ", content))), html::p().class("hint").child(why)).into_html()
}

fn is_edit(desk: Desk) -> bool {
    desk.wizard.with_untracked(|wizard| wizard.stored().is_some())
}

/// Step 1.
pub fn cloud_step(desk: Desk) -> Html {
    if is_edit(desk) {
        let label = desk.form.cloud().map(Cloud::label).unwrap_or_default();
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
            hint="It cannot be changed later. What you choose for one cloud is kept while you look at another."
            value=desk.form.cloud
            choices=Cloud::ALL.map(choice).to_vec()
            error=desk.error(Of::Cloud)
        />
    }
    .into_html()
}

/// Step 2.
pub fn what_step(desk: Desk) -> Html {
    let form = desk.form;
    let cloud = memo(move || form.cloud());
    part(move || match cloud.get() {
        Some(cloud) => targets(desk, cloud),
        None => html::p().class("note warn").child("Choose a cloud first: what can be synchronized depends on it.").into_html(),
    })
}

fn targets(desk: Desk, cloud: Cloud) -> Html {
    let form = desk.form;
    let lists = memo(move || form.selection.with(|word| word == THESE));
    let noun = cloud.container_noun(2);
    let choices = vec![
        Choice::new(THESE, format!("These {noun}")).hint("Ones that are added later are not included."),
        Choice::new(EVERYTHING, "Everything").hint(format!("All {noun}, also those that are added later.")),
    ];
    let picker = move || view! { <ContainerField cloud=cloud selected=form.containers typed=form.typed error=desk.error(Of::Containers)/> };
    let cost = move || {
        let text = "Everything may take hours on a large estate, and each key costs requests at the cloud. Whoever adds a \
                    container later adds to every run.";
        html::p().class("note warn").child(text)
    };
    (
        view! {
            <RadioGroup
                id="selection" legend="Synchronize" value=form.selection choices=choices error=desk.error(Of::Selection)
            />
        },
        part(move || if lists.get() { picker().into_html() } else { cost().into_html() }),
        (cloud == Cloud::Azure).then(|| azure(desk)),
    )
        .into_html()
}

fn azure(desk: Desk) -> Html {
    let form = desk.form;
    let all = Choice::new(ALL_ITEMS, "All kinds").hint("Also kinds that a later appliance may know.");
    let items = AzureItem::ALL.map(|item| Choice::new(item.as_wire(), item.label())).into_iter().chain([all]).collect::<Vec<_>>();
    let error = desk.error(Of::Items);
    (
        view! { <CheckboxGroup id="items" legend="Items" values=form.items choices=items error=error/> },
        view! { <Checkbox id="backup" label="Take a backup of each key" checked=form.backup/> },
    )
        .into_html()
}

/// Step 3.
pub fn when_step(desk: Desk) -> Html {
    let form = desk.form;
    let schedules = Schedules::expect();
    schedules.open();
    let own = desk.base.with_value(|base| base.as_ref().map(|base| base.id.clone()));
    let others = memo(move || schedules.expressions(own.as_ref()));
    let active = memo(move || form.draft().active());
    let end = move || {
        view! {
            <Field id="end" label="Ends (UTC)" hint=at_home(desk, form.end, "") error=desk.error(Of::End)>
                <TextInput value=form.end kind=InputKind::DateTime autocomplete="off"/>
            </Field>
        }
    };
    let start = view! {
        <Field
            id="start" label="Starts (UTC)" optional=true hint=at_home(desk, form.start, "At once if left empty.") error=desk.error(Of::Start)
        >
            <TextInput value=form.start kind=InputKind::DateTime autocomplete="off"/>
        </Field>
    };
    let error = desk.error(Of::RunAt);
    let others_too = (
        html::div().class("row").child(start).child(part(move || (!form.never_ends.get()).then(end))),
        view! { <Checkbox id="never-ends" label="Never ends" checked=form.never_ends/> },
        view! { <Node desk=desk/> },
    )
        .into_html();
    view! { <CronEditor text=form.run_at active=active error=error others=others>{others_too}</CronEditor> }.into_html()
}

/// What a date in UTC is by the reader's clock; what `none` says while there is none.
fn at_home(desk: Desk, text: RwSignal<String>, none: &'static str) -> Signal<String> {
    derived(move || match text.with(|text| parse_form_time(text)) {
        None => none.to_owned(),
        Some(at) => {
            let zone = desk.preferences.local_zone();
            format!("= {} {}", zone.write(at, Style::Minute), zone.name_at(at))
        }
    })
}

/// The node that fires it: any, one of the cluster, or one that the cluster does not have and that is kept.
#[component]
fn Node(desk: Desk) -> Html {
    let session = desk.session;
    let nodes = Live::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let choices = memo(move || {
        let pinned = desk.form.run_on.get();
        let mut choices = vec![Choice::new("any", "any node")];
        nodes.data.with(|nodes| {
            let known = nodes.iter().flatten();
            choices.extend(known.map(|node| {
                let here = if node.is_this { " (this one)" } else { "" };
                Choice::new(node.id.as_str(), format!("{}{here}", node.label))
            }));
        });
        if !pinned.is_empty() && choices.iter().all(|choice| choice.value != pinned) {
            choices.push(Choice::new(pinned.clone(), format!("{pinned} (not in the cluster)")));
        }
        choices
    });
    view! {
        <Field id="run-on" label="Runs on" hint="A schedule that is pinned to a node does not run while that node is away." error=desk.error(Of::RunOn)>
            <Select value=desk.form.run_on choices=choices/>
        </Field>
    }
    .into_html()
}

/// Step 4.
pub fn name_step(desk: Desk) -> Html {
    let form = desk.form;
    let name = if is_edit(desk) {
        let name = form.name;
        locked("Name", view! { <Words text=name/> }, "The name of a stored schedule cannot be changed.")
    } else {
        view! {
            <Field id="name" label="Name" hint="It cannot be changed later. Blanks at its ends are kept." error=desk.error(Of::Name)>
                <TextInput value=form.name autocomplete="off"/>
            </Field>
        }
        .into_html()
    };
    let begins_disabled = desk.wizard.with_untracked(|wizard| !wizard.origin().enabled);
    let hint = if begins_disabled && !is_edit(desk) {
        "A copy begins disabled, so that it does not run by surprise. A disabled schedule can still be run by hand."
    } else {
        "A disabled schedule never fires by itself; it can still be run by hand."
    };
    (
        name,
        view! {
            <Field id="description" label="Description" optional=true error=desk.error(Of::Description)>
                <TextArea value=form.description limit=LONGEST_DESCRIPTION/>
            </Field>
        },
        view! { <Checkbox id="enabled" label="Enabled" checked=form.enabled hint=hint/> },
    )
        .into_html()
}
