//! The elements of the page, built by calls and by one concrete type.
//!
//! Leptos gives the signals, the components, their owners and contexts. Its renderer makes a type of every shape of view and
//! compiles its machinery for each; here `div().class("row").child(name)` makes the element while it is called, and a closure in
//! the place of a child or of a value becomes one boxed effect, the same for every view. `NUMBERS.md` beside this file has what
//! that saves: about 45 % of the bytes against the best syntax of Leptos that passes the policy. Speed is the same.
//!
//! A view is an [`Element`], a text, a closure that gives a view (made again after each change of a signal that it read), a
//! [`For`] (rows with keys), a tuple or list of views, or a component: `view! { <Name prop=value/> }`.

mod diff;
mod element;
mod keyed;
mod markup;
mod tags;
mod value;

pub use element::{Element, NodeRef};
pub use keyed::{For, ForProps};
pub use leptos::ev;
pub use markup::{in_page, in_place};
pub use tags::*;
pub use value::{DomValue, IntoDomValue};

use crate::domain::text::harmless;
use crate::reactive::{GetValue, Memo, RwSignal, Signal, StoredValue, provide_context};
use leptos::children::ToChildren;
use leptos::prelude::{IntoRender, Owner, RenderEffect, View};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Node};

/// Content of the page: an element, a text, or several of them in a fragment.
pub struct AnyView(Node);

/// Conversion to content of the page.
pub trait IntoView: Sized {
    /// Appends the content to `parent`, an element or a fragment.
    fn append_to(self, parent: &Node);

    /// Gives the content as one [`AnyView`].
    fn into_any(self) -> AnyView {
        let fragment = fragment();
        self.append_to(&fragment);
        AnyView(fragment)
    }

    /// Appends the view that `read` gives, and replaces it after each change of a signal that `read` reads.
    fn append_dynamic(read: Box<dyn Fn() -> Self>, parent: &Node)
    where
        Self: 'static,
    {
        append(parent, &region(Box::new(move || read().into_any())).0);
    }
}

/// Allows the view between the tags of a component.
impl IntoRender for AnyView {
    type Output = Self;

    fn into_render(self) -> Self {
        self
    }
}

impl IntoRender for Element {
    type Output = Self;

    fn into_render(self) -> Self {
        self
    }
}

impl IntoView for AnyView {
    fn append_to(self, parent: &Node) {
        append(parent, &self.0);
    }

    fn into_any(self) -> AnyView {
        self
    }
}

impl IntoView for Element {
    fn append_to(self, parent: &Node) {
        append(parent, self.node());
    }

    fn into_any(self) -> AnyView {
        AnyView(self.node().clone().into())
    }
}

impl IntoView for () {
    fn append_to(self, _parent: &Node) {}
}

impl IntoView for &'static str {
    fn append_to(self, parent: &Node) {
        append(parent, &text_node(self));
    }

    fn append_dynamic(read: Box<dyn Fn() -> Self>, parent: &Node) {
        append_live_text(parent, Box::new(move || read().into_dom_value()));
    }
}

impl IntoView for String {
    fn append_to(self, parent: &Node) {
        append(parent, &text_node(&self));
    }

    fn append_dynamic(read: Box<dyn Fn() -> Self>, parent: &Node) {
        append_live_text(parent, Box::new(move || read().into_dom_value()));
    }
}

/// A closure as a child: its view is made again after each change of a signal that it read. A text keeps its node, and changes
/// only if it differs.
impl<F: Fn() -> V + 'static, V: IntoView + 'static> IntoView for F {
    fn append_to(self, parent: &Node) {
        V::append_dynamic(Box::new(self), parent);
    }
}

impl<H: IntoView> IntoView for Option<H> {
    fn append_to(self, parent: &Node) {
        if let Some(html) = self {
            html.append_to(parent);
        }
    }
}

impl<H: IntoView> IntoView for Vec<H> {
    fn append_to(self, parent: &Node) {
        self.into_iter().for_each(|html| html.append_to(parent));
    }
}

impl<H: IntoView> IntoView for View<H> {
    fn append_to(self, parent: &Node) {
        self.into_inner().append_to(parent);
    }

    fn into_any(self) -> AnyView {
        self.into_inner().into_any()
    }
}

macro_rules! text_of_signals {
    ($($signal:ident),*) => {$(
        impl<V: IntoDomValue + Clone + 'static> IntoView for $signal<V> {
            fn append_to(self, parent: &Node) {
                append_live_text(parent, Box::new(move || self.get().into_dom_value()));
            }
        }
    )*};
}

text_of_signals!(Signal, Memo, RwSignal);

macro_rules! several {
    ($($name:ident),*) => {
        #[allow(non_snake_case, reason = "a variable for each type of the tuple")]
        impl<$($name: IntoView),*> IntoView for ($($name,)*) {
            fn append_to(self, parent: &Node) {
                let ($($name,)*) = self;
                $($name.append_to(parent);)*
            }
        }
    };
}

several!(A, B);
several!(A, B, C);
several!(A, B, C, D);
several!(A, B, C, D, E);
several!(A, B, C, D, E, F);
several!(A, B, C, D, E, F, G);
several!(A, B, C, D, E, F, G, H);
several!(A, B, C, D, E, F, G, H, I);
several!(A, B, C, D, E, F, G, H, I, J);
several!(A, B, C, D, E, F, G, H, I, J, K);
several!(A, B, C, D, E, F, G, H, I, J, K, L);

/// Content between the tags of a component.
pub struct Children(Box<dyn FnOnce() -> AnyView>);

impl Children {
    /// Makes the content.
    #[must_use]
    pub fn run(self) -> AnyView {
        (self.0)()
    }
}

impl<F: FnOnce() -> H + 'static, H: IntoView> ToChildren<F> for Children {
    fn to_children(make: F) -> Self {
        Self(Box::new(move || make().into_any()))
    }
}

/// Content that is made each time it is shown: the panel of a tab, the inside of a dialog.
#[derive(Clone)]
pub struct ViewFn(Rc<dyn Fn() -> AnyView>);

impl<F: Fn() -> H + 'static, H: IntoView> From<F> for ViewFn {
    fn from(make: F) -> Self {
        Self(Rc::new(move || make().into_any()))
    }
}

impl<F: Fn() -> H + 'static, H: IntoView> ToChildren<F> for ViewFn {
    fn to_children(make: F) -> Self {
        make.into()
    }
}

impl ViewFn {
    /// Makes the content.
    #[must_use]
    pub fn run(&self) -> AnyView {
        (self.0)()
    }
}

fn region(make: Box<dyn Fn() -> AnyView>) -> AnyView {
    let whole = fragment();
    let (start, end) = (anchor(), anchor());
    append(&whole, &start);
    append(&whole, &end);
    watch(move || {
        let fresh = make();
        if let Some(parent) = end.parent_node() {
            remove_between(&parent, &start, &end);
            let _ = parent.insert_before(&fresh.0, Some(&end));
        }
    });
    AnyView(whole)
}

/// Gives content that has `value` as a context.
pub fn provide<T: Clone + Send + Sync + 'static, H: IntoView>(value: T, make: impl FnOnce() -> H) -> AnyView {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(value);
        make().into_any()
    });
    StoredValue::new(owner);
    html
}

/// Appends `app` to `place`; dropping the handle ends the app.
pub fn mount<H: IntoView>(place: web_sys::HtmlElement, app: impl FnOnce() -> H + 'static) -> Mounted {
    let root = place.clone();
    // Leptos starts its executor and makes the owner of the signals; its renderer has nothing to do.
    let owner = leptos::mount::mount_to(place, move || app().append_to(&root));
    Mounted(Box::new(owner))
}

/// Draws `app` in an element outside the page; dropping the handle ends the app. `None` where there is no document.
pub fn mount_aside<H: IntoView>(app: impl FnOnce() -> H + 'static) -> Option<Mounted> {
    let place = web_sys::window()?.document()?.create_element("div").ok()?.dyn_into().ok()?;
    Some(mount(place, app))
}

/// The mounted app; dropping it ends the app.
pub struct Mounted(Box<dyn std::any::Any>);

impl Mounted {
    /// Keeps the app for the life of the page.
    pub fn forget(self) {
        std::mem::forget(self.0);
    }
}

/// Runs now and after each change of a signal that it read, for as long as the owner lives.
fn watch(run: impl FnMut() + 'static) {
    fn start(mut run: Box<dyn FnMut()>) {
        StoredValue::new_local(RenderEffect::new(move |_| run()));
    }
    start(Box::new(run));
}

/// A text node that follows the signals. A translator of the browser, a reading aid or a dictionary may have put elements of its
/// own in the place of the node or beside it: the next change puts the node back between its neighbours.
fn append_live_text(parent: &Node, read: Box<dyn Fn() -> DomValue>) {
    // Elements and anchors stay where they are. The first node of a fragment gets neighbours that nobody knows yet.
    let before = parent.last_child().filter(|before| before.node_type() != Node::TEXT_NODE);
    let before = before.or_else(|| {
        let is_first = parent.node_type() == Node::ELEMENT_NODE && !parent.has_child_nodes();
        (!is_first).then(|| {
            let start = anchor();
            append(parent, &start);
            start
        })
    });
    let (node, end) = (text_node(""), anchor());
    append(parent, &node);
    append(parent, &end);
    let mut shown = DomValue::None;
    watch(move || {
        let fresh = read();
        if fresh != shown {
            if node.next_sibling().as_ref() != Some(&end) || node.previous_sibling() != before {
                put_back(&node, before.as_ref(), &end);
            }
            node.set_node_value(Some(&harmless(fresh.text())));
            shown = fresh;
        }
    });
}

fn put_back(node: &Node, before: Option<&Node>, end: &Node) {
    let Some(parent) = end.parent_node() else { return };
    while let Some(stranger) = end.previous_sibling().filter(|one| Some(one) != before) {
        let _ = parent.remove_child(&stranger);
    }
    let _ = parent.insert_before(node, Some(end));
}

/// Removes the nodes between `start` and `end`.
fn remove_between(parent: &Node, start: &Node, end: &Node) {
    while let Some(node) = start.next_sibling().filter(|node| node != end) {
        let _ = parent.remove_child(&node);
    }
}

thread_local! {
    static DOCUMENT: Document = leptos::prelude::document();
}

fn fragment() -> Node {
    DOCUMENT.with(|document| document.create_document_fragment().into())
}

/// An invisible mark between nodes. Programs that replace texts leave comments alone.
fn anchor() -> Node {
    DOCUMENT.with(|document| document.create_comment("").into())
}

fn text_node(text: &str) -> Node {
    DOCUMENT.with(|document| document.create_text_node(&harmless(text)).into())
}

fn append(parent: &Node, child: &Node) {
    // Fails only for a node that contains its parent, which this module cannot build.
    let _ = parent.append_child(child);
}

/// Gives a function that is true until the current owner is disposed.
fn is_alive() -> impl Fn() -> bool {
    let mark = StoredValue::new(());
    move || mark.try_get_value().is_some()
}

/// A cast without a check: the caller knows the class from the element's name.
fn cast<T: JsCast>(element: &web_sys::Element) -> T {
    element.clone().unchecked_into()
}
