use crate::platform::dom;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;
use crate::ui::{Icon, glyph, live_glyph, unique_id};

/// The prominence of a button. One primary button a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ButtonKind {
    Primary,
    #[default]
    Normal,
    /// Beside content, without a border.
    Quiet,
    /// For an action that deletes or cannot be undone.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn primary",
            Self::Normal => "btn",
            Self::Quiet => "btn quiet",
            Self::Danger => "btn danger",
        }
    }
}

/// The reasons why a press does nothing: the action runs already, or is not allowed. The button stays focusable, so that a busy
/// button keeps the focus and the reason can be read.
#[derive(Clone, Copy)]
struct Gate {
    busy: Signal<bool>,
    why_not: Signal<Option<String>>,
}

impl Gate {
    fn shut(self) -> bool {
        self.busy.get() || self.why_not.with(Option::is_some)
    }

    /// Runs `on_press` unless the gate is shut, which also prevents the submit of a form.
    fn press(self, event: &web_sys::MouseEvent, on_press: Option<Callback<()>>) {
        // A press on a button that sends a form comes before the submit.
        dom::tell_values(event.current_target());
        if untrack(|| self.shut()) {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.try_run(());
        }
    }

    fn aria_disabled(self) -> Signal<Option<&'static str>> {
        derived(move || self.shut().then_some("true"))
    }

    /// The reason as the description of the button, visible on hover and focus. Hidden inside the button, it is no part of the
    /// name.
    fn reason(self, id: String) -> AnyView {
        (move || {
            self.why_not
                .get()
                .map(|reason| html::span().class("why").attr("aria-hidden", "true").attr("id", id.clone()).child(reason))
        })
        .into_any()
    }

    /// The id of the reason, while there is one.
    fn described_by(self, id: &str) -> Signal<Option<String>> {
        let id = id.to_owned();
        derived(move || self.why_not.with(Option::is_some).then(|| id.clone()))
    }
}

/// A button with a visible name.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    /// Called on click, Enter and Space; a submit button needs none.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Icon>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// True while the action runs: the icon turns and presses do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// A reason why presses do nothing.
    #[prop(optional, into)]
    why_not: Signal<Option<String>>,
    /// The subject, as a tail of the name for screen readers: tells apart the buttons of several rows.
    #[prop(optional, into)]
    about: Signal<String>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] id: Option<String>,
) -> AnyView {
    let gate = Gate { busy, why_not };
    let reason = unique_id("why");
    let described_by = gate.described_by(&reason);
    let tail = move || about.with(|about| (!about.is_empty()).then(|| html::span().class("sr-only").child(format!(" {about}"))));
    let picture = move || {
        if busy.get() {
            Some(html::span().class("spin").child(glyph(Icon::Ring)).into_any())
        } else {
            icon.map(|icon| glyph(icon).into_any())
        }
    };
    html::button()
        .attr("type", if submit { "submit" } else { "button" })
        .class(kind.class())
        .attr("id", id)
        .attr("autofocus", autofocus)
        .attr("aria-disabled", gate.aria_disabled())
        .attr("aria-describedby", described_by)
        .on(ev::click, move |event| gate.press(&event, on_press))
        .child(picture)
        .child(html::span().child(label).child(tail))
        .child(gate.reason(reason))
        .into_any()
}

/// A button with an icon alone; its name is a tooltip and read by screen readers.
#[component]
pub fn IconButton(
    /// The name, with its subject: "Run Nightly AWS now".
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] icon: Signal<Icon>,
    /// Called on click, Enter and Space.
    #[prop(into)]
    on_press: Callback<()>,
    /// True while the action runs: a turning ring is drawn and presses do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// A reason why presses do nothing.
    #[prop(optional, into)]
    why_not: Signal<Option<String>>,
    /// The state of a toggle; absent for other buttons.
    #[prop(optional)]
    pressed: Option<Signal<bool>>,
) -> AnyView {
    let gate = Gate { busy, why_not };
    let reason = unique_id("why");
    let described_by = gate.described_by(&reason);
    let drawn = derived(move || if busy.get() { Icon::Ring } else { icon.get() });
    html::button()
        .attr("type", "button")
        .class("btn icon")
        .class_if("turning", busy)
        .attr("title", label)
        .attr("aria-pressed", pressed.map(|pressed| derived(move || if pressed.get() { "true" } else { "false" })))
        .attr("aria-disabled", gate.aria_disabled())
        .attr("aria-describedby", described_by)
        .on(ev::click, move |event| gate.press(&event, Some(on_press)))
        .child(live_glyph(drawn))
        // An aria-label would replace the reason, which is part of the content.
        .child(html::span().class("sr-only").child(label))
        .child(gate.reason(reason))
        .into_any()
}

/// A link that looks like a button, for actions that are places: "New schedule".
#[component]
pub fn LinkButton(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Icon>,
    /// The subject, as a tail of the name for screen readers: tells apart the links of several rows.
    #[prop(optional, into)]
    about: String,
) -> AnyView {
    let tail = (!about.is_empty()).then(|| html::span().class("sr-only").child(format!(" {about}")));
    html::a()
        .class(kind.class())
        .attr("href", href)
        .child(icon.map(glyph))
        .child(html::span().child(label))
        .child(tail)
        .into_any()
}
