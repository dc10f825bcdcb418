//! Values of attributes, properties and texts: fixed, or computed from signals.

use std::borrow::Cow;

use crate::reactive::{Memo, RwSignal, Signal};

/// A value of an attribute, a property or a text.
#[derive(Clone, PartialEq)]
pub enum DomValue {
    /// Removes the attribute; an empty text.
    None,
    Text(Cow<'static, str>),
    /// An attribute without a value, present or absent.
    Flag(bool),
}

impl DomValue {
    /// Gives the text; empty for a flag.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::None | Self::Flag(_) => "",
        }
    }

    /// True if an attribute with this value is present.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        match self {
            Self::None => false,
            Self::Text(_) => true,
            Self::Flag(on) => *on,
        }
    }
}

/// Conversion to a [`DomValue`].
pub trait IntoDomValue {
    /// Converts the value.
    fn into_dom_value(self) -> DomValue;
}

impl IntoDomValue for DomValue {
    fn into_dom_value(self) -> DomValue {
        self
    }
}

impl IntoDomValue for &'static str {
    fn into_dom_value(self) -> DomValue {
        DomValue::Text(Cow::Borrowed(self))
    }
}

impl IntoDomValue for String {
    fn into_dom_value(self) -> DomValue {
        DomValue::Text(Cow::Owned(self))
    }
}

impl IntoDomValue for bool {
    fn into_dom_value(self) -> DomValue {
        DomValue::Flag(self)
    }
}

impl IntoDomValue for u32 {
    fn into_dom_value(self) -> DomValue {
        DomValue::Text(Cow::Owned(self.to_string()))
    }
}

impl<V: IntoDomValue> IntoDomValue for Option<V> {
    fn into_dom_value(self) -> DomValue {
        self.map_or(DomValue::None, V::into_dom_value)
    }
}

/// A value that is fixed, or computed from signals.
pub enum AttrValue {
    /// Set once.
    Fixed(DomValue),
    /// Set after each change of a signal that the closure reads.
    Dynamic(Box<dyn Fn() -> DomValue>),
}

/// Conversion to an [`AttrValue`].
pub trait IntoAttrValue {
    /// Converts the value.
    fn into_attr_value(self) -> AttrValue;
}

macro_rules! fixed {
    ($($value:ty),*) => {$(
        impl IntoAttrValue for $value {
            fn into_attr_value(self) -> AttrValue {
                AttrValue::Fixed(self.into_dom_value())
            }
        }
    )*};
}

fixed!(&'static str, String, bool, u32, DomValue);

/// `None` removes the attribute; `Some` may be fixed or dynamic.
impl<S: IntoAttrValue> IntoAttrValue for Option<S> {
    fn into_attr_value(self) -> AttrValue {
        self.map_or(AttrValue::Fixed(DomValue::None), S::into_attr_value)
    }
}

/// A closure is called again after each change of a signal that it read.
impl<F: Fn() -> V + 'static, V: IntoDomValue + 'static> IntoAttrValue for F {
    fn into_attr_value(self) -> AttrValue {
        AttrValue::Dynamic(Box::new(move || self().into_dom_value()))
    }
}

macro_rules! of_signals {
    ($($signal:ident),*) => {$(
        impl<V: IntoDomValue + Clone + 'static> IntoAttrValue for $signal<V> {
            fn into_attr_value(self) -> AttrValue {
                AttrValue::Dynamic(Box::new(move || self.get().into_dom_value()))
            }
        }
    )*};
}

of_signals!(Signal, Memo, RwSignal);
