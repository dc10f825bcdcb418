use crate::platform::html::{self, AnyView, IntoView, NodeRef, ViewFn, ev};
use crate::platform::{dom, focus};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Icon, IconButton, unique_id};

/// The ways to close a dialog.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DialogKind {
    /// Buttons, the cross, Escape.
    #[default]
    Plain,
    /// Buttons and Escape: a question that waits for an answer (`alertdialog`), read with its first paragraph.
    Alert,
    /// Only its form, as for an expired session. The page behind is hidden.
    Locked,
}

/// The reaction to a dialog that the browser closed on its own, after a back gesture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum OnClosed {
    /// None: the owner closed the dialog before, or is gone.
    Nothing,
    /// Notify the owner.
    Leave,
    /// Show the dialog again.
    Reopen,
}

impl DialogKind {
    fn can_be_left(self) -> bool {
        self != Self::Locked
    }

    fn on_closed(self, is_wanted_open: bool) -> OnClosed {
        match (is_wanted_open, self.can_be_left()) {
            (false, _) => OnClosed::Nothing,
            (true, true) => OnClosed::Leave,
            (true, false) => OnClosed::Reopen,
        }
    }
}

/// The signals and the element of one dialog, and the handlers of its events.
#[derive(Clone, Copy)]
struct DialogController {
    kind: DialogKind,
    open: Signal<bool>,
    on_close: Callback<()>,
    node: NodeRef<web_sys::HtmlDialogElement>,
}

impl DialogController {
    fn leave(self) {
        if self.kind.can_be_left() {
            self.on_close.try_run(());
        }
    }

    fn is_wanted_open(self) -> bool {
        self.open.try_get_untracked() == Some(true)
    }

    /// Shows and hides the element by the `open` signal.
    fn follow_owner(self) {
        let Some(dialog) = self.node.get() else { return };
        if !self.open.get() {
            return dom::close_modal(&dialog);
        }
        // The content must exist first, so that the browser finds an element to focus.
        focus::settled(move || {
            if self.is_wanted_open() {
                self.describe();
                dom::open_modal(&dialog);
            }
        });
    }

    /// Makes the first paragraph the description of a question, so that a screen reader says what it asks about.
    fn describe(self) {
        let Some(dialog) = self.node.get_untracked().filter(|_| self.kind != DialogKind::Plain) else { return };
        if let Some(first) = dom::all(&dialog, "p").first() {
            if first.id().is_empty() {
                first.set_id(&unique_id("says"));
            }
            let _ = dialog.set_attribute("aria-describedby", &first.id());
        }
    }

    /// Handles Escape as a key, since a browser closes the dialog at a second "cancel" even if the page prevents it.
    fn on_keydown(self, event: &web_sys::KeyboardEvent) {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            self.leave();
        }
    }

    fn on_cancel(self, event: &web_sys::Event) {
        event.prevent_default();
        self.leave();
    }

    fn on_closed(self) {
        match self.kind.on_closed(self.is_wanted_open()) {
            OnClosed::Nothing => {}
            OnClosed::Leave => self.leave(),
            OnClosed::Reopen => self.node.get_untracked().iter().for_each(dom::open_modal),
        }
    }
}

/// A native modal dialog: the rest of the page is inert, the focus stays inside and returns on close. The content lives only
/// while the dialog is open. The first control inside takes the focus, or the one with `autofocus`.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    /// Asks the owner to close the dialog.
    #[prop(into)]
    on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] kind: DialogKind,
    #[prop(optional, into)] actions: Option<ViewFn>,
    children: ViewFn,
) -> AnyView {
    let dialog = DialogController { kind, open, on_close, node: NodeRef::new() };
    let title_id = unique_id("dialog");
    effect(move || dialog.follow_owner());
    let label = title_id.clone();
    let content = move || {
        open.get().then(|| {
            let cross = (kind == DialogKind::Plain)
                .then(|| view! { <IconButton label="Close" icon=Icon::X on_press=move || dialog.leave()/> });
            // The cross comes last, so that the content takes the focus first.
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
        .node_ref(dialog.node)
        .class_if("locked", kind == DialogKind::Locked)
        .attr("role", (kind != DialogKind::Plain).then_some("alertdialog"))
        .attr("aria-labelledby", label)
        .on(ev::keydown, move |event| dialog.on_keydown(&event))
        // The focus moves where the content is replaced, as by the progress of a batch.
        .on(ev::focusin, move |_| dialog.describe())
        .on(ev::Custom::new("cancel"), move |event: web_sys::Event| dialog.on_cancel(&event))
        .on(ev::close, move |_| dialog.on_closed())
        .child(content)
        .child(html::div().class("sr-only").attr("role", "status"))
        .into_any()
}

/// A question before an action that cannot be undone. Cancel has the focus.
#[component]
pub fn ConfirmDialog(
    #[prop(into)] open: Signal<bool>,
    /// Asks the owner to close the dialog.
    #[prop(into)]
    on_close: Callback<()>,
    /// The question, with the name of the object.
    #[prop(into)]
    title: Signal<String>,
    #[prop(into)] body: Signal<String>,
    /// The verb on the button.
    #[prop(into)]
    confirm: Signal<String>,
    /// The label of the other button, where "Cancel" could be read as the action.
    #[prop(optional, into)]
    keep: Option<String>,
    /// Called when confirmed; the owner closes the dialog after the action.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// True for a destructive action.
    #[prop(optional)]
    danger: bool,
    /// True while the action runs.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_dialog_comes_back_when_the_browser_closes_it() {
        assert_eq!(DialogKind::Locked.on_closed(true), OnClosed::Reopen);
        assert_eq!(DialogKind::Plain.on_closed(true), OnClosed::Leave);
        assert_eq!(DialogKind::Alert.on_closed(true), OnClosed::Leave);
    }

    #[test]
    fn a_dialog_that_the_owner_closed_stays_closed() {
        for kind in [DialogKind::Plain, DialogKind::Alert, DialogKind::Locked] {
            assert_eq!(kind.on_closed(false), OnClosed::Nothing);
        }
    }
}
