//! What can be done to schedules, from the table and from their pages: run, enable, disable, delete, one or many; out into a file
//! and in from one. A page asks by [`Tasks`]; what is asked, shown and told stands here.

mod batch;
mod import_export;
mod run_now;
mod single;

use crate::data::schedule_actions::{Task, Tasks, Verb};
use crate::platform::html::{Html, IntoHtml};
use crate::reactive::*;

/// The dialogs of all tasks; each is open while its task is in hand.
#[component]
pub fn TaskDialogs() -> Html {
    let tasks = Tasks::expect();
    effect(move || {
        if let Some(Task::Do(verb @ (Verb::Enable | Verb::Disable), list)) = tasks.task.get()
            && let [schedule] = list.as_slice()
        {
            single::switch(schedule.clone(), verb == Verb::Enable);
            tasks.task.set(None);
        }
    });
    (
        view! { <run_now::RunDialog/> },
        view! { <single::DeleteDialog/> },
        view! { <batch::ManyDialog/> },
        view! { <import_export::ImportDialog/> },
        view! { <import_export::Exporter/> },
    )
        .into_html()
}

/// The schedule of a task that is about one.
fn the_one(tasks: Tasks, wanted: Verb) -> Option<crate::domain::schedule::Schedule> {
    tasks.task.with(|task| match task {
        Some(Task::Do(verb, list)) if *verb == wanted => match list.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        },
        _ => None,
    })
}
