//! `/cron`: the cron editor as a scratch pad. The expression is in the address, so that a link can carry it.

use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::components::cron_editor::{CronEditor, CronForm};
use crate::components::layout::page_title::PageTitle;
use crate::platform::timer;

const EXAMPLE: &str = "0 1 * * *";

/// The scratch pad.
#[component]
pub fn CronPage() -> AnyView {
    let router = AppContext::expect().router;
    let schedules = SignedInContext::expect().schedules;
    schedules.open();
    let asked = router.value("e");
    let text = RwSignal::new(asked.get_untracked().unwrap_or_else(|| EXAMPLE.to_owned()));
    let form = CronForm::new(text);
    let pause = timer::Slot::new();
    effect(move || {
        asked.track();
        let typed = text.get();
        pause.after(300, move || {
            let query = router.query().get_untracked();
            if query.get("e") != Some(typed.as_str()).filter(|typed| !typed.is_empty()) {
                router.replace_query(query.with("e", &typed));
            }
        });
    });
    // Back, forward, and links to another expression.
    effect(move || {
        if let Some(asked) = asked.get()
            && text.with_untracked(|text| *text != asked)
        {
            text.set(asked);
        }
    });
    let others = memo(move || schedules.expressions(None));
    let about = "Nothing here is saved. The address holds the expression: copy it to send it to someone.";
    (
        html::div().class("head").child(view! { <PageTitle text="Cron scratch pad"/> }),
        html::p().class("dim").child(about),
        view! { <CronEditor form=form others=others/> },
    )
        .into_any()
}
