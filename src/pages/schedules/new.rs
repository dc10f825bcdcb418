//! `/schedules/new`: one page that creates a schedule for any of the eight clouds. The wizard will stand on the same draft.

use crate::platform::html::{self, Html, IntoHtml, part};
use crate::reactive::*;

use crate::api::error::ApiError;
use crate::api::page::Written;
use crate::domain::cloud::Cloud;
use crate::domain::draft::{Field as Of, FieldErrors, LONGEST_DESCRIPTION, ScheduleDraft};
use crate::domain::sync::AzureItem;
use crate::parts::container_picker::ContainerPicker;
use crate::parts::cron_editor::CronEditor;
use crate::parts::page_title::PageTitle;
use crate::platform::clock;
use crate::routes::{Route, Router};
use crate::state::query::Live;
use crate::state::schedules::Schedules;
use crate::state::session::SessionContext;
use crate::state::toasts::{Kind, Toasts};
use crate::ui::{
    Button, ButtonKind, Checkbox, CheckboxGroup, Choice, ErrorSummary, Field, InputKind, LinkButton, RadioGroup, Select,
    SummaryError, TextArea, TextInput,
};

/// What is typed, as signals; [`Form::draft`] makes the draft of it.
#[derive(Clone, Copy)]
struct Form {
    cloud: RwSignal<String>,
    selection: RwSignal<String>,
    containers: RwSignal<Vec<String>>,
    items: RwSignal<Vec<String>>,
    backup: RwSignal<bool>,
    run_at: RwSignal<String>,
    start: RwSignal<String>,
    never_ends: RwSignal<bool>,
    end: RwSignal<String>,
    run_on: RwSignal<String>,
    name: RwSignal<String>,
    description: RwSignal<String>,
    enabled: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let blank = ScheduleDraft::default();
        Self {
            cloud: RwSignal::new(String::new()),
            selection: RwSignal::new("these".to_owned()),
            containers: RwSignal::new(Vec::new()),
            items: RwSignal::new(blank.items.iter().map(|item| item.as_wire().to_owned()).collect()),
            backup: RwSignal::new(blank.take_key_backup),
            run_at: RwSignal::new(blank.run_at),
            start: RwSignal::new(blank.start),
            never_ends: RwSignal::new(blank.never_ends),
            end: RwSignal::new(blank.end),
            run_on: RwSignal::new(blank.run_on),
            name: RwSignal::new(blank.name),
            description: RwSignal::new(blank.description),
            enabled: RwSignal::new(blank.enabled),
        }
    }

    fn cloud(self) -> Option<Cloud> {
        self.cloud.with(|word| Cloud::from_wire(word))
    }

    fn draft(self) -> ScheduleDraft {
        let mut draft = ScheduleDraft::default();
        draft.cloud = self.cloud();
        draft.everything = self.selection.with(|word| word == "everything");
        draft.containers = self.containers.get();
        draft.items = self
            .items
            .with(|words| AzureItem::ALL.into_iter().filter(|item| words.iter().any(|word| word == item.as_wire())).collect());
        draft.take_key_backup = self.backup.get();
        draft.run_at = self.run_at.get();
        draft.start = self.start.get();
        draft.end = self.end.get();
        draft.never_ends = self.never_ends.get();
        draft.run_on = self.run_on.get();
        draft.name = self.name.get();
        draft.description = self.description.get();
        draft.enabled = self.enabled.get();
        draft
    }
}

/// The id of the control that a field error leads to.
fn control(field: Of) -> &'static str {
    match field {
        Of::Cloud => "cloud",
        Of::Selection => "selection",
        Of::Containers => "containers",
        Of::Items => "items",
        Of::RunAt => "run-at",
        Of::Start => "start",
        Of::End => "end",
        Of::RunOn => "run-on",
        Of::Name => "name",
        Of::Description => "description",
    }
}

/// The form.
#[component]
pub fn NewSchedulePage() -> Html {
    let session = SessionContext::expect();
    let schedules = Schedules::expect();
    let toasts = Toasts::expect();
    let router = Router::expect();
    let form = Form::new();
    let blank = form.draft();
    let is_saved = RwSignal::new(false);
    let is_dirty = memo(move || !is_saved.get() && form.draft() != blank);
    router.guard(is_dirty.into());
    // A list of containers chosen for one cloud waits while another is looked at.
    let kept = StoredValue::new(ScheduleDraft::default());
    let mut before = None;
    effect(move || {
        let cloud = form.cloud();
        if let (Some(before), Some(cloud)) = (before, cloud)
            && before != Some(cloud)
        {
            kept.update_value(|draft| {
                draft.everything = form.selection.with_untracked(|word| word == "everything");
                draft.containers = form.containers.get_untracked();
                draft.choose_cloud(cloud);
                form.selection.set(if draft.everything { "everything" } else { "these" }.to_owned());
                form.containers.set(draft.containers.clone());
            });
        }
        if let Some(cloud) = cloud {
            kept.update_value(|draft| draft.cloud = Some(cloud));
        }
        before = Some(cloud);
    });

    let errors = RwSignal::new(FieldErrors::default());
    let problem = RwSignal::new(None::<String>);
    let attempt = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    let error_of = move |field: Of| derived(move || errors.with(|errors| errors.of(field).map(str::to_owned)));
    let summary = derived(move || {
        let fields = errors.with(|errors| {
            errors
                .iter()
                .map(|(field, text)| SummaryError { field_id: control(field).to_owned(), text: text.to_owned() })
                .collect::<Vec<_>>()
        });
        let other = problem.get().map(|text| SummaryError { field_id: "create".to_owned(), text });
        fields.into_iter().chain(other).collect::<Vec<_>>()
    });

    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        problem.set(None);
        let request = untrack(|| form.draft()).validate(clock::now());
        let request = match request {
            Ok(request) => request,
            Err(found) => {
                errors.set(found);
                attempt.update(|attempt| *attempt += 1);
                return;
            }
        };
        errors.set(FieldErrors::default());
        busy.set(true);
        let asked_disabled = !form.enabled.get_untracked();
        let client = session.client();
        spawn_local(async move {
            let answer = client.schedules().create(&request).await;
            // A person who has left the page meanwhile is told, and stays where they are.
            let is_here = busy.try_set(false).is_none();
            match answer {
                Ok(Written::Accepted) => {
                    let _ = is_saved.try_set(true);
                    toasts.show(
                        Kind::Done,
                        "The appliance accepted the schedule; it appears in the table once it is stored.",
                        None,
                    );
                    if is_here {
                        router.go_instead(Route::Schedules);
                    }
                }
                Ok(Written::Stored(created)) => {
                    let _ = is_saved.try_set(true);
                    let route = Route::Schedule(created.id.clone());
                    if asked_disabled && !created.disabled {
                        toasts.show(
                            Kind::Failed,
                            format!("{} was created, but the appliance stored it enabled.", created.name.trim()),
                            None,
                        );
                    } else {
                        let link = (!is_here).then(|| ("Show it".to_owned(), route.path()));
                        toasts.show(Kind::Done, format!("{} was created.", created.name.trim()), link);
                    }
                    schedules.put(created);
                    if is_here {
                        router.go_instead(route);
                    }
                }
                // The person signed out, or is another by now.
                Err(ApiError::Aborted) => {}
                Err(error) if !is_here => {
                    let name = request.name().trim();
                    toasts.show(Kind::Failed, format!("{name} was not created. {} {}", error.what(), error.safe()), None);
                }
                Err(ApiError::Invalid { message, fields }) => {
                    let (found, rest) = FieldErrors::from_wire(&fields);
                    let _ = problem.try_set(
                        (found.is_empty() || !rest.is_empty()).then(|| if rest.is_empty() { message } else { rest.join(" ") }),
                    );
                    let _ = errors.try_set(found);
                    let _ = attempt.try_update(|attempt| *attempt += 1);
                }
                Err(ApiError::Conflict(message)) => {
                    let mut found = FieldErrors::default();
                    found.add(Of::Name, message);
                    let _ = errors.try_set(found);
                    let _ = attempt.try_update(|attempt| *attempt += 1);
                }
                Err(error) => {
                    let _ = problem.try_set(Some(format!("{} {} {}", error.what(), error.safe(), error.todo())));
                    let _ = attempt.try_update(|attempt| *attempt += 1);
                }
            }
        });
    };

    let schedules_href = derived(move || router.href(Route::Schedules));
    let actions = html::div()
        .class("actions")
        .child(view! { <Button id="create" label="Create schedule" kind=ButtonKind::Primary submit=true busy=busy/> })
        .child(view! { <LinkButton label="Cancel" kind=ButtonKind::Quiet href=schedules_href/> });
    let fields = html::form()
        .class("form")
        .attr("novalidate", true)
        .on_submit(move |event| {
            event.prevent_default();
            submit();
        })
        .child(view! { <ErrorSummary errors=summary attempt=attempt/> })
        .child(view! { <What form=form error_of=error_of/> })
        .child(view! { <WhenFields form=form error_of=error_of/> })
        .child(html::h2().child("Name"))
        .child(view! {
            <Field id="name" label="Name" hint="Cannot be changed later." error=error_of(Of::Name)>
                <TextInput value=form.name autocomplete="off"/>
            </Field>
        })
        .child(view! {
            <Field id="description" label="Description" optional=true error=error_of(Of::Description)>
                <TextArea value=form.description limit=LONGEST_DESCRIPTION/>
            </Field>
        })
        .child(view! {
            <Checkbox
                id="enabled"
                label="Enabled"
                checked=form.enabled
                hint="A disabled schedule never fires by itself; it can still be run by hand."
            />
        })
        .child(actions);
    (
        html::p().class("crumb").child(html::a().attr("href", schedules_href).child("Schedules")),
        html::div().class("head").child(view! { <PageTitle text="New schedule"/> }),
        fields,
    )
        .into_html()
}

#[component]
fn What(form: Form, error_of: impl Fn(Of) -> Signal<Option<String>> + Copy + Send + Sync + 'static) -> Html {
    let clouds = std::iter::once(Choice::new("", "Choose a cloud"))
        .chain(Cloud::ALL.map(|cloud| Choice::new(cloud.cloud_name(), format!("{} ({})", cloud.label(), cloud.cloud_name()))))
        .collect::<Vec<_>>();
    let cloud = memo(move || form.cloud());
    let lists = memo(move || form.selection.with(|word| word == "these"));
    let picker = move |cloud: Cloud| {
        view! {
            <Field
                id="containers"
                label=capital(cloud.container_noun(2))
                hint="Choose from the list, or type or paste names or ids."
                error=error_of(Of::Containers)
            >
                <ContainerPicker cloud=cloud selected=form.containers/>
            </Field>
        }
    };
    let azure = move || {
        let items = AzureItem::ALL.into_iter().map(|item| Choice::new(item.as_wire(), item.label())).collect::<Vec<_>>();
        let error = error_of(Of::Items);
        (
            view! { <CheckboxGroup id="items" legend="Items" values=form.items choices=items error=error/> },
            view! { <Checkbox id="backup" label="Take a backup of each key" checked=form.backup/> },
        )
    };
    let targets = move |cloud: Cloud| {
        let noun = cloud.container_noun(2);
        let selection = vec![
            Choice::new("these", format!("These {noun}")).hint("Ones added later are not included."),
            Choice::new("everything", "Everything")
                .hint("Containers added later too. May take long and cost requests at the cloud."),
        ];
        let error = error_of(Of::Selection);
        (
            view! {
                <RadioGroup id="selection" legend="Synchronize" value=form.selection choices=selection error=error/>
            },
            part(move || lists.get().then(|| picker(cloud))),
            (cloud == Cloud::Azure).then(azure),
        )
    };
    (
        html::h2().child("What"),
        view! {
            <Field id="cloud" label="Cloud or key source" hint="Cannot be changed later." error=error_of(Of::Cloud)>
                <Select value=form.cloud choices=Signal::stored(clouds)/>
            </Field>
        },
        part(move || cloud.get().map(targets)),
    )
        .into_html()
}

fn capital(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[component]
fn WhenFields(form: Form, error_of: impl Fn(Of) -> Signal<Option<String>> + Copy + Send + Sync + 'static) -> Html {
    let session = SessionContext::expect();
    let nodes = Live::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let choices = memo(move || {
        let known = nodes.data.with(|nodes| {
            nodes.iter().flatten().map(|node| Choice::new(node.id.as_str(), node.label.clone())).collect::<Vec<_>>()
        });
        std::iter::once(Choice::new("any", "any node")).chain(known).collect::<Vec<_>>()
    });
    let schedules = Schedules::expect();
    schedules.open();
    let others = memo(move || schedules.expressions(None));
    let active = memo(move || form.draft().active());
    let end = move || {
        view! {
            <Field id="end" label="Ends (UTC)" error=error_of(Of::End)>
                <TextInput value=form.end kind=InputKind::DateTime autocomplete="off"/>
            </Field>
        }
    };
    let start = view! {
        <Field id="start" label="Starts (UTC)" optional=true hint="At once if left empty." error=error_of(Of::Start)>
            <TextInput value=form.start kind=InputKind::DateTime autocomplete="off"/>
        </Field>
    };
    (
        html::h2().child("When"),
        view! { <CronEditor text=form.run_at active=active error=error_of(Of::RunAt) others=others/> },
        html::div().class("row").child(start).child(part(move || (!form.never_ends.get()).then(end))),
        view! { <Checkbox id="never-ends" label="Never ends" checked=form.never_ends/> },
        view! {
            <Field id="run-on" label="Runs on" error=error_of(Of::RunOn)>
                <Select value=form.run_on choices=choices/>
            </Field>
        },
    )
        .into_html()
}
