//! Form controls of the gallery: fields, choices and the combobox in their states.

use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;
use crate::ui::*;

#[component]
pub fn FormParts() -> AnyView {
    let name = RwSignal::new("Nightly AWS production".to_owned());
    let cron = RwSignal::new("0 1 * *".to_owned());
    let about = RwSignal::new(String::new());
    let start = RwSignal::new(String::new());
    let password = RwSignal::new("local".to_owned());
    let node = RwSignal::new(String::new());
    let selection = RwSignal::new("some".to_owned());
    let every = RwSignal::new("daily".to_owned());
    let items = RwSignal::new(vec!["key".to_owned()]);
    let enabled = RwSignal::new(true);
    let attempt = RwSignal::new(0_u32);
    let errors = Signal::derive(move || {
        let text = "Enter five fields: minute, hour, day of month, month, day of week".to_owned();
        if attempt.get() > 0 { vec![SummaryError { field_id: "g-cron".to_owned(), text }] } else { Vec::new() }
    });
    let error = derived(move || errors.with(|errors| errors.first().map(|error| error.text.clone())));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        attempt.update(|n| *n += 1);
    };
    let nodes = vec![Choice::new("", "any node"), Choice::new("1", "cm-node-1"), Choice::new("2", "cm-node-2")];
    let repeats = vec![
        Choice::new("hourly", "Hourly"),
        Choice::new("daily", "Daily"),
        Choice::new("weekly", "Weekly"),
        Choice::new("custom", "Custom"),
    ];
    let selections = vec![
        Choice::new("some", "These KMS"),
        Choice::new("all", "Everything").hint("Every KMS of the account, including any added later"),
    ];
    let kinds = vec![Choice::new("key", "Keys"), Choice::new("secret", "Secrets"), Choice::new("certificate", "Certificates")];
    let too_few = Signal::stored(Some("Choose at least one".to_owned()));
    let summary = view! { <ErrorSummary errors=errors attempt=attempt/> };
    let row = html::div()
        .class("row")
        .child(view! {
            <Field id="g-start" label="Start" optional=true>
                <TextInput value=start kind=InputKind::DateTime/>
            </Field>
        })
        .child(view! {
            <Field id="g-password" label="Password">
                <PasswordInput value=password autocomplete="current-password"/>
            </Field>
        });
    let actions = html::div()
        .class("actions")
        .child(view! { <Button label="Create schedule" kind=ButtonKind::Primary submit=true/> })
        .child(view! { <LinkButton label="Cancel" href="/schedules" kind=ButtonKind::Quiet/> });
    let form = html::form()
        .class("form")
        .attr("novalidate", true)
        .on(ev::submit, submit)
        .child(view! {
            <Field id="g-name" label="Name" hint="As shown in the list">
                <TextInput value=name/>
            </Field>
        })
        .child(view! { <Field id="g-cron" label="Expression" error=error><TextInput value=cron mono=true/></Field> })
        .child(view! {
            <Field id="g-about" label="Description" optional=true>
                <TextArea value=about limit=250/>
            </Field>
        })
        .child(row)
        .child(view! { <Field id="g-node" label="Run on"><Select value=node choices=nodes/></Field> })
        .child(view! { <RadioGroup id="g-every" legend="Repeat" value=every segmented=true choices=repeats/> })
        .child(view! { <RadioGroup id="g-what" legend="What to synchronize" value=selection choices=selections/> })
        .child(view! { <CheckboxGroup id="g-items" legend="Items" values=items error=too_few choices=kinds/> })
        .child(view! {
            <Checkbox id="g-enabled" label="Enabled" checked=enabled hint="A disabled schedule never fires"/>
        })
        .child(actions);
    (summary, form).into_any()
}

fn vaults(count: usize) -> Vec<ComboOption> {
    let regions = ["westeurope", "northcentralus", "eastus2", "uksouth"];
    (0..count)
        .map(|n| ComboOption {
            value: format!("kv-{n}"),
            label: format!("vault-{n:05}"),
            detail: regions.get(n % regions.len()).copied().unwrap_or_default().to_owned(),
            muted: n % 7 == 3,
        })
        .collect()
}

#[component]
pub fn Combos() -> AnyView {
    let many = RwSignal::new(vec!["kv-1".to_owned(), "kv-4".to_owned(), "gone-vault".to_owned()]);
    let one = RwSignal::new(Vec::new());
    let failed = OptionsState::Failed("The appliance did not answer. Your choices are kept.".to_owned());
    html::div()
        .class("cols")
        .child(view! {
            <Field id="g-vaults" label="Vaults" hint="Search, or paste a list of names or ids">
                <Combobox selected=many options=vaults(10_000) noun="vaults" free=true/>
            </Field>
        })
        .child(view! {
            <Field id="g-vault" label="Vault">
                <Combobox selected=one options=vaults(12) noun="vaults" single=true/>
            </Field>
        })
        .child(view! {
            <Field id="g-loading" label="Vaults, loading">
                <Combobox selected=RwSignal::new(Vec::new()) options=vaults(3) noun="vaults" state=OptionsState::Loading/>
            </Field>
        })
        .child(view! {
            <Field id="g-failed" label="Vaults, failed">
                <Combobox selected=RwSignal::new(Vec::new()) options=Vec::new() noun="vaults" state=failed on_retry=|| ()/>
            </Field>
        })
        .into_any()
}
