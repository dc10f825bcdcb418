//! What an attribute or a text can be: fixed, or following signals.

use std::borrow::Cow;

use crate::reactive::{Memo, RwSignal, Signal};

/// A value of an attribute, a property or a text.
#[derive(Clone, PartialEq)]
pub enum DomValue {
    /// Not there: the attribute is removed, the text empty.
    None,
    /// Words.
    Text(Cow<'static, str>),
    /// There or not, without words.
    Flag(bool),
}

impl DomValue {
    /// The words; nothing for a flag.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::None | Self::Flag(_) => "",
        }
    }

    /// Whether it is there.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        match self {
            Self::None => false,
            Self::Text(_) => true,
            Self::Flag(on) => *on,
        }
    }
}

/// What can be a [`DomValue`].
pub trait IntoDomValue {
    /// The value.
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

/// A value of an attribute: fixed, or read again and again.
pub enum AttrValue {
    /// Once for all.
    Fixed(DomValue),
    /// After each change of a signal that it reads.
    Dynamic(Box<dyn Fn() -> DomValue>),
}

/// What an attribute can be set to.
pub trait IntoAttrValue {
    /// The setting.
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

/// Nothing is nothing; something may be fixed or live.
impl<S: IntoAttrValue> IntoAttrValue for Option<S> {
    fn into_attr_value(self) -> AttrValue {
        self.map_or(AttrValue::Fixed(DomValue::None), S::into_attr_value)
    }
}

/// A closure is read again after each change of a signal that it read.
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
