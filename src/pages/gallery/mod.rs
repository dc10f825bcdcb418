//! `/__gallery`: every primitive in every state on one page, for manual review and for the browser tests. The feature `gallery`
//! enables the page; a release does not contain it.

mod forms;

use forms::{Combos, FormParts};

use crate::platform::html::{self, AnyView, Children, IntoView};
use crate::reactive::*;
use crate::ui::*;

/// The gallery page.
#[component]
pub fn Gallery() -> AnyView {
    let head = html::div()
        .class("head")
        .child(html::h1().attr("tabindex", "-1").child("Gallery"))
        .child(html::span().class("count").child("every primitive, every state"));
    let sections = vec![
        view! { <Section title="Buttons"><Buttons/></Section> },
        view! { <Section title="Status"><Statuses/></Section> },
        view! { <Section title="Icons"><Icons/></Section> },
        view! { <Section title="Table"><Rows/></Section> },
        view! { <Section title="Screen states"><States/></Section> },
        view! { <Section title="Form"><FormParts/></Section> },
        view! { <Section title="Combobox"><Combos/></Section> },
        view! { <Section title="Overlays"><Overlays/></Section> },
        view! { <Section title="Tabs and text"><Texts/></Section> },
    ];
    (head, sections).into_any()
}

#[component]
fn Section(title: &'static str, children: Children) -> AnyView {
    html::section().class("section").child(html::h2().child(title)).child(children.run()).into_any()
}

#[component]
fn Buttons() -> AnyView {
    let pressed = RwSignal::new(0_u32);
    let press = move || pressed.update(|n| *n += 1);
    let on = RwSignal::new(true);
    let reason = Signal::stored(Some("Only an operator may run a schedule".to_owned()));
    let plain = html::div()
        .class("bar")
        .child(view! { <Button label="New schedule" kind=ButtonKind::Primary icon=Icon::Plus on_press=press/> })
        .child(view! { <Button label="Import" on_press=press/> })
        .child(view! { <Button label="Sign out" kind=ButtonKind::Quiet icon=Icon::SignOut on_press=press/> })
        .child(view! { <Button label="Delete" kind=ButtonKind::Danger on_press=press/> })
        .child(view! { <IconButton label="Run Nightly AWS now" icon=Icon::Play on_press=press/> })
        .child(view! { <LinkButton label="All runs" href="/runs" icon=Icon::List/> });
    let busy_or_refused = html::div()
        .class("bar")
        .child(view! { <Button label="Saving" kind=ButtonKind::Primary busy=true on_press=press/> })
        .child(view! { <Button label="Refresh" icon=Icon::Sync busy=true on_press=press/> })
        .child(view! { <IconButton label="Running Nightly AWS" icon=Icon::Play busy=true on_press=press/> })
        .child(view! { <Button label="Run now" kind=ButtonKind::Primary icon=Icon::Play why_not=reason on_press=press/> })
        .child(view! { <Button label="Run now" why_not=reason on_press=press/> })
        .child(view! { <IconButton label="Run Weekly now" icon=Icon::Play why_not=reason on_press=press/> });
    let placeholder = "Name, description or container";
    let chips = html::div()
        .class("bar")
        .child(view! { <SearchBox id="g-search" label=placeholder value="" on_input=Callback::new(|_| ())/> })
        .child(view! { <FilterSelect label="Cloud" value="" choices=filters() on_change=Callback::new(|_| ())/> })
        .child(view! { <FilterSelect label="State" value="aws" choices=filters() on_change=Callback::new(|_| ())/> })
        .child(view! { <ToggleChip label="Failed 3" pressed=on on_toggle=move || on.update(|on| *on = !*on)/> })
        .child(view! { <ToggleChip label="Synchronized 9" pressed=false on_toggle=|| ()/> })
        .child(html::span().class("live num").child(move || format!("pressed {} times", pressed.get())));
    (plain, busy_or_refused, chips).into_any()
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
fn Statuses() -> AnyView {
    let badges = statuses().map(|(tone, icon, word)| view! { <Badge tone=tone icon=icon word=word/> });
    let cause = html::p()
        .child("First cause: permission, on 2 vaults. The appliance reports ")
        .child(html::code().child("failed"))
        .child(".");
    let rest = html::p().child("Everything else was saved.");
    let id = view! { <ShortId text="4f2a9c1e-77b0-4d0e-9f6b-0a1b2c3d4e5f" what="run id"/> };
    let meter = view! { <Meter parts=vec![(Tone::Ok, 9), (Tone::Bad, 3)] label="9 of 12 synchronized, 3 failed"/> };
    (
        html::p().class("bar").child(Vec::from(badges)),
        view! {
            <Banner big=true tone=Tone::Bad icon=Icon::HalfCircle title="3 of 12 vaults failed; 9 were synchronized">
                {cause}
            </Banner>
        },
        view! {
            <Banner tone=Tone::Warn icon=Icon::Warn title="The appliance did not store the description">
                {rest}
            </Banner>
        },
        facts((
            fact("Enqueued", "13:30:00 UTC"),
            fact("Took", ("26.6 s ", html::span().class("dimmer").child("usual 19 s"))),
            fact("Id", id),
            fact("Vaults", meter),
        )),
    )
        .into_any()
}

#[component]
fn Icons() -> AnyView {
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
    html::p().class("bar").child(Vec::from(all.map(glyph))).into_any()
}

#[component]
fn Rows() -> AnyView {
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
        html::tr()
            .child(
                html::th().attr("scope", "row").child(
                    html::span()
                        .class("two-lines")
                        .child(html::a().attr("href", "/schedules/1").child(name))
                        .child(html::span().child(what)),
                ),
            )
            .child(html::td().attr("data-label", "Fires").child(html::code().child(cron)))
            .child(
                html::td()
                    .attr("data-label", "Next run (UTC)")
                    .child(view! { <TimeCell datetime="2026-11-22T14:00:00Z" absolute=at relative=relative/> }),
            )
            .child(
                html::td().attr("data-label", "Last run").child(
                    html::span()
                        .class("two-lines")
                        .child(html::span().child(status))
                        .child(html::span().child("23 min ago · 9 of 12")),
                ),
            )
            .child(
                html::td()
                    .class("row-actions")
                    .child(view! { <IconButton label=format!("Run {name} now") icon=Icon::Play on_press=|| ()/> })
                    .child(view! { <Menu label=format!("More actions for {name}") items=Signal::stored(lines(name))/> }),
            )
            .into_any()
    };
    let head = html::tr()
        .child(view! { <SortHeader label="Name" sort=sort on_sort=flip/> })
        .child(html::th().attr("scope", "col").child("Fires"))
        .child(view! { <SortHeader label="Next run (UTC)" sort=None on_sort=|| ()/> })
        .child(html::th().attr("scope", "col").child("Last run"))
        .child(html::th().attr("scope", "col").child(html::span().class("sr-only").child("Actions")));
    let inside = (html::thead().child(head), html::tbody().child(Vec::from(rows.map(row)))).into_any();
    let pages = view! {
        <Pagination
            page=page
            page_size=size
            total=312
            on_page=Callback::new(move |to| page.set(to))
            on_size=Callback::new(move |to| size.set(to))
        />
    };
    html::div()
        .class("sheet")
        .child(view! { <Table id="g-table" caption="Schedules" stack=true>{inside}</Table> })
        .child(pages)
        .into_any()
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
fn States() -> AnyView {
    let states = html::div()
        .class("cols")
        .child(view! { <SkeletonTable columns=3 rows=3 label="Loading schedules"/> })
        .child(view! {
            <ErrorState
                what="The appliance answered with an error (500)"
                safe="Nothing was changed."
                todo="Try again; if it stays, look at the appliance's log near 13:53 UTC."
                on_retry=|| ()
            />
        })
        .child(view! {
            <Empty sentence="No schedules yet. A schedule synchronizes the keys of one cloud by the clock.">
                <LinkButton label="New schedule" href="/schedules/new" kind=ButtonKind::Primary icon=Icon::Plus/>
            </Empty>
        })
        .child(view! { <NoMatch sentence="None of 35 schedules matches “foo” and cloud AWS." on_clear=|| ()/> })
        .child(view! {
            <Forbidden
                what="You may not see schedules in domain root"
                permission="Your account lacks the permission “ReadJobConfigs”. An administrator of the domain can give it."
            />
        })
        .child(view! { <SkeletonText lines=4 label="Loading facts"/> });
    (
        view! { <StaleNote text="As of 13:53 UTC: the appliance does not answer." on_retry=|| ()/> },
        view! { <OfflineNote text="You are offline. This page shows data as of 13:53 UTC; it resumes by itself."/> },
        states,
    )
        .into_any()
}

#[component]
fn Overlays() -> AnyView {
    let plain = RwSignal::new(false);
    let confirm = RwSignal::new(false);
    let locked = RwSignal::new(false);
    let toasts = RwSignal::new(Vec::<Toast>::new());
    let toast = move |tone: Tone, text: &str| {
        let text = text.to_owned();
        toasts.update(|all| {
            let id = all.last().map_or(1, |last| last.id + 1);
            all.push(Toast { id, tone, text, link: Some(("Open the run".to_owned(), "/runs/1".to_owned())), undo: None });
        });
    };
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let succeed = move || toast(Tone::Ok, "Nightly AWS production runs.");
    let fail = move || toast(Tone::Bad, "Nightly AWS production could not be run: the appliance is busy.");
    let themes = Signal::stored(vec![
        MenuItem::new("Same as the system", || ()).checked(true),
        MenuItem::new("Light", || ()).checked(false),
        MenuItem::new("Dark", || ()).checked(false),
    ]);
    let openers = html::div()
        .class("bar")
        .child(view! { <Button label="Dialog" on_press=move || plain.set(true)/> })
        .child(view! { <Button label="Delete…" kind=ButtonKind::Danger on_press=move || confirm.set(true)/> })
        .child(view! { <Button label="Session expired" on_press=move || locked.set(true)/> })
        .child(view! { <Button label="Toast" on_press=succeed/> })
        .child(view! { <Button label="Failure toast" on_press=fail/> })
        .child(view! { <Menu label="Theme" text="Theme" icon=Icon::Monitor items=themes/> });
    let rename = move || {
        let field = view! { <Field id="g-dialog-name" label="Name"><TextInput value=user/></Field> };
        let save = view! { <Button label="Save" kind=ButtonKind::Primary on_press=move || plain.set(false)/> };
        (field, html::div().class("actions").child(save)).into_any()
    };
    let sign_in_again = move || {
        let field = view! {
            <Field id="g-locked-password" label="Password">
                <PasswordInput value=password autocomplete="current-password"/>
            </Field>
        };
        let sign_in = view! { <Button label="Sign in" kind=ButtonKind::Primary on_press=move || locked.set(false)/> };
        (
            html::p().class("dim").child("You were away for 15 minutes. Sign in as admin to go on where you were."),
            field,
            html::div().class("actions").child(sign_in),
        )
            .into_any()
    };
    let dismiss = Callback::new(move |id| toasts.update(|all| all.retain(|toast| toast.id != id)));
    (
        openers,
        view! {
            <Dialog open=plain on_close=move || plain.set(false) title="Change the name">
                {rename()}
            </Dialog>
        },
        view! {
            <ConfirmDialog
                open=confirm
                on_close=move || confirm.set(false)
                title="Delete Nightly AWS production?"
                body="The schedule is deleted; its runs and the keys stay as they are."
                confirm="Delete schedule"
                danger=true
                on_confirm=move || confirm.set(false)
            />
        },
        view! {
            <Dialog open=locked on_close=move || locked.set(false) kind=DialogKind::Locked title="Your session has ended">
                {sign_in_again()}
            </Dialog>
        },
        view! { <ToastList toasts=toasts on_dismiss=dismiss/> },
    )
        .into_any()
}

#[component]
fn Texts() -> AnyView {
    let selected = RwSignal::new("results".to_owned());
    let parameters = "{\n  \"cloud_name\": \"aws\",\n  \"kms\": [\"prod\"]\n}";
    let raw = || {
        let pieces = vec![UntrustedPiece::plain("Luna partitions"), UntrustedPiece::marked("·", "trailing space")];
        html::p().child(view! { <Untrusted pieces=pieces/> })
    };
    let tabs = vec![
        Tab::new("results", "Results", || html::p().child("Twelve vaults.")),
        Tab::new("parameters", "Parameters", move || view! { <CodeBlock label="parameters" text=parameters/> }),
        Tab::new("raw", "Raw", raw),
    ];
    let select = Callback::new(move |id| selected.set(id));
    view! { <Tabs label="Run" tabs=tabs selected=selected on_select=select/> }.into_any()
}
