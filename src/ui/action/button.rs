use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;
use crate::ui::{Icon, glyph, live_glyph, unique_id};

/// How much a button stands out. One primary button a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ButtonKind {
    /// The screen's main action.
    Primary,
    /// Everything else.
    #[default]
    Normal,
    /// Beside content, without a border.
    Quiet,
    /// Deletes or cannot be taken back.
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

/// Why a press does nothing just now: it runs already, or it may not. The button stays focusable either way, so that the focus
/// is not lost when it becomes busy and the reason can be read.
#[derive(Clone, Copy)]
struct Gate {
    busy: Signal<bool>,
    why_not: Signal<Option<String>>,
}

impl Gate {
    fn shut(self) -> bool {
        self.busy.get() || self.why_not.with(Option::is_some)
    }

    /// Runs `on_press` unless the gate is shut; then not even a form is submitted.
    fn press(self, event: &web_sys::MouseEvent, on_press: Option<Callback<()>>) {
        if untrack(|| self.shut()) {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.try_run(());
        }
    }

    fn aria_disabled(self) -> Signal<Option<&'static str>> {
        derived(move || self.shut().then_some("true"))
    }

    /// The reason, which the button is described by and which is seen while it is hovered or focused. Hidden inside of the
    /// button, it is no part of its name.
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
    /// The visible name.
    #[prop(into)]
    label: Signal<String>,
    /// Called on click, Enter and Space; a submit button needs none.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the name.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// The action runs: the icon turns and presses do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// A reason why presses do nothing.
    #[prop(optional, into)]
    why_not: Signal<Option<String>>,
    /// A tail of the name that only screen readers read, for buttons that stand in every row: what it is about.
    #[prop(optional, into)]
    about: Signal<String>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// The element's id.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let gate = Gate { busy, why_not };
    let reason = unique_id("why");
    let described_by = gate.described_by(&reason);
    let tail = move || about.with(|about| (!about.is_empty()).then(|| html::span().class("vh").child(format!(" {about}"))));
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

/// A button that shows an icon alone; its name is spoken and is its tooltip.
#[component]
pub fn IconButton(
    /// The name, with what it is about: "Run Nightly AWS now".
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] icon: Signal<Icon>,
    /// Called on click, Enter and Space.
    #[prop(into)]
    on_press: Callback<()>,
    /// The action runs: a turning ring is drawn and presses do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// A reason why presses do nothing.
    #[prop(optional, into)]
    why_not: Signal<Option<String>>,
    /// For a toggle: whether it is on.
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
        // No aria-label: the reason, which shows inside, would not be part of it.
        .child(html::span().class("vh").child(label))
        .child(gate.reason(reason))
        .into_any()
}

/// A link that looks like a button, for actions that are places: "New schedule".
#[component]
pub fn LinkButton(
    /// The visible name.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the name.
    #[prop(optional)]
    icon: Option<Icon>,
    /// A tail of the name that only screen readers read, for links that stand in every row: what it is about.
    #[prop(optional, into)]
    about: String,
) -> AnyView {
    let tail = (!about.is_empty()).then(|| html::span().class("vh").child(format!(" {about}")));
    html::a()
        .class(kind.class())
        .attr("href", href)
        .child(icon.map(glyph))
        .child(html::span().child(label))
        .child(tail)
        .into_any()
}
