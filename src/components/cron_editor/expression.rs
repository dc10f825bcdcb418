//! The raw expression: the name of the field at the cursor, every error, and the fixes.

use crate::domain::cron::{CronErrors, CronField, field_at};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Field, TextInput};

/// The id of the text field.
pub const FIELD: &str = "run-at";

/// The text field with its labels and its fixes.
#[component]
pub fn ExpressionField(text: RwSignal<String>, errors: Memo<Option<CronErrors>>, error: Signal<Option<String>>) -> AnyView {
    let caret = RwSignal::new(None::<u32>);
    let under_caret = memo(move || caret.get().and_then(|caret| text.with(|text| field_at(text, caret))));
    let all = derived(move || {
        let own = errors.with(|errors| {
            let messages = errors.iter().flat_map(CronErrors::iter).map(|error| error.message());
            messages.collect::<Vec<_>>().join("\n")
        });
        Some(own).filter(|own| !own.is_empty()).or_else(|| error.get())
    });
    let fix = memo(move || errors.with(|errors| errors.as_ref().and_then(|errors| errors.first().fix.clone())));
    let labels = CronField::ALL.map(|field| {
        let range = format!("{} {}–{}", field.name(), field.min(), field.max());
        let is_here = move || under_caret.get() == Some(field);
        html::span().class_if("at", is_here).child(move || if is_here() { range.clone() } else { field.name().to_owned() })
    });
    let offer = move || {
        fix.get().map(|fix| {
            let expression = fix.expression;
            // The button disappears together with the error.
            let put = move || {
                text.set(expression.clone());
                focus::by_id(FIELD);
            };
            view! { <Button kind=ButtonKind::Quiet label=fix.label on_press=put/> }
        })
    };
    let input = view! {
        <Field id=FIELD label="Cron expression" hint="Evaluated by the appliance; five fields." error=all>
            <TextInput value=text mono=true on_caret=Callback::new(move |at| caret.set(at))/>
        </Field>
    };
    html::div()
        .class("cron-expression")
        .child(input)
        .child(html::p().class("cron-labels").attr("aria-hidden", "true").child(Vec::from(labels)))
        .child(offer)
        .into_any()
}
