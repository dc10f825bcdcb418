use crate::platform::html::{self, AnyView, For, IntoView, NodeRef, ev};
use crate::platform::{announce, dom, focus, timer};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Icon, IconButton, Tone, glyph};

/// A message about the outcome of an action.
#[derive(Clone)]
pub struct Toast {
    /// Unique in its list.
    pub id: u64,
    pub tone: Tone,
    pub text: String,
    /// A link to the subject: text, path.
    pub link: Option<(String, String)>,
    /// A button that takes the action back: label, work. It closes the message.
    pub undo: Option<(&'static str, Work)>,
}

/// Milliseconds that a success message stays. Hovering or focusing stops the clock for a slow reader, and the text stays in the
/// live region.
const SHOWN_MS: i32 = 10_000;

/// The messages, newest last, once in the shell. Each new one is announced, failures assertively; failures stay until dismissed.
#[component]
pub fn ToastList(
    #[prop(into)] toasts: Signal<Vec<Toast>>,
    /// Asks the owner to remove a message.
    #[prop(into)]
    on_dismiss: Callback<u64>,
) -> AnyView {
    let list = NodeRef::<web_sys::HtmlElement>::new();
    // After a dismissal by hand, the focus goes to the next message, or back to the page.
    let dismiss = Callback::new(move |id: u64| {
        on_dismiss.try_run(id);
        focus::settled(move || {
            let buttons = list.get_untracked().map(|list| dom::all(&list, ".btn.icon")).unwrap_or_default();
            match buttons.last() {
                Some(button) => focus::now(button),
                None => focus::main_heading(),
            }
        });
    });
    html::section()
        .class("toasts")
        .attr("aria-label", "Messages")
        .node_ref(list)
        .child(view! { <For each=move || toasts.get() key=|toast| toast.id.to_string() children=move |toast| view! { <ToastView toast=toast on_dismiss=on_dismiss on_cross=dismiss/> }/> })
        .into_any()
}

#[component]
fn ToastView(toast: Toast, on_dismiss: Callback<u64>, on_cross: Callback<u64>) -> AnyView {
    let Toast { id, tone, text, link, undo } = toast;
    let icon = match tone {
        Tone::Ok => Icon::CheckCircle,
        Tone::Run => Icon::Ring,
        Tone::Warn => Icon::Warn,
        Tone::Bad => Icon::OctagonX,
        Tone::Idle => Icon::Info,
    };
    if tone == Tone::Bad {
        announce::assertive(&text);
    } else {
        announce::polite(&text);
    }
    let clock = timer::Slot::new();
    let start = move || {
        if tone != Tone::Bad {
            clock.after(SHOWN_MS, move || {
                on_dismiss.try_run(id);
            });
        }
    };
    start();
    let undo = undo.map(|(label, undo)| {
        let undo = StoredValue::new_local(undo);
        let press = move || {
            if let Some(undo) = undo.try_get_value() {
                undo();
            }
            on_cross.try_run(id);
        };
        view! { <Button label=label kind=ButtonKind::Quiet on_press=press/> }
    });
    html::div()
        .class(format!("toast {}", tone.class()))
        .on(ev::mouseenter, move |_| clock.clear())
        .on(ev::mouseleave, move |_| start())
        .on(ev::focusin, move |_| clock.clear())
        .on(ev::focusout, move |_| start())
        .child(glyph(icon))
        .child(
            html::div()
                .child(text)
                .child(" ")
                .child(link.map(|(text, href)| html::a().attr("href", href).child(text)))
                .child(undo),
        )
        .child(view! { <IconButton label="Dismiss message" icon=Icon::X on_press=move || {
            on_cross.try_run(id);
        }/> })
        .into_any()
}
