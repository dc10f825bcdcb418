//! `/sync/:source/new`: starting a direct synchronization. The page shows the request as it will be sent, and sends it once.

use crate::components::fields::container_picker::ContainerField;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::running_jobs::RunningJobs;
use crate::data::client::{WriteKind, WriteMessage, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::list::sort::sorted;
use crate::domain::sync::container::Container;
use crate::domain::sync::form::{SyncFault, SyncForm};
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::source::{Source, SyncRequest};
use crate::platform::html::{self, AnyView, Element, IntoView, ev};
use crate::platform::{focus, unicode};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::state::permissions::Permission;
use crate::ui::{
    Banner, Button, ButtonKind, Checkbox, Choice, CodeBlock, ComboOption, Combobox, Field, Icon, LinkButton, OptionsState,
    RadioGroup, Tone,
};

const EVERYTHING: &str = "everything";
const THESE: &str = "these";
/// How many KMS without a chosen region are named.
const LACKING_SHOWN: usize = 5;

/// The form of a direct sync job.
#[component]
pub fn NewSyncJob(source: Source) -> AnyView {
    let (router, permissions) = (AppContext::expect().router, SignedInContext::expect().permissions);
    let fields = SyncFields::new();
    let submission = SyncSubmission::new(source, fields);
    let has_choice = move || fields.selection.with(|word| !word.is_empty());
    let dirty = derived(move || !submission.is_done.get() && !submission.is_sent() && has_choice());
    router.guard(dirty, Callback::new(|()| {}));
    let jobs = derived(move || router.href(Route::SyncJobs(source)));
    let why_not = derived(move || {
        let may_run = submission.is_sent().then(|| "The job may be running already. Look at the newest jobs first.".to_owned());
        may_run.or_else(|| permissions.why_not(Permission::Sync(source)))
    });
    let (busy, start) = (submission.busy, move || submission.start());
    let asked =
        derived(move || submission.request.with(|request| request.as_ref().ok().cloned().into_iter().collect::<Vec<_>>()));
    let refused = derived(move || submission.problem.with(Option::is_some));
    (
        html::p()
            .class("crumb")
            .child(html::a().attr("href", move || router.href(Route::Sync)).child("Sync jobs"))
            .child(" / ")
            .child(html::a().attr("href", move || jobs.get()).child(source.label())),
        html::div().class("head").child(view! { <PageTitle text=format!("Synchronize {} now", source.label())/> }),
        source.hint().map(|hint| html::p().class("dim").child(hint)),
        move || submission.problem.get().map(|problem| problem_banner(problem, jobs)),
        html::form()
            .class("form")
            .attr("novalidate", true)
            // Only the button starts a job: an accidental Enter in a picker does not.
            .on(ev::submit, |event: web_sys::SubmitEvent| event.prevent_default())
            .child(view! { <SyncFieldList source=source fields=fields submission=submission/> })
            .child(view! { <RunningJobs source=source requests=asked refused=refused/> })
            .child(html::div().class("actions").child(view! { <LinkButton label="Cancel" href=jobs/> }).child(
                view! { <Button label="Start" icon=Icon::Sync kind=ButtonKind::Primary busy=busy why_not=why_not on_press=start/> },
            )),
    )
        .into_any()
}

/// The inputs of the form.
#[derive(Clone, Copy)]
struct SyncFields {
    selection: RwSignal<String>,
    containers: RwSignal<Vec<String>>,
    typed: RwSignal<String>,
    regions: RwSignal<Vec<String>>,
    typed_region: RwSignal<String>,
    backup: RwSignal<bool>,
}

impl SyncFields {
    fn new() -> Self {
        Self {
            selection: RwSignal::new(String::new()),
            containers: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            regions: RwSignal::new(Vec::new()),
            typed_region: RwSignal::new(String::new()),
            backup: RwSignal::new(false),
        }
    }

    fn form(self) -> SyncForm {
        SyncForm {
            everything: self.selection.with(|word| match word.as_str() {
                EVERYTHING => Some(true),
                THESE => Some(false),
                _ => None,
            }),
            containers: self.containers.get(),
            typed: self.typed.get(),
            regions: self.regions.get(),
            typed_region: self.typed_region.get(),
            backup: self.backup.get(),
        }
    }
}

/// The request of the form and its submission.
#[derive(Clone, Copy)]
struct SyncSubmission {
    source: Source,
    router: Router,
    command: Command,
    request: Memo<Result<SyncRequest, SyncFault>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<WriteMessage>>,
    /// Set by the first attempt to start: faults are shown from then on, until they are corrected.
    is_tried: RwSignal<bool>,
    is_done: RwSignal<bool>,
}

impl SyncSubmission {
    fn new(source: Source, fields: SyncFields) -> Self {
        Self {
            source,
            router: AppContext::expect().router,
            command: Command::new(),
            request: memo(move || fields.form().request(source)),
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
            is_tried: RwSignal::new(false),
            is_done: RwSignal::new(false),
        }
    }

    /// The fault of the control with this id.
    fn fault(self, wanted: &'static str) -> Signal<Option<String>> {
        derived(move || {
            let is_tried = self.is_tried.get();
            let message = |fault: &SyncFault| (is_tried && control(fault) == wanted).then(|| fault.message(self.source));
            self.request.with(|request| request.as_ref().err().and_then(message))
        })
    }

    /// The job may be under way, although the appliance gave no answer.
    fn is_sent(self) -> bool {
        self.problem.with(|problem| problem.as_ref().is_some_and(|problem| !problem.may_send_again))
    }

    fn start(self) {
        if self.busy.get_untracked() || untrack(|| self.is_sent()) {
            return;
        }
        self.is_tried.set(true);
        let request = match self.request.get_untracked() {
            Ok(request) => request,
            Err(fault) => return focus::by_id(control(&fault)),
        };
        self.busy.set(true);
        self.problem.set(None);
        let client = self.command.client();
        let send = async move { client.start_verified(&request).await };
        let ended = move || {
            let _ = self.busy.try_set(false);
        };
        self.command.run(Permission::Sync(self.source), send, ended, move |outcome| self.end(outcome));
    }

    fn end(self, outcome: WriteOutcome<SyncJob>) {
        let message = describe(&outcome, WriteKind::StartSync, &format!("A sync job of {}", self.source.label()));
        match outcome {
            WriteOutcome::Applied(job) => self.lead(&message, Route::SyncJob(self.source, job.id)),
            WriteOutcome::NotReadBack(..) => {
                self.command.show(&message, None);
                self.lead(&message, Route::SyncJobs(self.source));
            }
            _ if self.problem.try_set(Some(message.clone())).is_none() => focus::by_id("problem"),
            // The person has left the page.
            _ => self.command.show(&message, Some(("Show the jobs".to_owned(), Route::SyncJobs(self.source).path()))),
        }
    }

    /// Opens the route, or shows a link if the person has left the page meanwhile.
    fn lead(self, message: &WriteMessage, route: Route) {
        if self.is_done.try_set(true).is_none() {
            focus::settled(move || self.router.go(route));
        } else {
            self.command.show(message, Some(("Show it".to_owned(), route.path())));
        }
    }
}

fn problem_banner(problem: WriteMessage, jobs: Signal<String>) -> Element {
    let body = html::p()
        .child(problem.detail)
        .child(" ")
        .child(html::a().attr("href", move || jobs.get()).child("Show the newest jobs"))
        .into_any();
    html::div().attr("id", "problem").attr("tabindex", "-1").child(
        view! { <Banner tone=Signal::stored(Tone::Bad) icon=Signal::stored(Icon::OctagonX) title=problem.headline>{body}</Banner> },
    )
}

/// The fields, and below them the request that they make.
#[component]
fn SyncFieldList(source: Source, fields: SyncFields, submission: SyncSubmission) -> AnyView {
    let cloud = source.cloud();
    let noun = cloud.container_noun(2);
    let choices = vec![
        Choice::new(THESE, format!("These {noun}")),
        Choice::new(EVERYTHING, "Everything").hint(format!("All {noun} that the appliance knows. That may take hours.")),
    ];
    let SyncFields { selection, containers, typed, regions, typed_region, backup } = fields;
    let lists = memo(move || selection.with(|word| word == THESE));
    let picker = move || {
        let fault = |wanted| submission.fault(wanted);
        let picked = view! { <ContainerField cloud=cloud selected=containers typed=typed error=fault("containers")/> };
        let is_aws = cloud == crate::domain::sync::cloud::Cloud::Aws;
        let regions = move || {
            view! { <Regions source=source containers=containers regions=regions typed=typed_region error=fault("regions")/> }
        };
        (picked, is_aws.then(regions)).into_any()
    };
    let is_keys = source == Source::AzureKeys;
    let to_text =
        |request: &Result<SyncRequest, SyncFault>| request.as_ref().ok().map(|request| format!("{:#}", request.to_json()));
    let body = memo(move || submission.request.with(to_text));
    let exactly = move || {
        body.get().map(|text| {
            html::details()
                .class("raw")
                .child(html::summary().child("The exact request"))
                .child(view! { <CodeBlock text=text label="Body of the request"/> })
        })
    };
    let fault = submission.fault("selection");
    (
        view! { <RadioGroup id="selection" legend="Synchronize" value=selection choices=choices error=fault/> },
        move || lists.get().then(picker),
        is_keys.then(|| view! { <Checkbox id="backup" label="Take a backup of each key" checked=backup/> }),
        exactly,
    )
        .into_any()
}

/// The id of the control that an error is about.
fn control(fault: &SyncFault) -> &'static str {
    match fault {
        SyncFault::Selection => "selection",
        SyncFault::Containers | SyncFault::Typed(_) => "containers",
        SyncFault::Region(_) | SyncFault::TypedRegion(_) => "regions",
    }
}

/// The regions of AWS: those of the selected KMS, or typed.
#[component]
fn Regions(
    source: Source,
    containers: RwSignal<Vec<String>>,
    regions: RwSignal<Vec<String>>,
    typed: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> AnyView {
    let list = SignedInContext::expect().containers.of(source.cloud());
    let options = memo(move || {
        let Some(list) = list else { return Vec::new() };
        let chosen = containers.get();
        let known: Vec<String> = list.held.with(|held| {
            let of_chosen = held
                .iter()
                .filter(|container| chosen.contains(&container.id) || container.names.iter().any(|name| chosen.contains(name)));
            of_chosen.flat_map(|container| container.regions.iter().cloned()).collect()
        });
        let mut known = sorted(known, Ord::cmp);
        known.dedup();
        let option = |region: String| ComboOption { value: region.clone(), label: region, detail: String::new(), muted: false };
        known.into_iter().map(option).collect::<Vec<_>>()
    });
    // A KMS without a region reports a failure for it.
    let lacking = memo(move || {
        let Some(list) = list else { return Vec::new() };
        let (chosen, regions) = (containers.get(), regions.get());
        list.held.with(|held| {
            let of_chosen = held.iter().filter(|container| chosen.contains(&container.id) && !container.regions.is_empty());
            let line = |container: &Container| {
                let none = regions.iter().filter(|region| !container.regions.contains(region));
                let none = none.map(|region| unicode::marked(region)).collect::<Vec<_>>();
                (!none.is_empty()).then(|| format!("{} does not have {}.", container.label.marked(), none.join(", ")))
            };
            of_chosen.filter_map(line).take(LACKING_SHOWN).collect::<Vec<_>>()
        })
    });
    let lacking = move || lacking.get().into_iter().map(|text| html::p().class("note warn").child(text)).collect::<Vec<_>>();
    let state = Signal::stored(OptionsState::Ready);
    let field = view! {
        <Field id="regions" label="Regions" hint="Leave empty for all regions of these KMS." error=error>
            <Combobox selected=regions options=options noun="regions" free=true state=state on_retry=move || {} query=typed/>
        </Field>
    };
    (field, lacking).into_any()
}
