//! The cron editor: simple fields and the raw expression, bound both ways, beside a preview of the next firings.
//!
//! The text of the expression is the truth. The simple fields show it by the clocks of a place and write it only when a person
//! edits them; an expression that they cannot express is "Custom" and stays byte for byte.

mod expression;
mod form;
mod place;
mod preview;
mod repeat;

pub use form::CronForm;
pub use preview::CronPreview;

use crate::domain::cron::{self, Active, CronErrors, CronWarning, Expression, StoredExpression};
use crate::platform::clock::now;
use crate::platform::html::{self, AnyView, Children, IntoView};
use crate::platform::{announce, timer};
use crate::reactive::*;
use expression::ExpressionField;
use repeat::Repeat;

/// The pause in typing after which errors are shown.
const PAUSE_MS: i32 = 300;
/// More firings a day than this cause a warning: one each half hour.
const MOST_PER_DAY: u32 = 48;
/// The number of dates on which firings are compared with those of other schedules.
const COMPARED_DAYS: u16 = 31;

/// The warnings about an expression beside the other schedules.
#[must_use]
pub fn cautions(text: &str, others: &[Expression]) -> Vec<CronWarning> {
    let (from, most_per_day, days) = (now(), MOST_PER_DAY, COMPARED_DAYS);
    cron::warnings(text, &cron::Circumstances { most_per_day, usual_ms: None, others, from, days })
}

/// The editor of one expression.
#[component]
pub fn CronEditor(
    /// The expression and its fields; kept by the page, so that a refused entry survives its steps.
    form: CronForm,
    /// When the schedule is active.
    #[prop(into, optional)]
    active: Option<Signal<Active>>,
    /// An error from the form or the appliance; an error of the expression itself comes first.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The expressions of the other enabled schedules.
    #[prop(into, optional)]
    others: Signal<Vec<Expression>>,
    /// The expression as the appliance stores it: it holds as long as nobody edits it, also where the console would not offer it.
    #[prop(optional_no_strip)]
    stored: Option<String>,
    /// Further fields that decide when the schedule fires, below the expression and beside the preview.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let text = form.text;
    let active = active.unwrap_or_else(|| Signal::stored(Active::On { start: None, end: None }));
    let parsed = memo(move || text.with(|text| cron::parse(text)));
    let is_stored = memo(move || text.with(|text| stored.as_ref() == Some(text)));
    let expression = memo(move || match is_stored.get() {
        true => text.with(|text| StoredExpression::read(text)),
        false => parsed.with(|parsed| parsed.as_ref().ok().copied().map(StoredExpression::from)),
    });
    let errors = settled_errors(text, parsed);
    let errors = memo(move || errors.get().filter(|_| !is_stored.get()));
    let is_kept = memo(move || is_stored.get() && expression.with(Option::is_none));
    let kept = move || {
        let text = "This console cannot tell when the stored expression fires. It stays as it is until you edit it.";
        is_kept.get().then(|| html::p().class("note warn").child(text))
    };
    let warnings = settled_warnings(text, others);
    html::div()
        .class("cols cron-editor")
        .child(
            html::div()
                .child(view! { <Repeat form=form/> })
                .child(view! { <ExpressionField text=text errors=errors error=error/> })
                .child(kept)
                .child(children.map(Children::run)),
        )
        .child(view! { <CronPreview expression=expression active=active warnings=warnings text=text/> })
        .into_any()
}

/// The errors of the expression. A corrected error disappears at once; a new one waits for a pause in typing. Another error takes
/// the place of one on screen at once: words and fix of an earlier text must not stand under this one.
fn settled_errors(text: RwSignal<String>, parsed: Memo<Result<Expression, CronErrors>>) -> RwSignal<Option<CronErrors>> {
    let errors = RwSignal::new(None::<CronErrors>);
    let pause = timer::Slot::new();
    let mut is_first = true;
    effect(move || {
        let outcome = parsed.get();
        if errors.with_untracked(Option::is_some) {
            let is_blank = text.with_untracked(|text| text.trim().is_empty());
            errors.set(outcome.clone().err().filter(|_| !is_blank));
        }
        let speaks = !std::mem::replace(&mut is_first, false);
        pause.after(PAUSE_MS, move || {
            let Some(is_blank) = text.try_with_untracked(|text| text.trim().is_empty()) else { return };
            if speaks {
                announce::polite(&match &outcome {
                    Ok(expression) => cron::describe(expression),
                    Err(_) if is_blank => String::new(),
                    Err(wrong) => wrong.first().message(),
                });
            }
            let _ = errors.try_set(outcome.err().filter(|_| !is_blank));
        });
    });
    errors
}

/// The warnings depend on the spelling, too, and on schedules that may load later than the page.
fn settled_warnings(text: RwSignal<String>, others: Signal<Vec<Expression>>) -> RwSignal<Vec<CronWarning>> {
    let warnings = RwSignal::new(Vec::<CronWarning>::new());
    let look = timer::Slot::new();
    let mut judged = text.get_untracked();
    effect(move || {
        others.track();
        let typed = text.get();
        if typed != judged {
            judged = typed;
            if !warnings.with_untracked(Vec::is_empty) {
                warnings.set(Vec::new());
            }
        }
        look.after(PAUSE_MS, move || {
            let found = text.try_with_untracked(|text| others.try_with_untracked(|others| cautions(text, others)));
            let _ = warnings.try_set(found.flatten().unwrap_or_default());
        });
    });
    warnings
}
