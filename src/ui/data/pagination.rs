use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::platform::number::grouped;
use crate::platform::{announce, focus};
use crate::reactive::*;
use crate::ui::form::select::option_list;
use crate::ui::{Button, ButtonKind, Choice, Icon, glyph};

const SIZES: [usize; 3] = [25, 50, 100];

/// "26–50 of 312" for a page (from 1); a page behind the last one has the rows of the last.
fn range(page: usize, size: usize, total: usize) -> String {
    if total == 0 {
        return "0 of 0".to_owned();
    }
    let before = page.clamp(1, total.div_ceil(size.max(1))).saturating_sub(1).saturating_mul(size);
    format!("{}–{} of {}", grouped(before + 1), grouped(before.saturating_add(size).min(total)), grouped(total))
}

/// The foot of a table: range, page size, previous and next. At the ends the buttons stay, keep the focus, and give the reason
/// why a press does nothing.
#[component]
pub fn Pagination(
    /// The current page, from 1.
    #[prop(into)]
    page: Signal<usize>,
    #[prop(into)] page_size: Signal<usize>,
    #[prop(into)] total: Signal<usize>,
    /// Called with the page to show.
    #[prop(into)]
    on_page: Callback<usize>,
    /// Called with the rows a page.
    #[prop(into)]
    on_size: Callback<usize>,
) -> AnyView {
    let first = derived(move || (page.get() <= 1).then(|| "This is the first page".to_owned()));
    let last =
        derived(move || (page.get().saturating_mul(page_size.get()) >= total.get()).then(|| "This is the last page".to_owned()));
    let sizes = Signal::stored(SIZES.iter().map(|size| Choice::new(size.to_string(), size.to_string())).collect::<Vec<_>>());
    let size = derived(move || page_size.get().to_string());
    let change = move |event: web_sys::Event| {
        if let Ok(size) = event_target_value(&event).parse() {
            on_size.try_run(size);
        }
    };
    let turn = move |by: isize| {
        on_page.try_run(page.get_untracked().saturating_add_signed(by));
        focus::settled(move || {
            if let (Some(page), Some(size), Some(total)) =
                (page.try_get_untracked(), page_size.try_get_untracked(), total.try_get_untracked())
            {
                announce::polite(&format!("Page {} of {}", grouped(page), grouped(total.div_ceil(size.max(1)))));
            }
        });
    };
    html::nav()
        .class("foot")
        .attr("aria-label", "Pages")
        .child(html::span().class("num").child(move || range(page.get(), page_size.get(), total.get())))
        .child(html::span().class("grow"))
        .child(
            html::label()
                .class("pick")
                .child(html::span().child("Rows"))
                .child(html::select().class("input").on(ev::change, change).child(option_list(sizes, size)))
                .child(glyph(Icon::ChevronDown)),
        )
        .child(view! { <Button kind=ButtonKind::Quiet label="Previous" about="page" why_not=first on_press=move || turn(-1)/> })
        .child(view! { <Button kind=ButtonKind::Quiet label="Next" about="page" why_not=last on_press=move || turn(1)/> })
        .into_any()
}
