//! `/__gallery`: every primitive in every state on one page, for looking at and for the browser tests. Behind the feature
//! `gallery`; a release has no trace of it.

use crate::ui::*;
use leptos::prelude::*;

/// The whole page.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <div class="head"><h1 tabindex="-1">"Gallery"</h1><span class="count">"every primitive, every state"</span></div>
        <Section title="Buttons"><Buttons/></Section>
        <Section title="Status"><Statuses/></Section>
        <Section title="Icons"><Icons/></Section>
        <Section title="Table"><Rows/></Section>
        <Section title="Screen states"><States/></Section>
        <Section title="Form"><FormParts/></Section>
        <Section title="Combobox"><Combos/></Section>
        <Section title="Overlays"><Overlays/></Section>
        <Section title="Tabs and text"><Texts/></Section>
    }
}

#[component]
fn Section(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="section">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let pressed = RwSignal::new(0_u32);
    let press = move || pressed.update(|n| *n += 1);
    let on = RwSignal::new(true);
    let reason = || Some("Only an operator may run a schedule".to_owned());
    view! {
        <div class="bar">
            <Button label="New schedule" kind=ButtonKind::Primary icon=Icon::Plus on_press=press/>
            <Button label="Import" on_press=press/>
            <Button label="Sign out" kind=ButtonKind::Quiet icon=Icon::SignOut on_press=press/>
            <Button label="Delete" kind=ButtonKind::Danger on_press=press/>
            <IconButton label="Run Nightly AWS now" icon=Icon::Play on_press=press/>
            <LinkButton label="All runs" href="/runs" icon=Icon::List/>
        </div>
        <div class="bar">
            <Button label="Saving" kind=ButtonKind::Primary busy=true on_press=press/>
            <Button label="Refresh" icon=Icon::Sync busy=true on_press=press/>
            <IconButton label="Running Nightly AWS" icon=Icon::Play busy=true on_press=press/>
            <Button label="Run now" kind=ButtonKind::Primary icon=Icon::Play why_not=reason on_press=press/>
            <Button label="Run now" why_not=reason on_press=press/>
            <IconButton label="Run Weekly now" icon=Icon::Play why_not=reason on_press=press/>
        </div>
        <div class="bar">
            <SearchBox id="g-search" label="Name, description or container" value="" on_input=Callback::new(|_| ())/>
            <FilterSelect label="Cloud" value="" choices=filters() on_change=Callback::new(|_| ())/>
            <FilterSelect label="State" value="aws" choices=filters() on_change=Callback::new(|_| ())/>
            <ToggleChip label="Failed 3" pressed=on on_toggle=move || on.update(|on| *on = !*on)/>
            <ToggleChip label="Synchronized 9" pressed=false on_toggle=|| ()/>
            <span class="live num">{move || format!("pressed {} times", pressed.get())}</span>
        </div>
    }
}

fn filters() -> Vec<Choice> {
    vec![Choice::new("", "all"), Choice::new("aws", "AWS"), Choice::new("azure", "Azure")]
}

fn statuses() -> [(Tone, Icon, &'static str); 8] {
    [
        (Tone::Ok, Icon::CheckCircle, "Succeeded"),
        (Tone::Bad, Icon::HalfCircle, "Partly"),
        (Tone::Bad, Icon::OctagonX, "Failed"),
        (Tone::Run, Icon::Ring, "Running"),
        (Tone::Idle, Icon::Clock, "Queued"),
        (Tone::Warn, Icon::Warn, "Contradiction"),
        (Tone::Idle, Icon::DashCircle, "Disabled"),
        (Tone::Idle, Icon::Question, "Unknown"),
    ]
}

#[component]
fn Statuses() -> impl IntoView {
    view! {
        <p class="bar">
            {statuses().map(|(tone, icon, word)| view! { <Badge tone=tone icon=icon word=word/> }).collect_view()}
        </p>
        <Banner big=true tone=Tone::Bad icon=Icon::HalfCircle title="3 of 12 vaults failed; 9 were synchronized">
            <p>"First cause: permission, on 2 vaults. The appliance reports "<code>"failed"</code>"."</p>
        </Banner>
        <Banner tone=Tone::Warn icon=Icon::Warn title="The appliance did not take the description">
            <p>"Everything else was saved."</p>
        </Banner>
        <Facts>
            <Fact term="Enqueued">"13:30:00 UTC"</Fact>
            <Fact term="Took">"26.6 s "<span class="dimmer">"usual 19 s"</span></Fact>
            <Fact term="Id"><ShortId text="4f2a9c1e-77b0-4d0e-9f6b-0a1b2c3d4e5f" what="run id"/></Fact>
            <Fact term="Vaults"><Meter parts=vec![(Tone::Ok, 9), (Tone::Bad, 3)] label="9 of 12 synchronized, 3 failed"/></Fact>
        </Facts>
    }
}

#[component]
fn Icons() -> impl IntoView {
    let all = [
        Icon::Key,
        Icon::Home,
        Icon::Calendar,
        Icon::List,
        Icon::Sync,
        Icon::Gear,
        Icon::Search,
        Icon::Plus,
        Icon::Play,
        Icon::Pause,
        Icon::More,
        Icon::CheckCircle,
        Icon::HalfCircle,
        Icon::Ring,
        Icon::OctagonX,
        Icon::Warn,
        Icon::DashCircle,
        Icon::Clock,
        Icon::Question,
        Icon::Copy,
        Icon::ChevronDown,
        Icon::ChevronRight,
        Icon::Check,
        Icon::X,
        Icon::ArrowUp,
        Icon::ArrowDown,
        Icon::External,
        Icon::Sun,
        Icon::Moon,
        Icon::Monitor,
        Icon::User,
        Icon::Info,
        Icon::SignOut,
        Icon::Offline,
        Icon::Lock,
        Icon::Eye,
        Icon::EyeOff,
    ];
    view! { <p class="bar">{all.map(glyph).collect_view()}</p> }
}

#[component]
fn Rows() -> impl IntoView {
    let sort = RwSignal::new(Some(SortDir::Ascending));
    let flip = move || {
        sort.update(|dir| {
            *dir = Some(if *dir == Some(SortDir::Ascending) { SortDir::Descending } else { SortDir::Ascending });
        });
    };
    let rows = [
        ("Azure vaults, keys + secrets", "AzureCloud · 12 key vaults", "*/30 * * * *", "22 Nov 14:00", "in 7 min", 1),
        ("Nightly AWS production", "aws · 3 KMS", "0 1 * * *", "23 Nov 01:00", "in 11 h 7 min", 0),
        ("GCP key rings EU", "gcp · 4 key rings", "15 2 13 * FRI", "27 Nov 02:15", "in 4 d 12 h", 3),
        ("Luna partitions", "hsm-luna · 2 partitions", "0 4 1 * *", "1 Dec 04:00", "in 8 d 14 h", 5),
    ];
    let page = RwSignal::new(1_usize);
    let size = RwSignal::new(25_usize);
    let row = move |(name, what, cron, at, relative, status): (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        usize,
    )| {
        let status = statuses().get(status).map(|(tone, icon, word)| view! { <Badge tone=*tone icon=*icon word=*word/> });
        view! {
            <tr>
                <th scope="row"><span class="two"><a href="/schedules/1">{name}</a><span>{what}</span></span></th>
                <td data-label="Fires"><code>{cron}</code></td>
                <td data-label="Next run (UTC)"><TimeCell datetime="2026-11-22T14:00:00Z" absolute=at relative=relative/></td>
                <td data-label="Last run"><span class="two"><span>{status}</span><span>"23 min ago · 9 of 12"</span></span></td>
                <td class="acts">
                    <IconButton label=format!("Run {name} now") icon=Icon::Play on_press=|| ()/>
                    <Menu label=format!("More actions for {name}") items=move || lines(name)/>
                </td>
            </tr>
        }
    };
    view! {
        <div class="sheet">
            <Table id="g-table" caption="Schedules" stack=true>
                <thead>
                    <tr>
                        <SortHeader label="Name" sort=sort on_sort=flip/>
                        <th scope="col">"Fires"</th>
                        <SortHeader label="Next run (UTC)" sort=None on_sort=|| ()/>
                        <th scope="col">"Last run"</th>
                        <th scope="col"><span class="vh">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows.map(row).collect_view()}</tbody>
            </Table>
            <Pagination
                page=page
                page_size=size
                total=312
                on_page=Callback::new(move |to| page.set(to))
                on_size=Callback::new(move |to| size.set(to))
            />
        </div>
    }
}

fn lines(name: &'static str) -> Vec<MenuItem> {
    vec![
        MenuItem::link("Open", "/schedules/1").icon(Icon::External),
        MenuItem::new("Copy id", || ()).icon(Icon::Copy),
        MenuItem::new("Disable", || ()).icon(Icon::Pause).why_not(name.starts_with("GCP").then(|| "It is running".to_owned())),
        MenuItem::new("Delete", || ()).icon(Icon::Trash).danger(),
    ]
}

#[component]
fn States() -> impl IntoView {
    view! {
        <StaleNote text="As of 13:53 UTC: the appliance does not answer." on_retry=|| ()/>
        <OfflineNote text="You are offline. What you see is as of 13:53 UTC; it goes on by itself."/>
        <div class="cols">
            <SkeletonTable columns=3 rows=3 label="Loading schedules"/>
            <ErrorState
                what="The appliance answered with an error (500)"
                safe="Nothing was changed."
                todo="Try again; if it stays, look at the appliance's log near 13:53 UTC."
                on_retry=|| ()
            />
            <Empty sentence="No schedules yet. A schedule synchronizes the keys of one cloud by the clock.">
                <LinkButton label="New schedule" href="/schedules/new" kind=ButtonKind::Primary icon=Icon::Plus/>
            </Empty>
            <NoMatch sentence="None of 35 schedules matches “foo” and cloud AWS." on_clear=|| ()/>
            <Forbidden
                what="You may not see schedules in domain root"
                permission="Your account lacks the permission “ReadJobConfigs”. An administrator of the domain can give it."
            />
            <SkeletonText lines=4 label="Loading facts"/>
        </div>
    }
}

#[component]
fn FormParts() -> impl IntoView {
    let name = RwSignal::new("Nightly AWS production".to_owned());
    let cron = RwSignal::new("0 1 * *".to_owned());
    let about = RwSignal::new(String::new());
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
    let error = move || errors.with(|errors| errors.first().map(|error| error.text.clone()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        attempt.update(|n| *n += 1);
    };
    view! {
        <ErrorSummary errors=errors attempt=attempt/>
        <form class="form" novalidate on:submit=submit>
            <Field id="g-name" label="Name" hint="As it will stand in the list"><TextInput value=name/></Field>
            <Field id="g-cron" label="Expression" error=error><TextInput value=cron mono=true/></Field>
            <Field id="g-about" label="Description" optional=true><TextArea value=about limit=250/></Field>
            <div class="row">
                <Field id="g-start" label="Start" optional=true><TextInput value=RwSignal::new(String::new()) kind=InputKind::DateTime/></Field>
                <Field id="g-password" label="Password"><PasswordInput value=RwSignal::new("local".to_owned()) autocomplete="current-password"/></Field>
            </div>
            <Field id="g-node" label="Run on">
                <Select value=node choices=vec![Choice::new("", "any node"), Choice::new("1", "cm-node-1"), Choice::new("2", "cm-node-2")]/>
            </Field>
            <RadioGroup id="g-every" legend="Repeat" value=every segmented=true choices=vec![
                Choice::new("hourly", "Hourly"), Choice::new("daily", "Daily"), Choice::new("weekly", "Weekly"), Choice::new("custom", "Custom"),
            ]/>
            <RadioGroup id="g-what" legend="What to synchronize" value=selection choices=vec![
                Choice::new("some", "These KMS"),
                Choice::new("all", "Everything").hint("Every KMS of the account, also those that are added later"),
            ]/>
            <CheckboxGroup id="g-items" legend="Items" values=items error=|| Some("Choose at least one".to_owned()) choices=vec![
                Choice::new("key", "Keys"), Choice::new("secret", "Secrets"), Choice::new("certificate", "Certificates"),
            ]/>
            <Checkbox id="g-enabled" label="Enabled" checked=enabled hint="A disabled schedule never fires"/>
            <div class="actions">
                <Button label="Create schedule" kind=ButtonKind::Primary submit=true/>
                <LinkButton label="Cancel" href="/schedules" kind=ButtonKind::Quiet/>
            </div>
        </form>
    }
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
fn Combos() -> impl IntoView {
    let many = RwSignal::new(vec!["kv-1".to_owned(), "kv-4".to_owned(), "gone-vault".to_owned()]);
    let one = RwSignal::new(Vec::new());
    let failed = ComboState::Failed("The appliance did not answer. What you picked is kept.".to_owned());
    view! {
        <div class="cols">
            <Field id="g-vaults" label="Vaults" hint="Search, or paste a list of names or ids">
                <Combobox selected=many options=vaults(10_000) noun="vaults" free=true/>
            </Field>
            <Field id="g-vault" label="Vault"><Combobox selected=one options=vaults(12) noun="vaults" single=true/></Field>
            <Field id="g-loading" label="Vaults, loading">
                <Combobox selected=RwSignal::new(Vec::new()) options=vaults(3) noun="vaults" state=ComboState::Loading/>
            </Field>
            <Field id="g-failed" label="Vaults, failed">
                <Combobox selected=RwSignal::new(Vec::new()) options=Vec::new() noun="vaults" state=failed on_retry=|| ()/>
            </Field>
        </div>
    }
}

#[component]
fn Overlays() -> impl IntoView {
    let plain = RwSignal::new(false);
    let confirm = RwSignal::new(false);
    let locked = RwSignal::new(false);
    let toasts = RwSignal::new(Vec::<Toast>::new());
    let toast = move |tone: Tone, text: &str| {
        let text = text.to_owned();
        toasts.update(|all| {
            let id = all.last().map_or(1, |last| last.id + 1);
            all.push(Toast { id, tone, text, link: Some(("Open the run".to_owned(), "/runs/1".to_owned())) });
        });
    };
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    view! {
        <div class="bar">
            <Button label="Dialog" on_press=move || plain.set(true)/>
            <Button label="Delete…" kind=ButtonKind::Danger on_press=move || confirm.set(true)/>
            <Button label="Session expired" on_press=move || locked.set(true)/>
            <Button label="Toast" on_press=move || toast(Tone::Ok, "Nightly AWS production runs.")/>
            <Button label="Failure toast" on_press=move || toast(Tone::Bad, "Nightly AWS production could not be run: the appliance is busy.")/>
            <Menu label="Theme" text="Theme" icon=Icon::Monitor items=|| {
                vec![
                    MenuItem::new("As the system", || ()).checked(true),
                    MenuItem::new("Light", || ()).checked(false),
                    MenuItem::new("Dark", || ()).checked(false),
                ]
            }/>
        </div>
        <Dialog open=plain on_close=move || plain.set(false) title="Change the name">
            <Field id="g-dialog-name" label="Name"><TextInput value=user/></Field>
            <div class="actions"><Button label="Save" kind=ButtonKind::Primary on_press=move || plain.set(false)/></div>
        </Dialog>
        <ConfirmDialog
            open=confirm
            on_close=move || confirm.set(false)
            title="Delete Nightly AWS production?"
            body="The schedule is deleted; its runs and the keys stay as they are."
            confirm="Delete schedule"
            danger=true
            on_confirm=move || confirm.set(false)
        />
        <Dialog open=locked on_close=move || locked.set(false) kind=DialogKind::Locked title="Your session has ended">
            <p class="dim">"You were away for 15 minutes. Sign in as admin to go on where you were."</p>
            <Field id="g-locked-password" label="Password"><PasswordInput value=password autocomplete="current-password"/></Field>
            <div class="actions"><Button label="Sign in" kind=ButtonKind::Primary on_press=move || locked.set(false)/></div>
        </Dialog>
        <ToastList toasts=toasts on_dismiss=Callback::new(move |id| toasts.update(|all| all.retain(|toast| toast.id != id)))/>
    }
}

#[component]
fn Texts() -> impl IntoView {
    let selected = RwSignal::new("results".to_owned());
    let tabs = vec![
        Tab::new("results", "Results", || view! { <p>"Twelve vaults."</p> }),
        Tab::new(
            "parameters",
            "Parameters",
            || view! { <CodeBlock label="parameters" text="{\n  \"cloud_name\": \"aws\",\n  \"kms\": [\"prod\"]\n}"/> },
        ),
        Tab::new("raw", "Raw", || {
            view! { <p><Untrusted pieces=vec![Piece::plain("Luna partitions"), Piece::marked("·", "trailing blank")]/></p> }
        }),
    ];
    view! { <Tabs label="Run" tabs=tabs selected=selected on_select=Callback::new(move |id| selected.set(id))/> }
}
