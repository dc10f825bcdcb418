use crate::platform::html::{self, AnyView, IntoView, NodeRef, ViewFn, ev};
use crate::platform::{dom, focus};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Icon, IconButton, unique_id};

/// How a dialog can be left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DialogKind {
    /// By its buttons, the cross, Escape.
    #[default]
    Plain,
    /// A question that waits for an answer (`alertdialog`): by its buttons and Escape.
    Alert,
    /// Only by doing what it asks: an expired session. The page behind it is hidden.
    Locked,
}

/// A native modal dialog: the rest of the page is inert, the focus stays inside, and goes back to where it was when it closes.
/// The content lives only while it is open. The first control inside takes the focus, or the one with `autofocus`.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Asks the owner to close it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its name and headline.
    #[prop(into)]
    title: Signal<String>,
    /// How it can be left.
    #[prop(optional)]
    kind: DialogKind,
    /// Its buttons, at the end.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// What is in it.
    children: ViewFn,
) -> AnyView {
    let node = NodeRef::<web_sys::HtmlDialogElement>::new();
    let title_id = unique_id("dialog");
    let locked = kind == DialogKind::Locked;
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            // Shown when its content is there, so that the browser finds what to focus.
            focus::settled(move || {
                if open.try_get_untracked() == Some(true) {
                    dom::open_modal(&dialog);
                }
            });
        } else {
            dom::close_modal(&dialog);
        }
    });
    let leave = move || {
        if !locked {
            on_close.try_run(());
        }
    };
    // Escape is taken as a key: a browser lets a second "cancel" through, whatever the page says to it.
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            leave();
        }
    };
    let on_cancel = move |event: web_sys::Event| {
        event.prevent_default();
        leave();
    };
    // The browser closed it (a back gesture): the owner hears of it, or it comes back.
    let on_closed = move |_| match (open.try_get_untracked(), node.get_untracked()) {
        (Some(true), Some(dialog)) if locked => dom::open_modal(&dialog),
        (Some(true), _) => leave(),
        _ => {}
    };
    let label = title_id.clone();
    let content = move || {
        open.get().then(|| {
            let cross = (kind == DialogKind::Plain).then(|| view! { <IconButton label="Close" icon=Icon::X on_press=leave/> });
            // The cross comes last: what the dialog is about has the focus first.
            html::div()
                .class("sheet-body")
                .child(html::h2().attr("id", title_id.clone()).child(title))
                .child(children.run())
                .child(actions.clone().map(|actions| html::div().class("actions").child(actions.run())))
                .child(cross)
                .into_any()
        })
    };
    html::dialog()
        .node_ref(node)
        .class_if("locked", locked)
        .attr("role", (kind != DialogKind::Plain).then_some("alertdialog"))
        .attr("aria-labelledby", label)
        .on(ev::keydown, on_keydown)
        .on(ev::Custom::new("cancel"), on_cancel)
        .on(ev::close, on_closed)
        .child(content)
        .child(html::div().class("vh").attr("role", "status"))
        .into_any()
}

/// A question before something that cannot be taken back. Cancel has the focus.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Asks the owner to close it.
    #[prop(into)]
    on_close: Callback<()>,
    /// The question, naming the thing.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen and what will not.
    #[prop(into)]
    body: Signal<String>,
    /// The verb on the button.
    #[prop(into)]
    confirm: Signal<String>,
    /// The words for leaving all as it is, where "Cancel" would be taken for the action.
    #[prop(optional, into)]
    keep: Option<String>,
    /// Called when confirmed; the owner closes the dialog when it is done.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// The action destroys something.
    #[prop(optional)]
    danger: bool,
    /// The action runs.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> AnyView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    let actions = move || {
        let cancel =
            view! { <Button label=keep.clone().unwrap_or_else(|| "Cancel".to_owned()) autofocus=true on_press=on_close/> };
        (cancel, view! { <Button label=confirm kind=kind busy=busy on_press=on_confirm/> })
    };
    let says = move || html::p().child(body);
    view! { <Dialog open=open on_close=on_close title=title kind=DialogKind::Alert actions=actions>{says()}</Dialog> }.into_any()
}
