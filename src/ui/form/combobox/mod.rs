//! A combobox with a list (APG): typing narrows, the focus stays in the input, `aria-activedescendant` says which option is
//! meant. Picks several or one; holds 10,000 options by drawing a hundred.

mod chips;
mod matching;
mod popup;

pub use matching::ComboOption;

use super::field::FieldContext;
use crate::platform::html::{self, AnyView, IntoView, NodeRef, ev};
use crate::platform::number::grouped;
use crate::platform::{announce, dom, focus, timer};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind, Icon, glyph, unique_id};
use chips::Chips;
use matching::{Index, Matches, Meant};
use popup::Popup;

/// Whether the options are all there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum ComboState {
    /// They are.
    #[default]
    Ready,
    /// More are coming; what is there can be picked.
    Loading,
    /// They could not be read, for this reason.
    Failed(String),
}

/// Picks from a long list, inside a [`crate::ui::Field`].
///
/// Keys: Down, Up, Page Down, Page Up move; Home and End too once an option is meant; Enter picks or takes back: the one option that
/// the text finds, the first of several after it was shown, the text itself where none matches and that is allowed; Escape closes, then empties; Backspace in an empty input moves to the last chip; a pasted list is
/// taken apart.
#[component]
pub fn Combobox(
    /// The picked values, both ways.
    selected: RwSignal<Vec<String>>,
    /// What can be picked.
    #[prop(into)]
    options: Signal<Vec<ComboOption>>,
    /// The things, in the plural: "vaults".
    noun: &'static str,
    /// One at most; picking another replaces it.
    #[prop(optional)]
    single: bool,
    /// Typed and pasted text that is no option is kept.
    #[prop(optional)]
    free: bool,
    /// Whether the options are all there.
    #[prop(optional, into)]
    state: Signal<ComboState>,
    /// Asks for the options again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// The text that was typed and not added, for forms that say so.
    #[prop(optional)]
    query: Option<RwSignal<String>>,
) -> AnyView {
    let field = FieldContext::here();
    let invalid = field.aria_invalid();
    // Text by which something was picked has served: to the form it is typed no more.
    let typed = query.unwrap_or_else(|| RwSignal::new(String::new()));
    let query = RwSignal::new(typed.get_untracked());
    let has_served = RwSignal::new(false);
    effect(move || {
        let left = if has_served.get() { String::new() } else { query.get() };
        if typed.with_untracked(|typed| *typed != left) {
            typed.set(left);
        }
    });
    let list_id = unique_id("list");
    let input = NodeRef::<web_sys::HtmlInputElement>::new();
    let list = NodeRef::<web_sys::HtmlElement>::new();
    let chips = NodeRef::<web_sys::HtmlElement>::new();

    let index = memo(move || Index::new(options.get()));
    let open = RwSignal::new(false);
    // Searched only while somebody looks.
    let found =
        memo(move || if open.get() { index.with(|index| query.with(|query| index.find(query))) } else { Matches::default() });
    let at = RwSignal::new(None::<usize>);
    // It goes when the list closes, or when the focus comes back: not as the focus leaves, under what is pressed then.
    let drop_served = move || {
        if has_served.get_untracked() {
            query.set(String::new());
            has_served.set(false);
        }
    };
    // Other options: what is meant is not the line that it was.
    effect(move || {
        index.track();
        at.set(None);
    });
    let said = timer::Slot::new();
    let addable = memo(move || {
        let text = query.with(|query| query.trim().to_owned());
        (free && !text.is_empty() && index.with(|index| index.named(&text).is_none())).then_some(text)
    });
    // The line that adds the typed text comes after the options.
    let lines = move || found.with_untracked(|found| found.shown.len()) + usize::from(addable.with_untracked(Option::is_some));

    let say_count = move || announce::polite(&counted(selected.with_untracked(Vec::len), noun));
    let set_single_or_toggle = move |value: String| {
        selected.update(|all| {
            if let Some(n) = all.iter().position(|own| *own == value) {
                all.remove(n);
            } else if single {
                *all = vec![value];
            } else {
                all.push(value);
            }
        });
        say_count();
    };
    let pick = move |n: usize| {
        let value = found.with_untracked(|found| found.shown.get(n).copied());
        let value = value.and_then(|n| index.with_untracked(|index| index.options.get(n).map(|option| option.value.clone())));
        if let Some(value) = value.or_else(|| {
            let typed = addable.get_untracked();
            query.set(String::new());
            at.set(None);
            typed
        }) {
            set_single_or_toggle(value);
            has_served.set(true);
            if single {
                query.set(String::new());
                open.set(false);
                at.set(None);
            }
        }
    };
    let move_to = move |n: Option<usize>| {
        at.set(n);
        focus::settled(move || {
            if let Some(list) = list.get_untracked()
                && let Some(line) = n.and_then(|n| dom::all(&list, "[role=option]").into_iter().nth(n))
            {
                dom::reveal(&line);
            }
        });
    };
    let on_input = move |event: web_sys::Event| {
        query.set(event_target_value(&event));
        has_served.set(false);
        at.set(None);
        open.set(true);
        said.after(500, move || {
            if let (Some(count), Some(true)) = (found.try_with_untracked(|found| found.count), open.try_get_untracked()) {
                announce::polite(&format!("{} {noun} found", grouped(count)));
            }
        });
    };
    let on_enter = move |event: &web_sys::KeyboardEvent| {
        // What nobody sees is not meant.
        if !open.get_untracked() {
            at.set(None);
        }
        let has_nothing = at.get_untracked().is_none() && query.with_untracked(|text| text.trim().is_empty());
        // A closed, empty input leaves Enter to the form.
        if has_nothing && !open.get_untracked() {
            return;
        }
        event.prevent_default();
        if has_nothing {
            return open.set(false);
        }
        open.set(true);
        if let Some(n) = at.get_untracked() {
            pick(n);
            // What was typed has found what it was for; the next is typed anew.
            if query.with_untracked(|text| !text.is_empty()) {
                query.set(String::new());
                at.set(None);
            }
            return;
        }
        let can_add = addable.with_untracked(Option::is_some);
        let meant = index.with_untracked(|index| {
            let text = query.get_untracked();
            found.with_untracked(|found| selected.with_untracked(|selected| index.meant(&text, found, selected, can_add)))
        });
        match meant {
            // What was typed was not picked from the list: the list goes, and leaves what lies below it to be pressed.
            Meant::Take(value) => {
                query.set(String::new());
                open.set(false);
                set_single_or_toggle(value);
            }
            Meant::Has(label) => {
                query.set(String::new());
                open.set(false);
                announce::polite(&format!("{label} is selected already"));
            }
            Meant::Add => {
                pick(lines());
                open.set(false);
            }
            Meant::OneOf { count, first } => {
                move_to(Some(first));
                announce::polite(&format!("{} {noun} match: press Enter again for the one that is marked", grouped(count)));
            }
            Meant::Nothing => announce::polite("Nothing is picked: choose one from the list"),
        }
    };
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        let (count, now) = (lines(), at.get_untracked());
        let last = count.saturating_sub(1);
        let next = match event.key().as_str() {
            "Enter" => return on_enter(&event),
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                open.set(false);
                drop_served();
                return at.set(None);
            }
            "Escape" if !query.with_untracked(String::is_empty) => {
                event.prevent_default();
                return query.set(String::new());
            }
            "Backspace" if query.with_untracked(String::is_empty) => {
                let last = chips.get_untracked().and_then(|chips| dom::all(&chips, "button").pop());
                return last.iter().for_each(focus::now);
            }
            "ArrowDown" if event.alt_key() => None,
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => {
                // The list is drawn first; then its first or last line is meant.
                let up = event.key() == "ArrowUp";
                focus::settled(move || move_to(lines().checked_sub(1).map(|last| if up { last } else { 0 })));
                None
            }
            _ if count == 0 || !open.get_untracked() => return,
            "ArrowDown" => Some(now.map_or(0, |n| if n >= last { 0 } else { n + 1 })),
            "ArrowUp" => Some(now.map_or(last, |n| n.checked_sub(1).unwrap_or(last))),
            "PageDown" => Some(now.map_or(0, |n| (n + 10).min(last))),
            "PageUp" => Some(now.map_or(0, |n| n.saturating_sub(10))),
            "Home" if now.is_some() => Some(0),
            "End" if now.is_some() => Some(last),
            _ => return,
        };
        event.prevent_default();
        open.set(true);
        if next.is_some() {
            move_to(next);
        }
    };
    let on_paste = move |event: web_sys::ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
        let taken = text.filter(|_| !single).and_then(|text| index.with_untracked(|index| index.take(&text)));
        let Some(mut taken) = taken else { return };
        event.prevent_default();
        let unknown = taken.unknown.len();
        let before = selected.with_untracked(Vec::len);
        if free {
            taken.known.append(&mut taken.unknown);
        }
        selected.update(|all| {
            let mut have = all.iter().cloned().collect::<std::collections::HashSet<_>>();
            all.extend(taken.known.into_iter().filter(|value| have.insert(value.clone())));
        });
        let added = selected.with_untracked(Vec::len) - before;
        // What could not be taken stays in the input to be looked at: nothing that was pasted is lost.
        query.set(taken.unknown.join(", "));
        has_served.set(false);
        at.set(None);
        open.set(!free && unknown > 0);
        announce::polite(&format!("{} added, {} not in the list", grouped(added), grouped(unknown)));
    };

    let popup = view! {
        <Popup
            id=list_id.clone() noun=noun single=single index=index found=found addable=addable at=at.into() open=open.into()
            selected=selected.into() state=state list=list on_pick=Callback::new(pick)
        />
    };
    let retry = move || {
        let ComboState::Failed(reason) = state.get() else { return None };
        let button = on_retry.map(|on_retry| view! { <Button kind=ButtonKind::Quiet label="Try again" on_press=on_retry/> });
        Some(html::div().class("strip bad").child(glyph(Icon::OctagonX)).child(html::span().child(reason)).child(button))
    };
    let take_all = move || {
        let values = index.with_untracked(|index| query.with_untracked(|query| index.all(query)));
        selected.update(|all| {
            let mut have = all.iter().cloned().collect::<std::collections::HashSet<_>>();
            all.extend(values.into_iter().filter(|value| have.insert(value.clone())));
        });
        query.set(String::new());
        open.set(false);
        say_count();
        input.get_untracked().iter().for_each(|input| focus::now(input));
    };
    let clear = move || {
        selected.set(Vec::new());
        say_count();
        input.get_untracked().iter().for_each(|input| focus::now(input));
    };
    let foot = move || {
        let (picked, all) = (selected.with(Vec::len), index.with(|index| index.options.len()));
        let several = !single && picked > 1;
        // What a search finds is taken as a whole by one press, whether it is drawn or not.
        let matching = query.with(|query| if query.trim().is_empty() { 0 } else { index.with(|index| index.all(query).len()) });
        let take = (matching > 1).then(|| {
            html::button()
                .attr("type", "button")
                .class("link")
                .on(ev::click, move |_| take_all())
                .child(format!("Select all {} that match", grouped(matching)))
        });
        (!single).then(|| {
            html::p()
                .class("under num")
                .child(format!("{} of {} {noun} selected ", grouped(picked), grouped(all)))
                .child(take)
                .child(" ")
                .child(several.then(|| {
                    html::button().attr("type", "button").class("link").on(ev::click, move |_| clear()).child("Remove all")
                }))
                .into_any()
        })
    };
    let controls = list_id.clone();
    let active = derived(move || at.get().filter(|_| open.get()).map(|n| format!("{list_id}-{n}")));
    let complete = derived(move || state.with(|state| *state == ComboState::Ready));
    html::div()
        .class("combo")
        .child(view! { <Chips selected=selected index=index complete=complete noun=noun list=chips input=input/> })
        .child(retry)
        .child(
            html::div()
                .class("box")
                .child(
                    html::input()
                        .attr("type", "text")
                        .class("in")
                        .attr("role", "combobox")
                        .node_ref(input)
                        .attr("id", field.id)
                        .attr("autocomplete", "off")
                        .attr("autocapitalize", "none")
                        .attr("spellcheck", "false")
                        .attr("aria-autocomplete", "list")
                        .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
                        .attr("aria-controls", controls)
                        .attr("aria-activedescendant", active)
                        .attr("aria-describedby", field.described_by)
                        .attr("aria-invalid", invalid)
                        .prop("value", query)
                        .on(ev::input, on_input)
                        .on(ev::keydown, on_keydown)
                        .on(ev::paste, on_paste)
                        .on(ev::click, move |_| open.set(true))
                        .on(ev::focus, move |_| drop_served())
                        .on(ev::blur, move |_| {
                            // Also sent when the field is taken off the page, after its signals are gone.
                            let _ = open.try_set(false);
                            let _ = at.try_set(None);
                        }),
                )
                .child(glyph(Icon::ChevronDown))
                .child(popup),
        )
        .child(foot)
        .into_any()
}

fn counted(n: usize, noun: &str) -> String {
    if n == 1 { "1 selected".to_owned() } else { format!("{} {noun} selected", grouped(n)) }
}
